"""The buttons of a reminder: who may press them, once, and what is seen afterwards."""

from datetime import date

import pytest

from storage.cases import get_case
from storage.people import remove_person
from storage.records import list_history
from storage.tables import reminders
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json

PUT_OFF = ["Tomorrow", "In a week", "On the day"]


def send_first(talk: Conversation, user_id: str = "U0PRIYA") -> Json:
    """The first reminder of Priya's case, as it arrives on the day that it is due."""
    talk.clock.at = NOW.replace(month=9, day=30)
    talk.send()
    return next(m for m in talk.messages() if m["channel"] == f"D{user_id[1:]}")


def the_same(talk: Conversation, message: Json) -> Json:
    return next(m for m in talk.messages() if m["ts"] == message["ts"])


def labels(message: Json) -> list[str]:
    elements = [e for block in message["blocks"] for e in block.get("elements", [])]
    elements += [block["accessory"] for block in message["blocks"] if "accessory" in block]
    return [element["text"]["text"] for element in elements if element["type"] == "button"]


def test_an_acknowledged_reminder_shows_who_and_when_and_cannot_be_acknowledged_again(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    message = send_first(talk)
    assert labels(message) == ["Acknowledge", *PUT_OFF, "Show the case"]
    assert message["text"] == "Reminder. BED-1042: Licence end on 31 March 2027 (6 months)"
    talk.press("U0PRIYA", "acknowledge_reminder", message)
    talk.send()
    after = the_same(talk, message)
    assert "Acknowledged by Priya Practice, 30 September 2026, 09:30." in after["text"]
    assert labels(after) == ["Show the case"]
    assert talk.count("reminders", state="acknowledged") == 1
    assert talk.newly_broken() == []

    def actions(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        return [entry["action"] for entry in list_history(session, case.id, case.key)]

    assert talk.read(actions).count("reminder acknowledged") == 1


def test_a_second_click_changes_neither_the_time_nor_the_record(talk: Conversation) -> None:
    message = send_first(talk)
    with talk.holding_back() as held:
        talk.press("U0PRIYA", "acknowledge_reminder", message)
        talk.press("U0PRIYA", "acknowledge_reminder", message)
    talk.deliver(held[0])
    before = talk.dump(without=("deliveries",))
    talk.clock.pass_(hours=1)
    talk.deliver(held[1])
    assert talk.dump(without=("deliveries",)) == before


def test_a_catch_up_is_acknowledged_in_one_click_and_each_case_has_its_button(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.open_case("BED-1050", dates={"licence_end": date(2027, 4, 1)})
    talk.clock.at = NOW.replace(month=10, day=30)
    talk.send()
    message = next(m for m in talk.messages() if m["channel"] == "D0PRIYA")
    assert labels(message) == ["Acknowledge all", *PUT_OFF, "Show the case", "Show the case"]
    talk.press("U0PRIYA", "acknowledge_reminder", message)
    talk.send()
    after = the_same(talk, message)
    for part in ("BED-1042", "BED-1050", "Acknowledged by Priya Practice"):
        assert part in after["text"]
    assert labels(after) == ["Show the case", "Show the case"]
    assert talk.count("reminders", state="acknowledged") == 2
    assert talk.count("reminders", state="sent") == 2  # the co-ordinator's own stay as they are


def test_what_was_handed_over_meanwhile_drops_out_of_a_catch_up(talk: Conversation) -> None:
    talk.open_case("BED-1050", dates={"licence_end": date(2027, 4, 1)})
    talk.clock.at = NOW.replace(month=10, day=30)
    talk.send()
    message = next(m for m in talk.messages() if m["channel"] == "D0PRIYA")
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET limited_access = 1 WHERE ref = 'BED-1050'")
    talk.press("U0PRIYA", "acknowledge_reminder", message)
    talk.send()
    assert "BED-1050" not in the_same(talk, message)["text"]
    assert talk.count("reminders", state="acknowledged") == 1


@pytest.mark.parametrize("user_id", ["U0CORA", "U0PETE", "U0NOEL"])
def test_nobody_acknowledges_for_somebody_else(talk: Conversation, user_id: str) -> None:
    message = send_first(talk)
    with talk.holding_back() as held:
        talk.press("U0PRIYA", "acknowledge_reminder", message)
    held[0]["user"]["id"] = user_id
    assert talk.deliver(held[0]).status == 200
    assert talk.count("reminders", state="acknowledged") == 0


def test_an_old_button_is_dead_as_soon_as_the_person_is_removed(talk: Conversation) -> None:
    message = send_first(talk)
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    for action_id in ("acknowledge_reminder", "open_case"):
        talk.press("U0PRIYA", action_id, message)
        talk.settle()
    assert talk.count("reminders", state="acknowledged") == 0
    assert MARKER not in talk.everything_seen()


def test_what_a_reminder_shows_is_a_reference_and_never_a_name(talk: Conversation) -> None:
    send_first(talk)
    seen = talk.everything_seen()
    assert "BED-1042" in seen
    for secret in (MARKER, "X001042", "offender", "level 2"):
        assert secret not in seen


def test_the_time_shown_is_london_time(talk: Conversation) -> None:
    message = send_first(talk)
    talk.clock.at = NOW.replace(month=12, day=1, hour=0, minute=5)
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    assert {row.state for row in rows} == {"sent", "planned"}
    talk.press("U0PRIYA", "acknowledge_reminder", message)
    talk.send()
    assert "1 December 2026, 00:05" in the_same(talk, message)["text"]
