"""Questions: who gets which figure, by command; small ones are kept from most."""

from datetime import date

import pytest

from handlers.views.questions import ASK
from mappa.cases import Custody, Spell
from tests.build import MARKER
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
        ("U0PRIYA", "level 2", "Not shown: people at level 2"),  # all of them less Level 3
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


LISTED = "List of people at level 2, in the community, on 17 June 2026."


@pytest.mark.parametrize(
    ("user_id", "says"),
    [
        ("U0CORA", "6 people at level 2, in the community, on 17 June 2026; and 1 more in custody"),
        ("U0PRIYA", "Of the cases that you may see, 7 are some of them: BED-1042, BED-2001"),
        ("U0PETE", "None of the cases that you may see is one of them."),
        ("U0SIMI", "Your role sees figures and no cases."),
        ("U0ADA", "Your role does not see figures."),
    ],
)
def test_a_list_holds_what_each_may_see_and_goes_on_the_record(
    counted: Conversation, user_id: str, says: str
) -> None:
    counted.open_case("BED-2500", team=())
    expected = says.replace("6 people", "7 people").replace(", 7 are", ", 6 are")
    answer = counted.typed(user_id, "list the level 2 cases")
    assert expected in answer.text
    assert MARKER not in answer.whole
    assert ("BED-2500" in answer.text) is (user_id == "U0CORA")
    seen = user_id in ("U0CORA", "U0PRIYA", "U0PETE")
    assert (LISTED in answer.text) is seen
    assert counted.count("records", action="cases found") == seen


@pytest.mark.parametrize("user_id", ["U0PRIYA", "U0CHAS", "U0SIMI"])
def test_who_gets_no_exact_figures_narrows_a_question_once(
    counted: Conversation, user_id: str
) -> None:
    for words in ("how many level 2 category 2 cases in custody", "cases by lead agency",
                  "referrals from police by level in 2025/26"):  # fmt: skip
        assert "Read as" in counted.typed(user_id, words).text, words
    for words in ("level 2 cases in custody by lead agency", "cases in custody with high risk",
                  "level 2 cases with high risk compared with level 2 cases with high risk in "
                  "custody"):  # fmt: skip
        assert "at most one of agency" in counted.typed(user_id, words).text, words
        assert "Read as" in counted.typed("U0CORA", words).text, words
    for words in ("how many cases have no review date", "cases without a risk band"):
        assert "for co-ordinators only" in counted.typed(user_id, words).text, words
        assert "Read as" in counted.typed("U0CORA", words).text, words


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("referrals by agency last year", "Read as: Referrals made in 2025/26"),
        ("referrals declined last quarter", "Read as: Referrals declined in"),
        ("case audits this year", "Read as: Case audits"),
        ("training sessions this year", "Read as: Training sessions"),
        ("actions overdue by agency", "Read as: Overdue actions"),
        ("meetings last month", "Read as: Meetings held"),
        ("referrals open", "Referrals waiting for a decision"),  # the word's own reading is first
        ("referrals in Narnia", "As a question: “narnia”: That word has no place"),
        ("cases in Narnia", "“narnia”: That word has no place"),
        ("refer level 2 cases last year", "refer"),
        ("training on 3 June 2026", "training"),  # who meant to keep one is told what it needs
        ("case-audit this year", "case-audit has no field"),
    ],
)
def test_a_line_that_begins_with_a_commands_word_may_be_a_question(
    counted: Conversation, typed: str, says: str
) -> None:
    before = counted.dump()
    answer = counted.typed("U0CORA", typed).text
    assert says in answer
    assert ("Read as" in answer) is ("Read as" in says)
    assert counted.dump() == before


def test_a_refusal_of_a_word_alone_is_not_turned_into_a_figure(counted: Conversation) -> None:
    for word in ("refer", "referrals", "training"):
        assert "Read as" not in counted.typed("U0SIMI", word).text, word
    assert "Read as" in counted.typed("U0SIMI", "referrals last year").text


def test_a_grouped_answer_has_a_table_and_a_series_a_chart(counted: Conversation) -> None:
    for words, kinds in (
        ("how many cases by level", ["section", "table", "context", "actions"]),
        ("cases by month in 2025/26", ["section", "table", "data_visualization", "context"]),
        ("how many cases", ["section", "context", "actions"]),
    ):
        answer = counted.typed("U0CORA", words)
        assert [block["type"] for block in answer.blocks][: len(kinds)] == kinds, words
    for line in ("Level 2: 6", "Total: 7", "Read as: People, in the community"):
        assert line in counted.typed("U0CORA", "how many cases by level").text


def test_a_question_asked_from_home_is_answered_there_and_in_direct_messages(
    counted: Conversation,
) -> None:
    counted.open_home("U0CORA")
    counted.press("U0CORA", ASK)
    counted.settle()
    refused = counted.submit("U0CORA", question="how many aardvarks")
    assert "“aardvarks”: That word has no place" in refused.whole
    assert counted.count("outgoing") == 0
    counted.submit("U0CORA", question="how many cases by level")
    counted.send()
    form = counted.form("U0CORA")
    assert form is not None and "7 people" in str(form["blocks"])
    assert counted.last_message()["channel"] == "D0CORA"
    assert "Level 2: 6" in counted.last_message()["text"]
    assert counted.newly_broken() == []
