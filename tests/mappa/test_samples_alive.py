"""The living caseload: legal on whatever day it is made, and with something for every question."""

from collections import Counter
from dataclasses import fields
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.agencies import AGENCIES
from mappa.case_dates import check_date_order
from mappa.cases import (
    CUSTODY_REASONS,
    DATE_KINDS,
    EVENT_KINDS,
    ORDER_KINDS,
    RISK_BANDS,
    STILL_RUNNING,
    THRESHOLDS,
    CaseRecord,
    check_combination,
)
from mappa.identifiers import read_case_ref, read_crn, read_pnc, read_prison_number
from mappa.samples import live_caseload, live_workbook
from mappa.samples.inventors import DISTRICTS
from mappa.workbook.workbooks import ActionRow, ReferralRow, Workbook
from mappa.working_days import add_working_days
from mappa.years import year_of
from tests.build import TODAY
from tests.mappa.good_workbooks import as_sheets
from tests.mappa.sampled import CASELOAD, came, held_on, in_force, inside
from tests.mappa.workbooks import read_sheets

DAYS = st.dates(date(2025, 1, 1), date(2032, 12, 31))
NOT_RECORDED = None
# Both ends of the year and of months, weekends, and days like any other.
SOME_DAYS = [
    date(2026, 4, 1), date(2026, 4, 4), date(2026, 4, 14), date(2027, 3, 31), date(2028, 2, 29),
    date(2028, 4, 2), date(2028, 4, 5), date(2026, 6, 17), date(2026, 12, 31), date(2029, 10, 1),
]  # fmt: skip
on_some_days = pytest.mark.parametrize("today", SOME_DAYS, ids=str)
live = lru_cache(live_workbook)


def check_legal(cases: list[CaseRecord]) -> None:
    for case in cases:
        assert read_case_ref(case.ref) == case.ref and case.area == "BED"
        assert case.crn and read_crn(case.crn) == case.crn
        assert case.pnc and read_pnc(case.pnc, TODAY) == case.pnc
        assert case.prison_number is None or read_prison_number(case.prison_number)
        assert case.lead_agency in {*AGENCIES, NOT_RECORDED}
        assert case.district in {*DISTRICTS, NOT_RECORDED}
        assert case.rosh in {*RISK_BANDS, NOT_RECORDED} and case.dates.keys() <= DATE_KINDS.keys()
        check_date_order(case.dates)
        for spell in case.spells:
            check_combination(spell.category, spell.level)
            assert spell.started_on < spell.ended_on
            assert spell.threshold is None or spell.threshold in THRESHOLDS
        for one, other in pairwise(case.spells):
            assert one.ended_on <= other.started_on
        for stay in case.custody:
            assert stay.from_on < stay.to_on and stay.why in CUSTODY_REASONS
        for earlier, later in pairwise(case.custody):
            assert earlier.to_on <= later.from_on
        for order in case.orders:
            assert order.kind in ORDER_KINDS
            assert order.ends_on is None or order.imposed_on < order.ends_on
        assert all(event.kind in EVENT_KINDS for event in case.events)
    for name in ("ref", "crn", "pnc"):
        assert len({getattr(case, name) for case in cases}) == len(cases)
    prison_numbers = [case.prison_number for case in cases if case.prison_number]
    assert len(set(prison_numbers)) == len(prison_numbers)


def test_both_caseloads_together_are_legal_under_all_rules() -> None:
    check_legal([*CASELOAD, *live_caseload(TODAY)])


@settings(max_examples=10)
@given(DAYS)
def test_the_live_caseload_is_legal_on_whatever_day_it_is_made(today: date) -> None:
    book = live_workbook(today)
    check_legal(book.cases)
    assert len(book.cases) == 60
    for case in book.cases:
        assert case.is_open(today)
        assert all(spell.started_on <= today for spell in case.spells)
        assert all(stay.from_on <= today for stay in case.custody)
        assert case.spells[-1].ended_on == STILL_RUNNING
        assert all(event.on <= today for event in case.events)
        assert all(order.imposed_on <= today for order in case.orders)
    places = Counter(in_force(case, today) for case in book.cases)
    assert all(places[level, category] for level in (2, 3) for category in (1, 2, 3))
    assert places[0, 1] and places[0, 2] and places[2, 4]
    assert any(inside(case, today) for case in book.cases)
    assert any(case.limited_access for case in book.cases)
    found, faults = read_sheets(as_sheets(book), today=today)
    assert faults == []
    for field in fields(Workbook):
        if field.name != "given":
            assert getattr(found, field.name) == getattr(book, field.name), field.name


