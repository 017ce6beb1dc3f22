"""The report in the order in which it is published: title, table, note, section by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mappa.cases import CATEGORIES
from mappa.days import uk_date
from mappa.orders import ORDER_NAMES
from mappa.statistics import notes
from mappa.statistics.layouts import REVOKED, SRO_BREACHES, has_new_orders
from mappa.statistics.reports import Report
from mappa.statistics.rules import COUNTING
from mappa.statistics.tables import TOTAL, Table, in_words

Cell = int | str
NOT_KNOWN, NO_RATIO = "not recorded", "n/a"


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the report. Columns of the year before stand last, where there are any."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    note: str = ""


def sections(report: Report) -> list[Section]:
    """The whole report."""
    return [
        _picture(report),
        _yearly(report),
        _breaches(report),
        _orders(report),
        *_returned(report),
        _rate(report),
        *_later(report),
        _practice(report),
    ]


def column_titles(report: Report) -> tuple[str, ...]:
    """Category 1: Registered sexual offenders, and so on."""
    return tuple(_column_title(name) for name in report.columns)


def _column_title(name: str) -> str:
    if name == TOTAL:
        return "Total"
    number = int(name.removeprefix("category_"))
    return f"Category {number}: {CATEGORIES[number].capitalize()}"


def _picture(report: Report) -> Section:
    return _table(
        report,
        f"MAPPA-eligible offenders on {uk_date(report.year.ends_on)}",
        "snapshot",
        notes.picture(report.year, report.level_1_share_percent),
    )


def _yearly(report: Report) -> Section:
    return _table(
        report,
        "MAPPA-eligible offenders at Levels 2 and 3 in the year, by category",
        "yearly",
        f"Counting rule: {COUNTING[report.counting]}. {notes.YEARLY}",
    )


def _returned(report: Report) -> Iterator[Section]:
    order = "SHPO" if has_new_orders(report.year) else "SOPO"
    yield _table(
        report,
        "Level 2 and 3 offenders returned to custody for breach of licence",
        "returned_licence",
        notes.RETURNED,
    )
    yield _table(
        report,
        f"Level 2 and 3 offenders returned to custody for breach of {order}",
        "returned_order",
        notes.RETURNED_ORDER,
    )


def _table(report: Report, title: str, name: str, note: str) -> Section:
    """Rows of levels; beside their total that of the year before, and the change."""
    table: Table = getattr(report, name)
    before: Table = getattr(report.previous, name) if report.previous else {}
    rows = []
    for level, row in table.items():
        earlier = _compared(row[-1], _last(before, level)) if before else ()
        rows.append((in_words(level), (*row, *earlier)))
    return Section(title, (*column_titles(report), *_earlier_columns(report)), tuple(rows), note)


def _last(before: Table, name: str) -> int:
    return before[name][-1] if name in before else 0


def _earlier_columns(report: Report) -> tuple[str, ...]:
    return (str(report.previous.year), "Change") if report.previous else ()


def _compared(now: int | None, then: int | None) -> tuple[Cell, ...]:
    """The figure of the year before, and how many more it is now."""
    if then is None:
        return NOT_KNOWN, NO_RATIO
    return then, NO_RATIO if now is None else f"{now - then:+,}" if now != then else "0"


def _breaches(report: Report) -> Section:
    row = _line(report, "Number", "breaches_of_notification")
    title = "RSOs cautioned or convicted for breach of notification requirements"
    return _lines(report, title, (row,), notes.BREACHES)


def _orders(report: Report) -> Section:
    before = report.previous.orders if report.previous else {}
    rows = []
    for kind, number in report.orders.items():
        earlier = _compared(number, before.get(kind)) if report.previous else ()
        rows.append((f"{kind}: {ORDER_NAMES[kind]}", (number, *earlier)))
    title = "Restrictive orders imposed by the courts on Category 1 offenders"
    return _lines(report, title, tuple(rows), notes.orders(report.year))


def _rate(report: Report) -> Section:
    row = _line(report, "RSOs per 100,000 people", "rso_per_100000")
    note = notes.rate(report.population)
    return _lines(report, "Registered sexual offenders per 100,000 population", (row,), note)


_LATER: Mapping[str, tuple[str, str]] = {
    REVOKED: ("Lifetime notification requirements revoked", notes.REVOKED),
    SRO_BREACHES: (
        "Became subject to notification after breach of a Sexual Risk Order",
        notes.SRO_BREACHES,
    ),
}


def _later(report: Report) -> Iterator[Section]:
    for name, number in report.later.items():
        title, note = _LATER[name]
        before = report.previous
        earlier = _compared(number, before.later.get(name, 0)) if before else ()
        yield _lines(report, title, (("Number", (number, *earlier)),), note)


def _practice(report: Report) -> Section:
    rows = (
        _line(report, "Share of cases at Level 1, per cent", "level_1_share_percent"),
        _line(report, "Serious further offences", "serious_further_offences"),
        _line(report, "Training sessions", "training_sessions"),
        _line(report, "Case audits", "audits"),
    )
    return _lines(report, "MAPPA in the year", rows, notes.PRACTICE)


def _line(report: Report, title: str, name: str) -> tuple[str, tuple[Cell, ...]]:
    now = getattr(report, name)
    then = getattr(report.previous, name) if report.previous else None
    none = NO_RATIO if name == "level_1_share_percent" else NOT_KNOWN
    earlier = _compared(now, then) if report.previous else ()
    return title, (none if now is None else now, *earlier)


def _lines(
    report: Report, title: str, rows: tuple[tuple[str, tuple[Cell, ...]], ...], note: str
) -> Section:
    return Section(title, (str(report.year), *_earlier_columns(report)), rows, note)
