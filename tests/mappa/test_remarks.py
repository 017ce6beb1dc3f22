"""What is said with a saved change: what follows from it, and a line to type that works."""

import re
from datetime import date

import pytest

from mappa.case_facts import Watch
from mappa.cases import CaseRecord, Spell
from mappa.errors import RuleBroken
from mappa.referrals import read_referral
from mappa.remarks import remarks
from tests.build import POLICY, TODAY, case
from tests.mappa.typed import after

START, AHEAD = date(2026, 1, 5), date(2027, 3, 31)
TO_CONFIRM = case(spells=(Spell(2, 0, START),), dates={})
SENTENCED = case(dates={"sentence_end": AHEAD})
WATCHED = case(
    spells=(Spell(2, 2, START, TODAY),),
    dates={"sentence_end": AHEAD},
    watches=(Watch(TODAY, AHEAD),),
)
FIRST = case(spells=(Spell(1, 1, START),), dates={})


def said(typed: str, facts: CaseRecord) -> str:
    return " ".join(remarks(facts, after(typed, facts), POLICY, TODAY))


@pytest.mark.parametrize(
    ("facts", "typed", "says"),
    [
        (FIRST, "convicted 1 May 2026 disposal life", "Notification is indefinite by the conv"),
        (case(spells=FIRST.spells, dates={"notification_end": AHEAD}),
         "convicted 1 May 2026 disposal life because x", "the date 31 March 2027 was taken out"),
        (FIRST, "convicted 1 May 2026 disposal caution",
         "End of notification 1 May 2028: Computed: 2 years from"),
        (FIRST, "convicted 1 May 2026 disposal caution notification-end 1 May 2029 because x",
         "End of notification 1 May 2029: Departs from 2 years"),
        (case(), "convicted 1 May 2026 disposal caution", "but the case is in category 2"),
        (case(), "exit because x", "The licence runs until 31 March 2027: the person has left"),
        (SENTENCED, "exit because x", "The sentence ends on 31 March 2027; for the police's watch"),
        (case(spells=FIRST.spells, dates={"notification_end": AHEAD}), "exit because x",
         "Notification runs until 31 March 2027: the person has left"),
        (SENTENCED, "exit because x", "Category 3 goes by decision"),
        (WATCHED, "sentence-end 1 May 2028 because varied", "watch still ends on 31 March 2027"),
        (TO_CONFIRM, "release 17 December 2026", "still to be confirmed"),
        (TO_CONFIRM, "release 17 June 2026", "still to be confirmed"),
        (case(dates={"release": date(2026, 9, 1)}), "level tbc because new", "to be confirmed"),
        (case(dates={"review": date(2026, 9, 9)}), "level 3 because worse",
         "The next review on 9 September 2026 is later than level 3 has it (every 6 weeks)"),
    ],
)  # fmt: skip
def test_what_follows_from_a_change_is_said(facts: CaseRecord, typed: str, says: str) -> None:
    assert says in said(typed, facts)


@pytest.mark.parametrize(
    ("facts", "typed"),
    [
        (case(), "risk high"),
        (case(), "level 3 because worse"),
        (case(dates={"review": date(2026, 7, 1)}), "level 3 because worse"),
        (SENTENCED, "sled 1 May 2028 because varied"),
        (TO_CONFIRM, "release 18 December 2026"),
        (TO_CONFIRM, "release 16 June 2026"),
        (TO_CONFIRM, "risk high"),
        (case(dates={"notification_end": AHEAD}), "risk high"),
        (WATCHED, "sentence-end 31 March 2027 risk high"),
    ],
)
def test_nothing_is_said_where_nothing_follows(facts: CaseRecord, typed: str) -> None:
    assert said(typed, facts) == ""


def test_no_watch_is_offered_where_one_is_or_the_sentence_is_over() -> None:
    assert "watch" not in said("exit watch yes because x", SENTENCED)
    over = case(dates={"sentence_end": TODAY})
    assert "watch" not in said("exit because x", over)


@pytest.mark.parametrize(
    ("facts", "typed"),
    [
        (case(), "convicted 1 May 2026 disposal caution"),
        (SENTENCED, "exit because x"),
        (WATCHED, "sentence-end 1 May 2028 because varied"),
        (TO_CONFIRM, "release 1 September 2026"),
        (case(dates={"review": date(2026, 9, 9)}), "level 3 because worse"),
    ],
)
def test_every_line_that_is_offered_can_be_typed(facts: CaseRecord, typed: str) -> None:
    state = after(typed, facts)
    found = 0
    for remark in remarks(facts, state, POLICY, TODAY):
        for line in re.findall(r"(?:update|refer) BED-1042 [^;]+$", remark):
            found += 1
            if line.startswith("refer "):
                assert read_referral(line.removeprefix("refer "), "police", TODAY).reason
                continue
            try:
                changed = after(line.removeprefix("update BED-1042 "), state)
            except RuleBroken as problem:
                raise AssertionError(line) from problem
            assert changed != state
    assert found
