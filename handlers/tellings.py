"""Telling the co-ordinators of a case something, in the transaction in which it happens."""

from collections.abc import Iterable

from handlers.desks import Reply, Visit
from mappa.access import may_do
from mappa.people import Person
from storage.cases import StoredCase
from storage.databases import Session
from storage.outgoing import Message, add_outgoing


def tell_co_ordinators(
    session: Session, visit: Visit, case: StoredCase, people: Iterable[Person], message: Message
) -> list[str]:
    """All who screen referrals and may see this case, but for who is acting; their Slack ids."""
    told = [
        person
        for person in people
        if person.id != visit.person.id and may_do(person, "screen referral", case.facts)
    ]
    for person in told:
        tell(session, visit, person, message)
    return [person.user_id for person in told]


def tell(session: Session, visit: Visit, person: Person, message: Message) -> None:
    """A direct message to one person, marked as practice where that is so."""
    marked = Reply(message).marked(visit.desk.practice).message
    add_outgoing(session, marked, person, visit.now)
