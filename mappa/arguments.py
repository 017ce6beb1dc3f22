"""How the rest of a command line is read: one schema a word, which writes its help as well."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from mappa.choices import harmless, is_choice
from mappa.errors import NotUnderstood, RuleBroken

LONGEST_TEXT = 3000
LONGEST_CHOICE = 12  # words
LONGEST_NAME = 4  # words
REASON = "because"
FILLERS = frozenset({"to", "is", "=", ":", "on", "as", "at", "of"})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be typed: its names, what follows it, and a right example.

    `shape`: "words", of which a form makes more in a "day", "person" or "number" and nothing in a
    "label"; a "text" runs on to "because" or the end; after a "flag" nothing follows.
    """

    name: str
    example: str
    says: str
    aliases: tuple[str, ...] = ()
    shape: str = "words"
    choices: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)  # like choices, but more may follow
    many: bool = False  # may be given more than once: the values are then joined by commas


@dataclass(frozen=True, slots=True)
class Schema:
    """What may be typed after a word: a subject first, then fields in any order."""

    word: str
    subject: str
    subject_example: str
    fields: tuple[Field, ...]
    examples: tuple[str, ...]
    _names: "_Names" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ways = {
            tuple(way.replace("-", " ").split()): one
            for one in (*self.fields, _REASON_FIELD)
            for way in (one.name, *one.aliases)
        }
        # Once: every word of every line is looked up in them.
        object.__setattr__(self, "_names", _Names(ways, frozenset(way[0] for way in ways)))

    def names(self) -> Mapping[tuple[str, ...], Field]:
        """Every way of typing a field's name, as lower-case words."""
        return self._names.ways


@dataclass(frozen=True, slots=True)
class _Names:
    """The fields of a schema by name, and every word that a name can begin with."""

    ways: Mapping[tuple[str, ...], Field]
    starts: frozenset[str]


_REASON_FIELD = Field(REASON, "because risk has risen", "why", shape="text")


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed: the subject, each field's raw value, and the reason after `because`."""

    subject: str
    values: Mapping[str, str]
    reason: str


def read_line(schema: Schema, typed: str) -> Line:
    """Take a typed line apart. Nothing typed is dropped: what has no place is refused by name."""
    names = schema._names
    words = clean_words(schema, typed)
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
        if found.name in values and not found.many:
            raise RuleBroken(f"{found.name} is given twice. Give it once.", found.name)
        start = position + length
        position = _end_of_value(names, found, words, start)
        value = _value(found, words[start:position])
        values[found.name] = f"{values[found.name]}, {value}" if found.name in values else value
    reason = values.pop(REASON, "")
    return Line(words[0].strip(_AROUND), values, reason)


_AROUND = ",:;.\"'“”‘’`*"  # what people put around a reference


def clean_text(text: str, field: str) -> str:
    """The text with plain spaces and quotes; control characters and endless text are refused."""
    text = text.translate(_SPACES)
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            f"{field}: the text has {len(text):,} characters, at most {LONGEST_TEXT:,} fit. "
            "Shorten it.",
            field,
        )
    if _UNFIT.search(text):
        raise RuleBroken(
            f"{field}: the text holds invisible control characters. Type it again as plain text.",
            field,
        )
    return text.strip()


def clean_words(schema: Schema, typed: str) -> list[str]:
    """The words of a line; a fault is told of the field in whose value it stands."""
    try:
        return clean_text(typed, schema.word).split()
    except RuleBroken:
        clean_text(typed, _faulty_field(schema, typed))
        raise


def _faulty_field(schema: Schema, typed: str) -> str:
    """The field with what cannot be shown in it, else the longest one; as far as can be told."""
    sizes = {schema.word: 0}
    words, at, of_text = re.findall("[^ \t\r\n]+", typed), schema.word, False
    for position, word in enumerate(words):
        found = _field_at(schema._names, words, position)[0]
        if found and (not of_text or found is _REASON_FIELD):
            at, of_text = found.name, found.shape == "text"
        if _UNFIT.search(word):
            return at
        sizes[at] = sizes.get(at, 0) + len(word)
    return max(sizes, key=lambda name: sizes[name])


def help_lines(schema: Schema) -> list[str]:
    """What may be typed after the word, a line a field."""
    return [f"{one.example}: {one.says}" for one in schema.fields]


_SPACES = str.maketrans(dict.fromkeys("\t\r\n\v\f\x85\u2028\u2029", " "))
# Control characters, halves of characters, and marks that turn the direction of what follows: they
# can make a line read as another one.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "”": "”", "’": "’"}


