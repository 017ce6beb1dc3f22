"""What has passed is told of until it is done: whatever is derived when, whatever stood still."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mappa.clocks import LONDON, london_day
from mappa.notices import due_at
from mappa.overdue import chase, is_overdue_notice
from mappa.people import Person
from mappa.policies import Policy, ReminderRules
from mappa.working_days import is_working_day
from storage.cases import StoredCase, add_case
from storage.databases import Session
from storage.overdue import add_next_overdue
from storage.tables import deputies, people, reminders
from tests.build import NOW, POLICY, TODAY, case
from tests.storage.conftest import undone
from tests.storage.reminding import change, derive, send_due, states

DAYS = [
    date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 2), date(2026, 3, 27), date(2026, 10, 23),
    date(2028, 2, 29), date(2027, 1, 1), date(2026, 6, 17), date(2026, 5, 23),
]  # fmt: skip
NOTICES = ("4 weeks", "7 days", "1 day", "on the day")
Event = tuple[str, timedelta]


def chasing(every: str, *notices: str, at: time = time(9)) -> Policy:
    rules = {"licence_end": ReminderRules(notices, ("owner",), every)}
    return replace(POLICY, reminders=rules, sending=replace(POLICY.sending, at=at))


def told_of(session: Session, on: date) -> StoredCase:
    return add_case(session, case(dates={"licence_end": on}), NOW)


def stored(session: Session) -> list[Any]:
    query = select(reminders, people.c.user_id).join(people, people.c.id == reminders.c.person_id)
    return list(session.execute(query.order_by(reminders.c.due_at, reminders.c.id)))


rules = st.builds(
    lambda count, unit: f"every {count} {unit}",
    st.integers(1, 5),
    st.sampled_from(["working days", "days", "weeks"]),
)
spans = st.integers(-35 * 24 * 60, 25 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
events = st.lists(st.tuples(st.sampled_from(["derive", "send"]), spans), min_size=1, max_size=9)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    on=st.sampled_from(DAYS),
    every=rules,
    hour=st.sampled_from([time(9), time(0, 30), time(17, 15)]),
    first=spans,
    happened=events,
)
def test_whenever_it_is_derived_the_same_is_told_and_it_never_ends(
    session: Session,
    cast: dict[str, Person],
    on: date,
    every: str,
    hour: time,
    first: timedelta,
    happened: list[Event],
) -> None:
    by = chasing(every, *NOTICES, at=hour)
    known_at = due_at(on, hour) + first
    later = [(what, due_at(on, hour) + span) for what, span in happened]
    happening = sorted((one for one in later if one[1] >= known_at), key=lambda one: one[1])
    with undone(session):
        _play(session, by, on, known_at, happening)
        often = _outcome(session)
    with undone(session):
        only_sent = [one for one in happening if one[0] == "send"]
        _play(session, by, on, known_at, only_sent)
        assert _outcome(session) == often


def _play(
    session: Session,
    by: Policy,
    on: date,
    known_at: datetime,
    happening: list[tuple[str, datetime]],
) -> None:
    made = told_of(session, on)
    derive(session, made, known_at, by)
    for what, now in happening:
        if what == "derive":
            derive(session, made, now, by)
            before = stored(session)
            derive(session, made, now, by)
            assert stored(session) == before
        else:
            send_due(session, by, now)
            _nobody_waits(session, by, on, now)
        _it_goes_on(session, now)


def _nobody_waits(session: Session, by: Policy, on: date, now: datetime) -> None:
    """After a message has gone out nothing is late, and of what has passed somebody was told."""
    rows = stored(session)
    assert not [row for row in rows if row.state in ("planned", "due") and row.due_at <= now]
    found = chase(on, by.reminders["licence_end"].overdue, by.sending.at, now)
    if found.passed:
        sent = [row.sent_at for row in rows if is_overdue_notice(row.notice) and row.sent_at]
        assert max(sent) >= found.passed[1]


def _it_goes_on(session: Session, now: datetime) -> None:
    rows = [row for row in stored(session) if is_overdue_notice(row.notice)]
    ahead = [row for row in rows if row.state == "planned"]
    assert ahead
    for row in ahead:
        local = row.due_at.astimezone(LONDON)
        assert row.due_at <= now or is_working_day(local.date())


def _outcome(session: Session) -> list[tuple[Any, ...]]:
    return [(row.user_id, row.notice, row.state, row.sent_at) for row in stored(session)]


def test_over_christmas_each_is_told_once_on_a_working_day(
    session: Session, cast: dict[str, Person]
) -> None:
    by = chasing("every 2 days")
    derive(session, told_of(session, date(2026, 12, 21)), by=by)
    for day in range(21, 50):
        send_due(session, by, due_at(date(2026, 12, 31), time(9)) + timedelta(days=day - 31))
    told = [(london_day(row.sent_at), row.notice) for row in stored(session) if row.sent_at]
    assert told == [
        (date(2026, 12, 23), "overdue 2 days"),
        (date(2026, 12, 29), "overdue 8 days"),
        (date(2026, 12, 31), "overdue 10 days"),
        (date(2027, 1, 4), "overdue 14 days"),
        (date(2027, 1, 6), "overdue 16 days"),
        (date(2027, 1, 8), "overdue 18 days"),
        (date(2027, 1, 11), "overdue 20 days"),
        (date(2027, 1, 12), "overdue 22 days"),
        (date(2027, 1, 14), "overdue 24 days"),
        (date(2027, 1, 18), "overdue 28 days"),
    ]


def test_what_passed_long_ago_is_told_of_once_now_and_then_goes_on(
    session: Session, cast: dict[str, Person]
) -> None:
    derive(
        session, told_of(session, date(2013, 5, 6)), by=chasing("every 2 working days", "7 days")
    )
    assert states(session) == [
        ("U0PRIYA", "7 days", "void"),
        ("U0PRIYA", "overdue 3314 working days", "planned"),
        ("U0PRIYA", "overdue 3316 working days", "planned"),
    ]
    assert [row.due_at for row in stored(session)][1:] == [NOW, due_at(date(2026, 6, 19), time(9))]


def test_it_ends_when_the_date_moves_and_goes_on_when_it_moves_back(
    session: Session, cast: dict[str, Person]
) -> None:
    review: dict[str, Any] = {"dates": {"review": TODAY - timedelta(days=14)}}
    change_at = NOW + timedelta(days=3)
    derive(session, add_case(session, case(**review), NOW))
    assert send_due(session, POLICY, NOW) == 2  # the owner and the co-ordinator
    moved = change(session, "BED-1042", change_at, dates={"review": TODAY + timedelta(days=90)})
    old = states(session, about_on=TODAY - timedelta(days=14), state="planned")
    assert old == []
    assert moved.facts.dates["review"] > TODAY
    change(session, "BED-1042", change_at, **review)
    assert send_due(session, POLICY, change_at) == 0  # told of already
    waiting = states(session, about_on=TODAY - timedelta(days=14), state="planned")
    assert [notice for _, notice, _ in waiting] == ["overdue 15 working days"] * 2


def test_another_rule_of_the_policy_neither_doubles_nor_ends_it(
    session: Session, cast: dict[str, Person]
) -> None:
    made = told_of(session, TODAY)
    often, seldom = chasing("every 2 working days"), chasing("every 4 working days")
    derive(session, made, by=seldom)  # stores "overdue 4 working days"
    derive(session, made, by=often)  # and does not need it now
    now = NOW
    for _ in range(20):
        now += timedelta(days=1)
        send_due(session, often, now)
    sent = states(session, state="sent")
    assert [notice for _, notice, _ in sent] == [
        f"overdue {count} working days" for count in range(2, 15, 2)
    ]


def test_a_rule_that_is_taken_out_ends_it(session: Session, cast: dict[str, Person]) -> None:
    made = told_of(session, TODAY - timedelta(days=9))
    derive(session, made, by=chasing("every 2 working days"))
    assert send_due(session, chasing(""), NOW) == 1
    derive(session, made, by=chasing(""))
    assert states(session, state="planned") == []


def test_a_deputy_is_told_of_the_next_one_in_their_time(
    session: Session, cast: dict[str, Person]
) -> None:
    by = chasing("every 2 working days")
    derive(session, told_of(session, TODAY), by=by)
    days = {"from_on": date(2026, 6, 22), "until_on": date(2026, 6, 24)}
    who = {"area": "BED", "user_id": "U0PRIYA", "deputy_user_id": "U0PETE"}
    session.execute(deputies.insert().values(**who, **days))
    for day in (19, 23, 25):
        send_due(session, by, due_at(date(2026, 6, day), time(9)))
    told = [(who, notice) for who, notice, state in states(session) if who == "U0PETE"]
    assert ("U0PETE", "overdue 4 working days") in told


def test_the_next_one_is_stored_once_however_often_it_is_asked_for(
    session: Session, cast: dict[str, Person]
) -> None:
    derive(session, told_of(session, TODAY - timedelta(days=9)), by=chasing("every 2 working days"))
    rows = session.execute(select(reminders)).all()
    for _ in range(2):
        add_next_overdue(session, rows, chasing("every 2 working days"), NOW)
    assert len(stored(session)) == len(rows)
