"""How what is asked for before a meeting is seen, in private replies only."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.case_facts import REQUEST_KINDS, Request
from mappa.cases import CaseRecord
from mappa.days import uk_date
from mappa.meetings.times import in_words
from mappa.people import Person
from mappa.workbook.workbooks import MeetingRow
from storage.outgoing import Message

ASK_INFORMATION, SUBMIT_INFORMATION = "ask_information", "submit_information"


def information_form(ref: str) -> blocks.Block:
    """The form; field names are those of the typed line, so that errors find their field."""
    shown = [
        blocks.text_input("agencies", "Which agencies", hint="Example: social-services, housing"),
        blocks.text_input("for", "What is wanted", hint="Never name a victim", optional=True),
        blocks.date_input("by", "By when", hint="As the policy says if left empty"),
        blocks.text_input("case", "For which case", hint="Each if left empty", optional=True),
    ]
    return blocks.form(SUBMIT_INFORMATION, f"Information, {ref}"[:24], "Ask", shown, ref)


def open_line(ref: str, request: Request, people: Mapping[str, Person]) -> str:
    """One request that is still open, on the meeting's page."""
    person = people.get(request.owner)
    who = ", ".join(
        filter(None, [AGENCIES.get(request.owner_agency, ""), person.name if person else ""])
    )
    due = f", due {uk_date(request.due_on)}" if request.due_on else ""
    return f"{ref}: {REQUEST_KINDS[request.kind].lower()} from {who}{due}, not answered yet"


def asked_line(case: CaseRecord, agency: str, due_on: date, *, new: bool) -> str:
    name = AGENCIES[agency]
    if not new:
        return f"{case.ref}: {name} was asked before this meeting already."
    return (
        f"{case.ref}: {name} is asked, due {uk_date(due_on)} (request {case.requests[-1].number})."
    )


def asked(ref: str, lines: Sequence[str], command: str) -> Reply:
    """What was saved, and how it goes on."""
    text = "\n".join([f"Saved: information asked before meeting {ref}.", *lines])
    how = f"Record what they answer with: {command} request CASE NUMBER done note ..."
    return say(blocks.escape(f"{text}\n{how}"), *blocks.paragraphs(text), blocks.context(how))


def asked_outside(meeting: MeetingRow, due_on: date) -> list[str]:
    """For somebody outside this Slack: no case, and nothing of what is wanted."""
    return [
        f"Before MAPPA Level {meeting.level} meeting {meeting.ref} on "
        f"{in_words(meeting.starts_at, meeting.ends_at)} we ask you for information, by "
        f"{uk_date(due_on)}.",
        "The MAPPA co-ordinator says for which case, and how it is sent safely.",
    ]


def not_invited(ref: str, agencies: Sequence[str], alone: bool) -> str:
    """Why nothing was asked."""
    names = ", ".join(AGENCIES[agency] for agency in agencies)
    where = f"to {ref}" if alone else f"to {ref} for a case of its own"
    return (
        f"agencies: {names} not invited {where}; nothing was asked. Name the case if a standing "
        f"member is to be asked. Who is invited: meeting {ref}"
    )


def owner_message(ref: str, request: Request, meeting: MeetingRow, command: str) -> Message:
    """What who is asked is told: the reference, the meeting and the day."""
    due = f", due {uk_date(request.due_on)}" if request.due_on else ""
    text = (
        f"Information is asked of you in {ref} before meeting {meeting.ref} on "
        f"{in_words(meeting.starts_at)}: request {request.number}{due}. "
        f"See it with: {command} request {ref} {request.number}"
    )
    return Message(blocks.escape(text), (blocks.words(text),))
