"""The report put together from counts: its keys, its layouts by date, its ratios."""

from dataclasses import replace
from typing import Any

import pytest

from mappa.statistics.happenings import Happened, countable, first_of_each, returned
from mappa.statistics.ratios import per_cent, rate_per_100000
from mappa.statistics.reports import Counts, Report, make_report
from mappa.statistics.returns import FrozenReturn
from mappa.statistics.warnings import Approval, complete
from mappa.statistics.yearly import Yearly
from mappa.years import MappaYear
from tests.build import NOW, TODAY
from tests.published import published

YEAR = MappaYear(2013)
# What was counted in Bedfordshire in 2013/14, from which the published report follows.
PUBLISHED = Counts(
    snapshot={
        (1, 1): 595, (1, 2): 198, (2, 1): 8, (2, 2): 30, (2, 3): 7, (3, 1): 1, (3, 2): 3, (3, 3): 3,
    },
    yearly=Yearly(
        {(2, 1): 19, (2, 2): 68, (2, 3): 17, (3, 1): 2, (3, 2): 2, (3, 3): 3},
        {1: 21, 2: 70, 3: 20},
        111,
    ),
    breaches_of_notification=14,
    orders={"SOPO": 47, "NO": 1, "FTO": 1},
    returned_licence={(2, 1): 4, (2, 2): 17, (2, 3): 3, (3, 1): 2},
    training_sessions=4,
    audits=2,
    population=554_100,
)  # fmt: skip


def report(year: int = 2013, **given: Any) -> Report:
    return make_report("Bedfordshire", MappaYear(year), "first", replace(PUBLISHED, **given))


def test_the_published_report_is_printed_key_by_key_in_its_order() -> None:
    found = complete(report()).as_json_object()
    assert list(found) == [*published(), "counting", "warnings"]
    assert {key: found[key] for key in published()} == published()
    assert found["counting"] == "first"
    (warning,) = found["warnings"]
    assert warning.startswith("Level 3, category 2: 3 on the last day but 2 in the year; the count")


def test_a_report_of_nobody_is_zeros_where_it_counts_and_null_where_there_is_no_ratio() -> None:
    found = complete(make_report("Kent", YEAR, "each", Counts())).as_json_object()
    nobody = {"level_2": [0, 0, 0, 0], "level_3": [0, 0, 0, 0], "total": [0, 0, 0, 0]}
    assert found["snapshot"] == {"level_1": [0, 0, 0, 0], **nobody}
    assert found["yearly"] == found["returned_to_custody_breach_of_licence"] == nobody
    assert found["returned_to_custody_breach_of_sopo"] == nobody
    assert found["orders_imposed_on_category_1"] == {"SOPO": 0, "NO": 0, "FTO": 0}
    assert found["serious_further_offences"] == 0
    for key in ("rso_per_100000", "level_1_share_percent", "training_sessions"):
        assert found[key] is None
    assert found["audits_per_year_at_least"] is None
    assert found["warnings"] == []


IMPOSED = {"SOPO": 5, "FTO": 1, "SHPO": 7, "SHPO-FT": 2, "VOO": 3, "SRO": 4}


@pytest.mark.parametrize(
    ("year", "orders", "warned"),
    [
        (2013, {"SOPO": 5, "NO": 0, "FTO": 1}, ["7 SHPO imposed", "2 SHPO-FT imposed"]),
        (2014, {"SOPO": 5, "SHPO": 7, "SHPO-FT": 2, "FTO": 1}, ["In 2014/15 SHPO took the place"]),
        (2015, {"SHPO": 7, "SHPO-FT": 2, "NO": 0}, ["5 SOPO imposed", "1 FTO imposed"]),
    ],
)
def test_orders_are_those_of_the_year_and_what_has_no_line_is_warned_of(
    year: int, orders: dict[str, int], warned: list[str]
) -> None:
    found = report(year, orders=IMPOSED)
    assert found.as_json_object()["orders_imposed_on_category_1"] == orders
    assert len(found.warnings) == len(warned)
    assert all(map(str.startswith, found.warnings, warned))
    breach = "sopo" if year < 2015 else "shpo"
    tables = [key for key in found.as_json_object() if key.startswith("returned_to_custody")]
    assert tables[1:] == [f"returned_to_custody_breach_of_{breach}"]


def test_later_years_have_lines_of_their_own_where_there_is_any() -> None:
    later = ("lifetime_notification_revoked", "became_subject_to_notification_after_sro_breach")
    revoked = {"notification_revoked": 3, "sro_breaches": 0}
    assert not set(later) & set(report(2014, **revoked).as_json_object())
    found = report(2015, **revoked).as_json_object()
    assert (found[later[0]], later[1] in found) == (3, False)
    assert list(found)[-2:] == ["counting", "warnings"]


