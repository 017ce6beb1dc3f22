"""An action as it is shown and changed, by whatever way: done, cannot be done, somebody else's."""

from handlers.action_owners import find_owner, names_of, tell_owner
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Reply, Visit
from handlers.tellings import tell_co_ordinators
from handlers.views import actions as views
from mappa.action_lines import ActionLine
from mappa.actions import change_action, may_manage, may_settle, needs_reason, read_owner
from mappa.days import uk_date
from mappa.errors import NotAllowed, NotFound
from mappa.workbook.updates import row_changes
from mappa.workbook.workbooks import ActionRow
from storage.actions import (
    CHANGED,
    NO_SUCH_ACTION,
    StoredAction,
    find_case_of_action,
    get_action,
    set_action,
    was_raised_by,
)
from storage.cases import StoredCase
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.people import list_people_of_case
from storage.records import Entry

NOTHING_NEW = "All of that stood here already; nothing was changed."
NOT_THEIRS = (
    "{ref} can be answered by its owner, by the owner of {case}, by the co-ordinators and by the "
    "chair; nothing was saved. Ask the co-ordinator of your area."
)
NOT_THEIRS_TO_MOVE = (
    "By when {ref} is due, and what it says, is changed by the co-ordinators, the chair and who "
    "raised it; nothing was saved. Ask the co-ordinator of your area."
)


def case_for(
    session: Session, visit: Visit, ref: str, *, to_change: bool = False, about: str | None = None
) -> StoredCase:
    """The case of this reference, or that which the action of this reference is about; if they may
    not see it, the same words as if there were neither. It is locked before its action is."""
    try:
        return get_case_for(session, visit, about or ref, "see case", to_change=to_change)
    except NotFound as problem:
        raise NotFound(NO_SUCH_ACTION.format(ref=ref)) from problem


def case_of_action(
    session: Session, visit: Visit, ref: str, *, to_change: bool = False
) -> StoredCase:
    """The case of an action, if both are there and theirs to see."""
    about = find_case_of_action(session, ref)
    case = case_for(session, visit, ref, to_change=to_change, about=about)
    if about is None:
        raise NotFound(NO_SUCH_ACTION.format(ref=ref))
    return case


def case_seen(session: Session, visit: Visit, ref: str) -> StoredCase:
    """A case whose actions somebody looks at, which goes on the record."""
    case = case_for(session, visit, ref)
    put_on_record(session, visit, case, Entry("case seen", visit.source, after="actions"))
    return case


def show(session: Session, visit: Visit, case: StoredCase, ref: str, done: str = "") -> Reply:
    """One action in full; looking goes on the record."""
    found = get_action(session, case, ref)
    put_on_record(session, visit, case, Entry("case seen", visit.source, after=f"action {ref}"))
    answers = may_settle(visit.person, case.facts, found.facts, found.chair)
    names, command = names_of(session, case.facts.area), visit.desk.command
    return views.one_action(found.facts, visit.today, names, command, answers=answers, done=done)


def change(session: Session, visit: Visit, case: StoredCase, line: ActionLine) -> Reply:
    """Save what a line says of an action; the case was read `to_change`."""
    found = get_action(session, case, line.ref, to_change=True)
    before = found.facts
    _require_theirs(session, visit, case, found, line)
    named = read_owner(line.values["reassign"], "reassign") if "reassign" in line.values else None
    owner = find_owner(session, case, named, "reassign") if named else None
    after = change_action(before, line, owner, visit.today)
    if after == before:
        return show(session, visit, case, line.ref, _already(before))
    set_action(session, case, found, after, visit.now)
    _put_on_record(session, visit, case, before, after, line.reason)
    people = list_people_of_case(session, case.facts)
    derive_reminders(session, [case], people, visit.desk.policy, visit.now)
    _tell(session, visit, case, found, after)
    names, command = names_of(session, case.facts.area), visit.desk.command
    done = f"Saved: {after.ref} of {case.facts.ref}."
    return views.one_action(after, visit.today, names, command, answers=True, done=done)


def require_settler(visit: Visit, case: StoredCase, found: StoredAction) -> None:
    if not may_settle(visit.person, case.facts, found.facts, found.chair):
        ref = found.facts.ref
        raise NotAllowed(NOT_THEIRS.format(ref=ref, case=case.facts.ref))


def _require_theirs(
    session: Session, visit: Visit, case: StoredCase, found: StoredAction, line: ActionLine
) -> None:
    if may_manage(visit.person, found.chair):
        return
    moves = needs_reason(line)
    if (moves or "reopen" in line.values) and was_raised_by(
        session, case, found.facts.ref, visit.person
    ):
        return
    if moves:
        raise NotAllowed(NOT_THEIRS_TO_MOVE.format(ref=found.facts.ref))
    require_settler(visit, case, found)


def _put_on_record(
    session: Session, visit: Visit, case: StoredCase, before: ActionRow, after: ActionRow, why: str
) -> None:
    was, now = row_changes(before, after)
    name = f"action {after.ref}"
    noted = {"because": why} if why else {}
    put_on_record(
        session, visit, case, Entry(CHANGED, visit.source, {name: was}, {name: now, **noted})
    )


def _tell(
    session: Session, visit: Visit, case: StoredCase, found: StoredAction, after: ActionRow
) -> None:
    """Whoever has to know: the new owner and the old one, or who can help with what cannot be
    done, or the owner of what is to be done otherwise."""
    before, command = found.facts, visit.desk.command
    if after.slack_id != before.slack_id or after.owner != before.owner:
        tell_owner(session, visit, case, after.slack_id, views.owner_message(after, command))
        tell_owner(session, visit, case, before.slack_id, views.taken_message(after, command))
    elif after.cannot_on and after != before:
        message = views.cannot_message(after, command)
        people = list_people_of_case(session, case.facts)
        told = tell_co_ordinators(session, visit, case, people, message)
        if found.chair not in told:
            tell_owner(session, visit, case, found.chair, message)
    elif not after.done_on:
        head = f"Action {after.ref} in {after.case_ref} was changed."
        message = views.owner_message(after, command, head)
        tell_owner(session, visit, case, after.slack_id, message)


def _already(action: ActionRow) -> str:
    if action.done_on:
        return f"{action.ref} was done on {uk_date(action.done_on)}; nothing was changed."
    return NOTHING_NEW
