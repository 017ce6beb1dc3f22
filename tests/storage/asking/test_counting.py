"""What can be counted and listed, by whom, and the districts that can be asked for."""

from dataclasses import replace

from mappa.asking.measures import MEASURES
from mappa.asking.questions import BOTH
from mappa.people import Person
from storage.asking.counting import COUNTS, LISTS, list_districts
from storage.asking.scopes import Scope
from storage.databases import Session
from tests.build import POLICY
from tests.storage.asking.asked import add, at, listed, someone


def test_every_measure_is_counted_and_those_that_can_be_are_listed() -> None:
    assert set(COUNTS) == set(MEASURES)
    assert set(LISTS) == {name for name, measure in MEASURES.items() if measure.lists}


def test_a_list_holds_what_the_person_may_see(session: Session, cast: dict[str, Person]) -> None:
    refs = add(
        session,
        [at(2)],
        someone(limited_access=True),
        [at(2, category=4)],
        someone(at(2), team=()),
    )
    everything = {"custody": BOTH}

    def seen_by(person: Person) -> list[str]:
        scope = Scope("BED", category_4=True, may_see=person)
        return listed(session, scope=scope, **everything)

    assert listed(session, custody=BOTH) == refs
    cora = cast["U0CORA"]
    assert seen_by(cora) == [refs[0], refs[3]]
    assert seen_by(replace(cora, grants=frozenset({"limited", "category-4"}))) == refs
    assert seen_by(cast["U0PETE"]) == seen_by(cast["U0SIMI"]) == []


def test_districts_are_those_listed_and_those_that_cases_carry(session: Session) -> None:
    policy = replace(POLICY, districts={"BED": ("Luton", "Bedford")})
    assert list_districts(session, policy, "BED") == ("Luton", "Bedford")
    names = ("Luton", "Ampthill", None, "Dunstable", "Ampthill", "")
    add(session, *[someone(district=name) for name in names])
    assert list_districts(session, policy, "BED") == ("Luton", "Bedford", "Ampthill", "Dunstable")
    assert list_districts(session, policy, "CAM") == ()
    assert list_districts(session, replace(policy, districts={}), "BED") == (
        "Ampthill",
        "Dunstable",
        "Luton",
    )
