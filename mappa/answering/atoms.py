"""The smallest groups that figures are made of: everybody of one kind, counted together.

Any figure of a family (one measure at one time) is the sum of the atoms that it counts. Two figures
taken from each other are sums of atoms as well, so what must not be told is said of atoms.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

# The level, category, and what else is always free to ask: a kind of order, a status.
Face = tuple[object, object, object]  # kind, level, category


class Atom(NamedTuple):
    """`faces`: in several where somebody can be in several groups, at two levels in a year.

    `value`: what the one further filter tells apart. `published`: the line of a statutory table
    that everybody may read, if they are in one; its number stays what it is.
    """

    faces: tuple[Face, ...]
    value: object = None
    published: str = ""


Counts = Mapping[Atom, int]
Move = Mapping[Atom, int]  # how many more or fewer there would be
Publish = Callable[[tuple[Face, ...]], str]


def unpublished(_faces: tuple[Face, ...]) -> str:
    """Nothing of the kind is published."""
    return ""


def merged(counts: Counts) -> dict[Atom, int]:
    """The same counts without the further filter."""
    found: dict[Atom, int] = defaultdict(int)
    for atom, count in counts.items():
        found[atom._replace(value=None)] += count
    return dict(found)
