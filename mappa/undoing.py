"""From what the record says of a change back to the case before it, and when that may be done."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from mappa.case_dates import check_date_order
from mappa.cases import CaseRecord, check_combination
from mappa.errors import RuleBroken
from mappa.plain_cases import FIELDS, LISTS, MAPS, from_plain, in_order, plain
from mappa.whole_cases import find_overlap

WITHIN = timedelta(minutes=10)

# What others were told of, or have acted on, is taken back by a step of its own.
TOLD: Mapping[str, str] = {
    "transfers": "a transfer was told to the other area. Withdraw it, or ask them to decline it",
    "area": "the case was moved to another area. Offer it back with a transfer",
    "merged_into": "a merge is taken back whole",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What one change took out of a case (`was`) and put into it (`now`), as plain values."""

    was: Mapping[str, Any]
    now: Mapping[str, Any]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the case that differ; what else was noted with the change is left out."""
        return tuple(name for name in FIELDS if name in self.was and name in self.now)

    def touches(self) -> frozenset[tuple[str, str]]:
        """Each fact that it took out or put in: a field alone, one date of many, one item."""
        found = set()
        for name in self.fields:
            was, now = self.was[name], self.now[name]
            if name in LISTS:
                found |= {(name, json.dumps(item, sort_keys=True)) for item in (*was, *now)}
            elif name in MAPS:
                found |= {(name, kind) for kind in _changed_keys(was, now)}
            else:
                found.add((name, ""))
        return frozenset(found)

    def touches_same(self, other: "Difference") -> bool:
        """Whether both are about the same fact."""
        return bool(self.touches() & other.touches())

    def only(self, other: "Difference") -> "Difference":
        """Of this change what the other one touches as well."""
        both = self.touches() & other.touches()
        was: dict[str, Any] = {}
        now: dict[str, Any] = {}
        for name in {name for name, _ in both}:
            was[name], now[name] = self.was[name], self.now[name]
            if name in MAPS:
                keys = {key for field, key in both if field == name}
                was[name] = {key: value for key, value in was[name].items() if key in keys}
                now[name] = {key: value for key, value in now[name].items() if key in keys}
        return Difference(was, now)


class NotAsItWas(LookupError):
    """The case does not hold what the change put into it."""


def step_back(case: CaseRecord, change: Difference) -> CaseRecord:
    """The case as it was before the change that made it what it is."""
    earlier = {name: _earlier(case, name, change) for name in change.fields}
    return replace(case, **earlier)


def undo(case: CaseRecord, change: Difference, later: Iterable[Difference]) -> CaseRecord:
    """The case without the change, with every later one, or a refusal that says why not."""
    for name in change.fields:
        if name in TOLD:
            raise RuleBroken(f"That cannot be undone: {TOLD[name]}. Nothing was undone.", "undo")
        if name == "requests" and any(request.get("owner") for request in change.now[name]):
            raise RuleBroken(
                "That cannot be undone: whoever is to see to the request was told of it. Withdraw "
                f"it instead. Example: request {case.ref} 1 withdrawn because asked by mistake",
                "undo",
            )
    touched = change.touches()
    for other in later:
        if both := touched & other.touches():
            raise _changed_since(case, min(both)[0])
    try:
        earlier = step_back(case, change)
    except NotAsItWas as problem:
        raise _changed_since(case, str(problem)) from problem
    _check(case, earlier)
    return earlier


def _changed_since(case: CaseRecord, field: str) -> RuleBroken:
    return RuleBroken(
        f"{case.ref}: {field.replace('_', ' ')} has been changed again since then, so nothing was "
        f"undone. Set it right with an update. Example: update {case.ref}",
        "undo",
    )


def _earlier(case: CaseRecord, name: str, change: Difference) -> Any:
    present = getattr(case, name)
    was, now = from_plain(name, change.was[name]), from_plain(name, change.now[name])
    if name in LISTS:
        items = list(present)
        for item in now:
            if item not in items:
                raise NotAsItWas(name)
            items.remove(item)
        return in_order(name, [*items, *was])
    if name in MAPS:
        keys = _changed_keys(was, now)
        if any(present.get(key) != now.get(key) for key in keys):
            raise NotAsItWas(name)
        kept = {key: value for key, value in present.items() if key not in keys}
        return kept | {key: was[key] for key in keys if key in was}
    if plain(present) != change.now[name]:
        raise NotAsItWas(name)
    return was


def _changed_keys(was: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    return {key for key in was.keys() | now.keys() if was.get(key) != now.get(key)}


def _check(case: CaseRecord, earlier: CaseRecord) -> None:
    """What stood before and what came after may not go together."""
    check_date_order(earlier.dates)
    for spell in earlier.spells:
        check_combination(spell.category, spell.level)
    if both := find_overlap(earlier):
        raise _changed_since(case, both.field)
