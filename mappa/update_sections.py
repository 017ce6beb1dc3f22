"""The sections that an update by form is made in: the fields of the typed line, a few at a time."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mappa.arguments import LONGEST_TEXT, Field
from mappa.cases import CATEGORIES, CUSTODY_REASONS, CaseRecord
from mappa.changes import Part
from mappa.days import read_day, uk_date
from mappa.errors import MappaError, RuleBroken
from mappa.updates import DATE_FIELDS, NONE, PARTS, SCHEMA

Shown = Callable[[CaseRecord, date], Mapping[str, str]]
LEVEL_CHOICES = {
    "to be confirmed": "To be confirmed",
    "1": "Level 1",
    "2": "Level 2",
    "3": "Level 3",
}
# What of a typed field a form can make a choice, a day or a person of.
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "level": LEVEL_CHOICES,
    "category": {str(number): f"Category {number}: {name}" for number, name in CATEGORIES.items()},
    "custody": {"no": "In the community", **CUSTODY_REASONS},
}
_DAYS = frozenset({"from", *DATE_FIELDS})
_PEOPLE = frozenset({"owner", "member"})
FROM, NOTE = "from", "note"
BESIDE = frozenset({FROM, NOTE, "anyway"})  # nothing by themselves, but for a note in its own form
_ANY_DAY = date(2000, 1, 1)  # what is shown names its year


@dataclass(frozen=True, slots=True)
class Section:
    """A form's worth of fields; `name` is what is typed to get it: update CASE NAME."""

    name: str
    title: str
    fields: tuple[Field, ...]
    shown: Shown

    def values(self, case: CaseRecord, today: date) -> dict[str, str]:
        """What each field is filled in with: the present value, as its input can hold it."""
        shown = self.shown(case, today)
        return {field.name: held(field, shown.get(field.name, "")) for field in self.fields}


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back in a form: what the person changed, and where somebody else did meanwhile."""

    touched: Mapping[str, str]
    conflicts: tuple[str, ...]


def compare(
    section: Section,
    given: Mapping[str, str],
    now: Mapping[str, str],
    as_opened: Callable[[str, str], bool],
) -> Answers:
    """Tell what the person touched from what they left as it was shown.

    `given` and `now` are values by field, empty where there is none; `as_opened(field, value)` says
    whether the form was filled in with this value.
    """
    touched, conflicts = {}, []
    for field in section.fields:
        mine, theirs = _one_kind(given.get(field.name, "")), _one_kind(now[field.name])
        if mine == theirs or as_opened(field.name, mine):
            continue
        if field.shape == "flag":
            touched[field.name] = _chosen(field, mine)
        else:
            touched[field.name] = mine or _emptied(field)
        if not as_opened(field.name, theirs):
            conflicts.append(field.name)
    return Answers(touched, tuple(conflicts))


def _chosen(field: Field, value: str) -> str:
    """On a line nothing follows the name of a flag; in a form it is chosen."""
    if value != "yes":
        raise RuleBroken(f"{field.name}: choose it, or leave it empty.", field.name)
    return ""


def held(field: Field, value: str) -> str:
    """The value as the field's input can hold it, empty where it cannot."""
    if field.choices:
        return value if value in field.choices else ""
    if field.shape == "day":
        return _iso(value)
    if field.shape == "person":
        return _user(value)
    return _one_kind(value) if len(value) <= LONGEST_TEXT else ""


def too_long(field: Field, value: str) -> bool:
    """Whether a form cannot hold the present value: it is then left out and stays as it is."""
    typed = not field.choices and field.shape not in ("day", "person", "flag")
    return typed and len(value) > LONGEST_TEXT


def find_section(typed: str) -> Section | None:
    """The section that these words name: by its own name, or by one of its fields."""
    wanted = "-".join(typed.lower().replace("-", " ").split())
    for section in SECTIONS:
        if wanted == section.name:
            return section
    for section in SECTIONS:
        for field in section.fields:
            names = {field.name, *field.aliases}
            if field.shape != "flag" and field.name != FROM and wanted in names:
                return section
    return None


def in_words(field: Field, value: str, names: Mapping[str, str]) -> str:
    """A value as it is told; `names` are people by Slack id."""
    if not value:
        return "nothing"
    if field.choices:
        return field.choices.get(value, value)
    if field.shape == "day":
        return uk_date(date.fromisoformat(value))
    return names.get(value, value) if field.shape == "person" else value


def _emptied(field: Field) -> str:
    if NONE in field.choices:  # there it means something of its own
        raise RuleBroken(f"{field.name}: choose one. Example: {field.example}", field.name)
    return NONE


def _one_kind(text: str) -> str:
    """The text as it comes back from an input."""
    return text.replace("\r\n", "\n").strip()


def _iso(value: str) -> str:
    try:
        return read_day(value, _ANY_DAY, year_needed=True).isoformat() if value else ""
    except MappaError:
        return ""


def _user(value: str) -> str:
    found = re.fullmatch(r"(?:<@)?([UW][A-Z0-9]{1,19})(?:\|[^>]*)?>?", value)
    return found[1] if found else ""


def _field(name: str) -> Field:
    """A field of the typed line, with the shape that it has in a form."""
    field = next(one for one in SCHEMA.fields if one.name == name)
    if name in _CHOICES:
        return replace(field, choices=_CHOICES[name])
    shape = "day" if name in _DAYS else "person" if name in _PEOPLE else field.shape
    return replace(field, shape=shape)


def _section(name: str, title: str, names: Iterable[str], shown: Shown) -> Section:
    return Section(name, title, tuple(_field(one) for one in names), shown)


def _level(case: CaseRecord, today: date) -> dict[str, str]:
    spell = case.spell_on(today)
    if spell is None:
        return {}
    level = str(spell.level) if spell.level else "to be confirmed"
    return {"level": level, "category": str(spell.category), "threshold": spell.threshold or ""}


def _dates(case: CaseRecord, today: date) -> dict[str, str]:
    kinds = {name: case.dates.get(kind) for name, kind in DATE_FIELDS.items()}
    return {name: on.isoformat() for name, on in kinds.items() if on}


def _custody(case: CaseRecord, today: date) -> dict[str, str]:
    stay = case.custody_on(today)
    return {"custody": stay.why if stay else "no"}


def _people(case: CaseRecord, today: date) -> dict[str, str]:
    owners = [member.user_id for member in case.team if member.part == "owner"]
    return {
        "risk": case.rosh or "",
        "lead-agency": case.lead_agency or "",
        "owner": owners[0] if len(owners) == 1 else "",
    }


def _nothing(case: CaseRecord, today: date) -> dict[str, str]:
    return {}


def _also(part: Part) -> list[Field]:
    """What belongs to every noun: the day that something took effect, and a note."""
    names = [FROM] if part.dated else []
    return [_field(name) for name in (*names, NOTE) if name not in part.names]


SECTIONS: tuple[Section, ...] = (
    _section("level", "Level and category", ("level", "category", "threshold", FROM), _level),
    _section("dates", "Dates", DATE_FIELDS, _dates),
    _section("custody", "Custody", ("custody", FROM), _custody),
    _section("people", "Risk, agency, people", ("risk", "lead-agency", "owner", "member"), _people),
    _section("note", "Note", (NOTE,), _nothing),
    *(
        Section(
            part.title.lower().replace(" ", "-"),
            part.title,
            (*part.fields, *_also(part)),
            part.shown,
        )
        for part in PARTS
    ),
    _section("exit", "Exit from MAPPA", ("exit", "anyway", FROM), _nothing),
)
