"""Corrections of history: what each can set right, and what would break a rule."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.case_facts import Absence, Disclosure, OrderChange, Placement
from mappa.cases import CaseRecord, Custody, Event, Order, Spell
from mappa.corrections import NOUNS, SCHEMA, read_correction
from mappa.errors import NotUnderstood, RuleBroken
from mappa.fact_corrections import apply_correction
from tests.build import TODAY, case

D = date
FIRST = Spell(2, 1, D(2025, 1, 1), D(2026, 1, 5), reason="new")
SECOND = Spell(2, 2, D(2026, 1, 5), D(2026, 3, 1), "high-risk", "risk")
THIRD = Spell(2, 3, D(2026, 3, 1), threshold="senior", reason="more risk")
HELD = case(
    spells=(FIRST, SECOND, THIRD),
    custody=(Custody(D(2024, 1, 1), D(2025, 1, 1)), Custody(D(2026, 2, 1), D(2026, 2, 20))),
    absences=(Absence(D(2026, 4, 1), D(2026, 4, 8)),),
    placements=(Placement("own-ap", D(2026, 1, 1), D(2026, 5, 1)),
                Placement("private", D(2026, 5, 1), place="1 Example Road")),
    orders=(Order("SHPO", D(2024, 1, 5), D(2029, 1, 5)), Order("VOO", D(2024, 1, 5))),
    order_changes=(OrderChange("SHPO", D(2024, 1, 5), "breached", D(2026, 5, 2)),),
    events=(Event("sfo", D(2026, 5, 1), "one"), Event("sfo", D(2026, 5, 1), "two"),
            Event("sro_breach", D(2026, 5, 1))),
    disclosures=(Disclosure(D(2026, 5, 1), "yes", "his employer", "near"),),
)  # fmt: skip
WHY = "because the minutes say so"


def typed(words: str, before: CaseRecord = HELD) -> CaseRecord:
    return apply_correction(before, read_correction(f"BED-1042 {words} {WHY}", TODAY))[0]


@pytest.mark.parametrize(
    ("words", "spells"),
    [
        ("1 March 2026 level 2", (FIRST, SECOND, replace(THIRD, level=2))),
        ("1 March 2026 level 1", (FIRST, SECOND, replace(THIRD, level=1, threshold=None))),
        ("1 March 2026 category 1 threshold none",
         (FIRST, SECOND, replace(THIRD, category=1, threshold=None))),
        ("5 January 2026 threshold co-ordination",
         (FIRST, replace(SECOND, threshold="co-ordination"), THIRD)),
        ("5 January 2026 from 7 January 2026",
         (replace(FIRST, ended_on=D(2026, 1, 7)), replace(SECOND, started_on=D(2026, 1, 7)),
          THIRD)),
        ("1 January 2025 from 1 December 2024",
         (replace(FIRST, started_on=D(2024, 12, 1)), SECOND, THIRD)),
        ("5 January 2026 to 8 March 2026",
         (FIRST, replace(SECOND, ended_on=D(2026, 3, 8)),
          replace(THIRD, started_on=D(2026, 3, 8)))),
        ("1 March 2026 to 1 June 2026", (FIRST, SECOND, replace(THIRD, ended_on=D(2026, 6, 1)))),
        ("5 January 2026 from 7 January 2026 to 8 March 2026 level 3",
         (replace(FIRST, ended_on=D(2026, 1, 7)),
          replace(SECOND, level=3, started_on=D(2026, 1, 7), ended_on=D(2026, 3, 8)),
          replace(THIRD, started_on=D(2026, 3, 8)))),
        ("5 January 2026 removed", (replace(FIRST, ended_on=D(2026, 3, 1)), THIRD)),
        ("1 March 2026 removed", (FIRST, replace(SECOND, ended_on=D(9999, 12, 31)))),
        ("1 January 2025 removed", (SECOND, THIRD)),
    ],
)  # fmt: skip
def test_a_spell_is_set_right_and_its_neighbours_follow(
    words: str, spells: tuple[Spell, ...]
) -> None:
    assert typed(f"spell {words}") == replace(HELD, spells=spells)


def test_an_exit_is_set_right() -> None:
    left = replace(HELD, spells=(FIRST, replace(SECOND, ended_on=D(2026, 3, 1))))
    assert typed("spell 5 January 2026 to none", left).spells[-1].ended_on == D(9999, 12, 31)
    assert typed("spell 5 January 2026 to 2 March 2026", left).spells[-1].ended_on == D(2026, 3, 2)
    back = replace(HELD, spells=(FIRST, replace(SECOND, ended_on=D(2026, 2, 1)), THIRD))
    assert typed("spell 1 March 2026 removed", back).spells == back.spells[:2]
    assert typed("spell 1 March 2026 from 2 February 2026", back).spells[1] == back.spells[1]
    with pytest.raises(RuleBroken, match="would be in force at once"):
        typed("spell 1 March 2026 from 31 January 2026", back)
    with pytest.raises(RuleBroken, match="would be in force at once"):
        typed("spell 5 January 2026 to none", back)


@pytest.mark.parametrize(
    ("words", "field", "changed"),
    [
        ("custody 1 February 2026 from 31 January 2026", "custody",
         (HELD.custody[0], Custody(D(2026, 1, 31), D(2026, 2, 20)))),
        ("custody 1 February 2026 to none why recall", "custody", None),
        ("custody 1 January 2024 removed", "custody", (HELD.custody[1],)),
        ("custody 1 January 2024 why remand", "custody",
         (replace(HELD.custody[0], why="remand"), HELD.custody[1])),
        ("placement 1 May 2026 place 2 Example Road", "placements",
         (HELD.placements[0], replace(HELD.placements[1], place="2 Example Road"))),
        ("placement 1 May 2026 kind none place none", "placements",
         (HELD.placements[0], Placement("none", D(2026, 5, 1)))),
        ("placement 1 January 2026 to 3 May 2026", "placements", None),
        ("placement 1 January 2026 to 30 April 2026", "placements",
         (replace(HELD.placements[0], to_on=D(2026, 4, 30)), HELD.placements[1])),
        ("absence 1 April 2026 to 9 April 2026", "absences",
         (Absence(D(2026, 4, 1), D(2026, 4, 9)),)),
        ("absence 1 April 2026 from 19 February 2026", "absences", None),
        ("order shpo 5 January 2024 ends none", "orders",
         (Order("VOO", D(2024, 1, 5)), Order("SHPO", D(2024, 1, 5)))),
        ("order-change 2 May 2026 on 3 May 2026 note a phone", "order_changes",
         (OrderChange("SHPO", D(2024, 1, 5), "breached", D(2026, 5, 3), "a phone"),)),
        ("order-change breached 2 May 2026 removed", "order_changes", ()),
        ("event sro-breach 1 May 2026 kind notification revoked", "events",
         (*HELD.events[:2], Event("notification_revoked", D(2026, 5, 1)))),
        ("event sfo 1 May 2026 which 2 note three", "events",
         (HELD.events[0], HELD.events[2], Event("sfo", D(2026, 5, 1), "three"))),
        ("event sfo 1 May 2026 which 1 removed", "events", HELD.events[1:]),
        ("event sro breach 1 May 2026 on 30 April 2026", "events",
         (Event("sro_breach", D(2026, 4, 30)), *HELD.events[:2])),
        ("disclosure 1 May 2026 decision no to none", "disclosures",
         (Disclosure(D(2026, 5, 1), "no", "", "near"),)),
        ("disclosure 1 May 2026 to the head teacher on 2 May 2026 rationale he works there",
         "disclosures", (Disclosure(D(2026, 5, 2), "yes", "the head teacher", "he works there"),)),
        ("disclosure 1 May 2026 removed", "disclosures", ()),
    ],
)  # fmt: skip
def test_every_other_fact_is_set_right_alone_or_refused_where_two_would_clash(
    words: str, field: str, changed: tuple[object, ...] | None
) -> None:
    if changed is None:
        with pytest.raises(RuleBroken, match="at the same time as the"):
            typed(words)
        return
    assert typed(words) == replace(HELD, **{field: changed})  # type: ignore[arg-type]


def test_what_became_of_an_order_goes_where_the_order_goes() -> None:
    moved = typed("order SHPO 5 January 2024 kind SHPO-FT imposed 7 January 2024")
    assert Order("SHPO-FT", D(2024, 1, 7), D(2029, 1, 5)) in moved.orders
    assert moved.order_changes == (
        OrderChange("SHPO-FT", D(2024, 1, 7), "breached", D(2026, 5, 2)),
    )
    gone = typed("order SHPO 5 January 2024 removed")
    assert (gone.orders, gone.order_changes) == ((Order("VOO", D(2024, 1, 5)),), ())
    ended = typed("order-change 2 May 2026 kind ended")
    assert Order("SHPO", D(2024, 1, 5), D(2026, 5, 2)) in ended.orders
    later = typed("order-change 2 May 2026 on 4 May 2026", ended)
    assert Order("SHPO", D(2024, 1, 5), D(2026, 5, 4)) in later.orders
    with pytest.raises(RuleBroken, match="it cannot end on another day"):
        typed("order SHPO 5 January 2024 ends none", later)
    for words in ("kind VOO", "imposed 3 May 2026", "ends 1 May 2026"):
        with pytest.raises(RuleBroken):
            typed(f"order SHPO 5 January 2024 {words}")


def test_which_of_several_is_asked_back_with_lines_that_go_on() -> None:
    for words, count in (("event 1 May 2026", 3), ("event sfo 1 May 2026", 2),
                         ("order 5 January 2024", 2)):  # fmt: skip
        with pytest.raises(NotUnderstood) as asked:
            typed(f"{words} removed")
        assert len(asked.value.choices) == count
        left = set()
        for choice in asked.value.choices:
            again = choice.removeprefix("correct BED-1042 ").partition(" (")[0]
            after = typed(f"{again} removed")
            left.add((after.events, after.orders))
        assert len(left) == count


def test_a_spell_that_began_with_a_transfer_keeps_its_day() -> None:
    moved = replace(HELD, spells=(replace(SECOND, area="HER"), THIRD))
    for words in ("spell 1 March 2026 removed", "spell 1 March 2026 from 2 March 2026",
                  "spell 5 January 2026 to 2 March 2026"):  # fmt: skip
        with pytest.raises(RuleBroken, match="changed areas"):
            typed(words, moved)
    assert typed("spell 5 January 2026 level 3", moved).spells[0].area == "HER"


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ("", "spell", "name one of spell, custody, placement"),
        ("spell 5 January 2026", "spell", "say what was otherwise: level, category"),
        ("spell 6 January 2026 level 3", "spell",
         "no spell of 6 January 2026. Recorded are those of 1 March 2026, 5 January 2026"),
        ("spell soon level 3", "spell", "is not a day that can be read"),
        ("spell January level 3", "spell", "Example"),
        ("spell 5 January 2026 custody 1 May 2026 removed", "custody", "name one of"),
        ("spell 5 January 2026 removed level 3", "removed", "nothing else to correct"),
        ("spell 5 January 2026 kind VOO", "kind", "kind is nothing of a spell"),
        ("absence 1 April 2026 why recall", "why", "why is nothing of an absence"),
        ("spell 5 January 2026 level 4", "level", "There is no level"),
        ("spell 5 January 2026 category 5", "category", "There is no category"),
        ("spell 1 January 2025 category 3", "level", "Category 3 is managed at Level 2 or 3 only"),
        ("spell 1 January 2025 threshold senior", "threshold", "levels 2 and 3 only"),
        ("spell 5 January 2026 threshold tall", "threshold", "is not one of"),
        ("spell 5 January 2026 from 1 March 2026", "from", "not after it began"),
        ("spell 5 January 2026 from 1 January 2025", "from", "the spell before it began"),
        ("spell 1 March 2026 from 18 June 2026", "from", "still to come"),
        ("spell 1 March 2026 to 18 June 2026", "to", "still to come"),
        ("spell 5 January 2026 to none", "to", "another spell began on 1 March 2026"),
        ("spell 5 January 2026 to 1 May 1949", "to", "before 1950"),
        ("custody 1 February 2026 to 1 February 2026", "to", "not after it began"),
        ("custody 1 February 2026 why flu", "why", "is not one of sentence"),
        ("custody 3 March 2026 removed", "custody", "no custody of 3 March 2026"),
        ("placement 1 May 2026 kind hotel", "kind", "is not one of own-ap"),
        ("order ASBO 5 January 2024 removed", "order", "is not a day that can be read"),
        ("order NO 5 January 2024 removed", "order", "has no Notification Order order"),
        ("event sfo 1 May 2026 which 3 removed", "which", "there are only 2 of them"),
        ("event sfo 1 May 2026 which second removed", "which", "is no place in a row"),
        ("disclosure 1 May 2026 decision maybe", "decision", "is not one of yes, no"),
        ("disclosure 1 May 2026 to ???", "to", "no plain text"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(words: str, field: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed(words)
    assert refused.value.field == field
    assert says in refused.value.message
    assert "Example" in refused.value.message


def test_a_correction_needs_a_reason() -> None:
    with pytest.raises(RuleBroken, match="A correction needs a reason"):
        read_correction("BED-1042 spell 5 January 2026 level 3", TODAY)


def test_every_noun_and_every_value_has_its_field() -> None:
    fields = {field.name for field in SCHEMA.fields}
    assert NOUNS.keys() <= fields
    assert {value for noun in NOUNS.values() for value in noun.values} <= fields
