"""Follow-ups keep what was asked before and put what is said now in its place."""

from datetime import date

import pytest

from mappa.asking.follow_ups import read_follow_up
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.asking.wordings import wording
from mappa.errors import NotUnderstood
from tests.mappa.asking.telling import told

TODAY = date(2026, 6, 17)
TERMS = Terms(("Bedford", "Central Bedfordshire", "Luton"))
DAY = "how many level 2 cases on 31 March 2014"
TABLE = "level 2 cases by category on 31 March 2014"
REFERRALS = "referrals since April by agency"
LICENCES = "licences ending in the next 28 days"
SHARE = "what share of cases is level 1"

GOES_ON = [
    (DAY, "and level 3?", "people levels=3 2014-03-31"),
    (DAY, "by category", "people levels=2 2014-03-31 by category"),
    (DAY, "list them", "people listed levels=2 2014-03-31"),
    (DAY, "who are they", "people listed levels=2 2014-03-31"),
    (DAY, "and in custody", "people levels=2 custody=custody 2014-03-31"),
    (DAY, "how many of them are in custody", "people levels=2 custody=custody 2014-03-31"),
    (DAY, "what about Luton", "people levels=2 districts=Luton 2014-03-31"),
    (DAY, "how about 31 March 2013", "people levels=2 2013-03-31"),
    (DAY, "and the year before", "people levels=2 2013-03-31"),
    (DAY, "in 2013/14", "people levels=2 2013-04-01..2014-03-31"),
    (DAY, "by level", "people 2014-03-31 by level"),
    (DAY, "compared with 31 March 2013",
     "people levels=2 2014-03-31 || people levels=2 2013-03-31"),
    (DAY, "how many level 3 cases", "people levels=3 2026-06-17"),
    (DAY, "referrals since April", "referrals/made 2026-04-01..2026-06-17"),
    (TABLE, "and level 3", "people levels=3 2014-03-31 by category"),
    (TABLE, "list them", "people listed levels=2 2014-03-31"),
    (TABLE, "by district", "people levels=2 2014-03-31 by district"),
    (REFERRALS, "last year", "referrals/made 2025-04-01..2026-03-31 by agency"),
    (REFERRALS, "and declined?", "referrals/declined 2026-04-01..2026-06-17 by agency"),
    (REFERRALS, "how many of them were declined", "referrals/declined 2026-04-01..2026-06-17"),
    (REFERRALS, "from police", "referrals/made agencies=police 2026-04-01..2026-06-17"),
    (LICENCES, "which of them are level 2",
     "dates/ending listed kinds=licence_end levels=2 2026-06-17..2026-07-15"),
    (LICENCES, "next month", "dates/ending kinds=licence_end 2026-07-01..2026-07-31"),
    ("list level 3 cases", "how many", "people levels=3 2026-06-17"),
    (SHARE, "and level 2", "people share levels=2 of() 2026-06-17"),
    (SHARE, "in Luton", "people share levels=1 of(districts=Luton) 2026-06-17"),
]  # fmt: skip


def follow(before: str, typed: str) -> str:
    asked = read_question(before, TODAY, TERMS)
    return told(read_follow_up(typed, wording(asked), TODAY, TERMS))


@pytest.mark.parametrize(("before", "typed", "fields"), GOES_ON)
def test_a_follow_up_goes_on_from_the_question_before(before: str, typed: str, fields: str) -> None:
    assert follow(before, typed) == fields


@pytest.mark.parametrize(
    ("before", "typed"),
    [
        (DAY, "thanks"),
        (DAY, "and"),
        (DAY, ""),
        (DAY, "banana"),
        (DAY, "last year"),  # the year before 2014, or before today?
        (DAY, "list by category"),
        (DAY, "not level 2"),
        (TABLE, "compared with 31 March 2013"),
        (LICENCES, "and women"),
        ("level 2 cases in 2013/14 compared with 2012/13", "and level 3"),
    ],
)
def test_a_follow_up_that_is_not_plain_is_asked_back(before: str, typed: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        follow(before, typed)
    for choice in refused.value.choices:
        assert read_question(choice, TODAY, TERMS)
