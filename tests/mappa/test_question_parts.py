"""Questions as people type them: each is read as what it asks, or asked back by name."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import NotUnderstood
from mappa.question_parts import read_question
from mappa.questions import BOTH, COMMUNITY, CUSTODY, Question, reading, wording
from tests.mappa.question_tables import asked_back, understood

TODAY = date(2026, 6, 17)


def test_the_tables_are_as_large_as_they_were() -> None:
    assert len(understood()) >= 500
    assert len(asked_back()) >= 350


@pytest.mark.parametrize(("typed", "read_as"), understood())
def test_a_question_is_read_as_it_is_meant(typed: str, read_as: str) -> None:
    assert reading(read_question(typed, TODAY)) == read_as


@pytest.mark.parametrize(("typed", "says"), asked_back())
def test_what_cannot_be_answered_is_asked_back_by_name(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question(typed, TODAY)
    assert refused.value.message.startswith(says)
    assert refused.value.choices
    for choice in refused.value.choices:  # whatever is offered can be typed and is answered
        assert reading(read_question(choice, TODAY))


SCOPES = ("not", "no", "other", "without", "excluding", "never", "non", "except", "aren't")


@pytest.mark.parametrize("turning", SCOPES)
def test_the_opposite_of_a_question_is_never_offered_instead(turning: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question(f"how many cases {turning} level 3", TODAY)
    assert not any("level 3" in choice for choice in refused.value.choices)


def test_a_slip_that_is_not_certain_is_offered_and_not_assumed() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question("how many level 2 cases in custardy on 31 March 2014", TODAY)
    assert refused.value.choices[0] == "how many level 2 cases in custody on 31 March 2014"


def test_a_word_without_a_place_is_offered_to_be_left_out() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_question("how many level 3 cases in Narnia on 31/3/14 by category", TODAY)
    assert "narnia" in refused.value.message
    assert refused.value.choices[0] == "how many level 3 cases on 31 March 2014 by category"


def test_a_year_or_month_alone_is_a_period_and_a_day_of_it_is_offered() -> None:
    for period, day in (
        ("2014", "31 March 2014"),
        ("2013/14", "31 March 2014"),
        ("March 2014", "the last day of March 2014"),
    ):
        with pytest.raises(NotUnderstood) as refused:
            read_question(f"how many level 2 cases in {period}", TODAY)
        assert "period" in refused.value.message
        assert refused.value.choices == (f"how many level 2 cases on {day}",)


@pytest.mark.parametrize("day", ["today", "17/6/2026", "17 June 2026", "now"])
def test_a_question_of_today_is_not_about_a_day_to_come(day: str) -> None:
    assert not read_question(
        f"how many level 2 cases on {day}".replace("on now", "now"), TODAY
    ).ahead


@pytest.mark.parametrize("day", ["tomorrow", "on 18/6/26", "on 31 March 2027"])
def test_a_day_to_come_is_known_to_be_one(day: str) -> None:
    assert read_question(f"how many level 2 cases {day}", TODAY).ahead


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
        question = read_question(typed, TODAY)
    except NotUnderstood as refused:
        assert refused.message
        assert refused.choices
    else:
        assert reading(question).startswith("People")


questions = st.builds(
    Question,
    on=st.dates(date(1990, 1, 1), TODAY),
    levels=st.frozensets(st.integers(0, 3)),
    categories=st.frozensets(st.integers(1, 4)),
    custody=st.sampled_from([COMMUNITY, CUSTODY, BOTH]),
)


@given(questions, st.sampled_from([None, "level", "category"]))
def test_a_question_put_into_words_is_read_as_itself(question: Question, by: str | None) -> None:
    single = len(question.levels if by == "level" else question.categories) == 1
    question = replace(question, by=None if single else by)
    assert read_question(wording(question, TODAY), TODAY) == question
