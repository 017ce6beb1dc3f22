"""Retention: when a case that has left is to be looked at, what still runs, and until when it is
kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mappa.arguments import Field, Schema, read_line
from mappa.case_dates import read_case_date
from mappa.cases import DATE_KINDS, STILL_RUNNING, CaseRecord
from mappa.changes import NONE
from mappa.choices import harmless
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.notifications import is_indefinite
from mappa.orders import is_in_force
from mappa.policies import Policy

CLOCK = "retention_review"
ERASED = "erased"
KEEP = "keep-until"
EXAMPLE = "retention BED-1042 keep until 1 May 2030 because an inquiry is open"
SCHEMA = Schema(
    word="retention",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field(
            KEEP,
            "keep until 1 May 2030",
            "it is looked at again on that day; none takes it back; needs a reason",
            aliases=("keep",),
            shape="day",
        ),
        Field("page", "page 2", "goes on where a list broke off"),
    ),
    examples=("retention", "retention BED-1042", EXAMPLE, "retention erased"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks for: a list (without `ref`: what is due, or what was erased), one case, or
    until when it is kept (`keeps`; None takes it back)."""

    ref: str = ""
    erased: bool = False
    page: int = 1
    changes: bool = False
    keeps: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a case: by reference what is open, and the day on which it was decided
    last on a referral, or else the case was stored here."""

    began_on: date
    referrals: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()  # planned ones that hear it


def read_retention(typed: str, today: date) -> Asked:
    """The line, taken apart."""
    if re.match(r"page(\s|$)", typed, re.IGNORECASE) or not typed:
        typed = f"due {typed}"
    line = read_line(SCHEMA, typed)
    which = line.subject.lower()
    if which in ("due", ERASED):
        if KEEP in line.values or line.reason:
            raise RuleBroken(f"case: say which case is kept. Example: {EXAMPLE}", "case")
        return Asked(erased=which == ERASED, page=_page(line.values.get("page", "1")))
    ref = read_case_ref(line.subject)
    if "page" in line.values:
        raise RuleBroken("page goes with a list. Example: retention page 2", "page")
    if KEEP not in line.values:
        if line.reason:
            raise RuleBroken(f"{KEEP}: say until when it is kept. Example: {EXAMPLE}", KEEP)
        return Asked(ref)
    if not line.reason:
        raise RuleBroken(f"{KEEP} needs a reason. Example: {EXAMPLE}", "because")
    return Asked(ref, changes=True, keeps=_day(line.values[KEEP], today), reason=line.reason)


def left_on(case: CaseRecord, beside: Beside) -> date:
    """The day on which it left MAPPA last; of one that was never at a level, when it began."""
    return max((spell.ended_on for spell in case.spells), default=beside.began_on)


def due_on(case: CaseRecord, beside: Beside, policy: Policy) -> date | None:
    """The day on which it is to be looked at; None where the policy gives none, or it has not
    left."""
    clock, left = policy.clocks.get(CLOCK), left_on(case, beside)
    if clock is None or left == STILL_RUNNING:
        return None
    return max(filter(None, (clock.after(left), case.kept_until)))


def what_runs(case: CaseRecord, beside: Beside, today: date) -> list[str]:
    """What has not ended, or lies ahead: as long as there is any of it the case is in use."""
    return [
        *_periods(case, today),
        *(f"{DATE_KINDS[kind].lower()} {uk_date(on)}" for kind, on in _ahead(case, today)),
        *_orders(case, today),
        *(f"request {one.number}" for one in case.requests if one.closed_on is None),
        *(f"its offer to {one.to_area}" for one in case.transfers if one.decision == "open"),
        *(f"referral {ref}" for ref in beside.referrals),
        *(f"action {ref}" for ref in beside.actions),
        *(f"meeting {ref}" for ref in beside.meetings),
    ]


def _periods(case: CaseRecord, today: date) -> Iterator[str]:
    if any(spell.ended_on > today for spell in case.spells):
        yield "category and level"
    if any(stay.to_on > today for stay in case.custody):
        yield "custody"
    if any(absence.to_on > today for absence in case.absences):
        yield "being unlawfully at large"
    if any(watch.until_on >= today for watch in case.watches):
        yield "the police watch"


def _ahead(case: CaseRecord, today: date) -> list[tuple[str, date]]:
    ahead = [(kind, on) for kind, on in case.dates.items() if on >= today]
    return sorted(ahead, key=lambda one: (one[1], one[0]))


def _orders(case: CaseRecord, today: date) -> Iterator[str]:
    for order in case.orders:
        if is_in_force(order, today):
            until = f"until {uk_date(order.ends_on)}" if order.ends_on else "without an end"
            yield f"the {order.kind} of {uk_date(order.imposed_on)}, {until}"
    if "notification_end" not in case.dates and is_indefinite(case, today):
        yield "notification, indefinite by a conviction"


def _day(typed: str, today: date) -> date | None:
    if typed.strip().lower() == NONE:
        return None
    day = read_case_date(typed, KEEP, today)
    if day <= today:
        raise RuleBroken(
            f"{KEEP}: {uk_date(day)} is not ahead. Example: keep until 1 May 2030", KEEP
        )
    return day


def _page(typed: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,3}", typed):
        raise RuleBroken(f"page: {harmless(typed)} is not a page. Example: page 2", "page")
    return int(typed)
