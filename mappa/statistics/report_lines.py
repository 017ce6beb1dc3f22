"""What is typed after the word `report`: the year, and how its figures are to be given."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mappa.arguments import Field, Schema, read_line
from mappa.choices import read_choice
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.statistics.rules import COUNTING
from mappa.years import MappaYear, read_year, year_of

FORMATS: Mapping[str, str] = {
    "docx": "Word",
    "xlsx": "Excel",
    "csv": "CSV",
    "html": "web page",
    "json": "JSON",
    "text": "txt",
}
SCHEMA = Schema(
    word="report",
    subject="MAPPA year",
    subject_example="2013/14",
    fields=(
        Field(
            "as",
            "as docx",
            f"a file in your direct messages: {', '.join(FORMATS)}",
            choices=FORMATS,
        ),
        Field(
            "counting",
            "counting highest",
            f"how a person at two levels counts in the year: {', '.join(COUNTING)}",
        ),
        Field(
            "population",
            "population 554000",
            "people aged 10 and over, instead of those on record",
        ),
    ),
    examples=("report 2013/14", "report 2013/14 as docx", "report 2013/14 counting highest"),
)
_LEADS = re.compile(r"^(?:(?:for|of|in)\s+)?(?:the\s+)?(?:year\s+)?", re.IGNORECASE)
_SPACED_YEAR = re.compile(r"^(\d{4})\s*([/–-])\s*(\d{2,4})(?!\S)", re.ASCII)
_NAMED_YEAR = re.compile(r"^(last|this)\s+year(?!\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """`format` empty: in the reply itself; `counting` empty: by the policy's rule."""

    year: MappaYear
    format: str = ""
    counting: str = ""
    population: int | None = None


def read_report_line(typed: str, today: date) -> ReportAsked:
    """What was typed; without a year the last one that is over."""
    line = read_line(SCHEMA, _with_year(typed.strip(), today))
    if line.reason:
        raise RuleBroken(f"report takes no reason. Example: {SCHEMA.examples[0]}", "because")
    year = read_year(line.subject)
    if year.starts_on > today:
        day = uk_date(year.starts_on)
        raise RuleBroken(f"{year} begins on {day}. Example: {SCHEMA.examples[0]}", "year")
    values = line.values
    return ReportAsked(
        year,
        read_format(values["as"]) if "as" in values else "",
        read_choice(values["counting"], COUNTING, "counting") if "counting" in values else "",
        read_population(values["population"]) if "population" in values else None,
    )


def read_format(typed: str) -> str:
    """The code of a format: docx, Word, a Word file."""
    bare = re.sub(r"^an?\s+|\s+(?:file|document)$", "", typed.strip(), flags=re.IGNORECASE)
    return read_choice("docx" if bare.lower() in ("file", "document") else bare, FORMATS, "as")


def read_population(typed: str, example: str = "population 554000") -> int:
    """How many people aged 10 and over live in the area, typed with or without commas."""
    digits = typed.strip().replace(",", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9 or int(digits) == 0:
        raise RuleBroken(
            f"population: give the number of people aged 10 and over. Example: {example}",
            "population",
        )
    return int(digits)


def _with_year(typed: str, today: date) -> str:
    """The line, beginning with a year in one word."""
    last = MappaYear(year_of(today).first - 1)
    bare = _LEADS.sub("", typed, count=1)
    if named := _NAMED_YEAR.match(bare):
        year = last if named[1].lower() == "last" else year_of(today)
        return f"{year}{bare[named.end() :]}"
    if spaced := _SPACED_YEAR.match(bare):
        return f"{''.join(spaced.groups())}{bare[spaced.end() :]}"
    first = bare.partition(" ")[0].lower().rstrip(":=")
    named_fields = {one.name for one in SCHEMA.fields}
    return f"{last} {bare}".strip() if not first or first in named_fields else bare
