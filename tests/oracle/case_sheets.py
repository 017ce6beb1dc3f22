"""One person at random: a row in `cases`, and the rows of the sheets that say what is true."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from mappa.cases import DATE_KINDS, EVENT_KINDS, ORDER_KINDS
from tests.oracle.crowded_days import crowded_day, in_turn, later, text

Sheets = dict[str, list[Sequence[str | int]]]
LEAD_AGENCIES = ("police", "probation", "youth-offending", "mental-health", "")
DISTRICTS = ("Bedford", "Luton", "Central Bedfordshire", "")
BANDS = ("low", "medium", "high", "very-high", "")
PLACES = [(1, 1)] * 6 + [(2, 1)] * 3 + [(1, 2), (2, 2), (3, 2), (1, 3), (2, 3), (3, 3)] * 2
RARE_PLACES = [(1, 0), (2, 0), (4, 0), (4, 1), (4, 2), (4, 3)]
ELSEWHERE = 0.04  # how much belongs to another area


def add_case(sheets: Sheets, ref: str, random: Random) -> None:
    area = "CAM" if random.random() < ELSEWHERE else "BED"
    merged = "BED-1" if random.random() < 0.03 and ref != "BED-1" else ""
    choices = [random.choice(some) for some in (LEAD_AGENCIES, DISTRICTS, BANDS)]
    limited = random.choice(["yes", "no", "", ""])
    sheets["cases"].append([ref, *choices, limited, area, merged])
    _add_spells(sheets, ref, random)
    for from_on, to_on in in_turn(random, random.choice([0, 0, 1, 3])):
        why = random.choice(["sentence", "remand", "recall", ""])
        sheets["custody"].append([ref, text(from_on, random), text(to_on, random), why])
    _add_dates(sheets, ref, random)
    for _ in range(random.choice([0, 0, 1, 2, 5])):
        imposed_on = crowded_day(random)
        ends_on = later(random, imposed_on + timedelta(days=1)) if random.random() < 0.7 else None
        kind = random.choice(ORDER_KINDS)
        sheets["orders"].append([ref, kind, text(imposed_on, random), text(ends_on, random)])
    _add_events(sheets, ref, random)


def _add_spells(sheets: Sheets, ref: str, random: Random) -> None:
    place = random.choice(PLACES)
    spells = in_turn(random, 6)
    for number, (started_on, ended_on) in enumerate(spells):
        if random.random() < 0.6:
            place = random.choice(PLACES if random.random() < 0.85 else RARE_PLACES)
        # A case that was managed elsewhere before it came here.
        before = number < len(spells) - 1 and random.random() < ELSEWHERE
        days = text(started_on, random), text(ended_on, random)
        sheets["spells"].append([ref, *place, *days, "CAM" if before else ""])


def _add_dates(sheets: Sheets, ref: str, random: Random) -> None:
    """Release, end of licence, end of sentence and end of supervision come in this order."""
    day = crowded_day(random)
    for kind in DATE_KINDS:
        day = later(random, day)
        if kind == "tused":
            day += timedelta(days=1)
        if kind in ("notification_end", "parole_hearing", "review"):
            day = crowded_day(random)
        if random.random() < 0.5:
            sheets["dates"].append([ref, kind, text(day, random)])


def _add_events(sheets: Sheets, ref: str, random: Random) -> None:
    """Some on the day on which a spell begins or ends, some on the day of another."""
    days = [str(row[place]) for row in sheets["spells"] if row[0] == ref for place in (3, 4)]
    for _ in range(random.choice([0, 0, 1, 2, 4])):
        day = random.choice([*filter(None, days), text(crowded_day(random), random)])
        kind = random.choice([*EVENT_KINDS, "returned_breach_of_licence"])
        sheets["events"].append([ref, kind, day])
        days.append(day)
