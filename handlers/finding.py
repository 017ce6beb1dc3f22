"""The word `find`: cases by reference, identifier, name, birthday or a filter in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window
from handlers.files import give_list
from handlers.views import findings as views
from handlers.views.blocks import Block
from mappa.access import may, may_do
from mappa.answering.readings import reading
from mappa.asking.questions import Question
from mappa.asking.terms import Terms
from mappa.errors import MappaError, NotFound
from mappa.findings import Find, Sought, read_find, read_sought
from mappa.identifiers import Identifier
from storage.asking.counting import list_districts
from storage.cases import list_cases
from storage.databases import Session
from storage.deliveries import once
from storage.findings import count_cases_for, find_cases_for, open_search, seal_search
from storage.people import list_people
from storage.records import Entry, add_record

PAGE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What was meant, and how many cases that is; the day that they are shown as they stood on."""

    sought: Sought
    count: int
    on: date

    @property
    def reading(self) -> str:
        """How a filter was read; nothing needs to be said of the rest."""
        return reading(self.sought) if isinstance(self.sought, Question) else ""


def find(session: Session, visit: Visit, typed: str) -> Reply:
    """A page of what is found, or all of it as a file; seeing it goes on the record."""
    asked = read_find(typed)
    if asked.as_file:
        return _as_file(session, visit, look_for(session, visit, asked.words, visit.today))
    return show_page(session, visit, asked, visit.today)


def press_page(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """Another page of a list: in a window, which goes on turning its own pages."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        words, page, on = open_search(session, visit.person, _pressed(body))
        reply = show_page(session, visit, Find(words, page), on)
    show_window(desk, body, views.window(reply.marked(desk.practice).message))
    ack()


def press_file(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The same list as a file, to the direct messages of whoever pressed."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        words, _, on = open_search(session, visit.person, _pressed(body))
        reply = _as_file(session, visit, look_for(session, visit, words, on))
    show_window(desk, body, views.window(reply.marked(desk.practice).message))
    ack()
    desk.nudge()


def show_page(session: Session, visit: Visit, asked: Find, today: date) -> Reply:
    """One page, in the order of the cases' numbers; every reference on it goes on the record."""
    found = look_for(session, visit, asked.words, today)
    before = (asked.page - 1) * PAGE
    policy = visit.desk.policy
    ids = find_cases_for(session, visit.person, found.sought, policy, after=before, limit=PAGE)
    page = [
        case.facts
        for case in list_cases(session, ids=ids)
        if may_do(visit.person, "see case", case.facts)
    ]
    refs = [case.ref for case in page]
    after = {"cases": refs, "found": found.count, **_sought(found.sought, asked.words)}
    entry = Entry("cases found", visit.source, after=after)
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    last = max(-(-found.count // PAGE), 1)
    names = {person.user_id: person.name for person in list_people(session, visit.person.area)}

    def sealed(number: int) -> str:
        return seal_search(session, visit.person, asked.words, number, today)

    shown = views.Page(
        number=asked.page,
        last=last,
        count=found.count,
        reading=found.reading,
        on=found.on,
        cases=tuple(page),
        before=sealed(asked.page - 1) if 1 < asked.page <= last else "",
        after=sealed(asked.page + 1) if asked.page < last else "",
        as_file=sealed(1) if page and may(visit.person, "take out cases") else "",
    )
    gated = {"category-4", "limited"} - visit.person.grants
    return views.found(shown, names, visit.desk.command, gated=bool(gated))


def look_for(session: Session, visit: Visit, words: str, today: date) -> Found:
    """What the words certainly mean; if nothing is found, why, in words that tell no more."""
    listed = Terms(visit.desk.policy.districts.get(visit.person.area, ()))
    found, sought, problem = _look(session, visit, words, today, listed)
    if found is None:  # perhaps by a district that only cases carry: that takes long
        carried = Terms(list_districts(session, visit.desk.policy, visit.person.area))
        found, sought, problem = _look(session, visit, words, today, carried)
    if found is not None:
        return found
    if isinstance(sought[0], Identifier) and sought[0].kind == "case":
        get_case_for(session, visit, sought[0].value, "see case")
    raise problem or NotFound(views.NOBODY)


def _look(
    session: Session, visit: Visit, words: str, today: date, terms: Terms
) -> tuple[Found | None, list[Sought], MappaError | None]:
    """What is found of what the words can mean, in the order in which it is certain."""
    sought, problem = read_sought(words, today, terms)
    for one in sought:
        count = count_cases_for(session, visit.person, one, visit.desk.policy)
        if count or (one is sought[-1] and isinstance(one, Question)):
            return Found(one, count, shown_on(one, today)), sought, problem
    return None, sought, problem


def shown_on(sought: Sought, today: date) -> date:
    """The day that the cases are shown as they stood on: that of a picture, else today."""
    return (sought.on or today) if isinstance(sought, Question) else today


def _sought(sought: Sought, words: str) -> dict[str, str]:
    """For the record of the area, which outlives a case: never the name or number of anybody."""
    if isinstance(sought, Question):
        return {"words": words}
    return {"by": sought.kind if isinstance(sought, Identifier) else "name or date of birth"}


def _as_file(session: Session, visit: Visit, found: Found) -> Reply:
    ids = find_cases_for(session, visit.person, found.sought, visit.desk.policy)
    return give_list(session, visit, ids, found.on, found.reading)


def show_window(desk: Desk, body: Mapping[str, Any], view: Block) -> None:
    """Over what the person sees, or in place of the window that the button was in."""
    within = body.get("view")
    if not within:
        open_window(desk, body, view)
        return
    view_id = str(within["id"])

    def call() -> None:
        desk.client.views_update(view_id=view_id, view=view)

    desk.later(call)


def _pressed(body: Mapping[str, Any]) -> str:
    return str(body["actions"][0].get("value", ""))
