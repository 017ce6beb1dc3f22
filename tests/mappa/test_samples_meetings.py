"""The living panels: one to practise with for every state that a meeting can be in."""

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import pytest

from mappa.access import may_do
from mappa.meetings.closing import Sat, apply_decided, list_missing, read_decided
from mappa.meetings.meeting_requests import INFORMATION, REPORT, open_for
from mappa.meetings.meetings import overlap
from mappa.meetings.minutes import check_together, find_part, read_part
from mappa.people import Person
from mappa.samples import live_workbook, practice_people
from mappa.workbook.workbooks import HeardRow, MeetingRow, Workbook
from mappa.working_days import is_working_day
from tests.build import POLICY

# Both ends of the year, Christmas, Easter and a leap day, and days of every kind of week.
SOME_DAYS = [
    date(2026, 4, 1), date(2026, 4, 3), date(2027, 4, 2), date(2027, 12, 27), date(2028, 2, 29),
    date(2026, 6, 17), date(2026, 6, 22), date(2026, 11, 26), date(2026, 12, 31),
]  # fmt: skip
on_some_days = pytest.mark.parametrize("today", SOME_DAYS, ids=str)
live = lru_cache(live_workbook)


def with_the_bot(book: Workbook) -> list[MeetingRow]:
    return [row for row in book.meetings if row.chair]


def ahead(book: Workbook, today: date) -> list[MeetingRow]:
    return [row for row in with_the_bot(book) if row.starts_at.date() >= today]


def hearings(book: Workbook, meeting: MeetingRow) -> list[HeardRow]:
    return [row for row in book.heard if row.meeting_ref == meeting.ref]


def unclosed(book: Workbook, today: date) -> MeetingRow:
    (found,) = (
        row for row in book.meetings if row.status == "planned" and row.starts_at.date() < today
    )
    return found


def missing_of(book: Workbook, row: HeardRow, on: date) -> list[str]:
    (case,) = (case for case in book.cases if case.ref == row.case_ref)
    here = (row.meeting_ref, row.case_ref)
    came = [one.agency for one in book.attendance if (one.meeting_ref, one.case_ref) == here]
    invited = {
        one.agency
        for one in book.invitations
        if one.meeting_ref == row.meeting_ref and one.case_ref in ("", row.case_ref)
    }
    return [one.says for one in list_missing(row.minutes, came, sorted(invited), case, on)]


@on_some_days
def test_a_panel_of_the_last_week_shows_what_is_missing_before_it_can_be_closed(
    today: date,
) -> None:
    book = live(today)
    meeting = unclosed(book, today)
    on = meeting.starts_at.date()
    all_said, half_said, nothing_said = hearings(book, meeting)
    assert today - on <= timedelta(days=7) and is_working_day(on)
    assert missing_of(book, all_said, on) == []
    assert 4 <= len(missing_of(book, half_said, on)) < len(missing_of(book, nothing_said, on))
    assert half_said.minutes and not nothing_said.minutes
    (case,) = (case for case in book.cases if case.ref == all_said.case_ref)
    decided = read_decided(all_said.minutes, case, on)
    after = apply_decided(case, decided, Sat(meeting.ref, on), today, POLICY)
    assert after.dates["review"] > today > case.dates["review"]  # it can be closed as it is


@on_some_days
def test_held_panels_are_closed_with_whole_minutes_and_one_is_still_to_be_issued(
    today: date,
) -> None:
    book = live(today)
    held = [row for row in with_the_bot(book) if row.status == "held"]
    issued = {}
    for meeting in held:
        rows, on = hearings(book, meeting), meeting.starts_at.date()
        assert len(rows) >= 2 and [row.position for row in rows] == [*range(1, len(rows) + 1)]
        for row in rows:
            assert missing_of(book, row, on) == []
            assert row.closed_by == "U0CORA" and row.form == "MAPPA C"
            assert row.closed_on and on <= row.closed_on <= (row.issued_on or today) <= today
            assert row.minutes.get("level") == (
                str(row.outcome_level) if row.outcome_level else None
            )
            assert row.minutes.get("review") == (str(row.next_review_on or "") or None)
            assert row.minutes["disclosure"] == ("yes" if row.disclosure else "no")
            (case,) = (case for case in book.cases if case.ref == row.case_ref)
            assert case.dates.get("review") == row.next_review_on
        issued[meeting.ref] = {row.issued_on is not None for row in rows}
    assert sorted(map(sorted, issued.values())) == [[False], [True], [True]]
    waits = next(row for row in held if issued[row.ref] == {False})
    due_on = POLICY.clocks["minutes_level_2"].after(waits.starts_at.date())
    assert today < due_on <= today + timedelta(days=20)


