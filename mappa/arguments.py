"""How the rest of a command line is read: one schema a word, which writes its help as well."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from mappa.choices import harmless, is_choice
from mappa.errors import NotUnderstood, RuleBroken

LONGEST_TEXT = 3000
LONGEST_CHOICE = 12  # words
REASON = "because"
FILLERS = frozenset({"to", "is", "=", ":", "on", "as", "at", "of"})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be typed: its names, what follows it, and a right example.

    `shape`: "words"; "text" runs on to "because" or the end; after a "flag" nothing follows.
    """

    name: str
    example: str
    says: str
    aliases: tuple[str, ...] = ()
    shape: str = "words"
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schema:
    """What may be typed after a word: a subject first, then fields in any order."""

    word: str
    subject: str
    subject_example: str
    fields: tuple[Field, ...]
    examples: tuple[str, ...]

    def names(self) -> Mapping[tuple[str, ...], Field]:
        """Every way of typing a field's name, as lower-case words, longest first."""
        ways = {
            tuple(way.replace("-", " ").split()): one
            for one in (*self.fields, _REASON_FIELD)
            for way in (one.name, *one.aliases)
        }
        return dict(sorted(ways.items(), key=lambda way: -len(way[0])))


_REASON_FIELD = Field(REASON, "because risk has risen", "why", shape="text")


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed: the subject, each field's raw value, and the reason after `because`."""

    subject: str
    values: Mapping[str, str]
    reason: str


def read_line(schema: Schema, typed: str) -> Line:
    """Take a typed line apart. Nothing typed is dropped: what has no place is refused by name."""
    names = schema.names()
    words = clean_text(typed, schema.word).split()
    if not words or _field_at(names, words, 0)[0] is _REASON_FIELD:
        raise RuleBroken(
            f"{schema.word} needs a {schema.subject} first. Example: {schema.examples[0]}",
            "subject",
        )
    values: dict[str, str] = {}
    position = 1
    while position < len(words):
        words[position : position + 1] = _apart(names, words[position])
        found, length = _field_at(names, words, position)
        if found is None:
            raise _unknown(schema, words[position])
        if found.name in values:
            raise RuleBroken(f"{found.name} is given twice. Give it once.", found.name)
        start = position + length
        position = _end_of_value(names, found, words, start)
        values[found.name] = _value(found, words[start:position])
    reason = values.pop(REASON, "")
    return Line(words[0].strip(",:;"), values, reason)


def clean_text(text: str, field: str) -> str:
    """The text with plain spaces and quotes; control characters and endless text are refused."""
    text = "".join(" " if char in "\t\r\n\v\f\x85\u2028\u2029" else char for char in text)
    if any(unicodedata.category(char) in ("Cc", "Cs") or char in _TURNERS for char in text):
        raise RuleBroken(
            f"{field}: the text holds invisible control characters. Type it again as plain text.",
            field,
        )
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            f"{field}: the text has {len(text):,} characters, at most {LONGEST_TEXT:,} fit. "
            "Shorten it.",
            field,
        )
    return text.strip()


def help_lines(schema: Schema) -> list[str]:
    """What may be typed after the word, a line a field."""
    return [f"{one.example}: {one.says}" for one in schema.fields]


# Marks that turn the direction of what follows: they can make a line read as another one.
_TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "”": "”", "’": "’"}


def _apart(names: Mapping[tuple[str, ...], Field], word: str) -> tuple[str, ...]:
    """A word where a field may stand; "level:3" and "level=3" are two."""
    joined = re.fullmatch(r"([\w-]+)[:=](.+)", word)
    if joined and _words_of(joined[1]) in names:
        return joined[1], joined[2]
    return (word,)


def _words_of(typed: str) -> tuple[str, ...]:
    """What is typed as a name, in lower-case words, whatever kind of dash joins them."""
    return tuple(re.sub("[-_‐‑‒–—]", " ", typed.lower().rstrip(":=,")).split())


def _field_at(
    names: Mapping[tuple[str, ...], Field], words: list[str], position: int
) -> tuple[Field | None, int]:
    """The field whose name stands here and how many words the name takes up."""
    here = [*_apart(names, words[position]), *words[position + 1 : position + 4]]
    for way, found in names.items():
        for length in {1, len(way)}:
            if _words_of(" ".join(here[:length])) == way:
                return found, length
    return None, 0


def _end_of_value(
    names: Mapping[tuple[str, ...], Field], found: Field, words: list[str], start: int
) -> int:
    if found.shape == "flag" or start == len(words):
        return start
    if quoted := _end_of_quote(names, words, start):
        return quoted
    for end in range(min(len(words), start + LONGEST_CHOICE), start, -1):
        # Some choices hold a field's name: "stepping down from Level 3", "high risk".
        if found.choices and is_choice(_bare(words[start:end]), found.choices):
            return end
    # The first word after a name is always its value, so that "custody release" is refused as
    # such; but for the reason, which ends every value.
    end = start
    while end < len(words):
        next_field = _field_at(names, words, end)[0]
        if next_field is _REASON_FIELD and found is not _REASON_FIELD:
            break
        if next_field and end > start and found.shape == "words":
            break
        end += 1
    return end


def _end_of_quote(
    names: Mapping[tuple[str, ...], Field], words: list[str], start: int
) -> int | None:
    """Where a quoted value ends, if it begins with a quote and a field or nothing follows it."""
    closing = _QUOTES.get(words[start][0])
    for end in range(start, len(words)):
        alone = end == start and len(words[start]) == 1
        if closing and words[end].rstrip(",;").endswith(closing) and not alone:
            runs_on = end + 1 < len(words) and _field_at(names, words, end + 1)[0] is None
            if not runs_on:
                return end + 1
    return None


def _bare(words: list[str]) -> str:
    """The value without what leads to it ("to", "is") and without quotes."""
    while len(words) > 1 and words[0].lower() in FILLERS:
        words = words[1:]
    return _unquoted(" ".join(words).strip(" ,;"))


def _value(found: Field, words: list[str]) -> str:
    # Of a note and a reason every word counts, as it was typed.
    value = _unquoted(" ".join(words)) if found.shape == "text" else _bare(words)
    if not value and found.shape != "flag" and found is not _REASON_FIELD:
        raise RuleBroken(f"{found.name} needs a value. Example: {found.example}", found.name)
    return value


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def _unknown(schema: Schema, word: str) -> NotUnderstood:
    names = [one.name for one in schema.fields]
    near = tuple(get_close_matches(word.lower(), names, n=2, cutoff=0.6))
    nearest = f" Did you mean {' or '.join(near)}?" if near else ""
    return NotUnderstood(
        f"{schema.word} has no field {harmless(word)}.{nearest} It takes: {', '.join(names)}. "
        f"Example: {schema.examples[0]}",
        near,
    )
