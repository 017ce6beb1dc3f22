"""The page of a meeting: when one's own case is heard, one's own answer, and what is over."""

from datetime import UTC, datetime

import pytest

from handlers.meetings.invitations import invite
from handlers.views.blocks import paragraphs
from mappa.cases import TeamMember
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.inviting import act, answers, plan
from tests.handlers.pressing import press

ENDS = datetime(2026, 7, 7, 12, tzinfo=UTC)
REFS = ("BED-1042", "BED-1043", "BED-1044")  # Priya's, nobody's, and Priya's again


@pytest.fixture
def panel(talk: Conversation) -> Conversation:
    """BED-M1 hears three cases from ten to one."""
    talk.open_case("BED-1043", crn=None, team=())
    talk.open_case("BED-1044", crn=None, team=(TeamMember("U0PRIYA", "owner"),))
    plan(talk, *REFS, ends_at=ENDS)
    return talk


@pytest.mark.parametrize("line", ["meeting BED-M1", "meeting BED-M1 agenda"])
def test_a_case_is_heard_at_the_same_time_whoever_looks(panel: Conversation, line: str) -> None:
    whole = panel.typed("U0CORA", line).text
    assert "1. 10:00 BED-1042" in whole and "3. 12:00 BED-1044" in whole
    theirs = panel.typed("U0PRIYA", line).text
    assert "1. 10:00 BED-1042" in theirs and "2. 12:00 BED-1044" in theirs
    assert "BED-1043" not in theirs


def test_who_is_invited_sees_on_the_page_what_they_answered_and_can_answer(
    panel: Conversation,
) -> None:
    assert "Your answer" not in panel.typed("U0PRIYA", "meeting BED-M1").text  # not told yet
    act(panel, invite)
    page = panel.typed("U0PRIYA", "meeting BED-M1")
    assert "You are invited and have not answered yet." in page.text
    (key,) = {
        button["value"].split()[0]
        for block in page.blocks
        for button in block.get("elements", [])
        if str(button.get("action_id", "")).startswith("answer_invitation.")
    }
    press(panel, "U0PRIYA", "answer_invitation.accepted", f"{key} accepted")
    assert answers(panel)["probation U0PRIYA"] == "accepted"
    page = panel.typed("U0PRIYA", "meeting BED-M1")
    assert "Your answer: I will come, 17 June 2026, 09:30" in page.text
    for user_id in ("U0CORA", "U0CHAS"):
        assert "answer_invitation" not in panel.typed(user_id, "meeting BED-M1").whole


def test_what_is_missing_is_told_once_the_meeting_has_begun(panel: Conversation) -> None:
    ahead = panel.typed("U0CORA", "meeting BED-M1")
    assert "Missing before" not in ahead.text and "invite_all" in ahead.whole
    panel.typed("U0CORA", "minute BED-M1 BED-1043 supervision weekly")
    assert "BED-1043: attendance of" in panel.typed("U0CORA", "meeting BED-M1").text
    panel.clock.at = datetime(2026, 7, 8, 9, tzinfo=UTC)
    over = panel.typed("U0CORA", "meeting BED-M1")
    assert "This meeting is over and its minutes are not closed yet." in over.text
    assert "BED-1042: nothing is minuted yet" in over.text
    assert "invite_all" not in over.whole and "cancel_meeting" in over.whole


def test_a_reminder_of_a_meeting_opens_it(panel: Conversation) -> None:
    act(panel, invite)
    panel.clock.at = datetime(2026, 6, 30, 9, 1, tzinfo=UTC)
    panel.send()
    (told,) = [m for m in panel.messages() if m["text"].startswith("Reminder. BED-M1: Meeting")][:1]
    buttons = [
        button
        for block in told["blocks"]
        for button in [*block.get("elements", []), block.get("accessory", {})]
        if button.get("action_id") == "open_meeting"
    ]
    assert [button["value"] for button in buttons] == ["BED-M1"]


def test_a_long_list_breaks_between_its_lines() -> None:
    lines = [f"• BED-{1000 + n}: Licence end on 1 July 2026, planned" for n in range(300)]
    made = [block["text"]["text"] for block in paragraphs("\n".join(lines))]
    assert len(made) > 3 and [line for text in made for line in text.splitlines()] == lines
