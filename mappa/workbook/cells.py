"""What a cell of the workbook can hold: how each kind is read from text, and written again."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from types import MappingProxyType
from typing import Any

from mappa.case_facts import STILL_RUNNING
from mappa.choices import harmless, is_choice, read_choice
from mappa.clocks import LONDON
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref

LONGEST_TEXT = 10_000
EARLIEST = date(1900, 1, 1)
FURTHEST = timedelta(days=36525)  # a century ahead: anything later is a slip of the finger
EXAMPLE_DAY = "Example: 2014-03-31"
EXAMPLE_INSTANT = "Example: 2014-03-31T10:00"

Read = Callable[[str, date], Any]  # a cell that is not empty, and today; RuleBroken if it is wrong
Write = Callable[[Any], str | int]


def _as_text(value: Any) -> str | int:
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cell: `says` what it holds, in the documentation; `empty` is the empty cell.

    `shared`: the same text means the same value, so that it is read once.
    """

    says: str
    example: str
    read: Read
    write: Write = field(default=_as_text)
    empty: Any = None
    shared: bool = True
    verbatim: bool = False  # spaces at its ends are part of it


def choice(what: str, choices: Mapping[str, str], empty: Any = None) -> Kind:
    """One of a closed list, by code or name, in any case, with spaces or hyphens."""
    says = "one of " + ", ".join(f"`{code}`" for code in choices)
    return Kind(
        says, next(iter(choices)), lambda text, _: read_choice(text, choices, what), empty=empty
    )


def number(what: str, least: int, most: int) -> Kind:
    """A whole number within bounds."""
    says = f"a whole number from {least} to {most}"

    def read(text: str, _: date) -> int:
        # 545,000 is how people group figures, 545000.0 what tables without integers make of them.
        found = re.fullmatch(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.0+)?", text)
        value = int(found[1].replace(",", "")) if found else -1
        if not least <= value <= most:
            raise RuleBroken(f"{harmless(text)} is not {says}. Example: {least or 1}", what)
        return value

    return Kind(says, str(least or 1), read, lambda value: "" if value is None else int(value))


def numbered(
    what: str, choices: Mapping[int, str], also: Mapping[str, int] = MappingProxyType({})
) -> Kind:
    """A number that stands for a name: a category or a level."""
    ways = {str(code): name for code, name in choices.items()}
    words = {code: f"{what} {code}" for code in ways}
    first = next(iter(ways))

    def read(text: str, _: date) -> int:
        text = re.sub(r"\.0+$", "", text)  # 2.0: a table that knows no integers
        if (other := also.get(text.casefold())) is not None:
            return other
        if text not in ways and not any(char.isalpha() for char in text):
            # As a choice a sign would be taken for a hyphen between words.
            raise RuleBroken(f"{harmless(text)} is not one of {', '.join(ways)}. Example: {first}")
        return int(read_choice(text, words if is_choice(text, words) else ways, what))

    says = "one of " + ", ".join(f"{code} ({name})" for code, name in choices.items())
    return Kind(says, first, read, lambda value: "" if value is None else int(value))


def read_date(text: str, today: date) -> date:
    """2014-03-31, or 31/03/2014."""
    if found := re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text):
        day, month, year = (int(part) for part in found.groups())
    else:
        raise RuleBroken(
            f"{harmless(text)} is not a date: year-month-day, or day/month/year. {EXAMPLE_DAY}"
        )
    if not 1 <= month <= 12:
        raise RuleBroken(f"{harmless(text)}: there is no month {month}. {EXAMPLE_DAY}")
    try:
        found_day = date(year, month, day)
    except ValueError as problem:
        raise RuleBroken(f"{harmless(text)}: there is no such day. {EXAMPLE_DAY}") from problem
    if not EARLIEST <= found_day <= today + FURTHEST:
        raise RuleBroken(
            f"{harmless(text)} cannot be meant: it is before 1900 or a century ahead. "
            f"Leave the cell empty for what has no end yet. {EXAMPLE_DAY}"
        )
    return found_day


def read_birthday(text: str, today: date) -> date:
    born_on = read_date(text, today)
    if born_on > today:
        raise RuleBroken(f"{harmless(text)} is after today. Example: 1980-03-31")
    return born_on


