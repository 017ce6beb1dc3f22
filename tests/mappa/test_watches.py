"""The police's watch list: from the day of leaving until the sentence ends, one at a time."""

from datetime import date

import pytest

from mappa.case_facts import Watch
from mappa.cases import CaseRecord, Spell
from mappa.watches import watch_on
from tests.build import TODAY, case
from tests.mappa.typed import after, after_all, refused

JUNE, END, LATER = date(2026, 6, 1), date(2028, 5, 1), date(2029, 5, 1)
INSIDE = case(dates={"sentence_end": END})
LEFT = case(spells=(Spell(2, 2, date(2026, 1, 5), JUNE),), dates={"sentence_end": END})
ENDLESS = case(spells=LEFT.spells, dates={})
WATCHED = case(spells=LEFT.spells, watches=(Watch(JUNE, END, "left"),))


@pytest.mark.parametrize(
    ("facts", "typed", "watches"),
    [
        (INSIDE, "exit watch yes because licence ended", (Watch(TODAY, END, "licence ended"),)),
        (INSIDE, "exit watch yes from 1 June 2026 because left", (Watch(JUNE, END, "left"),)),
        (INSIDE, "exit watch yes until 1 May 2029 because left", (Watch(TODAY, LATER, "left"),)),
        (LEFT, "watch yes", (Watch(TODAY, END),)),
        (LEFT, "watch yes from 1 June 2026", (Watch(JUNE, END),)),
        (ENDLESS, "watch yes until 1 May 2028", (Watch(TODAY, END),)),
        (ENDLESS, "watch yes until 17 June 2026", (Watch(TODAY, TODAY),)),
        (WATCHED, "watch yes", WATCHED.watches),
        (WATCHED, "until 1 May 2028", WATCHED.watches),
        (WATCHED, "watch yes until 1 May 2029 because varied", (Watch(JUNE, LATER, "left"),)),
        (WATCHED, "until 1 May 2029 because varied", (Watch(JUNE, LATER, "left"),)),
        (WATCHED, "watch no because x", (Watch(JUNE, date(2026, 6, 16), "left"),)),
        (WATCHED, "watch no from 1 June 2026 because never asked", ()),
        (WATCHED, "category 1 level 1 because back", WATCHED.watches),
    ],
)
def test_a_watch_begins_when_the_person_leaves(
    facts: CaseRecord, typed: str, watches: tuple[Watch, ...]
) -> None:
    assert after(typed, facts).watches == watches


@pytest.mark.parametrize(
    ("facts", "typed", "says", "field"),
    [
        (INSIDE, "watch yes", "is under MAPPA, at level 2", "watch"),
        (LEFT, "watch maybe", "is not one of yes, no", "watch"),
        (LEFT, "watch no because x", "is not on the watch list", "watch"),
        (LEFT, "until 1 May 2028", "until goes with watch yes", "until"),
        (LEFT, "watch no until 1 May 2028 because x", "until goes with watch yes", "until"),
        (LEFT, "watch yes until 16 June 2026", "it would end on 16 June 2026", "until"),
        (LEFT, "watch yes from 30 May 2026", "is under MAPPA, at level 2", "watch"),
        (ENDLESS, "watch yes", "has no sentence end. Say until when", "until"),
        (WATCHED, "watch no", "Ending a watch needs a reason", "because"),
        (WATCHED, "until 1 May 2029", "Changing until needs a reason", "because"),
        (WATCHED, "until 16 June 2026 because x", "it would end on 16 June 2026", "until"),
    ],
)
def test_a_watch_that_cannot_be_is_refused(
    facts: CaseRecord, typed: str, says: str, field: str
) -> None:
    refusal = refused(typed, facts)
    assert says in refusal.message
    assert refusal.field == field


def test_watches_never_overlap() -> None:
    lines = ["watch no from 10 June 2026 because x", "watch yes until 1 May 2029 from 12 June 2026"]
    twice = after_all(lines, WATCHED)
    assert [watch.until_on for watch in twice.watches] == [date(2026, 6, 9), LATER]
    assert "another one begins on 12 June 2026" in (
        refused("watch yes until 1 May 2028 from 11 June 2026", twice).message
    )
    assert "another watch begins before" in (
        refused("until 1 May 2030 from 5 June 2026 watch yes because x", twice).message
    )


def test_the_last_day_of_a_watch_counts() -> None:
    assert watch_on(WATCHED, END) == WATCHED.watches[0]
    assert watch_on(WATCHED, date(2028, 5, 2)) is None
    assert watch_on(WATCHED, date(2026, 5, 31)) is None
