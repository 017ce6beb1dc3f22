"""How many people aged 10 and over live in an area: what rates are counted per."""

from collections.abc import Iterable

from sqlalchemy import select

from mappa.workbook.workbooks import Population
from storage.databases import Session, insert_new
from storage.tables import populations


def set_population(session: Session, population: Population) -> None:
    """Record the population of an area's year, in the place of what stood there."""
    row = {
        "area": population.area,
        "year_ending": population.year_ending,
        "aged_10_plus": population.aged_10_plus,
    }
    if not insert_new(session.connection, populations, row):
        here = (populations.c.area == row["area"]) & (
            populations.c.year_ending == row["year_ending"]
        )
        change = populations.update().where(here)
        session.execute(change.values(aged_10_plus=population.aged_10_plus))


def list_populations(session: Session, areas: Iterable[str] | None = None) -> list[Population]:
    """All of them, or those of some areas, by area and year."""
    query = select(populations).order_by(populations.c.area, populations.c.year_ending)
    if areas is not None:
        query = query.where(populations.c.area.in_(sorted(set(areas))))
    return [
        Population(row.area, row.year_ending, row.aged_10_plus) for row in session.execute(query)
    ]
