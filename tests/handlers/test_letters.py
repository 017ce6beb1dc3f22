"""What a message says is decided when it goes out, to who may see it at that moment."""

import shutil
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from storage.databases import Database, Session, make_engine
from storage.due_reminders import LISTED
from storage.keys import KeyRing
from storage.people import add_person, remove_person
from tests.build import NOW, TEAM
from tests.conftest import KEY
from tests.handlers.conversations import Conversation, conversation
from tests.handlers.kits import Kit
from tests.handlers.outboxes import OWNER_ONLY, add_due, begin, said, states
from tests.handlers.workspaces import Slack


@pytest.fixture
def held_up(talk: Conversation) -> Conversation:
    return hold_up(talk)


@pytest.fixture
def held_up_on_both(talk_on_both: Conversation) -> Conversation:
    return hold_up(talk_on_both)


def hold_up(talk: Conversation) -> Conversation:
    """Priya's reminder was about to go, and Slack had no time for it."""
    add_due(begin(talk))
    talk.slack.fault("429", "chat.postMessage", seconds=30)
    talk.send(policy=OWNER_ONLY)
    assert states(talk) == ["waiting"]
    talk.clock.pass_(seconds=31)
    return talk


def test_who_was_removed_meanwhile_gets_nothing_and_the_co_ordinator_gets_it(
    held_up_on_both: Conversation,
) -> None:
    talk = held_up_on_both
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    talk.send(policy=OWNER_ONLY)
    talk.send(policy=OWNER_ONLY)
    assert said(talk) == []
    assert ["BED-1050" in m["text"] for m in said(talk, "D0CORA")] == [True]
    assert sorted(states(talk)) == ["sent", "void"]


@pytest.mark.parametrize("change", ["role", "area"])
def test_who_may_no_longer_see_the_case_gets_nothing(held_up: Conversation, change: str) -> None:
    was = held_up.people["U0PRIYA"]
    priya = replace(was, role="smb") if change == "role" else replace(was, area="HER")
    held_up.write(lambda session: add_person(session, priya, NOW))
    held_up.send(policy=OWNER_ONLY)
    held_up.send(policy=OWNER_ONLY)
    assert said(held_up) == []
    assert ["BED-1050" in m["text"] for m in said(held_up, "D0CORA")] == [True]


def test_a_case_handed_over_meanwhile_reminds_its_new_owner_only(held_up: Conversation) -> None:
    # The command derives by the policy of the bot, which tells the co-ordinator as well.
    held_up.typed("U0CORA", "update BED-1050 owner <@U0PETE|pete>")
    with held_up.db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM team WHERE user_id = 'U0PRIYA'")
    held_up.send()
    assert said(held_up) == []
    assert ["BED-1050" in m["text"] for m in said(held_up, "D0PETE")] == [True]


def test_a_date_that_moved_meanwhile_is_not_told_any_more(held_up: Conversation) -> None:
    held_up.typed("U0CORA", "update BED-1050 licence-end none because it was a mistake")
    held_up.send(policy=OWNER_ONLY)
    assert said(held_up) == []
    assert states(held_up) == ["void"]


def test_an_answer_to_somebody_removed_meanwhile_is_never_given(talk: Conversation) -> None:
    begin(talk).say("U0PRIYA", "how many cases")
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    talk.send()
    assert said(talk) == []
    assert states(talk) == ["void"]


def test_one_of_several_that_is_no_longer_theirs_drops_out_of_the_catch_up(
    talk: Conversation,
) -> None:
    begin(talk)
    add_due(talk, "BED-1050", "BED-1051", "BED-1052")
    talk.clock.pass_(hours=1)
    talk.slack.fault("429", "chat.postMessage", seconds=30)
    talk.send(policy=OWNER_ONLY)
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET limited_access = 1 WHERE ref = 'BED-1051'")
    cora = replace(talk.people["U0CORA"], grants=frozenset({"limited"}))
    talk.write(lambda session: add_person(session, cora, NOW))
    talk.clock.pass_(seconds=31)
    for _ in range(2):
        talk.send(policy=OWNER_ONLY)
    (message,) = said(talk)
    assert "Reminders: 2 were due and had not been sent yet." in message["text"]
    assert "BED-1051" not in str(message)
    assert ["BED-1051" in m["text"] for m in said(talk, "D0CORA")] == [True]


@pytest.mark.parametrize("hours", [0, 1])
def test_a_single_one_that_comes_late_says_so(talk: Conversation, hours: int) -> None:
    begin(talk)
    add_due(talk)
    talk.clock.pass_(hours=hours)
    talk.send(policy=OWNER_ONLY)
    (message,) = said(talk)
    for shown in (message["text"], str(message["blocks"])):
        assert ("It was due and had not been sent yet." in shown) == bool(hours)


@pytest.mark.parametrize("count", [2, LISTED + 5])
def test_after_a_time_without_sending_every_reminder_is_listed_once(
    talk: Conversation, count: int
) -> None:
    begin(talk)
    refs = [f"BED-{3000 + number}" for number in range(count)]
    add_due(talk, *refs)
    talk.clock.pass_(hours=26)
    talk.send(policy=OWNER_ONLY)
    messages = said(talk)
    assert len(messages) == (count + LISTED - 1) // LISTED
    told = "\n".join(m["text"] for m in messages)
    shown = str([m["blocks"] for m in messages])
    for ref in refs:
        assert told.count(f"{ref}: Licence end") == 1
        assert shown.count(f"{ref}: Licence end") == 1
    assert talk.newly_broken() == []
    assert talk.count("reminders", state="sent") == count


def test_that_somebody_was_reminded_stands_on_the_record_once(held_up: Conversation) -> None:
    held_up.send(policy=OWNER_ONLY)
    assert len(said(held_up)) == 1
    assert held_up.count("records", action="reminded") == 1


def test_in_practice_every_message_says_so(
    slack: Slack, migrated_file: Path, tmp_path: Path, log: StringIO
) -> None:
    shutil.copy(migrated_file, tmp_path / "practice.db")
    db = Database(make_engine(f"sqlite:///{tmp_path / 'practice.db'}"), KeyRing([KEY]))
    kit = Kit(slack, db, practice=True)
    with conversation(slack, kit, log) as talk:
        talk.open_case()
        add_due(begin(talk))
        talk.say("U0CORA", "how many cases")
        talk.send(policy=OWNER_ONLY)
        talk.press("U0PRIYA", "acknowledge_reminder", said(talk)[0])
        talk.send(policy=OWNER_ONLY)
        talk.press("U0PRIYA", "open_case", said(talk)[0])
        talk.settle()
        answers = [talk.typed("U0CORA", line).whole for line in ("help", "me", "case BED-1042")]
        seen = [str(m) for m in talk.messages() if m.get("bot_id")]
        seen += [str(talk.form("U0PRIYA")), str(talk.open_home("U0CORA")), *answers]
        assert [text for text in seen if "Practice: invented people only." not in text] == []

        def gone(session: Session) -> None:
            session.connection.exec_driver_sql("ALTER TABLE notes RENAME TO gone")

        talk.write(gone)
        assert "Practice: invented" in talk.typed("U0CORA", "update BED-1042 note x").text
    kit.close()
    db.close()
