"""Unlawfully at large: never at the same time as in custody, and one absence after the other."""

from datetime import date

import pytest

from mappa.absences import custody_status
from mappa.case_facts import Absence
from mappa.cases import CaseRecord, Custody
from tests.build import TODAY, case
from tests.mappa.typed import after, after_all, refused

MARCH, MAY, JUNE = date(2026, 3, 1), date(2026, 5, 1), date(2026, 6, 1)
INSIDE = case(custody=(Custody(MARCH, why="recall"),))
GONE = case(absences=(Absence(MAY),))


@pytest.mark.parametrize(
    ("facts", "typed", "custody", "absences"),
    [
        # recalled on paper and not yet back: in no prison
        (case(), "at-large yes from 1 May 2026", (), (Absence(MAY),)),
        (case(), "ual yes", (), (Absence(TODAY),)),
        (INSIDE, "at-large yes from 1 May 2026", (Custody(MARCH, MAY, "recall"),), (Absence(MAY),)),
        (INSIDE, "at-large yes from 1 March 2026 because never arrived", (), (Absence(MARCH),)),
        (GONE, "custody recall from 1 June 2026", (Custody(JUNE, why="recall"),),
         (Absence(MAY, JUNE),)),
        (GONE, "custody recall at-large no from 1 June 2026", (Custody(JUNE, why="recall"),),
         (Absence(MAY, JUNE),)),
        (GONE, "custody recall from 1 May 2026 because found at once",
         (Custody(MAY, why="recall"),), ()),
        (GONE, "at-large no from 1 June 2026", (), (Absence(MAY, JUNE),)),
        (GONE, "at-large no from 1 May 2026 because was at home", (), ()),
        (GONE, "at-large yes", (), (Absence(MAY),)),  # as it is
    ],
)  # fmt: skip
def test_at_large_and_custody_end_each_other(
    facts: CaseRecord, typed: str, custody: tuple[Custody, ...], absences: tuple[Absence, ...]
) -> None:
    found = after(typed, facts)
    assert (found.custody, found.absences) == (custody, absences)


@pytest.mark.parametrize(
    ("facts", "typed", "says", "field"),
    [
        (case(), "at-large perhaps", "is not one of yes, no", "at-large"),
        (case(), "at-large no", "is not at large", "at-large"),
        (case(), "custody recall at-large yes", "custody recall when the person is", "at-large"),
        (INSIDE, "at-large yes from 28 February 2026", "until 1 March 2026", "from"),
        (INSIDE, "at-large yes from 1 March 2026", "needs a reason", "because"),
        (GONE, "at-large yes from 1 June 2026", "since 1 May 2026 already", "at-large"),
        (GONE, "at-large no from 30 April 2026", "began on 1 May 2026", "from"),
        (GONE, "at-large no from 1 May 2026", "needs a reason", "because"),
        (GONE, "custody no", "is unlawfully at large since 1 May 2026", "custody"),
        (GONE, "custody recall from 30 April 2026", "at large since 1 May 2026", "from"),
        (GONE, "custody recall from 1 May 2026", "needs a reason", "because"),
        (case(absences=(Absence(MAY, JUNE),)), "custody recall from 31 May 2026",
         "at large until 1 June 2026", "from"),
        (case(absences=(Absence(MAY, JUNE),)), "at-large yes from 31 May 2026",
         "until 1 June 2026 is recorded", "from"),
        (case(custody=(Custody(MARCH, MAY),)), "at-large yes from 30 April 2026",
         "until 1 May 2026 is recorded", "from"),
    ],
)  # fmt: skip
def test_nobody_is_in_two_places(facts: CaseRecord, typed: str, says: str, field: str) -> None:
    refusal = refused(typed, facts)
    assert says in refusal.message
    assert refusal.field == field


def test_the_status_of_each_day_is_told() -> None:
    lines = [
        "custody sentence from 1 March 2026",
        "at-large yes from 1 May 2026",
        "custody recall from 1 June 2026",
        "custody no from 10 June 2026",
    ]
    found = after_all(lines)
    days = [date(2026, 2, 28), MARCH, MAY, date(2026, 5, 31), JUNE, date(2026, 6, 10)]
    assert [custody_status(found, day) for day in days] == [
        "in the community",
        "in custody since 1 March 2026 (sentence)",
        "unlawfully at large since 1 May 2026",
        "unlawfully at large since 1 May 2026",
        "in custody since 1 June 2026 (recall)",
        "in the community",
    ]
