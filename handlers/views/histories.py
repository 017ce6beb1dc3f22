"""How the history of a case is told: who, when, from where, what was, what is, and why."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.case_facts import LABELS, Names, fact, single
from mappa.cases import DATE_KINDS
from mappa.clocks import LONDON, london_day
from mappa.days import uk_date
from mappa.people import Person
from mappa.plain_cases import FIELDS, LISTS, from_plain
from mappa.undoing import Difference

SHOW_HISTORY = "show_history"
OTHER_PAGE = "other_page"
PAGE_ROOM = 3300  # characters of a page, so that its text fits as well
SOURCES: Mapping[str, str] = {
    "command": "by command",
    "form": "by form",
    "button": "by button",
    "message": "in a direct message",
    "mention": "in a channel",
    "home": "on Home",
    "import": "by an import",
    "clock": "by the clock",
    "shortcut": "from the menu of a message",
    "command line": "on the command line",
}
LEAVER = "somebody who has left"
Row = Mapping[str, Any]


def entry(row: Row, people: Mapping[int, Person], names: Names) -> str:
    """One entry of the record, all of it."""
    head = f"{when(row)}, {_who(row, people)}, {_source(row)}: {row['action']}"
    if _is_change(row):
        head += f" (no. {row['number']})"
    return "\n".join([head, *(f"  {line}" for line in details(row, names))])


def details(row: Row, names: Names) -> list[str]:
    """What was and what is, and what was noted beside it, a line each."""
    before, after = row["before"], row["after"]
    if _is_change(row):
        return change_lines(Difference(before, after), names) + _noted(after, FIELDS, before)
    return _noted(after, ())


def _is_change(row: Row) -> bool:
    return isinstance(row["before"], dict) and isinstance(row["after"], dict)


def change_lines(change: Difference, names: Names) -> list[str]:
    """What was and what is, a line for each thing that differs."""
    found = []
    for field in change.fields:
        was, now = (from_plain(field, side[field]) for side in (change.was, change.now))
        if field in LISTS:
            told = _list_change(was, now, names)
        elif field in ("dates", "date_notes"):
            found += _map_change(field, was, now)
            continue
        else:
            told = f"was {single(field, was)}, now {single(field, now)}"
        found.append(f"{LABELS[field]}: {told}")
    return found


def just_before(row: Row, mine: Difference, people: Mapping[int, Person]) -> str:
    """What somebody else did a moment ago to what was changed now."""
    theirs = Difference(row["before"], row["after"])
    both = theirs.only(mine)
    names = {person.user_id: person.name for person in people.values()}
    told = "; ".join(change_lines(both, names))
    return f"Note: {_who(row, people)} had changed it at {_time(row)}: {blocks.cut(told, 600)}."


def history(
    ref: str, lines: Sequence[str], page: int, seen: int, command: str, *, of_seen: bool
) -> Reply:
    """One page, with the ways to the others."""
    pages = blocks.pages(lines, PAGE_ROOM)
    what = "who saw it" if of_seen else "history"
    head = f"Case {ref}: {what}, page {page} of {max(len(pages), 1)}, newest first"
    some = pages[page - 1] if page <= len(pages) else ["Nothing." if page == 1 else "No more."]
    typed = f"history {ref}{' seen' if of_seen else ''}"
    notes = [f"Next: {command} {typed} page {page + 1}"] if page < len(pages) else []
    if seen and not of_seen:
        times = "once" if seen == 1 else f"{seen} times"
        notes.append(f"Looked at {times}: {command} history {ref} seen")
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    shown += map(blocks.context, notes)
    if buttons := _buttons(ref, page, len(pages), of_seen=of_seen):
        shown.append(blocks.actions("pages", *buttons))
    return say(blocks.escape("\n".join([head, *notes])), *shown)


def window(reply: Reply) -> blocks.Block:
    """A page in a window of its own."""
    return blocks.notice("History", reply.message.blocks)


def first_stored(made_at: datetime) -> str:
    """Where the history begins: brought in with others, a case has no entry of its own for it."""
    return f"{day_and_time(made_at)}: the case was first stored here"


def when(row: Row) -> str:
    """The day and the time in London."""
    return day_and_time(row["recorded_at"])


def day_and_time(instant: datetime) -> str:
    return f"{uk_date(london_day(instant))}, {instant.astimezone(LONDON):%H:%M}"


def _time(row: Row) -> str:
    return f"{row['recorded_at'].astimezone(LONDON):%H:%M}"


def _buttons(ref: str, page: int, pages: int, *, of_seen: bool) -> list[blocks.Block]:
    seen = " seen" if of_seen else ""
    made = []
    if page > 1:
        made.append(blocks.button("Newer", f"{OTHER_PAGE}.newer", f"{ref}{seen} page {page - 1}"))
    if page < pages:
        made.append(blocks.button("Older", f"{OTHER_PAGE}.older", f"{ref}{seen} page {page + 1}"))
    return made


def _who(row: Row, people: Mapping[int, Person]) -> str:
    if row["person_id"] is None:
        return "the operator"
    person = people.get(row["person_id"])
    return person.name if person else LEAVER


def _source(row: Row) -> str:
    return SOURCES.get(row["source"], row["source"])


def _list_change(was: Iterable[Any], now: Iterable[Any], names: Names) -> str:
    before = " and ".join(fact(item, names) for item in was)
    after = " and ".join(fact(item, names) for item in now)
    if before and after:
        return f"was {before}; now {after}"
    return f"added {after}" if after else f"taken out {before}"


def _map_change(field: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    found = []
    for kind in sorted(was.keys() | now.keys()):
        old, new = was.get(kind), now.get(kind)
        if old == new:
            continue
        sides = [_day_or_note(field, value) for value in (old, new)]
        label = DATE_KINDS.get(kind, kind) + (", note" if field == "date_notes" else "")
        found.append(f"{label}: was {sides[0]}, now {sides[1]}")
    return found


def _day_or_note(field: str, value: Any) -> str:
    if value is None:
        return "not recorded"
    return uk_date(value) if field == "dates" else str(value)


def _noted(after: Any, told: Container[str], before: Row = MappingProxyType({})) -> list[str]:
    """What was put on the record beside the change that is told already; of what has a row of its
    own, such as an action, what it was and what it is."""
    if isinstance(after, str):
        return [after]
    if not isinstance(after, dict):
        return []
    noted = {name: value for name, value in after.items() if name not in told}
    return [
        f"{name}: was {_told(before[name])}; now {_told(value)}"
        if name in before
        else f"{name}: {_told(value)}"
        for name, value in noted.items()
        if value not in (None, "")
    ]


def _told(value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_told(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return uk_date(date.fromisoformat(value))
    return str(value)
