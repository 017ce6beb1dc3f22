"""How invitations are seen: by those invited, and as text for those outside this Slack.

They name cases by reference and only to who may see them; what goes outside names none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.clocks import LONDON, london_day
from mappa.days import uk_date
from mappa.meetings.invitations import ANSWERS, PRISON, SAID
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow
from storage.outgoing import Message

# All three stand side by side, so each has a word after a dot; they carry key and answer.
ANSWER_INVITATION, RECORD_REPLY = "answer_invitation", "record_reply"
REFS_SHOWN = 1500  # characters of a list of references
ASKED_ANEW = "Please answer for the new time: what was answered before no longer counts."
CHANGEABLE = "This can be changed until the meeting begins."
TO_SEND = "A text to send to somebody outside this Slack:"
PLACES = ("Place: ", "The place was: ", "It was: ")  # which somebody typed: in the blocks only
FOR_CALENDAR = "For your calendar: {what}. The file is deleted here after {hours} hours."
FOR_OUTSIDE = (
    "For the calendars of those outside this Slack: {what}. It names no case and nobody. "
    "The file is deleted here after {hours} hours."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one invited person sees of a meeting; `key` is that of their invitation."""

    meeting: MeetingRow
    key: str
    agency: str
    chair: str = ""
    refs: Sequence[str] = ()
    deputy_of: str = ""  # whose place they are told in
    said: str = ""  # what was answered, by whom and when


def invitation(shown: Shown, *news: str) -> Message:
    """What somebody is asked, with the buttons to answer; `news` is what has changed."""
    first, *more = news or (invited_to(shown.meeting),)
    if shown.deputy_of:
        first = f"For {shown.deputy_of}, in whose place you are: {first}"
    lines = [first, *more, *where_and_when(shown.meeting)]
    lines += [f"Chair: {shown.chair}"] if shown.chair else []
    lines += [_cases(shown)]
    lines += [_asked(shown.agency)]
    return _message(lines, shown.said, answer_buttons(shown.key))


def notice(shown: Shown, *news: str) -> Message:
    """What somebody needs to know and not to answer."""
    first, *more = news
    if shown.deputy_of:
        first = f"For {shown.deputy_of}, in whose place you are: {first}"
    return _message([first, *more], "")


def answer_buttons(key: str) -> blocks.Block:
    """The three answers, for a direct message: who presses them is looked up anew."""
    made = [
        blocks.button(
            says,
            f"{ANSWER_INVITATION}.{answer}",
            f"{key} {answer}",
            primary=answer == "accepted",
        )
        for answer, says in ANSWERS.items()
    ]
    return blocks.actions(f"answers {key}", *made)


def text_for_outside(
    shown: Shown, name: str, address: str, refs: Sequence[str], *news: str
) -> Message:
    """For the co-ordinator: the text to send, and buttons to record what is answered.

    The text names no case; for which cases the person comes is said to the co-ordinator beside it.
    """
    to = f"To send to: {addressee(shown.agency, name, address)}"
    head = [to, f"About {_listed(refs)}; the text names no case."] if refs else [to]
    lines = news or (invited_to(shown.meeting),)
    text = "\n".join([*lines, *where_and_when(shown.meeting), _asked_outside(shown.agency)])
    parts = [blocks.context("\n".join(head)), *blocks.paragraphs(text)]
    parts += [blocks.context(shown.said)] if shown.said else []
    return Message(f"{TO_SEND} {name_of(shown.meeting)}.", (*parts, _record_buttons(shown.key)))


def notice_for_outside(shown: Shown, name: str, address: str, *news: str) -> Message:
    """The same where nothing is to be answered."""
    head = f"To send to: {addressee(shown.agency, name, address)}"
    text = "\n".join(news)
    return Message(
        f"{TO_SEND} {name_of(shown.meeting)}.",
        (blocks.context(head), *blocks.paragraphs(text)),
    )


def moved(before: MeetingRow, after: MeetingRow) -> list[str]:
    """What has changed of time and place; never why."""
    name = name_of(after)
    if before.starts_at == after.starts_at:
        what = "place" if before.place != after.place else "end"
        was = before.place or "not said" if what == "place" else _hours(before)
        return [f"{name} has another {what}; what you answered stands.", f"It was: {was}"]
    lines = [f"{name} has moved.", f"It was: {in_words(before.starts_at, before.ends_at)}"]
    return lines + ([f"The place was: {before.place}"] if before.place != after.place else [])


def cancelled(meeting: MeetingRow) -> list[str]:
    when = in_words(meeting.starts_at, meeting.ends_at)
    return [f"{name_of(meeting)} on {when} is cancelled.", "You need do nothing for it any more."]


def not_needed(meeting: MeetingRow) -> list[str]:
    when = in_words(meeting.starts_at, meeting.ends_at)
    return [
        f"You are no longer invited to {name_of(meeting)} on {when}.",
        "You need do nothing for it any more.",
    ]


