"""What is said of an emergency panel: to whoever convenes it, and to the core group."""

from collections.abc import Iterable, Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.meetings.meetings import OPEN_MEETING, still_open
from mappa.agencies import AGENCIES
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow
from storage.invitations import Invitation
from storage.outgoing import Message

TO_BE_PHONED = (
    "Outside this Slack, to be phoned; the text to send them is in your direct messages with me:"
)


def convened(
    facts: MeetingRow,
    case_ref: str,
    told: Sequence[str],
    outside: Iterable[Invitation],
    remarks: Sequence[str],
    command: str,
) -> Reply:
    """When it is, who was told, and who has to be phoned."""
    said = [
        f"Saved: emergency panel {facts.ref} for {case_ref}, level {facts.level}.",
        f"When: {in_words(facts.starts_at)}",
        f"Told in direct messages: {', '.join(told) or 'nobody'}.",
    ]
    phoned = [_outside(one) for one in outside]
    said.append(TO_BE_PHONED if phoned else "Nobody has to be phoned.")
    said += [*phoned, *still_open(facts, command), *remarks]
    text = "\n".join(said)
    return say(
        blocks.escape("\n".join(said[:2])),
        *blocks.paragraphs(text),
        blocks.actions("urgent", blocks.button("Open the meeting", OPEN_MEETING, facts.ref)),
    )


def told(facts: MeetingRow, case_ref: str, command: str, *, chairs: bool) -> Message:
    """What somebody of the core group is told: references, no names, no reason."""
    chair = " You chair it." if chairs else ""
    text = (
        f"Emergency panel {facts.ref} for {case_ref}: level {facts.level}, "
        f"{in_words(facts.starts_at)}.{chair} See it with: {command} meeting {facts.ref}"
    )
    where = blocks.context(f"Place: {facts.place or 'not said yet'}")
    return Message(blocks.escape(text), (blocks.words(text), where))


def _outside(one: Invitation) -> str:
    agency = AGENCIES.get(one.agency, one.agency)
    who = ", ".join(filter(None, [one.name, one.address]))
    return f"{agency}: {who or 'nobody is known; find out whom to phone'}"
