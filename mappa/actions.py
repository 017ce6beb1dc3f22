"""Actions: who has to do what by when, why, and what became of it."""

from dataclasses import dataclass, replace
from datetime import date

from mappa.access import may
from mappa.action_lines import ANSWERS, DONE_EXAMPLE, NEW_EXAMPLE, OTHERWISE, ActionLine
from mappa.agencies import AGENCIES
from mappa.case_dates import read_case_date
from mappa.cases import CaseRecord
from mappa.choices import harmless, read_choice
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.mentions import find_user, read_user
from mappa.people import Person
from mappa.workbook.workbooks import ActionRow

LONGEST_NAME = 200  # characters of somebody outside this Slack


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to do it: in this Slack by id, with their agency, else by name."""

    slack_id: str = ""
    name: str = ""
    agency: str = ""


def may_manage(person: Person, chair: str) -> bool:
    """Of who sees the case: whether every action of it is theirs to decide on. `chair`: the Slack
    id of who chairs the meeting that agreed the action."""
    if not may(person, "see to actions"):
        return False
    chairs = chair in {person.user_id, *person.stands_in_for}
    return may(person, "decide level") or person.role == "chair" or chairs


def may_settle(person: Person, case: CaseRecord, action: ActionRow, chair: str) -> bool:
    """Of who sees the case: whether they may say that it is done or cannot be, or hand it on."""
    theirs = {person.user_id, *person.stands_in_for}
    concerned = may(person, "see to actions") and theirs & {action.slack_id, *case.owners}
    return bool(concerned) or may_manage(person, chair)


def read_owner(text: str, field: str) -> Owner:
    """Somebody by mention, or by the name of who is not in this Slack."""
    if user_id := find_user(text):
        return Owner(slack_id=user_id)
    if text.startswith(("@", "<@")):
        read_user(text, field)
    if len(text) > LONGEST_NAME or not any(char.isprintable() for char in text):
        raise RuleBroken(
            f"{field}: {harmless(text)} is no name that fits: at most {LONGEST_NAME} characters. "
            f"Example: {field} @somebody",
            field,
        )
    return Owner(name=text)


def make_action(
    line: ActionLine, owner: Owner, today: date, *, agreed_on: date | None = None
) -> ActionRow:
    """A new action of the case of a line; `agreed_on` is the day of the meeting that agreed it."""
    values = line.values
    if wrong := [name for name in (*ANSWERS, "reassign", "on", "note") if name in values]:
        raise RuleBroken(
            f"{wrong[0]} is for an action that is there already, by its reference. "
            f"Example: {DONE_EXAMPLE}",
            wrong[0],
        )
    if not values.get("what"):
        raise RuleBroken(f"what: say what is to be done. Example: {NEW_EXAMPLE}", "what")
    if not values.get("due"):
        raise RuleBroken(
            f"due: say by when, before because if a reason is given. Example: {NEW_EXAMPLE}", "due"
        )
    due_on = read_case_date(values["due"], "due", today)
    if due_on < today and not line.reason:
        raise RuleBroken(
            f"due: {uk_date(due_on)} is past; that needs a reason. "
            "Example: due 1 July 2026 because agreed by telephone",
            "due",
        )
    return ActionRow(
        ref="",
        case_ref=line.ref,
        agency=_agency(line, owner, "owner"),
        owner=owner.name,
        what=values["what"],
        due_on=due_on,
        raised_on=min(agreed_on or today, today),
        slack_id=owner.slack_id,
        why=line.reason,
        meeting_ref=values.get("at", "").upper(),
    )


def change_action(
    action: ActionRow, line: ActionLine, owner: Owner | None, today: date
) -> ActionRow:
    """The action with what a line says of it; `owner` where the line names a new one."""
    answers = [name for name in ANSWERS if name in line.values]
    others = [name for name in OTHERWISE if name in line.values]
    _check_together(line, answers, others)
    if "done" in answers:
        return _done(action, line, today)
    if "cannot" in answers:
        return _cannot(action, line, today)
    if "reopen" in answers:
        return _reopened(action, line)
    return _otherwise(action, line, owner, today)


def needs_reason(line: ActionLine) -> bool:
    """Whether the line changes what was agreed, and not only what became of it."""
    return "due" in line.values or "what" in line.values


def _check_together(line: ActionLine, answers: list[str], others: list[str]) -> None:
    given = line.values
    both = [*answers, *others[: len(answers)]]
    if len(answers) > 1 or (answers and others):
        raise RuleBroken(
            f"{both[0]} and {both[1]} do not go together. Give one of them. "
            f"Example: {DONE_EXAMPLE}",
            both[1],
        )
    for name, fits in (("on", ["done"]), ("owner", []), ("at", [])):
        if name in given and not set(fits) & set(answers):
            how = "reassign @somebody" if name == "owner" else DONE_EXAMPLE
            raise RuleBroken(f"{name} does not fit here. Example: {how}", name)
    if not answers and not others:
        raise RuleBroken(
            f"{next(iter(given), 'because')}: say what became of the action as well: done, "
            f"cannot, reassign, due, reopen or what. Example: {DONE_EXAMPLE}",
            next(iter(given), "because"),
        )
    if "note" in given and not (answers or "reassign" in others):
        raise RuleBroken(f"note goes with done, cannot or reassign. Example: {DONE_EXAMPLE}",
                         "note")  # fmt: skip


def _done(action: ActionRow, line: ActionLine, today: date) -> ActionRow:
    on = _past(line, action, today)
    note = _note(line)
    if action.done_on:
        if (("on" not in line.values) or on == action.done_on) and note in ("", action.note):
            return action
        raise RuleBroken(
            f"done: {action.ref} was done on {uk_date(action.done_on)}. To say otherwise, open it "
            f"again first. Example: action {action.ref} reopen because it was another day",
            "done",
        )
    return replace(action, done_on=on, cannot_on=None, note=note)


def _cannot(action: ActionRow, line: ActionLine, today: date) -> ActionRow:
    _check_open(action, "cannot")
    note = _note(line)
    if not note:
        raise RuleBroken(
            f"note: say why it cannot be done. Example: action {action.ref} cannot note nobody "
            "lives there",
            "note",
        )
    if action.cannot_on and note == action.note:
        return action
    return replace(action, cannot_on=today, note=note)


def _reopened(action: ActionRow, line: ActionLine) -> ActionRow:
    if not action.done_on and not action.cannot_on:
        raise RuleBroken(
            f"reopen: {action.ref} is open; nothing was changed. Example: {DONE_EXAMPLE}", "reopen"
        )
    if not _note(line):
        raise RuleBroken(
            f"because: to open it again needs a reason. Example: action {action.ref} reopen "
            "because it goes on",
            "because",
        )
    return replace(action, done_on=None, cannot_on=None, note=_note(line))


def _otherwise(action: ActionRow, line: ActionLine, owner: Owner | None, today: date) -> ActionRow:
    """Somebody else's, by another day, or said in other words."""
    values = line.values
    _check_open(action, next(name for name in OTHERWISE if name in values))
    changed = action
    if owner is not None:
        changed = _handed_on(changed, line, owner)
    elif "agency" in values:
        changed = replace(changed, agency=_agency(line, Owner(), "agency"))
    if "due" in values:
        changed = replace(changed, due_on=read_case_date(values["due"], "due", today))
    if "what" in values:
        changed = replace(changed, what=values["what"])
    moved = [
        word
        for word, name in (("due", "due_on"), ("what", "what"))
        if getattr(changed, name) != getattr(action, name)
    ]
    if moved and not line.reason:
        raise RuleBroken(
            f"{moved[0]}: changing it needs a reason. Example: action {action.ref} due 8 July 2026 "
            "because on leave",
            "because",
        )
    return changed