@on_some_days
def test_nothing_that_lies_ahead_has_happened_yet(today: date) -> None:
    book = live(today)
    over = [meeting for meeting in book.meetings if meeting.starts_at.date() < today]
    ahead = [meeting for meeting in book.meetings if meeting.starts_at.date() >= today]
    assert {meeting.status for meeting in ahead} == {"planned"}
    (unclosed,) = [meeting for meeting in over if meeting.status == "planned"]
    assert 1 <= (today - unclosed.starts_at.date()).days <= 7
    assert all(row.referred_on <= today for row in book.referrals)
    assert all(row.decided_on is None or row.decided_on <= today for row in book.referrals)
    assert all(row.raised_on and row.raised_on <= today for row in book.actions)
    assert all(row.done_on is None or row.done_on <= today for row in book.actions)
    assert all(row.drawn_on <= (row.audited_on or today) <= today for row in book.case_audits)
    assert all(row.attended is None for row in book.trainings if row.on > today)
    outcomes = {row.meeting_ref for row in book.heard if row.outcome_level is not None}
    assert outcomes <= held_on(book).keys()


@on_some_days
def test_there_is_something_to_show_for_every_question_of_today(today: date) -> None:
    book = live(today)
    cases, year = book.cases, year_of(today)
    soon = [c for c in cases if 0 <= days_until(c.dates.get("licence_end"), today) <= 28]
    assert len(soon) >= 6
    month = [c for c in cases if (on := c.dates.get("sentence_end")) and month_of(on, today)]
    assert len(month) >= 2
    overdue = Counter(row.agency for row in book.actions if is_overdue(row, today))
    assert len(overdue) >= 5 and max(overdue.values()) >= 2
    assert any(row.done_on is None and row.due_on and row.due_on >= today for row in book.actions)
    assert 5 <= sum("review" not in case.dates for case in cases) <= 20
    assert any(case.dates.get("review", today) < today for case in cases)
    waiting = [row for row in book.referrals if row.decision == "open"]
    late = [row for row in waiting if add_working_days(row.referred_on, 10) < today]
    assert len(waiting) == 9 and len(late) == 3
    assert any(row.referred_on >= year.starts_on for row in book.referrals)
    ahead = [row.starts_at.date() for row in book.meetings if row.starts_at.date() >= today]
    assert any((on - today).days <= 14 for on in ahead) and len(ahead) == 5
    assert {row.year_ending for row in book.populations} == {year.first, year.first + 1}


@on_some_days
def test_this_year_has_its_events_orders_and_training_from_its_first_day(today: date) -> None:
    book, first = live(today), year_of(today).starts_on
    events = Counter(e.kind for case in book.cases for e in case.events if e.on >= first)
    assert events["sfo"] == 1 and events["breach_of_notification"] == 2
    assert events["notification_revoked"] == events["sro_breach"] == 1
    imposed = Counter(o.kind for c in book.cases for o in c.orders if o.imposed_on >= first)
    assert imposed["SHPO"] >= 4 and imposed["SHPO-FT"] == imposed["SRO"] == imposed["VOO"] == 1
    assert sum(first <= row.on <= today for row in book.trainings) >= 2
    assert any(row.drawn_on >= first for row in book.case_audits)
    days = (today - first).days
    if days >= 3:  # before it no panel may have had a weekday to meet on
        assert came(book, "police", 3, first, today).total() > 0
        assert any(level == 2 and on >= first for level, on in held_on(book).values())
    if days >= 13:
        returned = [case for case in book.cases if returned_since(case, first)]
        assert len(returned) >= 3


def returned_since(case: CaseRecord, first: date) -> bool:
    return any(e.kind == "returned_breach_of_licence" and e.on >= first for e in case.events)


@on_some_days
def test_last_year_can_be_compared(today: date) -> None:
    book, then = live(today), today - timedelta(days=365)
    places = Counter(in_force(case, then) for case in book.cases)
    assert places[2, 1] and places[2, 2] and places[3, 1]
    quarters = {(row.decided_on or today).toordinal() // 91 for row in declined(book)}
    assert len(quarters) >= 5  # some in every quarter
    attendance = came(book, "police", 2, then - timedelta(days=180), then)
    assert attendance["attended"] > 0


def declined(book: Workbook) -> list[ReferralRow]:
    return [row for row in book.referrals if row.decision == "declined"]


def days_until(on: date | None, today: date) -> int:
    return (on - today).days if on else -1


def month_of(on: date, today: date) -> bool:
    return (on.year, on.month) == (today.year, today.month)


def is_overdue(row: ActionRow, today: date) -> bool:
    return row.due_on is not None and row.due_on < today and row.done_on is None
