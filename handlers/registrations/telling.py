"""Who is told of a registration, in the transaction of it: whom it concerns, and who answers for
the area."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.desks import Reply
from handlers.views import registrations as views
from mappa.access import may, may_do
from mappa.people import Person
from storage.cases import list_cases
from storage.databases import Session
from storage.leaving import NOTHING_LEFT, Left
from storage.outgoing import Message, add_outgoing
from storage.people import list_people
from storage.registrations import Registered


def tell_registered(
    session: Session, done: Registered, by: Person, now: datetime, command: str, *, practice: bool
) -> None:
    """They themselves hear what they can do now, everybody who answers for the area who it is."""
    after = done.after
    _post(session, after, views.welcome(done, command), now, practice)
    message = views.registered_by(done, by)
    tell_keepers(session, after.area, message, now, practice=practice, but=[by, after])
    tell_left(session, [after], done.left, now, practice=practice)
    tell_regained(session, done, now, practice=practice)


def tell_removed(
    session: Session,
    gone: Sequence[Person],
    message: Message,
    left: Left,
    now: datetime,
    *,
    practice: bool,
    by: Person | None = None,
) -> None:
    """Everybody who answers for the area hears of it; who has gone hears nothing."""
    but = [by] if by else []
    tell_keepers(session, gone[0].area, message, now, practice=practice, but=but)
    tell_left(session, gone, left, now, practice=practice)


def tell_keepers(
    session: Session,
    area: str,
    message: Message,
    now: datetime,
    *,
    practice: bool,
    but: Iterable[Person] = (),
) -> None:
    """The admins and co-ordinators of an area, but for some."""
    left_out = {person.id for person in but}
    for person in list_people(session, area):
        keeps = may(person, "register people") or may(person, "tidy cases")
        if keeps and person.id not in left_out:
            _post(session, person, message, now, practice)


def tell_left(
    session: Session, gone: Sequence[Person], left: Left, now: datetime, *, practice: bool
) -> None:
    """The co-ordinators hear what they have to see to, each of the cases that they may see."""
    if left == NOTHING_LEFT:
        return
    people = list_people(session, gone[0].area)
    untold = [stored.facts for stored in list_cases(session, refs=left.untold)]
    names = {person.user_id: person.name for person in people}
    for person in people:
        if not may(person, "tidy cases"):
            continue
        ownerless, unsent = (
            [facts.ref for facts in some if may_do(person, "tidy cases", facts)]
            for some in (left.cases, untold)
        )
        told = views.left_behind(gone, ownerless, unsent, left.deputies, names)
        for message, refs in told:
            _post(session, person, message, now, practice, about=refs)


def tell_regained(session: Session, done: Registered, now: datetime, *, practice: bool) -> None:
    """The co-ordinators hear which cases somebody works with by it, each of those that they see."""
    if not done.regained:
        return
    for person in list_people(session, done.after.area):
        if person.id == done.after.id or not may(person, "tidy cases"):
            continue
        refs = [facts.ref for facts in done.regained if may_do(person, "tidy cases", facts)]
        for message, some in views.works_again(done.after, refs):
            _post(session, person, message, now, practice, about=some)


def _post(
    session: Session,
    to: Person,
    message: Message,
    now: datetime,
    practice: bool,
    about: Iterable[str] = (),
) -> None:
    add_outgoing(session, Reply(message).marked(practice).message, to, now, about=about)
