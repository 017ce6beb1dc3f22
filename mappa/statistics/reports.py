"""The annual report of an area: every figure of it, under the keys in which it is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mappa.statistics.appendices import Appendix
from mappa.statistics.layouts import (
    AUDITS,
    BREACHES,
    CHANGE_OF_ORDERS,
    ORDERS,
    RATE,
    RETURNED_LICENCE,
    REVOKED,
    SFOS,
    SHARE,
    SRO_BREACHES,
    TRAININGS,
    has_new_orders,
    order_row,
    orders_left_out,
    returned_for_order,
)
from mappa.statistics.ratios import per_cent, rate_per_100000
from mappa.statistics.returns import FrozenReturn
from mappa.statistics.tables import (
    LEVELS_2_AND_3,
    TOTAL,
    Cells,
    Table,
    categories_in,
    category_name,
    snapshot_table,
    table,
)
from mappa.statistics.yearly import Yearly, yearly_table
from mappa.years import MappaYear


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of a year, before it is put into tables; people by level and category.

    None where nothing of the kind is on record: that is not zero.
    """

    snapshot: Cells = field(default_factory=dict)
    yearly: Yearly = field(default_factory=Yearly)
    breaches_of_notification: int = 0
    orders: Mapping[str, int] = field(default_factory=dict)  # on Category 1, by kind
    returned_licence: Cells = field(default_factory=dict)
    returned_order: Cells = field(default_factory=dict)
    serious_further_offences: int = 0
    notification_revoked: int = 0
    sro_breaches: int = 0
    training_sessions: int | None = None
    audits: int | None = None
    population: int | None = None  # aged 10 and over


@dataclass(frozen=True, slots=True)
class Report:
    """One area's year. `previous` is the year before, where there is one to compare with."""

    area: str
    year: MappaYear
    counting: str
    columns: tuple[str, ...]
    snapshot: Table
    yearly: Table
    breaches_of_notification: int
    orders: Mapping[str, int]
    returned_licence: Table
    returned_order: Table
    rso_per_100000: int | None
    level_1_share_percent: int | None
    serious_further_offences: int
    training_sessions: int | None
    audits: int | None
    later: Mapping[str, int]  # what only later years have, and only where there is any
    population: int | None = None
    category_4: bool = True  # whether it was counted
    warnings: tuple[str, ...] = ()
    previous: "Report | None" = None
    frozen: FrozenReturn | None = None
    appendices: tuple[Appendix, ...] = ()  # in documents and text, not in the figures

    def as_json_object(self) -> dict[str, Any]:
        """The keys under which the published figures are kept, and how they were counted."""
        return {
            "area": self.area,
            "year": str(self.year),
            "snapshot_on": self.year.ends_on.isoformat(),
            "year_from": self.year.starts_on.isoformat(),
            "year_to": self.year.ends_on.isoformat(),
            "columns": list(self.columns),
            "snapshot": _rows(self.snapshot),
            "yearly": _rows(self.yearly),
            BREACHES: self.breaches_of_notification,
            ORDERS: dict(self.orders),
            RETURNED_LICENCE: _rows(self.returned_licence),
            returned_for_order(self.year): _rows(self.returned_order),
            RATE: self.rso_per_100000,
            SHARE: self.level_1_share_percent,
            SFOS: self.serious_further_offences,
            TRAININGS: self.training_sessions,
            AUDITS: self.audits,
            **self.later,
            "counting": self.counting,
            "warnings": list(self.warnings),
        }


def make_report(
    area: str, year: MappaYear, counting: str, counts: Counts, *, category_4: bool = True
) -> Report:
    """Put what was counted into the tables of the year. `area` is its name."""
    returned = counts.returned_licence, counts.returned_order
    categories = categories_in(counts.snapshot, counts.yearly.cells, *returned)
    snapshot = snapshot_table(counts.snapshot, categories)
    everybody, registered = snapshot[TOTAL][-1], snapshot[TOTAL][0]
    return Report(
        area=area,
        year=year,
        counting=counting,
        columns=(*map(category_name, categories), TOTAL),
        snapshot=snapshot,
        yearly=yearly_table(counts.yearly, categories),
        breaches_of_notification=counts.breaches_of_notification,
        orders=order_row(year, counts.orders),
        returned_licence=table(counts.returned_licence, LEVELS_2_AND_3, categories),
        returned_order=table(counts.returned_order, LEVELS_2_AND_3, categories),
        rso_per_100000=rate_per_100000(registered, counts.population),
        level_1_share_percent=per_cent(snapshot["level_1"][-1], everybody),
        serious_further_offences=counts.serious_further_offences,
        training_sessions=counts.training_sessions,
        audits=counts.audits,
        later=_later(year, counts),
        population=counts.population,
        category_4=category_4,
        warnings=tuple(_orders_said(year, counts.orders)),
    )


def _orders_said(year: MappaYear, imposed: Mapping[str, int]) -> Iterator[str]:
    if year == CHANGE_OF_ORDERS:
        yield f"In {year} SHPO took the place of SOPO and FTO: each kind that was imposed is shown"
    for kind, number in orders_left_out(year, imposed).items():
        yield f"{number:,} {kind} imposed in {year} on Category 1 has no line in its table"


def _later(year: MappaYear, counts: Counts) -> dict[str, int]:
    if not has_new_orders(year):
        return {}
    found = {REVOKED: counts.notification_revoked, SRO_BREACHES: counts.sro_breaches}
    return {name: count for name, count in found.items() if count}


def _rows(made: Table) -> dict[str, list[int]]:
    return {name: list(row) for name, row in made.items()}
