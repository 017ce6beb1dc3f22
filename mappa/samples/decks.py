"""Chances that are the same at every call, and in which everything has its turn."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chances(seed: int) -> Random:
    """What invents people and figures, and guards nothing."""
    return Random(seed)  # noqa: S311


def dealt(random: Random, cards: Sequence[T]) -> Iterator[T]:
    """The cards in any order, each once before the first comes again."""
    while True:
        yield from random.sample(cards, len(cards))


def deck(counts: Mapping[T, int]) -> tuple[T, ...]:
    """So many cards of each."""
    return tuple(card for card, count in counts.items() for _ in range(count))
