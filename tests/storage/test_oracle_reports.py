"""Every figure of the annual report is the one that somebody counts with a pencil."""

import pytest

from storage.databases import Session
from tests.oracle.rounds import COUNTING, YEARS, caseload, reports_of_both


@pytest.mark.parametrize("seed", [1])
def test_every_table_of_the_report_is_the_one_that_is_counted_by_hand(
    session: Session, seed: int
) -> None:
    found = reports_of_both(session, caseload(session, seed, most=150), seed)
    assert not found.lines, "\n".join(found.lines)
    assert found.asked.total() == len(YEARS) * len(COUNTING)
