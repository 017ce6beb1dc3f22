"""What may be asked by somebody who does not get every figure exactly."""

from datetime import date

import pytest

from mappa.asking.permits import NOTHING_MISSING, ONE_FILTER, require_permit
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.errors import NotAllowed

TODAY = date(2026, 6, 17)
TERMS = Terms(districts=("Luton", "Bedford"))


def problem(words: str) -> str:
    try:
        require_permit(read_question(words, TODAY, TERMS))
    except NotAllowed as refused:
        return refused.message
    return ""


@pytest.mark.parametrize(
    "words",
    [
        "how many cases",
        "how many level 2 category 1 cases on 31 March 2014",
        "how many level 2 cases in custody",
        "cases in Luton",
        "cases in Luton or Bedford by level",
        "cases by district",
        "referrals by agency last year",
        "police referrals by level in 2013/14",
        "overdue actions by agency",
        "SOPOs imposed in 2013/14",
        "level 2 cases by month in 2013/14",
        "what share of cases is level 1",
        "registered sex offenders per 100,000",
        "level 2 cases on 31 March 2014 compared with 31 March 2013",
        "police attendance at level 3 meetings this year",
        "licences ending in the next 28 days",
    ],
)
def test_one_filter_beside_level_and_category_is_for_everybody(words: str) -> None:
    assert problem(words) == ""


@pytest.mark.parametrize(
    "words",
    [
        "cases in Luton in custody",
        "level 2 cases in Luton by lead agency",
        "cases with high risk by district",
        "high risk cases in custody",
        "cases in custody in Luton compared with Bedford",
        "what share of cases in Luton is in custody",
    ],
)
def test_two_of_them_together_are_not(words: str) -> None:
    assert problem(words) == ONE_FILTER


@pytest.mark.parametrize(
    "words", ["cases with no review date", "cases without a district", "cases without a risk band"]
)
def test_what_is_missing_is_not_counted_for_them(words: str) -> None:
    assert problem(words) == NOTHING_MISSING
