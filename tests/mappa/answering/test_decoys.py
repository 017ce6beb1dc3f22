"""Nobody who adds up and subtracts what is shown, or tries every caseload, learns a small one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from random import Random

import pytest

from mappa.answering.atoms import Atom, Face, Move, merged
from mappa.answering.decoys import TooManySums
from mappa.answering.moves import moves_for
from mappa.answering.moves_within import moves_within
from mappa.answering.veils import Family, Told

LIMIT = 5
LEVELS, CATEGORIES = (1, 2, 3), (1, 2, 3)
PRIME = 1_000_003
Counts = Mapping[Atom, int]


def at(level: int, category: int, value: object = None, kind: str = "", line: str = "") -> Atom:
    return Atom(((kind, level, category),), value, line)


def few(chance: Random) -> int:
    """Noughts and small numbers often, large ones now and then."""
    return chance.choice([0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 9, 30])


def any_table(
    chance: Random, values: Sequence[object] = (None,), levels: int = 3
) -> dict[Atom, int]:
    places = product(LEVELS[:levels], CATEGORIES, values)
    return {at(level, category, value): few(chance) for level, category, value in places}


def sums(atoms: Sequence[Atom]) -> Iterator[frozenset[Atom]]:
    """Every set of atoms."""
    parts = chain.from_iterable(combinations(atoms, n) for n in range(1, len(atoms) + 1))
    return map(frozenset, parts)


def change(move: Move, these: Iterable[Atom]) -> int:
    return sum(move.get(atom, 0) for atom in these)


def number(counts: Counts, these: Iterable[Atom]) -> int:
    return sum(counts.get(atom, 0) for atom in these)


@pytest.mark.parametrize("limit", [3, 4, 5])
def test_every_small_sum_of_atoms_differs_in_a_caseload_that_shows_the_same(limit: int) -> None:
    chance = Random(f"sums {limit}")
    for _ in range(12):
        counts = any_table(chance)
        moves = moves_for(counts, limit)
        assert all(counts.get(one, 0) + n >= 0 for move in moves for one, n in move.items())
        for these in sums(list(counts)):
            if 0 < number(counts, these) < limit:
                assert any(change(move, these) for move in moves), (counts, these)


def test_with_a_further_filter_too_and_what_is_asked_without_it_stays_as_it_was() -> None:
    chance = Random("within")
    for _ in range(8):
        counts = any_table(chance, ("Luton", "Bedford"), levels=2)
        base = moves_for(merged(counts), LIMIT)
        moves = moves_within(counts, LIMIT, base)
        assert {as_items(merged(dict(move))) for move in moves} <= {(), *map(as_items, base)}
        assert all(counts.get(one, 0) + n >= 0 for move in moves for one, n in move.items())
        for these in sums(list(counts)):
            if 0 < number(counts, these) < LIMIT:
                assert any(change(move, these) for move in moves), (counts, these)


def test_where_the_table_is_printed_its_cells_are_told_and_who_is_where_in_them_is_not() -> None:
    chance = Random("printed")
    for _ in range(5):
        counts = any_table(chance, ("Luton", "Bedford"), levels=2)
        moves = moves_within(counts, LIMIT, [], printed=True)
        assert not any(merged_change(move) for move in moves)
        for these in sums(list(counts)):
            cells = {atom._replace(value=None) for atom in these if counts[atom]}
            whole = [atom for atom in counts if atom._replace(value=None) in cells]
            if 0 < number(counts, these) < LIMIT and number(counts, whole) > number(counts, these):
                assert any(change(move, these) for move in moves), (counts, these)
        for atom, count in counts.items():
            if 0 < count < LIMIT:  # nor that nobody else of a cell is elsewhere
                assert any(change(move, [atom]) for move in moves)


def merged_change(move: Move) -> tuple[tuple[Atom, int], ...]:
    return as_items(merged(dict(move)))


def as_items(move: Move) -> tuple[tuple[Atom, int], ...]:
    return tuple(sorted((item for item in move.items() if item[1]), key=repr))


def askable(values: Sequence[object] = ()) -> Iterator[tuple[set[int], set[int], set[object]]]:
    """Every question of levels, categories, and none or one of the values."""
    levels, categories = (list(map(set, sums_of(each))) for each in (LEVELS, CATEGORIES))
    for some in ([], *([value] for value in values)):
        for asked_levels, asked_categories in product(levels, categories):
            yield asked_levels, asked_categories, set(some)


def sums_of(values: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(values, n) for n in range(1, len(values) + 1))


def chosen(
    counts: Counts,
    levels: Iterable[int],
    categories: Iterable[int] = CATEGORIES,
    values: Iterable[object] = (),
) -> set[Atom]:
    asked: list[set[object]] = [set(levels), set(categories), set(values)]

    def holds(atom: Atom) -> bool:
        ((_, level, category),) = atom.faces
        here = zip((level, category, atom.value), asked, strict=True)
        return all(not some or one in some for one, some in here)

    return set(filter(holds, counts))


def is_small(count: int) -> bool:
    return 0 < count < LIMIT


def told(family: Family, these: set[Atom]) -> Told:
    return family.told(lambda atom: atom in these, LIMIT)


def test_whoever_tries_every_caseload_against_every_answer_is_left_with_several() -> None:
    """Of all caseloads for which all answers would read the same, two differ in each small sum."""
    chance = Random("attacker")
    for _ in range(8):
        counts = {atom: chance.randint(0, 4) for atom in any_table(chance, levels=2)}
        family = Family(counts, moves_for(counts, LIMIT))
        answers = {
            frozenset(these): told(family, these)
            for question in askable()
            if (these := chosen(counts, *question))
        }
        alike = list(caseloads_with(counts, answers))
        assert counts in alike
        for some in sums(list(counts)):
            if is_small(number(counts, some)):
                assert len({number(one, some) for one in alike}) > 1, (counts, some)


def caseloads_with(
    counts: Counts, answers: Mapping[frozenset[Atom], Told]
) -> Iterator[dict[Atom, int]]:
    """Atom by atom, as long as the answers to what is known of them fit."""
    atoms = list(counts)
    last = {these: max(map(atoms.index, these)) for these in answers}
    by_last = {place: [one for one in answers if last[one] == place] for place in range(len(atoms))}

    def fits(found: Counts, these: frozenset[Atom]) -> bool:
        count = number(found, these)
        if answers[these] is Told.EXACTLY:
            return count == number(counts, these)
        return answers[these] is Told.NOTHING or count < LIMIT

    def go_on(found: dict[Atom, int]) -> Iterator[dict[Atom, int]]:
        place = len(found)
        if place == len(atoms):
            yield found
            return
        for count in range(LIMIT + 2):
            more = {**found, atoms[place]: count}
            if all(fits(more, these) for these in by_last[place]):
                yield from go_on(more)

    return go_on({})


def test_no_sums_and_differences_of_all_that_is_shown_make_a_small_figure() -> None:
    chance = Random("algebra")
    values = ("Luton", "Bedford", "")
    for _ in range(3):
        counts = any_table(chance, values)
        moves = moves_for(merged(counts), LIMIT)
        base = Family(merged(counts), moves)
        within = Family(counts, moves_within(counts, LIMIT, moves))
        shown = Rows()
        questions = [chosen(counts, *question) for question in askable(values)]
        for these, (*_, some) in zip(questions, askable(values), strict=True):
            wholes = {atom._replace(value=None) for atom in these}
            family, asked = (within, these) if some else (base, wholes)
            if told(family, asked) is Told.EXACTLY:
                assert not is_small(number(counts, these))
                shown.add([int(atom in these) for atom in counts])
        for these in [*questions, *({atom} for atom in counts)]:
            if is_small(number(counts, these)):
                assert shown.left_of([int(atom in these) for atom in counts])


class Rows:
    """Equations, in a form in which it is seen whether another one follows from them."""

    def __init__(self) -> None:
        self.by_first: dict[int, list[int]] = {}

    def add(self, row: list[int]) -> None:
        if left := self.left_of(row):
            first = next(place for place, value in enumerate(left) if value)
            scale = pow(left[first], -1, PRIME)
            self.by_first[first] = [value * scale % PRIME for value in left]

    def left_of(self, row: list[int]) -> list[int]:
        """What the equations do not give; nothing if they give all of it."""
        left = list(row)
        for place in range(len(left)):
            if left[place] and place in self.by_first:
                by = left[place]
                pairs = zip(left, self.by_first[place], strict=True)
                left = [(value - by * own) % PRIME for value, own in pairs]
        return left if any(left) else []


def test_large_totals_stay_and_nothing_depends_on_the_order_of_the_atoms() -> None:
    counts = {
        at(level, category): count
        for level, row in ((1, (595, 198, 0)), (2, (8, 30, 7)), (3, (1, 3, 3)))
        for category, count in zip(CATEGORIES, row, strict=True)
    }
    moves = moves_for(counts, LIMIT)
    assert moves_for(dict(reversed(list(counts.items()))), LIMIT) == moves
    family = Family(counts, moves)
    for level, category in product(LEVELS, CATEGORIES):
        assert told(family, chosen(counts, {level})) is Told.EXACTLY
        assert told(family, chosen(counts, LEVELS, {category})) is Told.EXACTLY
    assert told(family, {at(3, 1)}) is told(family, {at(3, 2)}) is Told.FEW
    assert told(family, {at(1, 3)}) is Told.EXACTLY  # that there is nobody may be said
    assert told(family, {at(2, 2)}) is Told.EXACTLY


def test_a_small_level_takes_another_level_with_it_but_not_the_one_that_is_asked_for_most() -> None:
    counts = {at(1, 1): 500, at(1, 2): 200, at(2, 1): 20, at(2, 2): 25, at(3, 1): 1, at(3, 2): 2}
    family = Family(counts, moves_for(counts, LIMIT))
    levels = [chosen(counts, {level}) for level in LEVELS]
    assert [told(family, these) for these in levels] == [Told.NOTHING, Told.EXACTLY, Told.FEW]
    assert told(family, set(counts)) is Told.EXACTLY
    assert told(family, levels[1] | levels[2]) is not Told.EXACTLY


def line_of_category_1(faces: Sequence[Face]) -> str:
    kind, _, category = faces[0]
    return str(kind) if category == 1 else ""


def test_a_published_line_stays_what_it_is_and_no_part_of_it_is_told() -> None:
    """Two orders are known to be on Category 1; at which level they were is not."""
    counts = {
        at(2, 1, kind="NO", line="NO"): 2,
        at(2, 1, kind="SOPO", line="SOPO"): 30,
        at(3, 1, kind="SOPO", line="SOPO"): 2,
        at(2, 2, kind="VOO"): 6,
    }
    moves = moves_for(counts, LIMIT, line_of_category_1)
    for move in moves:
        for line in ("NO", "SOPO"):
            assert change(move, [atom for atom in move if atom.published == line]) == 0
    for atom, count in counts.items():
        assert any(change(move, [atom]) for move in moves) or not is_small(count)


def test_what_is_spread_too_thin_is_given_up_in_good_time() -> None:
    chance = Random("thin")
    counts = {
        at(level, category, value, kind): int(chance.random() < 0.2)
        for kind, level, category, value in product("abc", LEVELS, CATEGORIES, range(15))
    }
    with pytest.raises(TooManySums):
        moves_within(counts, 10, moves_for(merged(counts), 10))
    assert Family(counts, None).told(lambda _: True, 10) is Told.NOTHING


def test_who_is_in_several_groups_is_moved_as_well() -> None:
    both = Atom((("", 2, 1), ("", 3, 1)))
    counts = {at(2, 1): 40, at(2, 2): 9, at(3, 2): 6, both: 2}
    moves = moves_for(counts, LIMIT)
    assert any(change(move, [both]) for move in moves)
    family = Family(counts, moves)
    at_level_2 = {atom for atom in counts if any(face[1] == 2 for face in atom.faces)}
    assert told(family, set(counts)) is told(family, at_level_2) is Told.EXACTLY
