"""Words for times that have no certain first and last day: asked back, never guessed at."""

from datetime import date

from mappa.times.said_times import Line
from mappa.times.whens import Day
from mappa.times.year_words import BARE

_SEASONS = (
    ("summer",), ("winter",), ("spring",), ("autumn",), ("school", "holidays"),
    ("school", "holiday"), ("half", "term"), ("half-term",), ("term", "time"), ("bank", "holiday"),
    ("bank", "holidays"), ("lockdown",), ("covid",), ("pandemic",), ("ramadan",), ("diwali",),
    ("eid",), ("halloween",),
)  # fmt: skip
_EASTER = (("easter",), ("good", "friday"), ("easter", "monday"), ("easter", "sunday"))
_CHRISTMAS = (("christmas",), ("xmas",), ("christmas", "day"), ("boxing", "day"), ("new", "year"))
_PAST = (
    ("recently",), ("recent",), ("lately",), ("a", "while", "ago"), ("a", "while", "back"),
    ("some", "time", "ago"), ("long", "ago"), ("a", "long", "time", "ago"), ("the", "other", "day"),
    ("years", "ago"), ("months", "ago"), ("weeks", "ago"), ("days", "ago"),
    ("so", "far"),
)  # fmt: skip
_COMING = (("soon",), ("shortly",))
_ALL = (*_SEASONS, *_EASTER, *_CHRISTMAS, *_PAST, *_COMING)
OPENERS = frozenset(way[0] for way in _ALL)
_BESIDE = frozenset({"last", "this", "next", "past", "coming", "previous", "the"})


def ask_vague(line: Line, at: int) -> None:
    """Asks for the day where a season, a holiday or "recently" begins at a word."""
    start = at + (line.word(at) in _BESIDE)
    length = line.follows(start, *_ALL)
    if not length:
        start, length = at, line.follows(at, *_ALL)
    if not length:
        return
    way, end = tuple(line.words[start : start + length]), start + length
    year = int(line.word(end)) if BARE.fullmatch(line.word(end)) else None
    line.ask(
        end + (year is not None),
        f"“{' '.join(way)}” is no day or period that can be counted. Give its days. "
        "Example: since 1 April",
        *_meant(line.today, way, year),
    )


def _meant(today: date, way: tuple[str, ...], year: int | None) -> tuple[Day | str, ...]:
    if way in _EASTER:
        return (_latest([easter(year or today.year - by) for by in (0, 1)], today),)
    if way in _CHRISTMAS:
        return (_latest([date(year or today.year - by, 12, 25) for by in (0, 1)], today),)
    if way in _COMING:
        return ("in the next 28 days", "in the next 3 months")
    return ("in the last 28 days", "in the last 3 months")


def _latest(days: list[date], today: date) -> Day:
    return Day(next((day for day in days if day <= today), days[-1]))


def easter(year: int) -> date:
    """Easter Sunday (the Gregorian computus of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    day = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * day) // 451
    month, before = divmod(moon + day - 7 * late + 114, 31)
    return date(year, month, before + 1)
