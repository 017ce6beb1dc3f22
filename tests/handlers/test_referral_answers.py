"""More is asked for of the referrer, who answers by line, by form, or withdraws."""

import pytest

from mappa.access import REFUSED
from storage.cases import get_case
from storage.databases import Session
from storage.notes import list_notes
from tests.build import TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import (
    NEW,
    message_with,
    nothing_changes,
    open_form,
    outbox,
    referral,
    register,
    shown,
    the_form,
    told,
)

QUESTION = "where is the person to live?"
TEXT = "with an aunt in Luton"


@pytest.fixture
def asked(talk_on_both: Conversation) -> Conversation:
    """Pete has referred somebody new; Cora has asked for more."""
    talk_on_both.typed("U0PETE", NEW)
    answer = talk_on_both.typed("U0CORA", f"screen BED-R1 more because {QUESTION}")
    assert answer.text == "Saved: referral BED-R1, more is asked for."
    return talk_on_both


def notes(talk: Conversation) -> list[str]:
    def read(session: Session) -> list[str]:
        return [text for _, text in list_notes(session, get_case(session, "BED-1043"), 99)]

    return talk.read(read)


def test_the_referrer_is_asked_and_the_referral_stays_open(asked: Conversation) -> None:
    made = referral(asked)
    assert (made.decision, made.more_asked_on) == ("open", TODAY)
    assert told(asked, "U0PETE") == ["The co-ordinator asks for more on your referral BED-R1."]
    assert QUESTION not in str(outbox(asked))  # it is read in a private window only
    assert (
        f"More was asked for on 17 June 2026: {QUESTION}"
        in asked.typed("U0PETE", "screen BED-R1").text
    )
    assert asked.count("reminders", kind="screening", state="planned") > 0
    assert asked.count("records", action="more asked for") == 1


def test_an_answer_is_a_note_on_the_case_and_the_co_ordinators_are_told(
    asked: Conversation,
) -> None:
    answer = asked.typed("U0PETE", f"answer bed-r1 {TEXT}")
    assert answer.text == "Saved: your answer on referral BED-R1. The co-ordinator is told."
    assert notes(asked) == [f"On referral BED-R1: {TEXT}"]
    assert referral(asked).more_asked_on is None
    assert told(asked, "U0CORA")[-1] == "More has come on referral BED-R1 of case BED-1043."
    form = open_form(asked, "U0CORA", "screen BED-R1")
    assert f"Answered 17 June 2026: {TEXT}" in shown(form)
    assert TEXT not in str(outbox(asked))
    assert TEXT not in asked.log.getvalue()


def test_the_button_opens_the_question_and_the_form_saves_what_the_line_saves(
    asked: Conversation,
) -> None:
    message = message_with(asked, "U0PETE", "answer_referral")
    asked.press("U0PETE", "answer_referral", message)
    form = the_form(asked, "U0PETE")
    assert QUESTION in shown(form)
    with nothing_changes(asked):
        for bad in (" ", "bell\x07", "\u202egnp"):
            assert list(asked.submit("U0PETE", answer=bad).errors) == ["answer"]
    assert "Saved: your answer on referral BED-R1" in asked.submit("U0PETE", answer=TEXT).whole
    assert notes(asked) == [f"On referral BED-R1: {TEXT}"]
    asked.typed("U0CORA", "screen BED-R1 decline because one agency")
    asked.press("U0PETE", "answer_referral", message)
    window = the_form(asked, "U0PETE")
    assert "submit" not in window and "BED-R1 was declined" in shown(window)
    assert asked.newly_broken() == []


def test_the_word_alone_opens_the_form(asked: Conversation) -> None:
    assert QUESTION in shown(open_form(asked, "U0PETE", "answer BED-R1"))


def test_nothing_is_added_to_what_is_decided(asked: Conversation) -> None:
    open_form(asked, "U0PETE", "answer BED-R1")
    asked.typed("U0CORA", "screen BED-R1 accept level 2 because it is needed")
    with nothing_changes(asked):
        assert asked.typed("U0PETE", f"answer BED-R1 {TEXT}").text.startswith("BED-R1 was accepted")
        assert list(asked.submit("U0PETE", answer=TEXT).errors) == ["answer"]
        assert asked.typed("U0PETE", "answer BED-R1").text.startswith("Referral BED-R1, 17 June")


def test_the_referrer_withdraws_and_the_co_ordinators_are_told(asked: Conversation) -> None:
    answer = asked.typed("U0PETE", "screen BED-R1 withdraw because by mistake")
    assert answer.text == "Saved: referral BED-R1, withdrawn."
    made = referral(asked)
    assert (made.decision, made.decided_by_id) == ("withdrawn", asked.people["U0PETE"].id)
    assert told(asked, "U0CORA")[-1] == (
        "Referral BED-R1 of case BED-1043 was withdrawn by who made it."
    )
    assert asked.count("reminders", kind="screening", state="planned") == 0


@pytest.mark.parametrize("user_id", ["U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA"])
def test_nobody_else_answers_or_withdraws(asked: Conversation, user_id: str) -> None:
    with nothing_changes(asked):
        for typed in ("answer BED-R1 x", "answer BED-R1", "screen BED-R1 withdraw because x"):
            says = asked.typed(user_id, typed).text
            assert says.startswith(("No referral BED-R1 that you may see.", REFUSED["refer"]))


def test_who_is_no_longer_one_to_refer_has_no_referrals_either(asked: Conversation) -> None:
    register(asked, "U0PETE", "smb")
    with nothing_changes(asked):
        assert asked.typed("U0PETE", "answer BED-R1 x").text.startswith(REFUSED["refer"])
