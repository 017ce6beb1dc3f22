"""The sheets for meetings and what comes of them: hearings, minutes, attendance, actions."""

from dataclasses import replace
from datetime import date

from mappa.choices import harmless
from mappa.errors import RuleBroken
from mappa.meetings.minutes import find_part
from mappa.workbook.cells import (
    DATE,
    INSTANT,
    REF,
    SLACK_ID,
    TEXT,
    YES,
    YES_NO,
    Kind,
    choice,
    number,
    read_text,
)
from mappa.workbook.plans import (
    AGENCY,
    AREA,
    CASE,
    COLUMN,
    LEVEL,
    LEVEL_2_OR_3,
    MOST,
    OF_AREA,
    VALUE,
    Column,
    Plan,
    one_of,
    or_nothing,
)
from mappa.workbook.workbooks import (
    ActionRow,
    AttendanceRow,
    HeardRow,
    InvitationRow,
    MeetingRow,
    MinutesRow,
    StandingMemberRow,
)


def _read_part(text: str, _: date) -> str:
    name = text.casefold()
    if find_part(name) is None:
        raise RuleBroken(f"{harmless(text)} is no part of the minutes. Example: supervision")
    return name


def _label(what: str, longest: int, example: str) -> Kind:
    """A short text."""

    def read(text: str, today: date) -> str:
        if len(text) > longest:
            raise RuleBroken(f"{harmless(text)} is too long. Example: {example}", what)
        return read_text(text, today)

    return Kind(f"text of at most {longest} characters", example, read)


HOW = {
    "attended": "attended",
    "report": "sent a report",
    "apologies": "apologies without report",
    "none": "no response",
}
VERSION = replace(number("version", 0, MOST), empty=0, write=lambda value: value or "")
PART = Kind(
    "a part of the minutes; what an agency told: `information.` with its code",
    "supervision",
    _read_part,
)
MEETINGS = Plan(
    "meetings",
    "Level 2 and 3 meetings",
    (
        Column("meeting_ref", REF, VALUE),
        Column("level", LEVEL_2_OR_3, VALUE),
        Column("starts_at", INSTANT, VALUE),
        Column("place", TEXT),
        Column("status", one_of("status", "planned", "held", "cancelled"), VALUE),
        OF_AREA,
        Column("ends_at", INSTANT, spare=True),
        Column("chair", SLACK_ID, spare=True),
        Column("urgent", YES, spare=True),
        Column("version", VERSION, spare=True),
    ),
    MeetingRow,
    "meetings",
)
HEARD = Plan(
    "heard",
    "one case at one meeting",
    (
        Column("meeting_ref", REF, VALUE),
        CASE,
        Column("outcome_level", LEVEL),
        Column("next_review_on", DATE),
        Column("disclosure", YES_NO),
        Column("rationale", TEXT),
        Column("position", number("position", 1, MOST), spare=True),
        Column("leaves", YES, spare=True),
        Column("closed_on", DATE, spare=True),
        Column("closed_by", SLACK_ID, spare=True),
        Column("form", _label("form", 10, "MAPPA C"), spare=True),
        Column("edition", _label("edition", 20, "May 2022"), spare=True),
        Column("issued_on", DATE, spare=True),
    ),
    HeardRow,
    "heard",
)
ATTENDANCE = Plan(
    "attendance",
    "how each invited agency answered for a case at a meeting",
    (
        Column("meeting_ref", REF, VALUE),
        CASE,
        Column("agency", AGENCY, VALUE),
        Column("how", choice("how", HOW), VALUE),
        Column("who", TEXT),
    ),
    AttendanceRow,
    "attendance",
)
ACTIONS = Plan(
    "actions",
    "who has to do what by when",
    (
        Column("action_ref", REF, VALUE),
        CASE,
        Column("agency", AGENCY),
        Column("owner", TEXT),
        Column("what", TEXT),
        Column("due_on", DATE, COLUMN),
        Column("done_on", DATE, COLUMN),
        Column("raised_on", DATE),
        OF_AREA,
        Column("slack_id", SLACK_ID, spare=True),
        Column("why", TEXT, spare=True),
        Column("meeting_ref", or_nothing(REF), spare=True),
        Column("cannot_on", DATE, spare=True),
        Column("note", TEXT, spare=True),
    ),
    ActionRow,
    "actions",
)
MINUTES = Plan(
    "minutes",
    "what is minuted of a case at a meeting, a row for each part",
    (
        Column("meeting_ref", REF, VALUE),
        CASE,
        Column("part", PART, VALUE),
        Column("text", TEXT, VALUE),
    ),
    MinutesRow,
    "minutes",
    own=True,
)
INVITATIONS = Plan(
    "invitations",
    "who is invited to a meeting, for one case or, without one, for all that it hears",
    (
        Column("meeting_ref", REF, VALUE),
        Column("case_ref", or_nothing(REF)),
        Column("agency", AGENCY, VALUE),
        Column("slack_id", SLACK_ID),
        Column("name", TEXT),
        Column("address", TEXT),
        Column("answer", or_nothing(one_of("answer", "accepted", "report", "apologies"))),
        Column("answered_at", INSTANT),
        Column("invited_at", INSTANT),
        Column("withdrawn_at", INSTANT),
    ),
    InvitationRow,
    "invitations",
    own=True,
)
STANDING_MEMBERS = Plan(
    "standing_members",
    "who is invited to every panel of an area, of one level or, without one, of both",
    (
        Column("area", AREA, VALUE),
        Column("agency", AGENCY, VALUE),
        Column("level", LEVEL_2_OR_3),
        Column("slack_id", SLACK_ID),
        Column("name", TEXT),
        Column("address", TEXT),
    ),
    StandingMemberRow,
    "standing_members",
    own=True,
)
