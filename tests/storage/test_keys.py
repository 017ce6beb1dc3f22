"""Sealing: bound to its place, readable with the right key only, and gone with an erased one."""

from base64 import urlsafe_b64encode

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from mappa.errors import SettingWrong
from storage.cases import get_case
from storage.databases import Database, make_engine
from storage.keys import ERASED, WRONG_KEYS, DataKey, KeyRing, read_keys
from storage.tables import cases, data_keys
from tests.build import MARKER, case, open_case, register_cast
from tests.conftest import KEY

OLD, NEW, OTHER = (bytes([n]) * 32 for n in (1, 2, 3))
RIGHT = urlsafe_b64encode(bytes(range(200, 232))).decode()
PLACE = "cases.name|BED-1042"


@given(text=st.text(max_size=200))
def test_what_is_sealed_opens_in_its_place(text: str) -> None:
    key = DataKey(NEW)
    assert key.open(key.seal(text, PLACE), PLACE) == text


def test_the_same_text_never_looks_the_same() -> None:
    key = DataKey(NEW)
    assert len({key.seal(MARKER, PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "elsewhere",
    ["people.name|BED-1042", "cases.born_on|BED-1042", "cases.name|BED-1043", "cases.name|", ""],
)
def test_what_is_moved_to_another_table_column_or_row_does_not_open(elsewhere: str) -> None:
    key = DataKey(NEW)
    with pytest.raises(InvalidTag):
        key.open(key.seal(MARKER, PLACE), elsewhere)


def test_what_an_earlier_version_has_sealed_for_a_wider_place_still_opens() -> None:
    key = DataKey(NEW)
    for sealed in (key.seal(MARKER, PLACE), key.seal(MARKER, f"{PLACE}|1")):
        assert key.open_either(sealed, f"{PLACE}|1", PLACE) == MARKER
    with pytest.raises(InvalidTag):
        key.open_either(key.seal(MARKER, f"{PLACE}|2"), f"{PLACE}|1", PLACE)


@given(position=st.integers(0, 45), change=st.integers(1, 255))
def test_what_is_changed_by_one_bit_does_not_open(position: int, change: int) -> None:
    key = DataKey(NEW)
    sealed = bytearray(key.seal(MARKER, PLACE))
    sealed[position] ^= change
    with pytest.raises(InvalidTag):
        key.open(bytes(sealed), PLACE)


def test_the_newest_key_wraps_and_the_older_ones_still_open() -> None:
    wrapped, before = KeyRing([OLD]).new_data_key()
    sealed = before.seal(MARKER, PLACE)
    both = KeyRing([NEW, OLD])
    assert both.unwrap(wrapped).open(sealed, PLACE) == MARKER
    new_wrapped, _ = both.new_data_key()
    KeyRing([NEW]).unwrap(new_wrapped)
    with pytest.raises(SettingWrong):
        KeyRing([OLD]).unwrap(new_wrapped)


def test_identifiers_are_found_by_kind_value_and_key_together() -> None:
    key = DataKey(NEW)
    blind = key.blind("crn", "X320741")
    assert blind == DataKey(NEW).blind("crn", "X320741")
    others = [key.blind("pnc", "X320741"), key.blind("crn", "X320742")]
    assert blind not in [*others, DataKey(OTHER).blind("crn", "X320741")]
    assert b"320741" not in blind


def test_an_erased_key_opens_nothing_and_adds_nothing() -> None:
    sealed = DataKey(NEW).seal(MARKER, PLACE)
    erased = KeyRing([NEW]).unwrap(None)
    assert erased.erased
    assert erased.open(sealed, PLACE) == ERASED
    with pytest.raises(ValueError, match="erased"):
        erased.seal("x", PLACE)
    with pytest.raises(ValueError, match="erased"):
        erased.blind("crn", "x")


def test_a_database_opens_with_its_own_keys_only(database_url: str) -> None:
    Database(make_engine(database_url), KeyRing([OLD])).close()
    engine = make_engine(database_url)
    with pytest.raises(SettingWrong) as refused:
        Database(engine, KeyRing([OTHER]))
    engine.dispose()
    assert refused.value.message == WRONG_KEYS.format(name=KeyRing([OLD]).names[0])
    Database(make_engine(database_url), KeyRing([NEW, OLD])).close()


def test_cases_stay_readable_after_a_new_key_was_put_in_front(db: Database) -> None:
    with db.write() as session:
        open_case(session, case("BED-1"))
    newer = Database(make_engine(str(db.engine.url)), KeyRing([NEW, KEY]))
    with newer.write() as session:
        open_case(session, case("BED-2"))
        names = [get_case(session, ref).facts.name for ref in ("BED-1", "BED-2")]
    newer.close()
    assert names == [MARKER, MARKER]
    with pytest.raises(SettingWrong), db.read() as session:
        get_case(session, "BED-2")


def test_a_name_copied_to_another_case_does_not_pass_for_its_own(db: Database) -> None:
    with db.write() as session:
        open_case(session, case("BED-1"))
        open_case(session, case("BED-2", name="Yolanda Q. Other"))
        # With its key, as somebody would who can write to the database.
        copied = cases.c["name_sealed", "data_key_id"]
        theirs = session.execute(select(*copied).where(cases.c.ref == "BED-1")).one()
        swap = cases.update().where(cases.c.ref == "BED-2").values(**theirs._mapping)
        session.execute(swap)
    with pytest.raises(InvalidTag), db.read() as session:
        get_case(session, "BED-2")


def test_an_erased_case_says_so_and_every_other_one_stays(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        open_case(session, case("BED-1"))
        open_case(session, case("BED-2"))
        its = select(cases.c.data_key_id).where(cases.c.ref == "BED-1").scalar_subquery()
        session.execute(data_keys.update().where(data_keys.c.id == its).values(wrapped=None))
    with db.read() as session:
        erased, other = get_case(session, "BED-1"), get_case(session, "BED-2")
        assert session.execute(select(func.count()).select_from(cases)).scalar() == 2
    assert (erased.facts.name, erased.facts.crn, erased.facts.born_on) == (ERASED, ERASED, None)
    assert erased.facts.spells == case().spells  # what is counted stays
    assert (other.facts.name, other.facts.crn) == (MARKER, "X000002")


@pytest.mark.parametrize(
    ("setting", "position"),
    [
        ("", 1),
        (",", 1),
        (f"{RIGHT},", 2),
        (f"{RIGHT} {RIGHT}", 1),
        (RIGHT[:-2], 1),
        (RIGHT[:20] + "!!" + RIGHT[20:], 1),
        (f"{RIGHT}, {'a' * 44}", 2),
        ("ключ" * 11, 1),
        (f"{RIGHT}\x00", 1),
    ],
)
def test_a_malformed_key_is_named_by_its_place_and_not_shown(setting: str, position: int) -> None:
    with pytest.raises(SettingWrong, match=f"key {position} is not 32 bytes") as refused:
        read_keys(setting)
    assert RIGHT not in refused.value.message


def test_keys_are_read_newest_first() -> None:
    keys = [urlsafe_b64encode(key).decode() for key in (NEW, OLD)]
    assert read_keys(f" {keys[0]} ,{keys[1]}") == [NEW, OLD]
