"""Corrections of custody, placement, absence, order, event and disclosure, each by its own rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mappa.case_dates import read_case_date
from mappa.case_facts import (
    ORDER_CHANGES,
    PLACEMENTS,
    STILL_RUNNING,
    Absence,
    Disclosure,
    OrderChange,
    Placement,
)
from mappa.cases import CUSTODY_REASONS, CaseRecord, Custody, Event, Order
from mappa.corrections import NOUNS, Correction, find_fact
from mappa.days import uk_date
from mappa.disclosures import DISCLOSURE_DECISIONS, LONGEST_TO
from mappa.errors import RuleBroken
from mappa.events import EVENT_NAMES
from mappa.labels import read_label
from mappa.orders import ORDER_NAMES, check_order
from mappa.placements import LONGEST_PLACE
from mappa.spell_corrections import correct_spell

Stay = Custody | Placement | Absence
Corrected = tuple[CaseRecord, Any, Any, str]


def apply_correction(case: CaseRecord, asked: Correction) -> Corrected:
    """The case after the correction, the fact before and after it, and what else it moved."""
    item = find_fact(case, asked)
    if asked.noun == "spell":
        after, new, said = correct_spell(case, item, asked)
    elif asked.removes:
        after, new, said = _removed(case, item, asked)
    else:
        after, new, said = _EDITS[asked.noun](case, item, asked)
    return after, item, new, said


def _removed(case: CaseRecord, item: Any, asked: Correction) -> tuple[CaseRecord, None, str]:
    after = _put(case, asked.noun, item, None)
    if not isinstance(item, Order) or _key(item) in map(_key, after.orders):
        said = ""
        if isinstance(item, OrderChange) and item.change == "ended":
            said = _end_stays(case, item)
        return after, None, said
    kept = tuple(one for one in case.order_changes if _key(one) != _key(item))
    gone = len(case.order_changes) - len(kept)
    said = f"With it went what is recorded of it: {gone}." if gone else ""
    return replace(after, order_changes=kept), None, said


def _end_stays(case: CaseRecord, ended: OrderChange) -> str:
    day = uk_date(ended.imposed_on)
    return (
        f"The order still ends on {uk_date(ended.on)}. If not: correct {case.ref} order "
        f"{ended.kind} {day} ends none because ..."
    )


def _put(case: CaseRecord, noun: str, old: Any, new: Any) -> CaseRecord:
    """The case with one fact in the place of another, or without it; in the order of days."""
    field, day = NOUNS[noun].field, NOUNS[noun].day
    items = list(getattr(case, field))
    items.remove(old)
    if new is not None:
        items.append(new)
    changed: dict[str, Any] = {field: tuple(sorted(items, key=lambda one: getattr(one, day)))}
    return replace(case, **changed)


def _custody(case: CaseRecord, stay: Custody, asked: Correction) -> tuple[CaseRecord, Any, str]:
    why = asked.choice("why", CUSTODY_REASONS, stay.why)
    return _stay(case, replace(stay, why=why), stay, asked, (*case.custody, *case.absences))


def _absence(case: CaseRecord, stay: Absence, asked: Correction) -> tuple[CaseRecord, Any, str]:
    return _stay(case, stay, stay, asked, (*case.custody, *case.absences))


def _placement(case: CaseRecord, stay: Placement, asked: Correction) -> tuple[CaseRecord, Any, str]:
    place = stay.place
    if "place" in asked.values:
        given = asked.values["place"]
        out = asked.takes_out("place")
        place = "" if out else read_label(given, "place", LONGEST_PLACE, "place 3 Example Road")
    new = replace(stay, kind=asked.choice("kind", PLACEMENTS, stay.kind), place=place)
    return _stay(case, new, stay, asked, case.placements)


def _stay(
    case: CaseRecord, new: Any, old: Stay, asked: Correction, others: Iterable[Stay]
) -> tuple[CaseRecord, Any, str]:
    """Days from one to another, of which no two of a kind may be on one day."""
    new = replace(
        new,
        from_on=asked.past_day("from", old.from_on),
        to_on=asked.end("to", old.to_on, STILL_RUNNING),
    )
    field = "to" if "to" in asked.values else "from"
    if new.to_on <= new.from_on:
        raise RuleBroken(
            f"{field}: it would end on {uk_date(new.to_on)}, not after it began on "
            f"{uk_date(new.from_on)}. Give other days, or removed. Example: to 1 May 2026",
            field,
        )
    for other in others:
        if other is not old and other.from_on < new.to_on and new.from_on < other.to_on:
            noun = _NOUN_OF[type(other)]
            raise RuleBroken(
                f"{field}: that is at the same time as the {noun} from {uk_date(other.from_on)}. "
                f"Correct that first. Example: correct {case.ref} {noun} "
                f"{uk_date(other.from_on)} removed because ...",
                field,
            )
    return _put(case, asked.noun, old, new), new, ""


def _order(case: CaseRecord, order: Order, asked: Correction) -> tuple[CaseRecord, Any, str]:
    """What became of the order goes with it when its kind or day was wrong."""
    ends_on = order.ends_on
    if "ends" in asked.values:
        ends_on = None if asked.takes_out("ends") else _any_day(asked, "ends")
    new = Order(
        asked.choice("kind", ORDER_NAMES, order.kind),
        asked.past_day("imposed", order.imposed_on),
        ends_on,
    )
    after = _put(case, "order", order, new)
    others = [_key(one) for one in _put(case, "order", order, None).orders]
    changes = case.order_changes
    if _key(new) != _key(order):
        if _key(new) in others:
            raise RuleBroken(
                f"kind: {case.ref} has another {new.kind} imposed on {uk_date(new.imposed_on)}. "
                "Take one of the two out instead. Example: "
                f"correct {case.ref} order {order.kind} {uk_date(order.imposed_on)} removed "
                "because recorded twice",
                "kind" if "kind" in asked.values else "imposed",
            )
        if _key(order) not in others:
            changes = tuple(
                replace(one, kind=new.kind, imposed_on=new.imposed_on)
                if _key(one) == _key(order)
                else one
                for one in changes
            )
    check_order(new, changes)
    return replace(after, order_changes=changes), new, ""


def _order_change(
    case: CaseRecord, old: OrderChange, asked: Correction
) -> tuple[CaseRecord, Any, str]:
    """The end of an order that a court ended is the day on which it did."""
    new = replace(
        old,
        change=asked.choice("kind", ORDER_CHANGES, old.change),
        on=asked.past_day("on", old.on),
        note=asked.text("note", old.note),
    )
    after = _put(case, "order-change", old, new)
    said = ""
    for order in [one for one in case.orders if _key(one) == _key(new)][:1]:
        ended = replace(order, ends_on=new.on) if new.change == "ended" else order
        check_order(ended, after.order_changes)
        if ended != order:
            after = _put(after, "order", order, ended)
            said = f"The order ends on {uk_date(new.on)} with it."
    if old.change == "ended" != new.change:
        said = _end_stays(case, old)
    return after, new, said


def _event(case: CaseRecord, event: Event, asked: Correction) -> tuple[CaseRecord, Any, str]:
    new = Event(
        asked.choice("kind", EVENT_NAMES, event.kind),
        asked.past_day("on", event.on),
        asked.text("note", event.note),
    )
    return _put(case, "event", event, new), new, ""


def _disclosure(
    case: CaseRecord, made: Disclosure, asked: Correction
) -> tuple[CaseRecord, Any, str]:
    new = Disclosure(
        asked.past_day("on", made.on),
        asked.choice("decision", DISCLOSURE_DECISIONS, made.decision),
        _to(asked, made.to),
        asked.text("rationale", made.rationale),
    )
    return _put(case, "disclosure", made, new), new, ""


def _to(asked: Correction, otherwise: str) -> str:
    if "to" not in asked.values:
        return otherwise
    given = asked.values["to"]
    example = "to the head teacher"
    return "" if asked.takes_out("to") else read_label(given, "to", LONGEST_TO, example)


def _any_day(asked: Correction, field: str) -> date:
    return read_case_date(asked.values[field], field, asked.today)


def _key(one: Order | OrderChange) -> tuple[str, date]:
    """By which what became of an order finds it."""
    return one.kind, one.imposed_on


_NOUN_OF: Mapping[type, str] = {Custody: "custody", Placement: "placement", Absence: "absence"}
_EDITS: Mapping[str, Callable[[CaseRecord, Any, Correction], tuple[CaseRecord, Any, str]]] = {
    "custody": _custody,
    "placement": _placement,
    "absence": _absence,
    "order": _order,
    "order-change": _order_change,
    "event": _event,
    "disclosure": _disclosure,
}
