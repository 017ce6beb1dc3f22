"""The word `me`: who the person is here, how they want to be told, and their own referrals."""

from dataclasses import replace

from handlers.desks import Reply, Visit
from handlers.views import glass
from handlers.views import people as views
from mappa.access import may, require
from mappa.people import GRANTS
from mappa.preferences import Preferences, read_preferences
from storage.databases import Session
from storage.glass import list_broken_by
from storage.preferences import set_preferences
from storage.records import Entry, add_record
from storage.referrals import list_referrals_by

EVERY = 1000
MAY_NOT_CHOOSE = "Your role gets no reminders, so there is nothing to choose; nothing was changed."


def show_me(session: Session, visit: Visit, typed: str) -> Reply:
    """One's own registration; with a preference, that is changed first."""
    return _choose(session, visit, typed) if typed else _show(session, visit)


def _show(session: Session, visit: Visit) -> Reply:
    person = visit.person
    grants = [GRANTS[grant] for grant in sorted(person.grants)]
    referrals = list_referrals_by(session, person.id, EVERY)
    told = views.how_told(person, visit.desk.policy) if may(person, "be reminded") else {}
    if broken := list_broken_by(session, person.id, visit.now):
        told = {**told, "Glass broken": glass.lines(broken, visit.now)}
    return views.registration(person, grants, told, referrals)


def _choose(session: Session, visit: Visit, typed: str) -> Reply:
    person = visit.person
    before = Preferences(person.digest, person.quiet)
    wanted = read_preferences(typed, before)
    require(person, "be reminded", MAY_NOT_CHOOSE)
    if wanted != before:
        set_preferences(session, person.id, wanted)
        entry = Entry("preferences changed", visit.source, _said(before), _said(wanted))
        add_record(session, entry, area=person.area, now=visit.now, person=person)
    told = views.how_told(
        replace(person, digest=wanted.digest, quiet=wanted.quiet), visit.desk.policy
    )
    return views.chosen(told, visit.desk.command, changed=wanted != before)


def _said(one: Preferences) -> dict[str, object]:
    return {"digest": one.digest, "quiet": list(one.quiet) if one.quiet else None}
