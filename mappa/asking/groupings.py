"""A table has one grouping: two of them ("by level and category") are asked back by name."""

from collections.abc import Sequence

from mappa.asking.groups_and_filters import GROUPS
from mappa.asking.refusals import EXAMPLES
from mappa.errors import NotUnderstood

_NAMES = frozenset(
    way.split()[1] for text in GROUPS.values() for way in text.split("|") if way.split()[0] == "by"
)


def check_groupings(words: Sequence[str]) -> None:
    """Refuse "by X and Y", and offer each of the two."""
    for at, word in enumerate(words):
        if word not in ("by", "per") or words[at + 1 : at + 2] == ["lead"]:
            continue
        if len(words) <= at + 3 or words[at + 1] not in _NAMES or words[at + 2] != "and":
            continue
        second = at + 3 + (words[at + 3] in ("by", "per"))
        if second < len(words) and words[second] in _NAMES and not _is_numbered(words, second):
            whole, rest = list(words[:at]), list(words[second + 1 :])
            choices = [[*whole, "by", name, *rest] for name in (words[at + 1], words[second])]
            raise NotUnderstood(
                "A table has one grouping. Ask for one at a time.",
                (*(" ".join(choice) for choice in choices), *EXAMPLES),
            )


def _is_numbered(words: Sequence[str], at: int) -> bool:
    return any(char.isdigit() for char in "".join(words[at + 1 : at + 2]))
