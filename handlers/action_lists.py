"""The word `actions`: one's own, those that are overdue, those of a case, page by page."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.action_changes import case_for, case_seen, show
from handlers.action_owners import names_of
from handlers.desks import Reply, Visit
from handlers.views import actions as views
from handlers.views.actions import ROWS
from mappa.action_lines import LISTS, ListLine, read_list_line
from mappa.actions import may_settle
from storage.actions import (
    StoredAction,
    WantedActions,
    count_actions,
    count_actions_of_case,
    find_case_of_action,
    list_actions,
    list_actions_of_case,
)
from storage.cases import StoredCase
from storage.databases import Session
from storage.records import Entry, add_record

Found = list[tuple[StoredCase, StoredAction]]


def list_of_actions(session: Session, visit: Visit, typed: str) -> Reply:
    """A page of one of LISTS or of a case; what it shows goes on the record, one row for all."""
    line = read_list_line(typed)
    about = find_case_of_action(session, line.ref) if line.ref else None
    if about is not None:  # the reference of one action
        case = case_for(session, visit, line.ref, about=about)
        return show(session, visit, case, line.ref)
    return _of_case(session, visit, line) if line.ref else _of_list(session, visit, line)


def _of_case(session: Session, visit: Visit, line: ListLine) -> Reply:
    case = case_seen(session, visit, line.ref)
    count = count_actions_of_case(session, case)
    some = list_actions_of_case(session, case, (line.page - 1) * ROWS, ROWS)
    found = [(case, one) for one in some]
    part = views.Part("", _rows(visit, found))
    shown = views.Page(f"Actions of {line.ref}", f"actions {line.ref}", line.page, count, (part,))
    return views.action_list(
        shown, visit.today, names_of(session, case.facts.area), visit.desk.command, new_of=line.ref
    )


def _of_list(session: Session, visit: Visit, line: ListLine) -> Reply:
    start, end = (line.page - 1) * ROWS, line.page * ROWS
    count, parts, found = 0, [], []
    for heading, wanted in _wanted(visit, line.name):
        here = count_actions(session, wanted)
        # What of this part falls on the page.
        first, last = max(start - count, 0), min(end - count, here)
        some = list_actions(session, wanted, first, last - first) if first < last else []
        parts.append(views.Part(heading, _rows(visit, some)))
        found += some
        count += here
    _put_on_record(session, visit, found)
    title, typed = LISTS[line.name], f"actions {line.name}"
    shown = views.Page(title, typed, line.page, count, tuple(parts))
    names = names_of(session, visit.person.area)
    return views.action_list(shown, visit.today, names, visit.desk.command)


def _wanted(visit: Visit, name: str) -> list[tuple[str, WantedActions]]:
    """What the list is made of; one's own are followed by those that the agency has to see to."""
    every = WantedActions(visit.person)
    if name == "overdue":
        return [("", replace(every, due_before=visit.today))]
    if name == "open":
        return [("", every)]
    nobodys = replace(every, nobodys=True)
    return [("", replace(every, own=True)), (views.OF_YOUR_AGENCY, nobodys)]


def _rows(visit: Visit, found: Iterable[tuple[StoredCase, StoredAction]]) -> list[views.Row]:
    return [
        views.Row(one.facts, may_settle(visit.person, case.facts, one.facts, one.chair))
        for case, one in found
    ]


def _put_on_record(session: Session, visit: Visit, found: Found) -> None:
    if not found:
        return
    refs = sorted({case.facts.ref for case, _ in found})
    after = {"cases": refs, "actions": [one.facts.ref for _, one in found]}
    entry = Entry("actions listed", visit.source, after=after)
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
