"""The checks that run on any report, our own or one that somebody typed in."""

from collections.abc import Iterator, Mapping
from typing import Any

from mappa.statistics.findings import Finding, cell_name
from mappa.statistics.label_checks import check_labels, check_period
from mappa.statistics.layouts import (
    RATE,
    RETURNED_LICENCE,
    RETURNED_SHPO,
    RETURNED_SOPO,
    SHARE,
)
from mappa.statistics.ratios import rate_per_100000, whole
from mappa.statistics.tables import TOTAL
from mappa.statistics.typed_reports import POPULATION, TypedReport, read_typed_report
from mappa.statistics.years_compared import compare_years

LEVELS_2_AND_3 = ("level_2", "level_3")
# A rate over everybody instead of those aged 10 and over comes out smaller by this much.
LEAST_ALL_AGES, MOST_ALL_AGES = 1.08, 1.20


def check_report(
    typed: Mapping[str, Any], previous: Mapping[str, Any] | None = None
) -> list[Finding]:
    """Everything that does not hold in a report; with the year before, also from year to year."""
    report = read_typed_report(typed)
    found = [*report.findings, *check_period(report), *check_labels(report)]
    for name in report.tables:
        found += _totals(report, name)
    for check in (_category_3, _snapshot_and_year, _returned, _rate, _share):
        found += check(report)
    if previous is not None:
        found += compare_years(report, read_typed_report(previous))
    return found


def _totals(report: TypedReport, name: str) -> Iterator[Finding]:
    """Rows and columns add up, and so does the corner where they meet."""
    rows = report.tables[name]
    people = name == "yearly" and report.counting == "each"  # then a total is not a sum
    levels = [row for row in rows if row != TOTAL]
    for row in rows:
        cells = [report.cell(name, row, category) for category in report.categories]
        stands = report.cell(name, row, TOTAL)
        if row != TOTAL and _differs(cells, stands):
            yield _sum_finding("row total", cell_name(name, row, TOTAL), cells, stands)
    for column in report.categories:
        cells = [report.cell(name, row, column) for row in levels]
        stands = report.cell(name, TOTAL, column)
        if TOTAL in rows and (_no_union if people else _differs)(cells, stands):
            yield _sum_finding("column total", cell_name(name, TOTAL, column), cells, stands)
    if TOTAL in rows:
        yield from _corner(report, name, levels, people)


def _corner(report: TypedReport, name: str, levels: list[str], people: bool) -> Iterator[Finding]:
    """Wrong only if it is neither the sum of its row nor of its column: the rest is found there."""
    stands = report.cell(name, TOTAL, TOTAL)
    down = [report.cell(name, level, TOTAL) for level in levels]
    across = [report.cell(name, TOTAL, category) for category in report.categories]
    if people:
        wrong = _no_union(across, stands) or _no_union(down, stands)
    else:
        wrong = _differs(down, stands) and _differs(across, stands)
    if wrong:
        yield _sum_finding("grand total", cell_name(name, TOTAL, TOTAL), down, stands)


def _differs(cells: list[int | None], stands: int | None) -> bool:
    known = [cell for cell in cells if cell is not None]
    return stands is not None and len(known) == len(cells) > 0 and sum(known) != stands


def _no_union(cells: list[int | None], stands: int | None) -> bool:
    """Whether so many people cannot be in several groups that may overlap."""
    known = [cell for cell in cells if cell is not None]
    if stands is None or len(known) < len(cells) or not known:
        return False
    return not max(known) <= stands <= sum(known)


def _sum_finding(check: str, cell: str, cells: list[int | None], stands: int | None) -> Finding:
    known = [cell or 0 for cell in cells]
    sum_of = " + ".join(f"{cell:,}" for cell in known)
    return Finding(check, cell, f"{stands or 0:,} stands here, but {sum_of} = {sum(known):,}")


def _category_3(report: TypedReport) -> Iterator[Finding]:
    for row in ("level_1", "level_to_be_confirmed"):
        if stands := report.cell("snapshot", row, "category_3"):
            message = f"{stands:,} stands here; Category 3 is managed at Level 2 or 3 only"
            yield Finding("category 3", cell_name("snapshot", row, "category_3"), message)


def _snapshot_and_year(report: TypedReport) -> Iterator[Finding]:
    """A count over the year can never be below the picture of its last day."""
    for row in LEVELS_2_AND_3:
        for column in report.categories:
            on_day, in_year = (report.cell(name, row, column) for name in ("snapshot", "yearly"))
            if on_day is not None and in_year is not None and on_day > in_year:
                message = (
                    f"{on_day:,} on the last day but {in_year:,} in the year; the counting rule "
                    "places somebody under another level, or one of the two is wrong"
                )
                yield Finding("snapshot within year", cell_name(row, column), message)


def _returned(report: TypedReport) -> Iterator[Finding]:
    for name in (RETURNED_LICENCE, RETURNED_SOPO, RETURNED_SHPO):
        for row in LEVELS_2_AND_3:
            for column in report.categories:
                returned, in_year = (
                    report.cell(name, row, column),
                    report.cell("yearly", row, column),
                )
                if returned is not None and in_year is not None and returned > in_year:
                    message = (
                        f"{returned:,} returned to custody, but {in_year:,} were managed here in "
                        "the year; the counting rule places somebody elsewhere, or one is wrong"
                    )
                    yield Finding("returned within year", cell_name(name, row, column), message)


def _rate(report: TypedReport) -> Iterator[Finding]:
    """The rate by the population, where that is given."""
    stands, population = report.numbers.get(RATE), report.numbers.get(POPULATION)
    people = report.cell("snapshot", TOTAL, "category_1")
    if stands is None or population is None or people is None:
        return
    right = rate_per_100000(people, population)
    if right is None:
        yield Finding("rate", POPULATION, "a population of nobody has no rate")
    elif stands != right and abs(2 * (stands * population - people * 100_000)) > population:
        message = f"{people:,} of {population:,} people are {right:,} per 100,000, not {stands:,}"
        yield Finding("rate", cell_name(RATE), message + _all_ages(stands, people, population))


def _all_ages(stands: int, people: int, population: int) -> str:
    """What a rate that is wrong looks like."""
    ratio = people * 100_000 / population / stands if stands > 0 else 0.0
    if LEAST_ALL_AGES <= ratio <= MOST_ALL_AGES:
        return "; it looks as if people of all ages were counted, and not those aged 10 and over"
    if ratio and LEAST_ALL_AGES <= 1 / ratio <= MOST_ALL_AGES:
        return "; the population looks like that of all ages, and not of those aged 10 and over"
    return ""


def _share(report: TypedReport) -> Iterator[Finding]:
    stands = report.numbers.get(SHARE)
    at_level_1 = report.cell("snapshot", "level_1", TOTAL)
    everybody = report.cell("snapshot", TOTAL, TOTAL)
    if stands is None or at_level_1 is None or everybody is None:
        return
    right = whole(at_level_1, everybody, 100)
    if right is None:
        message = "of nobody there is no share; leave it empty, as null"
        yield Finding("share", cell_name(SHARE), message)
    elif abs(2 * (stands * everybody - at_level_1 * 100)) > everybody:
        message = f"{at_level_1:,} of {everybody:,} are {right:,} per cent, not {stands:,}"
        yield Finding("share", cell_name(SHARE), message)
