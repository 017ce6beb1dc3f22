"""Who sees which meeting and what of it; what is put on an agenda and taken off it."""

import json
from datetime import date
from typing import Any

import pytest

from handlers.views.blocks import button
from handlers.views.meetings.meetings import (
    ADD_CASES,
    ADD_DUE_CASES,
    DUE_CASES,
    INVITE_ALL,
    OPEN_MEETING,
    SEND_AGENDA,
)
from mappa.cases import TeamMember
from storage.people import add_person
from storage.tables import records
from tests.build import MARKER, NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.panels import agenda, at_level, on_record, paper, plan, waiting

PETES = (TeamMember("U0PETE", "owner"),)


@pytest.fixture
def panel(talk: Conversation) -> Conversation:
    """BED-M1 hears Priya's BED-1042 and Pete's BED-1043; Chas chairs it."""
    talk.open_case("BED-1043", crn=None, team=PETES)
    plan(talk, "chair <@U0CHAS> cases BED-1042, BED-1043")
    return talk


def test_everybody_sees_of_the_agenda_what_is_theirs_and_it_is_on_the_record(
    panel: Conversation,
) -> None:
    both = {"BED-1042", "BED-1043"}
    theirs = {"U0CORA": both, "U0CHAS": both, "U0PRIYA": {"BED-1042"}, "U0PETE": {"BED-1043"}}
    for user_id, refs in theirs.items():
        for line in ("meeting bed-m1", "meetings", "BED-M1", "meetings on 7 July 2026",
                     "meeting BED-M1 agenda"):  # fmt: skip
            before = on_record(panel, "meetings seen")
            answer = panel.typed(user_id, line)
            assert {ref for ref in both if ref in answer.whole} == refs, (user_id, line)
            assert "Tuesday 7 July 2026, 10:00 to 13:00" in answer.text
            assert MARKER not in answer.whole
            panel.settle()
            files = line.endswith("agenda")
            assert on_record(panel, "meetings seen") == before + 1 + files


@pytest.mark.parametrize(
    ("user_id", "role", "area"),
    [
        ("U0SIMI", "", ""), ("U0ADA", "", ""), ("U0NOEL", "", ""), ("U0OLGA", "", ""),
        ("U0NOEL", "practitioner", "BED"), ("U0NOEL", "chair", "BED"),
        ("U0NOEL", "co-ordinator", "HER"),
    ],
)  # fmt: skip
def test_not_yours_reads_as_not_there(
    panel: Conversation, user_id: str, role: str, area: str
) -> None:
    if role:
        somebody = person(user_id, role, area=area)
        panel.write(lambda session: add_person(session, somebody, NOW))
    for words in ("", " agenda", " list"):
        whole = []
        for ref in ("BED-M1", "BED-M9"):
            answer = panel.typed(user_id, f"meeting {ref}{words}")
            whole.append(answer.whole.replace(ref, "REF"))
        assert whole[0] == whole[1]
        assert "Example House" not in whole[0]
    assert panel.count("records", action="meetings seen") == 0
    panel.settle()
    assert [to for to, one in waiting(panel) if one.file] == []


def test_who_is_invited_sees_the_meeting_once_they_are_told(panel: Conversation) -> None:
    panel.write(lambda s: add_person(s, person("U0NOEL", agency="housing"), NOW))
    panel.typed("U0CORA", "update BED-1042 contact housing <@U0NOEL>")
    panel.typed("U0CORA", "meeting BED-M1 remove BED-1042 because adjourned")
    panel.typed("U0CORA", "meeting BED-M1 add BED-1042")
    assert "No meeting BED-M1" in panel.typed("U0NOEL", "meeting BED-M1").text
    panel.typed("U0CORA", "meeting BED-M1 invite")
    told = panel.typed("U0NOEL", "meeting BED-M1").text
    assert "Example House" in told and "BED-104" not in told


