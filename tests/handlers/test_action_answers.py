"""Done, can't and reassign, by button, form and line: who may, who is told, what the message says
afterwards."""

from datetime import date
from typing import Any

import pytest

from handlers.views.blocks import button
from storage.tables import actions, people, team
from tests.build import MARKER, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.test_actions import NEW, plan_meeting, register, stored
from tests.handlers.windows import open_window, shown
from tests.handlers.workspaces import Answer, Json

WHAT = "flat"


@pytest.fixture
def raised(talk: Conversation) -> Conversation:
    """BED-AC1 is Priya's, agreed at a meeting that Chas chairs; she has been told of it."""
    ref = plan_meeting(talk)
    assert "Saved" in talk.typed("U0CORA", f"{NEW} because agreed at {ref}").text
    talk.send()
    return talk


def told(talk: Conversation, user: str) -> list[str]:
    """What somebody was told in direct messages of the action."""
    found = said(talk, f"D0{user}")
    return [one["text"] for one in found if "BED-AC1" in one["text"]]


def press(talk: Conversation, user: str, what: str, message: Json) -> Json:
    talk.press(f"U0{user}", f"answer_action.{what}", message)
    return open_window(talk, f"U0{user}")


def answer(talk: Conversation, user: str, what: str, **values: str) -> Answer:
    """By the button of the message that came last to somebody."""
    message = [one for one in said(talk, f"D0{user}") if "BED-AC1" in one["text"]][-1]
    press(talk, user, what, message)
    return talk.submit(f"U0{user}", **values)


def test_done_by_button_and_the_message_says_who_and_when(raised: Conversation) -> None:
    talk = raised
    sent = answer(talk, "PRIYA", "done", on="2026-06-17", note="seen there")
    assert sent.body["response_action"] == "update", sent.whole
    assert (stored(talk).done_on, stored(talk).note) == (TODAY, "seen there")
    assert talk.send() == 1
    [message] = [one for one in said(talk) if "BED-AC1" in one["text"]]
    assert message["text"].startswith(
        "Action BED-AC1 in BED-1042: done. Said by Priya Practice, 17 June 2026, 09:30."
    )
    assert "actions" not in {block["type"] for block in message["blocks"]}
    assert WHAT not in str(message) and MARKER not in str(message)


def test_a_button_pressed_too_late_shows_how_it_stands(raised: Conversation) -> None:
    talk = raised
    [message] = [one for one in said(talk) if "BED-AC1" in one["text"]]
    talk.typed("U0CORA", "action BED-AC1 done")
    before = talk.dump()
    assert "Done 17 June 2026" in shown(press(talk, "PRIYA", "cannot", message))
    assert talk.dump() == before


def test_what_cannot_be_done_stays_open_and_who_can_help_is_told(raised: Conversation) -> None:
    talk = raised
    assert "say why" in talk.typed("U0PRIYA", "action BED-AC1 cannot").text
    sent = answer(talk, "PRIYA", "cannot", note="nobody lives there")
    assert sent.body["response_action"] == "update", sent.whole
    assert (stored(talk).cannot_on, stored(talk).done_on) == (TODAY, None)
    talk.send()
    for user in ("CORA", "CHAS"):
        [text] = told(talk, user)
        assert "Action BED-AC1 in BED-1042 cannot be done" in text
        assert "nobody lives" not in text  # why is read in private
    assert "nobody lives there" in talk.typed("U0CHAS", "action BED-AC1").text


def test_a_new_owner_gets_it_and_the_old_one_is_told(raised: Conversation) -> None:
    talk = raised
    refused = answer(talk, "PRIYA", "reassign", reassign="U0PETE")
    assert "may not see BED-1042" in refused.errors["reassign"]
    assert "say who" in talk.submit("U0PRIYA", note="x").errors["reassign"]
    talk.typed("U0CORA", "update BED-1042 member <@U0PETE>")
    talk.typed("U0CORA", "action BED-AC1 reassign <@U0PETE> note closer by")
    now = stored(talk)
    assert (now.slack_id, now.agency, now.note) == ("U0PETE", "police", "closer by")
    talk.send()
    assert told(talk, "PETE")[0].startswith("Action BED-AC1 in BED-1042 is yours.")
    assert "no longer yours" in told(talk, "PRIYA")[-1]
    assert "Your open actions: 1" in talk.typed("U0PETE", "actions").text


