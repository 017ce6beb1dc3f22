"""A meeting is moved or called off: everybody is told once, and every reminder follows."""

from datetime import date
from typing import Any

import pytest

from handlers.views.blocks import button
from handlers.views.meetings.meetings import CANCEL_MEETING, MOVE_MEETING
from mappa.case_facts import Contact
from storage.meeting_reminders import derive_meeting_reminders
from storage.tables import heard, meetings, reminders
from tests.build import MARKER, NOW, POLICY
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.panels import agenda, meeting, on_record, plan, texts_to, waiting
from tests.handlers.referring import give, outbox, register

WHY = "because the room is taken"


@pytest.fixture
def invited(talk: Conversation) -> Conversation:
    """Chas chairs BED-M1, and everybody is invited; nothing is left in the outbox."""
    plan(talk, "chair <@U0CHAS> cases BED-1042")
    talk.typed("U0CORA", "meeting BED-M1 invite")
    waiting(talk)
    return talk


def planned_days(talk: Conversation) -> set[date]:
    """What the reminders to come of the meeting itself are about."""

    def read(session: Any) -> set[date]:
        rows = session.execute(reminders.select().where(reminders.c.kind == "meeting"))
        return {row.about_on for row in rows if row.state in ("planned", "due")}

    return talk.read(read)


