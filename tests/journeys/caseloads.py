"""The drill's database: practitioners with cases of their own, and reminders that are due."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from handlers.rederiving import derive_what_changed
from mappa.cases import Spell, TeamMember
from mappa.clocks import london_day
from storage.databases import Database, Session, make_engine
from storage.installations import PRACTICE, set_note
from storage.keys import KeyRing
from storage.people import add_person
from tests.build import CAST, POLICY, case, open_case, person
from tests.conftest import KEY
from tests.journeys.crowds import guests

KEYS = urlsafe_b64encode(KEY).decode()
FIRST_NUMBER = 5001
AHEAD = 1500  # days: later than what anybody types, so that every update changes something
# Cases of the cast and of guests: that change all the time, that do now and then, and how many of
# these have a reminder that is due when the drill begins.
CAST_CASES = (3, 12, 2)
GUEST_CASES = (1, 2, 1)


def open_database(url: str) -> Database:
    return Database(make_engine(url), KeyRing([KEY]))


@dataclass(frozen=True)
class Caseload:
    """Whose cases are which: all of the cast are practitioners here, and so are the guests."""

    people: int  # guests

    @cached_property
    def owners(self) -> list[str]:
        return [*(person.user_id for person in CAST), *guests(self.people)]

    @cached_property
    def cases(self) -> dict[str, tuple[list[str], list[str]]]:
        """Of each owner the busy cases, and the quiet ones."""
        number, found = FIRST_NUMBER, {}
        for owner in self.owners:
            busy, quiet, _ = _shares(owner)
            refs = [f"BED-{one}" for one in range(number, number + busy + quiet)]
            found[owner] = (refs[:busy], refs[busy:])
            number += len(refs)
        return found

    @cached_property
    def refs(self) -> list[str]:
        return [ref for busy, quiet in self.cases.values() for ref in (*busy, *quiet)]


def fill(url: str, caseload: Caseload) -> None:
    """A practice database in which some reminders of each person are due already."""
    now = datetime.now(UTC)
    db = open_database(url)
    derive_what_changed(db, POLICY, lambda: now)  # no bot that starts finds anything to derive
    with db.write() as session:
        set_note(session, "kind", PRACTICE)
        for one in CAST:
            add_person(session, replace(one, role="practitioner"), now)
        for guest in guests(caseload.people):
            add_person(session, person(guest), now)
    for owner in caseload.owners:
        with db.write() as session:
            _open_cases(session, owner, caseload, now)
    db.close()


def _open_cases(session: Session, owner: str, caseload: Caseload, now: datetime) -> None:
    busy, quiet = caseload.cases[owner]
    due = quiet[: _shares(owner)[2]]
    for ref in (*busy, *quiet):
        ends_on = london_day(now) + timedelta(days=20 if ref in due else AHEAD)
        facts = case(
            ref,
            spells=(Spell(2, 2, date(2026, 1, 5)),),
            dates={"licence_end": ends_on},
            team=(TeamMember(owner, "owner"),),
        )
        open_case(session, facts, now)


def _shares(owner: str) -> tuple[int, int, int]:
    return CAST_CASES if any(one.user_id == owner for one in CAST) else GUEST_CASES
