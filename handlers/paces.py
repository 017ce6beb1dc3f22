"""How much one person may do at once, and how fast after that; in memory, of this process alone."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from threading import Lock

from mappa.errors import MappaError

TOO_MUCH = "That was a lot at once; nothing was saved. Please wait a moment."
Who = tuple[str, str]  # team, user


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and so many a second after that."""

    at_once: int
    a_second: float


# Nobody types or clicks as fast for long. Whoever is not registered has little to do here.
PEOPLE, STRANGERS = Pace(60, 2), Pace(15, 0.2)
REMEMBERED = 10_000  # people: who acted longest ago is forgotten first, and begins anew


class Verdict(Enum):
    """`TELL`: the first that is too much, of which the person hears; `DROP`: all after it."""

    TAKE, TELL, DROP = "take", "tell", "drop"


class TooMuch(MappaError):
    """Somebody does more than a person can do; `told` when they have just heard so."""

    def __init__(self, *, told: bool) -> None:
        super().__init__(TOO_MUCH)
        self.told = told


@dataclass(slots=True)
class _Bucket:
    """What somebody has done lately runs out of it at their pace."""

    pace: Pace
    at: datetime
    level: float = 0
    told: bool = False

    def run_out(self, now: datetime) -> None:
        passed = max(0.0, (now - self.at).total_seconds())  # a clock may be put back
        self.level = max(0.0, self.level - passed * self.pace.a_second)
        self.at = now


@dataclass
class Paces:
    """A bucket for each person who has done anything lately."""

    people: Pace = PEOPLE
    strangers: Pace = STRANGERS
    remembered: int = REMEMBERED
    buckets: OrderedDict[Who, _Bucket] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def take(self, who: Who, now: datetime) -> Verdict:
        """Whether one thing more is not too much."""
        with self.lock:
            bucket = self._bucket(who, now)
            if bucket.level + 1 <= bucket.pace.at_once:
                bucket.level += 1
                bucket.told = False
                return Verdict.TAKE
            verdict = Verdict.DROP if bucket.told else Verdict.TELL
            bucket.told = True
            return verdict

    def slow_down(self, who: Who, now: datetime) -> None:
        """Somebody turned out to be a stranger; that is forgotten once they have been quiet."""
        with self.lock:
            bucket = self._bucket(who, now)
            if bucket.pace != self.strangers:
                bucket.pace, bucket.level = self.strangers, 1

    def _bucket(self, who: Who, now: datetime) -> _Bucket:
        bucket = self.buckets.pop(who, None)
        if bucket is not None:
            bucket.run_out(now)
        if bucket is None or not bucket.level:
            bucket = _Bucket(self.people, now)
        self.buckets[who] = bucket
        while len(self.buckets) > self.remembered:
            self.buckets.popitem(last=False)
        return bucket
