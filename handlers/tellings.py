"""Telling somebody something, in the transaction in which it happens."""

from collections.abc import Iterable, Mapping
from typing import Any

from handlers.desks import Reply, Visit
from mappa.access import may_do
from mappa.people import Person
from storage.cases import StoredCase
from storage.databases import Session
from storage.outgoing import Message, add_outgoing


def tell_co_ordinators(
    session: Session,
    visit: Visit,
    case: StoredCase,
    people: Iterable[Person],
    message: Message,
    *,
    also_about: Iterable[str] = (),
) -> list[str]:
    """All who screen referrals and may see this case, but for who is acting; their Slack ids.

    `also_about`: the references of other cases that the message says something of.
    """
    told = [
        person
        for person in people
        if person.id != visit.person.id and may_do(person, "screen referral", case.facts)
    ]
    for person in told:
        tell(session, visit, person, message, about=[case.facts.ref, *also_about])
    return [person.user_id for person in told]


def tell(
    session: Session,
    visit: Visit,
    person: Person,
    message: Message,
    *,
    about: Iterable[str],
    needs: str = "",
    is_answer: bool = False,
    is_offer: bool = False,
) -> None:
    """A direct message to one person, marked as practice where that is so.

    What the rest means: storage.outgoing.add_outgoing. A message that may go to who cannot see a
    case says nothing of it; its reference at most, to who knew it: then it is about none.
    """
    marked = Reply(message).marked(visit.desk.practice).message
    add_outgoing(
        session,
        marked,
        person,
        visit.now,
        about=about,
        needs=needs,
        is_answer=is_answer,
        is_offer=is_offer,
    )


def show_instead(
    session: Session,
    visit: Visit,
    body: Mapping[str, Any],
    message: Message,
    *,
    about: Iterable[str],
) -> None:
    """In place of what was pressed, where that stands in direct messages; nowhere else."""
    place = body.get("container") or {}
    if not str(place.get("channel_id")).startswith("D"):
        return
    add_outgoing(
        session,
        Reply(message).marked(visit.desk.practice).message,
        visit.person,
        visit.now,
        about=about,
        method="update",
        channel=place["channel_id"],
        ts=place["message_ts"],
    )
