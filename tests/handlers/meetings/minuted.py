"""Meetings to be minuted: planned, begun, with somebody invited; and minutes that lack nothing."""

from datetime import datetime, timedelta
from typing import Any

from mappa.workbook.workbooks import MeetingRow
from storage.cases import get_case
from storage.databases import Session
from storage.hearings import Hearing, add_hearing, get_hearing
from storage.invitations import add_invitation, mark_invited
from storage.meetings import add_meeting, get_meeting
from tests.build import NOW
from tests.handlers.conversations import Conversation

REF, CASE = "BED-M1", "BED-1042"
M = f"minute {REF} {CASE}"
PLAN = (
    "supervision weekly at the office; monitoring electronic tag; interventions group work; "
    "victim-safety exclusion zone; contingency recall at once; licence-conditions none"
)
ATTENDED = "attended police (Pat Example, inspector), probation; report prison"
DISCLOSED = "disclosure no because nobody is at risk from not knowing"
DECIDED = "level 2 review 20 August 2026 because three agencies are needed"
EVERYTHING = f"{ATTENDED}; {PLAN}; {DISCLOSED}; {DECIDED}"


def sit(
    talk: Conversation,
    *refs: str,
    starts_at: datetime = NOW - timedelta(hours=1),
    invited: tuple[tuple[str, str], ...] = (
        ("police", "U0PETE"),
        ("probation", "U0PRIYA"),
        ("prison", ""),
    ),
    **given: Any,
) -> str:
    """A meeting that hears these cases; the reference of it. Chas chairs."""  # fmt: skip

    def plan(session: Session) -> str:
        facts = {"level": 2, "area": "BED", "chair": "U0CHAS", **given}
        meeting = add_meeting(session, MeetingRow("", starts_at=starts_at, **facts))
        for ref in refs or (CASE,):
            case = get_case(session, ref)
            add_hearing(session, meeting, case)
            for agency, user in invited:
                name = "" if user else "Toni Example"
                row = add_invitation(session, meeting.id, case.id, agency, user_id=user, name=name)
                mark_invited(session, [row], NOW)
        return meeting.facts.ref

    return talk.write(plan)


def lade_minutes(talk: Conversation) -> None:
    """BED-M2 can be closed, BED-M3 is closed and not issued."""
    assert (sit(talk), sit(talk, "BED-1045")) == ("BED-M2", "BED-M3")
    for refs, said in (
        (f"BED-M2 {CASE}", EVERYTHING),
        ("BED-M3 BED-1045", EVERYTHING),
        ("BED-M3 BED-1045", "close"),
    ):
        answer = talk.typed("U0CORA", f"minute {refs} {said}")
        done = [line for line in answer.text.split("\n") if line.startswith(("Saved", "Closed"))]
        assert done, answer.text


def hearing(talk: Conversation, ref: str = REF, case: str = CASE) -> Hearing:
    return talk.read(lambda s: get_hearing(s, get_meeting(s, "BED", ref), get_case(s, case)))


def minutes(talk: Conversation, ref: str = REF, case: str = CASE) -> dict[str, str]:
    def read(session: Session) -> dict[str, str]:
        stored = get_case(session, case)
        return get_hearing(session, get_meeting(session, "BED", ref), stored).minutes(stored.key)

    return talk.read(read)


def status(talk: Conversation, ref: str = REF) -> str:
    return talk.read(lambda session: get_meeting(session, "BED", ref).facts.status)
