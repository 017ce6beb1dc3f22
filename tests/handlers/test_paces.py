"""How much one person may do at once: a lot for a person, little for whoever is not registered."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers.paces import PEOPLE, STRANGERS, TOO_MUCH, Pace, Paces, Verdict
from storage.databases import Database, make_engine
from storage.keys import KeyRing
from tests.build import NOW
from tests.conftest import KEY
from tests.handlers.conftest import copied, production_log
from tests.handlers.conversations import Conversation, conversation
from tests.handlers.kits import Kit
from tests.handlers.slates import FileSlate
from tests.handlers.windows import Statements
from tests.handlers.workspaces import Answer, Json, Slack

WHO = ("T1", "U1")


def taken(paces: Paces, times: int, who: tuple[str, str] = WHO, *, after: float = 0) -> int:
    now = NOW + timedelta(seconds=after)
    return sum(paces.take(who, now) is Verdict.TAKE for _ in range(times))


def test_so_many_at_once_and_then_as_many_as_the_time_that_passes_allows() -> None:
    paces = Paces(people=Pace(5, 2))
    assert taken(paces, 9) == 5
    assert taken(paces, 9, after=1.5) == 3
    assert taken(paces, 9, after=1.5) == 0
    assert taken(paces, 9, after=-3600) == 0, "a clock that is put back gives nothing away"
    assert taken(paces, 9, after=3600) == 5


def test_it_is_told_once_and_again_after_something_was_taken() -> None:
    paces = Paces(people=Pace(1, 1))
    said = [paces.take(WHO, NOW) for _ in range(4)]
    assert said == [Verdict.TAKE, Verdict.TELL, Verdict.DROP, Verdict.DROP]
    later = NOW + timedelta(seconds=1)
    assert [paces.take(WHO, later) for _ in range(2)] == [Verdict.TAKE, Verdict.TELL]


def test_nobody_is_held_up_by_somebody_else() -> None:
    paces = Paces(people=Pace(2, 1))
    assert taken(paces, 5) == 2
    assert taken(paces, 5, ("T1", "U2")) == 2
    assert taken(paces, 5, ("T2", "U1")) == 2, "another workspace's may have the same id"


def test_a_stranger_may_do_less_until_they_have_been_quiet() -> None:
    paces = Paces()
    assert taken(paces, 1) == 1
    paces.slow_down(WHO, NOW)
    assert taken(paces, 99) == STRANGERS.at_once - 1
    assert taken(paces, 99, after=1 / STRANGERS.a_second) == 1
    assert taken(paces, 99, after=STRANGERS.at_once / STRANGERS.a_second * 3) == PEOPLE.at_once


def test_memory_is_bounded_and_whoever_acted_longest_ago_goes_first() -> None:
    paces = Paces(people=Pace(2, 0.001), remembered=3)
    for number in range(50):
        taken(paces, 2, ("T1", f"U{number}"))
    assert list(paces.buckets) == [("T1", f"U{number}") for number in (47, 48, 49)]
    assert taken(paces, 1, ("T1", "U47")) == 0


@pytest.fixture(scope="module")
def hasty(
    slack: Slack, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Conversation]:
    """A bot at the pace at which it is delivered; nobody may do any more than people do."""
    url = copied(migrated_file, tmp_path_factory.mktemp("hasty"))
    with production_log() as log:
        kit = Kit(slack, Database(make_engine(url), KeyRing([KEY])), paces=Paces())
        FileSlate(kit)
        with conversation(slack, kit, log) as talk:
            yield talk
        kit.close()
        kit.db.close()


@pytest.fixture
def flooded(hasty: Conversation) -> Iterator[Conversation]:
    """Pete has just done all that he may at once."""
    hasty.clock.pass_(hours=1)
    for _ in range(PEOPLE.at_once):
        answer = hasty.typed("U0PETE", "help")
        assert TOO_MUCH not in answer.whole
    asked = Statements(hasty)
    before = hasty.dump(())
    yield hasty
    assert hasty.dump(()) == before
    assert not [said for said in asked.said if said.startswith(("INSERT", "UPDATE"))]
    asked.stop()


def test_one_command_more_is_one_private_sentence(flooded: Conversation) -> None:
    answer = flooded.typed("U0PETE", "update BED-1042 note Zanzibar")
    assert answer.text.strip() == TOO_MUCH
    assert answer.body["response_type"] == "ephemeral"
    assert "Zanzibar" not in flooded.log.getvalue()
    assert TOO_MUCH not in flooded.typed("U0CORA", "help").whole


def test_a_form_keeps_what_was_filled_in(flooded: Conversation) -> None:
    block = {"type": "input", "block_id": "because", "element": {"type": "plain_text_input"}}
    view: Json = {"id": "V1", "type": "modal", "callback_id": "submit_update", "blocks": [block]}
    payload = payloads.view_submission(USERS["U0PETE"], {**view, "state": {"values": {}}}, "1.2")
    answer = Answer.of(flooded.deliver(payload))
    assert answer.errors == {"because": TOO_MUCH}


def test_a_button_says_so_once_and_an_event_is_dropped(flooded: Conversation) -> None:
    with flooded.holding_back() as held:
        flooded._do("command", user="U0PETE", channel="C0GENERAL", text="/mappa help")
    action = {"type": "button", "block_id": "b", "action_id": "open_case", "value": "BED-1042"}
    clicked = payloads.block_actions(USERS["U0PETE"], action, str(held[0]["trigger_id"]), {})
    assert flooded.deliver(clicked).status == 200
    flooded.settle()
    window = flooded.form("U0PETE")
    assert window
    assert TOO_MUCH in json.dumps(window)
    given = flooded.kit.workers.given
    said = {"type": "message", "channel_type": "im", "channel": "D0PETE", "text": "how many cases"}
    for payload in (clicked, payloads.event(USERS["U0PETE"], said)):
        assert flooded.deliver(payload).status == 200
    assert flooded.kit.workers.given == given, "no window again, and nothing that is said"


def test_what_slack_tells_of_an_account_is_never_dropped(flooded: Conversation) -> None:
    seen = Statements(flooded)
    for _ in range(PEOPLE.at_once + 1):
        user = {"id": "U0PETE", "team_id": "T0PRACTICE", "deleted": False, "is_bot": False}
        told = payloads.event(USERS["U0PETE"], {"type": "user_change", "user": user})
        assert flooded.deliver(told).status == 200
    assert len(seen.said) > PEOPLE.at_once, "each was looked at"
    seen.stop()


def test_a_stranger_is_soon_answered_without_the_database(hasty: Conversation) -> None:
    hasty.clock.pass_(hours=1)
    answers = [hasty.typed("U0NOEL", "case BED-1042").text for _ in range(STRANGERS.at_once)]
    assert all("You are not registered" in one for one in answers)
    asked = Statements(hasty)
    assert hasty.typed("U0NOEL", "case BED-1042").text.strip() == TOO_MUCH
    assert asked.said == []
    asked.stop()
    hasty.clock.pass_(seconds=11)
    assert "You are not registered" in hasty.typed("U0NOEL", "help").text
