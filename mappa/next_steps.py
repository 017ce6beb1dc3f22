"""What comes next in a case, what is overdue, and what somebody can sensibly do about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mappa.case_agendas import NOTHING, CaseAgenda
from mappa.case_facts import REQUEST_KINDS
from mappa.cases import DATE_KINDS, CaseRecord
from mappa.clocks import london_day
from mappa.periods import day_after
from mappa.policies import Policy
from mappa.told_dates import OpenReferral

FIRST = 5  # buttons on a card


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a day, in words that follow it."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Hands:
    """What a person may do with a case."""

    change: bool = False
    decide: bool = False
    refer: bool = False
    screen: bool = False
    act: bool = False  # raise an action


def coming(case: CaseRecord, today: date, agenda: CaseAgenda = NOTHING) -> list[Dated]:
    """What lies ahead, the nearest first; of the same day in the order of their names."""
    ahead = [Dated(on, DATE_KINDS[kind]) for kind, on in case.dates.items()]
    ahead += [
        Dated(request.due_on, f"Request {request.number} due ({REQUEST_KINDS[request.kind]})")
        for request in case.requests
        if request.due_on and request.closed_on is None
    ]
    ahead += [Dated(order.ends_on, f"{order.kind} ends") for order in case.orders if order.ends_on]
    ahead += [Dated(watch.until_on, "Watch list ends") for watch in case.watches]
    ahead += [Dated(london_day(one.starts_at), f"Meeting {one.ref}") for one in agenda.planned]
    ahead += [Dated(one.due_on, f"Action {one.ref} due") for one in agenda.actions if one.due_on]
    return _sorted(one for one in ahead if one.on >= today)


def overdue(
    case: CaseRecord,
    today: date,
    open_referrals: Iterable[OpenReferral],
    policy: Policy,
    agenda: CaseAgenda = NOTHING,
) -> list[Dated]:
    """What should have happened by now, the oldest first."""
    found = list(_undecided(today, open_referrals, policy))
    if case.is_open(today):
        found += _past_dates(case, today)
    found += [
        Dated(request.due_on, f"Request {request.number} ({REQUEST_KINDS[request.kind]}) is open")
        for request in case.requests
        if request.due_on and request.due_on < today and request.closed_on is None
    ]
    late = agenda.late(today)
    found += [Dated(one.due_on, f"Action {one.ref} is not done") for one in late if one.due_on]
    return _sorted(found)


def next_steps(
    case: CaseRecord, today: date, open_referrals: Sequence[OpenReferral], hands: Hands
) -> list[str]:
    """The next sensible steps by name, the most pressing first, at most as many as are shown."""
    if case.merged_into:
        return ["history"]
    usual = ["update"] if hands.change else []
    usual += ["refer"] if hands.refer else []
    usual += ["history"]
    pressing = list(_pressing(case, today, open_referrals, hands))
    if len(pressing) + len(usual) > FIRST and "refer" in usual:
        usual.remove("refer")
    if hands.act and len(pressing) + len(usual) < FIRST and case.is_open(today):
        usual.insert(-1, "action")
    return [*pressing[: FIRST - len(usual)], *usual]


def _pressing(
    case: CaseRecord, today: date, open_referrals: Sequence[OpenReferral], hands: Hands
) -> Iterator[str]:
    spell, release = case.spell_on(today), case.dates.get("release")
    if hands.screen and open_referrals:
        yield "screen"
    if hands.change and case.custody_on(today) and release and release <= today:
        yield "release"
    if hands.decide and spell and spell.level == 0:
        yield "confirm level"
    if hands.change and spell and spell.level >= 2 and _no_review_ahead(case, today):
        yield "review"
    due = [request.due_on for request in case.requests if request.closed_on is None]
    if hands.change and any(on and on < today for on in due):
        yield "requests"
    if hands.decide and spell is None and case.spells and not case.is_open(today):
        yield "re-screen"


def _no_review_ahead(case: CaseRecord, today: date) -> bool:
    review = case.dates.get("review")
    return review is None or review < today


def _undecided(
    today: date, open_referrals: Iterable[OpenReferral], policy: Policy
) -> Iterator[Dated]:
    clock = policy.clocks.get("screening_decision")
    for referral in open_referrals:
        by = day_after(referral.referred_on, clock.value) if clock else None
        if by and by < today:
            yield Dated(by, f"Referral {referral.ref} is not decided")


def _past_dates(case: CaseRecord, today: date) -> Iterator[Dated]:
    """Dates that ask for something once they are past; a hearing that was held does not."""
    asks = {
        "review": "The review is not recorded",
        "licence_end": "The licence has ended",
        "sentence_end": "The sentence has ended",
        "notification_end": "Notification has ended",
    }
    for kind, on in case.dates.items():
        if on < today and kind in asks:
            yield Dated(on, asks[kind])
        elif kind == "release" and on < today and case.custody_on(today):
            yield Dated(on, "The release is not recorded")


def _sorted(found: Iterable[Dated]) -> list[Dated]:
    return sorted(found, key=lambda one: (one.on, one.what))
