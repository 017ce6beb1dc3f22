"""Closed lists: typed by code or by name, and refused with the list when they are neither."""

import unicodedata
from collections.abc import Mapping

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
    wanted = _folded(text)
    for code, name in choices.items():
        if wanted in (_folded(code), _folded(name)):
            return code
    listed = ", ".join(choices)
    example = next(iter(choices))
    raise RuleBroken(
        f"{what}: {harmless(text)} is not one of {listed}. Example: {what} {example}", what
    )


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(text.replace("-", " ").replace("_", " ").replace("‑", " ").split())
