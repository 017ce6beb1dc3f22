"""A question is read back in one sentence that says all of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.questions import BOTH, COMMUNITY, CUSTODY, Question, people_on, reading, wording

DAY = date(2014, 3, 31)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        (people_on(DAY), "People, in the community, on 31 March 2014"),
        (
            Question(DAY, frozenset({2})),
            "People at level 2, in the community, on 31 March 2014",
        ),
        (
            Question(DAY, frozenset({0, 3, 2}), custody=BOTH),
            "People at level 2 or 3 or level to be confirmed, in custody or in the community, "
            "on 31 March 2014",
        ),
        (
            Question(DAY, frozenset({0}), frozenset({4}), CUSTODY),
            "People at level to be confirmed in category 4 (terrorist or terrorism-risk "
            "offenders), in custody, on 31 March 2014",
        ),
        (
            Question(DAY, categories=frozenset({1, 2}), by="level"),
            "People in category 1 (registered sexual offenders) or 2 (violent offenders), "
            "in the community, on 31 March 2014, by level",
        ),
    ],
)
def test_a_question_is_read_back_in_full(question: Question, read: str) -> None:
    assert reading(question) == read


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (people_on(DAY), "how many cases on 31 March 2014"),
        (Question(DAY, frozenset({0, 2})), "how many level 2 or level to be confirmed cases"),
        (Question(DAY, custody=BOTH, by="level"), "how many cases including custody"),
    ],
)
def test_a_question_is_put_into_words_that_can_be_typed(question: Question, typed: str) -> None:
    assert wording(question, date(2026, 6, 17)).startswith(typed)


questions = st.builds(
    Question,
    on=st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    levels=st.frozensets(st.integers(0, 3)),
    categories=st.frozensets(st.integers(1, 4)),
    custody=st.sampled_from([COMMUNITY, CUSTODY, BOTH]),
    by=st.sampled_from([None, "level", "category"]),
)


@given(questions, questions)
def test_no_two_questions_are_read_back_alike(one: Question, other: Question) -> None:
    assert (reading(one) == reading(other)) == (one == other)