def test_who_may_say_what(raised: Conversation) -> None:
    talk = raised
    talk.typed("U0CORA", "update BED-1042 member <@U0PETE>")
    before = talk.dump()
    assert "by its owner" in talk.typed("U0PETE", "action BED-AC1 done").text
    for line in ("due 8 July 2026 because ill", "what x because y"):
        assert "who raised it" in talk.typed("U0PRIYA", f"action BED-AC1 {line}").text
    assert talk.dump() == before
    talk.typed("U0PETE", NEW.replace("flat", "shop"))
    assert "Saved" in talk.typed("U0PETE", "action BED-AC2 due 8 July 2026 because ill").text
    assert stored(talk, "BED-AC2").due_on == date(2026, 7, 8)
    assert "Saved" in talk.typed("U0CHAS", "action BED-AC1 due 9 July 2026 because ill").text
    assert "Saved" in talk.typed("U0CHAS", "action BED-AC1 done").text
    assert "Saved" in talk.typed("U0PRIYA", "action BED-AC1 reopen because not so").text
    assert stored(talk).done_on is None


def test_a_deputy_answers_for_the_owner(raised: Conversation) -> None:
    talk = raised
    talk.typed("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> until 1 July 2026")
    assert "Saved" in talk.typed("U0PETE", "action BED-AC1 done").text


def test_an_owner_who_lost_the_case_sees_and_says_nothing(raised: Conversation) -> None:
    talk = raised
    [message] = [one for one in said(talk) if "BED-AC1" in one["text"]]
    press(talk, "PRIYA", "done", message)
    talk.write(lambda session: session.execute(team.delete()))
    before = talk.dump()
    late = talk.submit("U0PRIYA", on="2026-06-17")
    assert "No case or action BED-AC1 that you may see." in str(late.errors)
    assert "none" in talk.typed("U0PRIYA", "actions").text
    form = press(talk, "PRIYA", "done", message)
    assert "No case or action BED-AC1" in shown(form) and WHAT not in shown(form)
    assert talk.dump() == before


FORGED = [
    "BED-AC9 done", "BED-AC1 undone", "BED-AC1", " ", "BED-AC1 done D0PETE", "x" * 99, "٣ done"
]  # fmt: skip


@pytest.mark.parametrize("value", FORGED)
def test_a_forged_button_shows_and_changes_nothing(raised: Conversation, value: str) -> None:
    before = raised.dump()
    message = raised.plant("D0PRIYA", button("x", "answer_action.done", value))
    form = press(raised, "PRIYA", "done", message)
    assert WHAT not in shown(form)
    assert raised.dump() == before


@pytest.mark.parametrize("place", ["D0CORA 1.2", "C0GENERAL 1.2", "D0PRIYA nonsense"])
def test_a_form_redraws_no_message_but_ones_own(raised: Conversation, place: str) -> None:
    talk = raised
    [message] = [one for one in said(talk) if "BED-AC1" in one["text"]]
    press(talk, "PRIYA", "done", message)

    def forge(payload: dict[str, Any]) -> None:
        payload["view"]["private_metadata"] = f"BED-AC1 done {place}"

    with talk.tampering(forge):
        talk.submit("U0PRIYA", on="2026-06-17")
    assert talk.count("outgoing", method="update") == 0
    own = talk.read(lambda s: s.execute(people.select()).all())
    assert {row.dm_channel for row in own if row.user_id == "U0PRIYA"} == {"D0PRIYA"}


def test_an_action_that_was_brought_in_is_answered_as_any_other(talk: Conversation) -> None:
    talk.typed("U0CORA", 'action BED-1042 owner "Sam" agency police due 1 July 2026 what x')
    bare = actions.update().values(
        owner_sealed=None, what_sealed=None, raised_on=None, due_on=None, agency=None
    )
    talk.write(lambda session: session.execute(bare))
    one = talk.typed("U0CORA", "action BED-AC1").text
    assert "nobody named" in one and "No day given" in one
    for line in ("cannot note x", "reopen because y", "due 1 July 2026 because z", "done"):
        assert "Saved" in talk.typed("U0CORA", f"action BED-AC1 {line}").text


def test_a_case_that_moved_takes_along_what_is_still_to_be_done(raised: Conversation) -> None:
    talk = raised
    register(talk, "U0NOEL", "co-ordinator", area="HER")
    talk.typed("U0CORA", NEW.replace("1 July", "1 June") + " because late")
    talk.typed("U0CORA", NEW)
    talk.typed("U0CORA", "action BED-AC3 done")
    talk.typed("U0CORA", "transfer BED-1042 to Hertfordshire because moved")
    talk.typed("U0NOEL", "transfer BED-1042 accept because moved")
    assert "No case or action BED-AC1" in talk.typed("U0CORA", "action BED-AC1").text
    assert "BED-AC1" in talk.typed("U0NOEL", "actions open").text
    # Whoever is asked how many there are counts what the lists show.
    for user, late, done in (("U0CORA", 0, 1), ("U0NOEL", 1, 0)):
        assert f"Overdue actions: {late}," in talk.typed(user, "actions overdue").text
        assert talk.typed(user, "how many overdue actions").text.startswith(f"{late} overdue")
        assert talk.typed(user, "how many actions done since April").text.startswith(f"{done} ")
    assert "Saved" in talk.typed("U0NOEL", "action BED-AC1 done").text
