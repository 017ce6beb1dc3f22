"""What somebody was refused, on the record: also of those who are not registered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, union_all

from mappa.people import Person
from storage.databases import Session
from storage.keys import DataKey
from storage.people import list_areas
from storage.records import REFUSED, Entry, add_record
from storage.tables import actions, cases, data_keys, people, referrals

REFERENCE = re.compile("[A-Z]{3}-[A-Z]{0,2}[0-9]{1,9}")  # as the bot gives them itself


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who was refused, by their Slack ids; what they did, by the bot's own names for it; and what
    in it may be a reference."""

    team_id: str
    user_id: str
    source: str
    doing: Mapping[str, str]
    refs: Sequence[str] = ()
    more: int = 0  # so many that are not told one by one


def add_refusal(session: Session, refusal: Refusal, home: str, now: datetime) -> None:
    """On the record of the person's area; of somebody who is not registered, of the area `home`.

    The same is asked whether the case is there or not.
    """
    who = {"team": refusal.team_id, "user": refusal.user_id}
    known = session.execute(_REGISTERED, who).one_or_none()
    told: dict[str, Any] = dict(refusal.doing)
    if refusal.more:
        told["more"] = refusal.more
    if known is None:
        told |= who
    ref, case = _find_case(session, refusal.refs)
    if ref:
        told["ref"] = ref
    area = known.area if known else home or min(list_areas(session), default="")
    if not area:
        return  # nobody is registered anywhere: nothing is kept here yet that could be asked for
    sealed = None if case and case[1].erased else told
    add_record(
        session,
        Entry(REFUSED, refusal.source, after=sealed),
        area=area,
        now=now,
        person=_named(known) if known else None,
        case=case,
    )


def _find_case(session: Session, refs: Sequence[str]) -> tuple[str, tuple[int, DataKey] | None]:
    """The first of the references that belongs to a case, and the case; else the first that can
    only be a reference."""
    found = {row.ref: row for row in session.execute(_CASES, {"refs": list(refs)})}
    for ref in refs:
        if row := found.get(ref):
            return ref, (row.id, session.keys.unwrap(row.wrapped))
    return next(filter(REFERENCE.fullmatch, refs), ""), None


def _named(row: Any) -> Person:
    """No more of the person than the record needs."""
    return Person(row.id, "", "", "", "", "", row.area)


_REGISTERED = select(people.c.id, people.c.area).where(
    people.c.team_id == bindparam("team"),
    people.c.user_id == bindparam("user"),
    people.c.removed_at.is_(None),
)
# The reference of a case, of its referral or of its action.
_ABOUT = union_all(
    select(cases.c.ref, cases.c.id),
    select(referrals.c.ref, referrals.c.case_id),
    select(actions.c.ref, actions.c.case_id),
).subquery()
_CASES = (
    select(_ABOUT.c.ref, _ABOUT.c.id, data_keys.c.wrapped)
    .join(cases, cases.c.id == _ABOUT.c.id)
    .join(data_keys, data_keys.c.id == cases.c.data_key_id)
    .where(_ABOUT.c.ref.in_(bindparam("refs", expanding=True)))
)
