"""Days in words, the British way round; what is not certainly one day is refused."""

import re
import unicodedata
from calendar import day_name, month_abbr, month_name, monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mappa.choices import harmless
from mappa.errors import RuleBroken
from mappa.years import read_year

EXAMPLE = "Example: 31 March 2014"
LONGEST = 300
FIRST, LAST = 1900, 2199
MONTHS = {
    word.lower(): number
    for names in (month_name, month_abbr)
    for number, word in enumerate(names)
    if word
} | {"sept": 9}
WEEKDAYS = {
    word.lower(): number
    for number, full in enumerate(day_name)
    for word in (full, full[:3], full[:4] if full[0] in "T" else full[:3])
} | {"weds": 2, "thurs": 3}
_ENDS = (("end", "of"), ("month", "end"), ("year", "end"), ("last", "day", "of"), ("end",))
RELATIVE = {"today": 0, "yesterday": -1, "tomorrow": 1}
YEARS_FROM_NOW = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day as it was said, there being such a day or not; no `year`: none was said."""

    day: int
    month: int
    year: int | None
    end: int


def uk_date(day: date) -> str:
    """31 March 2014."""
    return f"{day.day} {month_name[day.month]} {day.year}"


def read_day(text: str, today: date, *, year_needed: bool = False) -> date:
    """The one day that the words name.

    A day without a year is the latest such day up to today, or refused where `year_needed`.
    """
    words = day_words(text)
    found = find_day(words, 0, today, year_needed=year_needed)
    if found is None or found[1] != len(words):
        raise RuleBroken(f"{harmless(text)} is not a day that can be read. {EXAMPLE}", "date")
    return found[0]


def day_words(text: str) -> list[str]:
    """The text in lower-case words, without commas and the ends of 1st, 2nd, 3rd."""
    if len(text) > LONGEST:
        raise RuleBroken(f"That is too long for a day. {EXAMPLE}", "date")
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub("[‐‑‒–—]", "-", folded).replace(",", " ")
    return [re.sub(r"^(\d{1,2})(st|nd|rd|th)$", r"\1", word) for word in folded.split()]


def find_day(
    words: Sequence[str], at: int, today: date, *, year_needed: bool = False
) -> tuple[date, int] | None:
    """The day that begins at a word and where it ends, None if none begins there.

    Words that begin a day but do not name one (31 February, 2014 alone) are refused.
    """
    if at >= len(words):
        return None
    weekday = WEEKDAYS.get(words[at])
    start = at if weekday is None else at + 1
    found = _relative(words, start, today) or _period_end(words, start, today, year_needed)
    if found is None:
        said = find_said_day(words, start, today)
        if said is None:
            return None
        found = day_of(said, today, year_needed=year_needed), said.end
    check_weekday(found[0], weekday)
    return found


def find_said_day(words: Sequence[str], at: int, today: date) -> SaidDay | None:
    """The date, in numbers or with its month in words, that begins at a word."""
    if at >= len(words):
        return None
    return _numbers(words, at, today) or _in_words(words, at, today)


def day_of(said: SaidDay, today: date, *, year_needed: bool = False) -> date:
    """The day that is meant: without a year the latest such day up to today."""
    if said.year is None:
        return _without_year(said.day, said.month, today, year_needed)
    return existing_day(said.day, said.month, said.year)


def check_weekday(day: date, weekday: int | None) -> None:
    """Refuses "Tuesday 31 March 2014"."""
    if weekday is not None and day.weekday() != weekday:
        right = day_name[day.weekday()]
        raise RuleBroken(f"{uk_date(day)} is a {right}. {EXAMPLE}", "date")


def _relative(words: Sequence[str], at: int, today: date) -> tuple[date, int] | None:
    if at < len(words) and words[at] in RELATIVE:
        return today + timedelta(days=RELATIVE[words[at]]), at + 1
    return None


def _numbers(words: Sequence[str], at: int, today: date) -> SaidDay | None:
    """31/3/14, 31.3.2014, 31-03-2014, 2014-03-31, 2014/03/31, 31/3."""
    if iso := re.fullmatch(r"([0-9]{4})([/-])([0-9]{1,2})\2([0-9]{1,2})", words[at]):
        return SaidDay(int(iso[4]), int(iso[3]), int(iso[1]), at + 1)
    found = re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?", words[at])
    if not found:
        return None
    day, month = int(found[1]), int(found[3])
    if month > 12 and day <= 12:
        raise RuleBroken(
            f"{harmless(words[at])} has no month {month}: the day comes first here. "
            "Example: 31/3/2014",
            "date",
        )
    return SaidDay(day, month, full_year(found[4], today) if found[4] else None, at + 1)


def _period_end(
    words: Sequence[str], at: int, today: date, year_needed: bool
) -> tuple[date, int] | None:
    """end of March 2014, the last day of May, end of last month, end of 2013/14."""
    length = next((len(way) for way in _ENDS if tuple(words[at : at + len(way)]) == way), 0)
    after = at + length + (words[at + length : at + length + 1] == ["the"])
    after += words[after : after + 1] == ["year"]
    if not length or after >= len(words):
        return None
    if words[after : after + 2] == ["last", "month"]:
        return today.replace(day=1) - timedelta(days=1), after + 2
    if re.fullmatch("(19|20)[0-9]{2}[/-][0-9]{2}", words[after]):
        return read_year(words[after]).ends_on, after + 1
    if words[after] not in MONTHS:
        return None
    month = MONTHS[words[after]]
    year, end = _year_at(words, after + 1, today)
    if year is not None:
        return existing_day(monthrange(year, month)[1], month, year), end
    if year_needed:
        raise _needs_year(f"the end of {month_name[month]}")
    for candidate in (today.year, today.year - 1):
        last = date(candidate, month, monthrange(candidate, month)[1])
        if last <= today:
            return last, end
    return None


_PACKED = r"([0-9]{1,2})([/.-]?)([a-z]{3,9})(?:\2([0-9]{4}|[0-9]{2}))?"


def _in_words(words: Sequence[str], at: int, today: date) -> SaidDay | None:
    """31 March 2014, 31 of March, March 31 2014, 31mar14, 31-Mar-2014."""
    if packed := re.fullmatch(_PACKED, words[at]):
        if packed[3] not in MONTHS:
            return None
        day, month, after = int(packed[1]), MONTHS[packed[3]], at + 1
        if packed[4]:
            return SaidDay(day, month, full_year(packed[4], today), after)
    elif re.fullmatch("[0-9]{1,2}", words[at]):
        after = at + 1 + (words[at + 1 : at + 2] == ["of"])
        if after >= len(words) or words[after].rstrip(".") not in MONTHS:
            return None
        day, month, after = int(words[at]), MONTHS[words[after].rstrip(".")], after + 1
    elif words[at].rstrip(".") in MONTHS and re.fullmatch(
        "[0-9]{1,2}", (words[at + 1 : at + 2] or [""])[0]
    ):
        day, month, after = int(words[at + 1]), MONTHS[words[at].rstrip(".")], at + 2
        if _year_at(words, after, today)[0] is None:
            _check_not_a_year(words[at + 1], month, today)
    else:
        return None
    year, end = _year_at(words, after, today)
    return SaidDay(day, month, year, end)


def _check_not_a_year(number: str, month: int, today: date) -> None:
    """ "March 14" may be a day or, in a year that people ask about, a month."""
    year = full_year(number, today)
    if len(number) == 2 and today.year - 30 <= year <= today.year + 1:
        name = month_name[month]
        raise RuleBroken(
            f"{name} {number} may be {int(number)} {name} or {name} {year}. "
            f"Example: {int(number)} {name} {today.year}",
            "date",
        )


def _year_at(words: Sequence[str], at: int, today: date) -> tuple[int | None, int]:
    if at < len(words) and re.fullmatch("'?([0-9]{4}|[0-9]{2})", words[at]):
        return full_year(words[at].lstrip("'"), today), at + 1
    if words[at + 1 : at + 2] == ["year"] and words[at] in YEARS_FROM_NOW:
        return today.year + YEARS_FROM_NOW[words[at]], at + 2
    return None, at


def full_year(text: str, today: date) -> int:
    """Two digits are this century up to thirty years ahead, else the last one."""
    if len(text) == 4:
        return int(text)
    year = 2000 + int(text)
    return year if year <= today.year + 30 else year - 100


def _without_year(day: int, month: int, today: date, year_needed: bool) -> date:
    if not 1 <= month <= 12:
        return existing_day(day, month, today.year)
    if year_needed:
        raise _needs_year(f"{day} {month_name[month]}")
    for year in range(today.year, today.year - 9, -1):
        if 1 <= day <= monthrange(year, month)[1] and date(year, month, day) <= today:
            return existing_day(day, month, year)
    return existing_day(day, month, today.year)


def _needs_year(words: str) -> RuleBroken:
    return RuleBroken(f"Give the year with {words}. {EXAMPLE}", "date")


def existing_day(day: int, month: int, year: int) -> date:
    """The day, or a refusal that says why there is none."""
    if not FIRST <= year <= LAST:
        raise RuleBroken(f"The year {year} is out of reach. {EXAMPLE}", "date")
    if not 1 <= month <= 12:
        raise RuleBroken(f"There is no month {month}; the day comes first. {EXAMPLE}", "date")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise RuleBroken(
            f"There is no {day} {month_name[month]} {year}: that month has {last} days. {EXAMPLE}",
            "date",
        )
    return date(year, month, day)
