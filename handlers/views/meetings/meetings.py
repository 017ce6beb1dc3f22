"""How meetings are seen: one on its page, many in a list; in private only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.meetings.meeting_requests import ASK_INFORMATION
from mappa.cases import CaseRecord
from mappa.clocks import LONDON, london_day
from mappa.days import uk_date
from mappa.meetings.meetings import STATES
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow
from storage.outgoing import Message

OPEN_MEETING = "open_meeting"
PLAN_MEETING, MOVE_MEETING, CANCEL_MEETING = "plan_meeting", "move_meeting", "cancel_meeting"
ADD_CASES, DUE_CASES, ADD_DUE_CASES = "add_cases", "due_cases", "add_due_cases"
INVITE_ALL, SEND_AGENDA, SEND_LIST = "invite_all", "send_agenda", "send_list"
GATED = "Cases that need a grant which you do not have are not shown."
THEIRS_ONLY = "Of the agenda you see the cases that you work with."
LISTED_CASES = 8  # in one line of a list
SHOWN_MISSING = 4  # of one case


@dataclass(frozen=True, slots=True)
class Page:
    """All that is shown of one meeting to somebody."""

    facts: MeetingRow
    cases: Sequence[CaseRecord]  # in the order of the agenda
    times: Sequence[datetime | None]  # when each of them is heard
    today: date
    chair: str = ""
    own: Sequence[str] = ()  # what the person themselves has answered
    answers: Sequence[blocks.Block] = ()  # buttons to do so
    invited: Sequence[str] = ()
    missing: Sequence[str] = ()
    notes: Sequence[str] = ()
    plans: bool = False  # whether the person may change it
    minute: Sequence[blocks.Block] = ()  # buttons
    done: Sequence[str] = ()


def meeting_page(page: Page, command: str) -> Reply:
    """The page of a meeting, headed by what was just done, if anything was."""
    facts = page.facts
    head = f"Meeting {facts.ref}: level {facts.level}"
    parts = {
        "": [*page.done, *_over(page), *about(facts, page.chair), *page.own],
        "Agenda": agenda_lines(facts, page.cases, page.times, page.today) or ["no case yet"],
        "Invited": list(page.invited),
        "Missing before it can be closed": list(page.missing),
    }
    shown = [blocks.header(head)]
    for title, lines in parts.items():
        if lines:
            if title:
                shown.append(blocks.strong(title))
            shown += blocks.paragraphs("\n".join(lines))
    notes = [*page.notes, _how_to(facts, command)] if page.plans else list(page.notes)
    shown += map(blocks.context, notes)
    shown += _buttons(page)
    return say(blocks.escape("\n".join([head, in_words(facts.starts_at, facts.ends_at)])), *shown)


def about(facts: MeetingRow, chair: str) -> list[str]:
    """When, where and who chairs."""
    state = STATES[facts.status] if facts.status != "planned" else ""
    kind = "Emergency panel" if facts.urgent else ""
    lines = [f"When: {in_words(facts.starts_at, facts.ends_at)}"]
    lines.append(f"Where: {facts.place or 'not said yet'}")
    nobody = "nobody yet" if facts.status == "planned" else "not recorded"
    lines.append(f"Chair: {chair or nobody}")
    return [line for line in (state and f"This meeting is {state}.", kind, *lines) if line]


def agenda_lines(
    facts: MeetingRow, cases: Sequence[CaseRecord], times: Sequence[datetime | None], today: date
) -> list[str]:
    """The cases in order: reference, category and level, and when where the end is known."""
    return [
        f"{place}. {clock(at)}{case.ref}, {standing(case, facts, today)}"
        for place, (at, case) in enumerate(zip(times, cases, strict=True), start=1)
    ]


def clock(at: datetime | None) -> str:
    """The time in London with a space after it, if there is one."""
    return f"{at.astimezone(LONDON):%H:%M} " if at else ""


def standing(case: CaseRecord, facts: MeetingRow, today: date) -> str:
    """How a case stands, or stood at a meeting that is past; without anybody's name."""
    spell = case.spell_on(min(today, london_day(facts.starts_at)))
    if spell is None:
        return "not at a level"
    level = f"level {spell.level}" if spell.level else "level to be confirmed"
    return f"category {spell.category}, {level}"


def next_review(case: CaseRecord) -> str:
    """When it has to be heard by."""
    review = case.dates.get("review")
    return f"next review {uk_date(review)}" if review else "no next review is recorded"


def done(facts: MeetingRow, lines: Iterable[str], command: str) -> Reply:
    """What was done to a meeting, and how to go on."""
    said = list(lines) or ["Nothing was changed."]
    head = f"{facts.ref}: level {facts.level}, {in_words(facts.starts_at, facts.ends_at)}"
    more = f"Its page: {command} meeting {facts.ref}"
    return say(
        blocks.escape(f"{head}\n{more}"),
        *blocks.paragraphs("\n".join([*said, head])),
        blocks.context(more),
        blocks.actions("meeting", blocks.button("Open the meeting", OPEN_MEETING, facts.ref)),
    )


