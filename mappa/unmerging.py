"""The way back from a merge: what came from the other case is taken out again, and no more."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from mappa.cases import CaseRecord
from mappa.errors import RuleBroken
from mappa.merging import IDENTIFIERS, INTERVALS, LISTS, SINGLE

LABELS = {
    **IDENTIFIERS,
    **SINGLE,
    **{name: words for name, (words, *_) in INTERVALS.items()},
    **LISTS,
    "dates": "dates",
    "date_notes": "notes of dates",
    "orders": "orders",
    "events": "events",
    "requests": "requests",
    "team": "team",
    "limited_access": "limited access",
}


def without_merged(now: CaseRecord, before: CaseRecord, after: CaseRecord) -> CaseRecord:
    """The case as it is now, less what the merge (`before` to `after`) had brought to it.

    What was recorded of it since stays; where that changed the very facts that came from the other
    case, they can no longer be told apart, and it is refused.
    """
    values: dict[str, Any] = {}
    changed = []
    for name in (one.name for one in fields(CaseRecord)):
        was, then, is_now = (getattr(case, name) for case in (before, after, now))
        if was == then:
            continue
        try:
            values[name] = _back(is_now, was, then)
        except LookupError:
            changed.append(LABELS.get(name, name))
    made = replace(now, **values)
    if "order_changes" not in changed and _dangling(made, now, before):
        changed.append(LABELS["orders"])
    if changed:
        raise RuleBroken(
            f"{now.ref} has changed since in what came with the merge: {', '.join(changed)}. "
            "So it cannot be taken apart any more. Take that change back first, or record the "
            "other person anew.",
            "subject",
        )
    return made


def _back(now: Any, before: Any, after: Any) -> Any:
    if isinstance(after, Mapping):
        return _mapping_back(now, before, after)
    if isinstance(after, tuple):
        return _items_back(now, before, after)
    if now != after:
        raise LookupError
    return before


def _mapping_back(
    now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    made = dict(now)
    for key in after:
        if before.get(key) == after[key]:
            continue
        if now.get(key) != after[key]:
            raise LookupError
        del made[key]
    return made


def _items_back(
    now: tuple[Any, ...], before: tuple[Any, ...], after: tuple[Any, ...]
) -> tuple[Any, ...]:
    brought, taken_off = Counter(after) - Counter(before), Counter(before) - Counter(after)
    if brought - Counter(now):
        raise LookupError
    made = []
    for item in now:
        if brought[item]:
            brought[item] -= 1
        else:
            made.append(item)
    return (*made, *taken_off.elements())


def _dangling(made: CaseRecord, now: CaseRecord, before: CaseRecord) -> bool:
    """Whether something was recorded since of an order that would go."""
    left = {(order.kind, order.imposed_on) for order in made.orders}
    gone = {(order.kind, order.imposed_on) for order in now.orders} - left
    return any(
        (change.kind, change.imposed_on) in gone and change not in before.order_changes
        for change in made.order_changes
    )
