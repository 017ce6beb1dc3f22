"""How case audits are seen: by reference, in private replies only."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.case_audits import OUTCOMES, AuditedCase
from mappa.days import uk_date
from mappa.years import MappaYear


def sample(ref: str, cases: Sequence[AuditedCase], command: str) -> Reply:
    """Every case of a sample and what was found in it, and how to note the next."""
    head = f"Case audit {ref}: {_done(cases)}"
    lines = [_line(case) for case in cases]
    left = next((case.case_ref for case in cases if not case.outcome), None)
    more = [f"Next: {command} case-audit {ref} case {left} outcome met note ..."] if left else []
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(lines))]
    text = blocks.escape("\n".join([head, *more]))
    return say(text, *shown, *map(blocks.context, more))


def none_drawn() -> Reply:
    """To an auditor of an area in which no sample was drawn yet."""
    said = "No sample of cases has been drawn yet. The co-ordinator of your area draws it."
    return say(said, *blocks.paragraphs(said))


def case_audits(year: MappaYear, audits: Mapping[str, tuple[date, Sequence[AuditedCase]]]) -> Reply:
    """The year's audits, a line each."""
    head = f"Case audits in {year}: {len(audits)}"
    lines = [f"{ref}: drawn on {uk_date(on)}, {_done(one)}" for ref, (on, one) in audits.items()]
    shown = blocks.paragraphs("\n".join(lines)) if lines else []
    return say(blocks.escape("\n".join([head, *lines])), blocks.header(head), *shown)


def _done(cases: Sequence[AuditedCase]) -> str:
    return f"{sum(bool(case.outcome) for case in cases)} of {len(cases)} looked at"


def _line(case: AuditedCase) -> str:
    if not case.outcome or not case.audited_on:
        return f"{case.case_ref}: still to be looked at"
    note = f"; {case.note}" if case.note else ""
    return f"{case.case_ref}: {OUTCOMES[case.outcome]}, {uk_date(case.audited_on)}{note}"
