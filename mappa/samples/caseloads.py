"""Cases in their order, of which some are given more: an order, an event, a date."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import CaseRecord, Custody, Event, Order, Spell

NOTE = "invented"
Change = Callable[[CaseRecord], CaseRecord | None]


class Caseload:
    """Each case is given something once at most, so that what is counted stays in sight."""

    def __init__(self, cases: Iterable[CaseRecord]) -> None:
        self.by_ref = {case.ref: case for case in cases}
        self._given: set[str] = set()

    @property
    def cases(self) -> list[CaseRecord]:
        """All of them, in their order."""
        return list(self.by_ref.values())

    def give(self, change: Change, count: int = 1) -> None:
        """Change the first cases that it fits; where it does not fit it returns None."""
        for ref, case in self.by_ref.items():
            if count == 0:
                return
            if ref not in self._given and (changed := change(case)) is not None:
                self.by_ref[ref] = changed
                self._given.add(ref)
                count -= 1
        if count:
            raise LookupError(f"{change} fits too few of the cases")


def with_event(case: CaseRecord, kind: str, on: date) -> CaseRecord:
    """The case with one more thing that happened, in the order of the days."""
    events = (*case.events, Event(kind, on, NOTE))
    return replace(case, events=tuple(sorted(events, key=lambda event: event.on)))


def with_stay(case: CaseRecord, from_on: date, days: int, why: str = "recall") -> CaseRecord:
    """The case with one more stay in custody, in the order of the days."""
    stays = (*case.custody, Custody(from_on, from_on + timedelta(days), why))
    return replace(case, custody=tuple(sorted(stays, key=lambda stay: stay.from_on)))


def with_order(case: CaseRecord, kind: str, on: date, ends_on: date | None) -> CaseRecord:
    """The case with one more order, in the order of the days."""
    orders = (*case.orders, Order(kind, on, ends_on))
    return replace(case, orders=tuple(sorted(orders, key=lambda order: order.imposed_on)))


def with_spell_before(case: CaseRecord, level: int, from_on: date) -> CaseRecord:
    """The case with a spell of its category that leads to the first one it has."""
    first = case.spells[0]
    reason = "invented: needs several agencies" if level > 1 else NOTE
    threshold = {2: "high-risk", 3: "senior"}.get(level)
    before = Spell(first.category, level, from_on, first.started_on, threshold, reason)
    return replace(case, spells=(before, *case.spells))


def in_community(case: CaseRecord, from_on: date, to_on: date) -> bool:
    """Whether the person is under MAPPA and out of custody all the time, both days included."""
    covered = case.spell_on(from_on) is not None and case.spell_on(to_on) is not None
    return covered and not any(
        stay.from_on <= to_on and from_on < stay.to_on for stay in case.custody
    )
