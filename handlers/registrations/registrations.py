"""The word `people`: who is registered in an admin's area, added, changed, removed."""

from handlers.desks import Desk, Reply, Visit
from handlers.late_answers import answer_later
from handlers.registrations.accounts import Account, look_up, note_guest, require_fit
from handlers.registrations.homes import clear_homes
from handlers.registrations.telling import tell_registered, tell_removed
from handlers.views import registrations as views
from mappa.access import may, require
from mappa.agencies import AGENCIES
from mappa.errors import NotAllowed, RuleBroken
from mappa.people import Person
from mappa.registrations import (
    ADD_EXAMPLE,
    REMOVE_EXAMPLE,
    Asked,
    changed,
    make_person,
    read_asked,
)
from storage.databases import Session
from storage.leaving import has_less
from storage.outgoing import add_outgoing
from storage.people import (
    find_person,
    get_person,
    hold_people,
    list_people,
    list_registered,
)
from storage.registrations import By, register_person, remove_people

NOT_ONESELF = (
    "person: nobody changes their own registration here; nothing was changed. "
    "Ask another admin, or the operator of the bot. Example: {example}"
)
NOT_HERE = (
    "person: they are not registered in your area; nothing was changed. See: people list. "
    "Example: {example}"
)
ALREADY = (
    "person: they are registered in your area already; nothing was changed. "
    "Example: people change @somebody role chair"
)
ELSEWHERE = (
    "person: they are registered in another area already; nothing was changed. An admin there ends "
    "that first, or the operator of the bot moves them. Example: {example}"
)
OWN_AGENCY = (
    "agency: you are of that agency yourself; nothing was changed. Another admin does that, or "
    "remove the others one by one. Example: {example}"
)


def people(session: Session, visit: Visit, typed: str) -> Reply:
    """One line: a list, or one change."""
    return carry_out(session, visit, read_asked(typed))


def carry_out(session: Session, visit: Visit, asked: Asked) -> Reply:
    """The same for a line and for a form."""
    require(visit.person, "register people")
    if asked.what == "list":
        listed = list_registered(session, visit.person.area)
        return views.everybody(listed, asked.page, visit.desk.command)
    _hold(session, visit)
    if asked.what == "remove":
        return _remove(session, visit, find_meant(session, visit.person, asked), asked)
    if asked.what == "change":
        return _change(session, visit, asked)
    _require_new(session, visit, asked)
    desk, admin, source = visit.desk, visit.person, visit.source
    answer_later(desk, admin, lambda: _look_up_and_register(desk, admin, source, asked))
    return views.being_looked_up()


def find_meant(session: Session, admin: Person, asked: Asked) -> list[Person]:
    """Who is meant, and nobody means themselves: one person, or everybody of an agency."""
    if asked.user_id == admin.user_id:
        raise NotAllowed(NOT_ONESELF.format(example=REMOVE_EXAMPLE))
    registered = list_people(session, admin.area)
    if asked.user_id:
        found = [one for one in registered if one.user_id == asked.user_id]
        if not found:
            raise RuleBroken(NOT_HERE.format(example=REMOVE_EXAMPLE), "person")
        return found
    found = [one for one in registered if one.agency == asked.agency]
    if not found:
        raise RuleBroken(
            f"agency: nobody of {AGENCIES[asked.agency]} is registered in your area; nothing was "
            f"changed. Example: {REMOVE_EXAMPLE}",
            "agency",
        )
    if any(one.id == admin.id for one in found):
        raise NotAllowed(OWN_AGENCY.format(example=REMOVE_EXAMPLE))
    return found


def _hold(session: Session, visit: Visit) -> None:
    """Two admins who remove each other at one moment: the second of them is none any more."""
    admin = visit.person
    hold_people(session, admin.area)
    require(get_person(session, admin.team_id, admin.user_id, visit.now), "register people")


def _remove(session: Session, visit: Visit, gone: list[Person], asked: Asked) -> Reply:
    by, desk = visit.person, visit.desk
    why = By(visit.source, by, asked.reason)
    left = remove_people(session, gone, why, desk.policy, visit.now)
    message = views.removed_by(gone, by)
    tell_removed(session, gone, message, left, visit.now, practice=desk.practice, by=by)
    clear_homes(desk, gone)
    return views.removed(gone, has_co_ordinator=_has_co_ordinator(session, by.area))


def _change(session: Session, visit: Visit, asked: Asked) -> Reply:
    by, desk = visit.person, visit.desk
    (before,) = find_meant(session, by, asked)
    wanted = changed(before, asked)
    if wanted == before:
        return views.nothing_new(before)
    why = By(visit.source, by, asked.reason)
    done = register_person(session, wanted, why, desk.policy, visit.now)
    tell_registered(session, done, by, visit.now, desk.command, practice=desk.practice)
    if has_less(before, done.after):
        clear_homes(desk, changed=[done.after])
    return views.changed(done, has_co_ordinator=_has_co_ordinator(session, by.area))


def _require_new(session: Session, visit: Visit, asked: Asked) -> None:
    registered = list_people(session, visit.person.area)
    if any(one.user_id == asked.user_id for one in registered):
        raise RuleBroken(ALREADY, "person")
    if find_person(session, visit.desk.team_id, asked.user_id, visit.now):
        raise RuleBroken(ELSEWHERE.format(example=ADD_EXAMPLE), "person")


def _look_up_and_register(desk: Desk, admin: Person, source: str, asked: Asked) -> None:
    """Slack is asked about the account while nothing is held; who asks is looked up anew."""
    account = look_up(desk.client, asked.user_id)
    require_fit(account, desk.team_id, as_guest=asked.is_guest)
    with desk.db.write() as session:
        now = desk.now()
        asker = get_person(session, admin.team_id, admin.user_id, now)
        _register(session, desk.visit(asker, source), asked, account)


def _register(session: Session, visit: Visit, asked: Asked, account: Account) -> None:
    require(visit.person, "register people")
    _hold(session, visit)
    _require_new(session, visit, asked)
    by, desk = visit.person, visit.desk
    wanted = make_person(asked, account.team_id, by.area)
    why, noted = By(visit.source, by, asked.reason), {"guest": "yes"} if account.is_guest else {}
    note_guest(session, account.user_id, is_guest=account.is_guest)
    done = register_person(session, wanted, why, desk.policy, visit.now, **noted)
    tell_registered(session, done, by, visit.now, desk.command, practice=desk.practice)
    said = views.registered(done, is_guest=account.is_guest)
    add_outgoing(session, said.marked(desk.practice).message, by, visit.now, about=())


def _has_co_ordinator(session: Session, area: str) -> bool:
    return any(may(one, "tidy cases") for one in list_people(session, area))
