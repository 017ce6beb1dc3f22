"""Days at random, most of them next to a day on which a figure can change."""

from datetime import date, timedelta
from random import Random

EDGES = [
    date(year, month, day)
    for year in range(2012, 2017)
    for month, day in ((3, 31), (4, 1), (3, 30), (4, 2), (6, 30), (7, 1), (12, 31), (1, 1))
] + [date(2015, 3, 7), date(2015, 3, 8), date(2016, 2, 29)]
FIRST, LAST = date(2011, 10, 1), date(2016, 12, 31)


def crowded_day(random: Random) -> date:
    if random.random() < 0.6:
        return random.choice(EDGES)
    return FIRST + timedelta(days=random.randrange((LAST - FIRST).days))


def later(random: Random, day: date) -> date:
    """The same day, or one after it: a few days, some weeks, or whatever edge comes."""
    way = random.random()
    if way < 0.3:
        return day + timedelta(days=random.randrange(4))
    if way < 0.6:
        return day + timedelta(days=random.randrange(200))
    return max(day, crowded_day(random))


def in_turn(random: Random, most: int) -> list[tuple[date, date | None]]:
    """Half-open intervals that do not overlap, many of them touching; the last may still run."""
    days = sorted({crowded_day(random) for _ in range(random.randrange(2 * most + 1))})
    found: list[tuple[date, date | None]] = []
    while len(days) >= 2:
        found.append((days[0], days[1]))
        days = days[1:] if random.random() < 0.7 else days[2:]
    if days and random.random() < 0.7:
        found.append((days[0], None))
    return found[-most:] if most else []


def text(day: date | None, random: Random) -> str:
    """As it stands in a cell: in either of the two ways; what has no end is the empty cell."""
    if day is None:
        return ""
    return day.isoformat() if random.random() < 0.8 else f"{day:%d/%m/%Y}"
