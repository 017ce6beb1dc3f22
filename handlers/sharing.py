"""Sharing an answer with a channel: figures only, once, and only where they may be read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.answering import Answered, answer_to, is_listed, read_again, scope_of
from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Reply, Visit, say
from handlers.questions import digest_of
from handlers.views import blocks
from handlers.views import questions as views
from mappa.answering.answers import Answer, Shown
from mappa.asking.permits import require_permit
from mappa.asking.questions import Asked
from mappa.clocks import LONDON
from mappa.days import uk_date
from mappa.errors import AlreadyDone, MappaError, NotAllowed, NotFound
from storage.asking.answering import answer_asked
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import add_outgoing
from storage.questions_asked import open_question

NOT_HERE = "It cannot be shared here: this is not a channel. Ask the question in a channel."
OUTSIDE = (
    "It cannot be shared here: people of another organisation are in this channel, or it is not "
    "certain that none are. Nothing was posted."
)
NOT_INSIDE = "It cannot be shared here: invite me to this channel first. Nothing was posted."
CHANGED = "The figures are no longer those that you saw. Ask again and share that. Nothing posted."
ALREADY = "That answer was shared already; nothing was posted a second time."
Body = Mapping[str, Any]


def press_share(ack: Ack, body: Body, desk: Desk, respond: Respond) -> None:
    """Acknowledged at once: whether the channel is safe is asked of Slack after that."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        sealed = _pressed(body)
        answered_again(session, visit, sealed)
    channel = _channel(body)
    desk.later(lambda: _share(desk, body, channel, sealed, respond))
    ack()


def answered_again(session: Session, visit: Visit, sealed: str) -> tuple[Answered, str]:
    """The same question answered anew for the same person, and the digest of what they saw."""
    carried = open_question(session, visit.person, sealed)
    asked = read_again(session, visit, carried.words, carried.on)
    if is_listed(asked):
        raise NotAllowed("Cases are not shared; figures are.")
    return answer_to(session, visit, asked), carried.digest


def _share(desk: Desk, body: Body, channel: str, sealed: str, respond: Respond) -> None:
    """Look at the channel, then post through the outbox; the button's message says what came."""
    try:
        _check_channel(desk.client, channel)
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body, desk.now()), "button")
            try:
                once(session, f"share {sealed}", visit.now)
            except AlreadyDone as problem:
                raise AlreadyDone(ALREADY) from problem
            done = _post(session, visit, channel, sealed)
    except MappaError as problem:
        _tell(respond, say(blocks.escape(problem.message), blocks.words(problem.message)), False)
        return
    desk.nudge()
    _tell(respond, done.marked(desk.practice), True)


def _post(session: Session, visit: Visit, channel: str, sealed: str) -> Reply:
    answered, seen = answered_again(session, visit, sealed)
    if digest_of(answered.answer) != seen:
        raise NotFound(CHANGED)
    found = for_everybody(session, visit, answered.asked)
    when = f"{uk_date(visit.today)}, {visit.now.astimezone(LONDON):%H:%M}"
    message = views.shared(visit.person.name, when, answered.asked, found)
    message = Reply(message).marked(visit.desk.practice).message
    add_outgoing(session, message, visit.person, visit.now, channel=channel)
    own = views.answer(answered.asked, answered.answer, views.Carrying())
    note = f"Shared in this channel by you, {when}."
    text = f"{own.message.text}\n{note}"
    return Reply(
        replace(own.message, text=text, blocks=(*own.message.blocks, blocks.context(note)))
    )


def for_everybody(session: Session, visit: Visit, asked: Asked) -> Answer:
    """As anybody may read it: without Category 4, small figures suppressed, whoever shares."""
    require_permit(asked)
    policy = visit.desk.policy
    scope = replace(scope_of(visit, policy), category_4=False, may_see=None)
    shown = Shown(category_4=False, suppress_below=policy.statistics.suppress_below)
    found = answer_asked(session, asked, scope, shown)
    if found.status != "answered":
        raise NotAllowed(f"{found.text} It is not shared.")
    return found


def _check_channel(client: WebClient, channel: str) -> None:
    """A channel of this workspace alone, with the bot in it; what cannot be looked up is unsafe."""
    if not channel.startswith(("C", "G")):
        raise NotAllowed(NOT_HERE)
    try:
        told = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as problem:
        error = str(problem.response.get("error"))
        raise NotAllowed(NOT_INSIDE if error == "channel_not_found" else OUTSIDE) from None
    except (OSError, SlackClientError):
        raise NotAllowed(OUTSIDE) from None
    if unsafe := why_unsafe(told):
        raise NotAllowed(unsafe)


def why_unsafe(told: Mapping[str, Any]) -> str:
    """Why figures are not posted in a channel of which Slack tells this; empty if they may be."""
    if told.get("is_im") or told.get("is_mpim"):
        return NOT_HERE
    if told.get("is_member") is not True:
        return NOT_INSIDE
    outside = ("is_ext_shared", "is_shared", "is_org_shared", "is_pending_ext_shared")
    if told.get("is_ext_shared") is not False or any(told.get(name) for name in outside):
        return OUTSIDE
    return ""


def _tell(respond: Callable[..., Any], reply: Reply, done: bool) -> None:
    respond(
        text=reply.message.text,
        blocks=list(reply.message.blocks),
        response_type="ephemeral",
        replace_original=done,
    )


def _pressed(body: Body) -> str:
    return str(body["actions"][0].get("value", ""))


def _channel(body: Body) -> str:
    """Where the message with the button stands."""
    place = body.get("container") or {}
    return str(place.get("channel_id") or (body.get("channel") or {}).get("id") or "")
