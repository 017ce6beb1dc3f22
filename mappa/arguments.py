"""How the rest of a command line is read: one schema a word, which writes its help as well."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from mappa.choices import harmless
from mappa.errors import NotUnderstood, RuleBroken

LONGEST_TEXT = 3000
REASON = "because"
FILLERS = frozenset({"to", "is", "=", ":", "on", "as", "at", "of"})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be typed: its names, what follows it, and a right example."""

    name: str
    example: str
    says: str
    aliases: tuple[str, ...] = ()
    shape: str = "words"  # words; text: runs on to "because" or the end; flag: nothing follows


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
            tuple(way.replace("-", " ").split()): field
            for field in self.fields
            for way in (field.name, *field.aliases)
        }
        return dict(sorted(ways.items(), key=lambda way: -len(way[0])))


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed: the subject, each field's raw value, and the reason after `because`."""

    subject: str
    values: Mapping[str, str]
    reason: str


def read_line(schema: Schema, typed: str) -> Line:
    """Take a typed line apart. Nothing typed is dropped: what has no place is refused by name."""
    body, reason = _split_reason(clean_text(typed, schema.word))
    words = body.split()
    if not words:
        raise RuleBroken(
            f"{schema.word} needs a {schema.subject} first. Example: {schema.examples[0]}",
            "subject",
        )
    names = schema.names()
    values: dict[str, str] = {}
    position = 1
    while position < len(words):
        field, length = _field_at(names, words, position)
        if field is None:
            raise _unknown(schema, words[position])
        if field.name in values:
            raise RuleBroken(f"{field.name} is given twice. Give it once.", field.name)
        start = position + length
        position = _end_of_value(names, field, words, start)
        values[field.name] = _value(field, words[start:position])
    return Line(words[0], values, reason)


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
    return [f"{field.example}: {field.says}" for field in schema.fields]


# Marks that turn the direction of what follows: they can make a line read as another one.
_TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _split_reason(text: str) -> tuple[str, str]:
    """What stands before the word `because`, and the reason after it."""
    words = text.split()
    for position, word in enumerate(words):
        if word.lower().rstrip(":,") == REASON:
            return " ".join(words[:position]), _unquoted(" ".join(words[position + 1 :]))
    return " ".join(words), ""


def _field_at(
    names: Mapping[tuple[str, ...], Field], words: list[str], position: int
) -> tuple[Field | None, int]:
    """The field whose name stands here and how many words the name takes up."""
    for way, field in names.items():
        typed = " ".join(words[position : position + len(way)]).lower().rstrip(":=,")
        if tuple(typed.replace("-", " ").split()) == way:
            return field, len(way)
        if words[position].lower().rstrip(":=,").replace("_", "-") == "-".join(way):
            return field, 1
    return None, 0


def _end_of_value(
    names: Mapping[tuple[str, ...], Field], field: Field, words: list[str], start: int
) -> int:
    if field.shape == "flag":
        return start
    if field.shape == "text":
        return len(words)
    # The first word after a name is always its value, so that "custody sentence" can be said.
    end = start + 1
    while end < len(words) and _field_at(names, words, end)[0] is None:
        end += 1
    return min(end, len(words))


def _value(field: Field, words: list[str]) -> str:
    while len(words) > 1 and words[0].lower() in FILLERS:
        words = words[1:]
    value = _unquoted(" ".join(words)).strip(" ,;")
    if not value and field.shape != "flag":
        raise RuleBroken(f"{field.name} needs a value. Example: {field.example}", field.name)
    return value


def _unquoted(text: str) -> str:
    text = text.strip()
    for opening, closing in ('""', "''", "“”", "‘’"):
        if len(text) > 1 and text[0] == opening and text[-1] == closing:
            return text[1:-1].strip()
    return text


def _unknown(schema: Schema, word: str) -> NotUnderstood:
    names = [field.name for field in schema.fields]
    near = tuple(get_close_matches(word.lower(), names, n=2, cutoff=0.6))
    nearest = f" Did you mean {' or '.join(near)}?" if near else ""
    return NotUnderstood(
        f"{schema.word} has no field {harmless(word)}.{nearest} It takes: {', '.join(names)}. "
        f"Example: {schema.examples[0]}",
        near,
    )
