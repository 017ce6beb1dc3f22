"""The printable list: every case of a panel day, for those who may see it, in private only."""

from datetime import date

import pytest

from handlers.views.blocks import button
from handlers.views.meetings.meetings import SEND_LIST
from mappa.cases import TeamMember
from storage.cases import get_case
from storage.databases import Session
from storage.hearings import add_hearing, get_hearing, set_hearing
from storage.meetings import get_meeting
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.panels import paper, plan, waiting


@pytest.fixture
def day(talk: Conversation) -> Conversation:
    """Two panels on one day, of which the first is invited to; BED-1042 was heard before."""
    talk.open_case("BED-1043", crn=None, team=(TeamMember("U0PETE", "owner"),))
    plan(talk, "chair <@U0CHAS> cases BED-1042")
    talk.typed("U0CORA", "meeting plan level 3 on 7 July 2026 at 14:00 cases BED-1043")
    talk.typed("U0CORA", "meeting plan level 2 on 1 July 2026 at 10:00")

    def hear_before(session: Session) -> None:
        stored, case = get_meeting(session, "BED", "BED-M3"), get_case(session, "BED-1042")
        add_hearing(session, stored, case)
        hearing = get_hearing(session, stored, case)
        set_hearing(session, hearing, outcome_level=2, next_review_on=date(2026, 7, 8))

    talk.write(hear_before)
    talk.typed("U0CORA", "meeting BED-M1 invite")
    waiting(talk)
    return talk


def list_for(talk: Conversation, user_id: str, value: str) -> str:
    message = talk.plant(f"D0{user_id[2:]}", button("Printable list", SEND_LIST, value))
    talk.press(user_id, SEND_LIST, message)
    sent = [one for to, one in waiting(talk) if to == user_id]
    assert len(sent) == 1
    assert MARKER not in sent[0].text
    return paper(sent[0])


def test_a_co_ordinator_gets_every_case_with_names_and_answers(day: Conversation) -> None:
    words = list_for(day, "U0CORA", "2026-07-07")
    assert "OFFICIAL-SENSITIVE" in words
    assert "BED-M1: level 2" in words and "BED-M2: level 3" in words
    [row] = [line for line in words.splitlines() if line.startswith("10:00 | BED-1042")]
    assert row.split(" | ")[2:] == [
        MARKER, "2", "2", "Probation", "Priya Practice", "level 2, review 8 July 2026",
        "Probation: no answer", "",
    ]  # fmt: skip
    assert f"14:00 | BED-1043 | {MARKER}" in words
    assert "none yet" in words


def test_others_get_their_cases_without_names(day: Conversation) -> None:
    theirs = {"U0CHAS": {"BED-1042"}, "U0PRIYA": {"BED-1042"}, "U0PETE": {"BED-1043"}}
    for user_id, refs in theirs.items():
        words = list_for(day, user_id, "2026-07-07")
        assert {ref for ref in ("BED-1042", "BED-1043") if ref in words} == refs
        assert MARKER not in words
        assert "Name" not in words


def test_a_day_without_meetings_gives_no_file(day: Conversation) -> None:
    before = day.dump()
    for value in ("2026-07-08", "2026-13-45", "BED-M9", "", "x" * 200):
        message = day.plant("D0CORA", button("Printable list", SEND_LIST, value))
        day.press("U0CORA", SEND_LIST, message)
        day.settle()
        assert "on its way" not in str(day.form("U0CORA"))
    assert day.dump() == before


def test_a_panel_day_is_seen_with_its_button(day: Conversation) -> None:
    answer = day.typed("U0CORA", "meetings on 7 July 2026")
    assert answer.text.startswith("Tuesday 7 July 2026: 2 meetings")
    assert '"value": "2026-07-07"' in answer.whole.replace("'", '"')
    assert "0 meetings" in day.typed("U0SIMI", "meetings on 9 July 2026").text
