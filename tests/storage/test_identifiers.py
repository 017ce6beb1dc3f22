"""Cases are found by any identifier and by the words of a name, in one area only."""

from dataclasses import replace
from functools import partial

import pytest

from storage.cases import StoredCase, add_case, add_cases, get_case, list_cases, set_case
from storage.databases import Database, Session
from storage.identifiers import find_by_identifiers, find_by_name
from tests.build import NOW, case
from tests.storage.threads import at_once

NAMES = {
    "BED-1": "Zebedee Q. Marker",
    "BED-2": "Séan O'Brien-Marker",
    "BED-3": "Marker Zebedee",
    "BED-4": "",
}


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ("zebedee", ["BED-1", "BED-3"]),
        ("Marker", ["BED-1", "BED-2", "BED-3"]),
        ("ZEBEDEE marker q", ["BED-1"]),
        ("sean obrien", ["BED-2"]),
        ("Zebede", []),
        ("zebedee nobody", []),
        ("", []),
        ("%_'; --", []),
        (" ".join(f"word{n}" for n in range(1000)), []),
        ("\x00" * 50 + "😀" * 5000, []),
    ],
)
def test_a_case_is_found_by_every_word_of_its_name(
    session: Session, typed: str, refs: list[str]
) -> None:
    add_cases(session, [case(ref, name=name) for ref, name in NAMES.items()], NOW)
    add_case(session, case("CAM-9", area="CAM", name="Zebedee Marker"), NOW)
    ids = find_by_name(session, "BED", typed, 10)
    assert [one.facts.ref for one in list_cases(session, ids=ids)] == refs


def test_many_of_one_name_are_found_page_by_page(session: Session) -> None:
    add_cases(session, [case(f"BED-{n}") for n in range(1, 8)], NOW)
    pages, last = [], 0
    while page := find_by_name(session, "BED", "marker", 3, after=last):
        pages.append([one.facts.ref for one in list_cases(session, ids=page)])
        last = page[-1]
    assert pages == [["BED-1", "BED-2", "BED-3"], ["BED-4", "BED-5", "BED-6"], ["BED-7"]]


def test_a_name_that_is_corrected_is_found_anew_and_not_as_before(session: Session) -> None:
    stored = add_case(session, case("BED-1"), NOW)
    set_case(session, stored, replace(stored.facts, name="Ada Lark"))
    assert find_by_name(session, "BED", "marker", 5) == []
    assert find_by_name(session, "BED", "lark", 5) == [stored.id]


def found_by(session: Session, given: dict[str, str]) -> list[StoredCase]:
    """As whoever refers somebody looks for them."""
    ids = find_by_identifiers(session, "BED", given)
    return list(list_cases(session, ids=ids, to_change=True))


def test_all_cases_with_any_of_the_identifiers_are_found(session: Session) -> None:
    add_cases(
        session,
        [
            case("BED-1", pnc="2002/0073319Z"),
            case("BED-2", pnc="2002/0073319Z"),
            case("BED-3"),
            case("CAM-4", area="CAM", pnc="2002/0073319Z"),
        ],
        NOW,
    )
    both = {"pnc": "2002/0073319Z", "crn": "X000003"}
    found = found_by(session, both)
    assert [one.facts.ref for one in found] == ["BED-1", "BED-2", "BED-3"]
    assert found[0].facts == get_case(session, "BED-1").facts
    # A value counts for its own kind only.
    assert found_by(session, {"crn": "2002/0073319Z"}) == []
    assert found_by(session, {}) == []


def test_whoever_looks_for_the_same_person_in_another_order_waits_for_nobody_for_ever(
    db: Database,
) -> None:
    values = [
        {"crn": "X320741", "pnc": "2002/0073319Z"},
        {"pnc": "2002/0073319Z", "crn": "X320741"},
    ]

    def refer(given: dict[str, str]) -> str:
        with db.write() as session:
            found = found_by(session, given)
            if found:
                return found[0].facts.ref
            return add_case(session, case("BED-7", **given), NOW).facts.ref

    assert at_once(*[partial(refer, given) for given in values * 3]) == ["BED-7"] * 6
