"""The word `case`: what is true of a case now, what comes next, and its long parts page by page."""

import re

from handlers.desks import Reply, Visit
from handlers.views import cases as views
from mappa.access import may_do
from mappa.arguments import Field, Line, Schema, read_line
from mappa.choices import harmless
from mappa.errors import NotFound, RuleBroken
from mappa.identifiers import read_case_ref
from mappa.people import Person
from storage.case_facts import read_facts
from storage.cases import NO_SUCH_CASE, StoredCase, get_case
from storage.databases import Session
from storage.notes import list_notes
from storage.people import list_people
from storage.records import Entry, add_record
from storage.reminders import list_reminders_of_case

SCHEMA = Schema(
    word="case",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("notes", "notes", "every note, the newest first", shape="flag"),
        Field("reminders", "reminders", "every reminder, and whom it goes to", shape="flag"),
        Field("team", "team", "everybody who works with the case", shape="flag"),
        Field("page", "page 2", "goes on where a long part broke off"),
    ),
    examples=("case BED-1042", "case BED-1042 notes", "case BED-1042 notes page 2"),
)
PARTS = ("notes", "reminders", "team")
EVERY_NOTE = 100_000


def show_case(session: Session, visit: Visit, typed: str) -> Reply:
    """The card of a case that the person may see, or a part of it; looking goes on the record."""
    line = read_line(SCHEMA, typed)
    ref, part, page = read_case_ref(line.subject), _part(line), _page(line)
    case = get_case_for(session, visit, ref, "see case")
    put_on_record(session, visit, case, Entry("case seen", visit.source, after=part))
    if part is None:
        return case_card(session, visit, case)
    items = _items(session, case, part)
    return views.case_part(ref, part, items, page, visit.desk.command)


def case_card(session: Session, visit: Visit, case: StoredCase, done: str = "") -> Reply:
    """The card, headed by what was just done, if anything was."""
    return views.case_card(
        case.facts,
        visit.today,
        {part: _items(session, case, part) for part in ("reminders", "notes")},
        _people(session, case),
        visit.desk.command,
        done,
    )


def get_case_for(
    session: Session, visit: Visit, ref: str, action: str, *, to_change: bool = False
) -> StoredCase:
    """The case, if the person may do this to it; if not, the same words as if there were none."""
    case = get_or_seek(session, ref, to_change=to_change)
    if not may_do(visit.person, action, case.facts):
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    return case


def get_or_seek(session: Session, ref: str, *, to_change: bool = False) -> StoredCase:
    """The case, or NotFound, which takes as long as finding one: the time taken tells nothing."""
    try:
        return get_case(session, ref, to_change=to_change)
    except NotFound:
        read_facts(session, 0, ref, session.house)
        raise


def put_on_record(session: Session, visit: Visit, case: StoredCase, entry: Entry) -> None:
    """One row of the record about a case, in the name of who is here."""
    add_record(
        session,
        entry,
        area=case.facts.area,
        now=visit.now,
        person=visit.person,
        case=(case.id, case.key),
    )


def _part(line: Line) -> str | None:
    if line.reason:
        raise RuleBroken(f"case takes no reason. Example: {SCHEMA.examples[0]}", "because")
    parts = [part for part in PARTS if part in line.values]
    if len(parts) > 1:
        raise RuleBroken(
            f"{' and '.join(parts)}: one at a time. Example: {SCHEMA.examples[1]}", parts[1]
        )
    if "page" in line.values and not parts:
        raise RuleBroken(
            f"page goes with one of {', '.join(PARTS)}. Example: {SCHEMA.examples[2]}", "page"
        )
    return parts[0] if parts else None


def _page(line: Line) -> int:
    typed = line.values.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,3}", typed):
        raise RuleBroken(f"page: {harmless(typed)} is not a page. Example: page 2", "page")
    return int(typed)


def _items(session: Session, case: StoredCase, part: str) -> list[str]:
    """What a part holds, a line or a note each."""
    if part == "notes":
        return [views.note(*noted) for noted in list_notes(session, case, EVERY_NOTE)]
    people = _people(session, case)
    if part == "team":
        return views.team_lines(case.facts, people)
    return views.reminder_lines(list_reminders_of_case(session, case.id), people)


def _people(session: Session, case: StoredCase) -> dict[int, Person]:
    return {person.id: person for person in list_people(session, case.facts.area)}
