"""Which dates of a case people are told of: those recorded on it, and those that follow from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mappa.cases import STILL_RUNNING, CaseRecord
from mappa.periods import day_after
from mappa.policies import Policy


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """A referral that waits for its decision."""

    ref: str
    referred_on: date


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A date with what it belongs to: "case BED-1042"; `owners` are Slack ids."""

    subject: str
    kind: str
    on: date
    owners: frozenset[str]


def told_dates(
    case: CaseRecord, open_referrals: Iterable[OpenReferral], policy: Policy, today: date
) -> Iterator[ToldDate]:
    """The dates that the policy has notices for; of a case that has left, those that go on."""
    owners, subject = case.owners, f"case {case.ref}"
    found = [ToldDate(subject, kind, on, owners) for kind, on in _dates(case, today)]
    found += [
        ToldDate(
            f"request {request.number} of {case.ref}",
            "request_due",
            request.due_on,
            frozenset(filter(None, [request.owner])) or owners,
        )
        for request in case.requests
        if request.due_on and request.closed_on is None
    ]
    yield from (told for told in found if told.kind in policy.reminders)
    clock = policy.clocks.get("screening_decision")
    if clock and "screening" in policy.reminders:
        for referral in open_referrals:
            decided_by = day_after(referral.referred_on, clock.value)
            yield ToldDate(f"referral {referral.ref}", "screening", decided_by, owners)


def _dates(case: CaseRecord, today: date) -> Iterator[tuple[str, date]]:
    if case.merged_into:
        return
    if case.is_open(today):
        yield from case.dates.items()
        yield from _levels_to_confirm(case, today)
    ends = {order.ends_on for order in case.orders if order.ends_on}
    yield from (("order_end", on) for on in sorted(ends) if case.is_open(today))
    yield from (("watch_end", watch.until_on) for watch in case.watches)


def _levels_to_confirm(case: CaseRecord, today: date) -> Iterator[tuple[str, date]]:
    """A release or a parole hearing ahead, while nobody has said at which level."""
    spell = case.spell_on(today) or next(
        (spell for spell in case.spells if spell.ended_on == STILL_RUNNING), None
    )
    if spell is None or spell.level:
        return
    ahead = {case.dates.get(kind) for kind in ("release", "parole_hearing")}
    yield from (("level_to_confirm", on) for on in sorted(filter(None, ahead)) if on >= today)
