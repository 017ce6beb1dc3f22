"""What follows from cases and stands beside them, read by one statement: the referrals that wait,
the actions that are not done, the meetings that hear them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    String,
    bindparam,
    cast,
    exists,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from mappa.clocks import london_day
from mappa.told_dates import Following, OpenAction, OpenReferral, Panel
from storage.batches import in_batches
from storage.columns import Instant
from storage.databases import Session
from storage.quick_reads import QuickRead
from storage.tables import actions, heard, invitations, meetings, referrals


def list_following(session: Session, case_ids: Iterable[int]) -> dict[int, Following]:
    """What follows from these cases, by their ids; where there is nothing the id is missing."""
    case_ids = list(case_ids)
    if len(case_ids) == 1:  # most often; and a statement without a list is sent quickly
        return _sorted(_OF_CASE.rows(session, {"case": case_ids[0]}))
    return _sorted(
        row for some in in_batches(case_ids) for row in session.execute(_OF_CASES, {"cases": some})
    )


def list_open_referrals(session: Session, case_ids: Iterable[int]) -> dict[int, list[OpenReferral]]:
    """The referrals of these cases that wait for their decision."""
    found = list_following(session, case_ids)
    return {case_id: list(one.referrals) for case_id, one in found.items() if one.referrals}


def planned_here() -> ColumnElement[bool]:
    """Whether a meeting that hears a case was planned in the bot. What came with a workbook has no
    chair, nobody who was invited and no agenda: nobody is to be chased for its minutes."""
    return or_(
        meetings.c.chair.is_not(None),
        heard.c.position.is_not(None),
        exists().where(invitations.c.meeting_id == meetings.c.id),
    )


def _sorted(rows: Iterable[Any]) -> dict[int, Following]:
    by_case: dict[int, tuple[list[OpenReferral], list[OpenAction], list[Panel]]] = {}
    for row in rows:
        referred, to_do, heard_at = by_case.setdefault(row.case_id, ([], [], []))
        if row.what == "referral":
            referred.append(OpenReferral(row.ref, row.day))
        elif row.what == "action":
            to_do.append(OpenAction(row.ref, row.day, row.user_id or "", row.agency or ""))
        else:
            heard_at.append(_panel(row))
    return {
        case_id: Following(tuple(referred), tuple(to_do), tuple(heard_at))
        for case_id, (referred, to_do, heard_at) in by_case.items()
    }


def _panel(row: Any) -> Panel:
    on, chair = london_day(row.starts_at), row.user_id or ""
    return Panel(row.ref, row.level, on, row.status, chair, minutes_issued=row.day is not None)


def _following(of: Any) -> CompoundSelect[Any]:
    """Of the cases of which `of` says so, given the column of their ids."""
    empty = {
        "user_id": cast(null(), String),
        "agency": cast(null(), String),
        "level": cast(null(), Integer),
        "starts_at": cast(null(), Instant),
        "status": cast(null(), String),
    }
    waiting = {"ref": referrals.c.ref, "day": referrals.c.referred_on}
    to_do = {
        "ref": actions.c.ref,
        "day": actions.c.due_on,
        "user_id": actions.c.user_id,
        "agency": actions.c.agency,
    }
    heard_at = {
        "ref": meetings.c.ref,
        "day": heard.c.issued_on,
        "user_id": meetings.c.chair,
        "level": meetings.c.level,
        "starts_at": meetings.c.starts_at,
        "status": meetings.c.status,
    }
    return union_all(
        _part("referral", referrals.c.case_id, waiting | empty).where(
            of(referrals.c.case_id), referrals.c.decision == literal_column("'open'")
        ),
        _part("action", actions.c.case_id, empty | to_do).where(
            of(actions.c.case_id), actions.c.done_on.is_(None), actions.c.due_on.is_not(None)
        ),
        _part("panel", heard.c.case_id, empty | heard_at)
        .join(meetings, meetings.c.id == heard.c.meeting_id)
        .where(
            of(heard.c.case_id),
            meetings.c.status != literal_column("'cancelled'"),
            planned_here(),
        ),
    )


def _part(what: str, case_id: Any, values: dict[str, Any]) -> Any:
    names = ("ref", "day", "user_id", "agency", "level", "starts_at", "status")
    return select(
        literal_column(f"'{what}'", String).label("what"),
        case_id.label("case_id"),
        *(values[name].label(name) for name in names),
    )


_CASE: Any = bindparam("case")
_CASES: Any = bindparam("cases", expanding=True)
_OF_CASE = QuickRead(_following(lambda case_id: case_id == _CASE))
_OF_CASES = _following(lambda case_id: case_id.in_(_CASES))
