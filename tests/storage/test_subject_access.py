"""Everything that is held about a person is read: no table and no column is forgotten, and no piece
of the case."""

from sqlalchemy import Column

from mappa.subject_access import HELD, LEFT_OUT
from mappa.workbook.workbooks import NoteRow, Workbook
from storage.cases import add_cases, get_case
from storage.databases import Session
from storage.subject_access import KeptRow, list_held
from storage.tables import metadata
from tests.build import NOW, case
from tests.storage.workbooks import bring_in

# What is taken out under another name than its column has.
ALSO = {
    "identifiers.kind": "identifiers.crn",
    "identifiers.value": "identifiers.crn",
    "merges.moved": "merges.moved_after",
    "records.before": "records.details",
    "records.after": "records.details",
    # What a message is about is the case.
    "outgoing.about": "cases.ref",
}
OF_A_CASE = {"cases", "merges", "meetings", "outgoing"}  # they have no column `case_id`
# Of these only what says something of the case; the rest is how they are sent and shown.
ONLY_SEALED = {"outgoing": {"about", "made_at", "state", "sent_at", "person_id"}}


def columns() -> list[Column[object]]:
    """Of what belongs to a case every column, of all else those that are sealed."""
    found = []
    for table in metadata.sorted_tables:
        its = table.name in OF_A_CASE or "case_id" in table.c
        only = ONLY_SEALED.get(table.name)
        for column in table.c:
            sealed = column.name.endswith("_sealed")
            if sealed or (its and (only is None or column.name in only)):
                found.append(column)
    return found


def name_of(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name.removesuffix('_sealed')}"


TOLD = {f"{table}.{column}" for table, kind in HELD.items() for column in kind.fields}
REASONED = {column.removesuffix("_sealed") for left in LEFT_OUT for column in left.columns}


def is_left_out(column: Column[object]) -> bool:
    return name_of(column) in REASONED or f"*.{column.name}" in REASONED


def forgotten(told: set[str]) -> list[str]:
    return [
        name_of(column)
        for column in columns()
        if ALSO.get(name_of(column), name_of(column)) not in told and not is_left_out(column)
    ]


def test_every_column_of_a_case_and_all_that_is_sealed_is_told_or_left_out_for_a_reason() -> None:
    assert len(columns()) > 200
    assert forgotten(TOLD) == []
    assert forgotten(TOLD - {"notes.text", "custody.why"}) == ["custody.why", "notes.text"]
    assert all(left.what and left.why for left in LEFT_OUT)


def test_nothing_is_both_told_and_left_out_and_nothing_is_told_that_is_not_there() -> None:
    there = {name_of(column) for column in columns()} | set(ALSO.values())
    there |= {f"identifiers.{kind}" for kind in HELD["identifiers"].fields}
    there |= {"merges.moved_before", "audited_cases.drawn_on"}
    assert TOLD - there == set()
    assert {
        name_of(column) for column in columns() if name_of(column) in TOLD and is_left_out(column)
    } == set()


def _kept(session: Session, table: str) -> list[KeptRow]:
    rows = list_held(session, get_case(session, "BED-1042")).rows
    return [row for row in rows if row.table == table]


def test_a_case_that_a_workbook_says_went_into_it_belongs_to_it(session: Session) -> None:
    pieces = [case(), case("BED-1043", crn=None, merged_into="BED-1042", team=(), dates={})]
    bring_in(session, Workbook(cases=pieces, notes=[NoteRow("BED-1043", 1, NOW, "in the other")]))
    add_cases(session, [case("BED-1044", crn=None, merged_into="BED-1043")], NOW)
    assert [row.case_ref for row in _kept(session, "cases")] == ["BED-1042", "BED-1043", "BED-1044"]
    (note,) = _kept(session, "notes")
    assert (note.case_ref, note.values["text"]) == ("BED-1043", "in the other")


def test_a_ring_of_cases_that_name_each_other_is_read_once(session: Session) -> None:
    rings = [("BED-1042", "BED-1043"), ("BED-1043", "BED-1042")]
    add_cases(session, [case(ref, crn=None, merged_into=into) for ref, into in rings], NOW)
    assert [row.case_ref for row in _kept(session, "cases")] == ["BED-1042", "BED-1043"]
