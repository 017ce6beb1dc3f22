"""The atoms of what has rows of its own: referrals, hearings, actions, orders, events, dates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, literal, null, select

from mappa.answering.atoms import Publish
from mappa.asking.figures import Figure
from mappa.asking.questions import AVERAGE, SHARE, Filters, Question
from mappa.screenings import last_overdue
from storage.asking import actions, attendance, dates, events, hearings, meetings, orders, referrals
from storage.asking.atoms import Seen, Tables, add_people, add_up
from storage.asking.counting import count
from storage.asking.days import picture_of
from storage.asking.filters import BUCKETS, GROUPED_BY_A_COLUMN, recorded
from storage.asking.rows import Rows, column_of, select_rows
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.tables import attendance as invitations
from storage.tables import heard
from storage.tables import meetings as sittings

Kinds = frozenset[object]
ANY: Kinds = frozenset()
ON_TIME, LATE = "so", "not so"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`kinds`: what the question counts; `of_kinds`: what its share is taken of."""

    tables: Tables
    kinds: Kinds = ANY
    of_kinds: Kinds = ANY


def _of_rows(
    session: Session,
    question: Question,
    scope: Scope,
    narrowed: str,
    rows: Rows,
    kind: ColumnElement[Any] | None = None,
) -> Tables:
    """Counted in one statement by kind, level, category, and what is asked besides."""
    level = column_of(rows, "level") if "level" in rows.own or rows.case_id is not None else null()
    category = column_of(rows, "category") if rows.case_id is not None else null()
    parts = select_rows(
        rows,
        Filters(),
        narrowed if narrowed in GROUPED_BY_A_COLUMN else "",
        scope,
        (literal("") if kind is None else kind).label("kind"),
        level.label("level"),
        category.label("category"),
        (column_of(rows, narrowed) if narrowed else null()).label("value"),
        (rows.on if question.by in BUCKETS else null()).label("day"),
    ).subquery()
    query = select(*parts.c, func.count()).group_by(*parts.c)
    found: Iterable[Any] = session.execute(query)
    return add_up(
        (
            Seen(
                (kind, recorded(level), recorded(category)),
                recorded(value) if narrowed else None,
                day,
                number,
            )
            for kind, level, category, value, day, number in found
        ),
        question.by,
    )


