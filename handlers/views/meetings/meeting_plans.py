"""What is said of meetings that were just planned."""

from collections.abc import Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.meetings.meetings import (
    ADD_CASES,
    DUE_CASES,
    INVITE_ALL,
    OPEN_MEETING,
    still_open,
)
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow


def planned(meetings: Sequence[MeetingRow], remarks: Sequence[str], command: str) -> Reply:
    """The meetings with their references, and what to do next."""
    first = meetings[0]
    count = f"{len(meetings)} meetings" if len(meetings) > 1 else first.ref
    lines = [f"Saved: {count} planned, level {first.level}."]
    lines += [f"{row.ref}: {in_words(row.starts_at, row.ends_at)}" for row in meetings]
    lines += still_open(first, command)
    lines += remarks
    notes = [f"Nobody is invited yet: {command} meeting {first.ref} invite"]
    buttons = [
        blocks.button("Open the meeting", OPEN_MEETING, first.ref),
        blocks.button("Add a case", ADD_CASES, first.ref),
        blocks.button("Which are due", DUE_CASES, first.ref),
        blocks.button("Invite", INVITE_ALL, first.ref),
    ]
    return say(
        blocks.escape("\n".join([*lines, *notes])),
        *blocks.paragraphs("\n".join(lines)),
        *map(blocks.context, notes),
        blocks.actions("planned", *buttons),
    )
