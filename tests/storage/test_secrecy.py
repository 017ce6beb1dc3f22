"""What is stored tells nothing to somebody who has the database or a backup, and no key."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, LargeBinary, Table, select

from storage.backups import write_backup
from storage.cases import list_cases
from storage.contacts import list_contacts
from storage.databases import Database, Session, make_engine
from storage.keys import DataKey, KeyRing
from storage.tables import heard, identifiers, metadata, name_words
from tests.build import NOW
from tests.storage.marked import REFS, SECRETS, fill, ways

SEALED = [
    column
    for table in metadata.sorted_tables
    for column in table.c
    if column.name.endswith("_sealed")
]
# Bytes that are no text: hashes, by which something is found or checked, and wrapped keys.
NO_TEXT = {
    "data_keys.wrapped", "identifiers.blind", "name_words.blind", "records.hash",
    "record_heads.hash", "record_heads.seal",
}  # fmt: skip


class Noting(DataKey):
    """A data key that notes to which place each ciphertext is bound."""

    def __init__(self, raw: bytes | None, places: dict[bytes, tuple[bytes | None, str]]) -> None:
        super().__init__(raw)
        self._of, self._places = raw, places

    def seal(self, text: str, where: str) -> bytes:
        sealed = super().seal(text, where)
        self._places[sealed] = self._of, where
        return sealed


class NotingRing(KeyRing):
    """Gives out such keys."""

    def __init__(self, keys: list[bytes]) -> None:
        super().__init__(keys)
        self.places: dict[bytes, tuple[bytes | None, str]] = {}

    def new_data_key(self) -> tuple[bytes, DataKey]:
        wrapped, _ = super().new_data_key()
        return wrapped, self.unwrap(wrapped)

    def unwrap(self, wrapped: bytes | None) -> DataKey:
        return Noting(None if wrapped is None else self._unwrap(wrapped), self.places)


@pytest.fixture(scope="module")
def ring() -> NotingRing:
    return NotingRing([bytes(range(7, 39))])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ring: NotingRing
) -> Iterator[Database]:
    """A database of each kind, with everything in it; nothing here changes it for good."""
    url = _url(request, tmp_path_factory)
    with closing(Database(make_engine(url), ring)) as db:
        fill(db)
        yield db


def _url(request: pytest.FixtureRequest, folder: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        path = folder.mktemp("secret") / "mappa.db"
        path.write_bytes(request.getfixturevalue("migrated_file").read_bytes())
        return f"sqlite:///{path}"
    server = request.getfixturevalue("postgres")
    return str(server.url(server.copy_of("template_mappa")))


def test_everything_that_is_sealed_is_there_to_be_looked_for(filled: Database) -> None:
    with filled.read() as session:
        few = [str(column) for column in SEALED if len(_cells(session, column)) < 2]
    assert few == []


def test_nothing_of_it_can_be_read_in_any_column(filled: Database) -> None:
    with filled.read() as session:
        stored = b"\n".join(_values(session))
    assert b"BED-1042" in stored, "what need not be sealed is found, so the search is a real one"
    assert [secret for secret in SECRETS if _is_in(secret, stored)] == []


def test_nothing_of_it_can_be_read_in_the_files_nor_in_a_backup(
    filled: Database, tmp_path: Path
) -> None:
    url = filled.engine.url.render_as_string(hide_password=False)
    write_backup(url, tmp_path / "a.backup", NOW, lambda *_: None)
    files = [tmp_path / "a.backup"]
    if filled.is_sqlite:
        folder = Path(str(filled.engine.url.database)).parent
        files += sorted(folder.glob("mappa.db*"))
        assert len(files) == 4, "the database, its log, and the index of that"
    content = b"\n".join(path.read_bytes() for path in files)
    assert b"BED-1042" in content
    assert [secret for secret in SECRETS if _is_in(secret, content)] == []


def test_a_secret_that_is_not_sealed_would_be_found() -> None:
    for way in ways(SECRETS[0]):
        assert _is_in(SECRETS[0], b"some\x00thing" + way + b"\xff")


def test_no_two_cells_are_sealed_for_one_place(filled: Database, ring: NotingRing) -> None:
    """So that none opens in another's row, column or table; `storage.keys` sees to the rest."""
    places: dict[tuple[bytes | None, str], str] = {}
    wrong = []
    with filled.read() as session:
        for column in SEALED:
            for number, sealed in enumerate(_cells(session, column)):
                place, cell = ring.places[sealed], f"{column} {number}"
                if place in places:
                    wrong.append(f"{cell} and {places[place]}: {place[1]}")
                places[place] = cell
    assert len(places) > 2 * len(SEALED) and wrong == []


def test_a_text_in_another_row_of_its_own_case_does_not_open(filled: Database) -> None:
    """By the very code that reads them; the places above are only what was sealed for."""
    tables = [metadata.tables[name] for name in (
        "spells", "case_dates", "events", "order_changes", "placements", "case_contacts",
        "requests", "disclosures", "transfers", "watches", "contacts",
    )]  # fmt: skip
    for column in [column for column in SEALED if column.table in tables]:
        with pytest.raises(Undone), filled.write() as session:
            _swap(session, column)
            with pytest.raises(InvalidTag):
                list(list_cases(session, refs=REFS))
                list_contacts(session, "BED", None)
            raise Undone


class Undone(Exception):
    """Takes back what was done to the database."""


def test_the_blind_index_of_another_installation_is_another_one(filled: Database) -> None:
    with filled.read() as session:
        found = {bytes(one) for table in (identifiers, name_words)
                 for one in session.execute(select(table.c.blind)).scalars()}  # fmt: skip
        here = {session.blind.blind("crn", "X320741")}
    other = KeyRing([bytes(32)]).new_data_key()[1].blind("crn", "X320741")
    assert here <= found and other not in found


def test_what_is_kept_as_bytes_is_sealed_or_is_no_text() -> None:
    plain = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary) and column not in SEALED
    }
    assert plain == NO_TEXT
    assert heard.c.minutes_sealed in SEALED


def _swap(session: Session, column: Column[Any]) -> None:
    """What stands in the column of two rows, of one case where there are such, changes places."""
    table: Table = column.table
    rows = session.execute(select(table).where(column.is_not(None)).order_by(table.c.id)).all()
    one = rows[0]._mapping
    other = next(
        row._mapping for row in rows[1:] if row._mapping.get("case_id") == one.get("case_id")
    )
    for row, value in ((one, other[column]), (other, one[column])):
        session.execute(table.update().where(table.c.id == row["id"]).values({column: value}))


def _cells(session: Session, column: Column[Any]) -> list[bytes]:
    return [bytes(one) for one in session.execute(select(column)).scalars() if one is not None]


def _is_in(secret: str, content: bytes) -> bool:
    return any(way in content for way in ways(secret))


def _values(session: Session) -> Iterator[bytes]:
    """Every value of every row."""
    for table in metadata.tables.values():
        for row in session.execute(select(table)):
            yield from (one if isinstance(one, bytes) else str(one).encode() for one in row)
