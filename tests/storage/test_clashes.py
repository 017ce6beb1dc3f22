"""Two cases with one identifier: refused to whoever sees both, told to nobody else."""

from dataclasses import replace
from typing import Any

import pytest

from mappa.cases import CaseRecord, Spell
from mappa.errors import RuleBroken
from mappa.people import Person
from storage.cases import StoredCase, add_cases
from storage.clashes import require_free_identifiers
from storage.databases import Session
from tests.build import NOW, TODAY, case

PNC = "2002/0073319Z"


@pytest.fixture
def mine(session: Session) -> StoredCase:
    """Priya's case; the others carry what she may type."""
    others = [
        case("BED-1", crn="X000001", pnc=PNC),
        case("BED-2", crn="X000002", team=()),
        case("BED-3", crn="X000003", merged_into="BED-1"),
        case("LON-4", crn="X000004", area="LON"),
        case("BED-5", crn="X000005", spells=(Spell(4, 2, TODAY),)),
        case("BED-6", crn="X000006", limited_access=True),
    ]
    return add_cases(session, [case(), *others], NOW)[0]


def given(mine: StoredCase, **values: Any) -> CaseRecord:
    return replace(mine.facts, **values)


@pytest.mark.parametrize(
    ("user_id", "field", "values"),
    [
        ("U0PRIYA", "crn", {"crn": "X000001"}),
        ("U0PRIYA", "pnc", {"pnc": PNC}),
        ("U0CORA", "crn", {"crn": "X000002"}),
        ("U0CORA", "pnc", {"crn": "X999999", "pnc": PNC}),
    ],
)
def test_whoever_sees_the_other_case_is_refused_and_told_which_it_is(
    session: Session, cast: dict[str, Person], mine: StoredCase, user_id: str, field: str,
    values: dict[str, str],
) -> None:  # fmt: skip
    with pytest.raises(RuleBroken) as refused:
        require_free_identifiers(session, mine, given(mine, **values), cast[user_id])
    ref = "BED-2" if user_id == "U0CORA" and field == "crn" else "BED-1"
    assert refused.value.field == field
    assert refused.value.message.startswith(f"{field}: {ref} carries ")


@pytest.mark.parametrize(
    ("user_id", "crn", "hidden"),
    [
        ("U0PRIYA", "X000002", "BED-2"),
        ("U0CORA", "X000005", "BED-5"),  # Category 4, without the grant
        ("U0CORA", "X000006", "BED-6"),
        ("U0CORA", "X000003", ""),  # merged away
        ("U0CORA", "X000004", ""),  # another area's
        ("U0CORA", "X999999", ""),
        ("U0CORA", "X001042", ""),  # its own
    ],
)
def test_to_anybody_else_the_other_case_is_not_there(
    session: Session, cast: dict[str, Person], mine: StoredCase, user_id: str, crn: str,
    hidden: str,
) -> None:  # fmt: skip
    found = require_free_identifiers(session, mine, given(mine, crn=crn), cast[user_id])
    assert [one.facts.ref for one in found] == ([hidden] if hidden else [])


def test_what_the_case_carries_already_is_not_looked_for(
    session: Session, cast: dict[str, Person]
) -> None:
    one, _ = add_cases(session, [case("BED-1", crn="X000009"), case("BED-2", crn="X000009")], NOW)
    assert (
        require_free_identifiers(session, one, replace(one.facts, rosh="high"), cast["U0CORA"])
        == []
    )
