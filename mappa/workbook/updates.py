"""What a workbook that comes again does to what is stored: it corrects and adds, and takes out
nothing that it merely does not mention.

An absent sheet, an absent column and an empty cell say nothing. A row is the same as a stored one
by what names it (the kind of a date, the start of a spell, the number of a request); then what it
says wins, and what it leaves open stays. Spells, custody, absences and placements exclude one
another, so a stored one gives way where it overlaps with one of the workbook's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from mappa.cases import STILL_RUNNING, CaseRecord, TeamMember
from mappa.plain_cases import plain
from mappa.whole_cases import check_whole

T = TypeVar("T")
Same = Callable[[Any], Any]

SINGLE = (
    "name",
    "born_on",
    "crn",
    "pnc",
    "cro",
    "prison_number",
    "visor_ref",
    "lead_agency",
    "district",
    "rosh",
    "victim_concerns",
    "merged_into",
    "kept_until",
)
INTERVALS: Mapping[str, tuple[str, str]] = {
    "spells": ("started_on", "ended_on"),
    "custody": ("from_on", "to_on"),
    "absences": ("from_on", "to_on"),
    "placements": ("from_on", "to_on"),
}
LISTS: Mapping[str, Same] = {
    "orders": lambda item: (item.kind, item.imposed_on),
    "order_changes": lambda item: (item.kind, item.imposed_on, item.change, item.on),
    "events": lambda item: (item.kind, item.on),
    "team": lambda item: item.user_id,
    "convictions": lambda item: (item.convicted_on, item.disposal),
    "contacts": lambda item: (item.agency, item.name, item.user_id),
    "requests": lambda item: item.number,
    "disclosures": lambda item: item.on,
    "transfers": lambda item: (item.from_area, item.to_area, item.offered_on),
    "watches": lambda item: item.from_on,
}
# In what order a case keeps them.
ORDERED: Mapping[str, str] = {
    **{name: start for name, (start, _) in INTERVALS.items()},
    "orders": "imposed_on",
    "order_changes": "on",
    "events": "on",
    "team": "user_id",
    "convictions": "convicted_on",
    "contacts": "agency",
    "requests": "number",
    "disclosures": "on",
    "transfers": "offered_on",
    "watches": "from_on",
}
# Where these differ a row is another one, and takes nothing over from the one in its place.
ALIKE: Mapping[str, tuple[str, ...]] = {
    "spells": ("category", "level"),
    "placements": ("kind",),
    "requests": ("kind",),
}
# What a row says as long as nothing has happened: no reason to take back what has.
UNDECIDED = {
    "decision": "open",
    "status": "planned",
    "leaves": False,
    "urgent": False,
    "version": 0,
}


def updated_case(stored: CaseRecord, told: CaseRecord, given: frozenset[str]) -> CaseRecord:
    """The stored case with what the workbook tells of it; RuleBroken if both together cannot be."""
    changed: dict[str, Any] = {
        name: getattr(told, name) for name in SINGLE if getattr(told, name) not in (None, "")
    }
    if "cases.limited_access" in given:
        changed["limited_access"] = told.limited_access
    for name, (start, end) in INTERVALS.items():
        both = getattr(stored, name), getattr(told, name)
        changed[name] = _intervals(*both, start, end, ALIKE.get(name, ()))
    for name, same in LISTS.items():
        both = getattr(stored, name), getattr(told, name)
        changed[name] = updated_list(*both, same, ALIKE.get(name, ()))
    changed["team"] = _one_owner(changed["team"], told.owners)
    changed["dates"] = {**stored.dates, **told.dates}
    # A note belongs to the day that it was made of, and goes with it.
    still = {
        kind: note
        for kind, note in stored.date_notes.items()
        if changed["dates"][kind] == stored.dates[kind]
    }
    changed["date_notes"] = {**still, **told.date_notes}
    for name, order in ORDERED.items():
        changed[name] = tuple(sorted(changed[name], key=attrgetter(order)))
    after = replace(stored, **changed)
    if after != stored:
        check_whole(after)
    return after


def updated_list(
    stored: Iterable[T], told: Iterable[T], same: Same, alike: Iterable[str] = ()
) -> list[T]:
    """The stored ones, corrected by those that are told, and then the new ones."""
    before, now = _by(stored, same), _by(told, same)
    found: list[T] = []
    for key in before | now:
        old, new = before.get(key, []), now.get(key, [])
        # Of several that go by one name nobody can say which is which: then all are replaced.
        one_each = len(old) == len(new) == 1
        found += [updated_row(old[0], new[0], alike)] if one_each else new or old
    return found


def updated_row(stored: T, told: T, alike: Iterable[str] = ()) -> T:
    """What is told, completed by what was stored where it leaves a cell open."""
    if any(getattr(stored, name) != getattr(told, name) for name in alike):
        return told
    kept = {
        name: old
        for name, old, new in _compared(stored, told)
        if old != new and (new in (None, "") or UNDECIDED.get(name) == new)
    }
    # What is minuted is completed part by part.
    kept |= {
        name: {**old, **new}
        for name, old, new in _compared(stored, told)
        if isinstance(old, Mapping)
    }
    return replace(told, **kept)  # type: ignore[type-var]  # rows are dataclasses


def row_changes(stored: Any, told: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs, as plain values for the record: what it was, and what it is now."""
    differ = [(name, old, new) for name, old, new in _compared(stored, told) if old != new]
    was = {name: plain(old) for name, old, _ in differ}
    return was, {name: plain(new) for name, _, new in differ}


