"""One message on its way: every place at which a sender can be cut short or overtaken."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.cast import BOT_USER
from handlers.calling import Line
from handlers.delivering import Opened, Post
from handlers.letters import Letter
from storage.due_reminders import claim_due_reminders
from storage.outgoing import LEASE, Message, Outgoing, add_outgoing, claim_outgoing
from tests.build import POLICY
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import LOOKED_UP_AFTER, REPEAT, add_due, begin, said, states


def held(talk: Conversation) -> Outgoing:
    """A message that somebody has claimed, and then was held up."""
    talk.write(lambda session: claim_due_reminders(session, POLICY, talk.clock()))
    (sending,) = talk.write(lambda session: claim_outgoing(session, talk.clock(), 1))
    return sending


def post_of(talk: Conversation) -> Post:
    desk = talk.bot.desk
    line, stop = Line(desk.client, talk.clock), threading.Event()
    return Post(talk.db, line, BOT_USER, POLICY, talk.clock, False, LEASE, stop, lambda error: None)


def pass_(talk: Conversation, time: timedelta = LOOKED_UP_AFTER) -> None:
    talk.clock.pass_(seconds=time.total_seconds())


def test_who_was_too_slow_for_its_lease_sends_nothing_a_second_time(
    due_on_both: Conversation,
) -> None:
    sending = held(due_on_both)
    pass_(due_on_both, LEASE)
    assert due_on_both.send() == 1
    assert post_of(due_on_both).deliver(sending) is None
    assert len(said(due_on_both)) == 1
    assert states(due_on_both) == ["sent"]


def test_who_lost_the_lane_puts_the_message_back(talk_on_both: Conversation) -> None:
    """Another one of the same person has taken the second in which this one was to go."""
    talk = add_due(begin(talk_on_both), "BED-3000", "BED-3001")
    sending = held(talk)
    talk.clock.pass_(seconds=1)
    assert talk.kit.sender().send_due() == 1
    assert post_of(talk).deliver(sending) is None
    assert len(said(talk)) == 1
    assert sorted(states(talk)) == ["sent", "waiting"]
    talk.send()
    assert sorted(m["text"][10:18] for m in said(talk)) == ["BED-3000", "BED-3001"]


def test_what_is_called_so_late_that_it_might_be_posted_after_a_look_up_is_not_called(
    due: Conversation,
) -> None:
    sending, post = held(due), post_of(due)
    opened = due.write(lambda session: post.open(session, sending))
    assert opened
    pass_(due, LEASE / 5)
    assert post.deliver(sending, opened) is None
    assert (said(due), states(due)) == ([], ["sending"])
    pass_(due)
    due.send()
    assert [REPEAT in m["text"] for m in said(due)] == [False]


def test_what_was_called_and_then_killed_is_looked_up(due: Conversation) -> None:
    """After the call, before the note: as if it had been killed between the two."""
    sending, post = held(due), post_of(due)
    opened = due.write(lambda session: post.open(session, sending))
    assert post.deliver(sending, opened) is not None  # and nobody confirms it
    assert states(due) == ["sending"]
    pass_(due)
    due.send()
    assert (len(said(due)), states(due)) == (1, ["sent"])


def test_of_several_doubtful_calls_the_first_is_looked_for_as_well(due: Conversation) -> None:
    due.slack.fault("accept then drop", "chat.postMessage")
    due.send()
    due.slack.fault("channel_not_found", "conversations.history")
    due.slack.fault("500", "chat.postMessage")
    pass_(due)
    due.send()  # of the first nothing can be known, and the second fails
    assert (len(said(due)), states(due)) == (1, ["sending"])
    pass_(due, 10 * LOOKED_UP_AFTER)
    due.send()
    assert (len(said(due)), states(due)) == (1, ["sent"])


def test_who_fails_again_and_again_waits_longer_each_time(due: Conversation) -> None:
    due.slack.fault("500", "chat.postMessage", times=5)
    waits: list[float] = []
    now = due.clock.at
    while len(waits) < 5:
        due.clock.pass_(seconds=5)
        if due.send():
            waits.append((due.clock.at - now) / LEASE)
            now = due.clock.at
    assert waits == sorted(waits)
    assert waits[1] < 2 < waits[3] < waits[4] < 11


def test_an_update_does_not_take_a_later_one_back(due: Conversation) -> None:
    due.send()
    (there,) = said(due)
    where: dict[str, Any] = {"method": "update", "channel": "D0PRIYA", "ts": there["ts"]}

    def change(text: str) -> None:
        to = due.people["U0PRIYA"]
        due.write(lambda s: add_outgoing(s, Message(text), to, due.clock(), **where, about=()))

    due.slack.fault("500", "chat.update")
    change("earlier")
    due.send()
    change("later")
    due.send()
    assert [m["text"] for m in said(due)] == ["later"]
    pass_(due)
    due.send()
    assert [m["text"] for m in said(due)] == ["later"]
    assert sorted(states(due)) == ["sent", "sent", "void"]


@pytest.mark.parametrize("error", ["account_inactive", "invalid_auth", "missing_scope"])
def test_what_is_refused_for_reasons_of_ours_is_kept_and_sent_later(
    error: str, due: Conversation
) -> None:
    """Nothing is wrong with the message, nor with whom it goes to."""
    kind = "refuse token" if error == "invalid_auth" else error
    due.slack.fault(kind, "chat.postMessage")
    if error == "account_inactive":
        due.slack.fault(kind, "auth.test")
    heard: list[str] = []
    due.send(give_up=heard.append)
    assert (states(due), heard) == (["waiting"], [error] if error != "missing_scope" else [])
    pass_(due, timedelta(minutes=6))
    due.send()
    assert (len(said(due)), states(due)) == (1, ["sent"])


def test_a_letter_opened_by_somebody_else_is_posted_as_it_is(due: Conversation) -> None:
    letter = Letter(due.people["U0PRIYA"], Message("words"))
    posted = post_of(due).deliver(held(due), Opened(letter, due.clock()))
    assert posted and posted.ts == said(due)[0]["ts"]
