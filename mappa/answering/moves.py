"""The moves that hide a family: what they take away, where nothing else than level, category and
kind is asked."""

from collections import defaultdict
from collections.abc import Iterator

from mappa.answering.atoms import Atom, Counts, Face, Move, Publish, unpublished
from mappa.answering.decoys import Hiding, Label, Step, Sum

Place = tuple[object, ...]
# What is asked for most is hidden last: the whole, then a level, a category, a kind, then two of
# these together. Few ask for Level 1 or for levels to be confirmed.
_WHOLE, _ONE, _TWO, _LEAST = 1000.0, 100.0, 10.0, 1.0
_LESS_ASKED = 0.5
# To be avoided: a nought that is no longer shown, and one more than there is now; a small figure
# that could be called so no longer.
_FROM_NOUGHT, _TO_NOUGHT, _OUT_OF_SMALL = 300.0, 500.0, 2.0
_UNLIKE = (20.0, 10.0, 5.0)  # another kind, level, category
_PARTNERS = 12  # that are looked at, the most alike


def moves_for(
    counts: Counts, limit: int, publish: Publish = unpublished, *, by_kind: bool = False
) -> list[Move]:
    """The moves that hide the small atoms of a family without a further filter; `by_kind`: its
    kinds are asked for one by one."""
    hiding = _Whole(counts, limit, publish, by_kind=by_kind)
    return [{hiding.atoms[at]: change for at, change in step.items()} for step in hiding.hide()]


class _Whole(Hiding):
    """A table of kinds, levels and categories, with who is in several places of it beside."""

    def __init__(self, counts: Counts, limit: int, publish: Publish, *, by_kind: bool) -> None:
        there = {atom: counts[atom] for atom in sorted(counts, key=repr) if counts[atom]}
        places = [one.faces[0] for one in there if len(one.faces) == 1]
        found: list[set[object]] = [{place[axis] for place in places} for axis in range(3)]
        for values in found[1:]:
            values.update({1, 2, 3} if values - {None, ""} else ())
        self.values = [sorted(values, key=repr) for values in found]
        for place in places:
            for face in self._beside(place):
                there.setdefault(Atom((face,), None, publish((face,))), 0)
        self.atoms = list(there)
        self.places = {_place(atom): at for at, atom in enumerate(self.atoms)}
        self.labels = [_labels_of(atom, by_kind=by_kind) for atom in self.atoms]
        super().__init__(list(there.values()), limit)
        self.lines: dict[str, set[int]] = defaultdict(set)
        for at, atom in enumerate(self.atoms):
            if self.counts[at]:
                self.lines[atom.published].add(at)

    def row_of(self, atom: int) -> str:
        return self.atoms[atom].published

    def members_of(self, row: object) -> Sum | None:
        return frozenset(self.lines[str(row)])

    def candidates(self, atom: int) -> Iterator[Step]:
        place = _place(self.atoms[atom])
        for other in self._partners(atom):
            for one in (1, -1):
                pair = {atom: one, other: -one}
                yield pair
                for nearer, farther in self._fillers(place, _place(self.atoms[other])):
                    yield {**pair, nearer: -one, farther: one}
        if not self.atoms[atom].published:
            yield {atom: 1}

    def _partners(self, atom: int) -> Iterator[int]:
        """Those of its line, then places with nobody in them."""
        own = self.atoms[atom]
        others = sorted(self.lines[own.published] - {atom})
        others.sort(key=lambda other: unlike(own.faces, self.atoms[other].faces))
        yield from others[:_PARTNERS]
        if len(own.faces) == 1:
            beside = (self.places.get(face) for face in self._beside(own.faces[0]))
            yield from (other for other in beside if other is not None and not self.counts[other])

    def _beside(self, place: Face) -> Iterator[Face]:
        """The places in the same line of the table, in all its directions."""
        for axis, values in enumerate(self.values):
            for value in values:
                if value != place[axis]:
                    kind, level, category = _moved(place, axis, value)
                    yield (kind, level, category)

    def _fillers(self, here: Place, there: Place) -> Iterator[tuple[int, int]]:
        """Atoms that stand to each other as these two do: they keep the totals."""
        if len(here) != len(there) or len(here) == 1:
            return
        apart = [axis for axis in range(3) if here[axis] != there[axis]]
        if len(apart) != 1:
            return
        for axis in range(3):
            for value in self.values[axis] if axis != apart[0] else ():
                nearer = self.places.get(_moved(here, axis, value))
                farther = self.places.get(_moved(there, axis, value))
                if nearer is not None and farther is not None and value != here[axis]:
                    yield nearer, farther

    def penalty(self, step: Step) -> float:
        found = 0.0
        for atom, change in step.items():
            count = self.counts[atom]
            found += _FROM_NOUGHT * (not count) + _TO_NOUGHT * (count > 0 == count + change)
            found += _OUT_OF_SMALL * (count < self.limit <= count + change)
        return found

    def changed(self, step: Step) -> dict[Label, float]:
        nets: dict[Label, int] = defaultdict(int)
        weights: dict[Label, float] = {}
        for atom, change in step.items():
            for label, weight in self.labels[atom].items():
                nets[label] += change
                weights[label] = weight
        return {label: weights[label] for label, net in nets.items() if net}


def _labels_of(atom: Atom, *, by_kind: bool) -> dict[Label, float]:
    """The figures that count it, as somebody would ask for them, and how much each is asked for."""
    with_kinds, without = (10.0, 0.1) if by_kind else (1.0, 1.0)
    found: dict[Label, float] = {(): _WHOLE * without}
    for face in atom.faces:
        kind, level, category = face
        often = 1.0 if level in (2, 3) else _LESS_ASKED
        found["level", level] = _ONE * often * without
        found["category", category] = _ONE * without
        found["level", level, "category", category] = _TWO * often * without
        found["kind", kind] = _ONE * with_kinds
        found["kind", kind, "level", level] = _TWO * often * with_kinds
        found["kind", kind, "category", category] = _TWO * with_kinds
        found["face", *face] = _LEAST
    return found


def _place(atom: Atom) -> Place:
    """Where it stands in the table; who is in several places is apart."""
    return atom.faces[0] if len(atom.faces) == 1 else (atom,)


def _moved(place: Place, axis: int, value: object) -> Place:
    return (*place[:axis], value, *place[axis + 1 :])


def unlike(some: tuple[Face, ...], others: tuple[Face, ...]) -> float:
    """How much two atoms differ in where they stand."""
    if len(some) > 1 or len(others) > 1:
        return sum(_UNLIKE)
    pairs = zip(some[0], others[0], _UNLIKE, strict=True)
    return sum(weight for here, there, weight in pairs if here != there)
