"""How many rows a workbook has, sheet by sheet."""

from collections.abc import Iterable
from typing import Any

from mappa.workbook.columns import PLANS
from mappa.workbook.workbooks import Workbook


def count_rows(workbook: Workbook) -> dict[str, int]:
    """The rows of each sheet that has any."""
    counts: dict[str, int] = {}
    for name, plan in PLANS.items():
        if plan.of_case:
            of_cases: Iterable[Any] = (plan.items(case) for case in workbook.cases)
            counts[name] = sum(len(items) for items in of_cases)
        else:
            counts[name] = len(getattr(workbook, plan.into))
    return {name: count for name, count in counts.items() if count}
