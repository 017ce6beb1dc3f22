"""What the panels of the living cases have heard and decided, and what they are to hear next."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from mappa.cases import CaseRecord
from mappa.samples.live_actions import open_actions, with_example, with_owners
from mappa.samples.live_facts import is_overdue, is_without_review
from mappa.samples.live_invitations import invitations_of, invitations_to, with_asked
from mappa.samples.live_minutes import closed, half, whole
from mappa.samples.live_panels import FIRST_NUMBER, is_ahead, is_unclosed, was_minuted
from mappa.samples.meetings import Actions, Minutes, numbered
from mappa.samples.panels import Hearing, Hearings, Panel
from mappa.workbook.workbooks import AttendanceRow, HeardRow, Workbook

SEED = 2602
# First on the agenda of the next panel of Level 2, or of the one after it, whenever their reviews
# are due.
FIRST = {"BED-3001": 1, "BED-3005": 1, "BED-3009": 1, "BED-3002": 2, "BED-3011": 2}
MOST = 5  # on the agenda of a panel ahead; whoever is left waits for the next one
FEWEST = 2  # that a panel of the last weeks has heard
LATELY = timedelta(weeks=5)
UNCLOSED = 3  # cases whose minutes are not closed: all said, half of it, nothing


def add_held(book: Workbook, panels: list[Panel], today: date) -> None:
    """What the panels have heard up to now, and what was agreed."""
    hearings, minutes, actions = Hearings(SEED, panels), Minutes(SEED), Actions(SEED)
    heard = [one for case in book.cases for one in hearings.of(case) if not _is_waived(one)]
    heard += _more(book.cases, panels, heard)
    heard.sort(key=lambda hearing: (hearing.panel.on, hearing.case.ref))
    book.meetings += [one.row for one in panels]
    rows = [minutes.heard(hearing) for hearing in heard]
    came = [list(minutes.attendance(hearing)) for hearing in heard]
    last = max(one.on for one in panels if was_minuted(one) and one.row.level == 2)
    for _, some in groupby(zip(heard, rows, came, strict=True), lambda one: one[0].panel.row.ref):
        book.heard += _minuted(list(some), today, last)
    book.attendance += [row for some in came for row in some]
    agreed = [
        replace(row, meeting_ref=hearing.panel.row.ref)
        for hearing in heard
        for row in actions.of(hearing)
    ]
    cases = {case.ref: case for case in book.cases}
    made = numbered([*agreed, *open_actions(today)], FIRST_NUMBER, until=today)
    book.actions += with_example(with_owners(made, cases))
    for one in filter(was_minuted, panels):
        theirs = [row for row in book.attendance if row.meeting_ref == one.row.ref]
        book.invitations += invitations_of(one, book.cases, theirs)
    _add_unclosed(book, [one for one in panels if is_unclosed(one, today)], heard)


def add_planned(book: Workbook, panels: list[Panel], today: date) -> None:
    """Who is to be heard next, who is invited, and what is asked for before it."""
    by_ref = {case.ref: case for case in book.cases}
    unclosed = {one.row.ref for one in panels if is_unclosed(one, today)}
    waits = {row.case_ref for row in book.heard if row.meeting_ref in unclosed}
    ahead = [one for one in panels if is_ahead(one, today)]
    waiting = [case for case in book.cases if case.ref not in waits]
    met = {2: 0, 3: 0}
    for panel in ahead:
        met[panel.row.level] += 1
        due = [case for case in waiting if _is_due(case, panel, met[panel.row.level])]
        due = sorted(due, key=lambda case: case.ref not in FIRST)[:MOST]
        waiting = [case for case in waiting if case not in due]
        book.heard += [
            HeardRow(panel.row.ref, case.ref, position=place)
            for place, case in enumerate(due, start=1)
        ]
        invited = list(invitations_to(panel, due, today))
        book.invitations += invited
        for case in due:
            by_ref[case.ref] = with_asked(case, panel, invited, today)
    book.cases = list(by_ref.values())


Heard = tuple[Hearing, HeardRow, list[AttendanceRow]]


def _minuted(some: list[Heard], today: date, last: date) -> Iterator[HeardRow]:
    """The hearings of one panel; the last one of Level 2 has not issued its minutes yet."""
    for turn, (hearing, row, came) in enumerate(some, start=1):
        panel = hearing.panel
        if not was_minuted(panel):
            yield row
        else:
            issued = panel.row.level == 3 or panel.on != last
            done = whole(row, hearing, came, turn)
            yield closed(done, panel.on, today, issued=issued)


def _is_waived(one: Hearing) -> bool:
    """Whose review is overdue or not recorded was not heard lately with whole minutes."""
    return was_minuted(one.panel) and is_without_review(one.case)


def _more(
    cases: Iterable[CaseRecord], panels: Iterable[Panel], heard: list[Hearing]
) -> Iterator[Hearing]:
    """Some whose turn it may well have been, where a panel of the last weeks heard too few."""
    free = [case for case in _free(cases, heard) if not is_without_review(case)]
    for panel in filter(was_minuted, panels):
        count = sum(one.panel.row.ref == panel.row.ref for one in heard)
        there = [case for case in free if case.spells[-1].level == panel.row.level]
        for case in there[: max(FEWEST - count, 0)]:
            free.remove(case)
            yield Hearing(panel, case, case.spells[-1], case.spells[-1].level)


def _free(cases: Iterable[CaseRecord], heard: Iterable[Hearing]) -> list[CaseRecord]:
    """Who was not heard in the last weeks and is not to be heard by the next panel anyway."""
    heard = list(heard)
    last = max(one.panel.on for one in heard)
    lately = {one.case.ref for one in heard if one.panel.on >= last - LATELY}
    return [
        case
        for case in cases
        if case.spells[-1].category != 4 and case.ref not in {*FIRST, *lately}
    ]


def _add_unclosed(book: Workbook, panels: Iterable[Panel], heard: list[Hearing]) -> None:
    """All is minuted of the first case, half of the second, and nothing yet of the third."""
    free = [case for case in _free(book.cases, heard) if case.spells[-1].level == 2]
    for panel in panels:
        cases = sorted(free, key=_waits_longest)[:UNCLOSED]
        book.invitations += invitations_to(panel, cases, panel.on)
        book.heard += _half_minuted(book, panel, cases, Minutes(SEED + 1))


def _waits_longest(case: CaseRecord) -> tuple[bool, bool, str]:
    return not is_overdue(case), not case.team, case.ref


def _half_minuted(
    book: Workbook, panel: Panel, cases: list[CaseRecord], minutes: Minutes
) -> Iterator[HeardRow]:
    for turn, case in enumerate(cases, start=1):
        hearing = Hearing(panel, case, case.spells[-1], case.spells[-1].level)
        agencies = {
            row.agency
            for row in book.invitations
            if row.meeting_ref == panel.row.ref and row.case_ref in ("", case.ref)
        }
        came = minutes.answers(hearing, sorted(agencies)) if turn < UNCLOSED else []
        there = list(came)[: None if turn == 1 else 2]
        book.attendance += there
        row = HeardRow(panel.row.ref, case.ref, position=turn)
        if turn == 1:
            done = whole(row, hearing, there, turn)
            row = HeardRow(panel.row.ref, case.ref, position=turn, minutes=done.minutes)
        elif turn == 2:
            row = half(row, there, turn)
        yield row


def _is_due(case: CaseRecord, panel: Panel, turn: int) -> bool:
    if case.spells[-1].level != panel.row.level:
        return False
    if case.ref in FIRST:
        return FIRST[case.ref] == turn
    due_on = case.dates.get("review", panel.on)
    return due_on <= panel.on + timedelta(days=7)
