"""One year beside the one before: what has changed, and what has changed too much to be true."""

from collections.abc import Iterator

from mappa.statistics.findings import Finding, cell_name
from mappa.statistics.layouts import RATE, RETURNED_SHPO, RETURNED_SOPO
from mappa.statistics.tables import TOTAL
from mappa.statistics.typed_reports import COUNTS, TypedReport, order_cell

MOST_PEOPLE = 20  # a change is looked at if it is of more people than these ...
MOST_SHARE = 2  # ... and of more than one in so many of those there were
LEAST_GROWTH = 1.08  # of a population from one year to the next: no area grows so fast


def compare_years(report: TypedReport, before: TypedReport) -> Iterator[Finding]:
    """Jumps of over 50% and 20 people, and a population that cannot be the same one."""
    if report.year and before.year and report.year.first != before.year.first + 1:
        message = f"{before.year} is not the year before {report.year}"
        yield Finding("year on year", "year", message)
        return
    for name in report.tables:
        yield from _table(name, report, before)
    for kind, now in report.orders.items():
        yield from _jump(order_cell(kind), before.orders.get(kind), now)
    for name in COUNTS:
        yield from _jump(cell_name(name), before.numbers.get(name), report.numbers.get(name))
    yield from _population(report, before)


def _table(name: str, report: TypedReport, before: TypedReport) -> Iterator[Finding]:
    """Cell by cell; a total only where none of the figures in it is named already."""
    earlier = _name_then(name, before)
    named: set[str] = set()
    columns = sorted(report.columns, key=lambda column: column == TOTAL)
    for row in sorted(report.tables[name], key=lambda row: row == TOTAL):
        for column in columns:
            if (row == TOTAL and column in named) or (column == TOTAL and row in named):
                continue
            then, now = before.cell(earlier, row, column), report.cell(name, row, column)
            for found in _jump(cell_name(name, row, column), then, now):
                named |= {row, column, TOTAL} if TOTAL not in (row, column) else {row, column}
                yield found


def _name_then(name: str, before: TypedReport) -> str:
    """Breaches of SHPOs are compared with those of SOPOs the year before the change."""
    if name == RETURNED_SHPO and name not in before.tables:
        return RETURNED_SOPO
    return name


def _jump(cell: str, then: int | None, now: int | None) -> Iterator[Finding]:
    if then is None or now is None:
        return
    change = abs(now - then)
    if change > MOST_PEOPLE and change * MOST_SHARE > then:
        share = f" ({round(100 * change / then):,}%)" if then > 0 else ""
        message = (
            f"{then:,} the year before and {now:,} now, a change of {change:,}{share}; "
            "more than 50% and 20 people"
        )
        yield Finding("year on year", cell, message)


def _population(report: TypedReport, before: TypedReport) -> Iterator[Finding]:
    """The populations that the two rates imply, as far as the rounding lets them be told apart."""
    now, then = _implied(report), _implied(before)
    if now is None or then is None:
        return
    (least_now, most_now), (least_then, most_then) = now, then
    if least_now > LEAST_GROWTH * most_then or least_then > LEAST_GROWTH * most_now:
        message = (
            "the rates of the two years imply populations that are too far apart; one of them "
            "looks like that of all ages, and not of those aged 10 and over"
        )
        yield Finding("rate", cell_name(RATE), message)


def _implied(report: TypedReport) -> tuple[float, float] | None:
    people, rate = report.cell("snapshot", TOTAL, "category_1"), report.numbers.get(RATE)
    if not people or people < 0 or rate is None or rate < 1:
        return None
    return people * 100_000 / (rate + 0.5), people * 100_000 / (rate - 0.5)
