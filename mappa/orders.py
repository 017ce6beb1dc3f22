"""Restrictive orders: imposed, varied, ended and breached, and which kind when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mappa.arguments import Field
from mappa.case_facts import ORDER_CHANGES, OrderChange
from mappa.cases import CaseRecord, Order
from mappa.changes import NONE, Asked, Change, Part
from mappa.days import uk_date
from mappa.errors import NotUnderstood, RuleBroken
from mappa.policies import Policy

ORDER_NAMES: Mapping[str, str] = {
    "SOPO": "Sexual Offences Prevention Order",
    "NO": "Notification Order",
    "FTO": "Foreign Travel Order",
    "SHPO": "Sexual Harm Prevention Order",
    "SHPO-FT": "SHPO with foreign travel restriction",
    "SRO": "Sexual Risk Order",
    "VOO": "Violent Offender Order",
}
OLD_KINDS, NEW_KINDS = ("SOPO", "FTO"), ("SHPO", "SHPO-FT")
_FIELDS = (
    Field(
        "order",
        "order SHPO imposed 1 May 2026",
        f"an order of a court: {', '.join(ORDER_NAMES)}",
        choices=ORDER_NAMES,
    ),
    Field(
        "imposed",
        "order SHPO imposed 1 May 2026",
        "the day it was imposed; says which where there are several of a kind",
        shape="day",
    ),
    Field(
        "ends",
        "order SHPO imposed 1 May 2026 ends 1 May 2031",
        "the day it ends; none for one without an end",
        shape="day",
    ),
    Field("varied", "order SHPO varied 1 May 2026 ends 1 May 2032", "varied", shape="day"),
    Field("ended", "order SHPO ended 1 May 2026", "ended by a court", shape="day"),
    Field("breached", "order SHPO breached 1 May 2026", "breached, with a note", shape="day"),
)
_OWN = tuple(field.name for field in _FIELDS)


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a line asks for of one order; `became` holds the day of each change by its code."""

    asked: Asked
    kind: str
    imposed_on: date | None
    became: Mapping[str, date]
    moves_end: bool
    ends_on: date | None

    @property
    def note(self) -> str:
        return self.asked.text("note") or self.asked.reason


def check_kind(kind: str, imposed_on: date, policy: Policy, reason: str) -> None:
    """Refuse a kind that the policy does not place on this day, unless a reason is given."""
    day = policy.orders.shpo_from
    old, new = kind in OLD_KINDS, kind in NEW_KINDS
    if reason or not ((old and imposed_on >= day) or (new and imposed_on < day)):
        return
    says = f"before {uk_date(day)}" if old else f"from {uk_date(day)} on"
    raise RuleBroken(
        f"order: by the policy {kind} is imposed {says}, not on {uk_date(imposed_on)}. Give "
        "another kind or day, or say why it is so all the same. "
        "Example: because the court's order says so",
        "order",
    )


def check_order(order: Order, changes: Iterable[OrderChange]) -> None:
    """An order ends after it began, and whatever became of it falls in between."""
    name = f"{order.kind} imposed on {uk_date(order.imposed_on)}"
    if order.ends_on is not None and order.ends_on <= order.imposed_on:
        raise RuleBroken(
            f"ends: the {name} cannot end on {uk_date(order.ends_on)}. Give a later day. "
            "Example: ends 1 May 2031",
            "ends",
        )
    own = [change for change in changes if _is_of(change, order)]
    ended = {change.on for change in own if change.change == "ended"}
    if ended - {order.ends_on}:
        day = max(ended)
        raise RuleBroken(
            f"ended: the {name} was ended on {uk_date(day)}; it cannot end on another day. "
            f"Correct that first. Example: correct BED-1042 order-change {uk_date(day)} removed "
            "because recorded by mistake",
            "ended",
        )
    for change in own:
        if change.on < order.imposed_on or (order.ends_on and change.on > order.ends_on):
            raise RuleBroken(
                f"{change.change}: on {uk_date(change.on)} the {name} was not in force. "
                f"Correct the day of one of the two. Example: {change.change} 1 May 2026",
                change.change,
            )


def is_in_force(order: Order, day: date) -> bool:
    """Whether the order binds on a day; its last day counts."""
    return order.imposed_on <= day and (order.ends_on is None or day <= order.ends_on)


def _is_of(change: OrderChange, order: Order) -> bool:
    return (change.kind, change.imposed_on) == (order.kind, order.imposed_on)


