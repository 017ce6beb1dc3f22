"""What the database lets somebody find is what the rule of access lets them see, case by case."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from mappa.access import may_do
from mappa.asking.questions import BOTH, Day, Filters, Question
from mappa.cases import Custody, Spell, TeamMember
from mappa.errors import NotFound
from mappa.findings import Named
from mappa.identifiers import Identifier
from mappa.people import GRANTS, ROLES, Person
from storage.cases import add_cases, get_case, set_case
from storage.databases import Session
from storage.findings import (
    find_caseload,
    find_cases_for,
    may_see_all,
    open_search,
    seal_search,
)
from tests.build import MARKER, NOW, TODAY, case, person

JAN = date(2026, 1, 1)
SPELLS = (
    (Spell(2, 2, JAN),),
    (Spell(4, 2, JAN),),
    (Spell(4, 2, date(2020, 1, 1), JAN), Spell(1, 2, JAN)),
)
TEAMS = ((), (TeamMember("U0PRIYA", "owner"),), (TeamMember("U0ABSENT"),))
KINDS = tuple(product(("BED", "HER"), SPELLS, TEAMS, (False, True), (None, "BED-9")))
CASES = [
    case(
        f"BED-{1000 + number}",
        area=area,
        spells=spells,
        team=team,
        limited_access=limited,
        merged_into=merged,
        custody=(Custody(JAN),) if number % 3 else (),
    )
    for number, (area, spells, team, limited, merged) in enumerate(KINDS)
]
PEOPLE = [
    replace(person("U0PRIYA", role), grants=frozenset(grants), stands_in_for=frozenset(absent))
    for role in ROLES
    for grants in ((), ("limited",), ("category-4",), tuple(GRANTS))
    for absent in ((), ("U0ABSENT",))
]


def test_whoever_looks_finds_exactly_what_they_may_see(session: Session) -> None:
    stored = add_cases(session, CASES, NOW)
    everybody = Named(MARKER)
    anybody = Question("people", Day(TODAY), TODAY, Filters(custody=BOTH))
    for who in PEOPLE:
        seen = [one.id for one in stored if may_do(who, "see case", one.facts)]
        assert find_cases_for(session, who, everybody) == seen, who
        assert find_caseload(session, who, TODAY) == seen
        assert find_cases_for(session, who, anybody) == seen
        refs = [one.facts.ref for one in stored if one.id in seen]
        assert may_see_all(session, who, refs)
        hidden = next(one.facts.ref for one in stored if one.id not in seen)
        assert not may_see_all(session, who, [*refs, hidden])
        crn = CASES[0].crn or ""
        assert find_cases_for(session, who, Identifier("crn", crn)) == [
            one.id for one in stored[:1] if one.id in seen
        ]


def test_a_case_is_found_by_what_is_true_of_it_now(session: Session) -> None:
    cora = person("U0CORA", "co-ordinator")
    (stored,) = add_cases(session, [case("BED-1", name="Ann Other")], NOW)

    def found(name: str, born_on: date | None = None) -> bool:
        return find_cases_for(session, cora, Named(name, born_on)) == [stored.id]

    assert found("other ann") and found("ANN") and not found("Ann", JAN) and not found("")
    born = set_case(session, stored, replace(stored.facts, born_on=JAN))
    assert found("ann", JAN) and found("", JAN) and not found("bea", JAN)
    set_case(session, born, replace(born.facts, name="Bea Other"))
    assert found("Bea", JAN) and not found("Ann")
    assert get_case(session, "BED-1").facts.born_on == JAN


def test_a_search_opens_for_whom_it_was_sealed_and_for_nobody_else(
    session: Session, cast: dict[str, Person]
) -> None:
    sealed = seal_search(session, cast["U0CORA"], "Ann Öther 😀", 3, TODAY)
    assert open_search(session, cast["U0CORA"], sealed) == ("Ann Öther 😀", 3, TODAY)
    assert "Ann" not in sealed
    assert len(seal_search(session, cast["U0CORA"], "😀" * 200, 99999, TODAY)) < 2000
    for who, value in (
        ("U0PRIYA", sealed), ("U0CORA", sealed[:-8] + "AAAAAAA="), ("U0CORA", ""), ("U0CORA", "é"),
    ):  # fmt: skip
        with pytest.raises(NotFound, match="no longer there"):
            open_search(session, cast[who], value)
