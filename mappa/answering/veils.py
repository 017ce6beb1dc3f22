"""What of a question's figures is shown to those who do not get every figure exactly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from mappa.answering.atoms import Atom, Counts, Face, Move
from mappa.answering.period_words import BUCKET_NAMES
from mappa.answering.subjects import whole_of
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    COMMUNITY,
    CUSTODY,
    SHARE,
    Filters,
    Question,
)

Holds = Callable[[Atom], bool]
OF_VALUES = {
    "agency": "agencies",
    "lead-agency": "lead_agencies",
    "district": "districts",
    "band": "bands",
}
REPORTED = frozenset({"report"})
WHOLE = None  # the key of what is not a group
ROWS = "rows"  # the key of all groups that are not months, quarters or years


class Told(Enum):
    """How much is told of a figure."""

    EXACTLY, FEW, NOTHING = "exactly", "fewer than the limit", "nothing"


@dataclass(frozen=True, slots=True)
class Family:
    """All figures that can be asked of one measure at one time, as the atoms that they count.

    `moves` None: nothing is shown. `published`: they stand in a statutory table, which prints small
    ones too.
    """

    counts: Counts = field(default_factory=dict)
    moves: Sequence[Move] | None = ()
    published: bool = False

    def told(self, holds: Holds, limit: int) -> Told:
        """Of those that hold: exactly if every decoy has as many."""
        if self.moves is None:
            return Told.NOTHING
        held = {atom for atom in self.counts if holds(atom)}
        apart = {atom for move in self.moves for atom in move} - self.counts.keys()
        held |= {atom for atom in apart if holds(atom)}
        changes = {
            sum(change for atom, change in move.items() if atom in held) for move in self.moves
        }
        count = sum(self.counts.get(atom, 0) for atom in held)
        if not changes - {0} and (self.published or not 0 < count < limit):
            return Told.EXACTLY
        return Told.FEW if count + max({0, *changes}) < limit else Told.NOTHING


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which atoms one figure counts; empty: any. `group`: of those who are in several groups and
    counted in the first that fits, only who is counted in this one, by place in the face."""

    levels: frozenset[object] = frozenset()
    categories: frozenset[object] = frozenset()
    kinds: frozenset[object] = frozenset()
    values: frozenset[object] = frozenset()
    group: tuple[int, object] | None = None

    def holds(self, atom: Atom) -> bool:
        if self.values and atom.value not in self.values:
            return False
        fitting = [face for face in atom.faces if self._fits(face)]
        if self.group is None or not fitting:
            return bool(fitting)
        place, value = self.group
        return fitting[0][place] == value

    def _fits(self, face: Face) -> bool:
        kind, level, category = face
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.levels or level in self.levels)
            and (not self.categories or category in self.categories)
        )


