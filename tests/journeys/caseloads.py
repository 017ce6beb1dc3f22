"""The drill's database: practitioners with cases of their own, and reminders that are due."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mappa.cases import Spell, TeamMember
from mappa.clocks import london_day
from storage.databases import Database, make_engine
from storage.installations import PRACTICE, set_note
from storage.keys import KeyRing
from storage.people import add_person
from tests.build import CAST, case, open_case
from tests.conftest import KEY

KEYS = urlsafe_b64encode(KEY).decode()
BUSY, QUIET = 3, 12  # cases of each person that change all the time, and now and then
FIRST_NUMBER = 5001
AHEAD = 1500  # days: later than what anybody types, so that every update changes something
DUE_EACH = 2  # reminders of each person that are due when the drill begins


def open_database(url: str) -> Database:
    return Database(make_engine(url), KeyRing([KEY]))


def owners() -> list[str]:
    """Everybody in the cast: in the drill all are practitioners, so that each owns cases."""
    return [person.user_id for person in CAST]


def busy_cases(owner: str) -> list[str]:
    return _cases(owner)[:BUSY]


def quiet_cases(owner: str) -> list[str]:
    return _cases(owner)[BUSY:]


def all_cases() -> list[str]:
    return [ref for owner in owners() for ref in _cases(owner)]


def _cases(owner: str) -> list[str]:
    each = BUSY + QUIET
    first = FIRST_NUMBER + owners().index(owner) * each
    return [f"BED-{number}" for number in range(first, first + each)]


def fill(url: str) -> None:
    """A practice database in which some reminders of each person are due already."""
    now = datetime.now(UTC)
    db = open_database(url)
    with db.write() as session:
        set_note(session, "kind", PRACTICE)
        for person in CAST:
            add_person(session, replace(person, role="practitioner"), now)
        for owner in owners():
            for number, ref in enumerate(_cases(owner)):
                due = BUSY <= number < BUSY + DUE_EACH
                ends_on = london_day(now) + timedelta(days=20 if due else AHEAD)
                facts = case(
                    ref,
                    spells=(Spell(2, 2, date(2026, 1, 5)),),
                    dates={"licence_end": ends_on},
                    team=(TeamMember(owner, "owner"),),
                )
                open_case(session, facts, now)
    db.close()
