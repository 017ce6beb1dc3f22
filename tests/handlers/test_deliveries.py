"""Whatever Slack delivers twice, one after the other or at the same time, happens once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Answer, Json

Make = Callable[[Conversation], Json]


def command(user_id: str, text: str) -> Make:
    return lambda talk: talk.command_payload(user_id, text)


def form(talk: Conversation) -> Json:
    """A filled-in form on its way to the bot."""
    talk.command("U0PRIYA", "refer")
    talk.settle()
    with talk.holding_back() as held:
        talk.submit("U0PRIYA", identifier="X320741", category="2", level="2", because="risk")
    return held[0]


def click(action_id: str) -> Make:
    def make(talk: Conversation) -> Json:
        talk.clock.pass_(days=290)
        talk.send()
        message = next(m for m in talk.messages() if m["channel"] == "D0PRIYA")
        with talk.holding_back() as held:
            talk.press("U0PRIYA", action_id, message)
        return held[0]

    return make


def refer_button(talk: Conversation) -> Json:
    talk.open_home("U0PRIYA")
    with talk.holding_back() as held:
        talk.press("U0PRIYA", "open_referral")
    return held[0]


def event(user_id: str, **said: str) -> Make:
    return lambda talk: payloads.event(USERS[user_id], {"ts": "1.000001", **said})


def home(talk: Conversation) -> Json:
    """A visit to Home while something is coming, which goes on the record."""
    talk.open_case("BED-1050", dates={"licence_end": date(2026, 7, 1)})
    return payloads.event(USERS["U0PRIYA"], HOME)


IM = {"type": "message", "channel_type": "im", "text": "how many cases"}
HOME = {"type": "app_home_opened", "tab": "home", "channel": "D0PRIYA"}
MENTION = {"type": "app_mention", "channel": "C0PANEL", "text": "<@U0MAPPA> how many cases"}
DELIVERIES: dict[str, Make] = {
    "a referral": command("U0PRIYA", "refer X320741 category 2 level 2 because risk"),
    "an update": command("U0PRIYA", "update BED-1042 note spoke to housing"),
    "a look": command("U0PRIYA", "case BED-1042"),
    "a form": form,
    "an acknowledgement": click("acknowledge_reminder"),
    "a case opened": click("open_case"),
    "a form opened": refer_button,
    "a direct message": event("U0PRIYA", channel="D0PRIYA", **IM),
    "a mention": event("U0PRIYA", **MENTION),
    "home": home,
    "a stranger's message": event("U0NOEL", channel="D0NOEL", **IM),
    "a stranger's mention": event("U0OLGA", **(MENTION | {"channel": "C0SHARED"})),
}
ONE_OF_EACH = ("a referral", "a form", "an acknowledgement", "a direct message", "home")


def everything(talk: Conversation) -> tuple[object, int, object]:
    talk.send()
    said = [m for m in talk.messages() if m.get("bot_id")]
    return talk.dump(without=()), len(said), [talk.state(user)["form"] for user in USERS]


@pytest.mark.parametrize("kind", DELIVERIES)
def test_what_is_delivered_again_changes_nothing_twice(talk: Conversation, kind: str) -> None:
    check_delivered_again(talk, DELIVERIES[kind])


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_what_is_delivered_again_changes_nothing_twice_on_each_database(
    talk_on_both: Conversation, kind: str
) -> None:
    check_delivered_again(talk_on_both, DELIVERIES[kind])


def check_delivered_again(talk: Conversation, make: Make) -> None:
    payload = make(talk)
    assert talk.deliver(payload).status == 200
    after = everything(talk)
    again = Answer.of(talk.deliver(payload, retry=1))
    assert again.status == 200
    assert "went wrong" not in again.whole
    assert everything(talk) == after
    assert talk.newly_broken() == []


@pytest.mark.parametrize("kind", ["a referral", "an update", "a form", "a direct message"])
def test_what_is_delivered_twice_at_the_same_time_happens_once(
    talk_on_both: Conversation, kind: str
) -> None:
    talk = talk_on_both
    payload = DELIVERIES[kind](talk)
    noted = ("referrals", "notes", "outgoing", "deliveries", "records")
    before = [talk.count(table) for table in noted]
    barrier = threading.Barrier(4)

    def deliver() -> Answer:
        barrier.wait()
        return Answer.of(talk.deliver(payload))

    with ThreadPoolExecutor(4) as threads:
        answers = [answer.result() for answer in [threads.submit(deliver) for _ in range(4)]]
    assert not any("went wrong" in answer.whole for answer in answers)
    assert {answer.status for answer in answers} == {200}
    grown = [talk.count(table) - was for table, was in zip(noted, before, strict=True)]
    # Of a referral the co-ordinator is told.
    assert sum(grown[:3]) == (2 if kind in ("a referral", "a form") else 1)
    assert grown[3] == 1
    done = [answer for answer in answers if "Saved" in answer.whole]
    assert len(done) == (kind != "a direct message")


def test_two_people_who_refer_the_same_new_person_at_once_open_one_case(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.typed("U0PRIYA", "refer X100000 category 2 level 2 because risk")
    barrier = threading.Barrier(2)

    def refer(user_id: str, number: int) -> Answer:
        barrier.wait()
        return talk.typed(user_id, f"refer X20000{number} category 2 level 2 because risk")

    with ThreadPoolExecutor(2) as threads:
        for number in range(5):
            both = [threads.submit(refer, user, number) for user in ("U0PRIYA", "U0PETE")]
            assert all("Saved: referral" in answer.result().text for answer in both)
    assert talk.count("cases") == 2 + 5
    assert talk.count("referrals") == 1 + 10


def test_a_command_that_was_refused_is_answered_again_the_same(talk: Conversation) -> None:
    payload = talk.command_payload("U0PRIYA", "update BED-1042 custody no")
    first, second = (Answer.of(talk.deliver(payload)) for _ in range(2))
    assert first == second
