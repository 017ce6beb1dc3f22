"""The forms of the minutes: a section of the agenda each, filled in with what is minuted now."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.arguments import LONGEST_TEXT
from mappa.meetings.attendances import HOW
from mappa.meetings.minutes import MinutePart, MinuteSection, find_part, in_words

SUBMIT_MINUTES = "submit_minutes"
UNSAID = "-"  # chosen for what is to be empty again
NOT_SAVED = (
    "Nothing was saved: somebody else has changed this since you opened the form. Save again to "
    "put yours in its place, or cancel to keep theirs."
)
EMPTY = (
    "Where there is nothing, write none: what is left empty is missing before the minutes can be "
    "closed. Save at any time, and go on later."
)
SHOWN = 1500  # characters of what somebody else wrote


@dataclass(frozen=True, slots=True)
class FilledMinutes:
    """A form as it is drawn: each field's value, and the keyed mark of the value it was shown."""

    refs: str
    section: MinuteSection
    values: Mapping[str, str]
    marks: Mapping[str, str]
    notices: Sequence[str] = ()


def section_form(filled: FilledMinutes) -> blocks.Block:
    """Field names are those of the parts, so that errors find their field."""
    shown = [part for notice in filled.notices for part in blocks.paragraphs(notice)]
    shown.append(blocks.context(f"{filled.refs}. {EMPTY}"))
    shown += _inputs(filled)
    metadata = {"of": f"{filled.refs} {filled.section.name}", "shown": dict(filled.marks)}
    packed = json.dumps(metadata, separators=(",", ":"))
    return blocks.form(SUBMIT_MINUTES, filled.section.title, "Save", shown, packed)


def theirs(name: str, value: str, by: str) -> str:
    """What somebody else made of a field meanwhile."""
    kind, _, agency = name.partition(".")
    part = find_part(name)
    if part is not None:
        label, value = part.label, in_words(part, value) if value else ""
    else:
        label = f"{AGENCIES.get(agency, agency)}, {'who' if kind == 'who' else 'attendance'}"
        value = HOW.get(value, value)
    return f"{label}: now {blocks.cut(value, SHOWN) or 'nothing'}, by {by}."


def _inputs(filled: FilledMinutes) -> Iterable[blocks.Block]:
    for name in filled.marks:
        value = filled.values.get(name, "")
        kind, _, agency = name.partition(".")
        if kind == "how":
            label = AGENCIES.get(agency, agency)
            yield _choice(name, label, HOW, value)
        elif kind == "who":
            label = f"{AGENCIES.get(agency, agency)}: name and grade"
            yield blocks.text_input(name, label, initial=value, optional=True, longest=200)
        elif part := find_part(name):
            yield _input(part, value)


def _input(part: MinutePart, value: str) -> blocks.Block:
    if part.shape == "choice":
        return _choice(part.name, part.label, part.choices, value)
    if part.shape == "day":
        return blocks.date_input(part.name, part.label, hint=part.hint, initial=value)
    lines = part.shape == "text"
    return blocks.text_input(
        part.name,
        part.label,
        hint=part.hint,
        initial=value,
        optional=True,
        lines=lines,
        longest=LONGEST_TEXT if lines else 300,
    )


def _choice(name: str, label: str, choices: Mapping[str, str], value: str) -> blocks.Block:
    offered = {**choices, UNSAID: "Not said"} if value else choices
    return blocks.choice_input(name, label, offered, initial=value, optional=True)
