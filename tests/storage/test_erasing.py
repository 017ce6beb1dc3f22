"""What is erased can be read by nobody again, counts as before, and leaves the chain whole."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from mappa.erasing import left_of
from mappa.people import Person
from mappa.workbook.workbooks import Workbook
from mappa.years import MappaYear
from storage.cases import StoredCase, get_case, list_cases
from storage.databases import Database, Session
from storage.deriving import derive_reminders
from storage.erasing import count_held, erase_cases, list_whole, wipe_traces, without_key
from storage.identifiers import find_by_identifiers
from storage.merges import list_merged
from storage.notes import add_note
from storage.outgoing import Message, add_outgoing
from storage.people import list_people
from storage.records import Entry, add_record, find_broken_record, list_history
from storage.reminders import list_reminders_of_case
from storage.statistics.inputs import fingerprint_of
from storage.statistics.reports import make_report_for
from storage.tables import cases, data_keys, metadata, outgoing
from storage.workbook.exports import export_workbook
from storage.workbook.imports import NotImported
from tests.build import MARKER, NOW, POLICY, TODAY, case, open_case, register_cast
from tests.oracle.rounds import ask_both, caseload
from tests.storage.conftest import undone
from tests.storage.opening import find_readable
from tests.storage.saving import back_up, bring_back, opened
from tests.storage.test_merges import merged, taken_apart
from tests.storage.whole_workbooks import full_case, whole
from tests.storage.workbooks import bring_in, ordered

# Of one case that has something in every field and a row of every kind.
WRITTEN = (
    MARKER, "1971-11-29", "X001042", "2002/0073319Z", "V-4711", "varied", "seen there", "where",
    "Hal", "hal@housing", "the school", "why", "to children", "Pat Practice", "find a place",
    "homeless", "nothing free", "spoke to housing", "up to date",
)  # fmt: skip
# Kept in the area's own rows: they are of no case.
OF_NO_CASE = ["contacts.address_sealed", "contacts.name_sealed"]


def erase(session: Session, ref: str) -> list[StoredCase]:
    gone = list_whole(session, get_case(session, ref), to_change=True)
    erase_cases(session, gone, NOW)
    for one in gone:
        note(session, without_key(one), "case erased", because="its time is over")
    return gone


def note(session: Session, stored: StoredCase, action: str, **after: str) -> None:
    entry = Entry(action, "command", after=after)
    about = (stored.id, stored.key)
    add_record(session, entry, area=stored.facts.area, now=NOW, case=about)


def full(session: Session, ref: str = "BED-1042") -> StoredCase:
    """A case with something in every field, a row of every kind, and a history."""
    book = replace(whole(ref), cases=[replace(full_case(ref), merged_into=None)])
    bring_in(session, book)
    stored = get_case(session, ref, to_change=True)
    derive_reminders(session, [stored], list_people(session, "BED"), POLICY, NOW)
    note(session, stored, "case changed", name=MARKER, because="why")
    return stored


def test_every_figure_of_any_question_and_report_stays_as_it_was(session: Session) -> None:
    sheets = caseload(session, 3, most=60)
    reported = reports(session)
    ids = session.execute(select(cases.c.id)).scalars().all()
    some = [case for case in list_cases(session, ids=ids, to_change=True) if case.id % 3]
    erase_cases(session, some, NOW)
    found = ask_both(session, sheets, 3, 25)
    assert not found.lines, "\n".join(found.lines)
    assert reports(session) == reported


def reports(session: Session) -> list[object]:
    """Of two years, each with the fingerprint of what it was counted from, which is frozen."""
    found: list[object] = []
    for year in (MappaYear(2013), MappaYear(2014)):
        report = make_report_for(session, "BED", year, "first", None, category_4=True, today=TODAY)
        found += [report.as_json_object(), fingerprint_of(session, "BED", year)]
    return found


def test_nothing_that_was_written_can_be_read_with_any_key_that_is_left(
    session: Session, cast: dict[str, Person]
) -> None:
    full(session)
    assert len(find_readable(session, *WRITTEN)) >= 25
    erase(session, "BED-1042")
    assert find_readable(session, *WRITTEN) == OF_NO_CASE
    assert find_readable(session, "its time is over") == ["records.after_sealed"]
    empty = [column for table in metadata.sorted_tables for column in _left(session, table)]
    assert empty == []


def _left(session: Session, table: object) -> list[str]:
    """Sealed cells of cases that are not empty, but for the record's."""
    if table is metadata.tables["records"] or "case_id" not in table.c:  # type: ignore[attr-defined]
        return []
    sealed = [column for column in table.c if column.name.endswith("_sealed")]  # type: ignore[attr-defined]
    return [
        str(column)
        for column in sealed
        if session.execute(
            select(column).where(table.c.case_id.is_not(None), column.is_not(None))  # type: ignore[attr-defined]
        ).first()
    ]


def test_what_is_left_is_what_figures_count_and_nobody_finds_it_by_name(
    session: Session, cast: dict[str, Person]
) -> None:
    before = full(session)
    erase(session, "BED-1042")
    stored = get_case(session, "BED-1042")
    assert stored.key.erased
    assert stored.facts == left_of(before.facts, TODAY)
    assert stored.facts.spells and stored.facts.orders and stored.facts.dates
    assert find_by_identifiers(session, "BED", {"crn": before.facts.crn or ""}) == []
    assert list_reminders_of_case(session, stored.id) == []
    derive_reminders(session, [stored], list_people(session, "BED"), POLICY, NOW)
    assert list_reminders_of_case(session, stored.id) == []


