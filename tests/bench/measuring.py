"""Measures in turn, so that what slows the machine slows all sides, and says how it went."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

WARM_UP = 3  # first rounds, which fill caches and are not counted
Run = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, the least it can cost (`floor`), and what it may cost at most:
    `ratio` times the floor, or `most` in its own unit. Without either it is only told."""

    what: str
    ours: float
    floor: float | None = None
    ratio: float | None = None
    most: float | None = None
    unit: str = "ms"

    @property
    def times(self) -> float | None:
        """How many times its floor it costs."""
        return self.ours / self.floor if self.floor else None

    @property
    def verdict(self) -> str:
        """ok, over, or nothing where there is no budget."""
        if self.ratio is None and self.most is None:
            return ""
        dear = self.ratio is not None and (self.times is None or self.times > self.ratio)
        return "over" if dear or (self.most is not None and self.ours > self.most) else "ok"

    def line(self) -> str:
        """One line of the table."""
        budgets = [f"<= {self.ratio:g}x"] if self.ratio is not None else []
        budgets += [f"<= {self.most:g} {self.unit}"] if self.most is not None else []
        floor = _figure(self.floor, self.unit) if self.floor is not None else ""
        times = f"{self.times:.2f}x" if self.times is not None else ""
        return (
            f"{self.what:<58}{_figure(self.ours, self.unit):>11}{floor:>11}{times:>9}"
            f"  {', '.join(budgets):<18}{self.verdict}"
        ).rstrip()


HEAD = f"{'':<58}{'ours':>11}{'floor':>11}{'ratio':>9}  {'budget':<18}"


def in_turn(rounds: int, *runs: Run) -> list[float]:
    """The median milliseconds of each, measured A B A B ...; a run is told the round's number."""
    taken: list[list[float]] = [[] for _ in runs]
    for number in range(WARM_UP + rounds):
        for run, times in zip(runs, taken, strict=True):
            started = perf_counter()
            run(number)
            times.append((perf_counter() - started) * 1000)
    return [median(times[WARM_UP:]) for times in taken]


def times_by_hand(people: int) -> float | None:
    """How many times SQL by hand a figure may cost; with few people all of it is Python."""
    return 1.5 if people >= 100_000 else None


def require_same(ours: object, floor: object) -> None:
    """A floor that does something else, or a wrong answer, is no measurement."""
    if ours != floor:
        raise AssertionError(f"ours gives {ours}, the floor {floor}")


def _figure(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f} {unit}"
