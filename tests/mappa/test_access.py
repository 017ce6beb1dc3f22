"""Who may do what to whose case: the whole table, so that a change of it cannot go unseen."""

from dataclasses import replace

import pytest

from mappa.access import MAY, may, may_do, require, sees_category_4
from mappa.cases import Spell, TeamMember
from mappa.errors import NotAllowed
from mappa.people import GRANTS, ROLES, Person
from tests.build import TODAY, case, person

ACTIONS = ("ask", "ask exactly", "refer", "see case", "change case")
MORE = (
    "decide level",
    "be reminded",
    "register people",
    "break the glass",
    "audit cases",
    "read the record",
)
TABLE = {
    #                ask exact refer see change | decide reminded register glass audit record
    "co-ordinator": ("yes yes yes yes yes", "yes yes no no yes yes"),
    "chair": ("yes no yes yes no", "no yes no no no no"),
    "practitioner": ("yes no yes yes yes", "no yes no yes no no"),
    "smb": ("yes no no no no", "no no no no no no"),
    "lay-adviser": ("yes no no no no", "no no no no no no"),
    "auditor": ("yes no no yes no", "no no no no yes yes"),
    "admin": ("no no no no no", "no no yes no no no"),
}
CO_ORDINATORS_ONLY = (
    "screen referral",
    "tidy cases",
    "take out cases",
    "bring in cases",
    "freeze returns",
    "plan meetings",
    "erase cases",
)
TO_A_CASE = ("see case", "change case", "be reminded")


def somebody(role: str, *grants: str, **given: str) -> Person:
    return person("U0SOME", role, grants=frozenset(grants), **given)


@pytest.mark.parametrize("role", TABLE)
def test_each_role_may_do_exactly_what_the_table_says(role: str) -> None:
    allowed = " ".join(TABLE[role]).split()
    for action, answer in zip((*ACTIONS, *MORE), allowed, strict=True):
        assert may(somebody(role), action) is (answer == "yes"), action
    for action in CO_ORDINATORS_ONLY:
        assert may(somebody(role), action) is (role == "co-ordinator"), action


def test_the_table_holds_every_role_and_every_action() -> None:
    assert set(TABLE) == set(ROLES) == set().union(*MAY.values())
    assert set(MAY) == {*ACTIONS, *MORE, *CO_ORDINATORS_ONLY}
    assert set(GRANTS) == {"category-4", "limited"}


def test_nobody_may_do_what_is_in_no_table() -> None:
    assert not any(may(somebody(role), action) for role in ROLES for action in ("", "anything"))


THEIRS = (TeamMember("U0SOME", "owner"),)
HELPS = (TeamMember("U0ELSE", "owner"), TeamMember("U0SOME", "member"))
ANOTHERS = (TeamMember("U0ELSE", "owner"),)
# Which of the three actions each role may take on a case, by whose it is.
ON_CASES = {
    "co-ordinator": {"theirs": "yes yes yes", "another's": "yes yes yes"},
    "practitioner": {"theirs": "yes yes yes", "another's": "no no no"},
    "chair": {"theirs": "no no no", "another's": "no no no"},
    "smb": {"theirs": "no no no", "another's": "no no no"},
    "lay-adviser": {"theirs": "no no no", "another's": "no no no"},
    "auditor": {"theirs": "no no no", "another's": "no no no"},
    "admin": {"theirs": "no no no", "another's": "no no no"},
}


@pytest.mark.parametrize("role", ON_CASES)
@pytest.mark.parametrize("grants", [(), ("category-4",), ("limited",), ("category-4", "limited")])
def test_what_may_be_done_depends_on_whose_case_it_is(role: str, grants: tuple[str, ...]) -> None:
    for team, whose in ((THEIRS, "theirs"), (HELPS, "theirs"), (ANOTHERS, "another's")):
        for action, answer in zip(TO_A_CASE, ON_CASES[role][whose].split(), strict=True):
            allowed = may_do(somebody(role, *grants), action, case(team=team))
            assert allowed is (answer == "yes"), (action, whose)


def test_a_chair_sees_the_cases_of_their_meetings_and_changes_none() -> None:
    chair = replace(somebody("chair"), hears=frozenset({case().ref}))
    allowed = [may_do(chair, action, case()) for action in TO_A_CASE]
    assert allowed == [True, False, True]
    assert not may_do(chair, "see case", case("BED-2"))
    assert not may_do(chair, "see case", case(spells=FOUR_NOW))
    assert not may_do(replace(chair, area="HER"), "see case", case())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", TO_A_CASE)
def test_nobody_does_anything_to_a_case_of_another_area(role: str, action: str) -> None:
    stranger = somebody(role, "category-4", "limited", area="HER")
    assert not may_do(stranger, action, case(team=THEIRS))


FOUR_NOW = (Spell(4, 2, TODAY),)
FOUR_ONCE = (Spell(4, 2, TODAY.replace(year=2024), TODAY.replace(year=2025)), Spell(2, 2, TODAY))


@pytest.mark.parametrize("role", ["co-ordinator", "practitioner"])
@pytest.mark.parametrize("action", TO_A_CASE)
@pytest.mark.parametrize("spells", [FOUR_NOW, FOUR_ONCE], ids=["now", "once"])
def test_category_4_is_gated_for_everybody_and_for_its_whole_history(
    role: str, action: str, spells: tuple[Spell, ...]
) -> None:
    gated = case(spells=spells, team=THEIRS)
    assert not may_do(somebody(role), action, gated)
    assert not may_do(somebody(role, "limited"), action, gated)
    assert may_do(somebody(role, "category-4"), action, gated)


@pytest.mark.parametrize("role", ["co-ordinator", "practitioner"])
@pytest.mark.parametrize("action", TO_A_CASE)
def test_a_limited_access_case_needs_its_grant(role: str, action: str) -> None:
    limited = case(limited_access=True, team=THEIRS)
    assert not may_do(somebody(role), action, limited)
    assert not may_do(somebody(role, "category-4"), action, limited)
    assert may_do(somebody(role, "limited"), action, limited)


def test_a_limited_case_in_category_4_needs_both_grants() -> None:
    both = case(spells=FOUR_NOW, limited_access=True)
    assert not may_do(somebody("co-ordinator", "limited"), "see case", both)
    assert not may_do(somebody("co-ordinator", "category-4"), "see case", both)
    assert may_do(somebody("co-ordinator", "category-4", "limited"), "see case", both)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"co-ordinator", "practitioner"}))
def test_a_grant_opens_nothing_that_the_role_does_not(role: str) -> None:
    granted = somebody(role, "category-4", "limited")
    for action in (*TO_A_CASE, "refer", "decide level"):
        assert not may_do(granted, action, case(spells=FOUR_NOW, team=THEIRS))


def test_only_the_grant_shows_category_4_in_figures() -> None:
    assert sees_category_4(somebody("co-ordinator", "category-4"))
    assert not any(sees_category_4(somebody(role, "limited")) for role in ROLES)


def test_a_refusal_says_the_sentence_it_was_given() -> None:
    require(somebody("smb"), "ask", "No.")
    with pytest.raises(NotAllowed, match="Ask the co-ordinator"):
        require(somebody("smb"), "refer", "Ask the co-ordinator.")
