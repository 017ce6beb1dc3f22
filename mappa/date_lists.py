"""What the word `dates` lists: how far ahead, of which kind, or of which case."""

import re
from dataclasses import dataclass

from mappa.arguments import Field, Schema, read_line
from mappa.cases import DATE_KINDS
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.numbers import read_number

COMING = "coming"
AHEAD, FURTHEST = 28, 1000  # days
ORDER_END = "order_end"
KINDS = {**DATE_KINDS, ORDER_END: "Order ends"}
SCHEMA = Schema(
    word="dates",
    subject="coming, or case reference",
    subject_example=COMING,
    fields=(
        Field("days", "days 90", f"how many days ahead, {AHEAD} unless you say"),
        Field("kind", "kind licence-end", "only these", choices=KINDS),
        Field("page", "page 2", "goes on where the list broke off"),
    ),
    examples=("dates", "dates 90 days", "dates days 90 kind licence-end", "dates BED-1042"),
)
_DAYS = re.compile(r"\b(?:(?:in )?(?:the )?next )?([0-9]+) days?\b", re.IGNORECASE)
_FIELDS = ("days", "kind", "page", "because")


@dataclass(frozen=True, slots=True)
class WantedDates:
    """The dates of everybody's cases within some days, or with `ref` all those of one case."""

    ref: str = ""
    days: int = AHEAD
    kind: str = ""
    page: int = 1


def read_wanted_dates(typed: str) -> WantedDates:
    """What is to be listed; "90 days" alone is of all cases."""
    typed = _DAYS.sub(r"days \1", typed, count=1)
    if not typed or re.match(rf"({'|'.join(_FIELDS)})\b", typed, re.IGNORECASE):
        typed = f"{COMING} {typed}"
    line = read_line(SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"dates takes no reason. Example: {SCHEMA.examples[1]}", "because")
    values = line.values
    return WantedDates(
        "" if line.subject.lower() == COMING else _case_ref(line.subject),
        read_number(values.get("days", str(AHEAD)), "days", FURTHEST, "days 90"),
        read_choice(values["kind"], KINDS, "kind") if "kind" in values else "",
        read_number(values.get("page", "1"), "page", 9999, "page 2"),
    )


def _case_ref(typed: str) -> str:
    try:
        return read_case_ref(typed)
    except RuleBroken as problem:
        raise RuleBroken(
            f"dates: {harmless(typed)} is neither coming nor the reference of a case. "
            f"Example: {SCHEMA.examples[3]}",
            "subject",
        ) from problem