def still_open(facts: MeetingRow, command: str) -> list[str]:
    """What has not been said of a meeting yet, and how it is said."""
    lines = []
    if not facts.place:
        lines.append(f"No place is said yet: {command} meeting {facts.ref} place ...")
    if not facts.chair:
        lines.append(f"Nobody chairs it yet: {command} meeting {facts.ref} chair @somebody")
    return lines


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting in a list."""

    facts: MeetingRow
    refs: Sequence[str]
    chair: str = ""
    over: bool = False


def meeting_list(
    title: str,
    rows: Sequence[Row],
    notes: Sequence[str],
    plans: bool,
    extra: Sequence[blocks.Block] = (),
) -> Reply:
    """A page of a list, with a button beside each meeting."""
    lines = [_line(row) for row in rows] or ["none"]
    shown = [blocks.header(title)]
    if rows:
        for row, line in zip(rows, lines, strict=True):
            shown.append(blocks.row(line, blocks.button("Open", OPEN_MEETING, row.facts.ref)))
    else:
        shown.append(blocks.words(lines[0]))
    shown += map(blocks.context, notes)
    buttons = [blocks.button("Plan a meeting", PLAN_MEETING, primary=True)] if plans else []
    if buttons := [*buttons, *extra]:
        shown.append(blocks.actions("meetings", *buttons))
    return say(blocks.escape(f"{title}: {len(rows)}"), *shown)


def list_button(label: str, value: str) -> blocks.Block:
    """For the printable list of a day or of one meeting."""
    return blocks.button(label, SEND_LIST, value)


def file_on_its_way(what: str) -> Reply:
    text = f"{what} is on its way to your direct messages with me."
    return say(text, blocks.words(text))


def window(reply: Reply) -> blocks.Block:
    """The same in a window over what the person sees."""
    return blocks.notice("Meetings", reply.message.blocks)


def missing_line(ref: str, left: Sequence[str], begun: bool) -> str:
    """What is still to be minuted of a case."""
    if not begun:
        return f"{ref}: nothing is minuted yet"
    if not left:
        return f"{ref}: nothing, its minutes can be closed"
    more = f" and {len(left) - SHOWN_MISSING} more" if len(left) > SHOWN_MISSING else ""
    return f"{ref}: {'; '.join(left[:SHOWN_MISSING])}{more}"


def freed_message(facts: MeetingRow, case: CaseRecord, command: str) -> Message:
    """What co-ordinators are told of a case whose meeting was called off by somebody else."""
    text = (
        f"{facts.ref} is called off, which was to hear {case.ref} on "
        f"{in_words(facts.starts_at)}: {next_review(case)}. See it with: {command} case {case.ref}"
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def _line(row: Row) -> str:
    facts = row.facts
    parts = [
        f"{facts.ref}: {in_words(facts.starts_at, facts.ends_at)}",
        f"level {facts.level}",
        *(["emergency panel"] if facts.urgent else []),
        *([STATES[facts.status]] if facts.status != "planned" else []),
        *(["over, minutes not closed yet"] if row.over else []),
        blocks.cut(facts.place, 80) or "place not said yet",
        *_chair(row),
        _cases(row.refs),
    ]
    return ", ".join(parts)


def _chair(row: Row) -> list[str]:
    if row.chair:
        return [f"chair {blocks.cut(row.chair, 60)}"]
    return ["no chair yet"] if row.facts.status == "planned" else []


def _cases(refs: Sequence[str]) -> str:
    if not refs:
        return "no case"
    more = f" and {len(refs) - LISTED_CASES} more" if len(refs) > LISTED_CASES else ""
    return f"{len(refs)} case{'s' if len(refs) > 1 else ''}: " + (
        ", ".join(refs[:LISTED_CASES]) + more
    )


def _how_to(facts: MeetingRow, command: str) -> str:
    ref = facts.ref
    if facts.status != "planned":
        return f"Its agenda: {command} meeting {ref} agenda"
    return (
        f"Also: {command} meeting {ref} remove CASE because ..., order CASE, CASE, "
        "chair @somebody, place ..., due"
    )


def _buttons(page: Page) -> list[blocks.Block]:
    ref, over = page.facts.ref, bool(_over(page))
    looks = [
        blocks.button("Agenda", SEND_AGENDA, ref),
        list_button("Printable list", ref),
    ]
    minute = [
        blocks.actions(f"minute {start}", *page.minute[start : start + 25])
        for start in range(0, len(page.minute), 25)
    ]
    rows = [*page.answers, *(minute if over else [])]
    if page.plans and page.facts.status == "planned":
        rows.append(blocks.actions("changes", *_changes(ref, over=over)))
    return [*rows, blocks.actions("looks", *looks), *([] if over else minute)]


def _changes(ref: str, *, over: bool) -> list[blocks.Block]:
    """What a co-ordinator can do to a planned meeting; once it is over nobody is invited."""
    ahead = [
        blocks.button("Invite", INVITE_ALL, ref, primary=True),
        blocks.button("Add a case", ADD_CASES, ref),
        blocks.button("Which are due", DUE_CASES, ref),
        blocks.button("Ask for information", ASK_INFORMATION, ref),
    ]
    return [
        *(ahead[1:2] if over else ahead),
        blocks.button("Move", MOVE_MEETING, ref),
        blocks.button("Cancel the meeting", CANCEL_MEETING, ref),
    ]


def _over(page: Page) -> list[str]:
    """What is said first of such a meeting."""
    over = is_over(page.facts, page.today)
    return ["This meeting is over and its minutes are not closed yet."] if over else []


def is_over(facts: MeetingRow, today: date) -> bool:
    """Whether its day has passed and nobody has closed it."""
    return facts.status == "planned" and london_day(facts.starts_at) < today
