"""The reminders that are stored already, while it is found out which there are to be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from mappa.overdue import PREFIX, Chase, was_due
from mappa.people import Person
from mappa.told_dates import ToldDate
from storage.reminders import UNSENT, WAITING

Key = tuple[str, str, date, str, int]
_Of = tuple[str, str, date]


def reminder_key(row: Any) -> Key:
    """What makes a reminder unique."""
    return row.subject, row.kind, row.about_on, row.notice, row.person_id


class Held:
    """Rows of `reminders` by what makes them unique; what is taken or kept is no longer left."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._left: dict[Key, Any] = {}
        self._overdue: dict[tuple[str, str, date, int], list[Any]] = {}
        self._passed_on: dict[_Of, list[Any]] = {}
        for row in rows:
            self._left[reminder_key(row)] = row
            of = row.subject, row.kind, row.about_on
            if row.step:
                self._passed_on.setdefault(of, []).append(row)
            elif row.notice.startswith(PREFIX):
                self._overdue.setdefault((*of, row.person_id), []).append(row)

    def take(self, key: Key) -> Any | None:
        """The row, if there is one."""
        return self._left.pop(key, None)

    def unsent(self) -> list[Any]:
        """What is left and was not sent."""
        return [row for row in self._left.values() if row.state in UNSENT]

    def keep_passed_on(self, told: ToldDate) -> None:
        """What nobody acknowledged goes on to others as long as the date stands."""
        for row in self._passed_on.get((told.subject, told.kind, told.on), ()):
            self.take(reminder_key(row))

    def chased(
        self, told: ToldDate, person: Person, found: Chase, at: time, now: datetime
    ) -> "Chased":
        """How far somebody has been told that a date has passed. What they are about to be told
        stays as it is."""
        rows = self._overdue.get((told.subject, told.kind, told.on, person.id), ())
        waiting = [row for row in rows if _waits(row, at, now)]
        for row in waiting:
            self.take(reminder_key(row))
        ahead, _ = found.ahead
        has_ahead = any(row.notice == ahead and row.state != "void" for row in rows)
        # What is not handed over yet brings the next one with it when it is (storage.overdue).
        brings_ahead = any(row.state in WAITING for row in waiting)
        return Chased(
            is_told=bool(waiting) or has_ahead or _was_told(rows, found),
            needs_ahead=has_ahead or not brings_ahead,
        )


@dataclass(frozen=True, slots=True)
class Chased:
    """Whether somebody was told of what has passed, or is about to be; and whether the first notice
    ahead has to be there."""

    is_told: bool
    needs_ahead: bool


def _waits(row: Any, at: time, now: datetime) -> bool:
    """Whether its time has come and it was not sent: it may wait for a quiet time to end."""
    if row.state not in UNSENT:
        return False
    return row.state != "planned" or was_due(row.about_on, row.notice, at, now)


def _was_told(rows: Iterable[Any], found: Chase) -> bool:
    """Whether something was sent since the latest of those that have passed fell due."""
    if found.passed is None:
        return False
    _, due_at = found.passed
    return any(row.sent_at and row.sent_at >= due_at for row in rows)
