"""The moves that hide a family in which one filter more is asked: an agency, a district."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from mappa.answering.atoms import Atom, Counts, Move
from mappa.answering.decoys import Hiding, Label, Step, Sum
from mappa.answering.moves import unlike

# What is shown of a value of the filter, by which part of the face is asked too, of one atom.
_VALUE, _PARTS, _LEAST = 100.0, (20.0, 10.0, 5.0), 1.0
_NOUGHT = 20.0  # to be avoided: one nought more than there is now, or one fewer
_PARTNERS, _ROWS, _WAYS = 5, 2, 3  # that are looked at, the most alike first


def moves_within(
    counts: Counts, limit: int, moves: list[Move], *, printed: bool = False
) -> list[Move]:
    """The same with a further filter: it is one of the `moves`, or nobody leaves their face.
    `printed`: what stands in each face is known to everybody."""
    if not any(counts.values()):
        return []
    hiding = _Within(counts, limit, printed=printed)
    given = [hiding.step_of(_put_through(counts, move)) for move in moves]
    return [{hiding.atom(at): change for at, change in one.items()} for one in hiding.hide(given)]


class _Within(Hiding):
    """Rows of faces, columns of the values of a filter. The rows keep their totals."""

    def __init__(self, counts: Counts, limit: int, *, printed: bool) -> None:
        self.printed = printed
        there = sorted(counts, key=repr)
        self.columns = list(dict.fromkeys(atom.value for atom in there))
        self.rows = list(dict.fromkeys(atom._replace(value=None) for atom in there))
        super().__init__(
            [
                counts.get(row._replace(value=value), 0)
                for row in self.rows
                for value in self.columns
            ],
            limit,
        )
        self.wide = len(self.columns)
        self.alike: dict[int, list[int]] = {}

    def atom(self, at: int) -> Atom:
        return self.rows[at // self.wide]._replace(value=self.columns[at % self.wide])

    def step_of(self, move: Move) -> Step:
        """A move by the numbers of its atoms; rows that it needs are added."""
        found = {}
        for atom, change in move.items():
            row = atom._replace(value=None)
            if row not in self.rows:
                self.rows.append(row)
                self.counts.extend([0] * self.wide)
            at = self.rows.index(row) * self.wide + self.columns.index(atom.value)
            found[at] = change
        return found

    def row_of(self, atom: int) -> int:
        return atom // self.wide + 1

    def members_of(self, row: object) -> Sum | None:
        if not self.printed:
            return None
        first = (int(str(row)) - 1) * self.wide
        return frozenset(at for at in range(first, first + self.wide) if self.counts[at])

    def candidates(self, atom: int) -> Iterator[Step]:
        first = atom - atom % self.wide
        others = [at for at in range(first, first + self.wide) if at != atom]
        others.sort(key=lambda other: not self.counts[other])
        there = sum(self.counts[other] > 0 for other in others)
        for other in (*others[: min(there, _PARTNERS)], *others[there : there + 2]):
            yield {atom: 1, other: -1}
            yield {atom: -1, other: 1}
            for one in (1, -1):
                yield from self._with_fillers(atom, other, one)

    def _with_fillers(self, atom: int, other: int, one: int) -> Iterator[Step]:
        """With two atoms of another row that go the other way: each column keeps its total."""
        found = 0
        for row in self._rows_like(atom // self.wide):
            nearer = row * self.wide + atom % self.wide
            farther = row * self.wide + other % self.wide
            if self.counts[nearer if one > 0 else farther]:
                yield {atom: one, other: -one, nearer: -one, farther: one}
                found += 1
            if found == _ROWS:
                return

    def _rows_like(self, row: int) -> list[int]:
        """The other rows, first those whose faces differ least."""
        if row not in self.alike:
            faces = self.rows[row].faces
            others = [at for at in range(len(self.rows)) if at != row]
            others.sort(key=lambda other: unlike(faces, self.rows[other].faces))
            self.alike[row] = others
        return self.alike[row]

    def penalty(self, step: Step) -> float:
        noughts = 0
        for atom, change in step.items():
            count = self.counts[atom]
            noughts += (count > 0 == count + change) - (not count)
        return _NOUGHT * abs(noughts)

    def changed(self, step: Step) -> dict[Label, float]:
        nets: dict[Label, int] = defaultdict(int)
        for atom, change in step.items():
            column = atom % self.wide
            nets["value", column] += change
            for face in self.rows[atom // self.wide].faces:
                for axis in (0, 1, 2):
                    nets[axis, face[axis], column] += change
        found: dict[Label, float] = {(atom,): _LEAST for atom in step}
        for label, net in nets.items():
            if net:
                first = label[0]
                found[label] = _PARTS[first] if isinstance(first, int) else _VALUE
        return found


def _put_through(counts: Counts, move: Move) -> Move:
    """With values for its atoms: such that the totals of each value stay, where that can be."""
    values = sorted({atom.value for atom in counts}, key=repr)

    def most(atom: Atom, change: int) -> list[Atom]:
        there = [atom._replace(value=value) for value in values]
        there = [one for one in there if change > 0 or counts.get(one, 0)]
        there.sort(key=lambda one: (-counts.get(one, 0), repr(one)))
        return there[:_WAYS]

    def off(pairs: list[tuple[Atom, int]]) -> tuple[int, int, int, str]:
        nets: dict[object, int] = defaultdict(int)
        for atom, change in pairs:
            nets[atom.value] += change
        noughts = sum(counts.get(atom, 0) <= (change < 0) for atom, change in pairs)
        people = sum(counts.get(atom, 0) for atom, _ in pairs)
        return sum(map(abs, nets.values())), noughts, people, repr(pairs)

    ways = product(*(most(atom, change) for atom, change in move.items()))
    changes = list(move.values())
    found: list[list[tuple[Atom, int]]] = [list(zip(way, changes, strict=True)) for way in ways]
    least = min(found, key=off)
    return dict(least)
