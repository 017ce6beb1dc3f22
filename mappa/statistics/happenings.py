"""What happened to people in a year: returns to custody, breaches, further offences."""

from collections.abc import Iterable
from dataclasses import dataclass

from mappa.statistics.tables import LEVELS_2_AND_3, Cells, Place

CATEGORY_4 = 4


@dataclass(frozen=True, slots=True)
class Happened:
    """One event; level and category are those in force on its day, None where there are none."""

    kind: str
    case_id: int
    level: int | None
    category: int | None


def returned(events: Iterable[Happened], kind: str) -> Cells:
    """People at the first return made while at Level 2 or 3; `events` in the order of the days."""
    counts: dict[Place, int] = {}
    at_2_or_3 = [event for event in events if event.level in LEVELS_2_AND_3]
    for event in first_of_each(at_2_or_3, kind):
        place = event.level or 0, event.category or 0
        counts[place] = counts.get(place, 0) + 1
    return counts


def first_of_each(events: Iterable[Happened], kind: str) -> list[Happened]:
    """The first such event of each person; `events` in the order of the days."""
    firsts: dict[int, Happened] = {}
    for event in events:
        if event.kind == kind:
            firsts.setdefault(event.case_id, event)
    return list(firsts.values())


def countable(events: Iterable[Happened], *, category_4: bool) -> list[Happened]:
    """Without what happened to people in Category 4, unless that may be counted."""
    return [event for event in events if category_4 or event.category != CATEGORY_4]
