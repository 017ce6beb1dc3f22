"""How many days, weeks or months: numbers in figures and in words."""

import re
from collections.abc import Sequence

_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{word: number * 10 for number, word in enumerate(_TENS, 2)},
}
_FIGURES = re.compile("[0-9]{1,4}")


def count_at(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The number that stands at a word and where it ends: 28, twenty-eight, twenty eight."""
    word = words[at] if at < len(words) else ""
    if _FIGURES.fullmatch(word):
        return int(word), at + 1
    tens, _, ones = word.partition("-")
    if ones:
        together = _together(tens, ones)
        return (together, at + 1) if together else None
    if word not in WORDS:
        return None
    together = _together(word, words[at + 1]) if at + 1 < len(words) else 0
    return (together, at + 2) if together else (WORDS[word], at + 1)


def _together(tens: str, ones: str) -> int:
    whole, rest = WORDS.get(tens, 0), WORDS.get(ones, 0)
    return whole + rest if whole >= 20 and 0 < rest < 10 else 0
