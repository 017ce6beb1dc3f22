"""Rotation: data keys are wrapped anew by the newest of MAPPA_KEYS; what they seal stays."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import LargeBinary, bindparam, func, select

from mappa.errors import SettingWrong
from storage.databases import Session
from storage.keys import name_of_wrapping
from storage.tables import data_keys

AT_ONCE = 300  # data keys in one transaction: everybody else waits as short as for an update


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows that were looked at: the last one's id, how many were wrapped anew, and what the
    rest is for, by the name of the key that wraps it."""

    last: int
    rewrapped: int
    shut: Mapping[str, list[str]] = field(default_factory=dict)


def rewrap_some(session: Session, after: int) -> Batch | None:
    """Of the rows with a higher id the next that another key wraps; None when there are no more.

    It never waits for a row that somebody else is about to change, such as one that is being
    erased: it is passed over, and found again the next time.
    """
    rows = session.execute(_OLD, {"after": after, "newest": _newest(session)}).all()
    if not rows:
        return None
    changes, shut = [], dict[str, list[str]]()
    for row in rows:
        try:
            changes.append({"row": row.id, "new": session.keys.rewrap(row.wrapped)})
        except SettingWrong:
            shut.setdefault(name_of_wrapping(row.wrapped), []).append(row.purpose)
    if changes:
        session.execute(_REWRAP, changes)
    return Batch(rows[-1].id, len(changes), shut)


def count_by_key(session: Session) -> Counter[str]:
    """How many data keys each key wraps, by its name; those that were destroyed are nobody's."""
    rows = session.execute(_COUNTED)
    return Counter({bytes(row.key_id).hex(): row.rows for row in rows})


def _newest(session: Session) -> bytes:
    return bytes.fromhex(session.keys.names[0])


_KEY_ID = func.substr(data_keys.c.wrapped, 2, 4, type_=LargeBinary)
_COUNTED = (
    select(_KEY_ID.label("key_id"), func.count().label("rows"))
    .where(data_keys.c.wrapped.is_not(None))
    .group_by(_KEY_ID)
)
_OLD = (
    select(data_keys)
    .where(
        data_keys.c.id > bindparam("after"),
        data_keys.c.wrapped.is_not(None),
        bindparam("newest", type_=LargeBinary) != _KEY_ID,
    )
    .order_by(data_keys.c.id)
    .limit(AT_ONCE)
    .with_for_update(skip_locked=True, key_share=True)
)
_REWRAP = (
    data_keys.update().where(data_keys.c.id == bindparam("row")).values(wrapped=bindparam("new"))
)
