"""The panels of 2013/14 and of the half-year before it: Level 2 twice a month, Level 3 seldom."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import CaseRecord
from mappa.samples.meetings import Actions, Minutes, numbered
from mappa.samples.panels import Hearings, Panel, panel
from mappa.workbook.workbooks import ActionRow, AttendanceRow, Workbook

SEED, FIRST_NUMBER = 1406, 1001
FIRST, LAST = date(2012, 10, 1), date(2014, 5, 31)
LONG_AFTER = timedelta(days=1200)
LEVEL_3_FROM, EVERY = date(2012, 10, 16), timedelta(weeks=6)
# Beside the usual ones: on the last day of the year and on the first of the next.
EXTRAORDINARY = ((date(2014, 3, 31), 2), (date(2014, 4, 1), 2))
CANCELLED = {date(2012, 12, 26), date(2013, 8, 14), date(2013, 10, 29), date(2013, 12, 25)}
# Agencies that had answered already for a panel that was cancelled.
ANSWERED = (("police", "apologies"), ("prison", "report"), ("housing", "attended"))


def add_meetings(book: Workbook) -> None:
    """The panels, what they heard of the cases of the workbook, and what was agreed."""
    panels = published_panels()
    hearings, minutes, actions = Hearings(SEED, panels), Minutes(SEED), Actions(SEED)
    heard = [hearing for case in book.cases for hearing in hearings.of(case)]
    heard.sort(key=lambda hearing: (hearing.panel.on, hearing.case.ref))
    book.meetings += [one.row for one in panels]
    book.heard += [minutes.heard(hearing) for hearing in heard]
    book.attendance += [row for hearing in heard for row in minutes.attendance(hearing)]
    book.attendance += _answered(panels, book.cases)
    agreed = (row for hearing in heard for row in actions.of(hearing))
    book.actions += _done_at_last(numbered(agreed, FIRST_NUMBER, until=date.max))


def _done_at_last(actions: Iterable[ActionRow]) -> list[ActionRow]:
    """What was never done in these years was done long after, but for one: else today would be
    full of it."""
    actions = list(actions)
    never = [row for row in actions if row.done_on is None]
    return [
        replace(row, done_on=(row.due_on or LAST) + LONG_AFTER) if row in never[:-1] else row
        for row in actions
    ]


def published_panels() -> list[Panel]:
    """Level 2 on every second and fourth Wednesday, Level 3 on every sixth Tuesday."""
    usual = [*((on, 2) for on in _wednesdays()), *((on, 3) for on in _tuesdays())]
    return [
        panel(FIRST_NUMBER + n, level, on, "cancelled" if on in CANCELLED else "held")
        for n, (on, level) in enumerate(sorted([*usual, *EXTRAORDINARY]))
    ]


def _wednesdays() -> Iterator[date]:
    on = FIRST
    while on <= LAST:
        if on.weekday() == 2 and (on.day - 1) // 7 in (1, 3):
            yield on
        on += timedelta(days=1)


def _tuesdays() -> Iterator[date]:
    on = LEVEL_3_FROM
    while on <= LAST:
        yield on
        on += EVERY


def _answered(panels: Iterable[Panel], cases: Iterable[CaseRecord]) -> Iterator[AttendanceRow]:
    """What was answered for panels that then were not held counts as nothing."""
    for one in panels:
        if one.row.status == "cancelled":
            there = (case for case in cases if _at(case, one.row.level, one.on))
            for case, _ in zip(there, range(2), strict=False):
                for agency, how in ANSWERED:
                    yield AttendanceRow(one.row.ref, case.ref, agency, how)


def _at(case: CaseRecord, level: int, on: date) -> bool:
    spell = case.spell_on(on)
    return spell is not None and spell.level == level
