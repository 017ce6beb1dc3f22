"""Hours of the day in which nobody wants to be told; in London, and maybe over midnight."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from mappa.clocks import LONDON

_HOURS = re.compile("([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class QuietTime:
    """From the first hour to just before the last: 19:00 to 07:00 goes over midnight."""

    starts: time
    ends: time

    def holds(self, at: datetime) -> bool:
        """Whether it is quiet at an instant."""
        return self._holds(at.astimezone(LONDON).time())

    def end_after(self, at: datetime) -> datetime:
        """The next instant, in UTC, at which the clocks show its end."""
        today = at.astimezone(LONDON).date()
        ends = (
            datetime.combine(today + timedelta(days=days), self.ends, LONDON).replace(fold=fold)
            for days in (0, 1)
            for fold in (0, 1)  # an hour that comes twice, once a year
        )
        return min(end for end in (end.astimezone(UTC) for end in ends) if end > at)

    def _holds(self, hour: time) -> bool:
        if self.starts <= self.ends:
            return self.starts <= hour < self.ends
        return hour >= self.starts or hour < self.ends


def quiet_time(starts: str, ends: str) -> QuietTime:
    """From the hours as they are kept: "19:00", "07:00"."""
    return QuietTime(time.fromisoformat(starts), time.fromisoformat(ends))


def quiet_outside(hours: str) -> QuietTime | None:
    """What is left of the day: all but 07:00-19:00. None where no hours are given ("at once")."""
    found = _HOURS.fullmatch(hours)
    return quiet_time(f"{found[3]}:{found[4]}", f"{found[1]}:{found[2]}") if found else None


@lru_cache(maxsize=4_096)  # of a thousand reminders that fall due together most share these
def told_from(now: datetime, *quiet: QuietTime | None) -> datetime:
    """From when on something may be told that is due now: now, or as soon as none of them holds.

    Where all of them together leave no minute of the day, the first one decides alone: what is put
    off for ever would be lost.
    """
    kept = tuple(one for one in quiet if one)
    if _leave_nothing(kept):
        kept = kept[:1]
    at = now
    while found := next((one for one in kept if one.holds(at)), None):
        at = found.end_after(at)
    return at


@lru_cache(maxsize=256)
def _leave_nothing(quiet: tuple[QuietTime, ...]) -> bool:
    hours = (divmod(minute, 60) for minute in range(24 * 60))
    return all(any(one._holds(time(*hour)) for one in quiet) for hour in hours)
