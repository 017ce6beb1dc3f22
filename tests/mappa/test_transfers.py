"""Transfers: a case offered, accepted, declined or withdrawn, and whose its days are then."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.access import may_do, may_receive
from mappa.case_facts import Transfer
from mappa.cases import CaseRecord, Spell, TeamMember
from mappa.errors import RuleBroken
from mappa.people import ROLES
from mappa.transfers import answer, offer, read_step
from tests.build import TODAY, case, person

D = date
OFFERED = Transfer("BED", "HER", D(2026, 6, 1), reason="moved")
ON_OFFER = case(transfers=(OFFERED,), district="Luton")


def typed(words: str, before: CaseRecord = ON_OFFER) -> CaseRecord:
    step = read_step(f"BED-1042 {words}")
    return offer(before, step, TODAY) if step.to_area else answer(before, step, TODAY)


@pytest.mark.parametrize("area", ["Hertfordshire", "HER", "her"])
def test_an_offer_changes_nothing_else_of_the_case(area: str) -> None:
    before = case()
    after = typed(f"to {area} because he moved", before)
    made = Transfer("BED", "HER", TODAY, reason="he moved")
    assert after == replace(before, transfers=(made,))


@pytest.mark.parametrize(("word", "decision"), [("decline", "declined"), ("withdraw", "withdrawn")])
def test_an_offer_that_comes_to_nothing_leaves_the_case_as_it_was(word: str, decision: str) -> None:
    after = typed(f"{word} because he stays")
    answered = replace(
        OFFERED, decision=decision, decided_on=TODAY, reason=f"moved. {decision.title()}: he stays"
    )
    assert after == replace(ON_OFFER, transfers=(answered,))


def test_accepting_cuts_the_running_spell_in_two_and_takes_team_and_district_away() -> None:
    spells = (
        Spell(2, 3, D(2025, 1, 1), D(2026, 1, 5), "senior", "risk"),
        Spell(2, 2, D(2026, 1, 5), threshold="high-risk", reason="calmer"),
    )
    after = typed("accept owner <@U0HANA> because he lives here", replace(ON_OFFER, spells=spells))
    assert after.area == "HER"
    assert after.spells == (
        replace(spells[0], area="BED"),
        replace(spells[1], area="BED", ended_on=TODAY),
        Spell(2, 2, TODAY, threshold="high-risk", reason="he lives here"),
    )
    assert after.team == (TeamMember("U0HANA", "owner"),)
    assert after.district is None
    assert after.transfers[0].decision == "accepted"
    assert after.transfers[0].decided_on == TODAY


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        ((), ()),
        ((Spell(2, 2, TODAY),), (Spell(2, 2, TODAY),)),
        ((Spell(2, 2, D(2020, 1, 1), D(2021, 1, 1)),),
         (Spell(2, 2, D(2020, 1, 1), D(2021, 1, 1), area="BED"),)),
        ((Spell(2, 2, D(2020, 1, 1), TODAY),), (Spell(2, 2, D(2020, 1, 1), TODAY, area="BED"),)),
        ((Spell(1, 2, D(2020, 1, 1), D(2021, 1, 1), area="HER"),
          Spell(1, 1, D(2021, 1, 1), D(2022, 1, 1), area="KEN"),
          Spell(1, 3, D(2022, 1, 1), D(2027, 1, 1))),
         (Spell(1, 2, D(2020, 1, 1), D(2021, 1, 1)),
          Spell(1, 1, D(2021, 1, 1), D(2022, 1, 1), area="KEN"),
          Spell(1, 3, D(2022, 1, 1), TODAY, area="BED"),
          Spell(1, 3, TODAY, D(2027, 1, 1), reason="x"))),
    ],
)  # fmt: skip
def test_each_day_stays_with_the_area_that_managed_it(
    spells: tuple[Spell, ...], expected: tuple[Spell, ...]
) -> None:
    after = typed("accept because x", replace(ON_OFFER, spells=spells))
    assert after.spells == expected
    assert after.team == ()


def test_a_case_can_come_back() -> None:
    away = typed("accept because x", replace(ON_OFFER, spells=(Spell(2, 2, D(2020, 1, 1)),)))
    offered = offer(away, read_step("BED-1042 to BED because back"), D(2026, 6, 20))
    back = answer(offered, read_step("BED-1042 accept because y"), D(2026, 6, 21))
    assert back.area == "BED"
    assert [(one.area, one.started_on) for one in back.spells] == [
        ("", D(2020, 1, 1)),
        ("HER", TODAY),
        ("", D(2026, 6, 21)),
    ]


@pytest.mark.parametrize(
    ("words", "before", "field", "says"),
    [
        ("to Hertfordshire", case(), "because", "to needs a reason"),
        ("accept", ON_OFFER, "because", "accept needs a reason"),
        ("because x", ON_OFFER, "because", "say what is to happen"),
        ("to Narnia because x", case(), "to", "to: “Narnia” is not one of AVO, BED"),
        ("to because x", case(), "to", "to needs a value"),
        ("to Bedfordshire because x", case(), "to", "is a case of Bedfordshire already"),
        ("to Kent because x", ON_OFFER, "to", "was offered to Hertfordshire on 1 June 2026"),
        ("to Kent because x", case(merged_into="BED-1050"), "to", "was merged into BED-1050"),
        ("accept decline because x", ON_OFFER, "decline", "one at a time"),
        ("to Kent withdraw because x", ON_OFFER, "withdraw", "one at a time"),
        ("decline owner <@U1> because x", ON_OFFER, "owner", "owner goes with accept"),
        ("accept owner Hana because x", ON_OFFER, "owner", "name one person by mention"),
        ("accept because x", case(), "accept", "is not on offer."),
        ("withdraw because x", replace(ON_OFFER, transfers=(replace(
            OFFERED, decision="declined", decided_on=D(2026, 6, 2)),)), "withdraw",
         "is not on offer: the offer to Hertfordshire was declined on 2 June 2026"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(
    words: str, before: CaseRecord, field: str, says: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed(words, before)
    assert refused.value.field == field
    assert says in refused.value.message
    assert "Example" in refused.value.message


@pytest.mark.parametrize("role", ROLES)
def test_only_a_co_ordinator_of_the_area_that_is_asked_may_answer(role: str) -> None:
    for area in ("BED", "HER", "KEN"):
        them = person("U0HANA", role, area=area)
        assert may_receive(them, ON_OFFER) is (area == "HER" and role == "co-ordinator")
        assert area == "BED" or not may_do(them, "see case", ON_OFFER)


def test_what_is_gated_is_gated_for_who_may_answer_too() -> None:
    hana = person("U0HANA", "co-ordinator", area="HER")
    granted = replace(hana, grants=frozenset({"category-4", "limited"}))
    for gated in (
        replace(ON_OFFER, limited_access=True),
        replace(ON_OFFER, spells=(Spell(4, 2, D(2020, 1, 1), D(2021, 1, 1)),)),
    ):
        assert not may_receive(hana, gated)
        assert may_receive(granted, gated)
    closed = replace(ON_OFFER, transfers=(replace(OFFERED, decision="declined"),))
    assert not may_receive(hana, closed)
    assert not may_receive(hana, replace(ON_OFFER, merged_into="BED-1050"))
