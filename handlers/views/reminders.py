"""How reminders are seen. They name a case by its reference, never a person under MAPPA."""

from collections.abc import Sequence

from handlers.views import blocks
from mappa.days import uk_date
from mappa.notices import REMINDER_KINDS
from storage.outgoing import Message
from storage.reminders import Reminder

ACKNOWLEDGE = "acknowledge_reminder"
OPEN_CASE = "open_case"
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


def reminder_line(reminder: Reminder) -> str:
    """Case, what, the date and the notice, in one line."""
    what = _what(reminder)
    return f"{reminder.case_ref}: {what} on {uk_date(reminder.about_on)} ({reminder.notice})"


def _what(reminder: Reminder) -> str:
    """The kind of date, and of which request or referral it is."""
    what = REMINDER_KINDS[reminder.kind]
    if reminder.subject.startswith("request "):
        return what.replace("Request", f"Request {reminder.subject.split()[1]}")
    return what if reminder.subject.startswith("case ") else f"{what} on {reminder.subject}"


def reminder_message(reminders: Sequence[Reminder]) -> Message:
    """One reminder with its buttons, or a catch-up that lists every one of many."""
    return _message(_head(reminders), reminders, _buttons(reminders, ACKNOWLEDGE, OPEN_CASE))


def acknowledged_message(reminders: Sequence[Reminder], name: str, when: str) -> Message:
    """The same after the click, which cannot be clicked again."""
    done = f"Acknowledged by {name}, {when}."
    buttons = _buttons(reminders, OPEN_CASE)
    return _message(_head(reminders), reminders, [blocks.context(done), *buttons], done)


def undelivered_message(reminders: Sequence[Reminder], problem: str) -> Message:
    """What the co-ordinators are told when somebody cannot be reached."""
    head = f"Could not be delivered to somebody on the case ({problem}):"
    return _message(head, reminders, _buttons(reminders, OPEN_CASE))


def _head(reminders: Sequence[Reminder]) -> str:
    if len(reminders) == 1:
        return "Reminder."
    return f"Reminders: {len(reminders)} were due and had not been sent yet."


def _message(
    head: str, reminders: Sequence[Reminder], below: Sequence[blocks.Block], done: str = ""
) -> Message:
    """Every reminder by itself: with many, each line has a button of its own."""
    lines = [reminder_line(reminder) for reminder in reminders]
    if len(lines) == 1:
        whole = f"{head} {lines[0]}"
        text = blocks.escape("\n".join(filter(None, [whole, done])))
        return Message(text, (blocks.words(whole), *below))
    text = blocks.escape("\n".join(filter(None, [head, *lines, done])))
    shown = [
        blocks.words(line) | {"accessory": _case_button(reminder)}
        for line, reminder in zip(lines, reminders, strict=True)
    ]
    return Message(text, (blocks.words(head), *shown, *below))


def _buttons(reminders: Sequence[Reminder], *actions: str) -> list[blocks.Block]:
    """The buttons below; with many reminders each has the one to its case beside it already."""
    many = len(reminders) > 1
    ids = ",".join(str(reminder.id) for reminder in reminders)
    label = "Acknowledge all" if many else "Acknowledge"
    made = [blocks.button(label, ACKNOWLEDGE, ids, primary=True)] * (ACKNOWLEDGE in actions)
    made += [_case_button(reminders[0])] * (OPEN_CASE in actions and not many)
    return [blocks.actions("reminder", *made)] if made else []


def _case_button(reminder: Reminder) -> blocks.Block:
    return blocks.button("Show the case", OPEN_CASE, reminder.case_ref)


def case_window(message: Message) -> blocks.Block:
    """A case card, or a refusal, in a window of its own; buttons that need a message drop out."""
    shown = [block for block in message.blocks if block["type"] != "actions"]
    return blocks.notice("Case", shown)