def test_the_chain_verifies_and_tells_who_did_what_but_not_what(
    session: Session, cast: dict[str, Person]
) -> None:
    stored = full(session)
    erase(session, "BED-1042")
    note(session, get_case(session, "BED-1042"), "case seen")
    assert find_broken_record(session, "BED") is None
    told = list_history(session, stored.id, get_case(session, "BED-1042").key)
    assert [row["action"] for row in told][:3] == ["case seen", "case erased", "case changed"]
    assert [row["after"] for row in told][1:3] == [{"because": "its time is over"}, None]


def test_what_went_into_a_case_goes_with_it(session: Session, cast: dict[str, Person]) -> None:
    first, second = (open_case(session, case(ref, crn=None)) for ref in ("BED-1", "BED-2"))
    add_note(session, first, "of the first", cast["U0CORA"], NOW)
    merged(session, cast["U0CORA"], first, second)
    gone = erase(session, "BED-2")
    assert [one.facts.ref for one in gone] == ["BED-1", "BED-2"]
    assert find_readable(session, MARKER, "of the first") == []
    left = get_case(session, "BED-2")
    assert [one.facts.ref for one in list_merged(session, left.id)] == ["BED-1"]
    assert get_case(session, "BED-1").facts.erased_on == TODAY


def test_what_was_merged_by_mistake_leaves_nothing_in_the_other_cases_merge(
    session: Session, cast: dict[str, Person]
) -> None:
    first = open_case(session, case("BED-1", name="Robin Mistaken"))
    second = open_case(session, case("BED-2", name="", crn=None))
    merged(session, cast["U0CORA"], first, second)
    taken_apart(session, "BED-1")
    assert "merges.moved_sealed" in find_readable(session, "Mistaken")
    erase(session, "BED-1")
    assert find_readable(session, "Mistaken") == []
    assert not get_case(session, "BED-2").key.erased


def test_messages_on_their_way_that_name_it_are_stopped_and_no_others(
    session: Session, cast: dict[str, Person]
) -> None:
    open_case(session, case("BED-1"))
    for text in ("BED-1 is due", "BED-12 is due", "see BED-1.", "nothing"):
        add_outgoing(session, Message(text), cast["U0CORA"], NOW, about=())
    gone = list_whole(session, get_case(session, "BED-1"), to_change=True)
    assert erase_cases(session, gone, NOW) == 2
    states = session.execute(select(outgoing.c.state).order_by(outgoing.c.id)).scalars().all()
    assert states[-4:] == ["void", "waiting", "void", "waiting"]


def test_how_much_there_is_to_erase_is_counted(session: Session, cast: dict[str, Person]) -> None:
    held = count_held(session, [full(session)])
    assert held.rows == {"identifiers": 5, "name_words": 4, "notes": 1, "team": 1,
                         "case_contacts": 1}  # fmt: skip
    assert held.sealed["actions"] == 4 and held.sealed["heard"] == 2 and held.sealed["cases"] == 2


def test_it_goes_out_and_comes_in_again_as_what_is_left(
    session: Session, cast: dict[str, Person]
) -> None:
    with undone(session):
        full(session)
        erase(session, "BED-1042")
        book = export_workbook(session)
        again = bring_in(session, book, update=True)  # in a database in use it changes nothing
        assert not any([*again.added.values(), *again.changed.values()])
    bring_in(session, book)
    assert ordered(export_workbook(session)) == ordered(book)
    assert get_case(session, "BED-1042").key.erased
    assert [one.erased_on for one in book.cases] == [TODAY]


def test_an_import_neither_erases_a_case_nor_fills_one_that_was_erased(
    session: Session, cast: dict[str, Person]
) -> None:
    left = left_of(case("BED-7"), TODAY)
    for book, says in (
        (Workbook(cases=[replace(left, name=MARKER)]), "nothing is left that names anybody"),
        (replace(whole("BED-7"), cases=[left]), "nothing is left that names anybody"),
    ):
        with undone(session), pytest.raises(NotImported, match=says):
            bring_in(session, book)
    open_case(session, case("BED-7"))
    with undone(session), pytest.raises(NotImported, match="BED-7 is not erased here"):
        bring_in(session, Workbook(cases=[left]), update=True)
    erase(session, "BED-7")
    with pytest.raises(NotImported, match="BED-7 was erased"):
        bring_in(session, Workbook(cases=[case("BED-7")]), update=True)


@pytest.mark.parametrize(("database_url", "empty_url"), [("sqlite", "postgresql")], indirect=True)
def test_a_backup_taken_afterwards_keeps_it_erased(
    db: Database, database_url: str, empty_url: str, tmp_path: Path
) -> None:
    with db.write() as session:
        register_cast(session)
        full(session)
        erase(session, "BED-1042")
        book = ordered(export_workbook(session))
    (tmp_path / "backups").mkdir()
    back_up(database_url, tmp_path / "backups" / "a.backup")
    assert not bring_back(tmp_path / "backups" / "a.backup", empty_url).broken
    restored = opened(empty_url)
    with restored.read() as session:
        assert get_case(session, "BED-1042").key.erased
        assert find_readable(session, *WRITTEN) == OF_NO_CASE
        assert ordered(export_workbook(session)) == book
    restored.close()


def test_the_destroyed_key_is_not_left_behind_in_the_file(db: Database, database_url: str) -> None:
    with db.write() as session:
        register_cast(session)
        full(session)
        query = select(data_keys.c.wrapped).where(data_keys.c.purpose == "case BED-1042")
        wrapped = session.execute(query).scalar_one()
    with db.write() as session:
        erase(session, "BED-1042")
    wipe_traces(db)
    if db.is_sqlite:
        file = Path(str(db.engine.url.database))
        kept = [file, *file.parent.glob(f"{file.name}-*")]
        assert not any(wrapped in one.read_bytes() for one in kept)
    with db.write() as session:  # and everything goes on working
        assert get_case(session, "BED-1042", to_change=True).key.erased