def test_looking_names_every_case_that_was_shown(panel: Conversation) -> None:
    panel.typed("U0CHAS", "meeting BED-M1")

    def read(session: Any) -> Any:
        row = session.execute(records.select().where(records.c.action == "meetings seen")).one()
        return json.loads(session.house.open(row.after_sealed, f"records.after|BED|{row.number}"))

    assert panel.read(read) == {"meetings": ["BED-M1"], "cases": ["BED-1042", "BED-1043"]}


def test_cases_are_put_on_in_order_and_taken_off_with_a_reason(panel: Conversation) -> None:
    for number in (1044, 1045):
        panel.open_case(f"BED-{number}", crn=None)
    answer = panel.typed("U0CORA", "meeting BED-M1 add BED-1044, bed-1045")
    assert answer.text.startswith("Saved: on the agenda: BED-1044, BED-1045.")
    panel.typed("U0CORA", "meeting BED-M1 order BED-1045, BED-1042")
    assert agenda(panel) == ["BED-1045", "BED-1042", "BED-1043", "BED-1044"]
    assert "needs" not in panel.typed("U0CORA", "meeting BED-M1 remove BED-1044").text
    answer = panel.typed("U0CORA", "meeting BED-M1 remove BED-1044 because adjourned")
    assert "Saved: BED-1044 is off the agenda; no next review is recorded." in answer.text
    assert agenda(panel) == ["BED-1045", "BED-1042", "BED-1043"]
    again = panel.typed("U0CORA", "meeting BED-M1 add BED-1045")
    assert again.text.startswith("BED-1045 stood on the agenda already.")
    for line, words in (("order BED-1044", "order: BED-1044 is not on the agenda"),
                        ("remove BED-1044 because x", "remove: BED-1044 is not on the agenda"),
                        ("add BED-9", "No case BED-9 that you may see.")):  # fmt: skip
        assert panel.typed("U0CORA", f"meeting BED-M1 {line}").text.startswith(words)


def test_a_case_of_which_something_is_minuted_stays_on_the_agenda(panel: Conversation) -> None:
    panel.typed("U0CORA", "minute BED-M1 BED-1042 supervision weekly; information police seen")
    answer = panel.typed("U0CORA", "meeting BED-M1 remove BED-1042 because adjourned")
    assert "remove: BED-1042 is minuted at BED-M1 already" in answer.text
    assert len(agenda(panel)) == 2


def test_a_case_that_was_not_reached_comes_off_and_what_was_given_for_it_stays_with_it(
    panel: Conversation,
) -> None:
    panel.typed("U0PRIYA", "minute BED-M1 BED-1042 information seen weekly")
    panel.typed("U0CORA", "minute BED-M1 BED-1042 information police\nseen; at *his* flat")
    answer = panel.typed("U0CORA", "meeting BED-M1 remove BED-1042 because not reached")
    assert "kept as notes of the case: Police, Probation." in answer.text
    assert agenda(panel) == ["BED-1043"]
    notes = panel.typed("U0PRIYA", "case BED-1042 notes").text
    assert "Given for BED-M1, Probation: seen weekly" in notes
    assert "Given for BED-M1, Police: seen; at" in notes
    assert on_record(panel, "note added") == 2
    assert panel.typed("U0CORA", "meeting BED-M1 add BED-1042").text.startswith("Saved: ")
    assert panel.count("heard", minutes_sealed=None) == 2


def test_everybody_is_invited_once(panel: Conversation) -> None:
    first = panel.typed("U0CORA", "meeting BED-M1 invite")
    assert "Asked by direct message: " in first.text
    sent = len(waiting(panel))
    assert panel.count("invitations", invited_at=None) == 0
    assert "Everybody is invited already." in panel.typed("U0CORA", "meeting BED-M1 invite").text
    assert sent and waiting(panel) == []


