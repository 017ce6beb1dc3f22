"""However a case is updated and corrected, in whatever order, what stands there can be true."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.case_changes import apply_update
from mappa.case_facts import Absence, Disclosure, OrderChange, Placement
from mappa.cases import CaseRecord, Custody, Event, Order, Spell
from mappa.corrections import NOUNS, read_correction
from mappa.days import uk_date
from mappa.errors import NotUnderstood, RuleBroken
from mappa.fact_corrections import apply_correction
from mappa.orders import check_order
from mappa.updates import read_update
from tests.build import POLICY, case
from tests.mappa.test_case_histories import spells_are_one_line, stays_and_dates_are_in_order

FIRST = date(2026, 6, 1)
TODAY = FIRST + timedelta(9)
days = st.integers(0, 9).map(lambda n: uk_date(FIRST + timedelta(n)))
levels = st.sampled_from(["level 1", "level 2", "level 3", "level tbc"])
categories = st.sampled_from(["category 1", "category 2", "category 3", "category 4"])
ends = days | st.just("none")
facts = st.sampled_from(["@0", "@1", "@2"])


def some(*words: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A line of these words, each as it stands or drawn."""
    drawn = [st.just(word) if isinstance(word, str) else word for word in words]
    return st.tuples(*drawn).map(" ".join)


FROM = some("from", days)
UPDATES = st.one_of(
    some(levels | categories | some(categories, levels), FROM),
    some("exit", FROM),
    some("custody", st.sampled_from(["no", "recall", "remand"]), FROM),
    some("at-large", st.sampled_from(["yes", "no"]), FROM),
    some("placement", st.sampled_from(["own-ap", "private", "ended"]), FROM),
    some("order SHPO imposed", days),
    some("order SHPO varied", days, "ends", ends),
    some("order SHPO", st.sampled_from(["ended", "breached"]), days),
    some("event sfo on", days),
    some("event returned_breach_of_licence on", days, "custody recall"),
    some("disclosure", st.sampled_from(["yes", "no"]), FROM),
)
SPELL_VALUES = st.one_of(
    levels, categories, FROM, some("to", ends), some(FROM, "to", ends), st.just("removed")
)
SPAN_VALUES = st.one_of(FROM, some("to", ends), some(FROM, "to", ends), st.just("removed"))
CORRECTIONS = st.one_of(
    some("spell", facts, SPELL_VALUES),
    some("spell", facts, SPELL_VALUES),
    some(st.sampled_from(["custody", "placement", "absence"]), facts, SPAN_VALUES),
    some("order", facts, st.one_of(some("imposed", days), some("ends", ends), st.just("removed"))),
    some(
        "order-change",
        facts,
        st.one_of(
            some("on", days),
            some("kind", st.sampled_from(["varied", "ended", "breached"])),
            st.just("removed"),
        ),
    ),
    some("event", facts, some("on", days) | st.just("removed")),
    some("disclosure", facts, some("on", days) | st.just("removed")),
)
lines = st.lists(
    st.tuples(st.just("update"), UPDATES) | st.tuples(st.just("correct"), CORRECTIONS),
    min_size=1,
    max_size=10,
)
starts = st.sampled_from(
    [(), (Spell(2, 2, FIRST),), (Spell(1, 0, FIRST), ), (Spell(3, 3, FIRST),),
     (Spell(2, 1, FIRST, FIRST + timedelta(3)), Spell(2, 2, FIRST + timedelta(3)))]
)  # fmt: skip


def on(number: int) -> date:
    return FIRST + timedelta(number)


# Something of everything, so that there is something to be corrected.
HELD: dict[str, Any] = {
    "custody": (Custody(on(0), on(2)), Custody(on(4), on(5))),
    "absences": (Absence(on(2), on(4)),),
    "placements": (Placement("own-ap", on(1), on(3)), Placement("private", on(3))),
    "orders": (Order("SHPO", on(1), on(8)), Order("SHPO", on(3))),
    "order_changes": (
        OrderChange("SHPO", on(1), "breached", on(2)),
        OrderChange("SHPO", on(3), "varied", on(6)),
    ),
    "events": (Event("sfo", on(2)), Event("sro_breach", on(5))),
    "disclosures": (Disclosure(on(3), "no", "", "calm"),),
}


def meant(case: CaseRecord, words: str) -> str:
    """The words with the day of a fact that is there, where one is counted out."""
    found = re.match("([a-z-]+) @([0-9])", words)
    if not found:
        return words
    noun = NOUNS[found[1]]
    there = [getattr(fact, noun.day) for fact in getattr(case, noun.field)] or [FIRST]
    return words.replace(f"@{found[2]}", uk_date(there[int(found[2]) % len(there)]), 1)


def applied(before: CaseRecord, word: str, words: str) -> CaseRecord:
    typed = f"{before.ref} {meant(before, words)} because it was so"
    if word == "update":
        return apply_update(before, read_update(typed, TODAY, POLICY))
    return apply_correction(before, read_correction(typed, TODAY))[0]


@settings(max_examples=80)
@given(starts, lines)
def test_no_sequence_of_updates_and_corrections_breaks_a_rule(
    spells: tuple[Spell, ...], history: list[tuple[str, str]]
) -> None:
    before = case(spells=spells, dates={}, **HELD)
    for word, words in history:
        try:
            after = applied(before, word, words)
        except (RuleBroken, NotUnderstood) as refused:
            assert refused.message
            continue
        spells_are_one_line(after)
        stays_and_dates_are_in_order(after)
        only_one_holds_at_a_time(after.placements)
        only_one_holds_at_a_time((*after.custody, *after.absences))
        for order in after.orders:
            check_order(order, after.order_changes)
        keys = {(order.kind, order.imposed_on) for order in after.orders}
        assert {(one.kind, one.imposed_on) for one in after.order_changes} <= keys
        assert all(event.on <= TODAY for event in after.events)
        before = after


def only_one_holds_at_a_time(items: tuple[Any, ...]) -> None:
    in_order = sorted(items, key=lambda item: item.from_on)
    assert all(item.from_on < item.to_on for item in in_order)
    assert all(one.to_on <= other.from_on for one, other in pairwise(in_order))
