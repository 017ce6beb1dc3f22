"""What a database notes of itself, and the numbers that it gives."""

from functools import partial

import pytest

from storage.cases import add_case
from storage.databases import Database, Session
from storage.installations import (
    PRACTICE,
    get_note,
    is_empty,
    is_practice,
    next_number,
    reserve_numbers,
    set_note,
)
from storage.people import add_person, remove_person
from tests.build import CAST, NOW, TEAM, case
from tests.storage.threads import at_once


def test_a_note_is_kept_until_it_is_written_anew(session: Session) -> None:
    assert get_note(session, "team_id") is None
    set_note(session, "team_id", "T1")
    set_note(session, "kind", PRACTICE)
    set_note(session, "team_id", "T2")
    assert (get_note(session, "team_id"), get_note(session, "kind")) == ("T2", PRACTICE)
    assert is_practice(session)


def test_several_that_start_at_once_may_all_note_their_workspace(db: Database) -> None:
    def note(n: int) -> None:
        with db.write() as session:
            set_note(session, "team_id", f"T{n}")

    at_once(*[partial(note, n) for n in range(6)])
    with db.read() as session:
        assert get_note(session, "team_id") in {f"T{n}" for n in range(6)}
        assert not is_practice(session)


def test_a_database_is_empty_until_somebody_or_something_is_in_it(session: Session) -> None:
    set_note(session, "team_id", "T1")
    assert is_empty(session)
    add_person(session, CAST[0], NOW)
    assert not is_empty(session)
    remove_person(session, TEAM, CAST[0].user_id, NOW)
    assert not is_empty(session)  # the record names them


def test_a_case_alone_is_not_nothing(session: Session) -> None:
    add_case(session, case("BED-1"), NOW)
    assert not is_empty(session)


@pytest.mark.parametrize(
    ("reserved", "following"), [((), 7), ((3,), 7), ((9,), 10), ((9, 8), 10), ((6,), 7)]
)
def test_numbers_go_on_after_what_is_reserved(
    session: Session, reserved: tuple[int, ...], following: int
) -> None:
    for number in reserved:
        reserve_numbers(session, "BED", "case", number)
    given = [next_number(session, "BED", "case", 7) for _ in range(3)]
    assert given == [following, following + 1, following + 2]
    assert next_number(session, "BED", "referral", 1) == 1
    assert next_number(session, "CAM", "case", 7) == 7


def test_a_number_of_a_write_that_failed_is_given_to_the_next(db: Database) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as session:
        next_number(session, "BED", "case", 1)
        raise ZeroDivisionError
    with db.write() as session:
        assert next_number(session, "BED", "case", 1) == 1
