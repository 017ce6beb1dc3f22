"""Reminders: stored in the transaction of the fact they are about, and always what it says."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mappa.cases import Spell
from mappa.people import Person
from storage.databases import Session
from storage.due_reminders import claim_due_reminders
from storage.reminders import (
    count_due_unsent,
    mark_acknowledged,
    mark_sent,
    mark_snoozed,
)
from storage.tables import outgoing, reminders
from tests.build import NOW, POLICY, TODAY, case, open_case
from tests.storage.reminding import change, derive, of_case, policy, states

NOTICES = ("6 months", "12 weeks", "28 days", "7 days", "on the day")
LATER = date(2027, 6, 30)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.fixture(autouse=True)
def everybody(cast: dict[str, Person]) -> dict[str, Person]:
    """Cora co-ordinates, Priya owns BED-1042."""
    return cast


def test_a_date_gets_every_notice_of_the_policy_for_owner_and_co_ordinator(
    session: Session,
) -> None:
    open_case(session, case())
    found = of_case(session)
    due = [utc(2026, 9, 30, 8), utc(2027, 1, 6, 9), utc(2027, 3, 3, 9), utc(2027, 3, 24, 9),
           utc(2027, 3, 31, 8)]  # fmt: skip
    assert [reminder.due_at for reminder in found] == [at for at in due for _ in range(2)]
    assert [reminder.notice for reminder in found] == [n for n in NOTICES for _ in range(2)]
    assert {(one.case_ref, one.kind, one.about_on, one.state) for one in found} == {
        ("BED-1042", "licence_end", date(2027, 3, 31), "planned")
    }


@pytest.mark.parametrize("days_ahead", [287, 70, 20, 5])
def test_deriving_again_changes_nothing(session: Session, days_ahead: int) -> None:
    stored = open_case(session, case(dates={"licence_end": TODAY + timedelta(days=days_ahead)}))
    before = session.execute(select(reminders).order_by(reminders.c.id)).all()
    derive(session, stored, NOW + timedelta(hours=3))  # what is due stays due since then
    assert session.execute(select(reminders).order_by(reminders.c.id)).all() == before


def test_the_database_itself_refuses_a_second_reminder_of_the_same(session: Session) -> None:
    open_case(session, case())
    row = session.execute(select(reminders).limit(1)).one()._asdict()
    row.pop("id")
    with pytest.raises(IntegrityError), session.connection.begin_nested():
        session.execute(reminders.insert().values(**row))


def test_when_the_date_moves_the_old_reminders_are_void_and_new_ones_planned(
    session: Session,
) -> None:
    open_case(session, case())
    change(session, "BED-1042", dates={"licence_end": LATER})
    assert {s for _, _, s in states(session, about_on=date(2027, 3, 31))} == {"void"}
    moved = states(session, about_on=LATER, state="planned")
    assert [notice for _, notice, _ in moved[::2]] == list(NOTICES)
    assert {one.about_on for one in of_case(session)} == {LATER}


def test_when_the_date_moves_back_its_reminders_come_back_and_are_one_each(
    session: Session,
) -> None:
    open_case(session, case())
    before = states(session)
    change(session, "BED-1042", dates={"licence_end": LATER})
    change(session, "BED-1042", dates={"licence_end": date(2027, 3, 31)})
    assert states(session, about_on=date(2027, 3, 31)) == before
    assert {state for _, _, state in states(session, about_on=LATER)} == {"void"}


def test_a_date_taken_out_takes_its_reminders_along(session: Session) -> None:
    open_case(session, case())
    change(session, "BED-1042", dates={})
    assert {state for _, _, state in states(session)} == {"void"}
    assert of_case(session) == []


def test_who_leaves_mappa_is_not_reminded_of(session: Session) -> None:
    open_case(session, case())
    change(session, "BED-1042", spells=(Spell(2, 2, date(2026, 1, 5), TODAY),))
    assert {state for _, _, state in states(session)} == {"void"}
    change(session, "BED-1042", spells=(Spell(2, 2, date(2026, 1, 5)),))
    assert {state for _, _, state in states(session)} == {"planned"}


def test_a_case_that_waits_for_its_first_level_is_reminded_of(session: Session) -> None:
    open_case(session, case(spells=()))
    assert len(states(session, state="planned")) == 10


def test_what_was_sent_stays_sent_and_is_never_sent_again(session: Session) -> None:
    open_case(session, case())
    first = utc(2026, 9, 30, 8)
    assert claim_due_reminders(session, POLICY, first) == 2
    for (message,) in session.execute(select(outgoing.c.id)).all():
        mark_sent(session, message, POLICY, first)
    mark_acknowledged(session, of_case(session)[0], first)
    after = first + timedelta(hours=1)
    for on in (LATER, date(2027, 3, 31)):
        change(session, "BED-1042", after, dates={"licence_end": on})
    kept = states(session, about_on=date(2027, 3, 31), notice="6 months")
    assert sorted(state for _, _, state in kept) == ["acknowledged", "sent"]
    assert claim_due_reminders(session, POLICY, utc(2027, 1, 6, 8, 59)) == 0
    assert claim_due_reminders(session, POLICY, utc(2027, 1, 6, 9)) == 2  # the next notice


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        # Ten weeks ahead: 6 months and 12 weeks are past; the later one is told now.
        (TODAY + timedelta(days=70), ["void", "planned now", "planned", "planned", "planned"]),
        (TODAY + timedelta(days=7), ["void", "void", "void", "planned now", "planned"]),
        (TODAY, ["void", "void", "void", "void", "planned now"]),
        (TODAY - timedelta(days=1), ["void"] * 5),
    ],
)
def test_notices_whose_time_has_passed_collapse_into_one(
    session: Session, cast: dict[str, Person], on: date, expected: list[str]
) -> None:
    open_case(session, case(dates={"licence_end": on}))
    query = select(reminders).where(reminders.c.person_id == cast["U0PRIYA"].id)
    found = {row.notice: row for row in session.execute(query)}
    assert count_due_unsent(session, NOW) == 2 * ("planned now" in expected)
    told = [f"{row.state} now" if row.due_at == NOW else row.state for row in found.values()]
    assert [told[list(found).index(notice)] for notice in NOTICES] == expected


def test_one_that_was_passed_over_is_told_once_the_date_moves_away_and_back(
    session: Session,
) -> None:
    soon = TODAY + timedelta(days=20)
    open_case(session, case(dates={"licence_end": soon}))
    change(session, "BED-1042", dates={"licence_end": LATER})
    change(session, "BED-1042", dates={"licence_end": soon})
    planned = states(session, about_on=soon, state="planned")
    assert [notice for _, notice, _ in planned[::2]] == ["28 days", "7 days", "on the day"]


def test_a_new_hour_in_the_policy_moves_what_is_still_ahead(session: Session) -> None:
    stored = open_case(session, case())
    nine, eleven = policy(*NOTICES, at=time(9)), policy(*NOTICES, at=time(11))
    derive(session, stored, by=nine)
    due = utc(2026, 9, 30, 8)
    derive(session, stored, due, by=eleven)  # the first one is due at this very moment
    ahead = [one.due_at.hour for one in of_case(session)]
    assert ahead == [10, 11, 11, 11, 10]  # 11 o'clock in London, summer time and not
    derive(session, stored, utc(2026, 9, 30, 10), by=nine)
    hours = [one.due_at.hour for one in of_case(session)]
    assert hours == [10, 9, 9, 9, 8]  # what is due already stays due


def test_a_notice_taken_out_of_the_policy_is_not_sent(session: Session) -> None:
    stored = open_case(session, case())
    derive(session, stored, by=policy("28 days"))
    assert states(session, state="planned") == [("U0PRIYA", "28 days", "planned")]


def test_what_was_put_off_comes_again_when_its_date_is_set_and_set_back(session: Session) -> None:
    soon = TODAY + timedelta(days=20)
    open_case(session, case(dates={"licence_end": soon}))
    claim_due_reminders(session, POLICY, NOW)
    for message in session.execute(select(outgoing.c.id)).scalars().all():
        mark_sent(session, message, POLICY, NOW)
    [sent, _] = [one for one in of_case(session) if one.state == "sent"]
    until = utc(2026, 6, 24, 8)
    mark_snoozed(session, sent, until)
    change(session, "BED-1042", dates={"licence_end": LATER})
    change(session, "BED-1042", dates={"licence_end": soon})
    again = {one.id: (one.state, one.due_at) for one in of_case(session)}
    assert again[sent.id] == ("snoozed", until)