@on_some_days
def test_every_part_of_the_minutes_reads_as_if_it_had_been_typed(today: date) -> None:
    for row in live(today).heard:
        check_together(row.minutes)
        for name, text in row.minutes.items():
            part = find_part(name)
            assert part and read_part(part, text, today) == text


@on_some_days
def test_panels_ahead_are_ready_to_be_worked_on(today: date) -> None:
    book = live(today)
    panels = ahead(book, today)
    assert all(row.ends_at and row.place and row.chair == "U0CHAS" for row in panels)
    assert all(is_working_day(row.starts_at.date()) for row in panels)
    for one, other in pairwise(sorted(with_the_bot(book), key=lambda row: row.starts_at)):
        assert not overlap(one, other)  # one chair
    shown = next(row for row in panels if row.level == 2)
    assert shown.ref == "BED-M12"  # as the help's examples call it
    agenda = [row.case_ref for row in hearings(book, shown)]
    assert agenda[0] == "BED-3001" and {"BED-3005", "BED-3009"} <= set(agenda)
    assert any(not hearings(book, row) for row in panels)  # one to fill with those that are due
    waits = {row.case_ref for row in hearings(book, unclosed(book, today))}
    everywhere = [row.case_ref for panel in panels for row in hearings(book, panel)]
    assert len(set(everywhere)) == len(everywhere) and not waits & set(everywhere)


@on_some_days
def test_invitations_are_answered_in_every_way_and_some_not_at_all(today: date) -> None:
    book = live(today)
    rows = [row for row in book.invitations if row.meeting_ref == "BED-M12"]
    answers = Counter(row.answer for row in rows)
    assert set(answers) == {"accepted", "report", "apologies", ""}
    assert {row.answer for row in rows if row.slack_id == "U0PRIYA"} == {""}
    assert {row.answer for row in rows if row.slack_id == "U0PETE"} == {"accepted"}
    registered = {user_id: agency for user_id, _, agency, _, _ in practice_people()}
    for row in book.invitations:
        assert bool(row.answer) == bool(row.answered_at)
        assert not row.answer or row.invited_at
        if row.slack_id:
            assert registered[row.slack_id] == row.agency and not row.name
        for at in (row.invited_at, row.answered_at):
            assert at is None or at.date() < today
    told = {row.meeting_ref: row.invited_at is not None for row in book.invitations}
    assert {told[row.ref] for row in ahead(book, today)} == {True, False}
    asked = {one.kind for case in book.cases for one in open_for(case, "BED-M12")}
    assert asked == {REPORT, INFORMATION}


@on_some_days
def test_actions_are_owned_in_this_slack_by_who_may_see_the_case(today: date) -> None:
    book = live(today)
    people = {
        user_id: Person(0, "T0", user_id, name, agency, role, "BED", frozenset(grants))
        for user_id, name, agency, role, grants in practice_people()
    }
    cases = {case.ref: case for case in book.cases}
    owned = [row for row in book.actions if row.slack_id]
    for row in owned:
        assert may_do(people[row.slack_id], "see case", cases[row.case_ref])
        assert people[row.slack_id].agency == row.agency and not row.owner
    still = [row for row in owned if not row.done_on and row.due_on]
    overdue = Counter(row.slack_id for row in still if row.due_on and row.due_on < today)
    coming = Counter(row.slack_id for row in still if row.due_on and row.due_on >= today)
    assert overdue.keys() == coming.keys() == {"U0PRIYA", "U0PETE"}
    assert any(row.cannot_on and row.note and row.slack_id for row in book.actions)
    assert all(row.why for row in book.actions)
    (shown,) = (row for row in book.actions if row.ref == "BED-AC7")
    assert (shown.case_ref, shown.slack_id, shown.done_on) == ("BED-3001", "U0PRIYA", None)
    agreed = {row.meeting_ref for row in book.actions} - {""}
    assert agreed <= {row.ref for row in book.meetings if row.status == "held"}
