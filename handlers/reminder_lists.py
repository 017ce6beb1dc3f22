"""The word `reminders`: what is overdue, waits to be acknowledged, and is coming."""

from collections.abc import Iterable
from datetime import timedelta

from handlers.cases import get_case_for
from handlers.desks import Reply, Visit
from handlers.views import reminder_lists as views
from mappa.access import sees_all
from mappa.errors import NotAllowed
from mappa.reminder_lists import ALL, Wanted, read_wanted
from storage.databases import Session
from storage.people import find_anybody
from storage.records import Entry, add_record
from storage.reminder_lists import Look, list_reminders_for
from storage.reminders import Reminder

MOST = 1000  # of a list that are looked at
MAY_NOT_LIST_ALL = "all: the reminders of the whole area are the co-ordinator's. Example: reminders"
CUT = (
    "No more than {most:,} are listed. Look less far ahead, or at one case: "
    "{command} reminders {example}"
)


def show_reminders(session: Session, visit: Visit, typed: str) -> Reply:
    """A page of them; the cases that it shows go on the record, one row for all."""
    wanted = read_wanted(typed)
    look, title = _look(session, visit, wanted)
    found = list_reminders_for(session, visit.person, look, MOST)
    names = {}
    if look.area or look.case_id:
        people = find_anybody(session, {one.person_id for one in found})
        names = {person.id: person.name for person in people.values()}
    command = visit.desk.command
    example = "7 days" if wanted.days > 7 else "BED-1042"
    cut = CUT.format(most=MOST, command=command, example=example) if len(found) == MOST else ""
    again = f"{command} reminders {_said(wanted)}"
    reply, shown = views.reminder_list(title, found, names, wanted.page, again, cut)
    if shown:
        put_list_on_record(session, visit, shown, "reminders listed")
    return reply


def put_list_on_record(
    session: Session, visit: Visit, reminders: Iterable[Reminder], action: str
) -> None:
    """One row with every case that was shown."""
    refs = sorted({one.case_ref for one in reminders if one.case_ref})
    if refs:
        entry = Entry(action, visit.source, after={"cases": refs})
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)


def _look(session: Session, visit: Visit, wanted: Wanted) -> tuple[Look, str]:
    until = visit.now + timedelta(days=wanted.days)
    ahead = f"the next {wanted.days} days" if wanted.days > 1 else "the next day"
    if wanted.ref:
        case = get_case_for(session, visit, wanted.ref, "see case")
        return Look(visit.today, until, case_id=case.id), f"Reminders of {wanted.ref}, {ahead}"
    if wanted.which == ALL:
        if not sees_all(visit.person):
            raise NotAllowed(MAY_NOT_LIST_ALL)
        look = Look(visit.today, until, area=visit.person.area)
        return look, f"Reminders of the area, {ahead}"
    return Look(visit.today, until), f"Your reminders, {ahead}"


def _said(wanted: Wanted) -> str:
    """What lists the same again."""
    return f"{wanted.ref or wanted.which} days {wanted.days}"
