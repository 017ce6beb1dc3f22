"""The word `meetings`: which of them are asked for."""

import re
from dataclasses import dataclass
from datetime import date

from mappa.arguments import Field, Schema, read_line
from mappa.case_dates import check_plausible, read_case_date
from mappa.choices import harmless, read_choice
from mappa.days import day_words, existing_day, find_said_day
from mappa.errors import RuleBroken
from mappa.years import MappaYear, read_year

LISTS = {
    "coming": "Meetings to come, and those not closed yet",
    "past": "Meetings that are over",
}
SCHEMA = Schema(
    word="meetings",
    subject="list, day or year",
    subject_example="past",
    fields=(
        Field("on", "meetings on 7 July 2026", "a panel day, with its printable list"),
        Field("page", "page 2", "goes on where the list broke off"),
    ),
    examples=("meetings", "meetings on 7 July 2026", "meetings past", "meetings 2013/14"),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One of LISTS, the meetings of a day, or those of a year."""

    name: str = ""
    on: date | None = None
    year: MappaYear | None = None
    page: int = 1

    @property
    def typed(self) -> str:
        """What is typed for it after the word."""
        return str(self.year) if self.year else self.name


def read_listing(typed: str, today: date) -> Listing:
    """What a line asks for; nothing: what is to come."""
    words = typed.split()
    first = words[0].lower() if words else ""
    if not words or first == "page":
        typed = f"coming {typed}"
    if first in ("on", "on:"):
        typed = f"day {typed}"
    line = read_line(SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"meetings takes no reason. Example: {SCHEMA.examples[1]}", "because")
    page = line.values.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,3}", page):
        raise RuleBroken(f"page: {harmless(page)} is not a page. Example: meetings page 2", "page")
    if line.subject.lower() == "day" and "on" in line.values:
        return Listing(on=read_day_of(line.values["on"], today), page=int(page))
    if "on" in line.values:
        raise RuleBroken(f"on stands alone. Example: {SCHEMA.examples[1]}", "on")
    if re.fullmatch(r"[0-9]{4}[/–-][0-9]{2,4}", line.subject):
        return Listing(year=read_year(line.subject), page=int(page))
    chosen = read_choice(line.subject, {name: name for name in LISTS}, "meetings")
    return Listing(chosen, page=int(page))


def read_day_of(text: str, today: date) -> date:
    """A day, past or to come; without a year it is of this one."""
    try:
        words = day_words(text)
        said = find_said_day(words, 0, today)
        if said and said.end == len(words) and said.year is None:
            return check_plausible(existing_day(said.day, said.month, today.year), today)
    except RuleBroken as problem:
        raise RuleBroken(f"on: {problem.message}", "on") from problem
    return read_case_date(text, "on", today)
