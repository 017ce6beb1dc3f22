"""Whatever is typed about a case, line after line: no illegal state, no overlap, nothing lost."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.arguments import Field
from mappa.case_changes import apply_update, differences, unchanged_fields
from mappa.case_facts import STILL_RUNNING
from mappa.cases import CaseRecord, Spell
from mappa.errors import MappaError
from mappa.remarks import remarks
from mappa.undoing import Difference, undo
from mappa.updates import PARTS, SCHEMA, read_update
from tests.build import POLICY, TODAY, case
from tests.mappa.test_case_histories import spells_are_one_line, stays_and_dates_are_in_order

DAYS = [(TODAY - timedelta(days)).isoformat() for days in (0, 1, 2, 3, 60)]
AHEAD = [(TODAY + timedelta(days)).isoformat() for days in (1, 30, 400)]
SHAPES: dict[str, list[str]] = {
    "day": [*DAYS, *AHEAD, "none"],
    "person": ["<@U0PETE>", "<@U0PRIYA>"],
    "number": ["1", "2"],
    "label": ["Sam Example", "12/3456", "none"],
    "text": ["as it was told", "none"],
    "flag": [""],
}
# What a field takes that its shape does not tell.
OWN: dict[str, list[str]] = {
    "level": ["0", "1", "2", "3"],
    "category": ["1", "2", "3", "4"],
    "custody": ["no", "recall", "sentence"],
    "risk": ["high", "low", "none"],
    "from": DAYS,
    "born": ["1980-05-01", "2009-05-01", "none"],
    "crn": ["X320741", "X320742", "none"],
    "pnc": ["81/34U", "none"],
    "cro": ["65656/91H", "none"],
    "prison-number": ["A1234AA", "none"],
    "district": ["Luton", "Bedford", "none"],
    "disposal": ["life", "imprisonment 29 months", "caution", "none"],
    "contact": ["police <@U0PETE>", "police Sam Example, 1 Road", "housing Jo Example",
                "police none"],
    "ends": [*AHEAD, "none"],
}  # fmt: skip
REASON = st.sampled_from(["", " because decided", " because decided"])


def of_field(field: Field) -> st.SearchStrategy[str]:
    """The field with a value that it may take."""
    values = OWN.get(field.name) or [*field.choices] or SHAPES.get(field.shape) or ["1", "2"]
    return st.sampled_from([f"{field.name} {value}".strip() for value in values])


FIELDS = {field.name: of_field(field) for field in SCHEMA.fields}


def of_fields(names: Sequence[str]) -> st.SearchStrategy[str]:
    """A line of some of these fields, each once."""
    chosen = st.lists(st.sampled_from(sorted(names)), min_size=1, max_size=3, unique=True)
    values = chosen.flatmap(lambda some: st.tuples(*(FIELDS[name] for name in some)))
    return st.tuples(values, REASON).map(lambda line: " ".join(line[0]) + line[1])


BY_NOUN = [
    of_fields([*(field.name for field in part.fields), *(["from"] if part.dated else [])])
    for part in PARTS
]
# Fields that belong together, since chance alone seldom brings them so.
WHOLE = [
    "level 3 threshold senior from {} because worse", "category 1 level 1 from {} because told",
    "category 3 level 2 from {} because referred", "exit from {} because left",
    "exit anyway from {} because died", "exit anyway watch yes until {} because left",
    "watch yes until {}", "watch no from {} because over", "custody recall from {}",
    "custody no from {}", "at-large yes from {}", "at-large no from {}",
    "convicted {} disposal caution because told", "convicted {} disposal life because told",
    "convicted {} disposal imprisonment 29 months notification-end 2040-01-01 because told",
    "notification-end {} because told", "review {} because told", "sled {} because varied",
    "release {} because told", "born 2009-05-01 because told", "born none because wrong",
    "placement private from {}", "placement ended from {}", "order SHPO imposed {}",
    "order SHPO breached {}", "risk none because wrong", "owner <@U0PETE>", "member <@U0PETE>",
]  # fmt: skip
whole = st.builds(str.format, st.sampled_from(WHOLE), st.sampled_from([*DAYS, *AHEAD]))
lines = st.one_of(whole, whole, whole, *BY_NOUN, of_fields(list(FIELDS)))
starts = st.sampled_from(
    [case(dates={}, spells=spells) for spells in ((), (Spell(2, 2, date(2026, 1, 5)),))]
)


@settings(max_examples=120)
@given(starts, st.lists(lines, min_size=4, max_size=15))
def test_no_sequence_of_lines_breaks_a_rule_or_loses_what_was(
    facts: CaseRecord, history: list[str]
) -> None:
    for typed in history:
        before = facts
        try:
            update = read_update(f"BED-1042 {typed}", TODAY, POLICY)
            facts = apply_update(before, update)
        except MappaError as refused:
            assert refused.message
            continue
        everything_is_legal(facts)
        was, now = differences(before, facts)
        assert (facts == before) == (not now)
        if now:
            every_change_can_be_taken_back(before, facts, Difference(was, now))
        if not update.reason:
            nothing_is_gone(before, facts)
        assert unchanged_fields(update, before, facts) <= update.fields
        assert all(remarks(before, facts, POLICY, TODAY))


def everything_is_legal(facts: CaseRecord) -> None:
    spells_are_one_line(facts)
    stays_and_dates_are_in_order(facts)
    one_after_the_other([(one.from_on, one.to_on) for one in facts.placements])
    where = [(one.from_on, one.to_on) for one in facts.custody]
    where += [(one.from_on, one.to_on) for one in facts.absences]
    one_after_the_other(where)
    assert sum(to_on == STILL_RUNNING for _, to_on in where) <= 1
    one_after_the_other([(one.from_on, one.until_on + timedelta(1)) for one in facts.watches])
    each_once([one.convicted_on for one in facts.convictions])
    each_once([one.agency for one in facts.contacts])
    each_once([member.user_id for member in facts.team])
    assert facts.date_notes.keys() <= facts.dates.keys()
    assert facts.rosh in (None, "high", "low", "medium", "very-high")
    for conviction in facts.convictions:
        assert conviction.convicted_on <= TODAY
        assert facts.born_on is None or facts.born_on < conviction.convicted_on


def one_after_the_other(intervals: list[tuple[date, date]]) -> None:
    assert all(start < end for start, end in intervals)
    assert all(one[1] <= other[0] for one, other in pairwise(sorted(intervals)))


def each_once(items: list[Any]) -> None:
    assert len(items) == len(set(items))


def every_change_can_be_taken_back(
    before: CaseRecord, after: CaseRecord, change: Difference
) -> None:
    """What the record keeps of a change is all that was: nothing is lost by it."""
    back = undo(after, change, [])
    assert differences(back, before) == ({}, {})


def nothing_is_gone(before: CaseRecord, after: CaseRecord) -> None:
    """Without a reason facts are added, ended, or told more of, but none is taken out."""
    singles = ("name", "born_on", "crn", "pnc", "cro", "prison_number", "visor_ref")
    for name in singles:
        assert getattr(before, name) in (None, "", getattr(after, name))
    assert before.limited_access == after.limited_access
    for name, begins in (
        ("custody", "from_on"), ("absences", "from_on"), ("placements", "from_on"),
        ("convictions", "convicted_on"), ("watches", "from_on"),
    ):  # fmt: skip
        was = [getattr(one, begins) for one in getattr(before, name)]
        now = [getattr(one, begins) for one in getattr(after, name)]
        assert set(was) <= set(now), name
    assert set(before.convictions) <= set(after.convictions)
    assert before.dates.items() <= after.dates.items()
    for kind in ("rosh", "victim_concerns", "district"):
        assert getattr(before, kind) is None or getattr(after, kind) is not None
