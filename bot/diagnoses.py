"""What is said of one part after the other: well, or not and what to do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.faults import fault_line
from mappa.errors import MappaError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of `check`. It names parts, numbers and settings, never a person or a secret."""

    part: str
    well: bool
    says: str

    def __str__(self) -> str:
        return f"{'ok ' if self.well else 'RED'}  {self.part}: {' '.join(self.says.split())}"


@dataclass(slots=True)
class Doctor:
    """Looks at parts, and goes on whatever is broken."""

    found: list[Diagnosis] = field(default_factory=list)

    @property
    def healthy(self) -> bool:
        return all(diagnosis.well for diagnosis in self.found)

    def look(self, part: str, at: Callable[[], str]) -> None:
        """Well if `at` says something, not if it raises."""
        self.examine(part, at, lambda says: says)

    def examine(self, part: str, at: Callable[[], T], says: Callable[[T], str]) -> T | None:
        """What was found, for the parts behind it; None when it is not well."""
        try:
            found = at()
            self.found.append(Diagnosis(part, True, says(found)))
            return found
        except MappaError as problem:
            self.red(part, problem.message)
        except Exception as problem:  # the other parts are still to be looked at
            self.red(part, fault_line(problem))
        return None

    def red(self, part: str, says: str) -> None:
        self.found.append(Diagnosis(part, False, says))
