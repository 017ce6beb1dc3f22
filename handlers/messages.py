"""Direct messages and mentions: questions in plain words, answered through the outbox."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.askers import delivery_key, get_asker, typed_text
from handlers.commands import WORDS
from handlers.desks import Desk, Reply, Visit, say
from handlers.errors import refusal
from handlers.help_pages import show_help
from handlers.questions import answer_question
from handlers.views import blocks
from mappa.errors import AlreadyDone, MappaError, NotAllowed
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import add_outgoing

MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def hear_message(event: Mapping[str, Any], body: Mapping[str, Any], desk: Desk) -> None:
    """A direct message; what bots say, and what was edited, is not addressed to us."""
    if event.get("channel_type") == "im" and _is_said_by_somebody(event):
        _hear(desk, body, event, "message")


def hear_mention(event: Mapping[str, Any], body: Mapping[str, Any], desk: Desk) -> None:
    """The bot is named in a channel: only the person who asked sees the answer."""
    if _is_said_by_somebody(event):
        _hear(desk, body, event, "mention")


def _is_said_by_somebody(event: Mapping[str, Any]) -> bool:
    return not event.get("bot_id") and not event.get("subtype") and bool(event.get("user"))


def _hear(desk: Desk, body: Mapping[str, Any], event: Mapping[str, Any], source: str) -> None:
    """The answer is stored with the note that the question was heard, and sent from there."""
    try:
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body), source)
            once(session, delivery_key(body), visit.now)
            reply = _answer(session, visit, typed_text(MENTION.sub(" ", str(event.get("text")))))
            private = source == "mention"
            add_outgoing(
                session,
                reply.marked(desk.practice).message,
                visit.person,
                visit.now,
                method="ephemeral" if private else "post",
                channel=event["channel"],
                thread_ts=event.get("thread_ts"),
            )
    except AlreadyDone:
        return
    except NotAllowed as problem:
        _refuse(desk, event, problem)
        return
    desk.nudge()


def _answer(session: Session, visit: Visit, typed: str) -> Reply:
    first = typed.partition(" ")[0].lower()
    try:
        if first in ("", "help"):
            return show_help(session, visit, typed[4:])
        if first in WORDS:
            hint = f"That works as a command: {visit.desk.command} {first}"
            return say(blocks.escape(hint), blocks.words(hint))
        return answer_question(session, visit, typed)
    except MappaError as problem:
        return refusal(problem)


def _refuse(desk: Desk, event: Mapping[str, Any], problem: NotAllowed) -> None:
    """A stranger has no place in our outbox; the refusal may be lost, and says nothing."""
    channel, user = str(event["channel"]), str(event["user"])
    thread = event.get("thread_ts")

    def call() -> None:
        if event.get("channel_type") == "im":
            desk.client.chat_postMessage(channel=channel, text=problem.message)
        else:
            desk.client.chat_postEphemeral(
                channel=channel, user=user, text=problem.message, thread_ts=thread
            )

    desk.later(call)
