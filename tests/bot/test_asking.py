"""`mappa-bot ask`: the object that scripts rely on, the exit code, and what practice says."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.asking import PRACTICE
from tests.bot.conftest import Typed
from tests.bot.words import say

SNAPSHOT = "how many level 2 cases on 31 March 2014"
KEYS = ["status", "value", "rows", "cases", "on", "from", "to", "reading", "text", "choices"]


def ask(typed: Typed, *words: str, code: int = 0, **settings: str) -> dict[str, Any]:
    """The one object that is printed, and nothing else on either stream."""
    done = typed("ask", *words, "--json", **settings)
    assert (done.code, done.err) == (code, ""), done
    (line,) = done.out.splitlines()
    found: dict[str, Any] = json.loads(line)
    assert list(found) == KEYS
    return found


def test_the_object_is_the_contract_to_the_letter(sampled: Path) -> None:
    done = say(sampled, "ask", SNAPSHOT, "--json")
    assert done.answer == (
        '{"status": "answered", "value": 45, "rows": [], "cases": [], "on": "2014-03-31", '
        '"from": null, "to": null, '
        '"reading": "People at level 2, in the community, on 31 March 2014", '
        '"text": "45 people at level 2, in the community, on 31 March 2014; and 6 more in custody. '
        f'{PRACTICE}", "choices": []}}\n'
    )


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (SNAPSHOT, 45),
        ("how many level 2 category 2 cases on 31 March 2014", 30),
        ("how many level 3 cases on 31 March 2014", 7),
        ("how many cases on 31 March 2014", 845),
        ("how many level 1 cases on 31 March 2014", 793),
        ("how many cases on 31 March 1950", 0),
    ],
)
@pytest.mark.usefixtures("practice")
def test_a_question_is_answered_with_the_published_figure(
    question: str, value: int, typed: Typed
) -> None:
    found = ask(typed, question)
    assert (found["status"], found["value"]) == ("answered", value)
    assert found["text"].endswith(PRACTICE)


@pytest.mark.usefixtures("practice")
def test_a_grouped_answer_has_a_row_for_each_group(typed: Typed) -> None:
    found = ask(typed, "how many cases by level on 31 March 2014")
    rows = [(row["label"], row["value"]) for row in found["rows"]]
    assert rows == [("Level 1", 793), ("Level 2", 45), ("Level 3", 7)]
    assert all(list(row) == ["label", "value"] for row in found["rows"])
    shown = typed("ask", "how many cases by level on 31 March 2014").answer
    assert shown.splitlines()[1:] == ["Level 1: 793", "Level 2: 45", "Level 3: 7"]


@pytest.mark.parametrize(
    ("question", "value", "rows", "dates"),
    [
        (
            "how many level 2 cases on 31 March 2014 compared with 31 March 2013",
            None,
            [("31 March 2014", 45), ("31 March 2013", 68)],
            (None, None, None),
        ),
        ("SOPOs imposed 2013/14", 50, [], (None, "2013-04-01", "2014-03-31")),
        ("SFOs in 2013/14", 0, [], (None, "2013-04-01", "2014-03-31")),
        ("what share of cases is level 1 on 31 March 2014", 93.8, [], ("2014-03-31", None, None)),
        (
            "average days from referral to decision in 1999/00",
            None,
            [],
            (None, "1999-04-01", "2000-03-31"),
        ),
    ],
)
@pytest.mark.usefixtures("practice")
def test_every_kind_of_figure_has_its_value_rows_and_days(
    question: str,
    value: float | None,
    rows: list[tuple[str, int]],
    dates: tuple[str, ...],
    typed: Typed,
) -> None:
    found = ask(typed, question)
    assert found["value"] == value
    assert [(row["label"], row["value"]) for row in found["rows"]] == rows
    assert (found["on"], found["from"], found["to"]) == dates


@pytest.mark.usefixtures("practice")
def test_a_list_gives_every_case_and_their_number(typed: Typed) -> None:
    found = ask(typed, "who is at level 3 on 31 March 2014")
    assert (found["value"], len(found["cases"])) == (7, 7)
    assert all(ref in found["text"] for ref in found["cases"])
    many = ask(typed, "list level 1 cases on 31 March 2014")
    assert (many["value"], len(many["cases"]), len(set(many["cases"]))) == (793, 793, 793)
    assert "and 773 more." in many["text"] and "as file" not in many["text"]
    shown = typed("ask", "list level 1 cases on 31 March 2014").answer.splitlines()
    assert shown[1:] == many["cases"]


@pytest.mark.usefixtures("practice")
def test_a_series_has_a_row_for_every_month_and_no_whole(typed: Typed) -> None:
    found = ask(typed, "level 2 cases by month in 2013/14")
    assert found["value"] is None
    labels = [row["label"] for row in found["rows"]]
    assert labels == [f"2013-{n:02}" for n in range(4, 13)] + [f"2014-{n:02}" for n in (1, 2, 3)]
    assert found["rows"][-1]["value"] == 45


@pytest.mark.usefixtures("practice")
def test_the_day_that_counts_as_today_can_be_moved(typed: Typed) -> None:
    moved = ask(typed, "how many level 2 cases", "--on", "31/3/2014")
    assert (moved["value"], moved["on"]) == (45, "2014-03-31")
    named = ask(typed, SNAPSHOT, "--on", "2013-04-01")
    assert (named["value"], named["on"]) == (45, "2014-03-31"), "a day that is named stays"


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [
        ("how many cases in Narnia", "clarify", "narnia"),
        ("how many women", "clarify", "women"),
        ("how many cases in 2014", "clarify", "2014"),
        ("", "clarify", "Say what is to be counted"),
        ("x" * 400, "clarify", "300 characters"),
    ],
)
@pytest.mark.usefixtures("practice")
def test_a_question_that_is_not_answered_asks_back_with_exit_code_1(
    question: str, status: str, says: str, typed: Typed
) -> None:
    found = ask(typed, question, code=1)
    assert (found["status"], found["value"], found["reading"]) == (status, None, "")
    assert says in found["text"]
    assert found["text"].startswith(PRACTICE)
    for choice in found["choices"]:
        assert ask(typed, choice)["status"] == "answered"


@pytest.mark.usefixtures("practice")
def test_in_words_what_is_asked_back_goes_to_stderr_with_its_choices(typed: Typed) -> None:
    done = typed("ask", "how many cases in Narnia")
    assert (done.code, done.out) == (1, "")
    first, *choices = done.err.splitlines()
    assert first.startswith(PRACTICE)
    assert "  how many level 2 cases" in choices


@pytest.mark.parametrize("day", ["nonsense", "31 February 2014", "2014", ""])
@pytest.mark.usefixtures("practice")
def test_a_day_that_cannot_be_read_is_not_understood(day: str, typed: Typed) -> None:
    found = ask(typed, SNAPSHOT, "--on", day, code=1)
    assert found["status"] == "not_understood"


def test_a_dash_reads_questions_a_line_and_prints_an_object_a_line(sampled: Path) -> None:
    asked = f"{SNAPSHOT}\n\nhow many cases in Narnia\r\nhow many \xff cases\nhow many cases"
    done = say(sampled, "ask", "-", "--json", typed=b"\xef\xbb\xbf" + asked.encode("latin-1"))
    assert (done.code, done.err) == (1, "")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [one["value"] for one in found[:-1]] == [45, None, None, None]
    statuses = [one["status"] for one in found]
    assert statuses == ["answered", "clarify", "clarify", "clarify", "answered"]
    assert all(list(one) == KEYS for one in found)


@pytest.mark.usefixtures("practice")
def test_another_area_has_no_cases_of_this_one(typed: Typed) -> None:
    assert ask(typed, SNAPSHOT, "--area", "bedfordshire")["value"] == 45
    assert ask(typed, SNAPSHOT, "--area", "GMP")["value"] == 0
    assert ask(typed, SNAPSHOT, MAPPA_AREA="GMP", DATABASE_URL="")["value"] == 0
    for unknown in ("Luton", ""):
        assert "is not one of AVO, BED" in typed("ask", SNAPSHOT, "--area", unknown).problem


def test_an_answer_about_live_cases_says_nothing_of_practice(
    typed: Typed, live: dict[str, str]
) -> None:
    found = ask(typed, "how many cases", code=0, **live)
    assert found["value"] == 0
    assert "ractice" not in found["text"]
