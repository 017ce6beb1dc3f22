"""The next review of a case is what its last hearing set."""

from collections.abc import Iterable
from dataclasses import replace

from mappa.cases import CaseRecord
from mappa.workbook.workbooks import HeardRow


def with_reviews(cases: Iterable[CaseRecord], heard: Iterable[HeardRow]) -> list[CaseRecord]:
    """The cases with the review that was set last; `heard` in the order of the meetings."""
    last = {row.case_ref: row.next_review_on for row in heard}
    found = []
    for case in cases:
        if on := last.get(case.ref):
            case = replace(case, dates={**case.dates, "review": on})  # the same, with its review
        found.append(case)
    return found
