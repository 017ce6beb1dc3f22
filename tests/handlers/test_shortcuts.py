"""The shortcuts: a referral from anywhere, and a message that becomes a note on a case."""

from typing import Any

import pytest

from bot.manifests import SHORTCUTS as IN_THE_MANIFEST
from bot.sandbox.shortcuts import SHORTCUTS as IN_THE_WORKSPACE
from handlers import SHORTCUTS
from mappa.access import REFUSED
from storage.cases import get_case
from storage.notes import list_notes
from storage.people import STRANGER
from tests.handlers.conversations import Conversation
from tests.handlers.referring import choose, nothing_changes, shown, the_form
from tests.handlers.workspaces import Json

SAID = "seen near the school <!here> & *bold*"


def notes(talk: Conversation) -> list[str]:
    def read(session: Any) -> list[str]:
        return [text for _, text in list_notes(session, get_case(session, "BED-1042"), 99)]

    return talk.read(read)


def message(talk: Conversation, text: str = SAID, channel: str = "C0PANEL") -> Json:
    """Something that Pete has said in a channel."""
    talk.slack.act("say", user="U0PETE", channel=channel, text=text, thread_ts=None)
    return talk.last_message()


def test_what_is_registered_is_in_the_manifest_and_in_the_practice_workspace() -> None:
    for known in (IN_THE_MANIFEST, IN_THE_WORKSPACE):
        assert {one["callback_id"] for one in known} == set(SHORTCUTS)
    for one in IN_THE_MANIFEST:
        assert len(one["name"]) <= 24 and len(one["description"]) <= 150


def test_a_referral_is_made_by_the_shortcut(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    choose(talk, "U0PRIYA", "make_referral")
    form = the_form(talk, "U0PRIYA")
    assert form["callback_id"] == "submit_referral"
    assert "initial_value" not in form["blocks"][0]["element"]
    answer = talk.submit("U0PRIYA", identifier="BED-1042", level="3", because="risk has risen")
    assert "Saved: referral BED-R1." in answer.whole
    assert "It is about case BED-1042." in answer.whole
    assert talk.newly_broken() == []


def test_a_message_becomes_a_note_on_a_case(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    choose(talk, "U0PRIYA", "add_to_case", message(talk))
    form = the_form(talk, "U0PRIYA")
    assert form["blocks"][1]["element"]["initial_value"] == SAID
    assert talk.count("notes") == 0
    answer = talk.submit("U0PRIYA", case="bed-1042")
    assert "Saved: note on case BED-1042." in answer.whole
    assert SAID not in answer.whole
    assert notes(talk) == [SAID]
    assert talk.count("records", action="note added") == 1
    assert SAID not in talk.log.getvalue()
    assert talk.newly_broken() == []


def test_a_long_message_is_cut_and_the_form_says_so(talk: Conversation) -> None:
    choose(talk, "U0PRIYA", "add_to_case", message(talk, "word " * 700))
    note = the_form(talk, "U0PRIYA")["blocks"][1]
    assert len(note["element"]["initial_value"]) == 3000
    assert "only its first 3,000 characters fit" in note["hint"]["text"]
    assert "Saved: note" in talk.submit("U0PRIYA", case="BED-1042").whole


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"case": "BED-9042"}, "case"),
        ({"case": "nonsense §"}, "case"),
        ({"case": "x" * 50}, "case"),
        ({"case": "😀"}, "case"),
        ({"case": "<@U0PETE>"}, "case"),
        ({"case": "'; DROP TABLE notes; --"}, "case"),
        ({"note": " "}, "note"),
        ({"note": "bell\x07"}, "note"),
        ({"note": "\u202egnp"}, "note"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(
    talk: Conversation, values: dict[str, str], field: str
) -> None:
    choose(talk, "U0PRIYA", "add_to_case", message(talk))
    with nothing_changes(talk):
        answer = talk.submit("U0PRIYA", **({"case": "BED-1042"} | values))
        assert list(answer.errors) == [field], answer.whole
    assert "went wrong" not in answer.whole
    assert "Saved: note" in talk.submit("U0PRIYA", case="BED-1042", note="mended").whole


def test_a_case_that_is_not_theirs_is_as_if_it_were_not_there(talk: Conversation) -> None:
    choose(talk, "U0PETE", "add_to_case", message(talk))
    with nothing_changes(talk):
        said = {
            talk.submit("U0PETE", case=ref).errors["case"].replace(ref, "REF")
            for ref in ("BED-1042", "BED-9042")
        }
    assert said == {"No case REF that you may see."}


@pytest.mark.parametrize("callback_id", ["make_referral", "add_to_case"])
@pytest.mark.parametrize(
    ("user_id", "says"),
    [
        ("U0NOEL", STRANGER),
        ("U0SIMI", "Ask a "),
        ("U0ADA", "Ask a "),
        ("U0CHAS", REFUSED["change case"]),
    ],
)
def test_who_may_not_gets_no_form(
    talk: Conversation, callback_id: str, user_id: str, says: str
) -> None:
    if (user_id, callback_id) == ("U0CHAS", "make_referral"):
        says = "Who is referred"  # a chair refers
    place = message(talk, channel="C0GENERAL") if callback_id == "add_to_case" else None
    with nothing_changes(talk):
        choose(talk, user_id, callback_id, place)
    form = the_form(talk, user_id)
    assert says in (shown(form) or str(form))
    assert ("submit" in form) is (says == "Who is referred")
    assert SAID not in str(form)


@pytest.mark.parametrize("callback_id", ["make_referral", "add_to_case"])
def test_a_shortcut_that_is_delivered_again_opens_no_second_form(
    talk_on_both: Conversation, callback_id: str
) -> None:
    talk = talk_on_both
    place = message(talk) if callback_id == "add_to_case" else None
    with talk.holding_back() as held:
        choose(talk, "U0PRIYA", callback_id, place)
    assert talk.deliver(held[0]).status == 200
    first = the_form(talk, "U0PRIYA")
    after = talk.dump(without=())
    assert talk.deliver(held[0], retry=1).status == 200
    assert the_form(talk, "U0PRIYA")["id"] == first["id"]
    assert talk.dump(without=()) == after


def test_a_note_that_is_delivered_again_is_added_once(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    choose(talk, "U0PRIYA", "add_to_case", message(talk))
    with talk.holding_back() as held:
        talk.submit("U0PRIYA", case="BED-1042")
    for retry in range(3):
        assert talk.deliver(held[0], retry=retry).status == 200
    assert notes(talk) == [SAID]
