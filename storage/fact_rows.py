"""How each kind of fact of a case becomes a row, and a row becomes the fact again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from mappa.case_facts import (
    Absence,
    Contact,
    Conviction,
    Disclosure,
    OrderChange,
    Placement,
    Request,
    Transfer,
    Watch,
)
from mappa.cases import CaseRecord, Custody, Event, Order, Spell, TeamMember
from storage import tables
from storage.keys import DataKey

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """One kind of fact: its table, its items in a case, and the way between item and row."""

    table: Table
    items: Callable[[CaseRecord], Iterable[Any]]
    to_row: Callable[[CaseRecord, DataKey, Any], Values]
    from_row: Callable[[str, str, DataKey, Any], Any]  # reference and area of the case, key, row
    order_by: str


def _plain(
    table: Table, make: Callable[..., Any], name: str, order_by: str, *known_by: str
) -> Facts:
    """A fact whose fields are the columns of its table, free text in `..._sealed`, none empty.

    What is sealed is bound to its case, and in that to its row: `known_by` are the columns that
    tell one from another.
    """
    columns = [column.name for column in table.c if column.name not in ("id", "case_id")]
    sealed = {column: column.removesuffix("_sealed") for column in columns if "_sealed" in column}

    def before(ref: str, column: str) -> str:
        return f"{table.name}.{sealed[column]}|{ref}"

    def where(ref: str, column: str, row: Values) -> str:
        return "|".join([before(ref, column), *(str(row[one] or "") for one in known_by)])

    def to_row(case: CaseRecord, key: DataKey, item: Any) -> Values:
        row: Values = {}
        for column in columns:
            value = getattr(item, sealed.get(column, column))
            row[column] = None if value == "" else value
        for column in sealed:
            if row[column] is not None:
                row[column] = key.seal(row[column], where(case.ref, column, row))
        return row

    def from_row(ref: str, area: str, key: DataKey, row: Any) -> Any:
        values = {}
        held = {one: getattr(row, one) for one in known_by}
        for column in columns:
            value = getattr(row, column)
            if column in sealed:
                places = where(ref, column, held), before(ref, column)
                values[sealed[column]] = key.open_either(value, *places) if value else ""
            elif value is not None or make.__dataclass_fields__[column].default is None:  # type: ignore[attr-defined]
                values[column] = value
        return make(**values)

    return Facts(table, lambda case: getattr(case, name), to_row, from_row, order_by)


def _seal(key: DataKey, text: str, where: str) -> bytes | None:
    return key.seal(text, where) if text else None


def _open(key: DataKey, sealed: bytes | None, where: str) -> str:
    return key.open(sealed, where) if sealed else ""


def _spell_row(case: CaseRecord, key: DataKey, spell: Spell) -> Values:
    return {
        "area": spell.area or case.area,
        "category": spell.category,
        "level": spell.level,
        "started_on": spell.started_on,
        "ended_on": spell.ended_on,
        "threshold": spell.threshold,
        "reason_sealed": _seal(key, spell.reason, f"spells|{case.ref}|{spell.started_on}"),
    }


def _spell(ref: str, area: str, key: DataKey, row: Any) -> Spell:
    return Spell(
        row.category,
        row.level,
        row.started_on,
        row.ended_on,
        row.threshold,
        _open(key, row.reason_sealed, f"spells|{ref}|{row.started_on}"),
        "" if row.area == area else row.area,
    )


def _date_row(case: CaseRecord, key: DataKey, item: tuple[Any, ...]) -> Values:
    kind, on, note = item
    return {"kind": kind, "on": on, "note_sealed": _seal(key, note, f"dates|{case.ref}|{kind}")}


def _date(ref: str, area: str, key: DataKey, row: Any) -> tuple[Any, ...]:
    return row.kind, row.on, _open(key, row.note_sealed, f"dates|{ref}|{row.kind}")


def _event_row(case: CaseRecord, key: DataKey, event: Event) -> Values:
    sealed = _seal(key, event.note, f"events|{case.ref}|{event.kind}|{event.on}")
    return {"kind": event.kind, "on": event.on, "note_sealed": sealed}


def _event(ref: str, area: str, key: DataKey, row: Any) -> Event:
    where = f"events|{ref}|{row.kind}|{row.on}"
    return Event(row.kind, row.on, _open(key, row.note_sealed, where))


ALL_FACTS = (
    Facts(tables.spells, lambda case: case.spells, _spell_row, _spell, "started_on"),
    _plain(tables.custody, Custody, "custody", "from_on"),
    Facts(
        tables.case_dates,
        lambda case: [(kind, on, case.date_notes.get(kind, "")) for kind, on in case.dates.items()],
        _date_row,
        _date,
        "kind",
    ),
    _plain(tables.orders, Order, "orders", "imposed_on"),
    _plain(
        tables.order_changes,
        OrderChange,
        "order_changes",
        "on",
        *("kind", "imposed_on", "change", "on"),
    ),
    Facts(tables.events, lambda case: case.events, _event_row, _event, "on"),
    _plain(tables.team, TeamMember, "team", "user_id"),
    _plain(tables.absences, Absence, "absences", "from_on"),
    _plain(tables.placements, Placement, "placements", "from_on", "from_on"),
    _plain(tables.convictions, Conviction, "convictions", "convicted_on"),
    _plain(tables.case_contacts, Contact, "contacts", "agency", "agency", "user_id"),
    _plain(tables.requests, Request, "requests", "number", "number"),
    _plain(tables.disclosures, Disclosure, "disclosures", "on", "on", "decision"),
    _plain(tables.transfers, Transfer, "transfers", "offered_on", "to_area", "offered_on"),
    _plain(tables.watches, Watch, "watches", "from_on", "from_on"),
)
