"""What the yearly tables are counted from."""

from datetime import date

from sqlalchemy import literal_column, select

from mappa.cases import Spell
from storage.databases import Session
from storage.tables import spells


def list_spells_at_levels_2_and_3(
    session: Session, area: str, from_on: date, to_on: date
) -> list[tuple[int, Spell]]:
    """Everybody at Level 2 or 3 on any day of the period, both days included: person and spell."""
    columns = spells.c["case_id", "category", "level", "started_on", "ended_on"]
    query = (
        select(*columns)
        .where(
            spells.c.area == area,
            spells.c.level >= literal_column("2"),  # as its index says it
            spells.c.ended_on > from_on,
            spells.c.started_on <= to_on,
        )
        .order_by(spells.c.case_id, spells.c.started_on)
    )
    return [
        (row.case_id, Spell(row.category, row.level, row.started_on, row.ended_on))
        for row in session.execute(query)
    ]
