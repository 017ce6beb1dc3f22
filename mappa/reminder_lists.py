"""What the word `reminders` lists: whose, of which case, how far ahead."""

import re
from dataclasses import dataclass

from mappa.arguments import Field, Schema, read_line
from mappa.choices import harmless
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.numbers import read_number

MINE, ALL = "mine", "all"
AHEAD, FURTHEST = 28, 400  # days
SCHEMA = Schema(
    word="reminders",
    subject="list (mine, all) or case reference",
    subject_example="mine",
    fields=(
        Field("days", "days 90", f"how many days ahead, {AHEAD} unless you say"),
        Field("page", "page 2", "goes on where the list broke off"),
    ),
    examples=("reminders", "reminders 90 days", "reminders BED-1042", "reminders all page 2"),
)
_DAYS = re.compile(r"\b(?:(?:in )?(?:the )?next )?([0-9]+) days?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One's own reminders, all of the area's, or with `ref` those of one case."""

    which: str = MINE
    ref: str = ""
    days: int = AHEAD
    page: int = 1


def read_wanted(typed: str) -> Wanted:
    """What is to be listed; "90 days" alone is of one's own."""
    typed = _DAYS.sub(r"days \1", typed, count=1)
    first = typed.split(maxsplit=1)[0].lower().rstrip(":=") if typed else "page"
    if first in ("page", "days", "because") or re.match("(page|days)[:=]", typed, re.IGNORECASE):
        typed = f"{MINE} {typed}"
    line = read_line(SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"reminders takes no reason. Example: {SCHEMA.examples[1]}", "because")
    days = read_number(line.values.get("days", str(AHEAD)), "days", FURTHEST, "days 90")
    page = read_number(line.values.get("page", "1"), "page", 9999, "page 2")
    which = line.subject.lower()
    if which in (MINE, ALL):
        return Wanted(which, "", days, page)
    return Wanted("", _case_ref(line.subject), days, page)


def _case_ref(typed: str) -> str:
    try:
        return read_case_ref(typed)
    except RuleBroken as problem:
        raise RuleBroken(
            f"reminders: {harmless(typed)} is neither mine, all nor the reference of a case. "
            f"Example: {SCHEMA.examples[2]}",
            "subject",
        ) from problem
