"""How often each person was refused lately: what keeps one of them from flooding the record."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

MOST = 30  # of one person in a minute that are told one by one
MINUTE = timedelta(minutes=1)


@dataclass
class Tally:
    """How often each person was refused in their minute; in memory, of this process alone."""

    counts: dict[tuple[str, str], tuple[datetime, int]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, who: tuple[str, str], now: datetime) -> bool:
        """Whether this one is told by itself."""
        with self.lock:
            since, count = self.counts.get(who, (now, 0))
            self.counts[who] = since, count + 1
            return count < MOST

    def give_out(self, now: datetime) -> list[tuple[tuple[str, str], int]]:
        """Whose minute is over, and how many of theirs were not told; they begin anew."""
        with self.lock:
            over = [who for who, (since, _) in self.counts.items() if not _within(since, now)]
            counts = [(who, self.counts.pop(who)[1] - MOST) for who in over]
        return [(who, more) for who, more in counts if more > 0]


def _within(since: datetime, now: datetime) -> bool:
    return since <= now < since + MINUTE