@dataclass(frozen=True, slots=True)
class Veil:
    """`families`: of the whole under WHOLE, of a month by its first day; each by where the people
    are, if that is told apart. `kinds`: what the question counts; `of_kinds`: what its share is
    taken of. `at_first`: who has several faces is in the group of the first. `by_rule`: whether the
    yearly table is for all. `shut`: the keys of which nothing is told, because of other
    measures."""

    limit: int
    families: Mapping[object, Mapping[str, Family]]
    kinds: frozenset[object] = frozenset()
    of_kinds: frozenset[object] = frozenset()
    at_first: bool = False
    by_rule: bool = False
    shut: frozenset[object] = frozenset()

    def told(self, question: Question, key: object = WHOLE) -> Told:
        """How much is told of the whole, or of a group by its key: of a ratio all or nothing."""
        if self.shut & {WHOLE, key if question.by in BUCKET_NAMES or key is WHOLE else ROWS}:
            return Told.NOTHING
        found = [self._told(question, part_of(question), self.kinds, key)]
        if question.figure == SHARE:
            found.append(self._told(question, all_of(question), self.of_kinds, key))
        if question.figure in (SHARE, AVERAGE) and set(found) != {Told.EXACTLY}:
            return Told.NOTHING
        return found[0]

    def told_inside(self, question: Question) -> Told:
        """The same of those who are in custody beside the whole."""
        if _narrows(question.where):  # would be a second filter
            return Told.NOTHING
        inside = replace(question, where=replace(question.where, custody=CUSTODY))
        return self._told(inside, inside.where, self.kinds, WHOLE)

    def told_reports(self, question: Question, key: object = WHOLE) -> Told:
        """The same of those who sent a report instead of coming."""
        return self._told(question, question.where, REPORTED, key)

    def parts(
        self, question: Question, where: Filters, kinds: frozenset[object], key: object
    ) -> list[tuple[Family, Holds]]:
        """The families that a figure is taken from, with which of their atoms it counts."""
        families = self.families.get(key if question.by in BUCKET_NAMES else WHOLE, {})
        chosen = _chosen(question, where, kinds, key, at_first=self.at_first)
        if chosen is None:
            return []
        places = _places(question, where, key) if COMMUNITY in families else families
        return [(families[place], chosen.holds) for place in places if place in families]

    def _told(
        self, question: Question, where: Filters, kinds: frozenset[object], key: object
    ) -> Told:
        parts = self.parts(question, where, kinds, key)
        told = [family.told(holds, self.limit) for family, holds in parts]
        if all(one is Told.EXACTLY for one in told):
            return Told.EXACTLY
        return told[0] if len(told) == 1 else Told.NOTHING


def _chosen(
    question: Question,
    where: Filters,
    kinds: frozenset[object],
    key: object,
    *,
    at_first: bool,
) -> Chosen | None:
    values: frozenset[object] = frozenset()
    for name in OF_VALUES.values():
        values |= getattr(where, name)
    if question.counted == "dates" and where.custody in (COMMUNITY, CUSTODY):
        values |= {where.custody}
    found = Chosen(frozenset(where.levels), frozenset(where.categories), kinds, values)
    by = question.by
    if key is WHOLE or by in BUCKET_NAMES or by == "custody":
        return found
    if by in ("level", "category") and at_first:
        return replace(found, group=(1 if by == "level" else 2, key))
    name = {"level": "levels", "category": "categories", "kind": "kinds", "status": "kinds"}.get(
        by, "values"
    )
    asked = getattr(found, name)
    some = frozenset(one for one in asked if one == key or _became(one) == key)
    if asked and not some:
        return None  # nobody is in two groups at once
    named = {field: getattr(found, field) for field in ("levels", "categories", "kinds", "values")}
    return Chosen(**{**named, name: some or frozenset([key])})


def _became(kind: object) -> object:
    """Of a referral that stood open: what has become of it."""
    return str(kind).rpartition(" ")[2]


def all_of(question: Question) -> Filters:
    """Which are counted: of a share, the whole."""
    if question.counted == "referrals":  # what became of those that are asked for
        return question.out_of or question.where
    return whole_of(question)


def part_of(question: Question) -> Filters:
    """Which are counted: of a share, what is asked of the part beside what is asked of all."""
    part, whole = question.where, all_of(question)
    names = ("levels", "categories", *OF_VALUES.values())
    left = {name: getattr(part, name) or getattr(whole, name) for name in names}
    return replace(part, **left)


def _places(question: Question, where: Filters, key: object) -> tuple[str, ...]:
    """Where they are of whom the picture of a day is."""
    if question.by == "custody" and key is not WHOLE:
        return (str(key),)
    place = where.custody
    if not place and question.out_of is not None:
        place = question.out_of.custody
    if not place and question.by == "custody" and question.figure != SHARE:
        place = BOTH
    return (COMMUNITY, CUSTODY) if place == BOTH else (place or COMMUNITY,)


def _narrows(where: Filters) -> bool:
    return any(getattr(where, name) for name in OF_VALUES.values())
