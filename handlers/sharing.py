"""Sharing an answer with a channel, once: figures, or the references of cases where everybody may
see every one of them; else those who may get them as a direct message."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, Respond

from handlers.answering import Answered, answer_to, is_listed, read_again, scope_of
from handlers.askers import delivery_key, get_asker
from handlers.calling import Line, Refused, Unknown
from handlers.channels import INSTEAD, OUTSIDE, Room, give_instead, look_at, why_not
from handlers.desks import Desk, Reply, Visit, say
from handlers.questions import digest_of
from handlers.refusals import note_refusal
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
from storage.outgoing import Message, add_outgoing
from storage.questions_asked import STALE, open_question
from storage.records import Entry, add_record

CHANGED = "The figures are no longer those that you saw. Ask again and share that. Nothing posted."
ALREADY = "That answer was shared already; nothing was posted a second time."
Body = Mapping[str, Any]


def press_share(ack: Ack, body: Body, desk: Desk, respond: Respond) -> None:
    """Acknowledged at once: whether the channel is safe is asked of Slack after that."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        sealed = _pressed(body)
        answered, _ = answered_again(session, visit, sealed)
    channel, names_cases = _channel(body), is_listed(answered.asked)
    desk.later(lambda: _share(desk, body, channel, sealed, respond, names_cases=names_cases))
    ack()


def answered_again(session: Session, visit: Visit, sealed: str) -> tuple[Answered, str]:
    """The same question answered anew for the same person, and the digest of what they saw."""
    carried = open_question(session, visit.person, sealed)
    asked = read_again(session, visit, carried.words, carried.on)
    return answer_to(session, visit, asked), carried.digest


def _share(
    desk: Desk, body: Body, channel: str, sealed: str, respond: Respond, *, names_cases: bool
) -> None:
    """Look at the channel, then post through the outbox, which looks again; the button's message
    says what came."""
    try:
        room = _look(desk, channel, with_members=names_cases)
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body, desk.now()), "button")
            done = _shared(session, visit, room, sealed)
    except MappaError as problem:
        note_refusal(desk, body, problem)
        _tell(respond, say(blocks.escape(problem.message), blocks.words(problem.message)), False)
        return
    desk.nudge()
    _tell(respond, done.marked(desk.practice), True)


def _look(desk: Desk, channel: str, *, with_members: bool) -> Room:
    try:
        room = look_at(Line(desk.client, desk.now), channel, with_members=with_members)
    except (Refused, Unknown):
        raise NotAllowed(OUTSIDE) from None
    if room.unsafe and not room.members:
        raise NotAllowed(room.unsafe)
    return room


def _shared(session: Session, visit: Visit, room: Room, sealed: str) -> Reply:
    """Put into the outbox for the channel, or for those of it who may see what it says."""
    answered, seen = answered_again(session, visit, sealed)
    if digest_of(answered.answer) != seen:
        raise NotFound(CHANGED)
    when = f"{uk_date(visit.today)}, {visit.now.astimezone(LONDON):%H:%M}"
    refs, message = _message(session, visit, answered, when)
    unsafe = why_not(session, visit.person.area, room, refs, visit.now)
    if unsafe and not refs:
        raise NotAllowed(unsafe)
    try:
        once(session, f"share {sealed}", visit.now)
    except AlreadyDone as problem:
        raise AlreadyDone(ALREADY) from problem
    marked = Reply(message).marked(visit.desk.practice).message
    if unsafe:
        give_instead(session, visit.person, room, marked, refs, visit.now)
        return _with_note(answered, f"{unsafe} {INSTEAD}")
    if refs:
        after = {"cases": refs, "channel": room.id}
        entry = Entry("cases shared", visit.source, after=after)
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    add_outgoing(session, marked, visit.person, visit.now, about=refs, channel=room.id)
    return _with_note(answered, f"Shared in this channel by you, {when}.")


def _message(
    session: Session, visit: Visit, answered: Answered, when: str
) -> tuple[list[str], Message]:
    """What is shared, with the cases that it names: their references and nothing else of them."""
    sharer, asked = visit.person.user_id, answered.asked
    if not is_listed(asked):
        found = for_everybody(session, visit, asked)
        return [], views.shared(sharer, when, asked, found)
    refs = list(answered.answer.cases)
    if not 0 < len(refs) <= views.MOST_SHARED:
        raise NotFound(STALE)
    return refs, views.shared_list(sharer, when, answered.answer)


def _with_note(answered: Answered, note: str) -> Reply:
    own = views.answer(answered.asked, answered.answer, views.Carrying()).message
    shown = (*own.blocks, blocks.context(note))
    return Reply(replace(own, text=f"{own.text}\n{note}", blocks=shown))


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
