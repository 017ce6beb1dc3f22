"""Levels and categories as they are numbered: "level 2", "L2/L3", "cats 1 and 2"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mappa.asking.groups_and_filters import CATEGORY_WORDS, LEVEL_WORDS, NUMBERS, UPWARDS
from mappa.asking.refusals import no_place
from mappa.errors import NotUnderstood


@dataclass(frozen=True, slots=True)
class Numbered:
    """The numbers, where they end, and whether people are said with them ("level 2s")."""

    numbers: tuple[int, ...]
    end: int
    plural: bool


def levels_at(words: Sequence[str], at: int) -> Numbered | None:
    """The levels that begin at a word, None if none do."""
    if words[at] not in LEVEL_WORDS:
        return None
    found, end, plural = _numbers(words, at + 1)
    _check(found, "level", "1, 2, 3 and to be confirmed", range(1, 4))
    upwards = 2 if tuple(words[end : end + 2]) in UPWARDS else 0
    if upwards or any("+" in word for word in words[at:end]):
        if len(found) > 1:
            raise NotUnderstood(
                "The level is given twice in ways that do not go together. Ask for one at a time.",
                ("how many level 2 cases",),
            )
        found, end = list(range(found[0], 4)), end + upwards
    return Numbered(tuple(found), end, plural)


def categories_at(words: Sequence[str], at: int) -> Numbered | None:
    """The categories that begin at a word, None if none do."""
    if words[at] not in CATEGORY_WORDS:
        return None
    found, end, plural = _numbers(words, at + 1)
    _check(found, "category", "1, 2, 3 and 4", range(1, 5))
    if words[end - 1].endswith("+"):  # categories are kinds: none is above another
        raise no_place(words[end - 1])
    return Numbered(tuple(found), end, plural)


def _numbers(words: Sequence[str], at: int) -> tuple[list[int], int, bool]:
    """Numbers that follow ("2", "2 and 3", "2/3", "1 to 3", "1s"), where they end, if plural."""
    found: list[int] = []
    plural = False
    while at < len(words) and (numbers := _number(words[at])):
        found += numbers
        plural = plural or words[at].endswith("s")
        at += 1
        following = _number(words[at + 1]) if at + 1 < len(words) else []
        if at >= len(words) or words[at] not in ("and", "or", "to") or len(following) != 1:
            break
        if words[at] == "to":
            low, high = sorted((found[-1], following[0]))
            found += range(low + 1, high)
        at += 1
    return found, at, plural


def _number(word: str) -> list[int]:
    """The numbers that one word stands for: 2, 2s, 2+, two, ii, 2/3, 1-3."""
    if pair := re.fullmatch(r"([0-9])([/-])([0-9])(?:'?s)?", word):
        first, last = int(pair[1]), int(pair[3])
        low, high = sorted((first, last))
        return [first, last] if pair[2] == "/" else list(range(low, high + 1))
    if single := re.fullmatch(r"([0-9]{1,3})(?:'?s|\+)?", word):
        return [int(single[1])]
    return [NUMBERS[word]] if word in NUMBERS else []


def _check(found: list[int], what: str, known: str, allowed: range) -> None:
    example = (f"how many {what} 2 cases",)
    if not found:
        raise NotUnderstood(f"Say which {what}: {known}.", example)
    wrong = [number for number in found if number not in allowed]
    if wrong:
        raise NotUnderstood(f"There is no {what} {wrong[0]}. There are {known}.", example)
