"""Everything that is held about a person as a list of items, in order and in plain words; and what
is said while it is asked for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.histories import details
from handlers.views.subject_access_words import (
    NOT_REGISTERED,
    OPERATOR,
    in_words,
    names_of,
    staff,
)
from mappa.audits import REFUSED, SEEN, kind_of
from mappa.clocks import london_day
from mappa.meetings.minutes import in_words as part_in_words
from mappa.meetings.minutes import is_sound, parts_in_order
from mappa.subject_access import BOTH, HELD, MINUTED, Copy, Item, Kept, Kind, Reviews
from storage.subject_access import Held, KeptRow

SUBMIT_SUBJECT_ACCESS = "submit_subject_access"
LONGEST_REF = 20
_FIELDS = re.compile("{([a-z_]+)}")


def items_of(held: Held) -> list[Item]:
    """All of it: by table, and in each from the oldest on."""
    by_table: dict[str, list[KeptRow]] = {}
    for row in (*held.rows, *_record(held)):
        by_table.setdefault(row.table, []).append(row)
    return [
        item
        for table, kind in HELD.items()
        for row in sorted(by_table.get(table, ()), key=lambda row: _sorted_by(kind, row))
        for item in _items(held, kind, row)
    ]


def _items(held: Held, kind: Kind, row: KeptRow) -> Iterator[Item]:
    """What is marked alike together, then each text by itself."""
    named, on = _named(held, kind, row), _on(kind, row)
    source = f"{row.case_ref} {row.table}"
    for review, told in _together(held, kind, row).items():
        yield Item(kind.heading, named, "; ".join(told), on, source, review)
    for column, kept in kind.fields.items():
        value = row.values.get(column)
        if not kept.written or not value:
            continue
        place = f"{source}.{column}"
        if column == "minutes":
            for name, label, text, review in _parts(value):
                said = f"{named}, {label}"
                yield Item(kind.heading, said, text, on, f"{place}.{name}", review)
        else:
            text = in_words(held, row.table, column, value, written=True)
            said = f"{named}, {kept.label[:1].lower()}{kept.label[1:]}"
            yield Item(kind.heading, said, text, on, place, kept.review)


def _together(held: Held, kind: Kind, row: KeptRow) -> dict[Reviews, list[str]]:
    found: dict[Reviews, list[str]] = {}
    for column, kept in kind.fields.items():
        if text := _plain_text(held, row, column, kept):
            found.setdefault(kept.review, []).append(f"{kept.label}: {text}")
    return found


def _plain_text(held: Held, row: KeptRow, column: str, kept: Kept) -> str:
    if kept.written:
        return ""
    return in_words(held, row.table, column, row.values.get(column), written=False)


def _parts(minutes: Mapping[str, str]) -> Iterator[tuple[str, str, str, Reviews]]:
    """Of each part its name, label, text and marks; a workbook may have brought any text where
    something is to be chosen."""
    for part, value in parts_in_order(minutes):
        review = MINUTED.get(part.name, BOTH) if is_sound(part, value) else BOTH
        yield part.name, part.label, part_in_words(part, value), review


def _named(held: Held, kind: Kind, row: KeptRow) -> str:
    """What it is called; with the reference of another case, where it was kept with one."""
    words = {
        column: in_words(held, row.table, column, row.values.get(column), written=False)
        for column in _FIELDS.findall(kind.noun)
    }
    named = kind.noun.format_map(words)
    earlier = {case.ref for case in held.whole.values()} - {held.ref}
    return f"{named} (as {row.case_ref})" if row.case_ref in earlier else named


def _sorted_by(kind: Kind, row: KeptRow) -> str:
    value = row.values.get(kind.on)
    return "" if value is None else value.isoformat()


def _on(kind: Kind, row: KeptRow) -> str | None:
    value = row.values.get(kind.on)
    if isinstance(value, datetime):
        return london_day(value).isoformat()
    return value.isoformat() if isinstance(value, date) else None


def _record(held: Held) -> Iterator[KeptRow]:
    """The record, the oldest first: who by agency and role, with what was and what is."""
    names = names_of(held)
    for row in reversed(held.record):
        lines, action = _details(row, names), row["action"]
        # Who only looked has written nothing: what was looked at is in the bot's own words.
        if kind_of(action) == SEEN and isinstance(row["after"], str) and row["before"] is None:
            action, lines = f"{action} ({row['after']})" if row["after"] else action, []
        case = held.whole.get(row["case_id"])
        values = {
            "recorded_at": row["recorded_at"],
            "person_id": _who(held, row),
            "source": row["source"],
            "action": action,
            "number": f"{row['area']} {row['number']}",
            "details": "\n".join(lines),
        }
        yield KeptRow("records", case.ref if case else held.ref, values)


def _who(held: Held, row: Mapping[str, Any]) -> str:
    if row["person_id"]:
        return staff(held.people.get(row["person_id"]))
    return NOT_REGISTERED if row["action"] == REFUSED else OPERATOR


def _details(row: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    before, after = row["before"], row["after"]
    told = list(_flat(after)) if row["action"] == REFUSED else details(row, names)
    if before is not None and not (isinstance(before, dict) and isinstance(after, dict)):
        told = [f"before: {one}" for one in _flat(before)] + told
    return told


def _flat(value: Any) -> Iterable[str]:
    """What is there, as it stands."""
    if isinstance(value, dict):
        return [f"{name}: {one}" for name, one in value.items() if one not in (None, "")]
    return [] if value is None else [str(value)]


def form(ref: str = "") -> blocks.Block:
    """The form; field names are those of the typed line, so that errors find their field."""
    shown = [
        blocks.words(
            "Everything that is held about the person of a case, as a working copy in your direct "
            "messages. What names somebody else or is to be checked is marked; nothing is taken "
            "out, and nothing is disclosed by it."
        ),
        blocks.text_input("case", "Case reference", initial=ref, longest=LONGEST_REF),
        blocks.text_input(
            "because",
            "Why",
            hint="Such as the request's own reference. It stays on the record",
            lines=True,
        ),
    ]
    return blocks.form(SUBMIT_SUBJECT_ACCESS, "Subject access", "Make the copy", shown)


def being_made(ref: str) -> Reply:
    text = (
        f"The working copy for a subject access request about {ref} is being made and comes to "
        "your direct messages with me. If it is not there in ten minutes, ask again."
    )
    return say(text, blocks.words(text))


def window(reply: Reply) -> blocks.Block:
    return blocks.notice("Subject access", reply.message.blocks)


def introduction(copy: Copy, hours: int) -> str:
    """Our own words only: what introduces a file is read as markup."""
    return (
        f"Working copy for a subject access request about {copy.ref}, as of {copy.as_of}: "
        f"{len(copy.items):,} items, {copy.to_review:,} of them marked for review. It is not the "
        "disclosure itself. It holds names, of others too: keep it to yourself. "
        f"It is deleted here after {hours} hours."
    )
