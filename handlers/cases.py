"""The word `case`: what is true of a case now, what comes next, and its long parts page by page."""

import re
from collections.abc import Iterable, Mapping

from handlers.desks import Reply, Visit
from handlers.views import case_facts, glass
from handlers.views import cases as views
from mappa.access import LOOKS, may, may_do
from mappa.actions import may_manage
from mappa.arguments import Field, Line, Schema, read_line
from mappa.case_agendas import CaseAgenda, agenda_for
from mappa.cases import CaseRecord
from mappa.choices import harmless
from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.glass import READ_ONLY, only_looks
from mappa.identifiers import read_case_ref
from mappa.next_steps import Hands, coming, next_steps, overdue
from mappa.people import Person
from mappa.screenings import prompts
from storage.case_agendas import get_agenda_of_case
from storage.case_facts import read_facts
from storage.cases import NO_SUCH_CASE, StoredCase, get_case, seek_case
from storage.databases import Session
from storage.glass import list_broken_by
from storage.merges import get_survivor, newest_notes_of_all
from storage.people import find_people, list_people_of_case
from storage.records import Entry, add_record
from storage.reminders import Reminder, list_reminders_of_case
from storage.telling import list_open_referrals

SCHEMA = Schema(
    word="case",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("overdue", "overdue", "what should have happened by now", shape="flag"),
        Field("next", "next", "what lies ahead, the nearest first", shape="flag"),
        Field("notes", "notes", "every note, the newest first", shape="flag"),
        Field("reminders", "reminders", "every reminder, and whom it goes to", shape="flag"),
        Field("team", "team", "everybody who works with the case", shape="flag"),
        *(
            Field(part, part, heading.lower(), shape="flag")
            for part, (_, heading) in case_facts.PARTS.items()
        ),
        Field("page", "page 2", "goes on where a long part broke off"),
    ),
    examples=("case BED-1042", "case BED-1042 notes", "case BED-1042 notes page 2"),
)
PARTS = views.OPEN_PARTS
EVERY_NOTE, NOTES_ON_CARD = 100_000, 30


def show_case(session: Session, visit: Visit, typed: str) -> Reply:
    """The card of a case that the person may see, or a part of it; looking goes on the record."""
    line = read_line(SCHEMA, typed)
    ref, part, page = read_case_ref(line.subject), _part(line), read_page(line.values)
    case = get_case_for(session, visit, ref, "see case")
    put_on_record(session, visit, case, Entry("case seen", visit.source, after=part))
    if part is None:
        return case_card(session, visit, case)
    items = _items(session, visit, case, part)
    return views.case_part(ref, part, items, page, visit.desk.command)


def case_card(
    session: Session,
    visit: Visit,
    case: StoredCase,
    done: str = "",
    *,
    people: Iterable[Person] | None = None,
    undo: int | None = None,
) -> Reply:
    """The card, headed by what was just done, if anything was.

    `people` are those whom the case concerns, where they are known already; `undo` is the number
    of the change that was just made.
    """
    if case.facts.erased_on:
        return views.erased_card(case.facts, visit.today, visit.desk.command)
    reminders = list_reminders_of_case(session, case.id)
    referrals = list_open_referrals(session, [case.id]).get(case.id, [])
    named = _people(session, case, reminders, people)
    notes, count = newest_notes_of_all(session, case, NOTES_ON_CARD)
    facts, today, agenda = case.facts, visit.today, _agenda(session, visit, case)
    card = views.Card(
        today=today,
        people=named,
        command=visit.desk.command,
        parts={
            "reminders": views.Part.of(views.reminder_lines(reminders, named)),
            "notes": views.Part([views.note(*noted) for noted in notes], count),
        },
        overdue=overdue(facts, today, referrals, visit.desk.policy, agenda),
        coming=coming(facts, today, agenda),
        agenda=agenda,
        plans=may(visit.person, "plan meetings"),
        prompts=prompts(facts, today, visit.desk.policy, (one.ref for one in referrals)),
        steps=next_steps(facts, today, referrals, _hands(visit, case)),
        referrals=[referral.ref for referral in referrals],
        done=done or _through_glass(session, visit, facts),
        undo=undo,
    )
    return views.case_card(facts, card)


def _agenda(session: Session, visit: Visit, case: StoredCase) -> CaseAgenda:
    return agenda_for(visit.person, get_agenda_of_case(session, case.id, visit.now))


