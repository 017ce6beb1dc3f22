"""Direct messages and mentions: questions in plain words, answered through the outbox."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.askers import delivery_key, get_asker, typed_text
from handlers.commands import WORDS
from handlers.desks import Desk, Reply, Visit, say
from handlers.errors import refusal
from handlers.help_pages import show_help
from handlers.imports import take_files
from handlers.questions import answer_question
from handlers.views import blocks
from mappa.errors import AlreadyDone, MappaError, NotAllowed, NotUnderstood
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import add_outgoing

Sent = Mapping[str, Any]


def hear_message(event: Sent, body: Sent, desk: Desk, bot_user_id: str) -> None:
    """A direct message; what bots say, and what was edited, is not addressed to us."""
    if event.get("channel_type") != "im":
        return
    if _is_said_by_somebody(event):
        _hear(desk, body, "message", bot_user_id)
    elif event.get("subtype") == "file_share" and _has_author(event):
        _take_files(desk, body)


def hear_mention(event: Sent, body: Sent, desk: Desk, bot_user_id: str) -> None:
    """The bot is named in a channel: only the person who asked sees the answer."""
    if _is_said_by_somebody(event):
        _hear(desk, body, "mention", bot_user_id)


def _is_said_by_somebody(event: Sent) -> bool:
    return _has_author(event) and not event.get("subtype")


def _has_author(event: Sent) -> bool:
    return not event.get("bot_id") and bool(event.get("user"))


def _take_files(desk: Desk, body: Sent) -> None:
    """A file in a direct message: who may bring cases in hears that it is being read."""
    event = body["event"]
    work = None
    try:
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body, desk.today()), "message")
            once(session, delivery_key(body), visit.now)
            try:
                work = take_files(session, visit, event)
            except MappaError as problem:
                said = refusal(problem).marked(desk.practice).message
                add_outgoing(session, said, visit.person, visit.now, channel=event["channel"])
    except AlreadyDone:
        return
    except NotAllowed as problem:
        _refuse(desk, body, problem)
        return
    desk.nudge()
    if work:
        desk.later(work)


def _hear(desk: Desk, body: Sent, source: str, bot_user_id: str) -> None:
    """The answer is stored with the note that the question was heard, and sent from there."""
    event = body["event"]
    try:
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body, desk.today()), source)
            once(session, delivery_key(body), visit.now)
            reply = _answer(session, visit, _said(event, bot_user_id))
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
        _refuse(desk, body, problem)
        return
    desk.nudge()


def _said(event: Sent, bot_user_id: str) -> str:
    """What was said to the bot. Only its own name goes: anybody else's may be what is asked."""
    return typed_text(re.sub(rf"<@{bot_user_id}(\|[^>]*)?>", " ", str(event.get("text") or "")))


def _answer(session: Session, visit: Visit, typed: str) -> Reply:
    first = next(iter(typed.split()), "").lower()
    try:
        if first in ("", "help"):
            return show_help(session, visit, typed[4:])
        return _question(session, visit, typed, first)
    except MappaError as problem:
        return refusal(problem)


def _question(session: Session, visit: Visit, typed: str, first: str) -> Reply:
    """A question may begin with the word of a command: "referrals by agency last year"."""
    try:
        return answer_question(session, visit, typed)
    except (NotUnderstood, NotAllowed):
        if first not in WORDS:
            raise
        hint = f"That works as a command: {visit.desk.command} {first}"
        return say(blocks.escape(hint), blocks.words(hint))


def _refuse(desk: Desk, body: Sent, problem: NotAllowed) -> None:
    """A stranger has no place in our outbox; the refusal may be lost, and says nothing."""
    try:
        with desk.db.write() as session:
            once(session, delivery_key(body), desk.now())
    except AlreadyDone:
        return
    event = body["event"]
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
