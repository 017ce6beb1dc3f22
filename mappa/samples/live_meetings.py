"""The panels of the living cases: held up to yesterday, and planned for the next weeks."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle

from mappa.cases import CaseRecord
from mappa.samples.meetings import TASKS, Actions, Minutes, numbered
from mappa.samples.panels import Hearings, Panel, panel
from mappa.workbook.workbooks import ActionRow, AttendanceRow, HeardRow, Workbook
from mappa.years import year_of

SEED, FIRST_NUMBER = 2602, 1
WEEKDAY = {2: 2, 3: 1}  # Wednesday, Tuesday
EVERY = {2: timedelta(weeks=2), 3: timedelta(weeks=6)}
HELD, PLANNED = {2: 46, 3: 16}, {2: 3, 3: 2}
CANCELLED = {2: 9, 3: 7}  # as many panels ago
# Not done, whatever else is: the case, who is to do it, raised so many days ago, due in so many.
OPEN = (
    (3001, "housing", 30, -9),
    (3001, "probation", 16, 5),
    (3002, "probation", 20, -6),
    (3003, "police", 12, -1),
    (3005, "mental-health", 40, -26),
    (3006, "probation", 9, 0),
    (3008, "police", 9, 12),
    (3009, "housing", 35, -21),
    (3011, "prison", 23, -2),
    (3012, "social-services", 9, 19),
    (3015, "police", 44, -30),
    (3017, "victim-liaison", 8, 20),
    (3018, "probation", 60, -46),
    (3019, "health", 8, 6),
    (3024, None, 50, -3),
)


def live_panels(today: date) -> list[Panel]:
    """In the order of their days, Levels 2 and 3."""
    days = []
    for level, every in EVERY.items():
        latest = _latest(today, WEEKDAY[level])
        for n in range(-HELD[level], PLANNED[level] + 1):
            status = "planned" if n > 0 else "held"
            if -n == CANCELLED[level]:
                status = "cancelled"
            days.append((latest + n * every, level, status))
    return [
        panel(FIRST_NUMBER + n, level, on, status)
        for n, (on, level, status) in enumerate(sorted(days))
    ]


def add_held(book: Workbook, panels: list[Panel], today: date) -> None:
    """What the panels have heard up to now, and what was agreed."""
    hearings, minutes, actions = Hearings(SEED, panels), Minutes(SEED), Actions(SEED)
    heard = [hearing for case in book.cases for hearing in hearings.of(case)]
    heard.sort(key=lambda hearing: (hearing.panel.on, hearing.case.ref))
    book.meetings += [one.row for one in panels]
    book.heard += [minutes.heard(hearing) for hearing in heard]
    book.attendance += [row for hearing in heard for row in minutes.attendance(hearing)]
    agreed = [row for hearing in heard for row in actions.of(hearing)]
    book.actions += numbered([*agreed, *_open(today)], FIRST_NUMBER, until=today)


def add_planned(book: Workbook, panels: list[Panel]) -> None:
    """Who is to be heard next, and whose answer is there already."""
    book.heard += (row for row, _ in _agenda(book.cases, panels))
    for row, level in _agenda(book.cases, panels):
        answers = [("prison", "report")] if level == 2 else [("health", "apologies")]
        book.attendance += [
            AttendanceRow(row.meeting_ref, row.case_ref, agency, how) for agency, how in answers
        ]


def _open(today: date) -> Iterator[ActionRow]:
    for (number, agency, since, until), what in zip(OPEN, cycle(TASKS), strict=False):
        raised_on, due_on = today - timedelta(since), today + timedelta(until)
        ref = f"BED-{number}"
        yield ActionRow("", ref, agency, what=what, due_on=due_on, raised_on=raised_on)


def _agenda(cases: Iterable[CaseRecord], panels: list[Panel]) -> Iterator[tuple[HeardRow, int]]:
    """Whoever is at the level and is to be reviewed by the panel's day, each once."""
    waiting = list(cases)
    for one in panels:
        if one.row.status == "planned":
            due = [case for case in waiting if _is_due(case, one)]
            waiting = [case for case in waiting if case not in due]
            yield from ((HeardRow(one.row.ref, case.ref), one.row.level) for case in due)


def _is_due(case: CaseRecord, panel: Panel) -> bool:
    at_level = case.spells[-1].level == panel.row.level
    return at_level and case.dates.get("review", panel.on) <= panel.on + timedelta(days=7)


def _latest(today: date, weekday: int) -> date:
    """The last such day before today; at the year's start one of this year, if there was any."""
    before = today - timedelta(days=1)
    usual = before - timedelta(days=(before.weekday() - weekday) % 7)
    first = year_of(today).starts_on
    if first.weekday() > 4:
        first += timedelta(days=7 - first.weekday())
    return first if usual < first <= before else usual
