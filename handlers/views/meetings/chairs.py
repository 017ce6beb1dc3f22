"""What is told to who chairs a meeting: references, when and where, never why."""

from handlers.views import blocks
from mappa.meetings.times import in_words
from mappa.workbook.workbooks import MeetingRow
from storage.outgoing import Message


def chair_message(facts: MeetingRow, command: str) -> Message:
    """What somebody is told who is to chair a meeting."""
    when = in_words(facts.starts_at, facts.ends_at)
    text = f"You chair {facts.ref}: level {facts.level}, {when}."
    where = f"Place: {facts.place or 'not said yet'}"
    see = f"See it with: {command} meeting {facts.ref}"
    shown = (blocks.words(f"{text}\n{where}"), blocks.context(see))
    return Message(blocks.escape(f"{text} {see}"), shown)


def no_longer_chair(facts: MeetingRow) -> Message:
    """What somebody is told in whose place another chairs."""
    text = (
        f"You no longer chair {facts.ref} (level {facts.level}, "
        f"{in_words(facts.starts_at, facts.ends_at)})."
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def changed_message(news: str, facts: MeetingRow, command: str) -> Message:
    """What the chair is told; never why, which may say something of a case."""
    see = f"See it with: {command} meeting {facts.ref}"
    shown = (blocks.words(f"{facts.ref}, which you chair, {news}."), blocks.context(see))
    return Message(blocks.escape(f"{facts.ref}, which you chair, has changed. {see}"), shown)
