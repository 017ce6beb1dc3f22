"""The names of the months, and the slips of the finger that only one of them explains."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from mappa.days import MONTHS

FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# Months that are words of their own: they need a preposition, a year or a day beside them.
VERBS = frozenset({"may", "march"})
LONG = 7  # letters, from which one that is wrong or too many leaves no doubt
_WORDS_OF_THEIR_OWN = frozenset({"arch", "mach", "marc", "aril", "augusta", "augusts", "aprils"})


def mended(words: Sequence[str]) -> Sequence[str]:
    """The words with every slip of a month set right."""
    if not any(word in SLIPS for word in words):
        return words
    return [SLIPS.get(word, word) for word in words]


def _slips_of(month: str) -> Iterator[str]:
    """One letter left out, doubled or swapped; in long names also one wrong or too many."""
    for at in range(len(month)):
        yield month[:at] + month[at + 1 :]
        yield month[: at + 1] + month[at:]
        yield month[:at] + month[at + 1 : at + 2] + month[at] + month[at + 2 :]
    if len(month) >= LONG:
        for at in range(len(month)):
            for letter in ascii_lowercase:
                yield month[:at] + letter + month[at + 1 :]
                yield month[:at] + letter + month[at:]


def _all_slips() -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for month in FULL:
        if month != "may":
            for slip in _slips_of(month):
                found.setdefault(slip, set()).add(month)
    return {
        slip: next(iter(months))
        for slip, months in found.items()
        if len(months) == 1
        and len(slip) >= 4
        and slip not in MONTHS
        and slip not in _WORDS_OF_THEIR_OWN
    }


SLIPS = _all_slips()
