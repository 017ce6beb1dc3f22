"""How reminders are seen. They name a case by its reference, never a person under MAPPA."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.views import blocks
from handlers.views.meetings.meetings import OPEN_MEETING
from mappa.days import uk_date
from mappa.notices import REMINDER_KINDS
from mappa.snoozes import CHOICES
from storage.outgoing import Message
from storage.reminders import Reminder

ACKNOWLEDGE, SNOOZE, OPEN_CASE = "acknowledge_reminder", "snooze_reminder", "open_case"
REMINDER_STATES = {
    "planned": "planned",
    "snoozed": "snoozed",
    "due": "on its way",
    "sent": "sent",
    "acknowledged": "acknowledged",
    "failed": "could not be delivered",
    "void": "void",
}
REPEAT = "This may be a repeat: it is not certain that it arrived before."
LATE = "It was due and had not been sent yet."
LONGEST = 3500  # of the 4,000 characters of a message, so that words can be added
# What a kind is called in a sentence where its name alone would not say it.
_SAID = {
    "invitation": "Invitation not answered; meeting",
    "case_audit": "Case audit due",
    "annual_return": "Annual return due",
}


@dataclass(frozen=True, slots=True)
class More:
    """What a reminder says beside its line, as things are at the moment of sending."""

    silent: Sequence[str] = ()  # by name: who has not acknowledged what was passed on
    hears: Sequence[str] = ()  # the cases of its meeting that the person may see
    answers: Sequence[blocks.Block] = ()  # rows of buttons by which invitations are answered


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a message: the reminders, and what can be done with all of them."""

    reminders: Sequence[Reminder]
    more: Mapping[int, More] = field(default_factory=dict)
    snoozes: Sequence[str] = ()  # of mappa.snoozes.CHOICES


def reminder_line(reminder: Reminder) -> str:
    """Case or meeting, what, the date and the notice, in one line."""
    what = f"{_what(reminder)} on {uk_date(reminder.about_on)}"
    return f"{_whose(reminder)}: {what} ({reminder.notice})"


def _whose(reminder: Reminder) -> str:
    """The case; where there is none, what else the date belongs to."""
    word, _, ref = reminder.subject.partition(" ")
    return reminder.case_ref or (f"Area {ref}" if word == "area" else ref)


def _what(reminder: Reminder) -> str:
    """The kind of date, and of which request, action, meeting or referral it is."""
    what = _SAID.get(reminder.kind, REMINDER_KINDS[reminder.kind])
    word, ref = reminder.subject.split()[:2]
    if word in ("request", "action"):
        return what.replace(word.title(), f"{word.title()} {ref}")
    if word == "minutes":
        return what.replace("Minutes", f"Minutes of {ref}")
    return f"{what} on {reminder.subject}" if word == "referral" else what


def reminder_message(
    reminders: Sequence[Reminder],
    more: Mapping[int, More] | None = None,
    snoozes: Sequence[str] = (),
) -> Message:
    """One reminder with its buttons, or a message that lists every one of many."""
    shown = Shown(reminders, more or {}, snoozes)
    below = _buttons(shown, ACKNOWLEDGE, SNOOZE, OPEN_CASE)
    if len(reminders) == 1 and reminders[0].late:  # of several the head says so
        return _message(_head(reminders), shown, [blocks.context(LATE), *below], LATE)
    return _message(_head(reminders), shown, below)


def acknowledged_message(reminders: Sequence[Reminder], name: str, when: str) -> Message:
    """The same after the click, which cannot be clicked again."""
    return _done_message(reminders, f"Acknowledged by {name}, {when}.", OPEN_CASE)


def snoozed_message(reminders: Sequence[Reminder], name: str, until: str) -> Message:
    """The same after it was put off; it can still be acknowledged before it comes again."""
    done = f"Put off by {name} until {until}. It is sent again then."
    return _done_message(reminders, done, ACKNOWLEDGE, OPEN_CASE)