def _read(asked: Asked) -> Change | None:
    given = [name for name in _OWN if name in asked.values]
    if not given:
        return None
    kind = asked.choice("order", ORDER_NAMES)
    if kind is None:
        raise RuleBroken(
            f"{given[0]} goes with an order. Example: {PART.fields[0].example}", given[0]
        )
    became = {what: day for what in ORDER_CHANGES if (day := asked.past_day(what))}
    imposed_on = asked.past_day("imposed")
    moves_end = "ends" in asked.values
    if not became and imposed_on is None:
        raise RuleBroken(
            "order: say what happened to it: imposed, varied, ended or breached. "
            f"Example: {PART.fields[0].example}",
            "order",
        )
    if moves_end and became and "varied" not in became:
        raise RuleBroken(
            f"ends goes with imposed or varied. Example: {PART.fields[2].example}", "ends"
        )
    ends_on = None if asked.takes_out("ends") else asked.day("ends")
    ask = _Ask(asked, kind, imposed_on, became, moves_end, ends_on)
    if not became:
        check_kind(kind, imposed_on or asked.today, asked.policy, asked.reason)
    return lambda case: _became(case, ask) if became else _imposed(case, ask)


def _imposed(case: CaseRecord, ask: _Ask) -> CaseRecord:
    new = Order(ask.kind, ask.imposed_on or ask.asked.today, ask.ends_on)
    same = [o for o in case.orders if (o.kind, o.imposed_on) == (new.kind, new.imposed_on)]
    if new in same or (same and not ask.moves_end):
        return case
    if same:
        day = uk_date(new.imposed_on)
        raise RuleBroken(
            f"order: the {new.kind} imposed on {day} stands here with another end. If a court "
            f"changed it: order {new.kind} varied 1 May 2026 ends 1 May 2032. If it was recorded "
            f"wrongly: correct {case.ref} order {new.kind} {day} ends 1 May 2032 because ...",
            "order",
        )
    check_order(new, ())
    return replace(case, orders=_in_order((*case.orders, new)))


def _became(case: CaseRecord, ask: _Ask) -> CaseRecord:
    """What became of one order; the same said twice changes nothing."""
    order = _the_order(case, ask)
    changes = list(case.order_changes)
    for what, day in ask.became.items():
        change = OrderChange(order.kind, order.imposed_on, what, day, ask.note)
        if not any(replace(old, note="") == replace(change, note="") for old in changes):
            changes.append(change)
    ends_on = ask.became.get("ended", ask.ends_on if ask.moves_end else order.ends_on)
    new = replace(order, ends_on=ends_on)
    check_order(new, changes)
    others = list(case.orders)
    others.remove(order)
    return replace(
        case,
        orders=_in_order((*others, new)),
        order_changes=tuple(sorted(changes, key=lambda change: change.on)),
    )


def _in_order(orders: Iterable[Order]) -> tuple[Order, ...]:
    return tuple(sorted(orders, key=lambda order: order.imposed_on))


def _the_order(case: CaseRecord, ask: _Ask) -> Order:
    """The one order that is meant: by its day if given, else the one in force."""
    of_kind = [order for order in case.orders if order.kind == ask.kind]
    named = [o for o in of_kind if ask.imposed_on in (None, o.imposed_on)]
    if not named:
        when = f" imposed on {uk_date(ask.imposed_on)}" if ask.imposed_on else ""
        raise RuleBroken(
            f"order: {case.ref} has no {ask.kind}{when}. Record it first. "
            f"Example: update {case.ref} order {ask.kind} imposed 1 May 2026",
            "order",
        )
    days = ask.became.values()
    found = sorted(
        {order for order in named if all(is_in_force(order, day) for day in days)},
        key=lambda order: (order.imposed_on, order.ends_on or date.max),
    )
    if not found:
        raise _not_in_force(named, ask)
    if len(found) > 1:
        raise _which(case, found, ask)
    return found[0]


def _not_in_force(named: list[Order], ask: _Ask) -> RuleBroken:
    what, day = next(iter(ask.became.items()))
    spans = ", ".join(
        f"from {uk_date(order.imposed_on)}"
        + (f" to {uk_date(order.ends_on)}" if order.ends_on else " on")
        for order in named[:5]
    )
    return RuleBroken(
        f"{what}: no {ask.kind} was in force on {uk_date(day)}; it is recorded {spans}. "
        f"Example: {what} {uk_date(named[-1].imposed_on)}",
        what,
    )


def _which(case: CaseRecord, found: list[Order], ask: _Ask) -> NotUnderstood:
    """Asks back, with every order that may be meant as a line that is ready to be typed."""
    rest = " ".join(f"{what} {uk_date(day)}" for what, day in ask.became.items())
    if ask.moves_end:
        rest += f" ends {uk_date(ask.ends_on) if ask.ends_on else NONE}"
    choices = tuple(
        f"update {case.ref} order {ask.kind} imposed {uk_date(day)} {rest}"
        for day in sorted({order.imposed_on for order in found})
    )
    return NotUnderstood(
        f"order: {case.ref} has {len(found)} orders of the kind {ask.kind} in force then, so say "
        "by its day which is meant. Nothing was saved. Readings:",
        choices,
    )


PART = Part("Order", _FIELDS, _read, lambda case, today: {})
