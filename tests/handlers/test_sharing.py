"""Sharing an answer: figures only, once, as anybody may read them, and only where it is safe."""

import pytest

from handlers.channels import NOT_HERE, NOT_INSIDE, OUTSIDE, why_unsafe
from handlers.sharing import CHANGED
from handlers.views.questions import SHARE_ANSWER
from mappa.cases import Spell
from storage.people import remove_person
from tests.build import MARKER, NOW, TEAM, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json


@pytest.fixture
def counted(talk: Conversation) -> Conversation:
    """Six at level 1, seven at level 2, two at level 3, one of these in Category 4."""
    for number in range(6):
        talk.open_case(f"BED-{1500 + number}", spells=(Spell(2, 1, TODAY),))
        talk.open_case(f"BED-{2000 + number}")
    talk.open_case("BED-3001", spells=(Spell(2, 3, TODAY),))
    talk.open_case("BED-3002", spells=(Spell(4, 3, TODAY),))
    return talk


def asked(talk: Conversation, words: str, channel: str = "C0PANEL", who: str = "U0CORA") -> Json:
    """The private answer, as it stands in the channel."""
    talk.command(who, words, channel)
    talk.settle()
    return talk.last_message()


def posted(talk: Conversation) -> list[Json]:
    talk.send()
    return [m for m in talk.messages() if m.get("bot_id") and "ephemeral_to" not in m]


def test_figures_are_posted_once_and_the_private_answer_says_so(counted: Conversation) -> None:
    answer = asked(counted, "how many level 2 cases by category")
    counted.press("U0CORA", SHARE_ANSWER, answer)
    (shared,) = posted(counted)
    assert shared["channel"] == "C0PANEL"
    assert shared["text"].startswith("7 people at level 2, in the community, on 17 June 2026")
    for part in ("Category 2: 7", "Read as: People at level 2", "Shared by <@U0CORA>, 17 June"):
        assert part in shared["text"] and part.split(": ")[-1] in str(shared["blocks"])
    own = next(m for m in counted.messages() if m["ts"] == answer["ts"])
    assert "Shared in this channel by you, 17 June 2026" in own["text"]
    assert SHARE_ANSWER not in str(own["blocks"])
    assert counted.newly_broken() == []


def test_the_same_answer_is_not_shared_twice(counted: Conversation) -> None:
    answer = asked(counted, "how many level 2 cases")
    with counted.holding_back() as held:
        counted.press("U0CORA", SHARE_ANSWER, answer)
    for at in range(2):  # two clicks before the message has changed
        action = {**held[0]["actions"][0], "action_ts": f"17.{at}"}
        counted.deliver({**held[0], "actions": [action]})
        counted.settle()
    assert len(posted(counted)) == 1
    assert "shared already" in counted.messages()[-1]["text"] + counted.messages()[-2]["text"]


def test_small_figures_and_category_4_stay_out_whoever_shares(counted: Conversation) -> None:
    answer = asked(counted, "how many level 3 cases")
    assert answer["text"].startswith("1 person at level 3")
    counted.press("U0CORA", SHARE_ANSWER, answer)
    (shared,) = posted(counted)
    assert shared["text"].startswith("Fewer than 5 people at level 3")
    assert "Category 4 not shown" in shared["text"]
    assert MARKER not in str(shared) and "BED-" not in str(shared)


def test_what_has_changed_since_is_not_shared(counted: Conversation) -> None:
    answer = asked(counted, "how many level 2 cases")
    counted.open_case("BED-2100")
    counted.press("U0CORA", SHARE_ANSWER, answer)
    assert posted(counted) == []
    assert counted.last_message()["text"].startswith(CHANGED)
    assert counted.last_message()["ephemeral_to"] == "U0CORA"


def test_a_channel_with_outsiders_gets_nothing(counted: Conversation) -> None:
    answer = asked(counted, "how many level 2 cases", "C0SHARED")
    counted.press("U0CORA", SHARE_ANSWER, answer)
    assert posted(counted) == []
    assert counted.last_message()["text"].startswith(OUTSIDE)
    assert counted.last_message()["ephemeral_to"] == "U0CORA"


@pytest.mark.parametrize("fault", ["429", "500", "refuse token", "hang"])
def test_a_channel_that_cannot_be_looked_up_is_unsafe(counted: Conversation, fault: str) -> None:
    answer = asked(counted, "how many level 2 cases")
    counted.slack.fault(fault, "conversations.info", times=1, seconds=0.1)
    counted.press("U0CORA", SHARE_ANSWER, answer)
    assert posted(counted) == []
    assert counted.last_message()["text"].startswith(OUTSIDE)
    counted.press("U0CORA", SHARE_ANSWER, answer)  # it is well again
    assert len(posted(counted)) == 1


SAFE = {"id": "C0PANEL", "is_channel": True, "is_member": True, "is_ext_shared": False}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, ""),
        ({"is_private": True}, ""),
        ({"is_member": False}, NOT_INSIDE),
        ({"is_member": None}, NOT_INSIDE),
        ({"is_ext_shared": True}, OUTSIDE),
        ({"is_ext_shared": None}, OUTSIDE),
        ({"is_pending_ext_shared": True}, OUTSIDE),
        ({"is_org_shared": True}, OUTSIDE),
        ({"is_im": True}, NOT_HERE),
        ({"is_mpim": True}, NOT_HERE),
    ],
    ids=str,
)
def test_no_place_is_taken_for_a_safe_one(change: Json, problem: str) -> None:
    assert why_unsafe(SAFE | change) == problem


def test_whoever_lost_access_shares_nothing(counted: Conversation) -> None:
    answer = asked(counted, "how many level 2 cases", who="U0PRIYA")
    counted.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    counted.press("U0PRIYA", SHARE_ANSWER, answer)
    assert posted(counted) == []


def test_narrow_questions_and_direct_messages_have_no_share_button(counted: Conversation) -> None:
    narrow = asked(counted, "how many cases in custody by lead agency")
    assert SHARE_ANSWER not in str(narrow["blocks"])
    assert SHARE_ANSWER not in str(asked(counted, "how many cases", "D0CORA")["blocks"])
    assert SHARE_ANSWER in str(asked(counted, "how many cases")["blocks"])


def test_the_button_opens_for_nobody_else(counted: Conversation) -> None:
    button = next(
        element
        for block in asked(counted, "how many level 2 cases")["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == SHARE_ANSWER
    )
    assert "level" not in str(button["value"])
    planted = counted.plant("C0PANEL", {k: v for k, v in button.items() if k != "block_id"})
    counted.press("U0PETE", SHARE_ANSWER, planted)
    counted.settle()
    form = counted.form("U0PETE")
    assert form is not None and "no longer there" in str(form["blocks"])
    assert [m["text"] for m in posted(counted)] == ["Planted."]