def test_a_move_tells_everybody_moves_every_reminder_and_is_on_the_record(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    plan(talk, "chair <@U0CHAS> cases BED-1042")
    talk.typed("U0CORA", "meeting BED-M1 invite")
    waiting(talk)
    assert planned_days(talk) == {date(2026, 7, 7)}
    payload = talk.command_payload("U0CORA", f"meeting BED-M1 move to 14 July 2026 at 2pm {WHY}")
    for retry in range(3):
        talk.deliver(payload, retry)
    row = meeting(talk)
    assert row.starts_at.isoformat() == "2026-07-14T13:00:00+00:00"
    assert row.version == 1
    assert planned_days(talk) == {date(2026, 7, 14)}
    sent = waiting(talk)
    moved = [to for to, one in sent if "moved" in str(one.blocks)]
    assert sorted(moved) == ["U0CHAS", "U0PRIYA"]
    assert "room is taken" not in str(sent)
    assert MARKER not in str([one.text for _, one in sent])
    assert on_record(talk, "meeting moved") == 2  # of the area, and of the case
    history = talk.typed("U0CORA", "history BED-1042").text
    assert "from Tuesday 7 July 2026, 10:00 to 13:00 to Tuesday 14 July 2026, 14:00" in history
    assert "room is taken" in history


def test_only_another_time_keeps_the_day(invited: Conversation) -> None:
    invited.typed("U0CORA", f"meeting BED-M1 move to 11:00 {WHY}")
    row = meeting(invited)
    assert row.starts_at.isoformat() == "2026-07-07T10:00:00+00:00"
    assert row.ends_at and row.ends_at.isoformat() == "2026-07-07T13:00:00+00:00"


def test_a_refused_change_changes_nothing(invited: Conversation) -> None:
    invited.typed(
        "U0CORA", "meeting plan level 2 on 8 July 2026 at 9:00 until 17:00 cases BED-1042"
    )
    before = invited.dump()
    for line, words in {
        "move to 14 July 2026 at 10:00": "because: say why",
        f"move to 11 July 2026 {WHY}": "move: Saturday 11 July 2026 is not a working day",
        f"move to 7 July 2026 at 10:00 {WHY}": "move: BED-M1 is at that time already",
        f"move to 16 June 2026 {WHY}": "move: Tuesday 16 June 2026 is past",
        f"move to 8 July 2026 {WHY}": "move: BED-1042 is on the agenda of BED-M2",
        "cancel": "because: say why",
    }.items():
        answer = invited.typed("U0CORA", f"meeting BED-M1 {line}")
        assert answer.text.startswith(words), answer.text
    assert invited.dump() == before


def test_calling_off_frees_the_cases_and_names_them(invited: Conversation) -> None:
    invited.typed("U0CORA", "update BED-1042 review 20 July 2026")
    answer = invited.typed("U0CORA", "meeting BED-M1 cancel because nobody can come")
    assert "Saved: BED-M1 is called off." in answer.text
    assert "BED-1042 is on no agenda by this: next review 20 July 2026." in answer.text
    assert (meeting(invited).status, meeting(invited).version) == ("cancelled", 1)
    assert agenda(invited) == ["BED-1042"]  # what was planned stays on record
    assert planned_days(invited) == set()
    told = [to for to, one in waiting(invited) if "BED-M1" in one.text]
    assert set(told) >= {"U0PRIYA", "U0CHAS"}
    assert "No case BED-1042" in invited.typed("U0CHAS", "case BED-1042").text
    for line in ("cancel because x", f"move to 14 July 2026 {WHY}", "place Elsewhere",
                 "add BED-1042", "invite", "order BED-1042", "due",
                 "remove BED-1042 because x"):  # fmt: skip
        assert "BED-M1 is cancelled, so " in invited.typed("U0CORA", f"meeting BED-M1 {line}").text
    due = "meeting plan level 2 on 21 July 2026 at 10:00"
    invited.typed("U0CORA", due)
    assert (
        "BED-1042: next review 20 July 2026" in invited.typed("U0CORA", "meeting BED-M2 due").text
    )


def test_what_was_held_is_neither_moved_nor_called_off(invited: Conversation) -> None:
    invited.write(lambda s: s.execute(heard.update().values(closed_on=date(2026, 6, 16))))
    for line in (f"move to 14 July 2026 {WHY}", "cancel because x"):
        answer = invited.typed("U0CORA", f"meeting BED-M1 {line}")
        assert "BED-M1 was held: the minutes of 1 of its cases are closed" in answer.text
    invited.write(lambda s: s.execute(meetings.update().values(status="held")))
    answer = invited.typed("U0CORA", f"meeting BED-M1 move to 14 July 2026 {WHY}")
    assert "BED-M1 was held" in answer.text
    assert waiting(invited) == []


def test_place_and_chair_are_set_and_those_concerned_are_told(invited: Conversation) -> None:
    invited.typed("U0CORA", "meeting BED-M1 place Other House")
    assert meeting(invited).place == "Other House"
    sent = waiting(invited)
    assert {to for to, one in sent if "Other House" in str(one.blocks)} == {
        "U0PRIYA", "U0CHAS",
    }  # fmt: skip
    invited.typed("U0CORA", "meeting BED-M1 chair <@U0CORA> link https://meet.example.org/x")
    assert meeting(invited).chair == "U0CORA"
    assert meeting(invited).place == "Other House, https://meet.example.org/x"
    assert any("You no longer chair BED-M1" in text for text in texts_to(invited, "U0CHAS"))
    assert "No meeting BED-M1" in invited.typed("U0CHAS", "meeting BED-M1").text
    again = invited.typed("U0CORA", "meeting BED-M1 chair <@U0CORA>")
    assert again.text.startswith("All of that stood here already.")


def test_forms_move_and_call_off(invited: Conversation) -> None:
    for action_id, given in ((MOVE_MEETING, {"on": "2026-07-15", "at": "9:30"}),
                             (CANCEL_MEETING, {})):  # fmt: skip
        message = invited.plant("D0CORA", button("x", action_id, "bed-m1"))
        invited.press("U0CORA", action_id, message)
        invited.settle()
        answer = invited.submit("U0CORA", because="the room is taken", **given)
        assert answer.body["response_action"] == "update", answer.whole
    row = meeting(invited)
    assert (row.status, row.version) == ("cancelled", 2)
    assert row.starts_at.isoformat() == "2026-07-15T08:30:00+00:00"


def test_who_may_not_see_a_case_leaves_it_to_those_who_may(talk: Conversation) -> None:
    give(talk, "U0CORA", "limited")
    talk.open_case("BED-1050", crn=None, limited_access=True, team=())
    register(talk, "U0ADA", "co-ordinator")
    plan(talk, "cases BED-1050, BED-1042")
    waiting(talk)
    answer = talk.typed("U0ADA", "meeting BED-M1 cancel because nobody can come")
    assert "BED-1050" not in answer.whole
    assert "BED-1042 is on no agenda by this" in answer.text
    told = texts_to(talk, "U0CORA")
    assert any("BED-M1 is called off, which was to hear BED-1050" in text for text in told)


def test_reminders_are_what_they_would_be_if_made_anew(invited: Conversation) -> None:
    lines = ("move to 14 July 2026 at 10:00 because x", "add BED-1042", "chair none",
             "move to 9 July 2026 because x")  # fmt: skip
    for line in lines:
        invited.typed("U0CORA", f"meeting BED-M1 {line}")
        before = invited.dump()["reminders"]
        invited.write(lambda session: derive_meeting_reminders(session, 1, POLICY, NOW))
        assert invited.dump()["reminders"] == before, line


def test_who_comes_for_a_case_that_is_not_hers_alone_is_not_named_to_a_co_ordinator(
    invited: Conversation,
) -> None:
    """Nor does she get the text for them: who may see the case does."""
    give(invited, "U0CORA", "limited")
    register(invited, "U0NOEL", "co-ordinator", "limited")
    hidden = {"limited_access": True, "contacts": (Contact("housing", "Jo Hidden"),)}
    invited.open_case("BED-1060", crn=None, **hidden)
    invited.typed("U0CORA", "meeting BED-M1 add BED-1060")
    invited.typed("U0CORA", "meeting BED-M1 invite")
    waiting(invited)
    give(invited, "U0CORA")
    answer = invited.typed("U0CORA", f"meeting BED-M1 move to 14 July 2026 {WHY}")
    assert "Priya Practice" in answer.text
    assert "Jo Hidden" not in answer.text
    assert "Jo Hidden" not in str(outbox(invited, "U0CORA"))
    [text] = [one["text"] for one in outbox(invited, "U0NOEL") if "Jo Hidden" in one["text"]]
    assert "About BED-1060" in text
