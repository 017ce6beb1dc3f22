"""Back from a change to what was before it: exactly, and only where nothing stands on it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.case_changes import apply_update, differences
from mappa.case_facts import STILL_RUNNING, Request, Transfer
from mappa.cases import CaseRecord, Custody, Order, Spell
from mappa.errors import RuleBroken
from mappa.undoing import Difference, NotAsItWas, step_back, undo
from mappa.updates import read_update
from tests.build import POLICY, TODAY, case
from tests.storage.caseloads import case_records, in_order

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def difference(before: CaseRecord, after: CaseRecord) -> Difference:
    """As it comes back from the record."""
    return Difference(*json.loads(json.dumps(differences(before, after))))


@settings(max_examples=40)
@given(case_records(), case_records())
def test_any_change_of_any_case_can_be_stepped_back(before: CaseRecord, after: CaseRecord) -> None:
    assert in_order(step_back(after, difference(before, after))) == in_order(before)


LINES = (
    "level 3 because a", "level 1 because b", "category 1 because c", "level tbc because d",
    "exit because e", "risk high", "risk low lead-agency police", "custody recall", "custody no",
    "licence-end 1 May 2027 because f", "licence-end none because g", "release 1 July 2026",
    "sled 1 May 2028 because h", "owner <@U0PETE>", "owner <@U0PRIYA>", "member <@U0CORA>",
    "placement own-ap", "placement private place 1 Example Road", "order SHPO imposed 1 May 2026",
    "order SHPO varied 2 May 2026 ends 1 May 2031", "event sfo on 1 May 2026 because i",
    "disclosure no because j", "name Other Invented because k", "crn none because l",
)  # fmt: skip
steps = st.lists(st.sampled_from(LINES) | st.just("undo"), max_size=12)


@settings(max_examples=100)
@given(steps)
def test_no_sequence_of_updates_and_undos_loses_an_earlier_state(typed: list[str]) -> None:
    """The differences on the record, replayed backwards, give every state that there was."""
    states, today = [case()], TODAY
    record: list[Difference] = []
    undoable: int | None = None
    for line in typed:
        today += timedelta(1)
        now = states[-1]
        try:
            if line == "undo":
                if undoable is None:
                    continue
                after, undoable = undo(now, record[undoable], record[undoable + 1 :]), None
            else:
                update = read_update(f"BED-1042 {line}", today, POLICY)
                after, undoable = apply_update(now, update), len(record)
        except RuleBroken:
            continue
        if after == now:
            undoable = None
            continue
        record.append(difference(now, after))
        states.append(after)
    state = states[-1]
    for change, earlier in zip(reversed(record), reversed(states[:-1]), strict=True):
        state = step_back(state, change)
        assert in_order(state) == in_order(earlier)


def changed(before: CaseRecord, **given: object) -> tuple[CaseRecord, Difference]:
    after = replace(before, **given)  # type: ignore[arg-type]
    return after, difference(before, after)


def test_one_date_of_many_and_one_of_two_that_are_alike() -> None:
    order = Order("SHPO", MAY)
    first, change = changed(case(orders=(order,)), orders=(order, order), dates={"release": MAY})
    second, _ = changed(first, dates={"release": MAY, "review": JUNE})
    found = undo(second, change, [difference(first, second)])
    assert found.orders == (order,)
    assert found.dates == {"licence_end": date(2027, 3, 31), "review": JUNE}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"rosh": "high"}, {"rosh": "low"}),
        ({"dates": {"release": MAY}}, {"dates": {"release": JUNE}}),
        ({"custody": (Custody(MAY),)}, {"custody": (Custody(MAY, JUNE),)}),
        ({"spells": (Spell(2, 3, MAY),)}, {"spells": (Spell(2, 3, MAY, JUNE),)}),
    ],
)
def test_what_was_changed_again_is_refused(
    mine: dict[str, object], theirs: dict[str, object]
) -> None:
    first, change = changed(case(), **mine)
    second, later = changed(first, **theirs)
    with pytest.raises(RuleBroken, match="has been changed again since then"):
        undo(second, change, [later])
    with pytest.raises(RuleBroken, match="has been changed again since then"):
        undo(second, change, [])  # also where the record says nothing of it
    with pytest.raises(NotAsItWas):
        step_back(second, change)


def test_changed_to_and_fro_is_changed_all_the_same() -> None:
    first, change = changed(case(), rosh="high")
    second, there = changed(first, rosh="low")
    third, back = changed(second, rosh="high")
    with pytest.raises(RuleBroken, match="rosh has been changed again"):
        undo(third, change, [there, back])


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "says"),
    [
        (
            case(custody=(Custody(MAY),)),
            {"custody": (Custody(MAY, JUNE),)},
            {"custody": (Custody(MAY, JUNE), Custody(JUNE))},
            "custody has been changed again",
        ),
        (
            case(dates={"licence_end": JUNE}),
            {"dates": {}},
            {"dates": {"sentence_end": MAY}},
            "would fall after",
        ),
        (
            case(spells=(Spell(3, 2, MAY),)),
            {"spells": ()},
            {"spells": (Spell(2, 2, MAY, STILL_RUNNING),)},
            "spells has been changed again",
        ),
    ],
)
def test_what_stands_on_a_change_keeps_it(
    before: CaseRecord, mine: dict[str, object], theirs: dict[str, object], says: str
) -> None:
    first, change = changed(before, **mine)
    second, later = changed(first, **theirs)
    with pytest.raises(RuleBroken, match=says):
        undo(second, change, [later])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"transfers": (Transfer("BED", "CAM", MAY),)}, "told to the other area"),
        ({"area": "CAM"}, "moved to another area"),
        ({"merged_into": "BED-2"}, "taken back whole"),
        ({"requests": (Request(1, "escort", MAY, owner="U0PETE"),)}, "was told of it"),
    ],
)
def test_what_others_were_told_of_is_not_taken_back(given: dict[str, object], says: str) -> None:
    after, change = changed(case(), **given)
    with pytest.raises(RuleBroken, match=says):
        undo(after, change, [])


def test_what_two_changes_have_in_common() -> None:
    dates = {"licence_end": MAY, "release": MAY}
    _, mine = changed(case(), rosh="high", dates=dates, district="Luton")
    _, theirs = changed(case(), rosh="low", dates={**case().dates, "release": JUNE})
    both = theirs.only(mine)
    assert set(both.fields) == {"rosh", "dates"}
    assert both.now == {"rosh": "low", "dates": {"release": "2026-06-01"}}
    assert both.was["dates"] == {}
    assert mine.touches_same(theirs)
    assert not changed(case(), district="Luton")[1].touches_same(theirs)