def more(meeting: MeetingRow, refs: Sequence[str]) -> str:
    """What has come to the agenda."""
    return (
        f"{name_of(meeting)} on {in_words(meeting.starts_at, meeting.ends_at)} now hears also "
        f"{_listed(refs)}, for which you are invited. What you have answered stands."
    )


def fewer(meeting: MeetingRow, refs: Sequence[str]) -> str:
    """What has left it."""
    when = in_words(meeting.starts_at, meeting.ends_at)
    return f"{name_of(meeting)} on {when} no longer hears {_listed(refs)}."


def said(answer: str, by: str, at: datetime, due_on: date) -> str:
    """Who answered what and when; `due_on` is the day for a report."""
    return f"{by}, {_at(at)}: {ANSWERS[answer]}. {_due(answer, due_on)}{CHANGEABLE}"


def recorded(answer: str, by: str, at: datetime, due_on: date) -> str:
    """The same of what a co-ordinator recorded for somebody else."""
    return f"Recorded by {by}, {_at(at)}: {SAID[answer]}. {_due(answer, due_on)}{CHANGEABLE}"


def _due(answer: str, due_on: date) -> str:
    return f"It is due {uk_date(due_on)}. " if answer == "report" else ""


def reply_saved(meeting: MeetingRow, agency: str, name: str, answer: str, *, new: bool) -> Reply:
    """To who recorded an answer in one line."""
    done = "Saved" if new else "That stood here already; nothing was changed"
    text = f"{done}: {addressee(agency, name, '')} {SAID[answer]} ({meeting.ref})."
    return say(blocks.escape(f"{done} ({meeting.ref})."), blocks.words(text))


def answered_window(message: Message) -> blocks.Block:
    """The same in a window, where there is no message of one's own to stand in place of."""
    return blocks.notice("Saved", [one for one in message.blocks if one["type"] != "actions"])


def status_line(
    agency: str, name: str, refs: Sequence[str], answer: str | None, at: datetime | None,
    told: bool,
) -> str:  # fmt: skip
    """One of those invited on the meeting's page."""
    who = f"{AGENCIES[agency]}: {name or 'nobody is named'}"
    cases = f" ({_listed(refs)})" if refs else ""
    if answer and at:
        return f"{who}{cases}: {SAID[answer]}, {_at(at)}"
    return f"{who}{cases}: {'no answer yet' if told else 'not told yet'}"


def own_answer(answer: str | None, at: datetime | None) -> str:
    """The same to who is invited."""
    if answer and at:
        return f"Your answer: {ANSWERS[answer]}, {_at(at)}"
    return "You are invited and have not answered yet."


def addressee(agency: str, name: str, address: str) -> str:
    return ", ".join(filter(None, [name or "nobody is named yet", AGENCIES[agency], address]))


def name_of(meeting: MeetingRow) -> str:
    """MAPPA Level 2 meeting BED-M12."""
    return f"MAPPA Level {meeting.level} meeting {meeting.ref}"


def invited_to(meeting: MeetingRow) -> str:
    what = "an emergency panel, " if meeting.urgent else ""
    return f"You are invited to {what}{name_of(meeting)}."


def _message(lines: Sequence[str], answered: str, buttons: blocks.Block | None = None) -> Message:
    text = "\n".join(lines)
    shown = blocks.paragraphs(text)
    shown += [blocks.context(answered)] if answered else []
    shown += [buttons] if buttons else []
    told = [line for line in lines if not line.startswith(PLACES)]
    return Message(blocks.escape("\n".join(filter(None, [*told, answered]))), tuple(shown))


def _record_buttons(key: str) -> blocks.Block:
    made = [
        blocks.button(f"Record: {says}", f"{RECORD_REPLY}.{answer}", f"{key} {answer}")
        for answer, says in SAID.items()
    ]
    return blocks.actions(f"replies {key}", *made)


def where_and_when(meeting: MeetingRow) -> list[str]:
    """The day and the hours in London, and the place."""
    lines = [f"When: {in_words(meeting.starts_at, meeting.ends_at)} (London)"]
    return [*lines, f"Place: {meeting.place or 'not said yet'}"]


def _cases(shown: Shown) -> str:
    if shown.refs:
        return f"Cases: {_listed(shown.refs)}"
    return "Which cases it hears is told only to those who work with them."


def _listed(refs: Sequence[str]) -> str:
    return blocks.listed(refs, REFS_SHOWN)


def _asked(agency: str) -> str:
    if agency == PRISON:
        return "The prison is asked to attend, or to send its written report."
    return f"{AGENCIES[agency]}: please answer whether you come, or send a report instead."


def _asked_outside(agency: str) -> str:
    return f"{_asked(agency)} Answer to the MAPPA co-ordinator, who says which cases it hears."


def _hours(meeting: MeetingRow) -> str:
    return in_words(meeting.starts_at, meeting.ends_at)


def _at(instant: datetime) -> str:
    return f"{uk_date(london_day(instant))}, {instant.astimezone(LONDON):%H:%M}"
