"""Signs the ends of a record that was begun before they were signed, with the step that asks for
it and never again: later a signature that is missing is one that was taken away."""

from collections.abc import Callable

from sqlalchemy import Connection, select

from storage.chains import SIGNED_SINCE, sign_heads
from storage.databases import Session
from storage.installations import PRACTICE
from storage.keys import KeyRing
from storage.tables import data_keys, installation, record_heads


def sign_ends(keys: Callable[[bool], KeyRing], connection: Connection, before: str | None) -> None:
    """With the keys of the database, which are asked for (of a practice one or not) only where
    there is something to sign."""
    if before is None or before >= SIGNED_SINCE:
        return
    if connection.execute(select(record_heads.c.area).limit(1)).first() is None:
        return
    kind = select(installation.c.value).where(installation.c.name == "kind")
    ring = keys(connection.execute(kind).scalar() == PRACTICE)
    wrapped = select(data_keys.c.purpose, data_keys.c.wrapped).where(
        data_keys.c.purpose.in_(["house", "blind"])
    )
    own = {row.purpose: ring.unwrap(row.wrapped) for row in connection.execute(wrapped)}
    sign_heads(Session(connection, ring, own["house"], own["blind"]))
