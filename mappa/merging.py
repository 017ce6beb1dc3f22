"""What becomes of two cases that turned out to be one person.

The second takes over from the first what it lacks itself; a day is covered once, by the second
case where both say something of it, so that no figure counts the person twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from mappa.case_dates import check_date_order
from mappa.cases import DATE_KINDS, STILL_RUNNING, CaseRecord, TeamMember
from mappa.days import uk_date
from mappa.errors import RuleBroken

IDENTIFIERS = {
    "crn": "CRN",
    "pnc": "PNC",
    "cro": "CRO",
    "prison_number": "prison number",
    "visor_ref": "ViSOR reference",
}
SINGLE = {
    "name": "name",
    "born_on": "date of birth",
    "lead_agency": "lead agency",
    "district": "district",
    "rosh": "risk of serious harm",
    "victim_concerns": "victim concerns",
    "kept_until": "day until which it is kept",
}
INTERVALS = {  # the field of a case: its words, and where an item begins and ends
    "spells": ("category and level", "started_on", "ended_on"),
    "custody": ("custody", "from_on", "to_on"),
    "absences": ("unlawfully at large", "from_on", "to_on"),
    "placements": ("placement", "from_on", "to_on"),
}
EXCLUDED_BY = {"custody": "absences", "absences": "custody"}  # nobody is in both at once
LISTS = {
    "order_changes": "what became of an order",
    "convictions": "conviction",
    "contacts": "contact",
    "disclosures": "disclosure decision",
    "transfers": "transfer",
    "watches": "watch",
}


@dataclass(frozen=True, slots=True)
class Merged:
    """Both cases as they stand afterwards; what was taken over, and what was not, in words."""

    into: CaseRecord
    emptied: CaseRecord
    taken: tuple[str, ...]
    left: tuple[str, ...]


def merge_cases(first: CaseRecord, second: CaseRecord, keeping: str | None = None) -> Merged:
    """What becomes of both. What the second has already stays as it is."""
    _check_can_be_merged(first, second)
    made = _Taking(first, second, second)
    _identifiers(made, keeping)
    for name, label in SINGLE.items():
        made.single(name, label)
    _dates(made)
    for name, (label, start, end) in INTERVALS.items():
        made.intervals(name, label, start, end)
    _orders_and_events(made)
    for name, label in LISTS.items():
        made.items(name, label)
    _requests(made)
    _team(made)
    _check_category_4(first, made.into)
    into = replace(made.into, limited_access=first.limited_access or second.limited_access)
    emptied = CaseRecord(
        first.ref, first.area, (), limited_access=into.limited_access, merged_into=second.ref
    )
    return Merged(into, emptied, tuple(made.taken), tuple(made.left))


def _check_can_be_merged(first: CaseRecord, second: CaseRecord) -> None:
    if first.area != second.area:
        raise RuleBroken("Two cases can be merged within one area only.", "into")
    if any(transfer.decision == "open" for transfer in first.transfers):
        raise RuleBroken(
            f"{first.ref} is offered to another area. Let that be decided or withdraw it first.",
            "subject",
        )


def _check_category_4(first: CaseRecord, into: CaseRecord) -> None:
    """Whoever may not see Category 4 would else see what belonged to it."""
    was = any(spell.category == 4 for spell in first.spells)
    if was and not any(spell.category == 4 for spell in into.spells):
        raise RuleBroken(
            f"{first.ref} was in Category 4 while {into.ref} says another category, and would "
            f"lose that. Example: merge {into.ref} into {first.ref} because the same person",
            "into",
        )


class _Taking:
    """The second case while it takes over from the first."""

    def __init__(self, first: CaseRecord, second: CaseRecord, into: CaseRecord) -> None:
        self.first, self.second, self.into = first, second, into
        self.taken: list[str] = []
        self.left: list[str] = []

    def take(self, label: str, **values: Any) -> None:
        self.into = replace(self.into, **values)
        self.taken.append(label)

    def leave(self, label: str, what: Any) -> None:
        self.left.append(f"{label} of {self.first.ref}: {_shown(what)}")

    def single(self, name: str, label: str) -> None:
        theirs, ours = getattr(self.first, name), getattr(self.second, name)
        if theirs and not ours:
            self.take(label, **{name: theirs})
        elif theirs and theirs != ours:
            self.leave(label, theirs)

    def items(self, name: str, label: str) -> None:
        ours = getattr(self.second, name)
        new = [item for item in getattr(self.first, name) if item not in ours]
        if new:
            self.take(_counted(new, label), **{name: (*ours, *new)})

    def intervals(self, name: str, label: str, start: str, end: str) -> None:
        """Those parts that the second case says nothing of."""
        ours = getattr(self.second, name)
        excluding = [*ours, *getattr(self.into, EXCLUDED_BY.get(name, ""), ())]
        taken = []
        for item in getattr(self.first, name):
            place = (getattr(item, start), getattr(item, end))
            others = [(getattr(other, start), getattr(other, end)) for other in excluding]
            taken += [replace(item, **{start: a, end: b}) for a, b in _gaps(place, others)]
            overlapping = [other for other in excluding if _meet(place, other, start, end)]
            same = {start: place[0], end: place[1]}
            if any(replace(other, **same) != item for other in overlapping):
                self.leave(label, item)
        if taken:
            together = sorted([*ours, *taken], key=lambda item: getattr(item, start))
            self.take(_counted(taken, label), **{name: tuple(together)})


def _identifiers(made: _Taking, keeping: str | None) -> None:
    differ = [
        label
        for kind, label in IDENTIFIERS.items()
        if (theirs := getattr(made.first, kind))
        and (ours := getattr(made.second, kind))
        and theirs != ours
    ]
    if differ and keeping is None:
        raise RuleBroken(
            f"{made.first.ref} and {made.second.ref} differ in {' and '.join(differ)}. If they "
            "are certainly one person, say which case has the right ones. "
            f"Example: merge {made.first.ref} into {made.second.ref} keeping {made.second.ref} "
            "because mistyped",
            "keeping",
        )
    for kind, label in IDENTIFIERS.items():
        theirs, ours = getattr(made.first, kind), getattr(made.second, kind)
        if theirs and ours and theirs != ours and keeping == made.first.ref:
            made.take(label, **{kind: theirs})
            made.left.append(f"{label} of {made.second.ref}: {ours}")
        else:
            made.single(kind, label)


def _dates(made: _Taking) -> None:
    for kind, on in made.first.dates.items():
        label, note = DATE_KINDS[kind].lower(), made.first.date_notes.get(kind, "")
        ours = made.into.dates.get(kind)
        if ours is None and _in_order({**made.into.dates, kind: on}):
            made.take(label, dates={**made.into.dates, kind: on})
            if note:
                made.into = replace(made.into, date_notes={**made.into.date_notes, kind: note})
        elif ours != on:
            made.leave(label, f"{uk_date(on)} {note}".strip())
        elif note and note != made.into.date_notes.get(kind):
            made.leave(label, note)


def _in_order(dates: dict[str, date]) -> bool:
    try:
        check_date_order(dates)
    except RuleBroken:
        return False
    return True


def _orders_and_events(made: _Taking) -> None:
    """The same order or event in both cases is one, and is counted once."""
    for name, label, day in (("orders", "order", "imposed_on"), ("events", "event", "on")):
        ours: Sequence[Any] = getattr(made.second, name)
        known = {(item.kind, getattr(item, day)) for item in ours}
        new = []
        for item in getattr(made.first, name):
            if (item.kind, getattr(item, day)) not in known:
                new.append(item)
            elif item not in ours:
                made.leave(label, item)
        if new:
            made.take(_counted(new, label), **{name: (*ours, *new)})


def _requests(made: _Taking) -> None:
    last = max((request.number for request in made.second.requests), default=0)
    new = [
        replace(request, number=number)
        for number, request in enumerate(made.first.requests, start=last + 1)
    ]
    if new:
        made.take(_counted(new, "request"), requests=(*made.second.requests, *new))


def _team(made: _Taking) -> None:
    """Everybody works with the one case; its owner stays, if it has one."""
    team = {member.user_id: member for member in made.second.team}
    owned = bool(made.second.owners)
    for member in made.first.team:
        if member.part == "owner" and not owned:
            team[member.user_id] = member
        else:
            team.setdefault(member.user_id, TeamMember(member.user_id))
    after = tuple(sorted(team.values(), key=lambda member: member.user_id))
    if set(after) != set(made.second.team):
        made.take("team", team=after)


def _gaps(place: tuple[date, date], others: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The parts of a time that no other covers; half-open, all of them."""
    start, end = place
    found = []
    for other_start, other_end in sorted(others):
        if start < min(other_start, end):
            found.append((start, min(other_start, end)))
        start = max(start, other_end)
    return [*found, (start, end)] if start < end else found


def _meet(place: tuple[date, date], other: Any, start: str, end: str) -> bool:
    return bool(getattr(other, start) < place[1] and place[0] < getattr(other, end))


def _counted(items: Sequence[Any], label: str) -> str:
    return label if len(items) == 1 else f"{label} ({len(items)})"


def _shown(what: Any) -> str:
    """A value, or an item with the names of what it holds."""
    if isinstance(what, date):
        return uk_date(what)
    if not hasattr(what, "__dataclass_fields__"):
        return str(what)
    return ", ".join(
        f"{one.name.replace('_', ' ')} {_told(value)}"
        for one in fields(what)
        if (value := getattr(what, one.name)) not in ("", None, STILL_RUNNING)
    )


def _told(value: Any) -> str:
    return uk_date(value) if isinstance(value, date) else str(value)
