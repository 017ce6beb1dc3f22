"""Who stands in for whom: named, listed, called off."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mappa.days import uk_date
from mappa.errors import NotFound, RuleBroken
from mappa.people import Deputy
from mappa.workbook.workbooks import DeputyRow
from storage.databases import Session
from storage.tables import deputies, people


def add_deputy(session: Session, area: str, deputy: Deputy, now: datetime) -> None:
    """Somebody stands in for somebody, unless another does at that time already."""
    _lock(session, area, deputy.user_id)
    same_time = (
        (deputies.c.user_id == deputy.user_id)
        & (deputies.c.from_on <= deputy.until_on)
        & (deputies.c.until_on >= deputy.from_on)
        & deputies.c.removed_at.is_(None)
    )
    query = select(deputies).where(same_time).order_by(deputies.c.from_on)
    if other := session.execute(query).first():
        raise RuleBroken(
            f"from: there is a deputy from {uk_date(other.from_on)} until "
            f"{uk_date(other.until_on)} already. Give other days, or end that first. "
            "Example: deputy @somebody for @owner ended",
            "from",
        )
    one = deputy
    add_deputy_row(
        session, DeputyRow(area, one.user_id, one.deputy_user_id, one.from_on, one.until_on)
    )


def add_deputy_row(session: Session, row: DeputyRow) -> None:
    """Store what has been found to fit in with the others."""
    session.execute(deputies.insert().values(**_values(row)))


def set_deputy_row(session: Session, number: int, row: DeputyRow) -> None:
    """Make a stored one say what the row says."""
    session.execute(deputies.update().where(deputies.c.id == number).values(**_values(row)))


def list_deputy_rows(session: Session, area: str | None) -> list[tuple[int, DeputyRow]]:
    """Every one that was not called off, or those of one area, each with its id."""
    query = select(deputies).where(deputies.c.removed_at.is_(None)).order_by(deputies.c.id)
    if area:
        query = query.where(deputies.c.area == area)
    return [
        (row.id, DeputyRow(row.area, row.user_id, row.deputy_user_id, row.from_on, row.until_on))
        for row in session.execute(query)
    ]


def set_deputy_ended(
    session: Session, area: str, user_id: str, deputy_user_id: str, now: datetime, today: date
) -> None:
    """Call off whatever of it is not over yet; the days that were stay known."""
    ahead = (
        (deputies.c.area == area)
        & (deputies.c.user_id == user_id)
        & (deputies.c.deputy_user_id == deputy_user_id)
        & (deputies.c.until_on >= today)
        & deputies.c.removed_at.is_(None)
    )
    if not session.execute(deputies.update().where(ahead).values(removed_at=now)).rowcount:
        raise NotFound("They are not deputy now and not named for later; nothing was changed.")


def list_deputies_ahead(session: Session, area: str, today: date) -> list[Deputy]:
    """Those who stand in today or later, the earliest first."""
    query = (
        select(deputies)
        .where(
            deputies.c.area == area,
            deputies.c.until_on >= today,
            deputies.c.removed_at.is_(None),
        )
        .order_by(deputies.c.from_on, deputies.c.id)
    )
    return [
        Deputy(row.user_id, row.deputy_user_id, row.from_on, row.until_on)
        for row in session.execute(query)
    ]


def _values(row: DeputyRow) -> dict[str, Any]:
    return {
        "area": row.area,
        "user_id": row.slack_id,
        "deputy_user_id": row.deputy_slack_id,
        "from_on": row.from_on,
        "until_on": row.until_on,
    }


def _lock(session: Session, area: str, user_id: str) -> None:
    """Two deputies named at the same moment would not see each other."""
    them = (people.c.area == area) & (people.c.user_id == user_id)
    session.execute(select(people.c.id).where(them).with_for_update())
