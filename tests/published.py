"""The published figures of Bedfordshire for 2013/14, as they are typed in."""

from copy import deepcopy
from typing import Any

_REPORT: dict[str, Any] = {
    "area": "Bedfordshire",
    "year": "2013/14",
    "snapshot_on": "2014-03-31",
    "year_from": "2013-04-01",
    "year_to": "2014-03-31",
    "columns": ["category_1", "category_2", "category_3", "total"],
    "snapshot": {
        "level_1": [595, 198, 0, 793],
        "level_2": [8, 30, 7, 45],
        "level_3": [1, 3, 3, 7],
        "total": [604, 231, 10, 845],
    },
    "yearly": {
        "level_2": [19, 68, 17, 104],
        "level_3": [2, 2, 3, 7],
        "total": [21, 70, 20, 111],
    },
    "rso_cautioned_or_convicted_for_breach_of_notification": 14,
    "orders_imposed_on_category_1": {"SOPO": 47, "NO": 1, "FTO": 1},
    "returned_to_custody_breach_of_licence": {
        "level_2": [4, 17, 3, 24],
        "level_3": [2, 0, 0, 2],
        "total": [6, 17, 3, 26],
    },
    "returned_to_custody_breach_of_sopo": {
        "level_2": [0, 0, 0, 0],
        "level_3": [0, 0, 0, 0],
        "total": [0, 0, 0, 0],
    },
    "rso_per_100000": 109,
    "level_1_share_percent": 94,
    "serious_further_offences": 0,
    "training_sessions": 4,
    "audits_per_year_at_least": 2,
}


def published() -> dict[str, Any]:
    """A copy, which may be changed."""
    return deepcopy(_REPORT)
