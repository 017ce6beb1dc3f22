"""Calls of Slack's Web API: what rests after a refusal or a failure, and for how long."""

from collections.abc import Callable

import pytest

from handlers.calling import Impossible, Line, Refused, Unknown
from tests.build import NOW
from tests.handlers.workspaces import Clock, Slack

POSTS = "chat.postMessage"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def line(slack: Slack, clock: Clock) -> Line:
    return Line(slack.client, clock)


def post(line: Line) -> Callable[[], object]:
    def call() -> object:
        return line.client.chat_postMessage(channel="C0GENERAL", text="words")

    return lambda: line.call(POSTS, call)


def ask(line: Line) -> object:
    return line.call("auth.test", line.client.auth_test)


def test_a_method_that_is_limited_rests_and_the_others_do_not(
    slack: Slack, line: Line, clock: Clock
) -> None:
    slack.fault("429", POSTS, seconds=7)
    with pytest.raises(Refused, match="ratelimited") as refused:
        post(line)()
    assert (refused.value.seconds, refused.value.is_rate) == (7, True)
    ask(line)
    clock.pass_(seconds=5)
    with pytest.raises(Refused) as resting:
        post(line)()
    assert resting.value.seconds == 2
    clock.pass_(seconds=2)
    post(line)()


def test_a_method_that_fails_rests_longer_each_time_until_it_works(
    slack: Slack, line: Line, clock: Clock
) -> None:
    slack.fault("500", POSTS, times=7)
    rests = []
    for _ in range(7):
        with pytest.raises(Unknown):
            post(line)()
        rests.append(line.rest(POSTS))
        clock.pass_(seconds=rests[-1])
    assert rests == [1, 2, 4, 8, 16, 30, 30]
    post(line)()
    slack.fault("500", POSTS)
    with pytest.raises(Unknown):
        post(line)()
    assert line.rest(POSTS) == 1


@pytest.mark.parametrize(
    ("given", "seconds"), [(0, 0), (0.5, 1), (3600, 3600)], ids=["none", "a fraction", "an hour"]
)
def test_what_slack_says_of_how_long_is_taken_as_it_can_be(
    given: float, seconds: int, slack: Slack, line: Line
) -> None:
    slack.fault("429", POSTS, seconds=given)
    with pytest.raises(Refused) as refused:
        post(line)()
    assert refused.value.seconds == seconds


@pytest.mark.parametrize(
    "error", ["user_not_found", "is_archived", "cannot_dm_bot", "msg_too_long"]
)
def test_what_would_never_be_possible_is_told_apart(error: str, slack: Slack, line: Line) -> None:
    slack.fault(error, POSTS)
    with pytest.raises(Impossible, match=error):
        post(line)()
    assert line.rest(POSTS) == 0


def test_whose_account_is_switched_off_is_asked(slack: Slack, line: Line) -> None:
    slack.fault("account_inactive", POSTS, times=2)
    with pytest.raises(Impossible, match="account_inactive"):
        post(line)()
    slack.fault("account_inactive", "auth.test")
    with pytest.raises(Refused, match="account_inactive"):
        post(line)()
