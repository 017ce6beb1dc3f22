"""Looks into every cell of the database with every key that there is, as a thief of both would."""

from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from sqlalchemy import LargeBinary, select

from storage.databases import Session
from storage.tables import data_keys, metadata

HEAD = 13  # the version and the nonce, before what is sealed
TAG = 16  # after it


def find_readable(session: Session, *markers: str) -> list[str]:
    """The columns, "cases.name_sealed", in which any of the markers can be read."""
    wanted = [marker.encode() for marker in markers]
    return sorted({place for place, text in _opened(session) if any(one in text for one in wanted)})


def _opened(session: Session) -> Iterator[tuple[str, bytes]]:
    keys = _keys(session)
    for table in metadata.sorted_tables:
        for row in session.execute(select(table)):
            for column in table.columns:
                value = row._mapping[column]
                if isinstance(column.type, LargeBinary) and value is not None:
                    # What a seal is bound to need not be known to read what is under it.
                    texts = [value, *(_unsealed(key, value) for key in keys)]
                else:
                    texts = [str(value).encode()]
                yield from ((f"{table.name}.{column.name}", text) for text in texts)


def _unsealed(key: bytes, sealed: bytes) -> bytes:
    counter = sealed[1:HEAD].ljust(12, b"\0") + b"\0\0\0\2"
    return Cipher(AES(key), CTR(counter)).decryptor().update(sealed[HEAD:-TAG])


def _keys(session: Session) -> list[bytes]:
    """The house's, the one for look-ups, and those of all cases that have one."""
    wrapped = session.execute(select(data_keys.c.wrapped)).scalars()
    unwrapped = [session.keys.unwrap(one) for one in wrapped if one is not None]
    return [key._raw for key in unwrapped if key._raw]
