"""What a meeting is: its words, and what may still be done to it."""

from collections.abc import Mapping
from datetime import timedelta

from mappa.arguments import clean_text
from mappa.choices import harmless
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.workbook.workbooks import MeetingRow

LEVELS: Mapping[str, str] = {"2": "Level 2", "3": "Level 3"}
STATES: Mapping[str, str] = {"planned": "planned", "held": "held", "cancelled": "cancelled"}
MAY_CHAIR = frozenset({"chair", "co-ordinator"})  # roles
AT_LEAST = timedelta(minutes=1)  # that a meeting lasts whose end is not known


def read_meeting_ref(text: str) -> str:
    """A reference of a meeting, in any case: BED-M12."""
    try:
        return read_case_ref(text)
    except RuleBroken as problem:
        typed = harmless(clean_text(text, "meeting"))
        raise RuleBroken(
            f"meeting: {typed} is not the reference of a meeting. Example: meeting BED-M12",
            "meeting",
        ) from problem


def overlap(one: MeetingRow, other: MeetingRow) -> bool:
    """Whether two meetings are at one time, as far as their ends are known."""
    ends = [row.ends_at or row.starts_at + AT_LEAST for row in (one, other)]
    return one.starts_at < ends[1] and other.starts_at < ends[0]


def require_planned(meeting: MeetingRow, what: str) -> None:
    """What was held or called off stays as it is."""
    if meeting.status != "planned":
        was = "was held" if meeting.status == "held" else "is cancelled"
        raise RuleBroken(
            f"{meeting.ref} {was}, so {what}. Nothing was changed. "
            "Example: meeting plan level 2 on 7 July 2026 at 10:00",
            "meeting",
        )
