"""What has to be said beside the figures of a report of our own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mappa.days import uk_date
from mappa.statistics.checks import LEAST_ALL_AGES, check_report
from mappa.statistics.layouts import ORDERS
from mappa.statistics.reports import Report
from mappa.statistics.returns import FrozenReturn, differences
from mappa.statistics.tables import TOTAL
from mappa.statistics.typed_reports import COUNTS, POPULATION, TABLES

NO_CATEGORY_4 = "Category 4 not shown"


@dataclass(frozen=True, slots=True)
class Approval:
    """What was approved of the year, and the same report counted again by the rule of then."""

    frozen: FrozenReturn
    again: Report


def complete(
    report: Report,
    previous: Report | None = None,
    approval: Approval | None = None,
    *,
    recorded_population: int | None = None,
    today: date | None = None,
) -> Report:
    """The report with all that has to be said beside it, the year before where it has figures."""
    if previous is not None and not (previous.snapshot[TOTAL][-1] or previous.yearly[TOTAL][-1]):
        previous = None
    warnings = [
        *_not_over(report, today),
        *([] if report.category_4 else [NO_CATEGORY_4]),
        *report.warnings,
        *_checked(report, previous),
        *_population(report.population, recorded_population),
        *(_since(approval, category_4=report.category_4) if approval else ()),
    ]
    frozen = approval.frozen if approval else None
    return replace(report, warnings=tuple(warnings), previous=previous, frozen=frozen)


def _not_over(report: Report, today: date | None) -> Iterator[str]:
    if today is not None and report.year.ends_on >= today:
        day = uk_date(report.year.ends_on)
        yield f"{report.year} is not over: the figures for {day} are what is recorded now"


def _checked(report: Report, previous: Report | None) -> Iterator[str]:
    figures = report.as_json_object() | {POPULATION: report.population}
    before = _comparable(previous.as_json_object()) if previous else None
    for found in check_report(figures, before):
        yield str(found)


def _comparable(figures: dict[str, Any]) -> dict[str, Any]:
    """Without what is all zeros: of a year before the records began nothing can be said."""

    def tells(name: str, value: Any) -> bool:
        if name in TABLES:
            return any(any(row) for row in value.values())
        return bool(any(value.values()) if name == ORDERS else name not in COUNTS or value)

    return {name: value for name, value in figures.items() if tells(name, value)}


def _population(given: int | None, recorded: int | None) -> Iterator[str]:
    if given and recorded and given > LEAST_ALL_AGES * recorded:
        yield (
            f"The population given, {given:,}, looks like that of all ages: {recorded:,} people "
            "aged 10 and over are on record"
        )


def _since(approval: Approval, *, category_4: bool) -> Iterator[str]:
    frozen, again = approval.frozen, approval.again
    told: Mapping[str, Any] = again.as_json_object()
    all_of_it = category_4 or not frozen.category_4
    for difference in differences(frozen.figures, told, category_4=all_of_it):
        yield f"Since the return was approved: {difference}"
