"""What those who do not get every figure exactly learn of few people from different measures."""

from datetime import date

import pytest

from mappa.cases import Spell
from storage.cases import add_cases
from tests.build import NOW, case
from tests.handlers.conversations import Conversation
from tests.handlers.referring import register
from tests.handlers.returning import cells
from tests.handlers.test_small_figures import counted as counted
from tests.handlers.test_small_figures import said

DECISIONS = ("accept level 2 because ok", "decline because no", "withdraw because mistake")


def decide(talk: Conversation, made: int, *numbers: int) -> None:
    """So many referrals are made, and so many accepted, declined and withdrawn."""
    for number in range(made):
        line = f"refer X70{number:04} category 2 level 2 because risk has risen"
        assert "Saved" in talk.typed("U0PETE", line).text
    first = 1
    for number, decision in zip(numbers, DECISIONS, strict=True):
        for at in range(first, first + number):
            talk.typed("U0CORA", f"screen BED-R{at} {decision}")
        first += number


@pytest.mark.parametrize(
    ("made", "decided", "total"),
    [
        (12, (5, 6, 0), ["12", "not shown", "not shown", "0", "not shown"]),  # 1 is open
        (13, (6, 2, 0), ["13", "not shown", "not shown", "0", "5"]),
        (8, (3, 0, 0), ["not shown", "not shown", "0", "0", "5"]),
        (12, (6, 6, 0), ["12", "6", "6", "0", "0"]),
    ],
)
def test_what_came_in_and_what_became_of_it_do_not_tell_the_few_left(
    talk: Conversation, made: int, decided: tuple[int, ...], total: list[str]
) -> None:
    decide(talk, made, *decided)
    log = cells(talk.typed("U0SIMI", "stats referrals this year"))
    assert log["Total"][:5] == log["Police"][:5] == total
    asked = said(talk, *(f"referrals {what} this year" for what in ("made", "accepted")))
    shown = [figure for figure in total[:2] if figure != "not shown"]
    assert [one.split(" ")[0] for one in asked if one[0].isdigit()] == shown


def test_whoever_was_there_in_a_period_does_not_tell_who_is_inside(counted: Conversation) -> None:
    assert said(counted, "level 2 cases") == ["11"]  # and one in custody
    asked = ("level 2 cases in June 2026", "level 2 cases this quarter", "level 2 cases this year")
    assert said(counted, *asked) == ["not shown"] * 3
    assert said(counted, *asked, who="U0CORA") == ["12"] * 3
    assert said(counted, "cases this year") == ["44"]  # 37 outside, 7 inside


@pytest.mark.parametrize(
    "period", ["today", "from 17 June 2026 to 17 June 2026", "in the next 10 days"]
)
def test_periods_are_those_that_everybody_asks_for(counted: Conversation, period: str) -> None:
    answer = counted.typed("U0SIMI", f"how many actions due {period}").text
    assert answer.startswith("With your role a period is whole months, quarters or years, or weeks")
    assert counted.typed("U0CORA", f"how many actions due {period}").text.startswith("0 actions")


def test_category_4_is_in_nobodys_figures_who_does_not_get_all_of_them(
    counted: Conversation,
) -> None:
    few = [
        case(f"BED-9{at:03}", crn=None, spells=(Spell(4, 2, date(2026, 1, 5)),)) for at in range(2)
    ]
    counted.write(lambda session: add_cases(session, few, NOW))
    register(counted, "U0PETE", "smb", "category-4")
    register(counted, "U0NOEL", "co-ordinator", "category-4")
    whole = [said(counted, "level 2 or 3 cases", who=who) for who in ("U0PETE", "U0SIMI")]
    assert whole[0] == whole[1]
    assert counted.typed("U0PETE", "how many category 4 cases").text == "Category 4 not shown."
    assert said(counted, "category 4 cases", who="U0NOEL") == ["2"]