def _handed_on(action: ActionRow, line: ActionLine, owner: Owner) -> ActionRow:
    same = (owner.slack_id, owner.name) == (action.slack_id, action.owner)
    agency = _agency(line, owner, "reassign") if not same or "agency" in line.values else None
    agency = agency or action.agency
    if same and agency == action.agency:
        return action
    # Who has it from now on has not said yet that it cannot be done.
    return replace(
        action,
        slack_id=owner.slack_id,
        owner=owner.name,
        agency=agency,
        cannot_on=None,
        note=line.values.get("note", "") if needs_reason(line) else _note(line),
    )


def _check_open(action: ActionRow, field: str) -> None:
    if action.done_on:
        raise RuleBroken(
            f"{field}: {action.ref} was done on {uk_date(action.done_on)}. Open it again first. "
            f"Example: action {action.ref} reopen because it goes on",
            field,
        )


def _agency(line: ActionLine, owner: Owner, field: str) -> str:
    given = line.values.get("agency")
    if given:
        return read_choice(given, AGENCIES, "agency")
    if not owner.agency:
        raise RuleBroken(
            "agency: say of which agency somebody is who is not in this Slack. "
            f'Example: {field} "Sam Example" agency police',
            "agency",
        )
    return owner.agency


def _past(line: ActionLine, action: ActionRow, today: date) -> date:
    given = line.values.get("on")
    day = read_case_date(given, "on", today) if given else today
    if day > today:
        raise RuleBroken(
            f"on: {uk_date(day)} is still to come; today or earlier. Example: on 1 June 2026", "on"
        )
    if action.raised_on and day < action.raised_on:
        raise RuleBroken(
            f"on: it was raised on {uk_date(action.raised_on)}, so it cannot have been done on "
            f"{uk_date(day)}. Example: on 1 June 2026",
            "on",
        )
    return day


def _note(line: ActionLine) -> str:
    """What follows "because" belongs to the note that it was typed after."""
    note = line.values.get("note", "")
    if not note:
        return line.reason
    return f"{note} because {line.reason}" if line.reason else note