def test_a_row_to_be_confirmed_and_a_column_of_category_4_are_there_where_somebody_is() -> None:
    found = report(snapshot={(1, 1): 5, (0, 2): 2})
    assert list(found.snapshot) == [
        "level_1", "level_2", "level_3", "level_to_be_confirmed", "total",
    ]  # fmt: skip
    assert found.snapshot["total"] == (5, 2, 0, 7)
    assert found.level_1_share_percent == 71
    assert "level_to_be_confirmed" not in report(snapshot={(0, 2): 0}).snapshot
    fourth = report(2023, snapshot={(1, 1): 5}, returned_order={(2, 4): 1})
    assert fourth.columns[-2:] == ("category_4", "total")
    assert fourth.returned_order["level_2"] == (0, 0, 0, 1, 1)
    assert fourth.snapshot["level_1"] == (5, 0, 0, 0, 5)
    assert "category_4" not in report(returned_order={(2, 4): 0}).columns


@pytest.mark.parametrize(
    ("people", "population", "rate"),
    [(604, 554_100, 109), (1, 200_000, 1), (1, 200_001, 0), (0, 10, 0), (5, None, None)],
)
def test_a_rate_is_whole_rounded_half_up_and_none_without_a_population(
    people: int, population: int | None, rate: int | None
) -> None:
    assert rate_per_100000(people, population) == rate


def test_a_share_of_nobody_is_none() -> None:
    assert (per_cent(793, 845), per_cent(1, 200), per_cent(0, 3)) == (94, 1, 0)
    assert per_cent(0, 0) is None


LICENCE = "returned_breach_of_licence"
EVENTS = [
    Happened(LICENCE, 1, 1, 1),  # at Level 1: not the one that counts
    Happened(LICENCE, 2, None, None),  # not at any level
    Happened(LICENCE, 1, 2, 1),
    Happened(LICENCE, 1, 3, 2),  # a second return
    Happened(LICENCE, 3, 3, 4),
    Happened("returned_breach_of_order", 4, 2, 1),
    Happened("sfo", 1, 2, 4),
    Happened("sfo", 1, 2, 1),
]


def test_people_are_counted_at_their_first_return_from_level_2_or_3() -> None:
    assert returned(EVENTS, LICENCE) == {(2, 1): 1, (3, 4): 1}
    assert [event.case_id for event in first_of_each(EVENTS, LICENCE)] == [1, 2, 3]
    assert first_of_each(EVENTS, "sro_breach") == []
    assert len(countable(EVENTS, category_4=True)) == len(EVENTS)
    assert {event.category for event in countable(EVENTS, category_4=False)} == {None, 1, 2}


def test_a_year_that_is_not_over_and_hidden_categories_are_said() -> None:
    empty = make_report("Kent", MappaYear(2026), "first", Counts(), category_4=False)
    assert complete(empty, today=TODAY).warnings == (
        "2026/27 is not over: the figures for 31 March 2027 are what is recorded now",
        "Category 4 not shown",
    )
    assert complete(empty, today=MappaYear(2027).starts_on).warnings == ("Category 4 not shown",)
    assert complete(report(), today=YEAR.ends_on).warnings[0].startswith("2013/14 is not over")


def test_a_population_of_all_ages_is_noticed() -> None:
    assert len(complete(report(), recorded_population=554_100).warnings) == 1
    warnings = complete(report(population=630_000), recorded_population=554_100).warnings
    assert "looks like that of all ages: 554,100 people aged 10 and over" in warnings[1]


def test_the_year_before_is_compared_where_it_has_figures() -> None:
    then = report(2012, yearly=Yearly({(2, 1): 42, (3, 1): 2}, {1: 44}, 44), orders={})
    found = complete(report(), then)
    assert found.previous == then
    assert [w for w in found.warnings if "year before" in w] == [
        "Yearly, level 2, category 1: 42 the year before and 19 now, a change of 23 (55%); "
        "more than 50% and 20 people",
        "Yearly, level 2, category 2: 0 the year before and 68 now, a change of 68; "
        "more than 50% and 20 people",
    ]
    assert complete(report(), make_report("B", MappaYear(2012), "first", Counts())).previous is None


def frozen(approved: Report) -> FrozenReturn:
    return FrozenReturn(YEAR, "first", approved.as_json_object(), "0" * 64, "Jo Practice", NOW)


def test_what_differs_since_a_return_was_approved_is_said_cell_by_cell() -> None:
    approved = report()
    assert complete(approved, approval=Approval(frozen(approved), approved)).warnings == (
        complete(approved).warnings
    )
    now = report(breaches_of_notification=15, population=None)
    found = complete(now, approval=Approval(frozen(approved), now))
    assert found.frozen == frozen(approved)
    assert found.warnings[1:] == (
        "Since the return was approved: RSO cautioned or convicted for breach of notification: "
        "14 was approved, 15 is counted now",
        "Since the return was approved: RSO per 100,000: 109 was approved, nothing is counted now",
    )


def test_differences_tell_nothing_of_category_4_to_whoever_may_not_count_it() -> None:
    fourth = report(snapshot={(1, 1): 5, (1, 4): 2}, serious_further_offences=2)
    hidden = replace(report(snapshot={(1, 1): 6}), category_4=False)
    warnings = complete(hidden, approval=Approval(frozen(fourth), hidden)).warnings
    since = [warning for warning in warnings if warning.startswith("Since")]
    assert since == [
        "Since the return was approved: Snapshot, level 1, category 1: 5 was approved, "
        "6 is counted now",
        "Since the return was approved: Snapshot, total, category 1: 5 was approved, "
        "6 is counted now",
    ]
