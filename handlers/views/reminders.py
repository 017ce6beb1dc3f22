"""How reminders are seen. They name a case by its reference, never a person under MAPPA."""

from collections.abc import Sequence

from handlers.views import blocks
from mappa.cases import DATE_KINDS
from mappa.days import uk_date
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
    what = DATE_KINDS[reminder.kind]
    return f"{reminder.case_ref}: {what} on {uk_date(reminder.about_on)} ({reminder.notice})"


def reminder_message(reminders: Sequence[Reminder], *, repeat: bool = False) -> Message:
    """One reminder with its buttons, or a catch-up that lists every one of many."""
    note = [REPEAT] if repeat else []
    if len(reminders) == 1:
        line = reminder_line(reminders[0])
        return Message(
            "\n".join([f"Reminder. {line}", *note]),
            (blocks.words(f"Reminder. {line}"), *map(blocks.context, note), _buttons(reminders[0])),
        )
    head = f"Reminders: {len(reminders)} were due and had not been sent yet."
    lines = [reminder_line(reminder) for reminder in reminders]
    return Message(
        "\n".join([head, *lines, *note]),
        (
            blocks.words(head),
            *(blocks.words(line) for line in lines),
            *map(blocks.context, note),
        ),
    )


def acknowledged_message(reminder: Reminder, name: str, when: str) -> Message:
    """The same reminder after the click, which cannot be clicked again."""
    line = reminder_line(reminder)
    done = f"Acknowledged by {name}, {when}."
    return Message(
        blocks.escape(f"Reminder. {line}\n{done}"),
        (
            blocks.words(f"Reminder. {line}"),
            blocks.context(done),
            blocks.actions(
                "reminder", blocks.button("Show the case", OPEN_CASE, reminder.case_ref)
            ),
        ),
    )


def undelivered_message(reminders: Sequence[Reminder], problem: str) -> Message:
    """What the co-ordinators are told when somebody cannot be reached."""
    lines = [reminder_line(reminder) for reminder in reminders]
    head = f"These reminders could not be delivered to somebody on the case ({problem}):"
    return Message("\n".join([head, *lines]), (blocks.words("\n".join([head, *lines])),))


def _buttons(reminder: Reminder) -> blocks.Block:
    return blocks.actions(
        "reminder",
        blocks.button("Acknowledge", ACKNOWLEDGE, str(reminder.id), primary=True),
        blocks.button("Show the case", OPEN_CASE, reminder.case_ref),
    )


def case_window(message: Message) -> blocks.Block:
    """A case card, or a refusal, in a window of its own; buttons that need a message drop out."""
    shown = [block for block in message.blocks if block["type"] != "actions"]
    return blocks.notice("Case", shown)
