"""Who chairs a meeting: somebody registered whose role may, told of it once."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.desks import Visit
from handlers.tellings import tell
from handlers.views.meetings.chairs import chair_message, changed_message, no_longer_chair
from mappa.access import may_do
from mappa.errors import RuleBroken
from mappa.meetings.meetings import MAY_CHAIR
from mappa.people import Person
from mappa.workbook.workbooks import MeetingRow
from storage.cases import StoredCase
from storage.databases import Session
from storage.invitations import list_invitations
from storage.meetings import StoredMeeting
from storage.people import list_people


def find_chair(session: Session, area: str, user_id: str) -> Person | None:
    """The person who is to chair, or a refusal; None where nobody is named."""
    if not user_id:
        return None
    people = {person.user_id: person for person in list_people(session, area)}
    if user_id not in people:
        raise RuleBroken(
            "chair: that person is not registered in this area. Have them registered first, or "
            "name somebody who is. Example: chair @somebody",
            "chair",
        )
    if people[user_id].role not in MAY_CHAIR:
        raise RuleBroken(
            "chair: that person's role does not let them chair: a chair or a co-ordinator does. "
            "Example: chair @somebody",
            "chair",
        )
    return people[user_id]


def tell_chair(session: Session, visit: Visit, facts: MeetingRow, chair: Person | None) -> None:
    """A direct message to whoever is to chair, unless they said so themselves."""
    if chair is not None and chair.id != visit.person.id:
        message = chair_message(facts, visit.desk.command)
        tell(session, visit, chair, message, about=(), needs="see case")


def tell_old_chair(session: Session, visit: Visit, before: MeetingRow, after: MeetingRow) -> None:
    """Whoever chairs it no more is told so."""
    if before.chair in ("", after.chair):
        return
    people = {person.user_id: person for person in list_people(session, before.area)}
    if before.chair in people and people[before.chair].id != visit.person.id:
        tell(session, visit, people[before.chair], no_longer_chair(before), about=())


def tell_chair_of_change(
    session: Session, visit: Visit, meeting: StoredMeeting, news: str, before: MeetingRow
) -> None:
    """Who chairs is told that it was moved or called off, unless they are told as invited."""
    chair = before.chair
    invited = list_invitations(session, [meeting.id], withdrawn=True)
    if not chair or any(one.user_id == chair and one.invited_at for one in invited):
        return
    people = {person.user_id: person for person in list_people(session, before.area)}
    if chair in people and people[chair].id != visit.person.id:
        message = changed_message(news, before, visit.desk.command)
        tell(session, visit, people[chair], message, about=(), needs="see case")


def blind_spots(visit: Visit, chair: Person | None, cases: Iterable[StoredCase]) -> list[str]:
    """Cases that the chair has no grant for, of those that the person sees."""
    if chair is None:
        return []
    return [
        f"The chair has no grant for {case.facts.ref} and does not see it."
        for case in cases
        if may_do(visit.person, "see case", case.facts)
        and not may_do(replace(chair, hears=frozenset([case.facts.ref])), "see case", case.facts)
    ]