def test_the_agenda_as_a_file_names_who_is_entitled_and_is_marked(panel: Conversation) -> None:
    waiting(panel)
    message = panel.plant("D0PRIYA", button("Agenda", SEND_AGENDA, "BED-M1"))
    panel.press("U0PRIYA", SEND_AGENDA, message)
    [(to, one)] = waiting(panel)
    words = paper(one)
    assert to == "U0PRIYA"
    assert f"1. 10:00 BED-1042: {MARKER}" in words
    assert "BED-1043" not in words
    for needed in ("OFFICIAL-SENSITIVE", "sections 30(1)(b), 38, 40 and 41", "1. Introductions",
                   "10. Disclosure decision", "14. Next review date"):  # fmt: skip
        assert needed in words
    file = one.file
    assert file
    assert (file.needs, file.refs) == ("see case", ("BED-1042",))
    assert MARKER not in f"{one.text} {file.name} {file.title}"


def test_nobody_who_is_due_is_forgotten(panel: Conversation) -> None:
    panel.open_case("BED-1050", crn=None, dates={"review": date(2026, 7, 14)})
    panel.open_case("BED-1051", crn=None, dates={"review": date(2026, 7, 15)})
    panel.open_case("BED-1052", crn=None, spells=at_level(3), dates={"review": date(2026, 7, 1)})
    panel.open_case("BED-1053", crn=None)
    panel.open_case("BED-1054", crn=None, limited_access=True)
    message = panel.plant("D0CORA", button("Due", DUE_CASES, "BED-M1"))
    panel.press("U0CORA", DUE_CASES, message)
    panel.settle()
    window = str(panel.form("U0CORA"))
    assert "BED-1050: next review 14 July 2026" in window
    assert "BED-1053: no next review is recorded" in window
    assert not [one for one in ("BED-1051", "BED-1052", "BED-1054", "BED-1042:") if one in window]
    message = panel.plant("D0CORA", button("Put on", ADD_DUE_CASES, "BED-M1"))
    panel.press("U0CORA", ADD_DUE_CASES, message)
    assert agenda(panel) == ["BED-1042", "BED-1043", "BED-1050", "BED-1053"]
    answer = panel.typed("U0CORA", "meeting BED-M1 due")
    assert "To be heard at level 2, on no agenda: 0" in answer.text


def test_buttons_open_add_and_invite(panel: Conversation) -> None:
    panel.open_case("BED-1044", crn=None)
    for action_id in (OPEN_MEETING, INVITE_ALL, ADD_CASES):
        panel.press("U0CORA", action_id, panel.plant("D0CORA", button("x", action_id, "BED-M1")))
        panel.settle()
    answer = panel.submit("U0CORA", add="BED-9044")
    assert "No case BED-9044" in str(answer.errors)
    answer = panel.submit("U0CORA", add="BED-1044")
    assert answer.body["response_action"] == "update", answer.whole
    assert agenda(panel)[-1] == "BED-1044"
    assert panel.count("invitations", invited_at=None) < panel.count("invitations")


def test_a_long_list_of_meetings_is_paged_and_loses_none(talk: Conversation) -> None:
    talk.typed("U0CORA", "meeting plan level 2 on 7 July 2026 at 10:00 every week times 26")
    seen, page = "", 1
    while True:
        answer = talk.typed("U0CORA", f"meetings page {page}")
        seen += answer.text
        if "Next: /mappa meetings coming page" not in answer.text:
            break
        page += 1
    assert page == 2
    assert all(f"BED-M{number}:" in seen for number in range(1, 27))
    assert "Meetings of 2026/27: 26" in talk.typed("U0CORA", "meetings 2026/27").text
    assert "Meetings that are over: 0" in talk.typed("U0CORA", "meetings past").text
    assert "Read as: " in talk.typed("U0CORA", "meetings last month by level").text


def test_what_was_done_can_be_read_in_the_history_of_the_case(panel: Conversation) -> None:
    panel.typed("U0CORA", "meeting BED-M1 remove BED-1042 because adjourned")
    text = panel.typed("U0CORA", "history BED-1042").text
    assert "put on agenda" in text and "taken off agenda" in text and "adjourned" in text
