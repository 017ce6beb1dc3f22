"""The standing cast and their cases. Cora co-ordinates, Priya owns, Pete must not see, Noel is
not registered, Olga is from outside. Everybody is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from mappa.cases import CaseRecord, Spell, TeamMember
from mappa.people import Person
from mappa.policies import load_policy
from storage.cases import StoredCase, add_case
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.people import add_person, list_people

TEAM = "T0PRACTICE"
NOW = datetime(2026, 6, 17, 8, 30, tzinfo=UTC)  # a Wednesday, half past nine in London
TODAY = date(2026, 6, 17)
MARKER = "Zebedee Q. Marker"  # a name that must never be seen where it does not belong
POLICY = load_policy(None)


def person(user_id: str, role: str = "practitioner", **given: Any) -> Person:
    name = f"{user_id[2:].title()} Practice"
    values = {"agency": "probation", "area": "BED", "name": name, **given}
    return Person(id=0, team_id=TEAM, user_id=user_id, role=role, **values)


CAST = (
    person("U0CORA", "co-ordinator"),
    person("U0PRIYA"),
    person("U0PETE", agency="police"),
    person("U0CHAS", "chair", agency="police"),
    person("U0SIMI", "smb", agency="health"),
    person("U0ADA", "admin", agency="other"),
)


def case(ref: str = "BED-1042", **given: Any) -> CaseRecord:
    """A Level 2 case in Category 2 that Priya owns; anything may be given another value."""
    made = CaseRecord(
        ref=ref,
        area="BED",
        name=MARKER,
        crn=f"X{int(ref.rpartition('-')[2]):06}",
        lead_agency="probation",
        spells=(Spell(2, 2, date(2026, 1, 5)),),
        dates={"licence_end": date(2027, 3, 31)},
        team=(TeamMember("U0PRIYA", "owner"),),
    )
    return replace(made, **given)


def register_cast(session: Session) -> dict[str, Person]:
    """Everybody who is registered, by Slack id."""
    return {one.user_id: add_person(session, one, NOW) for one in CAST}


def open_case(session: Session, facts: CaseRecord, now: datetime = NOW) -> StoredCase:
    """Store a case with the reminders that follow from it."""
    stored = add_case(session, facts, now)
    derive_reminders(session, [stored], list_people(session, facts.area), POLICY, now)
    return stored
