"""Whether everybody is registered as the record says.

A role or a grant is a plain column: whoever can write to the database, without the keys, can
change it there, but cannot put a matching entry on the record.
"""

from dataclasses import dataclass

from mappa.registrations import line_of
from storage.databases import Session
from storage.installations import is_practice
from storage.people import list_people
from storage.records import list_acts_of

REGISTERED, REMOVED = "person registered", "person removed"


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Somebody who is registered (empty: not at all) otherwise than on the record (empty: never,
    or removed again)."""

    user_id: str
    registered: str
    recorded: str

    def __str__(self) -> str:
        now = f"registered as {self.registered}" if self.registered else "not registered"
        said = self.recorded or "nobody who has access"
        return f"{self.user_id} is {now}, but on the record they are {said}"


def find_unrecorded(session: Session, area: str) -> list[Unrecorded]:
    """Everybody of an area of whom register and record say different things, by Slack id.

    Of practice data whoever never came on the record is left out: the sample of earlier versions
    registered its people without an entry.
    """
    recorded = _recorded(session, area)
    registered = {one.user_id: line_of(one) for one in list_people(session, area)}
    known = registered.keys() & recorded.keys() if is_practice(session) else registered.keys()
    gone = {user for user, line in recorded.items() if line} - registered.keys()
    return [
        Unrecorded(user, registered.get(user, ""), recorded.get(user, ""))
        for user in sorted(known | gone)
        if registered.get(user, "") != recorded.get(user, "")
    ]


def _recorded(session: Session, area: str) -> dict[str, str]:
    """By Slack id the line of who was registered last, empty of who was removed since."""
    lines: dict[str, str] = {}
    for row in list_acts_of(session, area, (REGISTERED, REMOVED)):
        if row["action"] == REMOVED:
            lines[_user_of(row["before"])] = ""
        else:
            after = row["after"]
            line = after["person"] if isinstance(after, dict) else after
            lines[_user_of(line)] = line
    return lines


def _user_of(line: str) -> str:
    return line.split(" ", 1)[0]
