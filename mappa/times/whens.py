"""When: a day or a period."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Day:
    """The picture of a day."""

    on: date


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; no `from_on`: all that is recorded up to `to_on`."""

    from_on: date | None
    to_on: date


When = Day | Period
