"""A typed question as plain words: punctuation, joining and pasting change nothing."""

import pytest

from mappa.errors import NotUnderstood
from mappa.question_words import LONGEST, split_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("How many LEVEL 2 cases?", "how many level 2 cases"),
        ("“Level 2”, please!", "level 2 please"),
        ("level-2", "level 2"),
        ("level‑2", "level 2"),
        ("L2s", "l 2s"),
        ("L2's", "l 2's"),
        ("cat1", "cat 1"),
        ("Cat. 1", "cat 1"),
        ("C1", "c 1"),
        ("level-two", "level two"),
        ("L2/L3", "l 2 and l 3"),
        ("L2 & L3", "l 2 and l 3"),
        ("level 2+3", "level 2 and 3"),
        ("level 2 + 3", "level 2 and 3"),
        ("level 2+ 3", "level 2+ 3"),
        ("level 1, 2 & 3", "level 1 and 2 and 3"),
        ("level 1, level 2 or level 3", "level 1 and level 2 or level 3"),
        ("level 1 - 3", "level 1 to 3"),
        ("level 2 - 3 March 2014", "level 2 3 march 2014"),
        ("level 2, 3 March 2014", "level 2 3 march 2014"),
        ("level 2, category 1", "level 2 category 1"),
        ("level 2, 1/4/2013", "level 2 1/4/2013"),
        ("2-3-14", "2-3-14"),
        ("31-03-2014", "31-03-2014"),
        ("the 31st of March, 2014", "the 31 of march 2014"),
        ("what’s", "what is"),
        ("level\u200b 2\u00a0cases", "level 2 cases"),
        ("*level 2*\n_cases_", "level 2 cases"),
        ("cases + those in custody", "cases plus those in custody"),
        ("cases - 31 March 2014", "cases 31 march 2014"),
        ("level ２", "level 2"),
        ("level -2", "level -2"),
        ("level 2.5", "level 2.5"),
        ("", ""),
        (" ?! ", ""),
    ],
)
def test_a_question_is_taken_apart_into_its_words(typed: str, words: str) -> None:
    assert split_words(typed) == words.split()


def test_a_question_too_long_is_refused() -> None:
    assert split_words("a" * LONGEST)
    with pytest.raises(NotUnderstood, match="shorter"):
        split_words("a" * (LONGEST + 1))
