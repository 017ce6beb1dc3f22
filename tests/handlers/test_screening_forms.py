"""The form for screening and the buttons that open it: facts above, errors by their field."""

from functools import partial

import pytest

from mappa.cases import Spell
from storage.tables import referrals
from tests.build import MARKER, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import (
    facts,
    message_with,
    nothing_changes,
    open_form,
    refer_both,
    referral,
    shown,
    the_form,
    told,
)
from tests.handlers.workspaces import Json

REASON = "Quincy the budgerigar"  # must be told to nobody but who may read it


@pytest.fixture
def referred(talk: Conversation) -> Conversation:
    return refer_both(talk)


@pytest.fixture
def referred_on_both(talk_on_both: Conversation) -> Conversation:
    return refer_both(talk_on_both)


def test_the_form_shows_what_was_given_and_saves_what_the_line_saves(
    referred_on_both: Conversation,
) -> None:
    talk = referred_on_both
    form = open_form(talk, "U0CORA", "screen BED-R2")
    above = shown(form)
    for fact in (
        "Referral BED-R2 by Priya Practice (Probation), 17 June 2026; 10 working days left",
        "Sought: level 3; threshold: senior representation needed",
        "Why: risk has risen",
        f"Case BED-1042, {MARKER}: category 2, level 2 since 5 January 2026, in the community",
        "Dates of the case: licence end 31 March 2027",
    ):
        assert fact in above
    assert talk.count("records", action="case seen") == 1
    answer = talk.submit("U0CORA", decision="accept", because=REASON)
    assert "Saved: referral BED-R2, accepted at level 3." in answer.whole
    assert facts(talk, "BED-1042").spells[-1] == Spell(
        2, 3, TODAY, threshold="senior", reason=REASON
    )
    assert talk.newly_broken() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decision": "accept", "level": ""}, "level"),
        ({"decision": "accept", "because": " "}, "because"),
        ({"decision": "accept", "because": "bell\x07"}, "because"),
        ({"decision": "accept", "from": "2027-01-01"}, "from"),
        ({"decision": "accept", "from": "2026-01-01"}, "from"),
        ({"decision": "decline", "from": "2026-06-01"}, "from"),
        ({"decision": "decline-level-1"}, "level"),
        ({"decision": "accept", "category": "4", "level": "3"}, "decision"),
    ],
)
def test_a_form_error_stands_by_its_field(
    referred: Conversation, values: dict[str, str], field: str
) -> None:
    open_form(referred, "U0CORA", "screen BED-R2")
    with nothing_changes(referred):
        answer = referred.submit("U0CORA", **({"because": "x"} | values))
    assert list(answer.errors) == [field], answer.whole
    assert (
        "Saved: referral BED-R2" in referred.submit("U0CORA", decision="decline", because="x").whole
    )


def test_a_form_that_was_overtaken_is_refused(referred: Conversation) -> None:
    open_form(referred, "U0CORA", "screen BED-R1")
    referred.typed("U0PETE", "screen BED-R1 withdraw because by mistake")
    with nothing_changes(referred):
        answer = referred.submit("U0CORA", decision="accept", because="x")
    assert answer.errors["decision"].startswith("BED-R1 was withdrawn by Pete Practice")


def test_the_button_opens_the_form_as_long_as_there_is_something_to_decide(
    referred: Conversation,
) -> None:
    talk = referred
    message = message_with(talk, "U0CORA", "screen_referral")
    talk.press("U0CORA", "screen_referral", message)
    assert "submit" in the_form(talk, "U0CORA")
    talk.submit("U0CORA", decision="decline", because="one agency")
    talk.press("U0CORA", "screen_referral", message)
    window = the_form(talk, "U0CORA")
    assert "submit" not in window
    assert " was declined by Cora Practice on 17 June 2026." in shown(window)
    assert talk.newly_broken() == []


def forge(ref: str, payload: Json) -> None:
    payload["view"]["private_metadata"] = ref


def test_a_forged_form_is_asked_who_sends_it(referred: Conversation) -> None:
    open_form(referred, "U0CORA", "screen BED-R1")
    referred.typed("U0PETE", "refer X111111 category 4 level 3 because risk")
    for forged in ("BED-R3", "BED-R9", "", "x" * 500, "BED-R1' OR 1=1"):
        with nothing_changes(referred), referred.tampering(partial(forge, forged)):
            answer = referred.submit("U0CORA", decision="decline", because="x")
        assert list(answer.errors) == ["decision"], forged


def test_who_left_is_told_nothing_and_an_imported_referral_has_nobody_to_tell(
    referred: Conversation,
) -> None:
    talk = referred
    talk.write(lambda session: session.execute(referrals.update().values(person_id=None)))
    form = open_form(talk, "U0CORA", "screen BED-R1")
    assert "by somebody who is not registered now" in shown(form)
    assert "Saved" in talk.typed("U0CORA", "screen BED-R1 decline because x").text
    assert told(talk, "U0PETE") == []


def test_what_is_delivered_again_decides_nothing_twice(referred_on_both: Conversation) -> None:
    talk = referred_on_both
    open_form(talk, "U0CORA", "screen BED-R1")
    with talk.holding_back() as held:
        talk.submit("U0CORA", decision="accept", because=REASON)
    line = talk.command_payload("U0CORA", f"screen BED-R2 more because {REASON}")
    answer = talk.command_payload("U0PRIYA", "answer BED-R2 where it was")
    for payload in (held[0], line, answer):
        assert "Saved" in str(talk.deliver(payload).body)
        after = talk.dump(without=())
        again = talk.deliver(payload, retry=1)
        assert again.status == 200 and "went wrong" not in str(again.body)
        assert talk.dump(without=()) == after
    assert len(told(talk, "U0PETE")) == 1
    assert referral(talk).decision == "accepted"


def test_an_answer_is_asked_for_and_given_many_times_and_the_form_still_opens(
    referred: Conversation,
) -> None:
    for number in range(8):
        referred.clock.pass_(minutes=1 if number == 4 else 0)
        referred.typed("U0PRIYA", f"answer BED-R2 {number} {'long ' * 550}")
    above = shown(open_form(referred, "U0CORA", "screen BED-R2"))
    assert "3 earlier answers are among the notes of the case" in above
    numbers = [found for found in range(9) if f": {found} long" in above]
    assert numbers == [3, 4, 5, 6, 7]
    assert referred.newly_broken() == []