_JOINED = re.compile(r"([\w-]+)[:=](.+)")
_DASHES = str.maketrans(dict.fromkeys("-_‐‑‒–—", " "))


def _apart(names: _Names, word: str) -> tuple[str, ...]:
    """A word where a field may stand; "level:3" and "level=3" are two."""
    joined = _JOINED.fullmatch(word)
    if joined and _words_of(joined[1]) in names.ways:
        return joined[1], joined[2]
    return (word,)


def _words_of(typed: str) -> tuple[str, ...]:
    """What is typed as a name, in lower-case words, whatever kind of dash joins them."""
    return tuple(typed.lower().rstrip(":=,").translate(_DASHES).split())


def _field_at(names: _Names, words: list[str], position: int) -> tuple[Field | None, int]:
    """The field whose name stands here and how many words the name takes up."""
    here = [*_apart(names, words[position]), *words[position + 1 : position + LONGEST_NAME]]
    first = _words_of(here[0])
    if not first or first[0] not in names.starts:
        return None, 0
    best: tuple[str, ...] = ()
    taken = 0
    for length in range(1, len(here) + 1):
        way = _words_of(" ".join(here[:length]))
        # Either all in one ("licence-end"), or word by word ("licence end").
        if len(way) > len(best) and length in (1, len(way)) and way in names.ways:
            best, taken = way, length
    return (names.ways[best], taken) if best else (None, 0)


def _end_of_value(names: _Names, found: Field, words: list[str], start: int) -> int:
    if found.shape == "flag" or start == len(words):
        return start
    if quoted := _end_of_quote(names, words, start):
        return quoted
    # Some choices hold a field's name: "stepping down from Level 3", "hospital order".
    if chosen := _end_of_choice(found.choices, words, start):
        return chosen
    # The first word after a name is always its value, so that "custody release" is refused as
    # such; but for the reason, which ends every value.
    end = _end_of_choice(found.phrases, words, start) or start
    while end < len(words):
        next_field = _field_at(names, words, end)[0]
        if next_field is _REASON_FIELD and found is not _REASON_FIELD:
            break
        if next_field and _has_value(words[start:end]) and found.shape != "text":
            _check_not_its_own(found, next_field, words[end])
            break
        end += 1
    return end


def _end_of_choice(choices: Mapping[str, str], words: list[str], start: int) -> int | None:
    """Where the longest of the choices ends that begins here, if any does."""
    for end in range(min(len(words), start + LONGEST_CHOICE), start, -1):
        if choices and is_choice(_bare(words[start:end]).rstrip("."), choices):
            return end
    return None


def _check_not_its_own(found: Field, flag: Field, word: str) -> None:
    """Nobody leaves MAPPA because they live in The Exit: what may be part of a name or a place
    does nothing by itself."""
    if found.shape == "label" and flag.shape == "flag" and word.isalpha():
        raise RuleBroken(
            f"{found.name}: does {harmless(word)} belong to it? If so, put all of it in quotes; if "
            f'not, give {flag.name} first. Example: {found.name} "The {flag.name.title()}"',
            found.name,
        )


def _has_value(words: list[str]) -> bool:
    """Whether more stands there than what leads to a value: "level is to be confirmed"."""
    return any(word.lower() not in FILLERS for word in words)


def _end_of_quote(names: _Names, words: list[str], start: int) -> int | None:
    """Where a quoted value ends, if it begins with a quote and a field or nothing follows it."""
    closing = _QUOTES.get(words[start][0])
    for end in range(start, len(words)):
        alone = end == start and len(words[start]) == 1
        if closing and words[end].rstrip(",;").endswith(closing) and not alone:
            runs_on = end + 1 < len(words) and _field_at(names, words, end + 1)[0] is None
            if not runs_on:
                return end + 1
    return None


def _bare(words: list[str], fold: Callable[[str], str] = str.lower) -> str:
    """The value without what leads to it ("to", "is") and without quotes."""
    while len(words) > 1 and fold(words[0]) in FILLERS:
        words = words[1:]
    return _unquoted(" ".join(words).strip(" ,;"))


def _value(found: Field, words: list[str]) -> str:
    if found.shape == "text":  # of a note and a reason every word counts, as it was typed
        value = _unquoted(" ".join(words))
    else:
        # "To" and "Is" can be names: there only what is typed small leads to the value.
        label = found.shape == "label"
        value = _bare(words, str if label else str.lower)
        value = value if label else value.rstrip(".")  # a sentence may end there
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
