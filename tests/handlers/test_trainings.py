"""The word `training`: sessions are planned, held and counted by the MAPPA year."""

import pytest

from tests.handlers.conversations import Conversation

PLAN = "training on 24 June 2026 agencies police, housing and probation about risk"


def test_four_sessions_of_a_year_are_listed_with_who_came(talk: Conversation) -> None:
    for day, came in (("3 April 2026", 14), ("5 May 2026", 9), ("3 June 2026", 0)):
        saved = talk.typed("U0CORA", f"training on {day} agencies police attended {came}")
        assert "Saved: training session BED-T" in saved.text
    talk.typed("U0CORA", PLAN)
    talk.typed("U0CORA", "training on 31 March 2026 agencies health")  # the year before
    shown = talk.typed("U0CORA", "training").text
    assert "Training sessions in 2026/27: 4" in shown
    assert "BED-T1: 3 April 2026, Police; 14 attended" in shown
    assert "BED-T3: 3 June 2026, Police; 0 attended" in shown
    assert "BED-T4: 24 June 2026, Police, Probation, Housing; risk" in shown
    assert "in 2025/26: 1" in talk.typed("U0CORA", "training 2025/26").text


def test_who_came_is_said_afterwards(talk: Conversation) -> None:
    talk.typed("U0CORA", "training on 16 June 2026 agencies police")
    assert "Saved" in talk.typed("U0CORA", "training BED-T1 attended 12").text
    assert "12 attended" in talk.typed("U0CORA", "training").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("training on 31 February 2026 agencies police", "on:"),
        ("training on 3 June 2026", "Say for which agencies"),
        ("training on 3 June 2026 agencies wizards", "agency: “wizards” is not one of"),
        ("training on 24 June 2026 agencies police attended 3", "still to come"),
        ("training on 3 June 2026 agencies police attended many", "not a number of people"),
        ("training on 3 June 2026 agencies police attended 10001", "not a number of people"),
        ("training BED-T9 attended 3", "There is no session BED-T9"),
        ("training BED-T9", "Say how many came"),
        ("training nonsense", "neither a day nor a session"),
        ("training on 3 June 2026 agencies police because x", "takes no reason"),
        ("training 2013/15", "two years that follow"),
        ("training <@U1>", "Example: training BED-T1 attended 14"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_saved(
    talk: Conversation, typed: str, says: str
) -> None:
    before = talk.dump()
    assert says in talk.typed("U0CORA", typed).text
    assert talk.dump() == before


@pytest.mark.parametrize("user_id", ["U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA"])
def test_only_the_co_ordinator_keeps_them(talk: Conversation, user_id: str) -> None:
    talk.typed("U0CORA", PLAN)
    before = talk.dump()
    assert "BED-T1" not in talk.typed(user_id, "training").text
    assert "nothing was changed" in talk.typed(user_id, PLAN).text
    assert talk.dump() == before
