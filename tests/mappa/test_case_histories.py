"""However a case is updated, its history stays one line without gaps in the telling."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.case_changes import apply_update
from mappa.cases import STILL_RUNNING, CaseRecord, Custody, Spell
from mappa.errors import RuleBroken
from mappa.updates import Update
from tests.build import case

FIRST = date(2026, 1, 1)
days = st.integers(0, 40).map(lambda n: FIRST + timedelta(n))
levels = st.sampled_from([None, 0, 1, 2, 3])
categories = st.sampled_from([None, None, 1, 2, 3, 4])
still = st.just((None, None, False))
moves = still | st.tuples(levels, categories, st.sampled_from([False, False, True]))
updates = st.builds(
    lambda move, day, threshold, custody, reason, dates: Update(
        ref="BED-1042",
        fields=frozenset(),
        reason=reason,
        effective_on=day,
        level=move[0],
        category=move[1],
        exits=move[2],
        threshold=threshold,
        custody=custody,
        dates=dates,
    ),
    moves,
    days,
    st.sampled_from([None, None, None, "senior"]),
    st.sampled_from([None, None, "no", "recall", "sentence"]),
    st.sampled_from(["", "decided", "decided"]),
    st.dictionaries(
        st.sampled_from(["release", "licence_end", "sentence_end", "tused"]),
        days | st.none(),
        max_size=2,
    ),
)
histories = st.lists(updates, max_size=8)
starts = st.sampled_from([(), (Spell(2, 2, FIRST),), (Spell(1, 0, FIRST),), (Spell(3, 3, FIRST),)])


def lived(facts: CaseRecord, history: list[Update]) -> list[CaseRecord]:
    """The case after each update that the rules allow."""
    states = [facts]
    for update in history:
        try:
            states.append(apply_update(states[-1], update))
        except RuleBroken as refused:
            assert refused.message and refused.field
    return states


def open_case(spells: tuple[Spell, ...]) -> CaseRecord:
    return case(spells=spells, dates={})


@settings(max_examples=250)
@given(starts, histories)
def test_no_sequence_of_updates_breaks_a_rule(
    spells: tuple[Spell, ...], history: list[Update]
) -> None:
    for facts in lived(open_case(spells), history):
        ordered = sorted(facts.spells, key=lambda spell: spell.started_on)
        assert list(facts.spells) == ordered
        for spell in ordered:
            assert spell.started_on < spell.ended_on
            assert spell.category != 3 or spell.level >= 2
            assert spell.threshold is None or spell.level >= 2
        for one, other in pairwise(ordered):
            assert one.ended_on <= other.started_on
        for day in (FIRST + timedelta(n) for n in range(42)):
            in_force = [s for s in ordered if s.started_on <= day < s.ended_on]
            assert len(in_force) <= 1


@settings(max_examples=100)
@given(starts, histories)
def test_no_update_loses_a_spell_that_lasted(
    spells: tuple[Spell, ...], history: list[Update]
) -> None:
    states = lived(open_case(spells), history)
    for before, after in pairwise(states):
        told = {(spell.started_on, spell.category, spell.level) for spell in after.spells}
        for spell in before.spells:
            corrected = any(new.started_on == spell.started_on for new in after.spells)
            assert (spell.started_on, spell.category, spell.level) in told or corrected
        ended = [spell for spell in before.spells if spell.ended_on < STILL_RUNNING]
        assert [spell for spell in after.spells if spell in ended] == ended


@settings(max_examples=100)
@given(histories)
def test_no_sequence_of_updates_makes_stays_overlap_or_dates_fall_out_of_order(
    history: list[Update],
) -> None:
    for facts in lived(open_case((Spell(2, 2, FIRST),)), history):
        stays: list[Custody] = sorted(facts.custody, key=lambda stay: stay.from_on)
        assert all(stay.from_on < stay.to_on for stay in stays)
        assert all(one.to_on <= other.from_on for one, other in pairwise(stays))
        order = [
            facts.dates[k] for k in ("release", "licence_end", "sentence_end") if k in facts.dates
        ]
        assert order == sorted(order)
        if {"tused", "licence_end"} <= facts.dates.keys():
            assert facts.dates["tused"] > facts.dates["licence_end"]


@settings(max_examples=100)
@given(starts, histories)
def test_what_needs_a_reason_never_changes_without_one(
    spells: tuple[Spell, ...], history: list[Update]
) -> None:
    facts = open_case(spells)
    for update in history:
        try:
            changed = apply_update(facts, update)
        except RuleBroken:
            continue
        if not update.reason:
            assert changed.spells == facts.spells
            kept = {kind: on for kind, on in facts.dates.items() if changed.dates.get(kind) == on}
            assert kept == facts.dates
        facts = changed
