"""Where a person lives: one placement after the other, none at the same time as another."""

from datetime import date

import pytest

from mappa.case_facts import STILL_RUNNING, Placement
from tests.build import TODAY, case
from tests.mappa.typed import after, refused

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
PLACED = case(placements=(Placement("own-ap", MARCH, STILL_RUNNING, "1 High Road"),))
OVER = case(placements=(Placement("own-ap", MARCH, MAY),))


@pytest.mark.parametrize(
    ("facts", "typed", "placements"),
    [
        (case(), "placement own-ap", (Placement("own-ap", TODAY),)),
        (case(), "placement approved premises out of area from 1 May 2026",
         (Placement("out-of-area-ap", MAY),)),
        (case(), "placement none", (Placement("none", TODAY),)),
        (case(), "placement private place 3 Example Road, Luton",
         (Placement("private", TODAY, STILL_RUNNING, "3 Example Road, Luton"),)),
        (PLACED, "placement private from 1 May 2026",
         (Placement("own-ap", MARCH, MAY, "1 High Road"), Placement("private", MAY))),
        (PLACED, "placement own-ap place 2 High Road",
         (Placement("own-ap", MARCH, TODAY, "1 High Road"),
          Placement("own-ap", TODAY, STILL_RUNNING, "2 High Road"))),
        (PLACED, "placement ended from 1 May 2026",
         (Placement("own-ap", MARCH, MAY, "1 High Road"),)),
        (PLACED, "placement private from 1 March 2026 because mistyped",
         (Placement("private", MARCH),)),
        (PLACED, "placement ended from 1 March 2026 because never there", ()),
        (PLACED, "place 2 High Road because mistyped",
         (Placement("own-ap", MARCH, STILL_RUNNING, "2 High Road"),)),
        (PLACED, "place none because not to be held",
         (Placement("own-ap", MARCH, STILL_RUNNING, ""),)),
        (PLACED, "placement own-ap", PLACED.placements),  # as it is
        (OVER, "placement private from 1 May 2026",
         (Placement("own-ap", MARCH, MAY), Placement("private", MAY))),
        (OVER, "placement private", (Placement("own-ap", MARCH, MAY), Placement("private", TODAY))),
    ],
)  # fmt: skip
def test_a_new_placement_ends_the_one_before(
    facts: object, typed: str, placements: tuple[Placement, ...]
) -> None:
    assert after(typed, facts).placements == placements  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "typed", "says", "field"),
    [
        (case(), "placement hotel", "is not one of own-ap", "placement"),
        (case(), "placement ended", "has none that runs", "placement"),
        (case(), "place 1 High Road", "place goes with a placement", "place"),
        (case(), "placement ended place 1 High Road", "place goes with a new placement", "place"),
        (case(), "placement private place 😀", "is no plain text", "place"),
        (case(), f"placement private place {'x' * 201}", "at most 200 fit", "place"),
        (case(), "placement own-ap from tomorrow", "when it has happened", "from"),
        (PLACED, "placement private from 28 February 2026", "until 1 March 2026", "from"),
        (PLACED, "placement private from 1 March 2026", "needs a reason", "because"),
        (PLACED, "placement ended from 1 March 2026", "needs a reason", "because"),
        (PLACED, "placement ended from 28 February 2026", "began on 1 March 2026", "from"),
        (PLACED, "placement own-ap from 1 May 2026", "placed there since 1 March", "placement"),
        (PLACED, "place 2 High Road", "Changing place needs a reason", "because"),
        (OVER, "placement private from 30 April 2026", "until 1 May 2026", "from"),
        (OVER, "placement ended", "has none that runs", "placement"),
    ],
)
def test_placements_never_overlap(facts: object, typed: str, says: str, field: str) -> None:
    refusal = refused(typed, facts)  # type: ignore[arg-type]
    assert says in refusal.message
    assert refusal.field == field
