"""How reminders are listed: overdue, waiting to be acknowledged, coming; page by page."""

from collections.abc import Mapping, Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.reminders import REMINDER_STATES, reminder_line
from mappa.clocks import LONDON
from mappa.days import uk_date
from storage.reminders import Reminder

OVERDUE, WAITING, COMING = "Overdue", "Waiting to be acknowledged", "Coming"
ROOM = 3300  # characters of a page


def section_of(reminder: Reminder) -> str:
    """Under which heading it stands."""
    told = reminder.state in ("sent", "failed")
    if reminder.is_overdue and (told or reminder.state != "planned"):
        return OVERDUE
    return WAITING if told else COMING


def reminder_list(
    title: str,
    reminders: Sequence[Reminder],
    names: Mapping[int, str],
    page: int,
    typed: str,
    cut: str,
) -> tuple[Reply, list[Reminder]]:
    """One page, and what stands on it. `names` says to whom each goes, where that is not plain;
    `typed` is what lists it again; `cut` says what to do where not all were looked at."""
    entries = _entries(reminders, names)
    pages = _pages(entries)
    some = pages[page - 1] if page <= len(pages) else []
    head = f"{title}: {len(reminders)}, page {page} of {max(1, len(pages))}"
    onward = [f"Next: {typed} page {page + 1}"] if page < len(pages) else [cut] if cut else []
    lines = [line for line, _ in some] or ["Nothing." if page == 1 else "There is no more."]
    shown = blocks.paragraphs("\n".join(lines))
    text = "\n".join([head, *lines, *onward])
    reply = say(blocks.escape(text), blocks.header(head), *shown, *map(blocks.context, onward))
    return reply, [reminder for _, reminder in some if reminder]


_Entry = tuple[str, Reminder | None]


def _entries(reminders: Sequence[Reminder], names: Mapping[int, str]) -> list[_Entry]:
    """Headings and lines."""
    entries: list[_Entry] = []
    for section in (OVERDUE, WAITING, COMING):
        of_it = [one for one in reminders if section_of(one) == section]
        if of_it:
            entries.append((f"{section} ({len(of_it)})", None))
        entries += [(f"• {_line(one, names)}", one) for one in of_it]
    return entries


def _line(reminder: Reminder, names: Mapping[int, str]) -> str:
    """With its state, and when it is sent where that lies ahead."""
    state = REMINDER_STATES[reminder.state]
    if reminder.state in ("planned", "snoozed"):
        local = reminder.due_at.astimezone(LONDON)
        state += (
            f" until {uk_date(local.date())}, {local:%H:%M}"
            if state == "snoozed"
            else (f" for {uk_date(local.date())}")
        )
    to = f", to {names[reminder.person_id]}" if reminder.person_id in names else ""
    return f"{reminder_line(reminder)}, {state}{to}"


def _pages(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    sizes = iter(entries)
    return [
        [next(sizes) for _ in page] for page in blocks.pages((line for line, _ in entries), ROOM)
    ]
