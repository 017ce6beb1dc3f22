"""The word `update`: change a case in one line. What a form asks for is saved here as well."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from handlers.cases import case_card, get_case_for, put_on_record
from handlers.clashes import tell_of_clashes
from handlers.desks import Reply, Visit
from handlers.views import histories as views
from mappa.access import may, may_do
from mappa.case_changes import apply_update, differences, unchanged_fields
from mappa.cases import CaseRecord
from mappa.errors import NotAllowed, RuleBroken
from mappa.people import Person
from mappa.remarks import remarks
from mappa.undoing import WITHIN, Difference
from mappa.updates import DECIDED_FIELDS, Update, read_update
from storage.cases import StoredCase, set_case
from storage.clashes import require_free_identifiers
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.notes import add_note
from storage.people import find_anybody, list_people_of_case
from storage.records import Entry, list_history

NOTHING_NEW = "All of that stood here already; nothing was changed."
CHANGED = "case changed"


@dataclass(frozen=True, slots=True)
class Saved:
    """A case as it is now, whom it concerns, and the number of the change on the record, if any."""

    case: StoredCase
    people: list[Person]
    number: int | None = None


def update_case(session: Session, visit: Visit, typed: str) -> Reply:
    """Read the line, apply the rules, save all of it or nothing, show the case as it is now."""
    update = read_update(typed, visit.today, visit.desk.policy)
    case = get_case_for(session, visit, update.ref, "change case", to_change=True)
    return change_case(session, visit, case, update)


def change_case(session: Session, visit: Visit, case: StoredCase, update: Update) -> Reply:
    """What a line and a form have in common: the rules, the record, the notes, the card."""
    _require_decider(visit, update)
    facts = apply_update(case.facts, update)
    if facts == case.facts and not update.note:
        put_on_record(session, visit, case, Entry("case seen", visit.source))
        return case_card(session, visit, case, NOTHING_NEW)
    people = list_people_of_case(session, facts)
    _check_still_theirs(visit, update, facts, people)
    others = _changed_by_others(session, visit, case, facts)
    clashes = require_free_identifiers(session, case, facts, visit.person)
    tell_of_clashes(session, visit, case, clashes, people)
    saved = save(session, visit, case, facts, people, {"because": update.reason})
    if update.note:
        _add_note(session, visit, saved.case, update, alone=saved.number is None)
    said = remarks(case.facts, facts, visit.desk.policy, visit.today)
    done = " ".join([_done(update, case.facts, facts), *said, *others])
    return case_card(session, visit, saved.case, done, people=saved.people, undo=saved.number)


def save(
    session: Session,
    visit: Visit,
    case: StoredCase,
    facts: CaseRecord,
    people: list[Person],
    noted: dict[str, object],
    action: str = CHANGED,
) -> Saved:
    """The same, with whom the case concerns then, and what goes on the record with the change."""
    facts = _with_notes_of_its_dates(facts)
    was, now = differences(case.facts, facts)
    if not now:
        return Saved(case, people)
    changed = set_case(session, case, facts)
    entry = Entry(action, visit.source, was, now | noted)
    number = put_on_record(session, visit, changed, entry)
    derive_reminders(session, [changed], people, visit.desk.policy, visit.now)
    return Saved(changed, people, number)


def check_named(
    named: Iterable[tuple[str, str]], facts: CaseRecord, people: Iterable[Person]
) -> None:
    """Nobody gets a case who is a stranger here or may not see it; each with the field it is of."""
    registered = {person.user_id: person for person in people}
    for field, user_id in named:
        if user_id not in registered:
            raise RuleBroken(
                f"{field}: that person is not registered in this area. Have them registered "
                f"first, or name somebody who is. Example: {field} @somebody",
                field,
            )
        if not may_do(registered[user_id], "see case", facts):
            raise RuleBroken(
                f"{field}: that person's role or grants do not let them see this case. "
                f"Name somebody who may. Example: {field} @somebody",
                field,
            )


def _done(update: Update, before: CaseRecord, after: CaseRecord) -> str:
    """What was saved, and what of the line stood there already."""
    old = unchanged_fields(update, before, after)
    already = f" Stood here already: {', '.join(sorted(old))}." if old else ""
    return f"Saved: {', '.join(sorted(update.fields - old))}.{already}"


def _add_note(
    session: Session, visit: Visit, case: StoredCase, update: Update, *, alone: bool
) -> None:
    """With a change the reason stands beside it; without one it belongs to the note."""
    add_note(session, case, update.note, visit.person, visit.now)
    because = {"because": update.reason} if alone and update.reason else None
    put_on_record(session, visit, case, Entry("note added", visit.source, after=because))


def _with_notes_of_its_dates(facts: CaseRecord) -> CaseRecord:
    """The note of a date goes with it, and so onto the record."""
    kept = {kind: note for kind, note in facts.date_notes.items() if kind in facts.dates}
    return facts if kept == facts.date_notes else replace(facts, date_notes=kept)


def _changed_by_others(
    session: Session, visit: Visit, case: StoredCase, facts: CaseRecord
) -> list[str]:
    """A sentence for each of the last ten minutes' changes by others of what is changed now."""
    mine = Difference(*differences(case.facts, facts))
    recent = list_history(session, case.id, case.key, since=visit.now - WITHIN, seen=False)
    theirs = [
        row
        for row in recent
        if row["person_id"] != visit.person.id
        and isinstance(row["before"], dict)
        and mine.touches_same(Difference(row["before"], row["after"]))
    ]
    if not theirs:
        return []
    people = find_anybody(session, {row["person_id"] for row in theirs if row["person_id"]})
    return [views.just_before(row, mine, people) for row in theirs]


def _require_decider(visit: Visit, update: Update) -> None:
    decided = sorted(update.fields & DECIDED_FIELDS)
    if decided and not may(visit.person, "decide level"):
        raise NotAllowed(
            f"{decided[0]} is decided by the panel or the co-ordinator; nothing was saved. "
            "Ask the co-ordinator, or refer the case. "
            f"Example: refer {update.ref} level 3 because risk has risen"
        )


def _check_still_theirs(
    visit: Visit, update: Update, facts: CaseRecord, people: Iterable[Person]
) -> None:
    """Nobody can change a case into one that they could not see, or give it to a stranger."""
    if facts.limited_access and "limited" not in visit.person.grants:
        raise NotAllowed(
            "limited-access can be set only by somebody granted limited-access cases; nothing was "
            "saved. Ask a co-ordinator who has the grant."
        )
    if not may_do(visit.person, "change case", facts):
        raise NotAllowed(
            "Category 4 can be set only by somebody granted Category 4; nothing was saved. "
            "Ask a co-ordinator who has the grant."
        )
    given = [(field, getattr(update, field)) for field in ("owner", "member")]
    check_named([(field, user) for field, user in given if user], facts, people)
