"""Minutes as they are given out: everything that stands in the document, in its order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mappa.agencies import AGENCIES
from mappa.cases import CATEGORIES, LEVELS, CaseRecord
from mappa.days import uk_date
from mappa.meetings.attendances import Attendance
from mappa.meetings.minutes import DECISION, Minutes, in_words, parts_in_order
from mappa.meetings.times import in_words as when_in_words
from mappa.policies import Policy
from mappa.workbook.workbooks import ActionRow, MeetingRow

NOT_RECORDED = "Not recorded"
DRAFT = "Draft: these minutes are not closed."
_LAST = tuple(part.name for part in DECISION)


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """The document: pairs of label and text, and tables of attendance and actions."""

    title: str
    made_on: date
    facts: Sequence[tuple[str, str]]
    attendance: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, str]]
    actions: Sequence[tuple[str, ...]]
    decisions: Sequence[tuple[str, str]]
    draft: bool = False
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed beside the minutes, and who chaired."""

    actions: Sequence[ActionRow] = ()
    chair: str = ""
    names: Sequence[tuple[str, str]] = ()  # of owners, by Slack id


def make_paper(
    meeting: MeetingRow,
    case: CaseRecord,
    on: date,
    minutes: Minutes,
    attended: Iterable[tuple[str, Attendance]],
    agreed: Agreed,
    *,
    form: str = "",
    closed_on: date | None = None,
    practice: bool = False,
) -> MinutesPaper:
    """The minutes of one case at one meeting, held on a day."""
    parts = [(part, in_words(part, text)) for part, text in parts_in_order(minutes)]
    return MinutesPaper(
        title=f"Minutes of {case.ref} at {meeting.ref}",
        made_on=on,
        facts=list(_facts(meeting, case, on, agreed.chair, form, closed_on)),
        attendance=[(AGENCIES.get(agency, agency), str(how)) for agency, how in attended],
        parts=[(part.label, text) for part, text in parts if part.name not in _LAST],
        actions=[_action(one, dict(agreed.names)) for one in agreed.actions],
        decisions=[(part.label, text) for part, text in _decisions(parts)],
        draft=closed_on is None,
        practice=practice,
    )


def _decisions(parts: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Dissent stands before the decision, as on the agenda."""
    last = [one for one in parts if one[0].name in _LAST]
    return sorted(last, key=lambda one: one[0].name != "dissent")


def _facts(
    meeting: MeetingRow, case: CaseRecord, on: date, chair: str, form: str, closed_on: date | None
) -> Iterable[tuple[str, str]]:
    yield "Meeting", f"{meeting.ref}, level {meeting.level}"
    yield "Held", when_in_words(meeting.starts_at, meeting.ends_at)
    yield "Place", meeting.place or NOT_RECORDED
    yield "Chair", chair or NOT_RECORDED
    yield "Case", case.ref
    yield "Name", case.name or NOT_RECORDED
    yield "Born", uk_date(case.born_on) if case.born_on else NOT_RECORDED
    yield "Category and level before the meeting", _standing(case, on)
    if form:
        yield "Form", form
    if closed_on:
        yield "Minutes closed", uk_date(closed_on)


def _standing(case: CaseRecord, on: date) -> str:
    """What held on the day before: what the meeting decided is in force from its own day."""
    spell = case.spell_on(date.fromordinal(on.toordinal() - 1))
    if spell is None:
        return "not under MAPPA on the day before"
    level = LEVELS[spell.level] if spell.level else "level to be confirmed"
    return f"category {spell.category} ({CATEGORIES[spell.category]}), {level}"


def _action(action: ActionRow, names: dict[str, str]) -> tuple[str, ...]:
    owner = names.get(action.slack_id, "") or action.owner
    who = ", ".join(filter(None, [AGENCIES.get(action.agency or "", action.agency or ""), owner]))
    due = uk_date(action.due_on) if action.due_on else NOT_RECORDED
    return action.ref, who or NOT_RECORDED, action.what, due, action.why


def issue_by(meeting: MeetingRow, held_on: date, policy: Policy) -> date | None:
    """The last day on which minutes are issued on time; None where the policy has no clock."""
    clock = policy.clocks.get(f"minutes_level_{meeting.level}")
    return clock.after(held_on) if clock else None
