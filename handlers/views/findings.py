"""How a list of cases is seen, page by page, in private only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.cases import LEVELS, CaseRecord
from storage.outgoing import Message

PREVIOUS_PAGE, NEXT_PAGE, LIST_AS_FILE = "find_previous", "find_next", "find_file"
NOBODY = (
    "Nobody that you may see is found by that. A name is found by its whole words. "
    "Example: find Marker, or find level 2 cases in custody"
)
GATED = "Cases that need a grant which you do not have are not listed."
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `before`, `after` and `as_file` are what their buttons carry."""

    number: int
    last: int
    count: int
    reading: str
    on: date
    cases: tuple[CaseRecord, ...]
    before: str
    after: str
    as_file: str


def found(page: Page, names: Mapping[str, str], command: str, *, gated: bool) -> Reply:
    """The list; `names` of people by Slack id."""
    people = "1 person" if page.count == 1 else f"{page.count:,} people"
    head = f"{people}, page {page.number} of {page.last}"
    lines = [_line(case, page.on, names) for case in page.cases]
    if not lines:
        lines = ["nobody" if page.count == 0 else "There is no more."]
    notes = [f"Read as: {page.reading}."] if page.reading else []
    notes += [GATED] if gated else []
    notes += [f"One of them: {command} case {page.cases[0].ref}"] if page.cases else []
    if page.after:
        notes.append(f"Next: the same with page {page.number + 1}")
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(lines)), *map(blocks.context, notes)]
    if buttons := _buttons(page):
        shown.append(blocks.actions("found", *buttons))
    return say(head, *shown)


def window(message: Message) -> blocks.Block:
    return blocks.notice("Cases", message.blocks)


def _buttons(page: Page) -> list[blocks.Block]:
    made = []
    if page.before:
        made.append(blocks.button("Previous page", PREVIOUS_PAGE, page.before))
    if page.after:
        made.append(blocks.button("Next page", NEXT_PAGE, page.after))
    if page.as_file:
        made.append(blocks.button("As a file", LIST_AS_FILE, page.as_file))
    return made


def _line(case: CaseRecord, on: date, names: Mapping[str, str]) -> str:
    spell = case.spell_on(on)
    if spell:
        level = LEVELS[spell.level] if spell.level else "level to be confirmed"
        place = f"{level}, category {spell.category}"
    else:
        place = "not under MAPPA" if case.spells else "at no level yet"
    inside = ", in custody" if case.custody_on(on) else ""
    owners = [names.get(owner, owner) for owner in sorted(case.owners)]
    owner = blocks.listed([blocks.cut(name, LONGEST_NAME) for name in owners], 80) or "none"
    name = blocks.cut(case.name, LONGEST_NAME) or "name not recorded"
    return f"{case.ref}: {name}, {place}{inside}, owner {owner}"
