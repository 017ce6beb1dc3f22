"""What nobody acknowledges goes on, step by step, to each once, and ends when somebody answers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from mappa.cases import TeamMember
from mappa.clocks import LONDON
from mappa.policies import Escalation, Policy, ReminderRules
from storage.cases import add_case, add_cases
from storage.databases import Database, Session
from storage.deriving import derive_again
from storage.due_reminders import claim_due_reminders
from storage.escalations import claim_escalations, list_silent
from storage.people import add_person, remove_person
from storage.reminders import (
    get_reminder,
    list_reminders_of_message,
    mark_acknowledged,
    mark_sent,
    mark_snoozed,
)
from storage.tables import outgoing, people, reminders
from tests.build import NOW, TEAM, TODAY, case, person, register_cast
from tests.storage.reminding import change, derive, policy
from tests.storage.threads import at_once

PRIYA, PETE, CORA, CARL = "U0PRIYA", "U0PETE", "U0CORA", "U0CARL"
SOON = TODAY + timedelta(days=20)
DUE = NOW  # late, and so at once
FIRST_STEP = datetime(2026, 6, 19, 9, tzinfo=LONDON)
SECOND_STEP = datetime(2026, 6, 26, 9, tzinfo=LONDON)
HOUR = timedelta(hours=1)


def rules(*steps: tuple[str, tuple[str, ...]]) -> Policy:
    made = policy("28 days", to=("owner",))
    kept = ReminderRules(
        ("28 days",), ("owner",), escalate=tuple(Escalation(*step) for step in steps)
    )
    return replace(made, reminders={"licence_end": kept})


ONCE = rules(("2 working days", ("co-ordinator",)))
TWICE = rules(("2 working days", ("co-ordinator",)), ("1 week", ("chair", "co-ordinator")))


def begin(session: Session, by: Policy = ONCE, owners: tuple[str, ...] = (PRIYA,)) -> None:
    """The owners of a case were reminded, and Carl co-ordinates with Cora."""
    register_cast(session)
    add_person(session, person(CARL, "co-ordinator"), NOW)
    team = tuple(TeamMember(one, "owner") for one in owners)
    stored = add_case(session, case(dates={"licence_end": SOON}, team=team), NOW)
    derive(session, stored, NOW, by)
    send(session, by, DUE)


def send(session: Session, by: Policy, now: datetime) -> list[tuple[str, str]]:
    """Everything due arrives; to whom, and with which notice."""
    claim_due_reminders(session, by, now)
    query = select(outgoing.c.id).where(outgoing.c.state == "waiting").order_by(outgoing.c.id)
    told = []
    for message in session.execute(query).scalars().all():
        for one in list_reminders_of_message(session, message):
            told.append((user_id(session, one.person_id), one.notice))
        mark_sent(session, message, by, now)
        over = outgoing.update().where(outgoing.c.id == message)
        session.execute(over.values(state="sent"))
    return sorted(told)


def pass_on(session: Session, by: Policy, now: datetime) -> list[tuple[str, str]]:
    claim_escalations(session, by, now)
    return send(session, by, now)


def user_id(session: Session, person_id: int) -> str:
    query = select(people.c.user_id).where(people.c.id == person_id)
    return str(session.execute(query).scalar_one())


def of(session: Session, who: str) -> int:
    """The reminder of one person."""
    query = (
        select(reminders.c.id)
        .join(people, people.c.id == reminders.c.person_id)
        .where(people.c.user_id == who)
    )
    return int(session.execute(query).scalar_one())


PASSED_ON = "28 days, not acknowledged"


def test_it_is_passed_on_when_its_time_has_come_and_only_once(session: Session) -> None:
    begin(session)
    assert pass_on(session, ONCE, FIRST_STEP - HOUR) == []
    assert pass_on(session, ONCE, FIRST_STEP) == [(CARL, PASSED_ON), (CORA, PASSED_ON)]
    for later in range(1, 40):
        assert pass_on(session, ONCE, FIRST_STEP + later * 24 * HOUR) == []
    silent = list_silent(session, get_reminder(session, of(session, CORA)))
    assert [one.user_id for one in silent] == [PRIYA]


@pytest.mark.parametrize(
    "how", ["acknowledged", "put off", "moved", "removed", "called off", "handed over"]
)
def test_nothing_is_passed_on_once_somebody_has_answered_or_the_date_is_gone(
    session: Session, how: str
) -> None:
    begin(session)
    reminder = get_reminder(session, of(session, PRIYA))
    if how == "acknowledged":
        mark_acknowledged(session, reminder, DUE + HOUR)
    elif how == "put off":
        mark_snoozed(session, reminder, FIRST_STEP + 24 * HOUR)
    elif how == "moved":
        change(session, "BED-1042", DUE, dates={"licence_end": SOON + timedelta(days=300)})
    elif how == "removed":
        change(session, "BED-1042", DUE, dates={})
    elif how == "handed over":  # the people of the other area are told themselves
        add_person(session, person("U0HANA", "co-ordinator", area="HER"), NOW)
        change(session, "BED-1042", DUE, area="HER", team=())
    else:
        change(session, "BED-1042", DUE, merged_into="BED-1")
    assert claim_escalations(session, ONCE, FIRST_STEP) <= 1
    found = session.execute(select(reminders.c.step)).scalars()
    assert set(found) == {0}


def test_what_was_put_off_waits_anew_from_when_it_came_again(session: Session) -> None:
    begin(session)
    again = datetime(2026, 6, 24, 9, tzinfo=LONDON)
    mark_snoozed(session, get_reminder(session, of(session, PRIYA)), again)
    assert send(session, ONCE, again) == [(PRIYA, "28 days")]
    assert pass_on(session, ONCE, again + 47 * HOUR) == []
    assert len(pass_on(session, ONCE, again + 48 * HOUR)) == 2


def test_who_has_answered_a_later_notice_knows_of_the_earlier_one(session: Session) -> None:
    begin(session)
    first = get_reminder(session, of(session, PRIYA))
    values = session.execute(select(reminders).where(reminders.c.id == first.id)).one()._asdict()
    values |= {"id": None, "notice": "7 days", "due_at": DUE + HOUR}
    session.execute(reminders.insert(), [{k: v for k, v in values.items() if k != "id"}])
    query = select(reminders.c.id).where(reminders.c.notice == "7 days")
    later = get_reminder(session, session.execute(query).scalar_one())
    mark_acknowledged(session, later, DUE + HOUR)
    assert claim_escalations(session, ONCE, FIRST_STEP) == 0
    assert get_reminder(session, first.id).state == "sent", "what was not answered stays so"


def test_step_by_step_it_goes_to_whom_each_step_names(session: Session) -> None:
    begin(session, TWICE)
    assert len(pass_on(session, TWICE, FIRST_STEP)) == 2
    mark_acknowledged(session, get_reminder(session, of(session, CARL)), FIRST_STEP + HOUR)
    # No chair hears the case, and both co-ordinators have it already.
    assert pass_on(session, TWICE, SECOND_STEP) == []
    assert get_reminder(session, of(session, CORA)).step == 1


def test_the_next_step_is_not_taken_once_the_first_was_acknowledged_after_all(
    session: Session,
) -> None:
    third = person("U0THEA", "co-ordinator")
    begin(session, TWICE)
    pass_on(session, TWICE, FIRST_STEP)
    mark_acknowledged(session, get_reminder(session, of(session, PRIYA)), FIRST_STEP + HOUR)
    add_person(session, third, NOW)
    assert pass_on(session, TWICE, SECOND_STEP) == []


def test_who_comes_into_a_step_later_is_told_of_it(session: Session) -> None:
    begin(session, TWICE)
    pass_on(session, TWICE, FIRST_STEP)
    add_person(session, person("U0THEA", "co-ordinator"), NOW)
    assert pass_on(session, TWICE, SECOND_STEP) == [("U0THEA", PASSED_ON)]


def test_two_who_did_not_acknowledge_are_passed_on_as_one(session: Session) -> None:
    begin(session, owners=(PRIYA, PETE))
    assert pass_on(session, ONCE, FIRST_STEP) == [(CARL, PASSED_ON), (CORA, PASSED_ON)]
    passed_on = get_reminder(session, of(session, CORA))
    assert [one.user_id for one in list_silent(session, passed_on)] == [PRIYA, PETE]
    mark_acknowledged(session, get_reminder(session, of(session, PETE)), FIRST_STEP)
    assert [one.user_id for one in list_silent(session, passed_on)] == [PRIYA]


def test_where_nobody_fits_the_step_the_co_ordinators_are_told(session: Session) -> None:
    to_the_chair = rules(("2 working days", ("chair",)))
    begin(session, to_the_chair)
    assert [who for who, _ in pass_on(session, to_the_chair, FIRST_STEP)] == [CARL, CORA]


def test_a_step_that_means_the_same_person_goes_to_the_co_ordinators(session: Session) -> None:
    to_the_owner = rules(("2 working days", ("owner",)))
    begin(session, to_the_owner)
    assert [who for who, _ in pass_on(session, to_the_owner, FIRST_STEP)] == [CARL, CORA]


def test_a_policy_that_no_longer_passes_on_passes_nothing_on(session: Session) -> None:
    begin(session)
    assert pass_on(session, rules(), FIRST_STEP) == []
    assert claim_escalations(session, ONCE, FIRST_STEP) == 0, "it was settled"


def test_deriving_again_before_it_is_sent_leaves_what_was_passed_on(session: Session) -> None:
    begin(session)
    claim_escalations(session, ONCE, FIRST_STEP)
    derive_again(session, get_reminder(session, of(session, CORA)), ONCE, FIRST_STEP)
    assert len(send(session, ONCE, FIRST_STEP)) == 2


def test_it_reaches_the_others_when_one_of_them_has_left(session: Session) -> None:
    begin(session)
    remove_person(session, TEAM, CARL, DUE)
    assert pass_on(session, ONCE, FIRST_STEP) == [(CORA, PASSED_ON)]


def test_what_somebody_has_left_behind_unanswered_is_passed_on(session: Session) -> None:
    begin(session)
    remove_person(session, TEAM, PRIYA, DUE)
    assert pass_on(session, ONCE, FIRST_STEP) == [(CARL, PASSED_ON), (CORA, PASSED_ON)]
    passed_on = get_reminder(session, of(session, CORA))
    assert [one.user_id for one in list_silent(session, passed_on)] == [PRIYA]


def test_several_who_pass_on_at_once_pass_each_on_once(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        refs = [f"BED-{n}" for n in range(1, 25)]
        facts = [case(ref, dates={"licence_end": SOON}) for ref in refs]
        for stored in add_cases(session, facts, NOW):
            derive(session, stored, NOW, ONCE)
        send(session, ONCE, DUE)

    def claim() -> int:
        claimed = 0
        while True:
            with db.write() as session:
                some = claim_escalations(session, ONCE, FIRST_STEP, limit=3)
            if not some:
                return claimed
            claimed += some

    assert sum(at_once(*[claim] * 4)) == len(refs)
    with db.read() as session:
        query = select(reminders.c.subject).where(reminders.c.step == 1)
        told = session.execute(query).scalars().all()
    assert sorted(told) == sorted(f"case {ref}" for ref in refs)


def test_an_escalation_falls_on_a_working_day(session: Session) -> None:
    begin(session)
    rows = session.execute(select(reminders.c.escalate_at)).scalars().all()
    assert [at.date() for at in rows if at] == [date(2026, 6, 19)]