def row_differences(stored: T, told: T) -> list[str]:
    """What a row says otherwise than before, a line for each field."""
    lines = []
    for name, old, new in _compared(stored, told):
        if isinstance(old, Mapping):
            lines += _mapping_differences(name, old, new)
        elif old != new:
            lines.append(f"{name}: {_shown(old)} -> {_shown(new)}")
    return lines


def case_differences(before: CaseRecord, after: CaseRecord) -> list[str]:
    """What differs between two states of a case, a line for each difference."""
    lines = []
    for name, old, new in _compared(before, after):
        if name in ORDERED:
            lines += [f"{name}: {_shown(item)} is taken out" for item in old if item not in new]
            lines += [f"{name}: {_shown(item)} is new" for item in new if item not in old]
        elif isinstance(old, Mapping):
            lines += _mapping_differences(name, old, new)
        elif old != new:
            lines.append(f"{name}: {_shown(old)} -> {_shown(new)}")
    return lines


def _mapping_differences(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [
        f"{name} {kind}: {_shown(old.get(kind))} -> {_shown(new.get(kind))}"
        for kind in sorted(old.keys() | new.keys())
        if old.get(kind) != new.get(kind)
    ]


def only_stored(after: CaseRecord, told: CaseRecord, given: frozenset[str]) -> list[str]:
    """What stands in the case and not in the sheets that were given, and so is left as it is."""
    lines = [
        f"{name}: {_shown(getattr(after, name))}"
        for name in SINGLE
        if f"cases.{name}" in given and getattr(told, name) in (None, "") and getattr(after, name)
    ]
    sheets = {"contacts": "case_contacts"}
    for name, same in {**{key: _start(key) for key in INTERVALS}, **LISTS}.items():
        mentioned = {same(item) for item in getattr(told, name)}
        if sheets.get(name, name) in given:
            lines += [
                f"{name}: {_shown(item)}"
                for item in getattr(after, name)
                if same(item) not in mentioned
            ]
    if "dates" in given:
        kinds = sorted(after.dates.keys() - told.dates.keys())
        lines += [f"dates {kind}: {_shown(after.dates[kind])}" for kind in kinds]
    return lines


def _intervals(
    stored: Iterable[T], told: Iterable[T], start: str, end: str, alike: Iterable[str]
) -> list[T]:
    stored, told = list(stored), list(told)
    by_start = {getattr(item, start): item for item in stored}
    found = [updated_row(by_start.get(getattr(item, start), item), item, alike) for item in told]
    spans = [(getattr(item, start), getattr(item, end)) for item in told]
    return found + [
        item
        for item in stored
        if not any(a < getattr(item, end) and getattr(item, start) < b for a, b in spans)
    ]


def _one_owner(team: Iterable[TeamMember], owners: frozenset[str]) -> list[TeamMember]:
    """Where the workbook names an owner, who else was one is a member from now on."""
    return [
        replace(member, part="member") if owners and member.user_id not in owners else member
        for member in team
    ]


def _start(name: str) -> Same:
    start = INTERVALS[name][0]
    return lambda item: getattr(item, start)


def _by(items: Iterable[T], same: Same) -> dict[Any, list[T]]:
    found: dict[Any, list[T]] = {}
    for item in items:
        found.setdefault(same(item), []).append(item)
    return found


def _compared(before: Any, after: Any) -> Iterable[tuple[str, Any, Any]]:
    for one in fields(before):
        yield one.name, getattr(before, one.name), getattr(after, one.name)


def _shown(value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return "still running" if value == STILL_RUNNING else value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        given = ((one.name, getattr(value, one.name)) for one in fields(value))
        return ", ".join(f"{name} {_shown(item)}" for name, item in given if item not in (None, ""))
    return str(value)
