"""Short texts of one line that stand for themselves: a name, a place, an address, a district."""

import re
import unicodedata

from mappa.arguments import clean_text
from mappa.choices import harmless
from mappa.errors import RuleBroken

_JOINERS = "\u200c\u200d"  # they shape letters in some scripts
_NEVER = ("So", "Sk", "Cf", "Co", "Cn")


def read_label(text: str, field: str, longest: int, example: str) -> str:
    """The text without needless spaces; refused if it is no plain text or too long."""
    # Slack makes links of addresses before it hands a line on.
    text = re.sub(r"<(?:mailto|tel|https?)(?::|://)[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<(?:mailto|tel):([^|>]*)>", r"\1", text)
    label = " ".join(unicodedata.normalize("NFC", clean_text(text, field)).split())
    if len(label) > longest:
        raise RuleBroken(
            f"{field}: {len(label):,} characters are too many, at most {longest} fit. "
            f"Shorten it. Example: {example}",
            field,
        )
    if not any(char.isalnum() for char in label) or not all(map(_is_plain, label)):
        raise RuleBroken(f"{field}: {harmless(text)} is no plain text. Example: {example}", field)
    return label


def _is_plain(char: str) -> bool:
    return char in _JOINERS or (char not in "<>`|" and unicodedata.category(char) not in _NEVER)
