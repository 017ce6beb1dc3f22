"""Decoys: other caseloads that could as well be the real one, by all that is shown.

A move makes a decoy: a person more in one atom, one fewer in another, often two or four atoms at
once, so that totals stay. Whatever differs in any decoy is not shown. So nobody who adds up and
subtracts all that is shown can tell the real caseload from its decoys. Moves are added until each
sum of atoms from 1 to below the limit differs in one of them: then no such figure can be worked
out. Which moves there are depends on the counts alone, not on who asked for what before.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Step = dict[int, int]  # a move, by the numbers of its atoms
Sum = frozenset[int]
Label = tuple[object, ...]
LONGEST_LOOK = 30_000  # sums that are looked at in one family: takes about a second


class TooManySums(Exception):
    """So thin are the atoms spread that it would take too long: nothing of them can be shown."""


class _Candidate(NamedTuple):
    step: Step
    people: int
    penalty: float
    changed: dict[Label, float]


class Hiding(ABC):
    """Adds moves to those that are given, until no small sum is the same in all decoys.

    Atoms go by numbers: `counts` has how many each counts, noughts too.
    """

    def __init__(self, counts: list[int], limit: int) -> None:
        self.counts, self.limit = counts, limit
        self.steps: list[Step] = []
        self.looked = 0
        self.touching: dict[int, list[Step]] = defaultdict(list)
        self.gone: set[Label] = set()
        self.found: dict[int, list[_Candidate]] = {}

    @abstractmethod
    def row_of(self, atom: int) -> object:
        """What nobody is moved out of, where there is such a thing."""

    @abstractmethod
    def members_of(self, row: object) -> Sum | None:
        """Who is there, where everybody knows how many these are."""

    @abstractmethod
    def candidates(self, atom: int) -> Iterator[Step]:
        """Moves of this atom."""

    @abstractmethod
    def penalty(self, step: Step) -> float:
        """What speaks against the move, whatever is hidden already."""

    @abstractmethod
    def changed(self, step: Step) -> dict[Label, float]:
        """The figures that would no longer be shown, and how much each is asked for."""

    def hide(self, given: Iterable[Step] = ()) -> list[Step]:
        """The moves by which all is hidden that must be."""
        for step in given:
            self._add(step)
        small = [atom for atom, count in enumerate(self.counts) if 0 < count < self.limit]
        for atom in sorted(small, key=lambda one: (self.counts[one], one)):
            while (told := self._told(atom)) is not None:
                best = self._best(told)
                if best is None:
                    break
                self._add(best)
        return self.steps

    def _add(self, step: Step) -> None:
        self.steps.append(step)
        for atom in step:
            self.touching[atom].append(step)
        self.gone |= set(self.changed(step))

    def _best(self, told: Sum) -> Step | None:
        """The move that makes a difference to the sum and takes the least away."""
        found = [
            (self._cost(one), one.people, sorted(one.step.items()))
            for atom in sorted(told)
            for one in self._of_atom(atom)
            if _net(one.step, told)
        ]
        return dict(min(found)[2]) if found else None

    def _cost(self, one: _Candidate) -> float:
        cost, gone = one.penalty, self.gone
        for label, weight in one.changed.items():
            if label not in gone:
                cost += weight
        return round(cost, 6)

    def _of_atom(self, atom: int) -> list[_Candidate]:
        if atom not in self.found:
            self.found[atom] = [
                _Candidate(
                    step,
                    sum(self.counts[one] for one in step),
                    self.penalty(step),
                    self.changed(step),
                )
                for step in self.candidates(atom)
                if self._is_possible(step)
            ]
        return self.found[atom]

    def _is_possible(self, step: Step) -> bool:
        """Nobody is taken from where nobody is, and what must not change does not."""
        rows: dict[object, int] = defaultdict(int)
        for atom, change in step.items():
            if self.counts[atom] + change < 0:
                return False
            if row := self.row_of(atom):
                rows[row] += change
        return not any(rows.values())

    def _told(self, atom: int) -> Sum | None:
        """A small sum with this atom that is the same in every decoy, if there is one."""
        seen: set[Sum] = set()
        waiting = [(frozenset([atom]), self.counts[atom])]
        while waiting:
            these, people = waiting.pop()
            if these in seen:
                continue
            seen.add(these)
            self.looked += 1
            if self.looked > LONGEST_LOOK:
                raise TooManySums
            step = self._changing(these)
            if step is None:
                if not self._is_no_secret(these):
                    return these
                continue
            # Only with another atom of the move, that goes the other way, is there no difference.
            back = -1 if _net(step, these) > 0 else 1
            for other, change in step.items():
                more = people + self.counts[other]
                if other not in these and change * back > 0 and more < self.limit:
                    waiting.append((these | {other}, more))
        return None

    def _changing(self, these: Sum) -> Step | None:
        for atom in sorted(these):
            for step in self.touching[atom]:
                if _net(step, these):
                    return step
        return None

    def _is_no_secret(self, these: Sum) -> bool:
        """Whether it is a line of a published table, or several; not if one atom is all of it."""
        for atom in these:
            members = self.members_of(row) if (row := self.row_of(atom)) else None
            if self.counts[atom] and (members is None or not members <= these):
                return False
        return len(these) > 1


def _net(step: Step, these: Sum) -> int:
    net = 0  # asked for more often than anything else: no generator
    for atom in these:
        if atom in step:
            net += step[atom]
    return net