def write_date(value: date | None) -> str:
    """ISO; what has no end yet is the empty cell."""
    return "" if value is None or value == STILL_RUNNING else value.isoformat()


_INSTANT = re.compile(
    r"([0-9/-]{8,10})(?:[T ]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
    r" ?(Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)


def read_instant(text: str, today: date) -> datetime:
    """A day and an hour; without an offset from UTC it is the hour in London."""
    found = _INSTANT.fullmatch(text)
    if not found:
        raise RuleBroken(f"{harmless(text)} is not a date with an hour. {EXAMPLE_INSTANT}")
    day = read_date(found[1], today)
    try:
        hour = time(
            int(found[2]), int(found[3]), int(found[4] or 0), int((found[5] or "0").ljust(6, "0"))
        )
    except ValueError as problem:
        raise RuleBroken(f"{harmless(text)}: there is no such hour. {EXAMPLE_INSTANT}") from problem
    if found[6]:
        return datetime.combine(day, hour, _offset(found[6].upper())).astimezone(UTC)
    return _in_london(datetime.combine(day, hour), text)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes > 14 * 60:
        raise RuleBroken(f"{harmless(text)} is no offset. Example: 2014-03-31T10:00+01:00")
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _in_london(typed: datetime, text: str) -> datetime:
    """The clocks leave out an hour in spring and go through one twice in autumn."""
    first, second = (typed.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    day = typed.date().isoformat()
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != typed:
        raise RuleBroken(
            f"{harmless(text)}: the clocks went forward, so that hour was left out. "
            f"Example: {day}T02:00"
        )
    raise RuleBroken(
        f"{harmless(text)}: the clocks went back, so that hour came twice; give the offset. "
        f"Example: {day}T01:30+00:00"
    )


def write_instant(value: datetime | None) -> str:
    """The hour in London, with its offset; nothing where there is none."""
    if value is None:
        return ""
    there = value.astimezone(LONDON)
    exact = there.second or there.microsecond
    return there.isoformat() if exact else there.isoformat(timespec="minutes")


def read_ref(text: str, _: date) -> str:
    try:
        ref = read_case_ref(text)
        return text if text == ref else ref  # one string, not two that are alike
    except RuleBroken as problem:
        raise RuleBroken(
            f"{harmless(text)} is not a reference: 1 to 20 letters, digits and hyphens. "
            "Example: BED-1042"
        ) from problem


def read_text(text: str, _: date) -> str:
    """Text as it stands; control characters and marks that turn its direction are refused."""
    if not text.isprintable() and any(_is_control(char) for char in text):
        raise RuleBroken("The text holds invisible control characters. Type it again.")
    return text


def _is_control(char: str) -> bool:
    if unicodedata.category(char) in ("Cc", "Cs"):
        return char not in "\n\r\t"
    return char in _TURNERS


# Marks that turn the direction of what follows: they can make a line read as another one.
_TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read_slack_id(text: str, _: date) -> str:
    if not re.fullmatch("[UW][A-Z0-9]{1,19}", text.upper()):
        raise RuleBroken(f"{harmless(text)} is not a Slack id. Example: U012AB3CD")
    return text.upper()


def _read_yes(text: str, _: date) -> bool:
    if text.lower() not in ("yes", "no"):
        raise RuleBroken(f"{harmless(text)} is neither yes nor no. Example: yes")
    return text.lower() == "yes"


def _write_yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


TEXT = Kind("text", "spoke to housing", read_text, empty="", shared=False, verbatim=True)
DATE = Kind("a date", "2014-03-31", read_date, write_date)
END = Kind("a date; empty: still running", "2014-03-31", read_date, write_date, STILL_RUNNING)
BIRTHDAY = Kind("a date, not after today", "1980-03-31", read_birthday, write_date)
INSTANT = Kind(
    "a date with an hour, in London unless an offset from UTC is given",
    "2014-03-31T10:00",
    read_instant,
    write_instant,
)
REF = Kind("1 to 20 letters, digits and hyphens, in any case", "BED-1042", read_ref)
SLACK_ID = Kind("a Slack user id", "U012AB3CD", read_slack_id, empty="")
YES_NO = Kind("`yes` or `no`; empty: not recorded", "yes", _read_yes, _write_yes)
YES = Kind("`yes` or `no`; empty: no", "no", _read_yes, _write_yes, empty=False)
