"""A fault of ours: the person gets a number, the log a traceback, and nobody what was typed."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers.errors import BUSY, sentence
from handlers.views.blocks import button
from storage.tables import cases
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Answer, Json

SECRET = "Zanzibar"
SAID = r"Something went wrong and nothing was saved\. Quote ([0-9a-f]{8})\."


def take_away(talk: Conversation, table: str) -> None:
    rename(talk, table, f"{table}_gone")


def rename(talk: Conversation, table: str, to: str) -> None:
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {to}")


def number_in(text: str) -> str:
    found = re.search(SAID, text)
    assert found, text
    return found[1]


def check_logged(talk: Conversation, number: str) -> None:
    logged = talk.log.getvalue()
    assert f"ERROR mappa.errors fault {number}" in logged
    assert 'File "' in logged
    assert re.search("(no such table|does not exist)", logged)
    assert SECRET not in logged


@pytest.mark.parametrize(
    ("typed", "table"),
    [
        (f"update BED-1042 note {SECRET}", "notes"),
        (f"refer X320741 category 2 level 2 because {SECRET}", "referrals"),
        ("case BED-1042", "records"),
        ("how many cases", "spells"),
        ("me", "referrals"),
        ("help", "people"),
    ],
)
def test_a_fault_behind_a_command_is_answered_with_a_number(
    talk_afresh: Conversation, typed: str, table: str
) -> None:
    talk = talk_afresh
    take_away(talk, table)
    answer = talk.typed("U0PRIYA", typed)
    assert answer.status == 200
    assert answer.body["response_type"] == "ephemeral"
    check_logged(talk, number_in(answer.text))
    assert talk.count("deliveries") == 0


def test_who_cannot_wait_longer_for_others_is_asked_to_do_it_again(talk: Conversation) -> None:
    with talk.db.engine.connect() as holder:
        transaction = holder.begin()  # of SQLite it locks the whole file
        holder.execute(select(cases.c.id).with_for_update()).all()
        before = talk.log.getvalue()
        said = talk.typed("U0PRIYA", f"update BED-1042 note {SECRET}").text
        transaction.rollback()
    assert said == BUSY
    assert "fault" not in talk.log.getvalue()[len(before) :]
    assert SECRET not in talk.log.getvalue()
    assert talk.typed("U0PRIYA", f"update BED-1042 note {SECRET}").text.startswith("Saved")


def test_a_fault_behind_a_form_keeps_the_form_and_stands_in_it(talk: Conversation) -> None:
    talk.command("U0PRIYA", "refer")
    talk.settle()
    take_away(talk, "referrals")
    answer = talk.submit("U0PRIYA", identifier="X320741", category="2", level="2", because=SECRET)
    assert list(answer.errors) == ["identifier"]
    check_logged(talk, number_in(answer.errors["identifier"]))
    assert talk.form("U0PRIYA") is not None
    assert talk.count("cases") == 1


@pytest.mark.parametrize("action_id", ["open_case", "acknowledge_reminder", "refer_case"])
def test_a_fault_behind_a_button_opens_a_window_that_says_so(
    talk: Conversation, action_id: str
) -> None:
    message = talk.plant("C0GENERAL", button("Press", action_id, "1"))
    take_away(talk, "deliveries")
    answer = talk.press("U0PRIYA", action_id, message)
    talk.settle()
    assert answer.status == 200
    form = talk.form("U0PRIYA")
    assert form is not None
    check_logged(talk, number_in(form["blocks"][0]["text"]["text"]))
    assert talk.newly_broken() == []


@pytest.mark.parametrize("kind", ["message", "app_mention", "app_home_opened"])
def test_a_fault_behind_an_event_leaves_it_to_be_delivered_again(
    talk: Conversation, kind: str
) -> None:
    said = {"type": kind, "channel_type": "im", "channel": "D0PRIYA", "text": SECRET, "ts": "1.1"}
    payload = payloads.event(USERS["U0PRIYA"], said)
    take_away(talk, "deliveries")
    assert talk.deliver(payload).status == 500
    check_logged(talk, re.findall("fault ([0-9a-f]{8})", talk.log.getvalue())[-1])
    rename(talk, "deliveries_gone", "deliveries")
    assert talk.deliver(payload, retry=1).status == 200
    assert talk.count("deliveries") == 1


def test_a_message_that_quotes_what_was_typed_is_left_out_of_the_log(talk: Conversation) -> None:
    try:
        try:
            int(SECRET)
        except ValueError as problem:
            raise KeyError(SECRET) from problem
    except KeyError as problem:
        number_in(sentence(problem))
    logged = talk.log.getvalue()
    assert "ValueError" in logged
    assert "KeyError" in logged
    assert "int(SECRET)" in logged
    assert SECRET not in logged


UNKNOWN: dict[str, Callable[[Conversation], Json]] = {
    "a command": lambda talk: talk.command_payload("U0CORA", SECRET, command="/other"),
    "a button": lambda talk: payloads.block_actions(
        USERS["U0CORA"], {"action_id": "gone", "block_id": "x", "value": SECRET}, "1.2", {}
    ),
    "a form": lambda talk: payloads.view_submission(
        USERS["U0CORA"],
        {"id": "V1", "type": "modal", "callback_id": "gone", "private_metadata": SECRET},
        "1.2",
    ),
    "an event": lambda talk: payloads.event(
        USERS["U0CORA"], {"type": "reaction_added", "reaction": SECRET}
    ),
    "nonsense": lambda talk: {"type": SECRET},
    "nothing": lambda talk: {},
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_what_no_handler_takes_is_not_logged(talk: Conversation, kind: str) -> None:
    response = talk.deliver(UNKNOWN[kind](talk))
    assert response.status in (200, 404)
    assert SECRET not in str(response.body)
    assert SECRET not in talk.log.getvalue()


def test_nothing_of_an_ordinary_day_reaches_the_log(talk: Conversation) -> None:
    talk.typed("U0PRIYA", f"update BED-1042 note {SECRET} because {SECRET}")
    talk.typed("U0PRIYA", f"refer {SECRET} level 2 because {SECRET}")
    talk.command("U0PRIYA", "refer")
    talk.settle()
    talk.submit("U0PRIYA", identifier="X320741", category="2", level="2", because=SECRET)
    talk.say("U0PRIYA", f"how many {SECRET}")
    talk.send()
    assert SECRET not in talk.log.getvalue()


def test_what_was_done_already_is_no_fault_to_whom_it_is_delivered_again(
    talk: Conversation,
) -> None:
    payload = talk.command_payload("U0PRIYA", "update BED-1042 note once")
    talk.deliver(payload)
    again = Answer.of(talk.deliver(payload))
    assert again.text == "That was done already; nothing was changed a second time."
    assert "fault" not in talk.log.getvalue()
