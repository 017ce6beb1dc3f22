"""The word `case`: what is true of a case now, what comes next, and its long parts page by page."""

import re
from collections.abc import Iterable

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
from storage.notes import count_notes, list_notes
from storage.people import find_people, list_people_of_case
from storage.records import Entry, add_record
from storage.reminders import Reminder, list_reminders_of_case

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
EVERY_NOTE, NOTES_ON_CARD = 100_000, 30


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
    reminders = list_reminders_of_case(session, case.id)
    people = _people(session, case, reminders)
    told = views.reminder_lines(reminders, people)
    parts = {
        "reminders": views.Part(told, len(told)),
        "notes": views.Part(_notes(session, case, NOTES_ON_CARD), count_notes(session, case)),
    }
    return views.case_card(case.facts, visit.today, parts, people, visit.desk.command, done)


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
        read_facts(session, 0, ref, "", session.house)
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
        return _notes(session, case, EVERY_NOTE)
    if part == "team":
        return views.team_lines(case.facts, _people(session, case, ()))
    reminders = list_reminders_of_case(session, case.id)
    return views.reminder_lines(reminders, _people(session, case, reminders))


def _notes(session: Session, case: StoredCase, most: int) -> list[str]:
    return [views.note(*noted) for noted in list_notes(session, case, most)]


def _people(session: Session, case: StoredCase, reminders: Iterable[Reminder]) -> dict[int, Person]:
    """Who is named on a card: whom the case concerns now, and who was reminded of it."""
    concerned = {person.id: person for person in list_people_of_case(session, case.facts)}
    others = {reminder.person_id for reminder in reminders} - concerned.keys()
    return concerned | (find_people(session, others) if others else {})
