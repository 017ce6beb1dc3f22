"""However a case is updated, its history stays one line without gaps in the telling."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.case_changes import apply_update
from mappa.cases import STILL_RUNNING, CaseRecord, Spell
from mappa.errors import RuleBroken
from mappa.updates import Update
from tests.build import case

FIRST = date(2026, 1, 1)
days = st.integers(0, 9).map(lambda n: FIRST + timedelta(n))
reasons = st.sampled_from(["", "decided", "decided"])
levels = st.sampled_from([None, 0, 1, 2, 3])
categories = st.sampled_from([None, None, 1, 2, 3, 4])
kinds = st.sampled_from(["release", "licence_end", "sentence_end", "tused"])
parts = {
    "level": levels,
    "category": categories,
    "threshold": st.sampled_from([None, None, "senior"]),
    "exits": st.booleans(),
    "custody": st.sampled_from(["no", "recall", "sentence"]),
    "dates": st.dictionaries(kinds, days | st.none(), min_size=1, max_size=2),
}


def of(*named: str) -> st.SearchStrategy[Update]:
    """Updates that say something of these parts only."""
    given_parts = {name: parts[name] for name in named}
    return st.builds(
        Update,
        ref=st.just("BED-1042"),
        fields=st.just(frozenset(named)),
        reason=reasons,
        effective_on=days,
        **given_parts,
    )


updates = (
    of("level", "category", "threshold") | of("exits") | of("custody") | of("dates") | of(*parts)
)
histories = st.lists(updates, max_size=10)
starts = st.sampled_from([(), (Spell(2, 2, FIRST),), (Spell(1, 0, FIRST),), (Spell(3, 3, FIRST),)])


@settings(max_examples=150)
@given(starts, histories)
def test_no_sequence_of_updates_breaks_a_rule_or_loses_what_was(
    spells: tuple[Spell, ...], history: list[Update]
) -> None:
    before = case(spells=spells, dates={})
    for update in history:
        try:
            after = apply_update(before, update)
        except RuleBroken as refused:
            assert refused.message and refused.field
            continue
        spells_are_one_line(after)
        stays_and_dates_are_in_order(after)
        nothing_is_lost(before, after)
        if not update.reason:
            nothing_that_needs_a_reason_has_changed(before, after)
        before = after


def spells_are_one_line(facts: CaseRecord) -> None:
    """Never two levels or categories at once, and never Category 3 below Level 2."""
    assert list(facts.spells) == sorted(facts.spells, key=lambda spell: spell.started_on)
    for spell in facts.spells:
        assert spell.started_on < spell.ended_on
        assert spell.category != 3 or spell.level >= 2
        assert spell.threshold is None or spell.level >= 2
    for one, other in pairwise(facts.spells):
        assert one.ended_on <= other.started_on


def stays_and_dates_are_in_order(facts: CaseRecord) -> None:
    stays = sorted(facts.custody, key=lambda stay: stay.from_on)
    assert all(stay.from_on < stay.to_on for stay in stays)
    assert all(one.to_on <= other.from_on for one, other in pairwise(stays))
    kinds = ("release", "licence_end", "sentence_end")
    order = [facts.dates[kind] for kind in kinds if kind in facts.dates]
    assert order == sorted(order)
    if {"tused", "licence_end"} <= facts.dates.keys():
        assert facts.dates["tused"] > facts.dates["licence_end"]


def nothing_is_lost(before: CaseRecord, after: CaseRecord) -> None:
    """Each spell is told as it began, but for one corrected on its own first day."""
    told = {(spell.started_on, spell.category, spell.level) for spell in after.spells}
    starts = {spell.started_on for spell in after.spells}
    for spell in before.spells:
        running = spell.ended_on == STILL_RUNNING
        as_it_was = (spell.started_on, spell.category, spell.level) in told
        assert as_it_was if not running else as_it_was or spell.started_on in starts
        assert running or spell in after.spells
    assert len(after.spells) >= len(before.spells)


def nothing_that_needs_a_reason_has_changed(before: CaseRecord, after: CaseRecord) -> None:
    assert after.spells == before.spells
    assert before.dates.items() <= after.dates.items()
    assert len(after.custody) >= len(before.custody)
