"""Direct messages and mentions: questions in plain words, answered through the outbox."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.answering import Answered, answer_to, is_listed, read_asked
from handlers.askers import delivery_key, get_asker, typed_text
from handlers.commands import WORDS
from handlers.desks import Desk, Reply, Visit, say
from handlers.errors import refusal
from handlers.help_pages import show_help
from handlers.imports import take_files
from handlers.questions import put_answer, read_asked_or_help, reply_to
from handlers.refusals import add_refusal_here, note_refusal
from handlers.views import blocks
from handlers.views.questions import private_list
from mappa.asking.questions import Asked
from mappa.asking.wordings import wording
from mappa.errors import AlreadyDone, MappaError, NotAllowed, NotUnderstood
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import add_outgoing
from storage.questions_asked import find_asked, find_asked_lately, set_asked

Sent = Mapping[str, Any]
GOES_ON = re.compile(r"(and|or|what about|how about)\b", re.IGNORECASE)


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
            visit = desk.visit(get_asker(session, body, desk.now()), "message")
            once(session, delivery_key(body), visit.now)
            try:
                work = take_files(session, visit, event)
            except MappaError as problem:
                add_refusal_here(session, visit, body, problem)
                said = refusal(problem).marked(desk.practice).message
                place = {"about": (), "channel": event["channel"], "is_answer": True}
                add_outgoing(session, said, visit.person, visit.now, **place)
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
            visit = desk.visit(get_asker(session, body, desk.now()), source)
            once(session, delivery_key(body), visit.now)
            heard = _answer(session, visit, event, _said(event, bot_user_id))
            _keep(session, visit, event, heard.answered)
            _put_in_outbox(session, visit, event, heard)
    except AlreadyDone:
        return
    except NotAllowed as problem:
        _refuse(desk, body, problem)
        return
    desk.nudge()


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said, and what it answers if a question was asked."""

    reply: Reply
    answered: Answered | None = None


def _put_in_outbox(session: Session, visit: Visit, event: Sent, heard: Heard) -> None:
    """In a channel only who asked sees it, and of cases nothing but that they are elsewhere."""
    place: dict[str, Any] = {"channel": event["channel"], "thread_ts": event.get("thread_ts")}
    if visit.source == "mention":
        place["method"] = "ephemeral"
    if heard.answered is None:
        _put(session, visit, heard.reply, place)
    elif visit.source == "mention" and is_listed(heard.answered.asked):
        put_answer(session, visit, heard.answered, heard.reply)
        _put(session, visit, private_list(), place)
    else:
        put_answer(session, visit, heard.answered, heard.reply, **place)


def _put(session: Session, visit: Visit, reply: Reply, place: dict[str, Any]) -> None:
    """What says nothing of any case."""
    message = reply.marked(visit.desk.practice).message
    add_outgoing(session, message, visit.person, visit.now, about=(), is_answer=True, **place)


def _keep(session: Session, visit: Visit, event: Sent, answered: Answered | None) -> None:
    """A follow-up goes on from the last question that was answered in its thread."""
    if answered is not None:
        thread, words = event.get("thread_ts") or event.get("ts") or "", wording(answered.asked)
        set_asked(session, visit.person, str(event["channel"]), str(thread), words, visit.now)


def _said(event: Sent, bot_user_id: str) -> str:
    """What was said to the bot. Only its own name goes: anybody else's may be what is asked."""
    return typed_text(re.sub(rf"<@{bot_user_id}(\|[^>]*)?>", " ", str(event.get("text") or "")))


def _answer(session: Session, visit: Visit, event: Sent, typed: str) -> Heard:
    first = next(iter(typed.split()), "").lower()
    try:
        if first in ("", "help"):
            return Heard(show_help(session, visit, typed[4:]))
        return _question(session, visit, event, typed, first)
    except MappaError as problem:
        body = {"event": event, "team_id": visit.person.team_id}
        add_refusal_here(session, visit, body, problem)
        return Heard(refusal(problem))


def _question(session: Session, visit: Visit, event: Sent, typed: str, first: str) -> Heard:
    """A question may begin with the word of a command: "referrals by agency last year"."""
    hint = f"That works as a command: {visit.desk.command} {first}"
    if typed.lower() in WORDS:
        return Heard(say(blocks.escape(hint), blocks.words(hint)))
    try:
        asked = _read(session, visit, event, typed)
        answered = answer_to(session, visit, asked)
        # A list goes to the direct messages, where there is nobody to share it with.
        channel = "" if is_listed(asked) else str(event["channel"])
        return Heard(reply_to(session, visit, answered, channel), answered)
    except (NotUnderstood, NotAllowed):
        if first not in WORDS:
            raise
        return Heard(say(blocks.escape(hint), blocks.words(hint)))


def _read(session: Session, visit: Visit, event: Sent, typed: str) -> Asked:
    """In a thread a question may go on from the last one there. So it may in direct messages
    just after another, if it is none of its own."""
    channel, thread = str(event["channel"]), event.get("thread_ts")
    if thread:
        before = find_asked(session, visit.person, channel, str(thread), visit.now)
        return read_asked_or_help(session, visit, typed, before)
    try:
        return read_asked_or_help(session, visit, typed)
    except NotUnderstood as problem:
        before = ""
        if visit.source == "message":
            before = find_asked_lately(session, visit.person, channel, visit.now)
        if not before:
            raise
        try:
            return read_asked(session, visit, typed, before)
        except NotUnderstood as later:
            raise (later if GOES_ON.match(typed) else problem) from None


def _refuse(desk: Desk, body: Sent, problem: NotAllowed) -> None:
    """A stranger has no place in our outbox; the refusal may be lost, and says nothing."""
    try:
        with desk.db.write() as session:
            once(session, delivery_key(body), desk.now())
    except AlreadyDone:
        return
    note_refusal(desk, body, problem)
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
