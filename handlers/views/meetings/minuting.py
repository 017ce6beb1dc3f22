"""How minutes are seen while they are taken: page by page, in private replies only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.days import uk_date
from mappa.meetings.attendances import Attendance
from mappa.meetings.closing import Missing
from mappa.meetings.minutes import (
    INFORMATION_SECTION,
    SECTIONS,
    Minutes,
    find_part,
    in_words,
    parts_in_order,
)
from mappa.meetings.times import in_words as when_in_words
from mappa.workbook.workbooks import MeetingRow
from storage.hearings import Hearing

OPEN_MINUTES, SHOW_MINUTES = "open_minutes", "show_minutes"
CLOSE_MINUTES, ISSUE_MINUTES = "close_minutes", "issue_minutes"
MINUTES_AS_DOCX = "minutes_as_docx"
ROOM = 3000  # characters of a page
SHOWN = 300  # characters of what took the place of something else
NOTHING = "nothing is minuted yet"


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """All that is shown of the minutes of one case at one meeting to somebody."""

    meeting: MeetingRow
    hearing: Hearing
    case_ref: str
    minutes: Minutes
    attended: Mapping[str, Attendance]
    missing: Sequence[Missing] = ()
    takes: bool = False
    may_add: bool = False  # what their own agency knows
    page: int = 1
    done: Sequence[str] = field(default_factory=tuple)

    @property
    def refs(self) -> str:
        return f"{self.meeting.ref} {self.case_ref}"


def minutes_page(shown: MinutesPage, command: str) -> Reply:
    """A page of the minutes, headed by what was just done, if anything was."""
    head = f"Minutes of {shown.case_ref} at {shown.meeting.ref}"
    made = blocks.pages(_lines(shown), ROOM) or [[NOTHING]]
    some = made[shown.page - 1] if shown.page <= len(made) else ["There is no more."]
    place = f"Page {shown.page} of {len(made)}. " if len(made) > 1 else ""
    state = f"{place}{_state(shown)}"
    onward = (
        f"Next: {command} minute {shown.refs} page {shown.page + 1}"
        if shown.page < len(made)
        else ""
    )
    text = "\n".join(filter(None, [*shown.done[:1], head, place, onward]))
    parts = [blocks.header(head)]
    parts += blocks.paragraphs("\n".join(shown.done)) if shown.done else []
    parts += [blocks.context(state), *blocks.paragraphs("\n".join(some))]
    parts += [blocks.words("\n".join(_to_do(shown)))] if _to_do(shown) else []
    parts += [blocks.context(onward)] if onward else []
    return say(blocks.escape(text), *parts, *_buttons(shown))


def agenda(meeting: MeetingRow, heard: Iterable[Hearing], command: str) -> Reply:
    """The cases of a meeting, each with how far its minutes are."""
    hearings = list(heard)
    head = f"Minutes of {meeting.ref}"
    rows = [f"{one.case_ref}: {progress(one)}" for one in hearings] or ["no case on the agenda"]
    how = f"One of them: {command} minute {meeting.ref} BED-1042"
    if hearings:
        how = how.replace("BED-1042", hearings[0].case_ref)
    buttons = [minute_button(meeting.ref, one.case_ref) for one in hearings[:25]]
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(rows)), blocks.context(how)]
    shown += [blocks.actions("minute", *buttons)] if buttons else []
    return say(blocks.escape("\n".join([head, *rows, how])), *shown)


def minute_button(meeting_ref: str, case_ref: str) -> blocks.Block:
    """Opens the minutes of a case; several may stand side by side."""
    action = f"{SHOW_MINUTES}.{_letters(case_ref)}"
    return blocks.button(f"Minute {case_ref}", action, f"{meeting_ref} {case_ref}")


def progress(hearing: Hearing) -> str:
    """How far the minutes are."""
    if hearing.issued_on and hearing.closed_on:
        return f"closed {uk_date(hearing.closed_on)}, issued {uk_date(hearing.issued_on)}"
    if hearing.closed_on:
        return f"closed {uk_date(hearing.closed_on)}, not issued yet"
    return "begun" if hearing.minutes_sealed else "not begun"


def changed_lines(before: Minutes, after: Minutes, names: Iterable[str]) -> list[str]:
    """What was saved, part by part, and what it took the place of."""
    found = []
    for name in names:
        part = find_part(name)
        if part is None:
            continue
        old, new = (
            in_words(part, state[name]) if name in state else "" for state in (before, after)
        )
        was = f" (was: {blocks.cut(old, SHOWN)})" if old and not new.startswith(old) else ""
        found.append(f"{part.label}: {blocks.cut(new, SHOWN) or 'taken out'}{was}")
    return found


def attendance_lines(
    before: Mapping[str, Attendance], there: Mapping[str, Attendance | None]
) -> list[str]:
    """How each agency was there, and what that took the place of."""
    found = []
    for agency, how in there.items():
        was = f" (was: {before[agency]})" if agency in before else ""
        found.append(f"Attendance, {AGENCIES.get(agency, agency)}: {how or 'taken out'}{was}")
    return found


def missing_lines(missing: Iterable[Missing], refs: str, command: str) -> list[str]:
    """Everything at once, by the form that has it."""
    by_section: dict[str, list[str]] = {}
    for one in missing:
        by_section.setdefault(one.section, []).append(one.says)
    return [
        f"{SECTIONS[name].title}: {'; '.join(says)}. Form: {command} minute {refs} {name}"
        for name, says in by_section.items()
    ]


def window(reply: Reply) -> blocks.Block:
    """The same in a window of its own."""
    return blocks.notice("Minutes", reply.message.blocks)


def _letters(ref: str) -> str:
    """A word of small letters for a reference: buttons side by side need different names."""
    return "".join(chr(ord("a") + int(char)) if char.isdigit() else char.lower() for char in ref)


def _lines(shown: MinutesPage) -> list[str]:
    lines = [
        f"Attendance, {AGENCIES.get(agency, agency)}: {how}"
        for agency, how in shown.attended.items()
    ]
    lines += [
        f"{part.label}: {in_words(part, text)}" for part, text in parts_in_order(shown.minutes)
    ]
    return [piece for line in lines for piece in _pieces(line)]


def _pieces(line: str) -> list[str]:
    """A text longer than a page goes on at the top of the next one."""
    return [line[start : start + ROOM - 1] for start in range(0, len(line), ROOM - 1)]


def _state(shown: MinutesPage) -> str:
    said = f"Level {shown.meeting.level} meeting of {when_in_words(shown.meeting.starts_at)}"
    if shown.meeting.status == "cancelled":
        return f"{said}, cancelled"
    state = f"{said}; minutes {progress(shown.hearing)}"
    form = f" {shown.hearing.form} ({shown.hearing.edition})" if shown.hearing.form else ""
    return f"{state}.{form}"


def _to_do(shown: MinutesPage) -> list[str]:
    if shown.hearing.closed_on or shown.meeting.status == "cancelled" or not shown.takes:
        return []
    if not shown.missing:
        return ["Nothing is missing: the minutes can be closed."]
    return [f"Missing before it can be closed: {'; '.join(one.says for one in shown.missing)}."]


def _buttons(shown: MinutesPage) -> list[blocks.Block]:
    rows = []
    open_still = not shown.hearing.closed_on and shown.meeting.status != "cancelled"
    if shown.takes and open_still:
        forms = [
            blocks.button(section.title, f"{OPEN_MINUTES}.{name}", f"{shown.refs} {name}")
            for name, section in SECTIONS.items()
        ]
        rows.append(blocks.actions("sections", *forms))
    elif shown.may_add:
        name = INFORMATION_SECTION
        one = blocks.button(
            "Information of my agency", f"{OPEN_MINUTES}.{name}", f"{shown.refs} {name}"
        )
        rows.append(blocks.actions("sections", one))
    steps = []
    if shown.takes and open_still:
        steps.append(blocks.button("Close the minutes", CLOSE_MINUTES, shown.refs, primary=True))
    if shown.takes and shown.hearing.closed_on and not shown.hearing.issued_on:
        steps.append(blocks.button("Issue the minutes", ISSUE_MINUTES, shown.refs, primary=True))
    if shown.takes or (shown.hearing.issued_on and shown.hearing.closed_on):
        steps.append(blocks.button("As a document", MINUTES_AS_DOCX, shown.refs))
    return [*rows, *([blocks.actions("steps", *steps)] if steps else [])]
