"""What an area did around 2013/14 beside its cases: populations, training, case audits."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mappa.cases import CaseRecord
from mappa.samples.decks import chances
from mappa.workbook.workbooks import AuditedRow, Population, TrainingRow

SEED, FIRST_NUMBER = 1407, 1001
# 604 registered sexual offenders are 109 per 100,000 of the one of 2014.
AGED_10_PLUS = {2012: 545_300, 2013: 549_800, 2014: 554_100, 2015: 558_200}
# Four in the year; on the days beside it there are more.
TRAININGS: tuple[tuple[date, str, int | None, str], ...] = (
    (date(2012, 5, 16), "police,prison,victim-liaison", 20, "invented: victims"),
    (date(2012, 11, 14), "police,probation", 19, "invented: risk assessment"),
    (date(2013, 3, 31), "police,probation,prison", 23, "invented: new staff"),
    (date(2013, 4, 1), "police,probation,prison", 18, "invented: what MAPPA is"),
    (date(2013, 9, 11), "social-services,housing,jobcentre", 14, "invented: the duty to help"),
    (date(2013, 12, 3), "mental-health,health,victim-liaison", None, "invented: disclosure"),
    (date(2014, 3, 31), "youth-offending,education", 11, "invented: young people"),
    (date(2014, 4, 1), "police,probation", 16, "invented: what MAPPA is"),
)
# Two in the year, and some on each side of it.
AUDITS = (
    date(2012, 10, 10),
    date(2013, 3, 31),
    date(2013, 6, 12),
    date(2013, 12, 4),
    date(2014, 4, 1),
)
OUTCOMES = ("met", "met", "good", "met", "not-met")
NOTES = {
    "good": "invented: a plan that others can learn from",
    "met": "",
    "not-met": "invented: no next review recorded",
}


def published_populations() -> list[Population]:
    return [Population("BED", year, people) for year, people in AGED_10_PLUS.items()]


def published_trainings() -> list[TrainingRow]:
    return [
        TrainingRow(f"BED-T{FIRST_NUMBER + n}", *training, "BED")
        for n, training in enumerate(TRAININGS)
    ]


def published_audits(cases: Iterable[CaseRecord]) -> Iterator[AuditedRow]:
    """Of each sample every case was looked at within some weeks."""
    random = chances(SEED)
    cases = list(cases)
    for n, drawn_on in enumerate(AUDITS):
        there = [case.ref for case in cases if case.spell_on(drawn_on)]
        for place, ref in enumerate(sorted(random.sample(there, len(OUTCOMES)))):
            outcome = OUTCOMES[place]
            on = drawn_on + timedelta(days=7 + 5 * place)
            audit = f"BED-A{FIRST_NUMBER + n}"
            yield AuditedRow(audit, ref, drawn_on, outcome, on, NOTES[outcome], "BED")
