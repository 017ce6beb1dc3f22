"""The word `dates`: licence ends, reviews and every other date of one's cases, in their order."""

from datetime import timedelta

from handlers.cases import get_case_for
from handlers.desks import Reply, Visit
from handlers.views import date_lists as views
from mappa.date_lists import WantedDates, read_wanted_dates
from storage.databases import Session
from storage.date_lists import DatesMeant, list_dates
from storage.records import Entry, add_record

MOST = 1000


def show_dates(session: Session, visit: Visit, typed: str) -> Reply:
    """A page of them; the cases that it shows go on the record, one row for all."""
    wanted = read_wanted_dates(typed)
    found = list_dates(session, visit.person, _meant(session, visit, wanted), MOST)
    again = f"{visit.desk.command} dates {_said(wanted)}"
    reply, shown = views.date_list(_title(wanted), found, visit.today, wanted, again, MOST)
    if refs := sorted({one.case_ref for one in shown}):
        entry = Entry("dates listed", visit.source, after={"cases": refs})
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    return reply


def _meant(session: Session, visit: Visit, wanted: WantedDates) -> DatesMeant:
    if wanted.ref:
        case = get_case_for(session, visit, wanted.ref, "see case")
        return DatesMeant(visit.today, None, wanted.kind, case.id)
    return DatesMeant(visit.today, visit.today + timedelta(days=wanted.days), wanted.kind)


def _title(wanted: WantedDates) -> str:
    if wanted.ref:
        return f"Dates of {wanted.ref}"
    return f"Dates, the next {wanted.days} days" if wanted.days > 1 else "Dates, the next day"


def _said(wanted: WantedDates) -> str:
    """What lists the same again."""
    said = wanted.ref or f"days {wanted.days}"
    return f"{said} kind {wanted.kind.replace('_', '-')}" if wanted.kind else said
