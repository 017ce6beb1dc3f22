"""How somebody wants to be told: chosen with `me`, shown by it, kept on the record."""

from dataclasses import replace

import pytest

from storage.people import add_person, get_person
from tests.build import NOW, TEAM
from tests.handlers.conversations import Conversation

BY_POLICY = ["Reminders: one by one (as the policy says)",
             "Quiet time: none: they come at any hour (as the policy says)"]  # fmt: skip


def chosen(talk: Conversation, user_id: str = "U0PRIYA") -> tuple[object, object]:
    person = talk.read(lambda session: get_person(session, TEAM, user_id, NOW))
    return person.digest, person.quiet


def test_what_is_chosen_is_kept_said_back_and_shown_afterwards(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    assert all(line in talk.typed("U0PRIYA", "me").text for line in BY_POLICY)
    text = talk.typed("U0PRIYA", "me digest on quiet 7pm to 7am").text
    assert text.splitlines()[:3] == [
        "Saved.",
        "Reminders: all that are due together in one message",
        "Quiet time: 19:00 to 07:00",
    ]
    assert "Nothing is left out by this" in text
    assert chosen(talk) == (True, ("19:00", "07:00"))
    assert "Quiet time: 19:00 to 07:00" in talk.typed("U0PRIYA", "me").text
    assert chosen(talk, "U0CORA") == (None, None)
    assert talk.count("records", action="preferences changed") == 1

    talk.typed("U0PRIYA", "me quiet off digest off")
    assert chosen(talk) == (False, ("00:00", "00:00"))
    shown = talk.typed("U0PRIYA", "me").text
    assert "Reminders: one by one\n" in shown
    assert "Quiet time: none: they come at any hour\n" in f"{shown}\n"
    talk.typed("U0PRIYA", "me quiet policy digest policy")
    assert chosen(talk) == (None, None)
    assert all(line in talk.typed("U0PRIYA", "me").text for line in BY_POLICY)


def test_choosing_what_holds_already_changes_nothing(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "me digest on")
    again = talk.typed("U0PRIYA", "me digest on").text
    assert again.startswith("All of that stood here already; nothing was changed.")
    assert talk.count("records", action="preferences changed") == 1


def test_another_role_or_area_keeps_what_somebody_chose(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "me digest on quiet 19:00-07:00")
    was = talk.people["U0PRIYA"]
    talk.write(lambda session: add_person(session, replace(was, area="HER"), talk.clock()))
    assert chosen(talk) == (True, ("19:00", "07:00"))


@pytest.mark.parametrize("user_id", ["U0SIMI", "U0ADA"])
def test_who_gets_no_reminders_has_nothing_to_choose(talk: Conversation, user_id: str) -> None:
    assert "nothing was changed" in talk.typed(user_id, "me digest on").text
    assert chosen(talk, user_id) == (None, None)
    assert "Quiet time" not in talk.typed(user_id, "me").text