def _through_glass(session: Session, visit: Visit, case: CaseRecord) -> str:
    """What a card says that somebody sees for a while only."""
    if not only_looks(visit.person, case):
        return ""
    broken = dict(list_broken_by(session, visit.person.id, visit.now))
    return glass.mark(broken[case.ref], visit.now) if case.ref in broken else ""


def _hands(visit: Visit, case: StoredCase) -> Hands:
    """What the person may do here: nobody is shown a button that would refuse them."""
    changes = may_do(visit.person, "change case", case.facts)
    return Hands(
        change=changes,
        decide=changes and may(visit.person, "decide level"),
        refer=may(visit.person, "refer"),
        screen=changes and may(visit.person, "screen referral"),
        act=changes or may_manage(visit.person, ""),
    )


def get_case_for(
    session: Session, visit: Visit, ref: str, action: str, *, to_change: bool = False
) -> StoredCase:
    """The case, if the person may do this to it; if not, the same words as if there were none."""
    try:
        case = get_or_seek(session, ref, to_change=to_change)
    except NotFound:
        seek_case(session)
        raise
    survivor = get_survivor(session, case)
    # What is emptied by a merge belongs to the case that it became, and so does the access to it.
    if to_change or action not in LOOKS:
        refuse_erased(visit, ref, survivor.facts)
    if not may_do(visit.person, action, survivor.facts):
        if survivor is case:  # what was merged away is looked up twice, and so is all that is gone
            seek_case(session)
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    if survivor is not case:
        raise RuleBroken(views.merged_away(ref, survivor.facts.ref), "subject")
    if to_change and only_looks(visit.person, case.facts):
        raise NotAllowed(READ_ONLY.format(ref=ref))
    return case


def refuse_erased(visit: Visit, ref: str, case: CaseRecord) -> None:
    """Whoever may see what is left of it hears why nothing more is done to it."""
    if case.erased_on and may_do(visit.person, "see case", case):
        raise RuleBroken(views.is_erased(ref, case), "subject")


def get_or_seek(session: Session, ref: str, *, to_change: bool = False) -> StoredCase:
    """The case, or NotFound, which takes as long as finding one: the time taken tells nothing."""
    try:
        return get_case(session, ref, to_change=to_change)
    except NotFound:
        read_facts(session, 0, ref, "", session.house)
        raise


def put_on_record(session: Session, visit: Visit, case: StoredCase, entry: Entry) -> int:
    """One row of the record about a case, in the name of who is here; its number."""
    return add_record(
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
            f"page goes with a long part, such as notes. Example: {SCHEMA.examples[2]}", "page"
        )
    return parts[0] if parts else None


def read_page(values: Mapping[str, str]) -> int:
    """The page that is asked for, the first if none is."""
    typed = values.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,3}", typed):
        raise RuleBroken(f"page: {harmless(typed)} is not a page. Example: page 2", "page")
    return int(typed)


def _items(session: Session, visit: Visit, case: StoredCase, part: str) -> list[str]:
    """What a part holds, a line or a note each."""
    if part == "next":
        ahead = coming(case.facts, visit.today, _agenda(session, visit, case))
        return views.dated_lines(ahead)
    if part == "overdue":
        referrals = list_open_referrals(session, [case.id]).get(case.id, [])
        agenda = _agenda(session, visit, case)
        late = overdue(case.facts, visit.today, referrals, visit.desk.policy, agenda)
        return views.dated_lines(late)
    if part == "notes":
        return [views.note(*one) for one in newest_notes_of_all(session, case, EVERY_NOTE)[0]]
    reminders = list_reminders_of_case(session, case.id) if part == "reminders" else []
    people = _people(session, case, reminders)
    if part == "reminders":
        return views.reminder_lines(reminders, people)
    if part == "team":
        return views.team_lines(case.facts, people)
    names = {person.user_id: person.name for person in people.values()}
    return case_facts.lines(case.facts, part, names)


def _people(
    session: Session,
    case: StoredCase,
    reminders: Iterable[Reminder],
    known: Iterable[Person] | None = None,
) -> dict[int, Person]:
    """Who is named on a card: whom the case concerns now, and who was reminded of it."""
    if known is None:
        known = list_people_of_case(session, case.facts)
    concerned = {person.id: person for person in known}
    others = {reminder.person_id for reminder in reminders} - concerned.keys()
    return concerned | (find_people(session, others) if others else {})
