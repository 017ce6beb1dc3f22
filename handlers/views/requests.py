"""How requests are asked for, listed and answered; in private replies only."""

from collections.abc import Mapping
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.case_facts import fact
from mappa.agencies import AGENCIES
from mappa.case_facts import RECOMMENDATIONS, REQUEST_KINDS, REQUEST_OUTCOMES, Request
from mappa.cases import CaseRecord
from mappa.days import uk_date
from storage.outgoing import Message

NEW_REQUEST, ANSWER_REQUEST = "new_request", "answer_request"
SUBMIT_REQUEST, SUBMIT_REQUEST_ANSWER = "submit_request", "submit_request_answer"
NEVER_A_VICTIM = "Never name a victim, nor where one lives"
ROOM = 3400  # characters of a page of the list


def every_request(
    case: CaseRecord, page: int, today: date, names: Mapping[str, str], command: str
) -> Reply:
    """The open ones first, then the newest; a page at a time."""
    in_order = sorted(case.requests, key=lambda one: (one.closed_on is not None, -one.number))
    lines = [f"{_overdue(one, today)}{fact(one, names)}" for one in in_order]
    pages = blocks.pages(lines, ROOM) or [["none yet"]]
    some = pages[page - 1] if page <= len(pages) else ["There is no more."]
    head = f"Requests of {case.ref}, page {page} of {len(pages)}"
    onward = f"Next: {command} request {case.ref} page {page + 1}" if page < len(pages) else ""
    buttons = [blocks.button("New request", NEW_REQUEST, case.ref, primary=True)]
    text = "\n".join(filter(None, [head, onward]))
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    shown += [blocks.context(onward)] if onward else []
    return say(blocks.escape(text), *shown, blocks.actions("requests", *buttons))


def one_request(ref: str, request: Request, names: Mapping[str, str], command: str) -> Reply:
    """One request in full, and how to answer it."""
    return _one(ref, [fact(request, names)], request, command)


def saved(
    ref: str, request: Request, told: bool | None, names: Mapping[str, str], command: str
) -> Reply:
    """What was saved, and whether its owner knows of it."""
    lines = [f"Saved: request {request.number} of {ref}.", fact(request, names)]
    if told:
        lines.append("Its owner is told in a direct message.")
    if told is False:
        lines.append(
            "Its owner was not told: that person is not registered in this area, or may not see "
            f"this case. Tell them yourself, or first: {command} update {ref} member @somebody"
        )
    return _one(ref, lines, request, command)


def nothing_new(ref: str, request: Request, command: str) -> Reply:
    return _one(ref, ["All of that stood here already; nothing was changed."], request, command)


def _one(ref: str, lines: list[str], request: Request, command: str) -> Reply:
    words = "reopened because ..." if request.closed_on else "granted, refused, done or withdrawn"
    how = f"Answer it with: {command} request {ref} {request.number} {words}"
    text = "\n".join(lines)
    button = blocks.button("Record what became of it", ANSWER_REQUEST, f"{ref} {request.number}")
    return say(
        blocks.escape(f"Request {request.number} of {ref}\n{how}"),
        *blocks.paragraphs(text),
        blocks.context(how),
        blocks.actions("requests", button),
    )


def owner_message(ref: str, request: Request, command: str) -> Message:
    """What a new owner is told: the reference, the kind and the day."""
    due = f", due {uk_date(request.due_on)}" if request.due_on else ""
    text = (
        f"Request {request.number} of {ref} is yours: {REQUEST_KINDS[request.kind].lower()}{due}. "
        f"See it with: {command} request {ref} {request.number}"
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def new_form(ref: str, agency: str) -> blocks.Block:
    """The form; field names are those of the typed line, so that errors find their field."""
    shown = [
        blocks.choice_input("kind", "What is asked for", REQUEST_KINDS),
        blocks.text_input("what", "In words", hint=NEVER_A_VICTIM, lines=True, longest=2900),
        blocks.person_input("owner", "Who is to see to it", optional=True),
        blocks.choice_input("agency", "Agency that is to see to it", AGENCIES, optional=True),
        blocks.date_input("due", "By when"),
        blocks.choice_input("asked-by", "Agency that asks", AGENCIES, initial=agency),
    ]
    return blocks.form(SUBMIT_REQUEST, f"Request, {ref}"[:24], "Save", shown, ref)


def answer_form(ref: str, request: Request) -> blocks.Block:
    """What the meeting says of it, and what became of it."""
    outcomes = {"reopened": "Open again"} if request.closed_on else dict(REQUEST_OUTCOMES)
    shown = [
        blocks.words(f"{request.number}. {REQUEST_KINDS[request.kind]}"),
        blocks.choice_input(
            "recommendation",
            "What the meeting says",
            RECOMMENDATIONS,
            hint="Recorded by the co-ordinator",
            optional=True,
        ),
        blocks.choice_input("outcome", "What became of it", outcomes, optional=True),
        blocks.date_input("on", "On which day", hint="Today if left empty"),
        blocks.text_input("note", "Note", hint=NEVER_A_VICTIM, optional=True, lines=True),
        blocks.text_input("because", "Why", hint="For a change of mind", optional=True, lines=True),
    ]
    value = f"{ref} {request.number}"
    return blocks.form(SUBMIT_REQUEST_ANSWER, f"Request, {ref}"[:24], "Save", shown, value)


def saved_notice(reply: Reply) -> blocks.Block:
    """The confirmation in place of the form; what needs a message to stand on drops out."""
    shown = [block for block in reply.message.blocks if block["type"] != "actions"]
    return blocks.notice("Request saved", shown)


def _overdue(request: Request, today: date) -> str:
    late = request.due_on is not None and request.due_on < today and request.closed_on is None
    return "OVERDUE " if late else ""
