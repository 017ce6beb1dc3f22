"""The word `undo`: take back one's own last change of a case, within ten minutes of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import case_card, get_case_for
from handlers.desks import Desk, Reply, Visit
from handlers.errors import refusal
from handlers.refusals import add_refusal_here
from handlers.updates import CHANGED, check_named, save
from handlers.views import histories as told
from handlers.views import undoing as views
from handlers.windows import pressed, show_window
from mappa.access import may, may_do
from mappa.cases import CaseRecord
from mappa.errors import MappaError, NotAllowed, NotFound, RuleBroken
from mappa.identifiers import read_case_ref
from mappa.undoing import WITHIN, Difference, undo
from storage.cases import get_case_by_id
from storage.databases import Session
from storage.deliveries import once
from storage.people import list_people_of_case
from storage.records import SEEN, list_acts, list_history

UNDONE = "change undone"
NOTED = "note added"
LOOKS = frozenset({SEEN, "reminder acknowledged"})
ASIDE = LOOKS | {NOTED}  # no change that could be undone
DECIDED = frozenset({"spells", "team"})
NOTHING = (
    "You have changed no case in the last ten minutes, so there is nothing to undo. "
    "Set it right with an update. Example: update BED-1042"
)
NOTHING_HERE = (
    "You have changed nothing in {ref} that could be undone. "
    "Set it right with an update. Example: update {ref}"
)
NOTE_LAST = (
    "Your last step in {ref} was a note, and notes stay as they were written; nothing was undone. "
    "Add another note, or set a change right with an update. "
    "Example: update {ref} note that was another case"
)
Row = dict[str, Any]


def undo_change(session: Session, visit: Visit, typed: str) -> Reply:
    """Of the case that is named, else of the last one that the person changed."""
    words = typed.split()
    if len(words) > 1:
        raise RuleBroken("undo takes a case reference or nothing. Example: undo BED-1042", "undo")
    ref = read_case_ref(words[0]) if words else _last_changed(session, visit)
    return _undo(session, visit, ref)


def press_undo(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The button under a change: it takes back that change and no other."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        try:
            ref, number = _read_button(pressed(body))
            reply = _undo(session, visit, ref, number)
        except MappaError as problem:
            add_refusal_here(session, visit, body, problem)
            reply = refusal(problem)
    show_window(desk, body, views.window(reply.marked(desk.practice)))
    ack()
    desk.nudge()


def _read_button(value: str) -> tuple[str, int]:
    found = re.fullmatch(r"(\S{1,20}) ([1-9][0-9]{0,9})", value)
    if found is None:
        raise NotFound(NOTHING)
    return read_case_ref(found[1]), int(found[2])


def _last_changed(session: Session, visit: Visit) -> str:
    """The reference of the case that the person changed last, if they still may."""
    acts = list_acts(session, visit.person.area, visit.person.id, visit.now - WITHIN)
    last = next((case_id for case_id, action, _ in acts if action not in LOOKS), None)
    if last is None:
        raise NotFound(NOTHING)
    case = get_case_by_id(session, last)
    if not may_do(visit.person, "change case", case.facts):
        raise NotFound(NOTHING)
    return case.facts.ref


def _undo(session: Session, visit: Visit, ref: str, number: int | None = None) -> Reply:
    case = get_case_for(session, visit, ref, "change case", to_change=True)
    history = list_history(session, case.id, case.key, seen=False)
    at = _own_last(visit, ref, history, number)
    change = Difference(history[at]["before"], history[at]["after"])
    facts = undo(case.facts, change, _changes(history[:at]))
    people = list_people_of_case(session, facts)
    _check_still_theirs(visit, case.facts, facts)
    check_named(_back_on_team(case.facts, facts), facts, people)
    saved = save(
        session, visit, case, facts, people, {"undid": f"no. {history[at]['number']}"}, UNDONE
    )
    names = {person.user_id: person.name for person in people}
    taken_back = told.change_lines(Difference(change.now, change.was), names)
    return case_card(session, visit, saved.case, views.done(ref, taken_back), people=people)


def _own_last(visit: Visit, ref: str, history: Sequence[Row], number: int | None) -> int:
    """Where in the history the person's own last change stands, if it may be undone."""
    # A button names its change; what is typed means the last thing that one did.
    skipped = LOOKS if number is None else ASIDE
    own = [
        at
        for at, row in enumerate(history)
        if row["person_id"] == visit.person.id and row["action"] not in skipped
    ]
    if not own:
        raise NotFound(NOTHING_HERE.format(ref=ref))
    at: int | None = own[0]
    if history[own[0]]["action"] == NOTED:
        at = _changed_with(history, own)
    if at is None:
        raise RuleBroken(NOTE_LAST.format(ref=ref), "undo")
    row = history[at]
    if row["action"] == UNDONE:
        raise RuleBroken(
            f"Your last change of {ref} was undone already, at {told.when(row)}; nothing was "
            f"undone now. To make it again, type it again. Example: update {ref}",
            "undo",
        )
    if number is not None and row["number"] != number:
        raise RuleBroken(
            f"You have changed {ref} again since then, so nothing was undone. To undo your last "
            f"change: undo {ref}",
            "undo",
        )
    _check_may_be_undone(visit, ref, row, history)
    return at


def _changed_with(history: Sequence[Row], own: Sequence[int]) -> int | None:
    """Where the change stands that was made together with the person's last note, if any."""
    noted_at = history[own[0]]["recorded_at"]
    return next(
        (
            at
            for at in own
            if history[at]["recorded_at"] == noted_at and history[at]["action"] != NOTED
        ),
        None,
    )


def _check_may_be_undone(visit: Visit, ref: str, row: Row, history: Iterable[Row]) -> None:
    together = [
        other["action"]
        for other in history
        if (other["person_id"], other["recorded_at"]) == (row["person_id"], row["recorded_at"])
        and other["action"] not in ASIDE | {CHANGED}
    ]
    if together or row["action"] != CHANGED or not isinstance(row["before"], dict):
        what = together[0] if together else row["action"]
        raise RuleBroken(
            f"Your last step in {ref} ({what}) cannot be undone, because others may have been told "
            f"of it or act on it. {views.INSTEAD.get(what, views.OTHERWISE).format(ref=ref)}",
            "undo",
        )
    if row["recorded_at"] < visit.now - WITHIN:
        raise RuleBroken(
            f"Your last change of {ref} was made on {told.when(row)}, more than ten minutes ago, "
            f"so it is not undone. Set it right with an update. Example: update {ref}",
            "undo",
        )


def _changes(rows: Iterable[Row]) -> list[Difference]:
    return [
        Difference(row["before"], row["after"]) for row in rows if isinstance(row["before"], dict)
    ]


def _check_still_theirs(visit: Visit, before: CaseRecord, facts: CaseRecord) -> None:
    decided = any(getattr(before, name) != getattr(facts, name) for name in DECIDED)
    if decided and not may(visit.person, "decide level"):
        raise NotAllowed(
            "That is decided by the panel or the co-ordinator; nothing was undone. "
            "Ask the co-ordinator."
        )
    if not may_do(visit.person, "change case", facts):
        raise NotAllowed(
            "Without that change the case would not be yours to see; nothing was undone. "
            "Ask a co-ordinator."
        )


def _back_on_team(before: CaseRecord, facts: CaseRecord) -> list[tuple[str, str]]:
    """Whoever comes back to what they were must be somebody who may be named now."""
    return [(one.part, one.user_id) for one in facts.team if one not in before.team]