def _done_message(reminders: Sequence[Reminder], done: str, *actions: str) -> Message:
    shown = Shown(reminders)
    below = [blocks.context(done), *_buttons(shown, *actions)]
    return _message(_head(reminders), shown, below, done)


def undelivered_message(reminders: Sequence[Reminder], problem: str) -> Message:
    """What the co-ordinators are told when somebody cannot be reached."""
    head = f"Could not be delivered to somebody on the case ({problem}):"
    shown = Shown(reminders)
    return _message(head, shown, _buttons(shown, OPEN_CASE))


def _head(reminders: Sequence[Reminder]) -> str:
    if len(reminders) > 1:
        late = any(reminder.late for reminder in reminders)
        waited = f"{len(reminders)} were due and had not been sent yet."
        return f"Reminders: {waited}" if late else f"Reminders: {len(reminders)}."
    return "Overdue." if reminders[0].is_overdue else "Reminder."


def _message(head: str, shown: Shown, below: Sequence[blocks.Block], done: str = "") -> Message:
    """Every reminder by itself: with many, each line has a button of its own."""
    lines = [_full_line(shown, reminder) for reminder in shown.reminders]
    if len(lines) == 1:
        whole = f"{head} {lines[0]}"
        return Message(_text(whole, done), (blocks.words(whole), *below))
    text = _text(head, *lines, done)
    if len(text) > LONGEST:  # in the blocks there is room for all of it
        text = _text(head, *map(reminder_line, shown.reminders), done)
    listed = [
        _with_case(blocks.words(line), reminder)
        for line, reminder in zip(lines, shown.reminders, strict=True)
    ]
    return Message(text, (blocks.words(head), *listed, *below))


def _text(*lines: str) -> str:
    return blocks.escape("\n".join(filter(None, lines)))


def _full_line(shown: Shown, reminder: Reminder) -> str:
    """The line, with who has not acknowledged it and what its meeting hears."""
    more = shown.more.get(reminder.id, More())
    said = [reminder_line(reminder)]
    if more.silent:
        has = "has" if len(more.silent) == 1 else "have"
        said.append(f"{blocks.listed(more.silent, 300)} {has} not acknowledged it.")
    if more.hears:
        said.append(f"Cases: {blocks.listed(more.hears, 2000)}")
    return ". ".join(said) if len(said) > 1 else said[0]


def _buttons(shown: Shown, *actions: str) -> list[blocks.Block]:
    """The buttons below; with many reminders each has the one to its case beside it already."""
    reminders = shown.reminders
    many = len(reminders) > 1
    ids = ",".join(str(reminder.id) for reminder in reminders)
    made = []
    if ACKNOWLEDGE in actions:
        label = "Acknowledge all" if many else "Acknowledge"
        made.append(blocks.button(label, ACKNOWLEDGE, ids, primary=True))
    if SNOOZE in actions:
        made += [
            blocks.button(CHOICES[one], f"{SNOOZE}.{one}", f"{ids} {one}") for one in shown.snoozes
        ]
    if OPEN_CASE in actions and not many and (button := _open_button(reminders[0])):
        made.append(button)
    rows = [blocks.actions("reminder", *made)] if made else []
    if ACKNOWLEDGE in actions and not many:
        rows += [row for one in shown.more.values() for row in one.answers]
    return rows


def _with_case(block: blocks.Block, reminder: Reminder) -> blocks.Block:
    button = _open_button(reminder)
    return block | {"accessory": button} if button else block


def _open_button(reminder: Reminder) -> blocks.Block | None:
    """Shows the case or the meeting that it is about."""
    if reminder.case_ref:
        return blocks.button("Show the case", OPEN_CASE, reminder.case_ref)
    kind, _, ref = reminder.subject.partition(" ")
    return blocks.button("Open the meeting", OPEN_MEETING, ref) if kind == "meeting" else None


def case_window(message: Message) -> blocks.Block:
    """A case card, or a refusal, in a window of its own; buttons that need a message drop out."""
    shown = [block for block in message.blocks if block["type"] != "actions"]
    return blocks.notice("Case", shown)
