"""Text that every kind of document can hold, and that moves no figure which stands beside it."""

import unicodedata

_JOINERS = "\u200c\u200d"  # they shape letters in some scripts


def plain(text: str) -> str:
    """One line, without control characters and marks that turn the direction of writing."""
    spaced = "".join(" " if unicodedata.category(char) in _AS_SPACE else char for char in text)
    kept = (char for char in spaced if char in _JOINERS or _is_kept(char))
    return " ".join("".join(kept).split())


def _is_kept(char: str) -> bool:
    return unicodedata.category(char) not in ("Cf", "Cs", "Cn", "Co")


_AS_SPACE = ("Cc", "Zl", "Zp")
