"""What is said when minutes go out, and what is said with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.days import uk_date
from mappa.meetings.agendas import HANDLING, MARKING
from storage.outgoing import Message


@dataclass(frozen=True, slots=True)
class Issue:
    """Who gets the minutes, and who does not: names, and of those outside agency and address."""

    refs: str
    on: date
    entitled: Sequence[str]
    may_not: Sequence[str]
    outside: Sequence[tuple[str, str, str]]
    to_issuer: bool = False


def on_its_way(refs: str) -> Reply:
    text = f"The minutes of {_named(refs)} come to your direct messages with me, in a moment."
    return say(blocks.escape(text), blocks.words(text))


def being_issued(refs: str) -> Reply:
    text = (
        f"The minutes of {_named(refs)} are being issued. In a moment I say in your direct "
        "messages who gets them and who does not."
    )
    return say(blocks.escape(text), blocks.words(text))


def introduction(meeting_ref: str, case_ref: str, hours: int) -> str:
    """With the file; nobody is named."""
    return blocks.escape(
        f"{MARKING}. Minutes of {case_ref} at {meeting_ref}. {HANDLING} "
        f"The file is taken back after {hours} hours."
    )


def issued(issue: Issue, clock: Sequence[str]) -> Message:
    """To who issued them: every recipient, and what is left to be done."""
    meeting, case = issue.refs.split()
    names = ", ".join(issue.entitled)
    lines = [f"Issued: the minutes of {_named(issue.refs)}.", *clock]
    lines.append(f"Sent to {names}." if names else "Nobody else in this Slack gets them.")
    if issue.may_not:
        lines.append(
            f"Not sent, because they may not see this case: {', '.join(issue.may_not)}. "
            f"To let somebody see it: update {case} member @somebody, then: "
            f"minute {issue.refs} issue again"
        )
    rows = [
        f"  {AGENCIES.get(agency, agency)}: {', '.join(filter(None, who)) or 'nobody named'}"
        for agency, *who in issue.outside
    ]
    if rows:
        lines += ["Outside this Slack, to be sent by you:", *rows]
    if issue.to_issuer:
        lines.append("You get the document as well, to pass on.")
    text = "\n".join(lines)
    ready = f"Ready to be copied:\n{ready_text(meeting, issue.on)}" if rows else ""
    shown = [*blocks.paragraphs(text), *([blocks.words(ready)] if ready else [])]
    return say(blocks.escape(lines[0]), *shown).message


def clock(due: date, today: date) -> str:
    """Whether the policy's time for minutes was kept."""
    if today <= due:
        return f"On time: by the policy they are due by {uk_date(due)}."
    return f"Late: by the policy they were due by {uk_date(due)}."


def ready_text(meeting_ref: str, on: date) -> str:
    """For those outside this Slack; it names no case and nobody."""
    return (
        f"{MARKING}\nMinutes of the MAPPA meeting {meeting_ref} of {uk_date(on)} are enclosed, for "
        f"the case that you came for. {HANDLING} Please confirm that you have them."
    )


def _named(refs: str) -> str:
    meeting, case = refs.split()
    return f"{case} at {meeting}"
