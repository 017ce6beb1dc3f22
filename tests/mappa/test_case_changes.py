"""What an update does to a case: by the rules, and never to the past."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mappa.case_changes import apply_update, differences
from mappa.cases import STILL_RUNNING, CaseRecord, Custody, Order, Spell, TeamMember
from mappa.errors import RuleBroken
from mappa.updates import read_update
from tests.build import POLICY, TODAY, case

START = date(2026, 1, 5)  # the case of the cast: Category 2, Level 2, licence end 31 March 2027
MAY = date(2026, 5, 1)
LEFT = Spell(2, 2, START, MAY)


def after(typed: str, facts: CaseRecord | None = None) -> CaseRecord:
    return apply_update(facts or case(), read_update(f"BED-1042 {typed}", TODAY, POLICY))


@pytest.mark.parametrize(
    ("typed", "spells"),
    [
        (
            "level 3 threshold senior because risk has risen",
            (
                Spell(2, 2, START, TODAY),
                Spell(2, 3, TODAY, STILL_RUNNING, "senior", "risk has risen"),
            ),
        ),
        (
            "level 1 from 1 May 2026 because better",
            (Spell(2, 2, START, MAY), Spell(2, 1, MAY, STILL_RUNNING, None, "better")),
        ),
        (
            "category 1 because convicted",
            (Spell(2, 2, START, TODAY), Spell(1, 2, TODAY, STILL_RUNNING, None, "convicted")),
        ),
        (
            "category 3 level 3 because decided",
            (Spell(2, 2, START, TODAY), Spell(3, 3, TODAY, STILL_RUNNING, None, "decided")),
        ),
        (
            "level to be confirmed because moved here",
            (Spell(2, 2, START, TODAY), Spell(2, 0, TODAY, STILL_RUNNING, None, "moved here")),
        ),
        ("exit because licence ended", (Spell(2, 2, START, TODAY),)),
        ("exit from 1 May 2026 because died", (LEFT,)),
        # the first day itself: a correction, the old value stays on the record
        (
            "level 3 from 5 Jan 2026 because mistyped",
            (Spell(2, 3, START, STILL_RUNNING, None, "mistyped"),),
        ),
    ],
)
def test_a_change_ends_one_spell_and_begins_the_next(typed: str, spells: tuple[Spell, ...]) -> None:
    assert after(typed).spells == spells


@pytest.mark.parametrize("day", ["1 May 2026", "2 May 2026", "17 June 2026"])
def test_who_has_left_can_come_back_from_the_day_of_leaving_on(day: str) -> None:
    back = after(f"category 1 level 2 from {day} because back", case(spells=(LEFT,)))
    assert back.spells[0] == LEFT
    assert (back.spells[1].category, back.spells[1].ended_on) == (1, STILL_RUNNING)


def test_a_case_that_is_only_referred_gets_its_first_spell() -> None:
    found = after("category 3 level 2 because accepted", case(spells=()))
    assert found.spells == (Spell(3, 2, TODAY, STILL_RUNNING, None, "accepted"),)


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        ("level 3", "A change of level or category needs a reason", "because"),
        ("category 1", "needs a reason", "because"),
        ("exit", "An exit needs a reason", "because"),
        ("licence-end 1 May 2028", "Changing licence-end needs a reason", "because"),
        ("licence-end none", "Changing licence-end needs a reason", "because"),
        ("level 2 because x", "is in category 2 with level 2 already", "level"),
        ("category 2 because x", "is in category 2 with level 2 already", "level"),
        ("category 3 level 1 because x", "Level 2 or 3 only", "level"),
        ("category 3 level tbc because x", "Level 2 or 3 only", "level"),
        ("level 1 threshold high-risk because x", "levels 2 and 3 only", "threshold"),
        ("exit threshold senior because x", "threshold goes with level 2 or 3", "threshold"),
        ("exit level 3 because x", "exclude each other", "exit"),
        ("exit category 1 because x", "exclude each other", "exit"),
        ("exit from 5 January 2026 because x", "it can leave from the day after", "exit"),
        ("exit from 4 January 2026 because x", "changed on 5 January 2026 already", "from"),
        ("level 3 from 4 January 2026 because x", "changed on 5 January 2026 already", "from"),
        ("custody no", "in the community already", "custody"),
        ("sentence-end 1 May 2026", "sentence end (1 May 2026)", "licence-end"),
        ("release 1 May 2027", "Release (1 May 2027)", "release"),
        ("tused 31 March 2027", "would fall not after licence end (31 March 2027)", "tused"),
        ("review none because x", "no such date to take out", "review"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_its_field(typed: str, says: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        after(typed)
    assert says in refused.value.message
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("level 2 because x", "give both category and level"),
        ("category 2 because x", "give both category and level"),
        ("category 2 level 2 from 30 April 2026 because x", "changed on 1 May 2026 already"),
        ("exit because x", "is not under MAPPA on 17 June 2026"),
        ("exit from 2 February 2026 because x", "changed on 1 May 2026 already"),
    ],
)
def test_who_has_left_is_told_apart(typed: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        after(typed, case(spells=(LEFT,)))


def test_a_category_3_case_cannot_fall_below_level_2() -> None:
    with pytest.raises(RuleBroken, match="the person leaves MAPPA"):
        after("level 1 because better", case(spells=(Spell(3, 2, START),)))


@pytest.mark.parametrize(
    ("before", "typed", "custody"),
    [
        ((), "custody recall", (Custody(TODAY, why="recall"),)),
        ((), "custody remand from 1 May 2026", (Custody(MAY, why="remand"),)),
        ((Custody(START),), "custody no", (Custody(START, TODAY),)),
        ((Custody(START),), "custody no from 1 May 2026", (Custody(START, MAY),)),
        ((Custody(MAY),), "custody no from 1 May 2026 because a mistake", ()),
        (
            (Custody(START, MAY),),
            "custody recall from 1 May 2026",
            (Custody(START, MAY), Custody(MAY, why="recall")),
        ),
    ],
)
def test_custody_begins_and_ends(
    before: tuple[Custody, ...], typed: str, custody: tuple[Custody, ...]
) -> None:
    assert after(typed, case(custody=before)).custody == custody


@pytest.mark.parametrize(
    ("before", "typed", "says"),
    [
        ((Custody(MAY),), "custody recall", "is in custody since 1 May 2026 already"),
        ((Custody(MAY),), "custody no from 30 April 2026", "began on 1 May 2026"),
        ((Custody(MAY),), "custody no from 1 May 2026", "Taking out custody needs a reason"),
        (
            (Custody(START, MAY),),
            "custody recall from 30 April 2026",
            "was in custody until 1 May 2026",
        ),
    ],
)
def test_stays_in_custody_never_overlap(before: tuple[Custody, ...], typed: str, says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        after(typed, case(custody=before))


@pytest.mark.parametrize(
    ("typed", "dates"),
    [
        ("sentence-end 1 May 2028", {"licence_end": "2027-03-31", "sentence_end": "2028-05-01"}),
        ("sled 1 May 2028 because x", {"licence_end": "2028-05-01", "sentence_end": "2028-05-01"}),
        ("licence-end 31 March 2027", {"licence_end": "2027-03-31"}),  # as it was: no reason
        ("licence-end none because struck out", {}),
        ("release 31 March 2027", {"release": "2027-03-31", "licence_end": "2027-03-31"}),
        (
            "led 1 May 2028 release 1 May 2027 because varied",
            {"licence_end": "2028-05-01", "release": "2027-05-01"},
        ),
    ],
)
def test_dates_are_set_and_taken_out(typed: str, dates: dict[str, str]) -> None:
    found = {kind: on.isoformat() for kind, on in after(typed).dates.items()}
    assert found == dates


@pytest.mark.parametrize(
    ("typed", "team"),
    [
        ("owner <@U0PETE>", {"U0PETE": "owner", "U0PRIYA": "member"}),
        ("owner <@U0PRIYA>", {"U0PRIYA": "owner"}),
        ("member <@U0PETE>", {"U0PETE": "member", "U0PRIYA": "owner"}),
        ("member <@U0PRIYA>", {"U0PRIYA": "owner"}),
        ("owner <@U0PETE> member <@U0PETE>", {"U0PETE": "owner", "U0PRIYA": "member"}),
    ],
)
def test_a_case_has_one_owner_and_loses_nobody(typed: str, team: dict[str, str]) -> None:
    assert {member.user_id: member.part for member in after(typed).team} == team


def test_risk_and_lead_agency_are_set_and_the_rest_is_left() -> None:
    found = after("risk very high lead-agency police note seen")
    assert (found.rosh, found.lead_agency) == ("very-high", "police")
    assert (found.spells, found.dates, found.team) == (case().spells, case().dates, case().team)


def test_the_case_as_it_was_is_left_untouched() -> None:
    before = case()
    after("level 3 sled 1 May 2028 custody recall owner <@U0PETE> because x", before)
    assert before == case()


def test_differences_tell_what_was_and_what_is() -> None:
    was, now = differences(case(), after("level 3 risk high because worse"))
    ended = {"ended_on": TODAY.isoformat()}
    assert was["spells"][0] | ended == now["spells"][0]
    assert now["spells"][1]["level"] == 3
    assert now["spells"][1]["reason"] == "worse"
    assert (was["rosh"], now["rosh"]) == (None, "high")
    assert differences(case(), case()) == ({}, {})


def test_differences_tell_of_dates_custody_and_team() -> None:
    changed = after("custody recall licence-end none owner <@U0PETE> because x")
    was, now = differences(case(), changed)
    assert was["dates"] == {"licence_end": "2027-03-31"} and now["dates"] == {}
    assert was["custody"] == [] and now["custody"][0]["why"] == "recall"
    assert TeamMember("U0PRIYA", "owner") in case().team
    assert {"user_id": "U0PRIYA", "part": "owner"} in was["team"]
    assert set(was) == set(now) == {"dates", "custody", "team"}


def test_a_change_of_yesterday_is_in_force_today() -> None:
    yesterday = TODAY - timedelta(1)
    found = after("level 3 from yesterday because x")
    spell = found.spell_on(yesterday)
    assert spell is not None and spell.level == 3


def test_differences_tell_how_many_of_two_that_are_alike() -> None:
    one = Order("SOPO", date(2026, 5, 1))
    two, single = case(orders=(one, one)), case(orders=(one,))
    was, now = differences(two, single)
    assert was["orders"] == [{"kind": "SOPO", "imposed_on": "2026-05-01", "ends_on": None}]
    assert now["orders"] == []


SAID = Spell(2, 2, START, STILL_RUNNING, "high-risk", "referral accepted")


@pytest.mark.parametrize("typed", ["threshold senior", "level 2 threshold senior"])
def test_a_threshold_can_be_said_afterwards(typed: str) -> None:
    assert after(f"{typed} because forgotten").spells == (
        Spell(2, 2, START, STILL_RUNNING, "senior"),
    )


def test_a_threshold_is_changed_with_a_reason_and_only_where_there_is_one_to_have() -> None:
    with pytest.raises(RuleBroken, match="A threshold needs a reason"):
        after("threshold senior", case(spells=(SAID,)))
    changed = after("threshold senior because decided so", case(spells=(SAID,)))
    assert changed.spells == (replace(SAID, threshold="senior"),)
    for spells in ((), (LEFT,), (Spell(2, 1, START),)):
        with pytest.raises(RuleBroken, match="goes with level 2 or 3"):
            after("threshold senior because x", case(spells=spells))
