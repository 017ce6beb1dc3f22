"""Who is to do an action: only who may see its case, and whom to tell of what becomes of it."""

from dataclasses import replace

from handlers.desks import Visit
from handlers.tellings import tell
from handlers.updates import check_named
from mappa.access import may_do
from mappa.actions import Owner
from mappa.errors import RuleBroken
from mappa.people import Person
from storage.cases import StoredCase
from storage.databases import Session
from storage.outgoing import Message
from storage.people import list_people, with_chaired


def find_owner(session: Session, case: StoredCase, owner: Owner, field: str) -> Owner:
    """The owner with their agency; somebody in this Slack is registered and may see the case."""
    if not owner.slack_id:
        return owner
    found = _registered(session, case, owner.slack_id)
    if found and not may_do(found, "see case", case.facts):
        raise RuleBroken(
            f"{field}: that person may not see {case.facts.ref}. If their role and grants allow "
            "it, put them on its team first. "
            f"Example: update {case.facts.ref} member @somebody",
            field,
        )
    check_named([(field, owner.slack_id)], case.facts, [found] if found else [])
    return replace(owner, agency=found.agency if found else "")


def names_of(session: Session, area: str) -> dict[str, str]:
    """The names of everybody of an area, by Slack id."""
    return {one.user_id: one.name for one in list_people(session, area)}


def tell_owner(
    session: Session, visit: Visit, case: StoredCase, slack_id: str, message: Message
) -> bool:
    """Whether somebody is told: not who is acting, and nobody who may not see the case now."""
    person = _registered(session, case, slack_id) if slack_id else None
    if person is None or person.id == visit.person.id:
        return False
    if not may_do(person, "see case", case.facts):
        return False
    tell(session, visit, person, message, about=[case.facts.ref])
    return True


def _registered(session: Session, case: StoredCase, slack_id: str) -> Person | None:
    people = list_people(session, case.facts.area)
    found = next((one for one in people if one.user_id == slack_id), None)
    return with_chaired(session, found) if found else None
