"""Notes: added in order, newest first, one number each."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from storage.cases import add_case, get_case
from storage.databases import Database, Session
from storage.notes import add_note, count_notes, list_notes
from storage.tables import data_keys, notes
from tests.build import NOW, case, register_cast
from tests.storage.threads import at_once

HOUR = timedelta(hours=1)


def test_the_newest_notes_come_first_and_no_more_than_asked_for(session: Session) -> None:
    by = register_cast(session)["U0PRIYA"]
    stored, other = add_case(session, case("BED-1"), NOW), add_case(session, case("BED-2"), NOW)
    for n in range(5):
        add_note(session, stored, f"note {n}", by, NOW + n * HOUR)
    add_note(session, other, "about somebody else", by, NOW)
    expected = [(NOW + n * HOUR, f"note {n}") for n in (4, 3, 2, 1, 0)]
    assert list_notes(session, stored, 3) == expected[:3]
    assert list_notes(session, stored, 100) == expected
    assert (count_notes(session, stored), count_notes(session, other)) == (5, 1)


def test_notes_added_at_the_same_time_are_all_kept(db: Database) -> None:
    with db.write() as session:
        by = register_cast(session)["U0PRIYA"]
        add_case(session, case("BED-1"), NOW)

    def note(text: str) -> None:
        with db.write() as session:
            add_note(session, get_case(session, "BED-1", to_change=True), text, by, NOW)

    at_once(*[partial(note, f"note {n}") for n in range(6)])
    with db.read() as session:
        assert session.execute(select(notes.c.number).order_by("number")).scalars().all() == [
            1, 2, 3, 4, 5, 6,
        ]  # fmt: skip
        kept = {text for _, text in list_notes(session, get_case(session, "BED-1"), 10)}
        assert kept == {f"note {n}" for n in range(6)}


def test_the_notes_of_an_erased_case_cannot_be_read(db: Database) -> None:
    with db.write() as session:
        by = register_cast(session)["U0PRIYA"]
        add_note(session, add_case(session, case("BED-1"), NOW), "spoke to housing", by, NOW)
        session.execute(data_keys.update().values(wrapped=None))
    with db.read() as session:
        assert list_notes(session, get_case(session, "BED-1"), 9) == [(NOW, "(erased)")]