def of_referrals(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """Decisions of a period together; of a day the open ones, with those that are overdue."""
    status = question.status
    if question.figure == AVERAGE and status not in referrals.DECISIONS:
        status = referrals.DECIDED
    by_status = question.out_of in (None, question.where) and question.figure == SHARE
    of = referrals.SHARED_OUT_OF.get(status, status) if by_status else status
    if status in referrals.DECISIONS:
        rows = referrals.rows_of(replace(question, status=referrals.CLOSED), scope)
        tables = _of_rows(session, question, scope, narrowed, rows, rows.own["status"])
        kinds, of_kinds = referrals.DECISIONS[status], referrals.DECISIONS[of]
        return Wanted(tables, frozenset(kinds), frozenset(of_kinds))
    if status not in (referrals.OPEN, referrals.OVERDUE):
        rows = referrals.rows_of(question, scope)
        return Wanted(_of_rows(session, question, scope, narrowed, rows, rows.own["status"]))
    rows = referrals.rows_of(replace(question, status=referrals.OPEN), scope)
    latest = last_overdue(picture_of(question), scope.required_policy)
    late = false() if latest is None else rows.on <= latest
    standing = case((late, referrals.OVERDUE), else_=referrals.OPEN)
    tables = _of_rows(
        session, question, scope, narrowed, rows, standing.concat(" ").concat(rows.own["status"])
    )
    return Wanted(tables, _standing(status), _standing(of))


def _standing(status: str) -> Kinds:
    """How it stood on the day, and what has become of it by the day asked on."""
    stood = [status] if status == referrals.OVERDUE else [referrals.OPEN, referrals.OVERDUE]
    became = (referrals.OPEN, *referrals.DECISIONS[referrals.CLOSED])
    return frozenset(f"{one} {other}" for one in stood for other in became)


def of_actions(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """Of a day the open and the overdue ones together."""
    if question.status not in (actions.OPEN, actions.OVERDUE):
        rows = actions.rows_of(question, scope)
        return Wanted(_of_rows(session, question, scope, narrowed, rows))
    rows, which = actions.standing_rows(question, scope)
    kinds = frozenset({question.status, actions.BOTH})
    return Wanted(_of_rows(session, question, scope, narrowed, rows, which), kinds)


def of_meetings(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """Of every status together."""
    rows, status = meetings.rows_of(question, scope), meetings.status_of(question)
    tables = _of_rows(session, question, scope, narrowed, rows, rows.own["status"])
    return Wanted(tables, frozenset({status} if status else ()))


def of_hearings(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """Of every level together."""
    rows = hearings.rows_of(question, scope)
    return Wanted(_of_rows(session, question, scope, narrowed, rows))


def of_attendance(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """Who came, who sent a report, and who did neither."""
    rows, how = attendance.rows_of(question, scope), invitations.c.how
    kind = case((how.in_(["attended", "report"]), how), else_="neither")
    tables = _of_rows(session, question, scope, narrowed, rows, kind)
    return Wanted(tables, frozenset({"attended"}))


def of_disclosure(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """Whether a decision is recorded, of each case heard."""
    rows = hearings.rows_of(question, scope)
    rows = replace(rows, where=[*rows.where, sittings.c.level >= 2])
    kind = case((heard.c.disclosure.is_not(None), ON_TIME), else_=LATE)
    tables = _of_rows(session, question, scope, narrowed, rows, kind)
    return Wanted(tables, frozenset({ON_TIME}))


def of_what_is_on_time(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """By level, agency, and month or whatever is asked: these are told apart by hand."""
    every = replace(question, where=Filters(), by="level")
    seen: list[Seen] = []
    for level, of_level in count(session, every, scope).groups:
        # A level that is not recorded cannot be asked for, and has no parts.
        where = Filters(levels=frozenset([level])) if isinstance(level, int) else None
        for value, of_value in _by(session, every, scope, where, narrowed, of_level):
            whose = where and replace(where, agencies=_agencies(value, narrowed))
            bucket = question.by if question.by in BUCKETS else ""
            for key, figure in _by(session, every, scope, whose, bucket, of_value):
                day = key if isinstance(key, date) else None
                late = (figure.out_of or 0) - figure.count
                for kind, number in ((ON_TIME, figure.count), (LATE, late)):
                    seen.append(Seen((kind, level, ""), value, day, number))
    return Wanted(add_up(seen, question.by), frozenset({ON_TIME}))


def _by(
    session: Session,
    question: Question,
    scope: Scope,
    where: Filters | None,
    by: str,
    whole: Figure,
) -> Iterable[tuple[object, Figure]]:
    """What a figure is made of; of nothing but itself where no more is asked."""
    if where is None or not by:
        return [(None, whole)]
    return count(session, replace(question, where=where, by=by), scope).groups


def _agencies(value: object, narrowed: str) -> frozenset[str]:
    return frozenset([str(value)]) if narrowed else frozenset()


def of_orders(
    session: Session, question: Question, scope: Scope, narrowed: str, line: Publish
) -> Wanted:
    """Of every kind together."""
    rows: Iterable[Any] = session.execute(orders.parts(question, scope, narrowed))
    seen = (
        Seen(_face(kind, level, category), _value(key, narrowed), on)
        for kind, level, category, key, on in rows
    )
    return Wanted(add_up(seen, question.by, line), question.kinds)


def of_events(
    session: Session, question: Question, scope: Scope, narrowed: str, line: Publish
) -> Wanted:
    """Of every kind together; further offences by themselves, each one."""
    each = question.kinds == {events.SFO}
    rows: Iterable[Any] = session.execute(events.parts(question, scope, narrowed))
    seen = [
        Seen(_face(kind, level, category), _value(key, narrowed), on, person=case_id)
        for kind, level, category, key, on, case_id in rows
        if kind == events.SFO or not each
    ]
    if each:
        return Wanted(add_up(seen, question.by, line))
    return Wanted(add_people(seen, question.by, line, in_order=True), question.kinds)


def of_dates(session: Session, question: Question, scope: Scope, narrowed: str) -> Wanted:
    """Of every kind together."""
    parts = dates.parts(question, scope, narrowed).c
    value = parts.place if narrowed == "custody" else parts.key
    query = select(parts.case_id, parts.kind, parts.level, parts.category, value, parts.on)
    rows: Iterable[Any] = session.execute(query)
    seen = [
        Seen(_face(kind, level, category), _value(key, narrowed), on, person=case_id)
        for case_id, kind, level, category, key, on in rows
    ]
    return Wanted(add_people(seen, question.by), question.kinds)


def _face(kind: object, level: object, category: object) -> tuple[object, object, object]:
    return kind, recorded(level), recorded(category)


def _value(key: object, narrowed: str) -> object:
    return recorded(key) if narrowed else None
