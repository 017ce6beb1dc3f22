"""How the standing members of an area's panels are seen, in private."""

from collections.abc import Mapping, Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.meetings.standing import ADD, REMOVE
from mappa.workbook.workbooks import StandingMemberRow
from storage.standing_members import StandingMember

ROOM = 3000  # characters of a page
Names = Mapping[str, str]  # of people, by Slack id


def members(found: Sequence[StandingMember], names: Names, page: int, command: str) -> Reply:
    """A page of them, each with the number by which it is removed."""
    pages = blocks.pages((f"{one.id}: {_words(one.facts, names)}" for one in found), ROOM)
    head = f"Standing members, page {page} of {max(len(pages), 1)}"
    some = pages[page - 1] if page <= len(pages) else ["none yet" if page == 1 else "No more."]
    notes = [f"Next: {command} meetings standing page {page + 1}"] if page < len(pages) else []
    notes.append(f"To change them: {command} {ADD}; {command} {REMOVE}")
    text = "\n".join([head, *notes])
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    return say(blocks.escape(text), *shown, *map(blocks.context, notes))


def added(row: StandingMemberRow, names: Names, command: str) -> Reply:
    how = (
        "They are invited to every panel that is planned or given a case from now on, and to one "
        f"planned already with: {command} meeting BED-M12 invite"
    )
    text = f"Saved: standing member {_words(row, names)}."
    return say(f"Saved. {how}", blocks.words(text), blocks.context(how))


def nothing_new(row: StandingMemberRow, names: Names) -> Reply:
    return _said(f"That stood here already: {_words(row, names)}; nothing was changed.")


def removed(row: StandingMemberRow, names: Names) -> Reply:
    return _said(
        f"Saved: {_words(row, names)} is a standing member no more. Panels to which they were "
        "invited already stay as they are."
    )


def _said(text: str) -> Reply:
    return say(blocks.escape(text.partition(":")[0]), blocks.words(text))


def _words(row: StandingMemberRow, names: Names) -> str:
    who = names.get(row.slack_id, row.slack_id) if row.slack_id else row.name
    level = f"level {row.level}" if row.level else "both levels"
    return ", ".join(filter(None, [AGENCIES.get(row.agency, row.agency), who, row.address, level]))
