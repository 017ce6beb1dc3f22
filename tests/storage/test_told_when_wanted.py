"""Digests, quiet times and the hours for what comes late: all of it is told, once, when wanted."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mappa.clocks import LONDON
from mappa.people import Person
from mappa.policies import Policy
from mappa.preferences import NEVER_QUIET, Preferences
from mappa.quiet_times import QuietTime, quiet_time, told_from
from storage.databases import Session
from storage.due_reminders import claim_due_reminders
from storage.outgoing import is_anything_due
from storage.people import get_person
from storage.preferences import set_preferences
from storage.reminders import count_due_unsent
from storage.tables import reminders
from tests.build import NOW, POLICY, TEAM
from tests.storage.conftest import undone
from tests.storage.reminding import Sent, messages, reminded_of, store

CORA, PRIYA = "U0CORA", "U0PRIYA"
NIGHT = ("19:00", "07:00")
EVENING = datetime(2026, 6, 17, 20, 0, tzinfo=LONDON)
MORNING = datetime(2026, 6, 18, 7, 0, tzinfo=LONDON)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def everybody(cast: dict[str, Person]) -> dict[str, Person]:
    return cast


def wants(
    session: Session,
    who: Person,
    *,
    digest: bool | None = None,
    quiet: tuple[str, str] | None = None,
) -> None:
    set_preferences(session, who.id, Preferences(digest, quiet))
    now = get_person(session, TEAM, who.user_id, NOW)
    assert (now.digest, now.quiet) == (digest, quiet)


def sending(**given: object) -> Policy:
    return replace(POLICY, sending=replace(POLICY.sending, **given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("policy", "own", "in_messages"),
    [(False, None, 3), (False, True, 1), (True, None, 1), (True, False, 3)],
)
def test_a_digest_is_one_message_for_whoever_wants_it(
    session: Session,
    everybody: dict[str, Person],
    policy: bool,
    own: bool | None,
    in_messages: int,
) -> None:
    wants(session, everybody[PRIYA], digest=own)
    refs = store(session, [PRIYA] * 3, NOW)
    assert claim_due_reminders(session, sending(digest=policy), NOW) == 3
    assert len(messages(session)) == in_messages
    assert reminded_of(session) == refs


def test_a_digest_lists_every_one_over_as_many_messages_as_it_needs(
    session: Session, everybody: dict[str, Person]
) -> None:
    wants(session, everybody[PRIYA], digest=True)
    refs = store(session, [PRIYA] * 70, NOW)
    theirs = store(session, [CORA], NOW)
    claim_due_reminders(session, POLICY, NOW)
    assert sorted(len(m.refs) for m in messages(session) if m.to == PRIYA) == [10, 30, 30]
    assert Sent(CORA, 2, theirs) in messages(session)
    assert reminded_of(session) == refs + theirs


@pytest.mark.parametrize(
    ("policy", "own", "now", "told"),
    [
        (None, NIGHT, EVENING, MORNING),
        (None, NIGHT, MORNING - HOUR, MORNING),
        (None, NIGHT, MORNING, MORNING),
        (None, None, EVENING, EVENING),
        (quiet_time(*NIGHT), None, EVENING, MORNING),
        (quiet_time(*NIGHT), NEVER_QUIET, EVENING, EVENING),
        (quiet_time(*NIGHT), ("21:00", "06:00"), EVENING, EVENING),
    ],
)
def test_what_falls_due_in_a_quiet_time_goes_out_at_its_end_and_only_then(
    session: Session,
    everybody: dict[str, Person],
    policy: QuietTime | None,
    own: tuple[str, str] | None,
    now: datetime,
    told: datetime,
) -> None:
    wants(session, everybody[PRIYA], quiet=own)
    refs = store(session, [PRIYA, PRIYA], now)
    rules = sending(quiet=policy)
    assert claim_due_reminders(session, rules, now) == 2
    if told > now:
        assert messages(session) == []
        assert not is_anything_due(session, told - timedelta(seconds=1))
        assert count_due_unsent(session, told - timedelta(seconds=1)) == 0, "health stays green"
        assert claim_due_reminders(session, rules, told) == 2
    assert reminded_of(session) == refs
    assert len(messages(session)) == 2
    assert claim_due_reminders(session, rules, told + 24 * HOUR) == 0


@pytest.mark.parametrize(("due_at", "late"), [(EVENING - HOUR, False), (EVENING, True)])
def test_what_comes_late_waits_for_the_hours_of_the_policy_and_comes_in_one_message(
    session: Session, due_at: datetime, late: bool
) -> None:
    by_day = sending(catch_up="07:00-19:00")
    refs = store(session, [PRIYA, PRIYA], due_at, late=late)
    (on_time,) = store(session, [PRIYA], EVENING)
    claim_due_reminders(session, by_day, EVENING)
    assert [message.refs for message in messages(session)] == [[on_time]]
    claim_due_reminders(session, by_day, MORNING)
    assert [message.refs for message in messages(session)] == [[on_time], refs]


def test_somebody_whose_quiet_time_leaves_no_hour_of_the_policy_is_told_at_its_end(
    session: Session, everybody: dict[str, Person]
) -> None:
    wants(session, everybody[PRIYA], quiet=("07:00", "20:00"))
    refs = store(session, [PRIYA], EVENING - 10 * HOUR)
    by_day = sending(catch_up="08:00-19:00")
    claim_due_reminders(session, by_day, EVENING - HOUR)
    assert messages(session) == []
    claim_due_reminders(session, by_day, EVENING)
    assert reminded_of(session) == refs


TIMES = st.tuples(st.integers(0, 23), st.sampled_from([0, 30])).map(
    lambda t: f"{t[0]:02}:{t[1]:02}"
)
PREFERENCES = st.builds(Preferences, st.none() | st.booleans(), st.none() | st.tuples(TIMES, TIMES))


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from([CORA, PRIYA]), st.integers(0, 72)), max_size=8),
    st.fixed_dictionaries({CORA: PREFERENCES, PRIYA: PREFERENCES}),
    st.sampled_from(["at once", "07:00-19:00", "22:00-04:00"]),
    st.lists(st.integers(1, 30), min_size=1, max_size=6),
)
def test_whatever_people_choose_everything_is_told_once_and_never_in_their_quiet_time(
    session: Session,
    everybody: dict[str, Person],
    due: list[tuple[str, int]],
    chosen: dict[str, Preferences],
    catch_up: str,
    steps: list[int],
) -> None:
    """The bot runs now and then, and at last all the time."""
    rules = sending(catch_up=catch_up, quiet=quiet_time("20:00", "06:00"))
    with undone(session):
        for user_id, preferences in chosen.items():
            set_preferences(session, everybody[user_id].id, preferences)
        refs = [ref for who, at in due for ref in store(session, [who], NOW + at * HOUR)]
        now, told = NOW, 0
        for step in [*steps, *[0.5] * 300]:  # all the time: nobody's free hours are shorter
            dealt_with = claim_due_reminders(session, rules, now)
            new = messages(session)[told:] if dealt_with else []
            for message in new:
                own = chosen[message.to].quiet
                quiet = quiet_time(*own) if own else rules.sending.quiet
                assert told_from(now, quiet) == now
            told += len(new)
            now += step * HOUR
        assert reminded_of(session) == sorted(refs, key=lambda ref: int(ref[4:]))
        waiting = select(reminders.c.id).where(reminders.c.state == "planned")
        assert session.execute(waiting).all() == []
