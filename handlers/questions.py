"""Questions, wherever they come from: read, counted, answered; or asked back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from slack_bolt import Ack

from handlers.answering import (
    Answered,
    answer_for,
    answer_to,
    is_listed,
    read_again,
    read_asked,
)
from handlers.askers import delivery_key, get_asker, typed_text
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window
from handlers.views import blocks
from handlers.views import questions as views
from mappa.access import may
from mappa.answering.answers import LISTED, Answer
from mappa.answering.period_words import BUCKET_NAMES
from mappa.asking.measures import MEASURES
from mappa.asking.permits import require_permit, sides_of
from mappa.asking.questions import COUNT, Asked, Comparison
from mappa.asking.wordings import wording
from mappa.errors import MappaError, NotAllowed, NotUnderstood, RuleBroken
from storage.databases import Session
from storage.deliveries import once
from storage.findings import seal_search
from storage.outgoing import add_outgoing
from storage.questions_asked import Carried, seal_question

LONGEST_SEARCH = 200  # characters of a list's words: a button has to carry them


def ask_by_command(desk: Desk, body: Mapping[str, Any], typed: str) -> Reply:
    """A figure only reads; a list is written on the record with the command that asked for it."""
    channel = str(body.get("channel_id") or "")
    with desk.db.read() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "command")
        asked = read_asked_or_help(session, visit, typed)
        if not is_listed(asked):
            return reply_to(session, visit, answer_to(session, visit, asked), channel)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "command")
        once(session, delivery_key(body), visit.now)
        return reply_to(session, visit, answer_to(session, visit, asked), channel)


def read_asked_or_help(session: Session, visit: Visit, typed: str, before: str = "") -> Asked:
    """What is not understood is answered with the word for help as well."""
    try:
        return read_asked(session, visit, typed, before)
    except NotUnderstood as problem:
        raise NotUnderstood(problem.message, (*problem.choices, "help")) from problem


def reply_to(session: Session, visit: Visit, answered: Answered, channel: str = "") -> Reply:
    """The answer with what can be done with it; `channel` is where it is read."""
    asked, found = answered.asked, answered.answer
    if found.status != "answered":
        raise NotAllowed(found.text)
    sealed = ""
    if _reads_again(session, visit, asked):
        carried = Carried(wording(asked), sides_of(asked)[0].asked_on, digest_of(found))
        sealed = seal_question(session, visit.person, carried)
    carrying = views.Carrying(
        question=sealed,
        cases=_sealed_cases(session, visit, asked, found),
        shareable=channel.startswith(("C", "G")) and _is_shareable(asked, found),
        takes_cases_out=may(visit.person, "take out cases"),
    )
    return views.answer(asked, found, carrying)


def put_answer(
    session: Session, visit: Visit, answered: Answered, reply: Reply, **where: Any
) -> None:
    """The answer goes to the outbox, for as long as they may have it that was counted for them."""
    asked, found, person = answered.asked, answered.answer, visit.person
    exactly = "ask exactly" if may(person, "ask exactly") else "ask"
    add_outgoing(
        session,
        reply.marked(visit.desk.practice).message,
        person,
        visit.now,
        about=found.cases[:LISTED],
        needs="see case" if is_listed(asked) else exactly,
        grants=person.grants,
        is_answer=True,
        **where,
    )


def digest_of(found: Answer) -> str:
    """By which it is known that what is shared is what was seen."""
    value = json.dumps(found.as_json_object(), sort_keys=True)
    return sha256(value.encode()).hexdigest()[:32]


def press_ask(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form on Home."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
    open_window(desk, body, views.question_form())
    ack()


def submit_question(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """Answered in the form's place and, with table and chart, in the direct messages."""
    typed = typed_text(blocks.read_form(view).get("question"))
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        try:
            answered = answer_for(session, visit, typed)
            reply = reply_to(session, visit, answered)
        except NotUnderstood as problem:
            raise RuleBroken(_with_choices(problem), "question") from problem
        except MappaError as problem:
            raise RuleBroken(problem.message, "question") from problem
        put_answer(session, visit, answered, reply)
    ack(response_action="update", view=views.answered_notice(reply.marked(desk.practice)))
    desk.nudge()


def _with_choices(problem: NotUnderstood) -> str:
    if not problem.choices:
        return problem.message
    return f"{problem.message} Example: {problem.choices[0]}"


def _reads_again(session: Session, visit: Visit, asked: Asked) -> bool:
    """Whether its words, read on the same day, are the same question: a button relies on it."""
    try:
        return read_again(session, visit, wording(asked), sides_of(asked)[0].asked_on) == asked
    except NotUnderstood:
        return False


def _is_shareable(asked: Asked, found: Answer) -> bool:
    """Whether it may be asked by everybody who sees figures, as in a channel it may be seen; of a
    list the references, where there are not too many."""
    if is_listed(asked):
        return 0 < len(found.cases) <= views.MOST_SHARED
    try:
        require_permit(asked)
    except NotAllowed:
        return False
    return True


def _sealed_cases(session: Session, visit: Visit, asked: Asked, found: Answer) -> str:
    """The search that finds the cases counted, for whoever may see cases; else nothing."""
    if isinstance(asked, Comparison) or not may(visit.person, "see case"):
        return ""
    pictures = asked.counted == "people" and asked.by in BUCKET_NAMES
    if asked.figure != COUNT or pictures or not MEASURES[asked.counted].lists:
        return ""
    if not (found.cases or found.value or found.rows):
        return ""
    listed = replace(asked, by="", listed=True)
    words = wording(listed)
    if len(words) > LONGEST_SEARCH or not _reads_again(session, visit, listed):
        return ""
    return seal_search(session, visit.person, words, 1, asked.asked_on)
