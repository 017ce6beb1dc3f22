"""Whose cases they are: what is handed over, and what a deputy is reminded of."""

from sqlalchemy import select

from storage.databases import Session
from storage.tables import cases, team


def list_cases_of(session: Session, area: str, user_id: str, *, part: str = "") -> list[int]:
    """The area's cases whose team names this Slack id, in the order in which they are locked."""
    query = (
        select(cases.c.id)
        .join(team, team.c.case_id == cases.c.id)
        .where(cases.c.area == area, team.c.user_id == user_id)
        .order_by(cases.c.id)
    )
    if part:
        query = query.where(team.c.part == part)
    return list(session.execute(query).scalars())
