"""People: who is registered where, as what, and who no longer is."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from mappa.errors import NotAllowed, NotFound, RuleBroken
from mappa.people import Person
from storage.databases import Database, Session
from storage.people import (
    STRANGER,
    add_person,
    find_people,
    get_person,
    list_people,
    list_people_of_case,
    remove_person,
    set_dm_channel,
)
from storage.tables import people
from tests.build import CAST, NOW, TEAM, case, person, register_cast
from tests.storage.threads import at_once

PRIYA = person("U0PRIYA", grants=frozenset({"category-4", "limited"}))


def test_a_person_is_read_back_as_registered(session: Session) -> None:
    added = add_person(session, PRIYA, NOW)
    set_dm_channel(session, added.id, "D0PRIYA")
    found = get_person(session, TEAM, "U0PRIYA", NOW)
    assert found == replace(PRIYA, id=added.id, dm_channel="D0PRIYA")


def test_a_second_registration_changes_the_first(session: Session) -> None:
    changed = replace(PRIYA, role="chair", agency="police", area="CAM", name="New Practice")
    first = add_person(session, PRIYA, NOW)
    set_dm_channel(session, first.id, "D0PRIYA")
    second = add_person(session, replace(changed, grants=frozenset()), NOW)
    assert second == replace(changed, id=first.id, grants=frozenset(), dm_channel="D0PRIYA")
    assert len(session.execute(select(people)).all()) == 1


@pytest.mark.parametrize(
    ("team_id", "user_id"),
    [("T0OTHER", "U0PRIYA"), (TEAM, "U0NOEL"), (TEAM, "u0priya"), ("", ""), (TEAM, "")],
)
def test_a_stranger_learns_nothing(session: Session, team_id: str, user_id: str) -> None:
    register_cast(session)
    with pytest.raises(NotAllowed) as refused:
        get_person(session, team_id, user_id, NOW)
    assert refused.value.message == STRANGER


def test_nobody_becomes_somebody_else_by_a_user_id_from_another_workspace(session: Session) -> None:
    add_person(session, PRIYA, NOW)
    with pytest.raises(RuleBroken, match="registered from another workspace"):
        add_person(session, replace(PRIYA, team_id="T0OTHER"), NOW)
    remove_person(session, TEAM, "U0PRIYA", NOW)
    assert add_person(session, replace(PRIYA, team_id="T0OTHER"), NOW).team_id == "T0OTHER"


def test_a_case_concerns_the_co_ordinators_and_its_team(session: Session) -> None:
    register_cast(session)
    add_person(session, person("U0CARL", "co-ordinator", area="CAM"), NOW)
    concerned = list_people_of_case(session, case())  # Priya's
    assert [found.user_id for found in concerned] == ["U0CORA", "U0PRIYA"]
    remove_person(session, TEAM, "U0PRIYA", NOW)
    alone = list_people_of_case(session, replace(case(), team=()))
    assert [found.user_id for found in alone] == ["U0CORA"]


def test_who_is_removed_has_no_access_at_once_and_may_come_back(session: Session) -> None:
    cast = register_cast(session)
    gone = cast["U0PRIYA"]
    remove_person(session, TEAM, "U0PRIYA", NOW)
    with pytest.raises(NotAllowed):
        get_person(session, TEAM, "U0PRIYA", NOW)
    assert gone not in list_people(session, "BED")
    assert set(find_people(session, [one.id for one in cast.values()])) == {
        one.id for one in cast.values() if one != gone
    }
    with pytest.raises(NotFound, match="Nobody is registered with the Slack id U0PRIYA"):
        remove_person(session, TEAM, "U0PRIYA", NOW)
    assert add_person(session, PRIYA, NOW).id == gone.id
    assert get_person(session, TEAM, "U0PRIYA", NOW).id == gone.id


def test_an_area_lists_its_own_people_in_the_order_they_came(session: Session) -> None:
    elsewhere = replace(person("U0CAM"), area="CAM")
    add_person(session, elsewhere, NOW)
    register_cast(session)
    assert [one.user_id for one in list_people(session, "BED")] == [p.user_id for p in CAST]
    assert [one.user_id for one in list_people(session, "CAM")] == ["U0CAM"]
    assert list_people(session, "DER") == []
    assert find_people(session, []) == {}


def test_somebody_registered_twice_at_the_same_moment_is_one_person(db: Database) -> None:
    def register(one: Person) -> int:
        with db.write() as session:
            return add_person(session, one, NOW).id

    roles = ("practitioner", "chair", "practitioner", "chair")
    ids = at_once(*[partial(register, replace(PRIYA, role=role)) for role in roles])
    assert len(set(ids)) == 1
