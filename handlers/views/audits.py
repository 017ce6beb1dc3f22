"""How the record of a case is told: when, who, of which agency, from where, and what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.case_facts import Names
from handlers.views.histories import LEAVER, PAGE_ROOM, SOURCES, day_and_time, details
from mappa.agencies import AGENCIES
from mappa.audits import REFUSED, Wanted
from mappa.findings import as_csv
from mappa.people import Person

OTHER_AUDIT_PAGE = "other_audit_page"
AUDIT_AS_FILE = "audit_as_file"
COLUMNS = ("when (UK time)", "who", "agency", "from where", "what", "details", "number")
OPERATOR, STRANGER = "the operator", "somebody who is not registered"
USED = {"word": "the word", "form": "the form", "button": "the button", "shortcut": "the shortcut"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the record in words, ready for a line or for a row of a file."""

    at: datetime
    who: str
    agency: str
    where: str
    what: str
    details: tuple[str, ...]
    number: str

    @property
    def line(self) -> str:
        who = f"{self.who} ({self.agency})" if self.agency else self.who
        head = f"{day_and_time(self.at)}, {who}, {self.where}: {self.what} ({self.number})"
        return "\n".join([head, *(f"  {line}" for line in self.details)])

    @property
    def cells(self) -> tuple[str, ...]:
        when, details = day_and_time(self.at), "; ".join(self.details)
        return when, self.who, self.agency, self.where, self.what, details, self.number


@dataclass(frozen=True, slots=True)
class Told:
    """All of it, and where the look through lists and files broke off, if it did."""

    entries: Sequence[Entry]
    lists_since: datetime | None = None


def entry(row: Row, people: Mapping[int, Person], names: Names, earlier: str) -> Entry:
    """`earlier`: the reference that the case had then, if it was another."""
    person = people.get(row["person_id"]) if row["person_id"] else None
    where = SOURCES.get(row["source"], row["source"])
    what = f"{row['action']} (as {earlier})" if earlier else row["action"]
    refused = row["action"] == REFUSED
    told = _refused(row["after"]) if refused else details(row, names)
    return Entry(
        row["recorded_at"],
        person.name if person else _nobody(row),
        AGENCIES.get(person.agency, person.agency) if person else "",
        where,
        what,
        tuple(told),
        f"{row['area']} {row['number']}",
    )


def _nobody(row: Row) -> str:
    if row["person_id"]:
        return LEAVER
    if row["action"] != REFUSED:
        return OPERATOR
    after = row["after"] or {}
    return f"{STRANGER}, {after['user']}" if "user" in after else STRANGER


def _refused(after: Mapping[str, Any] | None) -> list[str]:
    """What they tried, by the bot's own names for it."""
    after = after or {}
    tried = [f"{says} {after[kind]}" for kind, says in USED.items() if kind in after]
    return [*tried, *([f"and {after['more']} times more"] if "more" in after else [])]


def audit(wanted: Wanted, told: Told, command: str, *, as_file: bool) -> Reply:
    """One page, with the ways to the others."""
    pages = blocks.pages((one.line for one in told.entries), PAGE_ROOM)
    page, said = wanted.page, wanted.said()
    head = f"Case {wanted.ref}: the record, page {page} of {max(len(pages), 1)}, newest first"
    some = pages[page - 1] if page <= len(pages) else ["Nothing." if page == 1 else "No more."]
    notes = [f"{len(told.entries):,} entries."]
    if page < len(pages):
        notes.append(f"Next: {command} audit {said} page {page + 1}")
    if told.lists_since:
        notes.append(
            "Lists and files from before "
            f"{day_and_time(told.lists_since)} were not looked through here; the file has all."
        )
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    shown += map(blocks.context, notes)
    if buttons := _buttons(said, page, len(pages), as_file=as_file and bool(told.entries)):
        shown.append(blocks.actions("pages", *buttons))
    return say(blocks.escape("\n".join([head, *notes])), *shown)


def _buttons(said: str, page: int, pages: int, *, as_file: bool) -> list[blocks.Block]:
    made = []
    if page > 1:
        made.append(blocks.button("Newer", f"{OTHER_AUDIT_PAGE}.newer", f"{said} page {page - 1}"))
    if page < pages:
        made.append(blocks.button("Older", f"{OTHER_AUDIT_PAGE}.older", f"{said} page {page + 1}"))
    if as_file:
        made.append(blocks.button("As a file", AUDIT_AS_FILE, said))
    return made


def window(reply: Reply) -> blocks.Block:
    """A page in a window of its own."""
    return blocks.notice("Record", reply.message.blocks)


def as_file(told: Told) -> bytes:
    """For a spreadsheet, the newest first; no value can become a formula in one."""
    return as_csv(COLUMNS, (one.cells for one in told.entries))


def introduction(ref: str, hours: int) -> str:
    return (
        f"What is on the record about {ref}. It holds names: keep it to yourself. "
        f"It is deleted here after {hours} hours."
    )


def on_its_way(ref: str) -> Reply:
    text = (
        f"The file with the record of {ref} is being made and comes to your direct messages with "
        "me. If it is not there in ten minutes, ask again."
    )
    return say(text, blocks.words(text))
