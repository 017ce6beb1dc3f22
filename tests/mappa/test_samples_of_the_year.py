"""What the area did in 2013/14: referrals, meetings, attendance and actions, counted by hand."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from mappa.agencies import AGENCIES
from tests.mappa.sampled import (
    CASELOAD,
    FROM,
    PUBLISHED,
    TO,
    came,
    held_on,
    in_force,
    in_year,
)

BY_REF = {case.ref: case for case in CASELOAD}
DAY = timedelta(days=1)


def test_about_160_referrals_were_made_in_the_year_by_every_agency_for_both_levels() -> None:
    made = [row for row in PUBLISHED.referrals if in_year(row.referred_on)]
    assert 150 <= len(made) <= 170
    assert {row.agency for row in made} == {*AGENCIES, None}
    assert {row.level_sought for row in made} == {2, 3}
    counts = Counter(row.decision for row in made)
    assert counts.keys() == {"accepted", "declined", "withdrawn"} and min(counts.values()) > 15
    assert sum(row.referred_on < FROM for row in PUBLISHED.referrals) > 100  # to compare with


def test_the_decision_took_between_0_and_25_days() -> None:
    decided = [row for row in PUBLISHED.referrals if row.decided_on and in_year(row.decided_on)]
    days = [(row.decided_on - row.referred_on).days for row in decided if row.decided_on]
    assert (min(days), max(days)) == (0, 25)
    assert any(day > 14 for day in days)  # later than ten working days


def test_referrals_were_open_at_times_and_on_both_ends_of_the_year() -> None:
    for day in (FROM - DAY, FROM, TO):
        waiting = [
            row
            for row in PUBLISHED.referrals
            if row.referred_on <= day and (row.decided_on is None or day < row.decided_on)
        ]
        assert 1 <= len(waiting) <= 12, day
    made = {row.referred_on for row in PUBLISHED.referrals}
    assert {FROM - DAY, FROM, TO, TO + DAY} <= made
    assert all(row.decided_on for row in PUBLISHED.referrals)  # none waits until today


def test_every_level_2_or_3_of_these_years_began_with_the_referral_that_was_accepted() -> None:
    accepted = Counter(
        (row.case_ref, row.decided_on, row.level_set)
        for row in PUBLISHED.referrals
        if row.decision == "accepted"
    )
    begun = Counter(
        (case.ref, spell.started_on, spell.level)
        for case in CASELOAD
        for spell in case.spells
        if spell.level >= 2 and spell.started_on >= date(2012, 4, 1)
    )
    assert begun == accepted and max(accepted.values()) == 1
    assert sum(in_year(on) for _, on, _ in accepted) > 40


def test_what_was_not_accepted_changed_nothing() -> None:
    for row in PUBLISHED.referrals:
        if row.decision != "accepted" and row.decided_on:
            case = BY_REF[row.case_ref]
            before, after = in_force(case, row.referred_on), in_force(case, row.decided_on)
            assert before == after and before and before[0] < 2
            assert row.level_set is None


def test_level_2_met_twice_a_month_and_level_3_about_every_six_weeks() -> None:
    met = Counter(
        (row.level, row.status) for row in PUBLISHED.meetings if in_year(row.starts_at.date())
    )
    assert 22 <= met[2, "held"] <= 26 and 7 <= met[3, "held"] <= 10
    assert met[2, "cancelled"] == 2 and met[3, "cancelled"] == 1
    days = {row.starts_at.date() for row in PUBLISHED.meetings}
    assert {TO, TO + DAY} <= days and any(day < FROM for day in days)


def test_a_panel_hears_several_cases_each_at_its_own_level() -> None:
    held = held_on(PUBLISHED)
    heard = Counter(row.meeting_ref for row in PUBLISHED.heard)
    assert heard.keys() <= held.keys()  # none at a meeting that was cancelled
    at_level_2 = [heard[ref] for ref, (level, on) in held.items() if level == 2 and in_year(on)]
    assert min(at_level_2) >= 1 and max(at_level_2) <= 30 and sum(at_level_2) > 250
    for row in PUBLISHED.heard:
        level, on = held[row.meeting_ref]
        place = in_force(BY_REF[row.case_ref], on)
        assert place and place[0] == level


def test_what_a_panel_decided_agrees_with_the_levels() -> None:
    held = held_on(PUBLISHED)
    for row in PUBLISHED.heard:
        _, on = held[row.meeting_ref]
        if row.outcome_level is not None:
            levels = {spell.level for spell in BY_REF[row.case_ref].spells}
            assert row.outcome_level in levels
        assert row.next_review_on is None or row.next_review_on > on
    heard = [row for row in PUBLISHED.heard if in_year(held[row.meeting_ref][1])]
    recorded = sum(row.disclosure is not None for row in heard)
    assert 0.85 * len(heard) < recorded < len(heard)
    assert {row.disclosure for row in heard} == {True, False, None}
    assert 0 < sum(row.next_review_on is None for row in heard) < len(heard) / 5


def test_some_reviews_came_later_than_their_limit_and_most_did_not() -> None:
    held = held_on(PUBLISHED)
    days: dict[tuple[str, int], list[int]] = {}
    for row in PUBLISHED.heard:
        level, on = held[row.meeting_ref]
        days.setdefault((row.case_ref, level), []).append(on.toordinal())
    for level, limit in ((2, 16 * 7), (3, 8 * 7)):
        gaps = [
            later - earlier
            for (_, at), heard in days.items()
            if at == level
            for earlier, later in pairwise(heard)
        ]
        late = sum(gap > limit for gap in gaps)
        assert 0 < late < len(gaps) / 3, level


@pytest.mark.parametrize("level", [2, 3])
def test_police_and_probation_came_nearly_always_and_prisons_came_or_reported(level: int) -> None:
    for agency in ("police", "probation"):
        how = came(PUBLISHED, agency, level, FROM, TO)
        assert 0.9 < how["attended"] / how.total() < 1 or level == 3
    prison = came(PUBLISHED, "prison", level, FROM, TO)
    assert prison["report"] and prison["attended"] + prison["report"] > 0.8 * prison.total()
    housing = came(PUBLISHED, "housing", level, FROM, TO)
    assert housing["attended"] < housing.total()


def test_every_agency_was_invited_and_answered_in_every_way() -> None:
    held = held_on(PUBLISHED)
    there = [row for row in PUBLISHED.attendance if row.meeting_ref in held]
    assert {row.agency for row in there} == set(AGENCIES)
    assert {row.how for row in there} == {"attended", "report", "apologies", "none"}
    heard = {(row.meeting_ref, row.case_ref) for row in PUBLISHED.heard}
    assert {(row.meeting_ref, row.case_ref) for row in there} == heard
    # For panels that were cancelled somebody had answered too.
    assert len(there) < len(PUBLISHED.attendance)


def test_actions_are_done_in_time_or_late_and_a_few_never() -> None:
    done = [row for row in PUBLISHED.actions if row.done_on]
    late = [row for row in done if row.due_on and row.done_on and row.done_on > row.due_on]
    never = [row for row in PUBLISHED.actions if row.done_on is None]
    assert len(done) > 400 and 0.1 < len(late) / len(done) < 0.4
    assert 1 <= len(never) <= 12
    assert {row.agency for row in PUBLISHED.actions} >= {"police", "probation", "housing", None}
    assert any(row.due_on is None for row in PUBLISHED.actions)
    days = {(row.case_ref, held_on(PUBLISHED)[row.meeting_ref][1]) for row in PUBLISHED.heard}
    assert all((row.case_ref, row.raised_on) in days for row in PUBLISHED.actions)
    for row in done:
        assert row.raised_on and row.done_on and row.raised_on <= row.done_on


def test_the_year_before_was_much_like_it() -> None:
    """So that a comparison shows changes, and no jump that a check would ask about."""
    before = date(2012, 4, 1)
    orders = [o for case in CASELOAD for o in case.orders if before <= o.imposed_on < FROM]
    assert 30 <= sum(order.kind == "SOPO" for order in orders) <= 50
    at_level_2_or_3 = [
        case
        for case in CASELOAD
        if any(s.level >= 2 and s.started_on < FROM and s.ended_on > before for s in case.spells)
    ]
    assert 85 <= len(at_level_2_or_3) <= 115
    happened = Counter(
        event.kind for case in CASELOAD for event in case.events if before <= event.on < FROM
    )
    assert 18 <= happened["returned_breach_of_licence"] <= 32
    assert 8 <= happened["breach_of_notification"] <= 20
