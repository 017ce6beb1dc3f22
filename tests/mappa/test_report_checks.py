"""The checks of the annual report: what fires, in which cell, and what does not."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.statistics.checks import check_report
from mappa.statistics.rules import COUNTING
from tests.published import published

Typed = dict[str, Any]
Change = Callable[[Typed], object]
ONE = ("snapshot within year", "level 3, category 2")  # what is in the published report
LICENCE, SOPO = "returned_to_custody_breach_of_licence", "returned_to_custody_breach_of_sopo"
SHPO, ORDERS = "returned_to_custody_breach_of_shpo", "orders_imposed_on_category_1"
NOTIFICATION = "rso_cautioned_or_convicted_for_breach_of_notification"
OF_NOTIFICATION = "RSO cautioned or convicted for breach of notification"


def found_in(typed: Typed) -> list[tuple[str, str]]:
    """What is found beside the one thing that is in the published report as it stands."""
    found = [(finding.check, finding.cell) for finding in check_report(typed)]
    assert found.count(ONE) <= 1
    return [one for one in found if one != ONE]


def put(*path: str | int, value: Any) -> Change:
    def change(typed: Typed) -> None:
        place: Any = typed
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def take_out(*path: str) -> Change:
    def change(typed: Typed) -> None:
        place: Any = typed
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


def both(*changes: Change) -> Change:
    return lambda typed: [change(typed) for change in changes]


def row(table: str, name: str, *cells: Any) -> Change:
    return put(table, name, value=list(cells))


def test_the_published_report_has_exactly_one_finding() -> None:
    (finding,) = check_report(published())
    assert (finding.check, finding.cell) == ONE
    assert "3 on the last day but 2 in the year" in finding.message
    assert str(finding).startswith("Level 3, category 2: 3 on the last day")


SUMS: list[tuple[Change, list[tuple[str, str]]]] = [
    (put("snapshot", "level_2", 3, value=46), [("row total", "snapshot, level 2, total")]),
    (put("snapshot", "total", 2, value=11), [("column total", "snapshot, total, category 3")]),
    (put("yearly", "total", 3, value=112), [("grand total", "yearly, total, total")]),
    (
        put("yearly", "level_2", 0, value=18),
        [("row total", "yearly, level 2, total"), ("column total", "yearly, total, category 1")],
    ),
    (
        row(LICENCE, "total", 6, 17, 3, 27),
        [("grand total", "returned to custody breach of licence, total, total")],
    ),
    (  # somebody whose level is to be confirmed belongs to the total
        both(
            row("snapshot", "level_to_be_confirmed", 0, 2, 0, 2),
            row("snapshot", "total", 604, 233, 10, 847),
        ),
        [],
    ),
    (
        put("snapshot", "level_to_be_confirmed", value=[0, 1, 0, 1]),
        [("column total", "snapshot, total, category 2")],
    ),
]
CELLS: list[tuple[Change, list[tuple[str, str]]]] = [
    (
        both(
            row("snapshot", "level_1", 595, 197, 1, 793),
            row("snapshot", "total", 604, 230, 11, 845),
        ),
        [("category 3", "snapshot, level 1, category 3")],
    ),
    (
        both(row("yearly", "level_2", 7, 80, 17, 104), row("yearly", "total", 9, 82, 20, 111)),
        [("snapshot within year", "level 2, category 1")],
    ),
    (
        both(row(LICENCE, "level_3", 3, 0, 0, 3), row(LICENCE, "total", 7, 17, 3, 27)),
        [("returned within year", "returned to custody breach of licence, level 3, category 1")],
    ),
    (
        both(row(SOPO, "level_3", 0, 0, 4, 4), row(SOPO, "total", 0, 0, 4, 4)),
        [("returned within year", "returned to custody breach of SOPO, level 3, category 3")],
    ),
    (
        put(ORDERS, "NO", value=-1),
        [("negative", "orders imposed on category 1, NO")],
    ),
    (row("snapshot", "level_1", 595, 198, "-", 793), []),
    (put("serious_further_offences", value="\N{EN DASH}"), []),
    (row("snapshot", "level_1", 595, 198, "", 793), [("blank", "snapshot, level 1, category 3")]),
    (row("snapshot", "level_1", 595, 198, None, 793), [("blank", "snapshot, level 1, category 3")]),
    (put(NOTIFICATION, value=None), [("blank", OF_NOTIFICATION)]),
    (put("rso_per_100000", value=None), []),
    (put("level_1_share_percent", value=None), []),
    (put("training_sessions", value=None), []),
    (row("snapshot", "level_3", 1, "3", 3, 7), [("number", "snapshot, level 3, category 2")]),
    (put(ORDERS, "NO", value=True), [("number", "orders imposed on category 1, NO")]),
    (put(ORDERS, "NO", value=1.5), [("number", "orders imposed on category 1, NO")]),
    (put(ORDERS, "NO", value=10**30), [("number", "orders imposed on category 1, NO")]),
    (put(ORDERS, "NO", value=1.0), []),
    (put(ORDERS, "NO", value={"a": 1}), [("number", "orders imposed on category 1, NO")]),
]  # fmt: skip
RATIOS: list[tuple[Change, list[tuple[str, str]]]] = [
    (put("population", value=554_100), []),
    (put("population", value=620_000), [("rate", "RSO per 100,000")]),
    (put("population", value=0), [("rate", "population")]),
    (put("population", value="many"), [("number", "population")]),
    (put("level_1_share_percent", value=95), [("share", "level 1 share percent")]),
]
AROUND: list[tuple[Change, list[tuple[str, str]]]] = [
    (put("snapshot_on", value="2014-03-30"), [("period", "snapshot on")]),
    (put("year_from", value="2013-01-01"), [("period", "year from")]),
    (take_out("year_to"), [("period", "year to")]),
    (put("year", value="2013"), [("period", "year")]),
    (put("year", value=["2013/14"]), [("period", "year")]),
    (put("counting", value="last"), [("counting", "counting")]),
    (put("counting", value=[]), [("counting", "counting")]),
    (put(ORDERS, "SHPO", value=0), [("labels", "orders imposed on category 1, SHPO")]),
    (put("sro_breach", value=3), []),
    (
        put("lifetime_notification_revoked", value=3),
        [("labels", "lifetime notification revoked")],
    ),
    (take_out("snapshot"), [("missing", "snapshot")]),
    (take_out(SOPO), [("missing", "returned to custody breach of SOPO")]),
    (take_out("yearly", "level_3"), [("missing", "yearly, level 3")]),
    (put("yearly", value=[]), [("shape", "yearly")]),
    (put("yearly", "level_4", value=[0, 0, 0, 0]), [("shape", "yearly")]),
    (put(SOPO, "total", value=[0, 0, 0]), [("shape", "returned to custody breach of SOPO, total")]),
    (put(ORDERS, value=49), [("shape", "orders imposed on category 1")]),
    (put("columns", value="four"), [("columns", "columns")]),
    (put("columns", 2, value="category_9"), [("columns", "columns")]),
]


@pytest.mark.parametrize(("change", "expected"), SUMS + CELLS + RATIOS + AROUND)
def test_a_mistake_is_found_in_its_cell_and_nothing_else_is(
    change: Change, expected: list[tuple[str, str]]
) -> None:
    typed = published()
    change(typed)
    found = found_in(typed)
    if ("missing", "yearly, level 3") in expected:
        found = [one for one in found if one[0] == "missing"]
    assert found == expected


def of_2016_17(**given: Any) -> Typed:
    """The same figures in the layout of a later year."""
    typed = published()
    typed |= {"year": "2016/17", "snapshot_on": "2017-03-31"}
    typed |= {"year_from": "2016-04-01", "year_to": "2017-03-31", SHPO: typed.pop(SOPO)}
    return typed | {ORDERS: {"SHPO": 40, "SHPO-FT": 2, "NO": 0}} | given


def test_later_years_have_their_own_names() -> None:
    assert found_in(of_2016_17(lifetime_notification_revoked=2)) == []
    assert found_in(of_2016_17(**{ORDERS: {"SOPO": 0}})) == [
        ("labels", "orders imposed on category 1, SOPO")
    ]
    assert found_in(of_2016_17(**{SOPO: published()[SOPO]})) == [
        ("labels", "returned to custody breach of SOPO")
    ]
    assert found_in(of_2016_17(**{ORDERS: {"ASBO": 1}})) == [
        ("labels", "orders imposed on category 1, “ASBO”")
    ]


def test_category_4_is_a_column_from_2022_on() -> None:
    typed = published()
    typed["columns"].insert(3, "category_4")
    for table in ("snapshot", "yearly", LICENCE, SOPO):
        for cells in typed[table].values():
            cells.insert(3, 0)
    assert found_in(typed) == [("labels", "category 4")]
    typed |= {"year": "2022/23", "snapshot_on": "2023-03-31", SHPO: typed.pop(SOPO)}
    typed |= {"year_from": "2022-04-01", "year_to": "2023-03-31", ORDERS: {"SHPO": 1}}
    assert found_in(typed) == []


@pytest.mark.parametrize(
    ("total", "found"),
    [
        ([21, 70, 20, 111], []),
        ([20, 70, 20, 108], []),  # somebody at both levels is one person
        ([21, 70, 20, 104], []),
        ([22, 70, 20, 111], [("column total", "yearly, total, category 1")]),
        ([18, 70, 20, 108], [("column total", "yearly, total, category 1")]),
        ([21, 70, 20, 112], [("grand total", "yearly, total, total")]),
        ([21, 70, 20, 103], [("grand total", "yearly, total, total")]),
    ],
)
def test_totals_of_people_under_every_level_may_be_less_than_the_sum(
    total: list[int], found: list[tuple[str, str]]
) -> None:
    typed = published() | {"counting": "each"}
    typed["yearly"]["total"] = total
    assert found_in(typed) == found
    if sum(total[:3]) != 111:
        assert found_in(typed | {"counting": "first"}) != []


def test_a_rate_that_looks_like_all_ages_is_called_so() -> None:
    def message(**given: Any) -> str:
        (finding,) = [one for one in check_report(published() | given) if one.check == "rate"]
        return finding.message

    assert "the population looks like that of all ages" in message(population=620_000)
    assert "people of all ages were counted" in message(population=554_100, rso_per_100000=97)
    assert "all ages" not in message(population=554_100, rso_per_100000=50)
    assert "are 109 per 100,000, not 50" in message(population=554_100, rso_per_100000=50)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("-"),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
TABLES = ("snapshot", "yearly", LICENCE, ORDERS)
PLACES: list[tuple[str, ...]] = [(name,) for name in published()]
PLACES += [(table, name) for table in TABLES for name in published()[table]]


@settings(max_examples=60)
@given(st.sampled_from(PLACES), ANYTHING, st.sampled_from(sorted(COUNTING)))
def test_whatever_stands_in_a_report_is_found_and_never_a_fault(
    place: tuple[str, ...], value: Any, counting: str
) -> None:
    typed = published() | {"counting": counting}
    put(*place, value=value)(typed)
    before = published() | {"year": "2012/13"}
    for finding in check_report(typed, before) + check_report(before, typed):
        assert finding.check
        assert "\n" not in str(finding)
