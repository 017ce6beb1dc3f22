"""What can be typed: usage is checked before anything is done, and help names every word."""

import re
from pathlib import Path

import pytest

from bot.__main__ import WORDS
from bot.words import make_parser
from tests.bot.conftest import Typed
from tests.bot.words import say

USAGE = 2


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["ask"],
        ["ask", "how many", "cases"],
        ["ask", "how many cases", "--on"],
        ["report"],
        ["report", "2013/14", "--format", "pdf"],
        ["report", "2013/14", "--counting", "last"],
        ["sample"],
        ["people"],
        ["people", "rename"],
        ["people", "add", "--slack-id", "U0ANN"],
        ["people", "remove"],
        ["sandbox", "--port", "x"],
        ["sandbox", "--port", "65536"],
        ["sandbox", "--port", "-1"],
        ["sandbox", "--port", "٣"],
        ["run", "--live"],
        ["manifest", "--json"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2_and_does_nothing(words: list[str], typed: Typed) -> None:
    done = typed(*words)
    assert (done.code, done.out) == (USAGE, "")
    assert done.err.startswith("usage: mappa-bot")
    assert "Traceback" not in done.err


def test_wrong_usage_comes_before_a_malformed_setting(typed: Typed) -> None:
    assert typed("ask", MAPPA_AREA="Luton").code == USAGE


def test_help_names_every_word_and_what_it_does(typed: Typed) -> None:
    shown = typed("--help").answer
    for word in WORDS:
        assert re.search(rf"\n    {word}\s", shown)
        assert typed(word, "--help").answer.startswith(f"usage: mappa-bot {word}")


def test_every_word_that_can_be_typed_has_somebody_who_answers() -> None:
    action = next(a for a in make_parser(WORDS)._actions if a.dest == "word")
    assert action.choices is not None
    assert list(action.choices) == list(WORDS)


def test_help_and_usage_are_the_same_from_a_real_process(tmp_path: Path) -> None:
    done = say(tmp_path, "nonsense")
    assert (done.code, done.out) == (USAGE, "")
    assert "invalid choice: 'nonsense'" in done.err
    assert list(tmp_path.iterdir()) == [], "nothing was made"
