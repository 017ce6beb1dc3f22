"""Who may get what waits in the outbox, as people and cases are at the moment of sending."""

from collections.abc import Iterable
from datetime import datetime

from mappa.access import may, may_receive
from mappa.people import Person
from storage.cases import list_cases
from storage.databases import Session
from storage.findings import may_see_all
from storage.outgoing import Outgoing
from storage.people import as_now, list_people


def may_still_get(session: Session, person: Person, sending: Outgoing) -> bool:
    """Whether the person, as they are now (storage.people.as_now), may get the message: of their
    own area, with what it needs, about cases every one of which they may see."""
    file = sending.message.file if sending.message else None
    needs = {sending.needs, file.needs if file else ""} - {""}
    grants = {*sending.grants, *(file.grants if file else ())}
    refs = {*sending.about, *(file.refs if file else ())}
    return (
        person.area == sending.area
        and all(may(person, one) for one in needs)
        and grants <= person.grants
        and (may_see_all(session, person, refs) or _is_offered(session, person, sending))
    )


def list_entitled(
    session: Session, area: str, user_ids: Iterable[str], refs: Iterable[str], now: datetime
) -> list[Person]:
    """Those of an area with these Slack ids who may see every one of these cases now."""
    wanted, refs = frozenset(user_ids), list(refs)
    people = (one for one in list_people(session, area) if one.user_id in wanted)
    asked = (as_now(session, one, now) for one in people)
    return [one for one in asked if may_see_all(session, one, refs)]


def _is_offered(session: Session, person: Person, sending: Outgoing) -> bool:
    """An offer goes to who may say yes or no to it, and says no more than they may know."""
    if not sending.is_offer:
        return False
    found = [case.facts for case in list_cases(session, refs=sending.about)]
    return len(found) == len(sending.about) and all(may_receive(person, one) for one in found)
