"""Refusals go on the record, each in a short transaction of its own after what was refused has been
taken back; nobody waits for it, and nobody can flood the record with them."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from handlers.askers import asker_ids
from handlers.desks import Desk, Visit
from mappa.errors import NotAllowed, NotFound
from storage.databases import Session
from storage.people import STRANGER
from storage.refusals import Refusal, add_refusal

PATIENCE = 0.05  # seconds that an answer waits for others to finish writing
FOR_WANT_OF_ACCESS = (NotAllowed, NotFound)
# A reference has a hyphen and a figure, and begins with a letter: no name, day or number has.
REFERENCE = re.compile(r"(?<![\w-])[A-Z]{1,10}(?:-[A-Z0-9]{1,9}){1,3}(?![\w-])", re.IGNORECASE)
REFS_AT_MOST = 5
SOURCES = {
    "view_submission": "form",
    "block_actions": "button",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "message": "message",
    "app_mention": "mention",
    "app_home_opened": "home",
}
Body = Mapping[str, Any]


def note_refusal(desk: Desk, body: Body, problem: Exception, word: str = "") -> None:
    """Put a refusal for want of access on the record; anything else is none. `word` is the word of
    the command, by its own name."""
    if str(problem) == STRANGER:
        desk.paces.slow_down(asker_ids(body), desk.now())
    if not _is_for_want_of_access(problem):
        return
    found = [*_counted(desk), *_told(desk, body, word)]
    if found:
        _write(desk, found)


def add_refusal_here(
    session: Session, visit: Visit, body: Body, problem: Exception, word: str = ""
) -> None:
    """The same within a transaction that goes on, because the refusal is what it answers."""
    if _is_for_want_of_access(problem):
        for refusal in _told(visit.desk, body, word):
            add_refusal(session, refusal, visit.desk.area, visit.now)


def note_counted(desk: Desk) -> None:
    """Put on the record how many more there were of those whose minute is over."""
    if found := _counted(desk):
        _write(desk, found)


def _is_for_want_of_access(problem: Exception) -> bool:
    """Also where a form shows it beside a field, as a rule that is broken."""
    return isinstance(problem, FOR_WANT_OF_ACCESS) or isinstance(
        problem.__cause__, FOR_WANT_OF_ACCESS
    )


def _counted(desk: Desk) -> list[Refusal]:
    return [Refusal(*who, "clock", {}, more=more) for who, more in desk.tally.give_out(desk.now())]


def _told(desk: Desk, body: Body, word: str) -> Iterator[Refusal]:
    who = asker_ids(body)
    if desk.tally.take(who, desk.now()):
        kind = _kind(body)
        doing = {"word": word} if word else dict([kind])
        refs = [ref.upper() for text in _texts(body) for ref in _references(text)]
        source = SOURCES.get(str((body.get("event") or body).get("type")), "command")
        yield Refusal(*who, source, doing, list(dict.fromkeys(refs))[:REFS_AT_MOST])


def _write(desk: Desk, found: list[Refusal]) -> None:
    """Whatever keeps it from being written, the refusal is answered; then it is tried once more,
    and the log names what comes of that."""
    try:
        with desk.db.within(PATIENCE).write() as session:
            _add(desk, session, found)
    except Exception:
        desk.later(lambda: _write_later(desk, found))


def _write_later(desk: Desk, found: list[Refusal]) -> None:
    with desk.db.write() as session:
        _add(desk, session, found)


def _add(desk: Desk, session: Session, found: list[Refusal]) -> None:
    for refusal in found:
        add_refusal(session, refusal, desk.area, desk.now())


def _kind(body: Body) -> tuple[str, str]:
    """What was used, by the bot's own name for it; what can be told apart after that is left out,
    for it comes with the payload."""
    if "event" in body:
        return "event", SOURCES.get(str(body["event"].get("type")), "")
    if body.get("type") == "view_submission":
        return "form", str(_part(body, "view").get("callback_id"))
    if actions := _actions(body):
        return "button", str(actions[0].get("action_id")).partition(".")[0]
    return ("shortcut", str(body["callback_id"])) if "callback_id" in body else ("word", "question")


def _texts(body: Body) -> Iterator[str]:
    """Where a reference can stand, the surest place first."""
    yield unescape(str((_part(body, "event") or body).get("text") or ""))
    for action in _actions(body):
        yield str(action.get("value") or "")
    view = _part(body, "view")
    yield str(view.get("private_metadata") or "")
    if body.get("type") == "view_submission":
        for fields in _part(_part(view, "state"), "values").values():
            for given in fields.values() if isinstance(fields, Mapping) else ():
                yield str(_part({"of": given}, "of").get("value") or "")


def _part(body: Body, name: str) -> Body:
    """A part of a payload; what is none is empty, for whatever comes may be made up."""
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _actions(body: Body) -> list[Body]:
    found = body.get("actions")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _references(text: str) -> Iterator[str]:
    return (ref for ref in REFERENCE.findall(text[:2000]) if re.search("[0-9]", ref))
