"""Cases are shared by reference, where everybody may see every one of them, or not there."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from handlers.calling import Line
from handlers.channels import INSTEAD, NOT_ALL, NOT_PRIVATE, OUTSIDE, Room, look_at, why_not
from handlers.views.questions import MOST_SHARED, SHARE_ANSWER
from mappa.cases import TeamMember
from storage.people import add_person, remove_person
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json

ASKED = "who is at level 2"
EVERYBODY = tuple(TeamMember(who, "member") for who in ("U0PRIYA", "U0PETE", "U0CHAS"))
REFS = ("BED-2000", "BED-2001")


@pytest.fixture
def panel(talk: Conversation) -> Conversation:
    """Two cases whose team is the whole channel; Chas works with cases there."""
    chas = replace(talk.people["U0CHAS"], role="practitioner")
    talk.write(lambda session: add_person(session, chas, NOW))
    with talk.db.engine.begin() as connection:  # of the case that is there already
        connection.exec_driver_sql("DELETE FROM reminders")
        connection.exec_driver_sql("DELETE FROM spells")
    for ref in REFS:
        talk.open_case(ref, team=EVERYBODY)
    return talk


def share(talk: Conversation, channel: str = "C0PANEL", who: str = "U0CORA") -> Json:
    """The private answer after its button was pressed."""
    talk.command(who, ASKED, channel)
    talk.settle()
    answer = talk.last_message()
    talk.press(who, SHARE_ANSWER, answer)
    talk.settle()
    return next(m for m in talk.messages() if m["ts"] == answer["ts"])


def read_in(talk: Conversation, channel: str) -> list[Json]:
    found = [m for m in talk.messages() if m["channel"] == channel and m.get("bot_id")]
    return [m for m in found if "ephemeral_to" not in m and "BED-200" in str(m)]


def test_where_all_may_see_all_the_references_are_posted_and_no_name(panel: Conversation) -> None:
    answer = share(panel)
    assert "Shared in this channel by you" in answer["text"]
    panel.send()
    (shared,) = read_in(panel, "C0PANEL")
    assert "2 cases: BED-2000, BED-2001" in shared["text"]
    assert "Shared by <@U0CORA>, 17 June 2026" in shared["text"]
    assert all(ref in str(shared["blocks"]) for ref in REFS)
    assert MARKER not in str(shared) and "Practice" not in str(shared)
    assert read_in(panel, "D0PETE") == []
    assert panel.newly_broken() == []


def leave_the_team(talk: Conversation) -> None:
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM team WHERE user_id = 'U0PETE' AND case_id = "
            "(SELECT id FROM cases WHERE ref = 'BED-2001')"
        )


def leave_the_bot(talk: Conversation) -> None:
    talk.write(lambda session: remove_person(session, TEAM, "U0PETE", NOW))


def move_away(talk: Conversation) -> None:
    pete = replace(talk.people["U0PETE"], area="HER")
    talk.write(lambda session: add_person(session, pete, NOW))


def become_limited(talk: Conversation) -> None:
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET limited_access = 1 WHERE ref = 'BED-2001'")
    for who in ("U0CORA", "U0PRIYA", "U0CHAS"):
        role = "practitioner" if who != "U0CORA" else "co-ordinator"
        given = replace(talk.people[who], role=role, grants=frozenset({"limited"}))
        talk.write(partial(add_person, person=given, now=NOW))


CHANGES = (leave_the_team, leave_the_bot, move_away, become_limited)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_where_one_may_not_the_others_get_it_directly(
    panel: Conversation, change: Callable[[Conversation], None]
) -> None:
    change(panel)
    answer = share(panel)
    assert f"{NOT_ALL} {INSTEAD}" in answer["text"]
    panel.send()
    assert read_in(panel, "C0PANEL") == []
    got = {who for who in ("PRIYA", "PETE", "CHAS") if read_in(panel, f"D0{who}")}
    assert got == {"PRIYA", "CHAS"}


@pytest.mark.parametrize("change", CHANGES[:2], ids=lambda change: change.__name__)
def test_who_is_in_the_channel_is_asked_again_when_it_is_posted(
    panel: Conversation, change: Callable[[Conversation], None]
) -> None:
    share(panel)
    change(panel)
    panel.send()
    assert read_in(panel, "C0PANEL") == []
    assert {who for who in ("PRIYA", "PETE", "CHAS") if read_in(panel, f"D0{who}")} == {
        "PRIYA",
        "CHAS",
    }
    said = [m["text"] for m in panel.messages() if m["channel"] == "D0CORA"]
    assert [NOT_ALL in text for text in said] == [True]
    assert "C0PANEL" in said[0] and "BED-" not in said[0]


@pytest.mark.parametrize(
    ("channel", "why", "got"),
    [("C0GENERAL", NOT_PRIVATE, {"PRIYA", "PETE", "CHAS"}), ("C0SHARED", OUTSIDE, {"PRIYA"})],
)
def test_no_case_is_named_where_the_channel_is_not_private_and_ours(
    panel: Conversation, channel: str, why: str, got: set[str]
) -> None:
    assert why in share(panel, channel)["text"]
    panel.send()
    assert read_in(panel, channel) == []
    assert {who for who in ("PRIYA", "PETE", "CHAS") if read_in(panel, f"D0{who}")} == got


@pytest.mark.parametrize(
    ("method", "fault"),
    [("conversations.info", "429"), ("conversations.members", "500"), ("auth.test", "hang")],
)
def test_while_slack_has_no_time_to_be_asked_it_waits(
    panel: Conversation, method: str, fault: str
) -> None:
    share(panel)
    panel.slack.fault(fault, method, seconds=0.2)
    panel.sender.send_due()
    assert read_in(panel, "C0PANEL") == []
    panel.slack.act("recover")
    panel.clock.pass_(seconds=61)
    panel.send()
    assert len(read_in(panel, "C0PANEL")) == 1


@pytest.mark.parametrize(
    ("method", "fault"),
    [("conversations.info", "channel_not_found"), ("conversations.members", "missing_scope")],
)
def test_where_slack_says_no_to_the_question_nothing_is_posted(
    panel: Conversation, method: str, fault: str
) -> None:
    share(panel)
    panel.slack.fault(fault, method)
    panel.send()
    assert read_in(panel, "C0PANEL") == []
    assert "was not posted" in panel.messages()[-1]["text"]


def test_who_shares_and_may_not_see_them_any_more_posts_nothing(panel: Conversation) -> None:
    share(panel, who="U0PRIYA")
    smb = replace(panel.people["U0PRIYA"], role="smb")
    panel.write(lambda session: add_person(session, smb, NOW))
    panel.send()
    assert read_in(panel, "C0PANEL") == []


def test_figures_are_not_posted_where_the_bot_was_taken_out_since(panel: Conversation) -> None:
    panel.command("U0CORA", "how many cases", "C0PANEL")
    panel.settle()
    panel.press("U0CORA", SHARE_ANSWER, panel.last_message())
    panel.settle()
    panel.slack.act("membership", channel="C0PANEL", inside=False)
    try:
        panel.send()
    finally:
        panel.slack.act("membership", channel="C0PANEL", inside=True)
    (note,) = [m for m in panel.messages() if m["channel"] == "D0CORA"]
    assert "was not posted" in note["text"]


def test_every_page_of_the_members_is_read(panel: Conversation) -> None:
    line = Line(panel.slack.client, panel.clock)
    room = look_at(line, "C0PANEL", with_members=True, page=1)
    assert room == Room("C0PANEL", "", True, frozenset({"U0CORA", "U0PRIYA", "U0PETE", "U0CHAS"}))
    far_too_many = replace(room, members=frozenset())
    for found, why in ((room, ""), (far_too_many, NOT_ALL)):
        asked = partial(why_not, area="BED", room=found, refs=REFS, now=NOW)
        assert panel.read(asked) == why


def test_sharing_a_list_is_on_the_record_once(panel: Conversation) -> None:
    before = panel.count("records", action="cases shared")
    share(panel)
    panel.send()
    assert panel.count("records", action="cases shared") == before + 1


def test_a_long_list_and_one_in_direct_messages_have_no_share_button(panel: Conversation) -> None:
    panel.say("U0CORA", ASKED)
    panel.say("U0CORA", f"@MAPPA {ASKED}", "C0PANEL")
    panel.send()
    assert SHARE_ANSWER not in str(panel.messages())
    assert MOST_SHARED == 100
