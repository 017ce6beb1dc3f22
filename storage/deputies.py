"""Who stands in for whom: named, listed, called off."""

from datetime import date, datetime

from sqlalchemy import select

from mappa.days import uk_date
from mappa.errors import NotFound, RuleBroken
from mappa.people import Deputy
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
    session.execute(
        deputies.insert().values(
            area=area,
            user_id=deputy.user_id,
            deputy_user_id=deputy.deputy_user_id,
            from_on=deputy.from_on,
            until_on=deputy.until_on,
        )
    )


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


def _lock(session: Session, area: str, user_id: str) -> None:
    """Two deputies named at the same moment would not see each other."""
    them = (people.c.area == area) & (people.c.user_id == user_id)
    session.execute(select(people.c.id).where(them).with_for_update())
