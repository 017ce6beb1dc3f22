"""The facts of a case as plain values, as the record keeps them, and as facts again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Listed:
    """A field of a case that lists facts: of what kind, and what they are ordered by."""

    kind: Callable[..., Any]
    order_by: str


LISTS: Mapping[str, Listed] = {
    "spells": Listed(Spell, "started_on"),
    "custody": Listed(Custody, "from_on"),
    "orders": Listed(Order, "imposed_on"),
    "order_changes": Listed(OrderChange, "on"),
    "events": Listed(Event, "on"),
    "team": Listed(TeamMember, "user_id"),
    "absences": Listed(Absence, "from_on"),
    "placements": Listed(Placement, "from_on"),
    "convictions": Listed(Conviction, "convicted_on"),
    "contacts": Listed(Contact, "agency"),
    "requests": Listed(Request, "number"),
    "disclosures": Listed(Disclosure, "on"),
    "transfers": Listed(Transfer, "offered_on"),
    "watches": Listed(Watch, "from_on"),
}
MAPS = ("dates", "date_notes")
DAYS = ("born_on", "kept_until", "erased_on")
FIELDS = tuple(field.name for field in fields(CaseRecord))


def plain(value: Any) -> Any:
    """A fact, or any value of a case, as what JSON can hold."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {kind: plain(item) for kind, item in sorted(value.items())}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def from_plain(field: str, value: Any) -> Any:
    """The value of a case's field, from what `plain` made of it."""
    if field in LISTS:
        return tuple(_fact(LISTS[field].kind, item) for item in value)
    if field == "dates":
        return {kind: date.fromisoformat(on) for kind, on in value.items()}
    if field in DAYS:
        return None if value is None else date.fromisoformat(value)
    return value


def in_order(field: str, items: list[Any]) -> tuple[Any, ...]:
    """The facts of a list in the order in which a case holds them."""
    return tuple(sorted(items, key=lambda item: getattr(item, LISTS[field].order_by)))


def _fact(kind: Any, values: Mapping[str, Any]) -> Any:
    """What was not known yet when it was written has the value that says so."""
    given = {name: values[name] for name in kind.__dataclass_fields__ if name in values}
    return kind(**{name: _value(kind, name, value) for name, value in given.items()})


def _value(kind: Any, name: str, value: Any) -> Any:
    is_day = kind.__dataclass_fields__[name].type in (date, date | None)
    return date.fromisoformat(value) if is_day and value is not None else value
