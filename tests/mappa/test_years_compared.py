"""One year beside the one before: what has changed too much to be taken as it stands."""

from typing import Any

import pytest

from mappa.statistics.checks import check_report
from tests.published import published

LICENCE = "returned_to_custody_breach_of_licence"
ORDERS = "orders_imposed_on_category_1"
NOTIFICATION = "rso_cautioned_or_convicted_for_breach_of_notification"
OF_NOTIFICATION = "RSO cautioned or convicted for breach of notification"


def before(**given: Any) -> dict[str, Any]:
    typed = published() | {"year": "2012/13", "snapshot_on": "2013-03-31"}
    return typed | {"year_from": "2012-04-01", "year_to": "2013-03-31"} | given


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ({}, []),
        ({NOTIFICATION: 34}, []),  # by 20: not more than 20
        ({NOTIFICATION: 35}, [("year on year", OF_NOTIFICATION)]),
        ({ORDERS: {"SOPO": 95}}, [("year on year", "orders imposed on category 1, SOPO")]),
        ({ORDERS: {"SOPO": 94}}, []),  # by exactly half
        ({"year": "2011/12"}, [("year on year", "year")]),
        ({"rso_per_100000": 97}, [("rate", "RSO per 100,000")]),
        ({"rso_per_100000": 105}, []),
        (
            {LICENCE: {"level_2": [4, 44, 3, 51], "level_3": [0] * 4, "total": [4, 44, 3, 51]}},
            [("year on year", "returned to custody breach of licence, level 2, category 2")],
        ),
        (  # no cell jumps, and the total does
            {LICENCE: {"level_2": [16, 30, 6, 52], "level_3": [0] * 4, "total": [16, 30, 6, 52]}},
            [("year on year", "returned to custody breach of licence, level 2, total")],
        ),
        ({LICENCE: "nonsense"}, []),
    ],
)
def test_a_jump_from_one_year_to_the_next_is_found(
    then: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert [
        (finding.check, finding.cell)
        for finding in check_report(published(), before(**then))
        if finding.check != "snapshot within year"
    ] == expected
