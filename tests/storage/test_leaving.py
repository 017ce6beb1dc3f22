"""Whoever leaves, or may see less, loses at once all that they were given; nothing else is lost."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mappa.cases import Spell, TeamMember
from mappa.people import Deputy, Person
from storage.cases import get_case
from storage.databases import Database, Session
from storage.deputies import add_deputy, list_deputies_ahead
from storage.outgoing import Attachment, Message, add_outgoing
from storage.people import add_person, hold_people, list_people
from storage.questions_asked import set_asked
from storage.records import find_broken_record
from storage.registrations import By, register_person, remove_people
from storage.reminders import list_reminders_of_case
from storage.sent_files import add_sent_file, list_expired_files
from storage.tables import asked_questions, glass, outgoing
from tests.build import NOW, POLICY, TODAY, case, open_case, person
from tests.storage.threads import at_once

BY = By("command", because="so it was agreed")
OLD = case("BED-1050", crn=None, spells=(Spell(2, 1, date(2025, 1, 1), date(2026, 1, 5)),))
HELPED = case("BED-1051", crn=None, team=(TeamMember("U0PRIYA", "owner"), TeamMember("U0PETE")))
SHARED = case(
    "BED-1052", crn=None, team=(TeamMember("U0PRIYA", "owner"), TeamMember("U0PETE", "owner"))
)
THEIRS = case("BED-1053", crn=None, team=(TeamMember("U0PETE", "owner"),))
"""Priya owns BED-1042 and the first three of these, alone but for the third."""


@pytest.fixture
def office(session: Session, cast: dict[str, Person]) -> dict[str, Person]:
    """Priya has something of everything that she could have been given."""
    for facts in (case(), OLD, HELPED, SHARED, THEIRS):
        open_case(session, facts)
    priya = cast["U0PRIYA"]
    add_outgoing(session, Message("of a case"), priya, NOW, about=["BED-1042", "BED-1053"])
    file = Attachment("list", "csv", "List", b"x", "see case", refs=("BED-1051",))
    add_outgoing(session, Message("a file", (), file), priya, NOW, about=())
    add_outgoing(session, Message("for Pete"), cast["U0PETE"], NOW, about=())
    add_sent_file(session, 1, priya.id, "F0PRIYA", NOW)
    add_sent_file(session, 2, cast["U0PETE"].id, "F0PETE", NOW)
    set_asked(session, priya, "D0PRIYA", "1.2", "level 2 cases", NOW)
    add_deputy(session, "BED", Deputy("U0PETE", "U0PRIYA", TODAY, date(2026, 7, 1)), NOW)
    add_deputy(session, "BED", Deputy("U0PRIYA", "U0CORA", TODAY, date(2026, 7, 1)), NOW)
    theirs = get_case(session, "BED-1053")
    row = {"person_id": priya.id, "case_id": theirs.id, "opened_at": NOW}
    session.execute(glass.insert().values(**row, until=NOW + timedelta(hours=4)))
    return cast


def unsent(session: Session) -> list[tuple[int, bool]]:
    """Whose messages still wait, and whether their text is kept."""
    rows = session.execute(select(outgoing).where(outgoing.c.state == "waiting"))
    return [(row.person_id, row.body_sealed is not None) for row in rows]


def files(session: Session) -> set[str]:
    return {one.file_id for one in list_expired_files(session, NOW)}


def broken(session: Session) -> int:
    query = select(glass.c.id).where(glass.c.until > NOW)
    return len(session.execute(query).all())


def test_all_that_was_given_ends_with_the_access(
    session: Session, office: dict[str, Person]
) -> None:
    priya, pete = office["U0PRIYA"], office["U0PETE"]
    left = remove_people(session, [priya], BY, POLICY, NOW)
    assert unsent(session) == [(pete.id, True)]
    assert session.execute(select(outgoing.c.body_sealed)).scalars().all().count(None) == 2
    assert files(session) == {"F0PRIYA"}
    assert broken(session) == 0
    assert session.execute(select(asked_questions)).all() == []
    assert left.untold == ("BED-1042", "BED-1051", "BED-1053")
    assert left.deputies == (Deputy("U0PETE", "U0PRIYA", TODAY, date(2026, 7, 1)),)
    ahead = list_deputies_ahead(session, "BED", TODAY)
    assert [one.deputy_user_id for one in ahead] == ["U0CORA"], "somebody has to see to her cases"
    assert find_broken_record(session, "BED") is None


def test_open_cases_that_lost_their_only_owner_are_named_and_no_others(
    session: Session, office: dict[str, Person]
) -> None:
    left = remove_people(session, [office["U0PRIYA"]], BY, POLICY, NOW)
    assert [facts.ref for facts in left.cases] == ["BED-1042", "BED-1051"]


def test_of_owners_who_leave_together_none_counts_as_still_there(
    session: Session, office: dict[str, Person]
) -> None:
    gone = [office["U0PRIYA"], office["U0PETE"]]
    left = remove_people(session, gone, BY, POLICY, NOW)
    refs = [facts.ref for facts in left.cases]
    assert refs == ["BED-1042", "BED-1051", "BED-1052", "BED-1053"]


def test_reminders_go_to_who_may_have_them_from_then_on(
    session: Session, office: dict[str, Person]
) -> None:
    stored = get_case(session, "BED-1042")

    def told() -> set[int]:
        rows = list_reminders_of_case(session, stored.id)
        return {one.person_id for one in rows if one.state == "planned"}

    priya, cora = office["U0PRIYA"], office["U0CORA"]
    assert told() >= {priya.id, cora.id}
    remove_people(session, [priya], BY, POLICY, NOW)
    assert told() == {cora.id}
    register_person(session, priya, BY, POLICY, NOW)
    assert told() >= {priya.id, cora.id}, "back, and still on the team"


@pytest.mark.parametrize(
    ("change", "lost", "deputy"),
    [
        ({"agency": "health"}, [], True),
        ({"name": "Priya Other"}, [], True),
        ({"grants": frozenset({"limited"})}, [], True),
        ({"role": "smb"}, ["BED-1042", "BED-1051"], False),
        ({"role": "co-ordinator"}, [], True),
        ({"area": "KEN"}, ["BED-1042", "BED-1051"], False),
    ],
)
def test_who_may_see_less_loses_what_is_no_longer_theirs(
    session: Session, office: dict[str, Person], change: dict[str, Any],
    lost: list[str], deputy: bool,
) -> None:  # fmt: skip
    priya = office["U0PRIYA"]
    done = register_person(session, replace(priya, **change), BY, POLICY, NOW)
    assert [facts.ref for facts in done.left.cases] == lost
    is_less = "role" in change or "area" in change
    assert files(session) == ({"F0PRIYA"} if is_less else set())
    assert broken(session) == (0 if is_less else 1)
    # What waits is looked at when it is sent; only elsewhere it cannot be theirs.
    assert ((priya.id, True) in unsent(session)) is ("area" not in change)
    stands_in = {one.deputy_user_id for one in list_deputies_ahead(session, "BED", TODAY)}
    assert ("U0PRIYA" in stands_in) is deputy
    assert find_broken_record(session, "BED") is find_broken_record(session, "KEN") is None


def test_a_grant_that_is_taken_away_takes_the_case_with_it(
    session: Session, office: dict[str, Person]
) -> None:
    fenced = replace(case("BED-1060", crn=None), limited_access=True)
    granted = add_person(session, replace(office["U0PRIYA"], grants=frozenset({"limited"})), NOW)
    open_case(session, fenced)
    done = register_person(session, replace(granted, grants=frozenset()), BY, POLICY, NOW)
    assert [facts.ref for facts in done.left.cases] == ["BED-1060"]
    assert files(session) == {"F0PRIYA"}


def test_two_admins_who_remove_each_other_leave_one(db: Database) -> None:
    """Each holds the register before it looks who is on it."""
    with db.write() as session:
        for user_id in ("U0ADA", "U0EVE"):
            add_person(session, person(user_id, "admin"), NOW)

    def remove(own: str, other: str) -> bool:
        with db.write() as session:
            hold_people(session, "BED")
            found = {one.user_id: one for one in list_people(session, "BED")}
            if own not in found:
                return False
            remove_people(session, [found[other]], BY, POLICY, NOW)
            return True

    done = at_once(lambda: remove("U0ADA", "U0EVE"), lambda: remove("U0EVE", "U0ADA"))
    assert sorted(done) == [False, True]
    with db.read() as session:
        assert len(list_people(session, "BED")) == 1
