"""The meetings and actions of a case, as a card tells them, by one statement."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Date, SmallInteger, String, bindparam, cast, null, select, union_all
from sqlalchemy import literal_column as literal

from mappa.case_agendas import CaseAgenda, Heard, OpenAction
from storage.columns import Instant
from storage.databases import Session
from storage.quick_reads import QuickRead
from storage.tables import actions, heard, meetings


def get_agenda_of_case(session: Session, case_id: int, now: datetime) -> CaseAgenda:
    """Meetings that are planned from now on, the last before that decided, actions not done."""
    found: dict[str, list[Any]] = {"planned": [], "decided": [], "action": []}
    for row in _READ.rows(session, {"case": case_id, "now": now}):
        found[row.kind].append(row)
    planned = sorted(found["planned"], key=lambda row: (row.starts_at, row.ref))
    late = sorted(found["action"], key=lambda row: (row.due_on is None, row.due_on, row.ref))
    return CaseAgenda(
        tuple(map(_heard, planned)),
        tuple(map(_heard, found["decided"])),
        tuple(OpenAction(row.ref, row.due_on) for row in late),
    )


def _heard(row: Any) -> Heard:
    chair, leaves = row.chair or "", bool(row.leaves)
    return Heard(row.ref, row.starts_at, row.area, chair, row.outcome_level, leaves)


def _query() -> Any:
    hears = heard.join(meetings, meetings.c.id == heard.c.meeting_id)
    of_meeting = (
        *meetings.c["ref", "starts_at", "area", "chair"],
        *heard.c["outcome_level", "leaves"],
        cast(null(), Date()).label("due_on"),
    )
    here = heard.c.case_id == bindparam("case")
    planned = select(literal("'planned'", String()).label("kind"), *of_meeting).select_from(hears)
    last = (
        select(literal("'decided'", String()).label("kind"), *of_meeting)
        .select_from(hears)
        .where(here, meetings.c.status != "cancelled")
        .where(heard.c.outcome_level.is_not(None) | heard.c.leaves)
        .order_by(meetings.c.starts_at.desc(), meetings.c.id.desc())
        .limit(1)
        .subquery()
    )
    to_do = select(
        literal("'action'", String()).label("kind"),
        actions.c.ref,
        cast(null(), Instant()),
        actions.c.area,
        cast(null(), String()),
        cast(null(), SmallInteger()),
        cast(null(), Boolean()),
        actions.c.due_on,
    ).where(actions.c.case_id == bindparam("case"), actions.c.done_on.is_(None))
    ahead = meetings.c.starts_at >= bindparam("now", type_=Instant())
    return union_all(
        planned.where(here, meetings.c.status == "planned", ahead), select(last), to_do
    )


_READ = QuickRead(_query())
