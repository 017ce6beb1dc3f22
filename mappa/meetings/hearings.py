"""Which cases a meeting may hear, and what has to be said of those that it hears."""

from collections.abc import Iterable, Iterator
from datetime import date

from mappa.cases import LEVELS, CaseRecord
from mappa.clocks import london_day
from mappa.errors import RuleBroken
from mappa.meetings.meetings import overlap
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow


def check_may_be_heard(
    case: CaseRecord,
    meeting: MeetingRow,
    others: Iterable[MeetingRow],
    today: date,
    field: str,
) -> None:
    """Open cases of the area, each at one time at one meeting; `others` are planned to hear it."""
    if case.area != meeting.area or not case.is_open(today):
        raise RuleBroken(
            f"{field}: {case.ref} is not under MAPPA now, so no meeting hears it. Refer it first. "
            f"Example: refer {case.ref} level {meeting.level} because risk has risen",
            field,
        )
    for other in others:
        if other.ref != meeting.ref and overlap(other, meeting):
            raise RuleBroken(
                f"{field}: {case.ref} is on the agenda of {other.ref} at that time already. Take "
                f"it off there first. Example: meeting {other.ref} remove {case.ref} because moved",
                field,
            )


def remarks_on(
    case: CaseRecord,
    meeting: MeetingRow,
    others: Iterable[MeetingRow],
    sought: Iterable[int],
    today: date,
) -> Iterator[str]:
    """At another level, on another agenda as well; `sought` are the levels of open referrals."""
    spell = case.spell_on(today)
    level = spell.level if spell else None
    if level != meeting.level and meeting.level not in sought:
        stands = "at no level" if level is None else LEVELS[level] if level else "at no level yet"
        stands = f"at {stands}" if stands.startswith("level") else stands
        yield f"{case.ref} is {stands}, and this is a level {meeting.level} meeting."
    for other in others:
        if other.ref != meeting.ref:
            yield f"{case.ref} is on the agenda of {other.ref} too, on {in_words(other.starts_at)}."


def due_by(meeting: MeetingRow) -> date:
    """Reviews up to this day are best heard by the meeting: the next may be weeks away."""
    return date.fromordinal(london_day(meeting.starts_at).toordinal() + WITHIN_DAYS)


WITHIN_DAYS = 7
