"""How actions are raised, listed and answered; in private replies and direct messages only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.days import uk_date
from mappa.workbook.workbooks import ActionRow
from storage.outgoing import Message

NEW_ACTION, ANSWER_ACTION = "new_action", "answer_action"  # the second with a point and a word
SUBMIT_ACTION, SUBMIT_ACTION_ANSWER = "submit_action", "submit_action_answer"
SAID = {"done": "Done", "cannot": "Can't", "reassign": "Reassign"}  # what the buttons say
NEVER_A_VICTIM = "Never name a victim, nor where one lives"
ROWS = 10  # on a page: each has a row of buttons, and all of them have to fit into one message
OF_YOUR_AGENCY = "Of your agency, with an owner who is not in this Slack"
SHORT = 160  # characters of what is to be done, in a list
LEAVER = "somebody who has left"
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """An action of a list, and whether who looks may answer it."""

    action: ActionRow
    answers: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a list under a heading of their own, if it is not empty."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `typed` is what asks for it, `count` how many there are on all pages."""

    title: str
    typed: str
    number: int
    count: int
    parts: tuple[Part, ...]

    @property
    def last(self) -> int:
        return max(-(-self.count // ROWS), 1)


def action_line(action: ActionRow, today: date, names: Names) -> str:
    """One action, all of it but its case."""
    parts = [
        f"{_overdue(action, today)}{action.ref}: {action.what or 'not said what'}",
        f"Owner: {owner(action, names)}",
        f"Due {uk_date(action.due_on)}" if action.due_on else "No day given",
        f"Raised {uk_date(action.raised_on)}" if action.raised_on else "",
        f"Agreed at {action.meeting_ref}" if action.meeting_ref else "",
        f"Why: {action.why}" if action.why else "",
        _state(action),
        f"Note: {action.note}" if action.note else "",
    ]
    return "\n".join(filter(None, parts))


def short_line(action: ActionRow, today: date, names: Names) -> str:
    """One action of a list."""
    due = f", due {uk_date(action.due_on)}" if action.due_on else ""
    state = f" {_state(action)}." if _state(action) else ""
    what = blocks.cut(action.what or "not said what", SHORT)
    where = f"{_overdue(action, today)}{action.ref}, {action.case_ref}"
    return f"{where}{due}: {what} ({owner(action, names)}).{state}"


def owner(action: ActionRow, names: Names) -> str:
    """Who is to do it, with their agency."""
    who = names.get(action.slack_id, LEAVER) if action.slack_id else action.owner
    agency = AGENCIES.get(action.agency or "", "")
    return blocks.cut(", ".join(filter(None, [who, agency])), 250) or "nobody named"


def one_action(
    action: ActionRow, today: date, names: Names, command: str, *, answers: bool, done: str = ""
) -> Reply:
    """One action in full, headed by what was just done to it, if anything was."""
    lines = [done, f"Action in {action.case_ref}", action_line(action, today, names)]
    text = "\n".join(filter(None, lines))
    words = "reopen because ..." if action.done_on else "done, cannot, reassign or due"
    how = f"Go on with: {command} action {action.ref} {words}" if answers else ""
    shown = [*blocks.paragraphs(text), *([blocks.context(how)] if how else [])]
    if answers and not action.done_on:
        shown.append(_buttons(action.ref))
    head = done or f"Action {action.ref} in {action.case_ref}"
    return say(blocks.escape("\n".join(filter(None, [head, how]))), *shown)


def action_list(page: Page, today: date, names: Names, command: str, *, new_of: str = "") -> Reply:
    """One page; what a button does can also be typed. `new_of`: the case for a new action."""
    head = f"{page.title}: {page.count}, page {page.number} of {page.last}"
    shown = [blocks.header(head)]
    for part in page.parts:
        if part.heading and part.rows:
            shown.append(blocks.strong(part.heading))
        for row in part.rows:
            shown.append(blocks.words(short_line(row.action, today, names)))
            if row.answers and not row.action.done_on:
                shown.append(_buttons(row.action.ref))
    if not any(part.rows for part in page.parts):
        shown.append(blocks.words("none" if page.number == 1 else "There is no more."))
    onward = _onward(page, command)
    shown += map(blocks.context, onward)
    if new_of:
        button = blocks.button("New action", NEW_ACTION, new_of, primary=True)
        shown.append(blocks.actions("new action", button))
    return say(blocks.escape("\n".join([head, *onward])), *shown)


def _onward(page: Page, command: str) -> list[str]:
    """How to go on from a page, typed."""
    found = []
    if page.number < page.last:
        found.append(f"Next: {command} {page.typed} page {page.number + 1}")
    if any(row.answers for part in page.parts for row in part.rows):
        found.append(f"Answer one with: {command} action REFERENCE done, cannot or reassign")
    return found


def owner_message(action: ActionRow, command: str, head: str = "") -> Message:
    """What an owner is told: case, by when, and how to answer. What is to be done is read in
    private, by who may see the case then."""
    due = f" Due {uk_date(action.due_on)}." if action.due_on else ""
    head = head or f"Action {action.ref} in {action.case_ref} is yours."
    lines = [f"{head}{due}", f"What is to be done: {command} action {action.ref}"]
    text = "\n".join(lines)
    return say(blocks.escape(text), *blocks.paragraphs(text), _buttons(action.ref)).message


def taken_message(action: ActionRow, command: str) -> Message:
    """What who had it before is told."""
    text = (
        f"Action {action.ref} in {action.case_ref} was given to somebody else and is no longer "
        f"yours. See it with: {command} action {action.ref}"
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def cannot_message(action: ActionRow, command: str) -> Message:
    """What co-ordinators and the chair are told; why is read in private."""
    text = (
        f"Action {action.ref} in {action.case_ref} cannot be done, it was said. It stays open. "
        f"See why with: {command} action {action.ref}"
    )
    return Message(blocks.escape(text), (blocks.words(text), _buttons(action.ref)))


def answered_message(action: ActionRow, said: str, who: str, when: str, command: str) -> Message:
    """In place of the message whose button was pressed: who said what, and when."""
    what = {"done": "done", "cannot": "cannot be done", "reassign": "given to somebody else"}[said]
    lines = [
        f"Action {action.ref} in {action.case_ref}: {what}. Said by {who}, {when}.",
        f"See it with: {command} action {action.ref}",
    ]
    text = "\n".join(lines)
    return Message(blocks.escape(text), (blocks.words(text),))


def new_form(case_ref: str, meeting_ref: str = "") -> blocks.Block:
    """The form; field names are those of the typed line, so that errors find their field."""
    at = f", agreed at {meeting_ref}" if meeting_ref else ""
    shown = [
        blocks.words(f"A new action in {case_ref}{at}"),
        blocks.text_input("what", "What is to be done", hint=NEVER_A_VICTIM, lines=True,
                          longest=2900),
        blocks.person_input("owner", "Who does it", hint="Somebody in this Slack"),
        blocks.text_input("name", "or by name", hint="Somebody outside this Slack", optional=True,
                          longest=200),
        blocks.choice_input("agency", "Agency", AGENCIES, hint="That of the owner if left empty",
                            optional=True),
        blocks.date_input("due", "By when", optional=False),
        blocks.text_input("because", "Why", optional=True, lines=True, longest=2900),
    ]  # fmt: skip
    metadata = f"{case_ref} {meeting_ref}".strip()
    return blocks.form(SUBMIT_ACTION, f"Action, {case_ref}"[:24], "Save", shown, metadata)


def answer_form(action: ActionRow, said: str, metadata: str, today: date) -> blocks.Block:
    """What became of it, or who does it from now on."""
    needed = said == "cannot"
    label = "Why it cannot be done" if needed else "Note"
    note = blocks.text_input(
        "note", label, hint=NEVER_A_VICTIM, optional=not needed, lines=True, longest=2900
    )
    shown = [blocks.words(f"{action.ref}: {blocks.cut(action.what, 300)}")]
    if said == "done":
        shown.append(
            blocks.date_input("on", "On which day", initial=today.isoformat(), optional=False)
        )
    if said == "reassign":
        shown += [
            blocks.person_input("reassign", "Who does it", hint="Somebody in this Slack"),
            blocks.text_input("name", "or by name", hint="Somebody outside this Slack",
                              optional=True, longest=200),
            blocks.choice_input("agency", "Agency", AGENCIES, optional=True,
                                hint="That of the owner if left empty"),
        ]  # fmt: skip
    title = f"{SAID[said]}: {action.ref}"
    return blocks.form(SUBMIT_ACTION_ANSWER, title[:24], "Save", [*shown, note], metadata)


def window(reply: Reply) -> blocks.Block:
    """An action in a window; what needs a message to stand on drops out."""
    shown = [block for block in reply.message.blocks if block["type"] != "actions"]
    return blocks.notice("Action", shown)


def _buttons(ref: str) -> blocks.Block:
    made = [
        blocks.button(label, f"{ANSWER_ACTION}.{said}", f"{ref} {said}")
        for said, label in SAID.items()
    ]
    return blocks.actions(f"action {ref}", *made)


def _state(action: ActionRow) -> str:
    if action.done_on:
        return f"Done {uk_date(action.done_on)}"
    if action.cannot_on:
        return f"Cannot be done, said {uk_date(action.cannot_on)}; still open"
    return ""


def _overdue(action: ActionRow, today: date) -> str:
    late = action.due_on is not None and action.due_on < today and action.done_on is None
    return "OVERDUE " if late else ""
