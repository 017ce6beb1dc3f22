"""Putting a reminder off: it comes again, once, as the same reminder; never after its date."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from mappa.access import REFUSED
from mappa.clocks import LONDON
from storage.databases import Session
from storage.people import add_person
from storage.tables import records, reminders
from tests.build import MARKER, NOW, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import OWNER_ONLY, add_due, begin, said
from tests.handlers.test_reminders import labels, send_first, the_same
from tests.handlers.workspaces import Json


def london(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def stored(talk: Conversation, user_id: str = "U0PRIYA") -> list[tuple[str, str]]:
    """Notice and state of what somebody was told."""
    person = talk.people[user_id].id
    query = (
        select(reminders.c.notice, reminders.c.state)
        .where(reminders.c.person_id == person, reminders.c.state.not_in(["planned", "void"]))
        .order_by(reminders.c.due_at)
    )
    return talk.read(lambda session: [tuple(row) for row in session.execute(query)])


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        ("tomorrow", london(2026, 10, 1)),
        ("week", london(2026, 10, 7)),
        ("day", london(2027, 3, 31)),
    ],
)
def test_it_comes_again_as_the_same_reminder_when_it_was_put_off_to(
    talk: Conversation, choice: str, until: datetime
) -> None:
    message = send_first(talk)
    talk.press("U0PRIYA", f"snooze_reminder.{choice}", message)
    talk.send()
    after = the_same(talk, message)
    said_until = f"{until.day} {until:%B} {until.year}, 09:00"
    assert f"Put off by Priya Practice until {said_until}. It is sent again" in after["text"]
    assert labels(after) == ["Acknowledge", "Show the case"]
    assert stored(talk) == [("6 months", "snoozed")]

    talk.clock.at = until - timedelta(seconds=1)
    talk.write(_only_those_put_off)
    talk.send()
    assert len(said(talk)) == 1
    talk.clock.at = until
    talk.send()
    assert [m["text"] for m in said(talk)][1:] == [message["text"]]
    assert stored(talk) == [("6 months", "sent")]
    assert talk.count("records", action="reminder put off") == 1
    assert talk.newly_broken() == []


def _only_those_put_off(session: Session) -> None:
    session.execute(reminders.update().where(reminders.c.state == "planned").values(state="void"))


def test_what_was_put_off_can_still_be_acknowledged_and_then_does_not_come_again(
    talk: Conversation,
) -> None:
    message = send_first(talk)
    talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
    talk.send()
    talk.press("U0PRIYA", "acknowledge_reminder", the_same(talk, message))
    talk.clock.at = london(2026, 10, 2)
    talk.send()
    assert len(said(talk)) == 1
    assert "Acknowledged by Priya Practice" in the_same(talk, message)["text"]
    assert stored(talk) == [("6 months", "acknowledged")]


def test_an_old_message_cannot_put_off_what_is_acknowledged(talk: Conversation) -> None:
    message = send_first(talk)
    with talk.holding_back() as held:
        talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
        talk.press("U0PRIYA", "acknowledge_reminder", message)
    talk.deliver(held[1])
    before = talk.dump(without=("deliveries",))
    talk.deliver(held[0])
    talk.settle()
    assert talk.dump(without=("deliveries",)) == before
    assert "was acknowledged already; nothing was changed" in str(talk.form("U0PRIYA"))


def test_the_same_click_twice_and_two_clicks_put_it_off_once(talk: Conversation) -> None:
    message = send_first(talk)
    with talk.holding_back() as held:
        talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
        talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
    talk.deliver(held[0])
    before = talk.dump(without=("deliveries",))
    talk.deliver(held[0], retry=1)
    talk.deliver(held[1])
    assert talk.dump(without=("deliveries",)) == before


def test_the_last_of_two_choices_counts(talk: Conversation) -> None:
    message = send_first(talk)
    with talk.holding_back() as held:
        talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
        talk.press("U0PRIYA", "snooze_reminder.week", message)
    for payload in held:
        talk.deliver(payload)
    rows = talk.read(lambda s: s.execute(reminders.select()).all())
    (at,) = [row.due_at for row in rows if row.state == "snoozed"]
    assert at == london(2026, 10, 7)


def test_it_is_not_put_off_past_the_day_that_it_is_about(talk: Conversation) -> None:
    """The message is old: what it offers was possible when it was sent."""
    message = send_first(talk)
    talk.clock.at = london(2027, 3, 29, 12)
    before = talk.dump(without=("deliveries",))
    talk.press("U0PRIYA", "snooze_reminder.week", message)
    talk.settle()
    shown = str(talk.form("U0PRIYA"))
    assert "In a week would be 5 April 2027, and it is about 31 March 2027" in shown
    assert "Press “On the day” instead." in shown
    assert talk.dump(without=("deliveries",)) == before
    talk.press("U0PRIYA", "snooze_reminder.day", message)
    assert stored(talk)[0] == ("6 months", "snoozed")


@pytest.mark.parametrize("user_id", ["U0CORA", "U0PETE", "U0NOEL"])
def test_nobody_puts_off_what_somebody_else_was_sent(talk: Conversation, user_id: str) -> None:
    message = send_first(talk)
    with talk.holding_back() as held:
        talk.press("U0PRIYA", "snooze_reminder.week", message)
    held[0]["user"]["id"] = user_id
    assert talk.deliver(held[0]).status == 200
    assert talk.count("reminders", state="snoozed") == 0


def test_who_may_no_longer_see_the_case_can_neither_put_off_nor_acknowledge(
    talk: Conversation,
) -> None:
    message = send_first(talk)
    was = talk.people["U0PRIYA"]
    talk.write(lambda session: add_person(session, replace(was, role="smb"), NOW))
    for action_id in ("snooze_reminder.week", "acknowledge_reminder"):
        talk.press("U0PRIYA", action_id, message)
        talk.settle()
        assert REFUSED["be reminded"] in str(talk.form("U0PRIYA"))
    assert stored(talk) == [("6 months", "sent")]
    assert MARKER not in talk.everything_seen()


def test_what_never_went_out_is_answered_by_no_forged_button(talk: Conversation) -> None:
    message = send_first(talk)
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    priya = talk.people["U0PRIYA"].id
    planned = [row.id for row in rows if row.person_id == priya and row.state == "planned"]
    for action_id in ("snooze_reminder.week", "acknowledge_reminder"):
        with talk.tampering(
            lambda payload: payload["actions"][0].update(value=",".join(map(str, planned)))
        ):
            talk.press("U0PRIYA", action_id, message)
    assert {row.state for row in rows if row.id in planned} == {"planned"}
    assert talk.count("reminders", state="snoozed") == 0


def test_several_in_one_message_are_put_off_together(talk_on_both: Conversation) -> None:
    talk = begin(talk_on_both)
    add_due(talk, "BED-1050", "BED-1051")
    talk.clock.pass_(hours=1)
    talk.send(policy=OWNER_ONLY)
    (message,) = said(talk)
    talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
    assert talk.count("reminders", state="snoozed") == 2
    assert talk.count("records", action="reminder put off") == 2


def test_a_message_about_today_offers_nothing_to_put_off_to(talk: Conversation) -> None:
    talk.write(_only_those_put_off)

    def add(session: Session) -> None:
        values = {
            "area": "BED",
            "subject": "case BED-1042",
            "case_id": 1,
            "kind": "licence_end",
            "about_on": TODAY,
            "notice": "on the day",
            "due_at": talk.clock(),
            "person_id": talk.people["U0PRIYA"].id,
            "state": "planned",
            "late": False,
        }
        session.execute(reminders.insert().values(**values))  # fmt: skip

    talk.write(add)
    talk.send()
    (message,) = said(talk)
    assert labels(message) == ["Acknowledge", "Show the case"]


def test_the_record_says_until_when_and_of_which_case(talk: Conversation) -> None:
    message: Json = send_first(talk)
    talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
    rows = talk.read(lambda session: session.execute(records.select()).all())
    (row,) = [row for row in rows if row.action == "reminder put off"]
    assert (row.case_id, row.source, row.area) == (1, "button", "BED")


def test_an_old_button_does_not_bring_back_a_date_that_was_moved(talk: Conversation) -> None:
    message = send_first(talk)
    moved = talk.typed(
        "U0CORA", "update BED-1042 licence-end 31 March 2029 because court varied it"
    )
    assert moved.text.startswith("Saved")
    talk.press("U0PRIYA", "snooze_reminder.tomorrow", message)
    talk.settle()
    form = talk.form("U0PRIYA")
    assert form and "That date has been changed or is done" in str(form)
    told = len(said(talk))
    talk.clock.pass_(days=2)
    talk.send()
    assert not [m for m in said(talk)[told:] if "31 March 2027" in m["text"]]
