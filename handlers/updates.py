"""The word `update`: change a case in one line."""

from handlers.cases import case_card, get_case_for, put_on_record
from handlers.desks import Reply, Visit
from mappa.access import may, may_do
from mappa.case_changes import apply_update, differences, unchanged_fields
from mappa.cases import CaseRecord
from mappa.errors import NotAllowed, RuleBroken
from mappa.updates import DECIDED_FIELDS, Update, read_update
from storage.cases import StoredCase, set_case
from storage.databases import Session
from storage.notes import add_note
from storage.people import list_people_of_case
from storage.records import Entry
from storage.reminders import derive_reminders

NOTHING_NEW = "All of that stood here already; nothing was changed."


def update_case(session: Session, visit: Visit, typed: str) -> Reply:
    """Read the line, apply the rules, save all of it or nothing, show the case as it is now."""
    update = read_update(typed, visit.today, visit.desk.policy)
    case = get_case_for(session, visit, update.ref, "change case", to_change=True)
    _require_decider(visit, update)
    facts = apply_update(case.facts, update)
    _check_still_theirs(session, visit, update, facts)
    changed = save_changes(session, visit, case, facts, update.reason)
    if update.note:
        add_note(session, changed, update.note, visit.person, visit.now)
        # With a change the reason stands beside it; without one it belongs to the note.
        alone = update.reason and facts == case.facts
        because = {"because": update.reason} if alone else None
        put_on_record(session, visit, changed, Entry("note added", visit.source, after=because))
    elif facts == case.facts:
        put_on_record(session, visit, case, Entry("case seen", visit.source))
        return case_card(session, visit, case, NOTHING_NEW)
    return case_card(session, visit, changed, _done(update, case.facts, facts))


def _done(update: Update, before: CaseRecord, after: CaseRecord) -> str:
    """What was saved, and what of the line stood there already."""
    old = unchanged_fields(update, before, after)
    already = f" Stood here already: {', '.join(sorted(old))}." if old else ""
    return f"Saved: {', '.join(sorted(update.fields - old))}.{already}"


def save_changes(
    session: Session, visit: Visit, case: StoredCase, facts: CaseRecord, reason: str
) -> StoredCase:
    """Store the new state, what it was before, and the reminders that follow from it."""
    was, now = differences(case.facts, facts)
    if not now:
        return case
    changed = set_case(session, case, facts)
    entry = Entry("case changed", visit.source, was, now | {"because": reason})
    put_on_record(session, visit, changed, entry)
    people = list_people_of_case(session, facts)
    derive_reminders(session, [changed], people, visit.desk.policy, visit.now)
    return changed


def _require_decider(visit: Visit, update: Update) -> None:
    decided = sorted(update.fields & DECIDED_FIELDS)
    if decided and not may(visit.person, "decide level"):
        raise NotAllowed(
            f"{decided[0]} is decided by the panel or the co-ordinator; nothing was saved. "
            "Ask the co-ordinator, or refer the case. "
            f"Example: refer {update.ref} level 3 because risk has risen"
        )


def _check_still_theirs(session: Session, visit: Visit, update: Update, facts: CaseRecord) -> None:
    """Nobody can change a case into one that they could not see, or give it to a stranger."""
    if not may_do(visit.person, "change case", facts):
        raise NotAllowed(
            "Category 4 can be set only by somebody granted Category 4; nothing was saved. "
            "Ask a co-ordinator who has the grant."
        )
    if not (update.owner or update.member):
        return
    registered = {person.user_id: person for person in list_people_of_case(session, facts)}
    for field in ("owner", "member"):
        named = getattr(update, field)
        if named and named not in registered:
            raise RuleBroken(
                f"{field}: that person is not registered in this area. Have them registered "
                f"first, or name somebody who is. Example: {field} @somebody",
                field,
            )
        if named and not may_do(registered[named], "see case", facts):
            raise RuleBroken(
                f"{field}: that person's role or grants do not let them see this case. "
                f"Name somebody who may. Example: {field} @somebody",
                field,
            )
