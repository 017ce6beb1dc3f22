"""The word `screen` and its form: every decision, what it does, who is told, who may not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from mappa.access import REFUSED
from mappa.cases import Spell
from tests.build import MARKER, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import (
    facts,
    give,
    nothing_changes,
    outbox,
    refer_both,
    referral,
    register,
    told,
)
from tests.handlers.workspaces import Answer

REASON = "Quincy the budgerigar"  # must be told to nobody but who may read it


@pytest.fixture
def referred(talk: Conversation) -> Conversation:
    return refer_both(talk)


@pytest.fixture
def referred_on_both(talk_on_both: Conversation) -> Conversation:
    return refer_both(talk_on_both)


def test_the_co_ordinators_who_may_see_the_case_are_told_of_a_referral(talk: Conversation) -> None:
    register(talk, "U0NOEL", "co-ordinator", "category-4")
    refer_both(talk)
    talk.typed("U0CORA", "refer BED-1042 level 3 because risk")
    talk.typed("U0PETE", f'refer X111111 category 4 level 3 name "{MARKER}" because risk')
    text = (
        "Referral BED-R1 of case BED-1043 was made by Police on 17 June 2026: level 2 is sought. "
        "To be decided by 1 July 2026."
    )
    assert told(talk, "U0CORA")[0] == text
    assert [said.split()[1] for said in told(talk, "U0CORA")] == ["BED-R1", "BED-R2"]
    assert [said.split()[1] for said in told(talk, "U0NOEL")] == [f"BED-R{n}" for n in range(1, 5)]
    for user_id in ("U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0PRIYA"):
        assert told(talk, user_id) == []
    assert MARKER not in str(outbox(talk)) + talk.log.getvalue()


def test_accepting_sets_the_level_and_tells_who_referred(referred_on_both: Conversation) -> None:
    talk = referred_on_both
    assert talk.count("reminders", kind="screening", state="planned") > 0
    line = f"screen BED-R1 accept level 2 threshold high risk because {REASON}"
    answer = talk.typed("U0CORA", line)
    assert answer.text.startswith("Saved: referral BED-R1, accepted at level 2.\nIt is about case")
    assert answer.text.endswith("Name who does: /mappa update BED-1043 owner @name")
    assert facts(talk, "BED-1043").spells == (
        Spell(2, 2, TODAY, threshold="high-risk", reason=REASON),
    )
    made = referral(talk)
    assert (made.decision, made.decided_on, made.level_set) == ("accepted", TODAY, 2)
    assert made.decided_by_id == talk.people["U0CORA"].id
    assert talk.count("records", action="referral accepted") == 1
    assert told(talk, "U0PETE") == [
        "Your referral BED-R1 was accepted at level 2 on 17 June 2026. More: /mappa screen BED-R1"
    ]
    assert talk.count("reminders", subject="referral BED-R1", state="planned") == 0
    talk.typed("U0CORA", f"screen BED-R2 accept level 3 from 1 June 2026 because {REASON}")
    assert facts(talk, "BED-1042").spells[-1] == Spell(
        2, 3, date(2026, 6, 1), threshold="senior", reason=REASON
    )
    assert told(talk, "U0PRIYA")[-1].startswith("Your referral BED-R2 about case BED-1042 was acc")
    assert REASON not in str(outbox(talk))
    assert REASON not in talk.log.getvalue()


@pytest.mark.parametrize(
    ("typed", "state", "level_set", "said"),
    [
        ("decline", "declined", None, "declined on 17 June 2026"),
        ("decline level 1", "declined", 1, "declined, level 1 confirmed on 17 June 2026"),
        ("withdraw", "withdrawn", None, "withdrawn on 17 June 2026"),
    ],
)
def test_declining_and_withdrawing_leave_the_level_or_confirm_it(
    referred_on_both: Conversation, typed: str, state: str, level_set: int | None, said: str
) -> None:
    talk = referred_on_both
    answer = talk.typed("U0CORA", f"screen bed-r1 {typed} because {REASON}")
    assert answer.text.startswith(f"Saved: referral BED-R1, {said.split(' on ')[0]}")
    made = referral(talk)
    assert (made.decision, made.level_set) == (state, level_set)
    assert [s.level for s in facts(talk, "BED-1043").spells] == [level_set or 0]
    assert told(talk, "U0PETE")[0].startswith(f"Your referral BED-R1 was {said}.")
    seen = talk.typed("U0PETE", "screen BED-R1").text
    assert f"Why: {REASON}" in seen and "Cora Practice" in seen and "BED-1043" not in seen


def test_accepting_what_the_case_is_at_already_decides_the_referral_only(
    referred: Conversation,
) -> None:
    talk = referred
    talk.typed("U0CORA", "screen BED-R2 accept level 2 because it is there already")
    assert referral(talk, "BED-R2").level_set == 2
    assert facts(talk, "BED-1042").spells == (Spell(2, 2, date(2026, 1, 5)),)


def test_a_referral_is_decided_once(referred_on_both: Conversation) -> None:
    talk = referred_on_both
    talk.typed("U0CORA", "screen BED-R1 decline because one agency")
    form = "BED-R1 was declined by Cora Practice on 17 June 2026. Nothing was changed."
    with nothing_changes(talk):
        for typed in ("accept level 2", "decline", "more", "withdraw"):
            answer = talk.typed("U0CORA", f"screen BED-R1 {typed} because again")
            assert answer.text == form
        assert talk.typed("U0PETE", "screen BED-R1 withdraw because again").text == form


def test_two_who_decide_at_once_decide_once(referred_on_both: Conversation) -> None:
    talk = referred_on_both
    register(talk, "U0NOEL", "co-ordinator")
    barrier = Barrier(2)

    def decide(user_id: str, typed: str) -> Answer:
        barrier.wait()
        return talk.typed(user_id, f"screen BED-R1 {typed} because together")

    with ThreadPoolExecutor(2) as threads:
        both = [
            threads.submit(decide, "U0CORA", "accept level 2"),
            threads.submit(decide, "U0NOEL", "decline"),
        ]
        texts = sorted(one.result().text for one in both)
    assert texts[0].startswith("BED-R1 was ") and texts[0].endswith("Nothing was changed.")
    assert texts[1].startswith("Saved: referral BED-R1, ")
    made = referral(talk)
    assert [s.level for s in facts(talk, "BED-1043").spells] == [made.level_set or 0]
    assert len(told(talk, "U0PETE")) == 1


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0NOEL"])
def test_who_does_not_screen_decides_nothing_and_learns_nothing(
    referred: Conversation, user_id: str
) -> None:
    with nothing_changes(referred):
        for decision in ("accept level 2", "decline", "more"):
            said = {
                referred.typed(user_id, f"screen {ref} {decision} because x").text.replace(ref, "")
                for ref in ("BED-R2", "BED-R9")
            }
            assert len(said) == 1 and "Saved" not in str(said)
        for typed in ("screen {}", "screen {} withdraw because x", "answer {} x", "answer {}"):
            said = {
                referred.typed(user_id, typed.format(ref)).text.replace(ref, "")
                for ref in ("BED-R2", "BED-R9")
            }
            assert len(said) == 1
            gone = ("No referral  that you may see.", "You are not reg", REFUSED["refer"])
            assert said.pop().startswith(gone)


def test_a_referral_of_a_gated_case_is_not_there_for_who_lacks_the_grant(
    referred: Conversation,
) -> None:
    referred.typed("U0PETE", "refer X111111 category 4 level 3 because risk")
    for typed in ("screen BED-R3", "screen BED-R3 decline because x", "answer BED-R3 x"):
        answer = referred.typed("U0CORA", typed)
        assert answer.text.startswith("No referral BED-R3 that you may see.")
    give(referred, "U0CORA", "category-4")
    assert "Saved" in referred.typed("U0CORA", "screen BED-R3 accept level 3 because x").text
    give(referred, "U0CORA")
    referred.typed("U0PETE", "refer X222222 category 2 level 3 because risk")
    with nothing_changes(referred):
        answer = referred.typed("U0CORA", "screen BED-R4 accept level 3 category 4 because x")
        assert "only by somebody granted Category 4" in answer.text


def test_a_co_ordinator_of_another_area_sees_no_referral_of_ours(referred: Conversation) -> None:
    register(referred, "U0NOEL", "co-ordinator", area="HER")
    with nothing_changes(referred):
        answer = referred.typed("U0NOEL", "screen BED-R1 accept level 2 because x")
    assert answer.text.startswith("No referral BED-R1 that you may see.")
