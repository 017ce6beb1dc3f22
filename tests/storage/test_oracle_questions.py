"""Any question over any caseload gets the figure that somebody counts with a pencil.

`python -m tests.oracle 200` plays the same for longer.
"""

from collections import Counter

import pytest

from mappa.asking.measures import MEASURES
from storage.databases import Session
from tests.oracle.rounds import ask_both, caseload

CASELOADS = (1, 2)  # their seeds
QUESTIONS = 100  # to each


@pytest.mark.parametrize("seed", CASELOADS)
def test_every_figure_is_the_one_that_is_counted_by_hand(session: Session, seed: int) -> None:
    found = ask_both(session, caseload(session, seed, most=120), seed, QUESTIONS)
    assert not found.lines, "\n".join(found.lines)
    assert found.asked.keys() == MEASURES.keys()
    assert found.asked.total() == QUESTIONS
    assert not found.differed, Counter(found.differed)
