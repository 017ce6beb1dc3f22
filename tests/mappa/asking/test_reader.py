"""Questions as people type them: each is read as what it asks, or asked back by name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.answering.readings import reading
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.asking.wordings import wording
from mappa.errors import NotUnderstood
from tests.mappa.asking.question_tables import asked_back, read_as, understood
from tests.mappa.asking.telling import told

TODAY = date(2026, 6, 17)
TERMS = Terms(("Bedford", "Central Bedfordshire", "Luton"))


def test_the_tables_are_as_large_as_they_were() -> None:
    assert len(understood()) >= 500
    assert len(asked_back()) >= 350
    assert len(read_as()) >= 150


@pytest.mark.parametrize(("typed", "meant"), understood())
def test_a_question_about_people_is_read_back_as_it_is_meant(typed: str, meant: str) -> None:
    assert reading(read_question(typed, TODAY, TERMS)) == meant


@pytest.mark.parametrize(("typed", "fields"), read_as())
def test_a_question_is_read_as_it_is_meant(typed: str, fields: str) -> None:
    question = read_question(typed, TODAY, TERMS)
    assert told(question) == fields
    assert told(read_question(wording(question), TODAY, TERMS)) == fields


@pytest.mark.parametrize(("typed", "says"), asked_back())
def test_what_cannot_be_answered_is_asked_back_by_name(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question(typed, TODAY, TERMS)
    assert refused.value.message.startswith(says)
    assert refused.value.choices
    for choice in refused.value.choices:  # whatever is offered can be typed and is answered
        assert reading(read_question(choice, TODAY, TERMS))


SCOPES = ("not", "no", "other", "without", "excluding", "never", "non", "except", "aren't")


@pytest.mark.parametrize("turning", SCOPES)
def test_the_opposite_of_a_question_is_never_offered_instead(turning: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question(f"how many cases {turning} level 3", TODAY)
    assert not any("level 3" in choice for choice in refused.value.choices)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (
            "how many level 2 cases in custardy on 31 March 2014",
            "how many level 2 cases in custody on 31 March 2014",
        ),
        (
            "how many level 3 cases in Narnia on 31/3/14 by category",
            "how many level 3 cases on 31 March 2014 by category",
        ),
        (
            "how many refferrals from narnia in 2013/14 by month",
            "how many referrals in 2013/14 by month",
        ),
        ("licences ending on 31 February 2027", "how many licences ending on 28 February 2027"),
        (
            "violent offenders at level 2 compared with last year",
            "how many level 2 category 2 cases compared with 17 June 2025",
        ),
    ],
)
def test_the_nearest_question_is_offered_and_not_assumed(typed: str, offered: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question(typed, TODAY, TERMS)
    assert refused.value.choices[0] == offered


@pytest.mark.parametrize("day", ["today", "on 17/6/2026", "on 17 June 2026", "now"])
def test_a_question_of_today_is_not_about_a_day_to_come(day: str) -> None:
    question = read_question(f"how many level 2 cases {day}", TODAY)
    assert told(question) == "people levels=2 2026-06-17"


def test_a_district_is_known_where_it_is_one_and_nowhere_else() -> None:
    assert "districts=Luton" in told(read_question("level 2 cases in luton", TODAY, TERMS))
    with pytest.raises(NotUnderstood, match="luton"):
        read_question("level 2 cases in luton", TODAY, Terms(("Bath", "Wells")))


def test_an_endless_question_is_refused_unread() -> None:
    with pytest.raises(NotUnderstood, match="at most 300 characters"):
        read_question("how many level 2 cases " * 1000, TODAY)


def test_whatever_is_shown_back_is_harmless() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question("how many level 2 cases <!channel>&*_~`@here", TODAY)
    assert not set("<>&*_~`@") & set(refused.value.message)


@given(st.text(max_size=320))
def test_no_text_does_more_than_not_be_understood(typed: str) -> None:
    try:
        question = read_question(typed, TODAY, TERMS)
    except NotUnderstood as refused:
        assert refused.message
        assert refused.choices
    else:
        assert reading(question)
