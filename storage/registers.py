"""Whether everybody is registered as the record says.

A role or a grant is a plain column: whoever can write to the database, without the keys, can
change it there, but cannot put a matching entry on the record.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, bindparam, select

from mappa.areas import AREAS
from mappa.choices import harmless
from mappa.people import Person
from mappa.registrations import area_of_line, line_of
from storage.chains import list_recorded_areas
from storage.databases import Session
from storage.installations import is_practice
from storage.people import find_anybody
from storage.records import list_acts_of
from storage.tables import people

REGISTERED, REMOVED = "person registered", "person removed"
MOVED_TO = "moved to"
UNREADABLE = "cannot be read: changed past the bot"
RENUMBERED = "has another number than on the record: what is told of them may be another's"
NEVER = "was once registered in {area}, but its record does not say so: that was taken away"
# SQLite keeps whatever it is given, in a column of any type; a name opens for its own person only.
_UNFIT = (InvalidTag, KeyError, ValueError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Somebody who is registered (empty: not at all) otherwise than on the record (empty: never,
    or removed again); `what` is wrong where it is not that."""

    user_id: str
    registered: str
    recorded: str
    what: str = ""

    def __str__(self) -> str:
        # Whatever stands in the table: only of who can be read is it sure to be a Slack id.
        is_one = re.fullmatch("[A-Z0-9]{1,20}", self.user_id)
        who = self.user_id if is_one else harmless(self.user_id)
        said = self.recorded or "nobody who has access"
        if self.what:
            return f"{who} {self.what}; on the record they are {said}"
        now = f"registered as {self.registered}" if self.registered else "not registered"
        return f"{who} is {now}, but on the record they are {said}"


@dataclass(slots=True)
class _Recorded:
    """By Slack id the line of who was registered last, empty of who was removed since; and whose
    number it is by which the record names who did something. `were`: who was registered once, as
    follows from what else there is."""

    lines: dict[str, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    were: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)


def said_of(person: Person, **noted: Any) -> dict[str, Any]:
    """What the record keeps of who was registered: with their number, which every entry signs, so
    that nobody can be given another's."""
    return {"person": line_of(person), "id": person.id} | noted


def find_unrecorded(
    session: Session, area: str, spoken_of: Collection[str] = ()
) -> list[Unrecorded]:
    """Everybody of an area of whom register and record say different things, by Slack id;
    `spoken_of`: who was there, as the records of other areas say.

    Of practice data whoever never came on the record is left out: the sample of earlier versions
    registered its people without an entry.
    """
    recorded = _read_record(session, area)
    recorded.were.update(spoken_of)
    found: dict[str, Unrecorded] = {}
    for one in _compared(session, area, recorded):
        found.setdefault(one.user_id, one)
    return [found[user] for user in sorted(found)]


def find_spoken_of(session: Session) -> dict[str, set[str]]:
    """Areas and who was in them, as the records of others say, where they came from or went to:
    each has a record of its own, also when nobody is left there. Without the key nobody can say so
    in an entry."""
    found = defaultdict[str | None, set[str]](set)
    for area in list_recorded_areas(session):
        try:
            rows = list_acts_of(session, area, (REGISTERED, REMOVED))
        except _UNFIT:  # that chain is broken, and named as such
            continue
        for row in rows:
            before, after = row["before"], row["after"]
            if isinstance(before, str):
                found[area_of_line(before)].add(_user_of(before))
                to = after.get(MOVED_TO) if isinstance(after, dict) else None
                found[str(to)].add(_user_of(before))
    return {area: found[area] for area in AREAS if area in found}


def _read_record(session: Session, area: str) -> _Recorded:
    recorded = _Recorded()
    for row in list_acts_of(session, area, (REGISTERED, REMOVED)):
        if row["action"] == REMOVED:
            user = _user_of(row["before"])
            recorded.were.add(user)
            recorded.lines[user] = ""
            continue
        # Earlier versions kept the line alone, or without the number.
        after = row["after"] if isinstance(row["after"], dict) else {"person": row["after"]}
        user = _user_of(after["person"])
        recorded.lines[user] = after["person"]
        recorded.ever.add(user)
        if "id" in after:
            recorded.numbers[after["id"]] = user
    return recorded


def _compared(session: Session, area: str, recorded: _Recorded) -> Iterator[Unrecorded]:
    """What is worse comes first where several things are wrong with one person."""
    practice, active = is_practice(session), set[str]()
    for row in session.execute(_OF_AREA, {"area": area}):
        user = str(row.user_id)
        line, said = _line(session, row), recorded.lines.get(user, "")
        if line is None:
            yield Unrecorded(user, "", said, UNREADABLE)
        elif row.is_active and line != said and (user in recorded.lines or not practice):
            yield Unrecorded(user, line, said)
        (active if row.is_active else recorded.were).add(user)
    for user in recorded.were - recorded.ever if not practice else ():
        yield Unrecorded(user, "", recorded.lines.get(user, ""), NEVER.format(area=area))
    for user, said in recorded.lines.items():
        if said and user not in active:
            yield Unrecorded(user, "", said)
    yield from _renumbered(session, recorded)


def _renumbered(session: Session, recorded: _Recorded) -> Iterator[Unrecorded]:
    """Also of who was removed: what they did stays under their names."""
    numbers = {row.id: str(row.user_id) for row in session.execute(_NUMBERS)}
    for number, user in recorded.numbers.items():
        if numbers.get(number) != user:
            said = recorded.lines[user]
            yield Unrecorded(user, said, said, RENUMBERED)


def _line(session: Session, row: Row[Any]) -> str | None:
    """How somebody is registered, or was; None where no version of the bot wrote what is there."""
    try:
        return line_of(find_anybody(session, [row.id])[row.id])
    except _UNFIT:
        return None


def _user_of(line: str) -> str:
    return line.split(" ", 1)[0]


_NUMBERS = select(people.c.id, people.c.user_id)
_OF_AREA = (
    select(people.c.id, people.c.user_id, people.c.removed_at.is_(None).label("is_active"))
    .where(people.c.area == bindparam("area"))
    .order_by(people.c.id)
)
