"""How an agenda is seen, and the cases that should stand on one."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.meetings.meetings import ADD_DUE_CASES, agenda_lines, next_review
from mappa.cases import CaseRecord
from mappa.days import uk_date
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow


def agenda(
    facts: MeetingRow,
    cases: Sequence[CaseRecord],
    times: Sequence[datetime | None],
    items: Sequence[str],
    today: date,
) -> Reply:
    """The agenda as a message: references only; the file has the names."""
    head = f"Agenda of {facts.ref}: level {facts.level}"
    when = in_words(facts.starts_at, facts.ends_at)
    listed = agenda_lines(facts, cases, times, today) or ["no case yet"]
    each = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
    on_its_way = "The agenda as a file is on its way to your direct messages with me."
    text = "\n".join([head, when, *listed, "For each case:", *each, on_its_way])
    return say(
        blocks.escape(text),
        blocks.header(head),
        *blocks.paragraphs("\n".join([when, *listed])),
        blocks.strong("For each case"),
        *blocks.paragraphs("\n".join(each)),
        blocks.context(on_its_way),
    )


def due(facts: MeetingRow, cases: Sequence[CaseRecord], more: int, by: date, command: str) -> Reply:
    """Cases that should be heard and are on no agenda."""
    head = f"To be heard at level {facts.level}, on no agenda: {len(cases) + more}"
    lines = [f"{case.ref}: {next_review(case)}" for case in cases]
    lines = lines or ["none: every case at this level has its place or is not due yet"]
    notes = [f"Reviews up to {uk_date(by)}, and cases without one."]
    if more:
        notes.append(f"{more} more come once these are on an agenda.")
    if cases:
        notes.append(f"One of them: {command} meeting {facts.ref} add {cases[0].ref}")
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(lines))]
    shown += map(blocks.context, notes)
    if cases:
        label = f"Put these {len(cases)} on {facts.ref}" if len(cases) > 1 else "Put it on"
        shown.append(blocks.actions("due", blocks.button(label, ADD_DUE_CASES, facts.ref)))
    return say(blocks.escape("\n".join([head, *lines, *notes])), *shown)
