"""Small figures are not given to everybody, nor anything from which one could be worked out."""

from collections.abc import Collection, Sequence

from mappa.asking.figures import Figure
from mappa.asking.questions import AVERAGE, COUNT, RATE, Question

# What counts sessions and samples, and never people.
OF_NOBODY = frozenset({"trainings", "case audits"})


def is_small(count: int, limit: int) -> bool:
    """Whether so few could be recognised. That there is nobody may be said."""
    return 0 < count < limit


def counts_of(question: Question, figure: Figure) -> tuple[int, ...]:
    """The numbers of people, or of what concerns them, that a figure gives away."""
    if question.figure in (COUNT, RATE):
        return (figure.count,)
    out_of = figure.out_of or 0
    if question.figure == AVERAGE:
        return (out_of,)
    return figure.count, out_of - figure.count, out_of


def is_hidden(question: Question, figure: Figure, limit: int) -> bool:
    """Whether a figure is too small to be given; of a ratio also what is left of the whole."""
    return any(is_small(count, limit) for count in counts_of(question, figure))


def hidden_counts(counts: Sequence[int], limit: int) -> tuple[bool, frozenset[int]]:
    """Whether the whole is not given, and which of its counts are not, by their places.

    The small ones, and after them the next smallest until each of those hidden could be several
    numbers, also for somebody who knows the whole, what is shown, and this rule. Where that cannot
    be it is all of them, and the whole is hidden too.
    """
    everything = True, frozenset(range(len(counts)))
    order = sorted((at for at, count in enumerate(counts) if count), key=lambda at: counts[at])
    number = sum(is_small(counts[at], limit) for at in order)
    while number and _tells(counts, order[:number], limit):
        if number == len(order):
            return everything
        number += 1
    return False, frozenset(order[:number])


def _tells(counts: Sequence[int], hidden: Sequence[int], limit: int) -> bool:
    """Whether a hidden count can be worked out from the whole and the counts that are shown.

    Each hidden one is at least 1 and, but for ties, below the smallest one shown; one is small.
    """
    together = sum(counts[at] for at in hidden)
    if len(hidden) == 1 or is_small(together, limit):
        return True
    if together in (len(hidden), len(hidden) * (limit - 1)):  # each is 1, or as many as can be
        return True
    shown = [count for at, count in enumerate(counts) if count and at not in hidden]
    least = together - (len(hidden) - 1) * (min(shown) - 1) if shown else 1
    return least >= limit - 1


def hidden_ratios(question: Question, figures: Sequence[Figure], limit: int) -> frozenset[int]:
    """Which of the ratios are not given, by their places: never one alone, because then it could
    be worked out from the whole and the weights of the others."""
    hidden = {at for at, figure in enumerate(figures) if is_hidden(question, figure, limit)}
    return not_alone([weight_of(question, figure) for figure in figures], hidden)


def weight_of(question: Question, figure: Figure) -> int:
    """How much of the whole it is: of a ratio, what it is taken of."""
    return figure.count if question.figure in (COUNT, RATE) else figure.out_of or 0


def not_alone(weights: Sequence[int], hidden: Collection[int]) -> frozenset[int]:
    """With the next smallest, where one only is hidden of those that have something in them."""
    others = [at for at, weight in enumerate(weights) if weight and at not in hidden]
    if len(hidden) == 1 and others:
        return frozenset([*hidden, min(others, key=lambda at: weights[at])])
    return frozenset(hidden)
