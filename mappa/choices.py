"""Closed lists: typed by code or by name, and refused with the list when they are neither."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from mappa.errors import RuleBroken

SHOWN = 40


def harmless(text: str) -> str:
    """What somebody typed, fit to be shown back: short, one line, and no markup of Slack's."""
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if char.isspace() else char for char in text)
    kept = "".join(
        char for char in kept if char not in "<>&@#*_~`|" and unicodedata.category(char)[0] != "C"
    )
    kept = " ".join(kept.split())
    return f"“{kept[:SHOWN]}…”" if len(kept) > SHOWN else f"“{kept}”"


def read_choice(text: str, choices: Mapping[str, str], what: str) -> str:
    """The code of a code or name, in any case, with spaces or hyphens; `what` is the field."""
    found = _find(text, choices)
    if found is not None:
        return found
    listed = ", ".join(choices)
    example = next(iter(choices))
    raise RuleBroken(
        f"{what}: {harmless(text)} is not one of {listed}. Example: {what} {example}", what
    )


def is_choice(text: str, choices: Mapping[str, str]) -> bool:
    """Whether the text is the code or the name of one of the choices."""
    return _find(text, choices) is not None


def _find(text: str, choices: Mapping[str, str]) -> str | None:
    if re.match(_SIGNED, unicodedata.normalize("NFKC", text)):
        return None  # a dash is a space between words, and before a figure a minus
    return _ways(tuple(choices.items())).get(_folded(text))


@lru_cache(maxsize=128)
def _ways(choices: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The code by every way of typing it; where two are alike, the first."""
    ways: dict[str, str] = {}
    for code, name in choices:
        for way in (code, name):
            ways.setdefault(_folded(way), code)
    return ways


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(text.translate(_SPACED).split())


_SIGNED = r"\s*[-_‐‑‒–—]\s*\d"
_SPACED = str.maketrans(dict.fromkeys("-_‐‑‒–—", " "))
