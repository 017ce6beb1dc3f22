"""What the area has done this year and last year beside its cases."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mappa.cases import CaseRecord
from mappa.samples.decks import chances
from mappa.samples.live_facts import this_year
from mappa.samples.published_years import NOTES
from mappa.workbook.workbooks import AuditedRow, Population, TrainingRow
from mappa.years import year_of

SEED, FIRST_NUMBER = 2603, 1
# In 2014 it was 554,100 (see published_years), and so many more every year since.
IN_2014, A_YEAR = 554_100, 3_900
# How many days ago (this year, if that can be), or ahead; for whom; how many came.
TRAININGS: tuple[tuple[int, str, int | None, str], ...] = (
    (400, "police,probation,prison", 21, "invented: what MAPPA is"),
    (290, "social-services,housing", 15, "invented: the duty to help"),
    (200, "mental-health,health", 12, "invented: disclosure"),
    (110, "police,probation", 24, "invented: risk assessment"),
    (45, "police,probation,housing", 17, "invented: what MAPPA is"),
    (4, "youth-offending,education", None, "invented: young people"),
    (-24, "police,prison,victim-liaison", None, "invented: victims"),
)
AUDITS = {230: ("met", "good", "met", "not-met", "met"), 21: ("met", "not-met", None, None, None)}


def live_populations(today: date) -> list[Population]:
    """This year's, and the one's before."""
    ending = year_of(today).first + 1
    years = (ending - 1, ending)
    return [Population("BED", year, IN_2014 + A_YEAR * (year - 2014)) for year in years]


def live_trainings(today: date) -> list[TrainingRow]:
    """Two and more this year, those of last year, and one to come."""
    return [
        TrainingRow(
            f"BED-T{FIRST_NUMBER + n}", this_year(today, since), agencies, came, about, "BED"
        )
        for n, (since, agencies, came, about) in enumerate(TRAININGS)
    ]


def live_audits(cases: Iterable[CaseRecord], today: date) -> Iterator[AuditedRow]:
    """One that is done, and one of which some cases are still to be looked at."""
    random = chances(SEED)
    cases = list(cases)
    for n, (since, outcomes) in enumerate(AUDITS.items()):
        drawn_on = this_year(today, since)
        there = [case.ref for case in cases if case.spell_on(drawn_on)]
        sample = sorted(random.sample(there, len(outcomes)))
        for place, (ref, outcome) in enumerate(zip(sample, outcomes, strict=True)):
            on = min(drawn_on + timedelta(days=3 * place), today) if outcome else None
            note = NOTES[outcome] if outcome else ""
            yield AuditedRow(f"BED-A{FIRST_NUMBER + n}", ref, drawn_on, outcome, on, note, "BED")
