"""Who may do what to whose case: the whole table, so that a change of it cannot go unseen."""

import re
from dataclasses import replace

import pytest

from mappa.access import MAY, REFUSED, may, may_do, require, sees_category_4
from mappa.cases import Spell, TeamMember
from mappa.errors import NotAllowed
from mappa.people import GRANTS, ROLES, Person
from tests.build import TODAY, case, person

ACTIONS = ("ask", "ask exactly", "refer", "see case", "change case")
MORE = (
    "see to actions",
    "add to minutes",
    "decide level",
    "be reminded",
    "register people",
    "break the glass",
    "audit cases",
    "read the record",
)
TABLE = {
    #                ask exact refer see change | actions minutes decide reminded register glass
    #                audit record
    "co-ordinator": ("yes yes yes yes yes", "yes yes yes yes no no yes yes"),
    "chair": ("yes no yes yes no", "yes yes no yes no no no no"),
    "practitioner": ("yes no yes yes yes", "yes yes no yes no yes no no"),
    "smb": ("yes no no no no", "no no no no no no no no"),
    "lay-adviser": ("yes no no no no", "no no no no no no no no"),
    "auditor": ("yes no no yes no", "no no no no no no yes yes"),
    "admin": ("no no no no no", "no no no no yes no no no"),
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


def test_a_refusal_says_the_sentence_of_the_action_or_a_closer_one() -> None:
    require(somebody("smb"), "ask")
    for action, sentence in REFUSED.items():
        with pytest.raises(NotAllowed, match=f"^{re.escape(sentence)}$"):
            require(somebody("lay-adviser" if action != "ask" else "admin"), action)
    with pytest.raises(NotAllowed, match="Not this"):
        require(somebody("smb"), "refer", "Not this.")


def test_every_action_has_its_sentence() -> None:
    assert set(REFUSED) == set(MAY)
    assert len(set(REFUSED.values())) == len(MAY)


@pytest.mark.parametrize("grants", [(), ("category-4", "limited")])
def test_an_auditor_sees_the_drawn_cases_as_far_as_their_grants_go(grants: tuple[str, ...]) -> None:
    refs = ("BED-1", "BED-2", "BED-3")
    auditor = replace(somebody("auditor", *grants), drawn=frozenset(refs[1:]))
    drawn, four = case(refs[1], team=THEIRS), case(refs[2], spells=FOUR_ONCE, team=THEIRS)
    for action in ("see case", "audit cases", "read the record"):
        assert may_do(auditor, action, drawn)
        assert not may_do(auditor, action, case(refs[0], team=THEIRS))
        assert may_do(auditor, action, four) is bool(grants)
        assert not may_do(replace(auditor, area="HER"), action, drawn)
    for action in set(MAY) - {"see case", "audit cases", "read the record"}:
        assert not may_do(auditor, action, drawn), action


def test_whoever_looks_through_broken_glass_does_nothing_else() -> None:
    opened = replace(somebody("practitioner"), opened=frozenset({case().ref}))
    assert may_do(opened, "see case", case(team=ANOTHERS))
    for action in set(MAY) - {"see case", "break the glass"}:
        assert not may_do(opened, action, case(team=ANOTHERS)), action
