"""Annual returns as they were approved, kept so that later corrections show."""

import json
from datetime import datetime

from sqlalchemy import func, select

from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.people import Person
from mappa.statistics.reports import Report
from mappa.statistics.returns import FrozenReturn
from mappa.years import MappaYear
from storage.databases import Session
from storage.records import Entry, add_record, hold_record
from storage.statistics.offices import find_population
from storage.tables import frozen_returns

FROZEN = "return frozen"


def freeze_return(
    session: Session,
    area: str,
    report: Report,
    fingerprint: str,
    approved_by: str,
    now: datetime,
    *,
    person: Person | None = None,
    source: str,
) -> FrozenReturn:
    """Keep a report as it stands; one that is kept already, with all of it the same, is refused.

    `area` is its code, `fingerprint` that of the rows it was counted from, `person` whoever did
    it in Slack.
    """
    if report.year.ends_on >= london_day(now):
        raise RuleBroken(
            f"{report.year} is not over: a return can be approved from "
            f"{uk_date(MappaYear(report.year.first + 1).starts_on)} on.",
            "year",
        )
    frozen = FrozenReturn(
        year=report.year,
        counting=report.counting,
        figures=report.as_json_object(),
        fingerprint=fingerprint,
        approved_by=approved_by,
        frozen_at=now,
        category_4=report.category_4,
        population=_given(session, area, report),
    )
    hold_record(session, area)  # two who freeze at once are told of each other
    _require_new(frozen, find_frozen(session, area, report.year))
    _add(session, area, frozen, person)
    after = {"year": str(report.year), "counting": report.counting, "approved_by": approved_by}
    entry = Entry(FROZEN, source, after=after | {"fingerprint": fingerprint})
    add_record(session, entry, area=area, now=now, person=person)
    return frozen


def find_frozen(session: Session, area: str, year: MappaYear) -> FrozenReturn | None:
    """The return of a year as it was approved last, None if it was not."""
    query = (
        select(frozen_returns)
        .where(frozen_returns.c.area == area, frozen_returns.c.year_from == year.first)
        .order_by(frozen_returns.c.id.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    kept = json.loads(row.figures)
    return FrozenReturn(
        year=year,
        counting=row.counting,
        figures=kept["report"],
        fingerprint=row.fingerprint,
        approved_by=row.approved_by,
        frozen_at=row.frozen_at,
        category_4=kept["category_4"],
        population=kept["population"],
    )


def count_frozen(session: Session, area: str, year: MappaYear) -> int:
    """How many versions of a year's return were approved."""
    query = select(func.count()).where(
        frozen_returns.c.area == area, frozen_returns.c.year_from == year.first
    )
    return int(session.execute(query).scalar_one())


def _given(session: Session, area: str, report: Report) -> int | None:
    """The population of the report, if it is not the one on record."""
    recorded = find_population(session, area, report.year.ends_on.year)
    return None if report.population == recorded else report.population


def _add(session: Session, area: str, frozen: FrozenReturn, person: Person | None) -> None:
    kept = {
        "report": frozen.figures,
        "category_4": frozen.category_4,
        "population": frozen.population,
    }
    session.execute(
        frozen_returns.insert().values(
            area=area,
            year_from=frozen.year.first,
            counting=frozen.counting,
            figures=json.dumps(kept),
            fingerprint=frozen.fingerprint,
            approved_by_id=person.id if person else None,
            approved_by=frozen.approved_by,
            frozen_at=frozen.frozen_at,
        )
    )


def _require_new(new: FrozenReturn, old: FrozenReturn | None) -> None:
    if old is not None and _what(old) == _what(new):
        raise RuleBroken(f"{old}, with these very figures; nothing was saved.", "year")


def _what(frozen: FrozenReturn) -> tuple[object, ...]:
    figures = {name: value for name, value in frozen.figures.items() if name != "warnings"}
    approved = frozen.counting, frozen.category_4, frozen.fingerprint, frozen.approved_by
    return figures, *approved
