"""Questions: who gets which figure, by command; small ones are kept from most."""

from datetime import date

import pytest

from mappa.cases import Custody, Spell
from tests.handlers.conversations import Conversation


@pytest.fixture
def counted(talk: Conversation) -> Conversation:
    """Seven at level 2, two at level 3, one of those in Category 4, one of the others inside."""
    for number in range(6):
        inside = (Custody(date(2026, 6, 1)),) if number == 0 else ()
        talk.open_case(f"BED-{2000 + number}", custody=inside)
    talk.open_case("BED-3001", spells=(Spell(2, 3, date(2026, 1, 5)),))
    talk.open_case("BED-3002", spells=(Spell(4, 3, date(2026, 1, 5)),))
    return talk


@pytest.mark.parametrize(
    ("user_id", "question", "answer"),
    [
        ("U0CORA", "level 2", "6 people at level 2, in the community, on 17 June 2026; and 1 more"),
        ("U0CORA", "level 3", "1 person at level 3, in the community, on 17 June 2026."),
        ("U0CORA", "level 1", "0 people at level 1"),
        ("U0PRIYA", "level 2", "6 people at level 2, in the community, on 17 June 2026; and fewer"),
        ("U0PRIYA", "level 3", "Fewer than 5 people at level 3"),
        ("U0SIMI", "level 3", "Fewer than 5 people at level 3"),
        ("U0CHAS", "level 1", "0 people at level 1"),
    ],
)
def test_each_gets_the_figure_that_their_role_may_see(
    counted: Conversation, user_id: str, question: str, answer: str
) -> None:
    said = counted.typed(user_id, f"how many {question} cases").text
    assert said.startswith(answer)
    assert "Category 4 not shown." in said
    assert "Read as: People at level" in said


def test_a_figure_kept_back_is_not_to_be_found_in_the_others(counted: Conversation) -> None:
    said = counted.typed("U0SIMI", "how many cases by level").text
    assert "Level 3: not shown" in said
    assert "Level 2: not shown" in said  # with the whole it would give Level 3 away
    assert "Level 1: 0" in said
    assert "Level 2: 6" in counted.typed("U0CORA", "how many cases by level").text


def test_a_question_is_answered_for_the_area_of_who_asks(counted: Conversation) -> None:
    counted.open_case("HER-1", area="HER")
    assert counted.typed("U0CORA", "how many level 2 cases").text.startswith("6 people")


@pytest.mark.parametrize("typed", ["how many level 9 cases", "how many category 0 cases"])
def test_a_number_that_does_not_exist_is_said_not_to(shared_talk: Conversation, typed: str) -> None:
    said = shared_talk.typed("U0CORA", typed).text
    assert said.startswith("There is no ")
    assert "• how many" in said


def test_asking_changes_nothing(counted: Conversation) -> None:
    before = counted.dump(without=())
    counted.typed("U0CORA", "how many cases")
    counted.typed("U0CORA", "how many unicorns")
    assert counted.dump(without=()) == before
