"""The tables of the report, counted from dicts of zeros; every counting rule on one example."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.answers import Cell
from mappa.cases import Spell
from mappa.statistics import COUNTING, Report, make_report, report_text, yearly_table
from mappa.years import MappaYear

YEAR = MappaYear(2013)
FROM, TO = YEAR.starts_on, YEAR.ends_on


def day(month: int, number: int = 1) -> date:
    return date(2013 if month >= 4 else 2014, month, number)


# Five people of the year, made so that the three rules differ on each of the first four.
ROSE = [Spell(2, 2, day(5), day(12)), Spell(2, 3, day(12), day(3))]
FELL = [Spell(1, 3, day(4), day(7)), Spell(1, 2, day(7), day(10))]
CHANGED = [Spell(2, 2, day(6), day(9)), Spell(1, 2, day(9), day(11))]
CAME_AND_WENT = [
    Spell(3, 2, day(4), day(5)),
    Spell(1, 3, day(6), day(7)),
    Spell(2, 2, day(9), day(10)),
]
STAYED = [Spell(2, 2, date(2012, 1, 1), date(2015, 1, 1))]
PEOPLE = [ROSE, FELL, CHANGED, CAME_AND_WENT, STAYED]


def report(*cells: Cell, people: list[list[Spell]] = PEOPLE, counting: str = "first") -> Report:
    spells = [(number, spell) for number, held in enumerate(people) for spell in held]
    return make_report("Bedfordshire", YEAR, cells, spells, counting)


@pytest.mark.parametrize(
    ("counting", "level_2", "level_3", "total"),
    [
        ("first", [0, 3, 1, 4], [1, 0, 0, 1], [1, 3, 1, 5]),
        ("highest", [1, 1, 0, 2], [2, 1, 0, 3], [3, 2, 0, 5]),
        ("each", [2, 3, 0, 5], [2, 1, 0, 3], [3, 2, 0, 5]),
    ],
)
def test_each_counting_rule_on_an_example_made_by_hand(
    counting: str, level_2: list[int], level_3: list[int], total: list[int]
) -> None:
    table = report(counting=counting).yearly
    assert table == {"level_2": level_2, "level_3": level_3, "total": total}


def test_the_order_in_which_spells_come_makes_no_difference() -> None:
    spells = [(number, spell) for number, held in enumerate(PEOPLE) for spell in held]
    for counting in COUNTING:
        one = make_report("B", YEAR, (), spells, counting)
        other = make_report("B", YEAR, (), spells[::-1], counting)
        assert one.yearly == other.yearly


def test_a_report_of_nobody_is_zeros_and_not_blanks() -> None:
    found = report(people=[])
    assert found.snapshot == {
        name: [0, 0, 0, 0] for name in ("level_1", "level_2", "level_3", "total")
    }
    assert found.yearly == {name: [0, 0, 0, 0] for name in ("level_2", "level_3", "total")}
    assert found.columns == ("category_1", "category_2", "category_3", "total")
    assert found.warnings == ()


def test_the_picture_counts_the_community_and_adds_up() -> None:
    found = report(Cell(1, 1, 595, 40), Cell(2, 1, 8, 2), Cell(1, 2, 198, 15), Cell(3, 3, 3, 0))
    assert found.snapshot == {
        "level_1": [595, 198, 0, 793],
        "level_2": [8, 0, 0, 8],
        "level_3": [0, 0, 3, 3],
        "total": [603, 198, 3, 804],
    }


def test_a_row_to_be_confirmed_stands_before_the_total_where_somebody_is_in_it() -> None:
    found = report(Cell(1, 1, 5, 0), Cell(0, 2, 2, 1))
    assert list(found.snapshot) == [
        "level_1", "level_2", "level_3", "level_to_be_confirmed", "total",
    ]  # fmt: skip
    assert found.snapshot["level_to_be_confirmed"] == [0, 2, 0, 2]
    assert found.snapshot["total"] == [5, 2, 0, 7]
    assert "level_to_be_confirmed" not in report(Cell(0, 2, 0, 1)).snapshot


def test_a_column_of_category_4_is_there_where_somebody_is_in_it() -> None:
    in_the_picture = report(Cell(1, 4, 2, 0), people=[])
    assert in_the_picture.columns[-2:] == ("category_4", "total")
    assert in_the_picture.snapshot["total"] == [0, 0, 0, 2, 2]
    assert in_the_picture.yearly["total"] == [0, 0, 0, 0, 0]
    in_the_year = report(people=[[Spell(4, 2, day(5), day(6))]])
    assert in_the_year.yearly["level_2"] == [0, 0, 0, 1, 1]
    assert len(in_the_year.snapshot["level_1"]) == 5
    assert "category_4" not in report(Cell(1, 4, 0, 3), people=[]).columns


def test_a_picture_above_the_year_is_warned_of_by_its_cell() -> None:
    found = report(Cell(3, 2, 1, 0), people=[ROSE], counting="first")
    assert found.warnings == (
        "Level 3, Category 2: 1 on the last day but 0 in the year; the counting rule places "
        "somebody under another level",
    )
    assert report(Cell(3, 2, 1, 0), people=[ROSE], counting="highest").warnings == ()
    assert report(Cell(3, 2, 1, 0), people=[ROSE], counting="each").warnings == ()


def test_a_report_is_printed_under_the_keys_of_the_published_figures() -> None:
    found = report(Cell(2, 2, 1, 0), people=[STAYED]).as_json_object()
    assert found == {
        "area": "Bedfordshire",
        "year": "2013/14",
        "snapshot_on": "2014-03-31",
        "year_from": "2013-04-01",
        "year_to": "2014-03-31",
        "columns": ["category_1", "category_2", "category_3", "total"],
        "snapshot": {
            "level_1": [0, 0, 0, 0],
            "level_2": [0, 1, 0, 1],
            "level_3": [0, 0, 0, 0],
            "total": [0, 1, 0, 1],
        },
        "yearly": {"level_2": [0, 1, 0, 1], "level_3": [0, 0, 0, 0], "total": [0, 1, 0, 1]},
        "counting": "first",
        "warnings": [],
    }


@pytest.mark.parametrize("counting", COUNTING)
def test_the_words_of_a_report_name_the_rule_and_every_figure(counting: str) -> None:
    found = report(Cell(1, 1, 1595, 0), Cell(3, 2, 9, 0), counting=counting)
    words = report_text(found)
    assert words.startswith("Bedfordshire, 2013/14\n")
    assert "In the community on 31 March 2014" in words
    assert f"Levels 2 and 3 in the year ({COUNTING[counting]})" in words
    assert "1,595" in words
    assert all(f"Note: {warning}." in words for warning in found.warnings)
    assert found.warnings


histories = st.lists(
    st.lists(
        st.tuples(st.integers(2, 3), st.integers(1, 4), st.integers(0, 300), st.integers(1, 60)),
        min_size=1,
        max_size=4,
    ),
    max_size=6,
)


@given(histories)
def test_every_rule_counts_each_person_once_in_the_total(
    drawn: list[list[tuple[int, int, int, int]]],
) -> None:
    people = []
    for held in drawn:
        spells, free = [], FROM
        for level, category, gap, length in held:
            start = date.fromordinal(free.toordinal() + gap % 40)
            free = date.fromordinal(start.toordinal() + length)
            spells.append(Spell(category, level, start, free))
        people.append(spells)
    tables = {rule: yearly_table(people, FROM, rule, (1, 2, 3, 4)) for rule in COUNTING}
    for rule, table in tables.items():
        assert table["total"][-1] == len(people)
        for row in table.values():
            assert sum(row[:-1]) == row[-1]
        if rule != "each":
            pairs = zip(table["level_2"], table["level_3"], strict=True)
            assert [one + other for one, other in pairs] == table["total"]
    at_level_3 = sum(any(spell.level == 3 for spell in held) for held in people)
    assert tables["highest"]["level_3"][-1] == tables["each"]["level_3"][-1] == at_level_3
    assert tables["first"]["level_3"][-1] <= at_level_3
