"""A typed question as plain words, however it was punctuated, joined or pasted."""

import re
import unicodedata

from mappa.asking.groups_and_filters import CATEGORY_WORDS, CUSTODY_WORDS, LEVEL_WORDS
from mappa.days import MONTHS
from mappa.errors import NotUnderstood

LONGEST = 300
EXAMPLES = ("how many level 2 cases", "how many level 2 cases on 31 March 2014")
TOO_LONG = f"A question has at most {LONGEST} characters. Ask it shorter."

_LEVEL, _CATEGORY = "levels|level|lvl|lev|l", "category|cat|c"
_NAMED = f"{_LEVEL}|{_CATEGORY}"
_NUMBER = r"\d(?:'?s)?\b"
_DATED = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{'|'.join(MONTHS)})\b|\d+[/.]\d|\d{{4}}\b"
_NOT_A_DAY = rf"(?![/.-]\d|\s+(?:of\s+)?(?:{'|'.join(MONTHS)})\b)"
# In this order: what is written, and the words that it stands for.
_WRITTEN = (
    (r"[‘’`´]", "'"),
    (r"[“”„«»]", '"'),
    (r"[‐‑‒–—−]", "-"),
    (r"\bwhat's\b|\bwhats\b", "what is"),
    (r"\bwho's\b", "who is"),
    (r"\bi'd\b", "i would"),
    (r"\bwe've\b", "we have"),
    (r"\bthere's\b", "there is"),
    (r"\band/or\b", "or"),
    (r"(?<=[a-z])-led\b", " led"),
    (r"(?<=[a-z])'s\b(?= attendance)", ""),
    (
        rf"(\b(?:{_NAMED})[ .-]?{_NUMBER})(?:\s*[/&]\s*|\+|\s+\+\s+)(?=(?:{_NAMED})[ .-]?\d)",
        r"\1 and ",
    ),
    (rf"(\b(?:{_LEVEL})[ .-]?{_NUMBER})\s*,\s*(?=(?:{_LEVEL})[ .-]?\d)", r"\1 and "),
    (rf"(\b(?:{_CATEGORY})[ .-]?{_NUMBER})\s*,\s*(?=(?:{_CATEGORY})[ .-]?\d)", r"\1 and "),
    (rf"((?<![\d/.-])\b{_NUMBER})(?:\s*[&,]\s*|\+|\s+\+\s+)(?={_NUMBER}{_NOT_A_DAY})", r"\1 and "),
    (rf"((?<![\d/.-])\b{_NUMBER})\s+-\s+(?={_NUMBER}{_NOT_A_DAY})", r"\1 to "),
    (rf"(\b(?:{'|'.join(MONTHS)})|\b\d{{4}}|\d[/.]\d+)\s+-\s+(?={_DATED})", r"\1 to "),
    (r"(?<=\s)&(?=\s)", "and"),
    (r"(?<=\s)\+(?=\s)", "plus"),
    (r"(?<=\s)@(?=\s)", "at"),
    (rf"\b(?:({_NAMED})[.-]?(?=\d)|(level|lvl|category|cat)-(?=[a-z]))", r"\1\2 "),
)
# Punctuation. "!" before a word says "not", and "~" strikes a word out: neither is dropped.
_BEFORE, _AFTER = ".,;:\"'([{*_", ".,;:!?\"')]}*_"
_AFTER_A_MINUS = LEVEL_WORDS | CATEGORY_WORDS | CUSTODY_WORDS


def split_words(typed: str) -> list[str]:
    """The words as typed, without case, punctuation and the many kinds of dash and quote."""
    if len(typed) > LONGEST:
        raise NotUnderstood(TOO_LONG, EXAMPLES)
    text = unicodedata.normalize("NFKC", typed).casefold()
    # Marks that cannot be seen come along when text is pasted.
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    for written, meant in _WRITTEN:
        text = re.sub(written, meant, text)
    words = [word.lstrip(_BEFORE).rstrip(_AFTER) for word in text.split()]
    words = [re.sub(r"^(\d{1,2})(st|nd|rd|th)$", r"\1", word) for word in words]
    return [word for at, word in enumerate(words) if _says(word, words[at + 1 : at + 2])]


def _says(word: str, after: list[str]) -> bool:
    """Whether it is more than a dash between two thoughts; before a filter it may be a minus."""
    return bool(word.strip("-")) or (bool(word) and bool(_AFTER_A_MINUS & set(after)))
