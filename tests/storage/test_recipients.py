"""Who is reminded: whom the policy names and the case may be shown to, else the co-ordinators."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mappa.cases import Spell, TeamMember
from storage.cases import add_case
from storage.databases import Session
from storage.deriving import derive_area_reminders, derive_reminders
from storage.people import add_person, list_people, remove_person
from storage.tables import reminders
from storage.telling import People, matter_of, recipients
from tests.build import CAST, NOW, POLICY, TEAM, TODAY, case, open_case, person, register_cast
from tests.storage.reminding import change, of_case, policy, states, told

CORA, PRIYA, PETE = CAST[0], CAST[1], CAST[2]
OWNER, BOTH = ("owner",), ("owner", "co-ordinator")
IN_4: dict[str, Any] = {"spells": (Spell(4, 2, date(2026, 1, 5)),)}
WAS_IN_4 = {"spells": (Spell(4, 2, date(2025, 1, 5), date(2026, 1, 5)), *case().spells)}
LIMITED = {"limited_access": True}
NOBODYS = {"team": ()}
PETES: dict[str, Any] = {"team": (TeamMember("U0PETE", "owner"), TeamMember("U0PRIYA", "member"))}
CHAIRS = {"team": (TeamMember("U0CHAS", "owner"), TeamMember("U0SIMI", "owner"))}
STRANGERS = {"team": (TeamMember("U0NOEL", "owner"),)}


def granted(grant: str, *people: Any) -> list[Any]:
    return [replace(one, grants=frozenset({grant})) for one in people]


@pytest.mark.parametrize(
    ("facts", "to", "grants", "expected"),
    [
        ({}, BOTH, [], {"U0PRIYA", "U0CORA"}),
        ({}, OWNER, [], {"U0PRIYA"}),
        ({}, ("co-ordinator",), [], {"U0CORA"}),
        (PETES, OWNER, [], {"U0PETE"}),
        (NOBODYS, OWNER, [], {"U0CORA"}),
        (STRANGERS, OWNER, [], {"U0CORA"}),
        (CHAIRS, OWNER, [], {"U0CORA"}),  # neither chair nor SMB is shown a case for being named
        ({}, ("chair",), [], {"U0CORA"}),
        ({}, (), [], {"U0CORA"}),
        (IN_4, BOTH, [], set()),
        (IN_4, BOTH, granted("limited", CORA, PRIYA), set()),
        (IN_4, BOTH, granted("category-4", PRIYA), {"U0PRIYA"}),
        (IN_4, OWNER, granted("category-4", CORA), {"U0CORA"}),
        (WAS_IN_4, BOTH, granted("category-4", CORA), {"U0CORA"}),
        (LIMITED, BOTH, [], set()),
        (LIMITED, BOTH, granted("category-4", CORA, PRIYA), set()),
        (LIMITED, BOTH, granted("limited", CORA), {"U0CORA"}),
        (LIMITED, BOTH, granted("limited", PETE), set()),
        (LIMITED | PETES, BOTH, granted("limited", PETE), {"U0PETE"}),
    ],
)
def test_only_who_may_see_the_case_is_told(
    session: Session,
    facts: Mapping[str, Any],
    to: tuple[str, ...],
    grants: list[Any],
    expected: set[str],
) -> None:
    register_cast(session)
    add_person(session, replace(person("U0CAM", "co-ordinator"), area="CAM"), NOW)
    for one in grants:
        add_person(session, one, NOW)
    stored = add_case(session, case(**facts), NOW)
    people = list_people(session, "BED")
    matter = matter_of(stored, None, POLICY, TODAY)
    told_of = recipients(matter.dates[0], to, People(people), matter.entitled)
    assert {one.user_id for one in told_of} == expected
    derive_reminders(session, [stored], people, policy("28 days", to=to), NOW)
    assert told(session) == expected


def test_a_case_that_enters_category_4_is_taken_from_those_without_the_grant(
    session: Session,
) -> None:
    register_cast(session)
    open_case(session, case())
    add_person(session, granted("category-4", CORA)[0], NOW)
    change(session, "BED-1042", **IN_4)
    assert told(session) == {"U0CORA"}
    assert {s for who, _, s in states(session) if who == "U0PRIYA"} == {"void"}


def test_a_new_owner_is_told_and_the_old_one_no_longer(session: Session) -> None:
    register_cast(session)
    open_case(session, case())
    change(session, "BED-1042", **PETES)
    assert told(session) == {"U0PETE", "U0CORA"}


def test_when_the_owner_leaves_the_co_ordinators_are_told_until_they_are_back(
    session: Session,
) -> None:
    register_cast(session)
    stored = add_case(session, case(), NOW)
    to_owner = policy("28 days", "7 days", to=OWNER)
    derive_reminders(session, [stored], list_people(session, "BED"), to_owner, NOW)
    remove_person(session, TEAM, "U0PRIYA", NOW)
    derive_area_reminders(session, "BED", to_owner, NOW)
    assert told(session) == {"U0CORA"}
    add_person(session, PRIYA, NOW)
    derive_area_reminders(session, "BED", to_owner, NOW)
    assert told(session) == {"U0PRIYA"}
    assert len(states(session)) == 4


def test_a_new_co_ordinator_is_told_of_every_open_case_of_the_area_only(session: Session) -> None:
    closed = {"spells": (Spell(2, 2, date(2020, 1, 5), TODAY),)}
    register_cast(session)
    open_case(session, case("BED-1"))
    add_case(session, case("BED-2", spells=()), NOW)  # waits for its first level
    open_case(session, case("BED-3", **closed))
    open_case(session, case("BED-4", area="CAM"))
    add_person(session, person("U0NEW", "co-ordinator"), NOW)
    derive_area_reminders(session, "BED", POLICY, NOW)
    new = [ref for n in range(1, 5) if "U0NEW" in told(session, ref := f"BED-{n}")]
    assert new == ["BED-1", "BED-2"]


def test_a_case_whose_end_has_come_by_itself_is_reminded_of_no_longer(session: Session) -> None:
    end = TODAY + timedelta(days=30)
    register_cast(session)
    open_case(session, case(spells=(Spell(2, 2, date(2026, 1, 5), end),)))
    assert told(session) == {"U0PRIYA", "U0CORA"}
    derive_area_reminders(session, "BED", POLICY, NOW + timedelta(days=30))
    assert told(session) == set()


def test_what_was_sent_while_people_changed_stays_sent(session: Session) -> None:
    register_cast(session)
    open_case(session, case())
    first = reminders.c.id == of_case(session)[0].id
    session.execute(reminders.update().where(first).values(state="sent", sent_at=NOW))
    for user_id in ("U0PRIYA", "U0CORA"):
        remove_person(session, TEAM, user_id, NOW)
    derive_area_reminders(session, "BED", POLICY, NOW)
    query = select(reminders.c.state).order_by(reminders.c.id)
    assert session.execute(query).scalars().all() == ["sent"] + ["void"] * 9
