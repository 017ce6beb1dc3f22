"""Figures in numbers and words: counts, and ratios rounded half up from exact whole numbers."""

from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import AVERAGE, COUNT, RATE, Question

Number = int | float
_SCALE = {RATE: 100_000, AVERAGE: 1}  # a share is per cent


def number_of(question: Question, figure: Figure) -> Number | None:
    """The figure that is asked for; a ratio has one decimal, and of nothing there is none."""
    if question.figure == COUNT:
        return figure.count
    if not figure.out_of:
        return None
    return rounded(figure.count * _SCALE.get(question.figure, 100), figure.out_of)


def rounded(above: int, below: int) -> float:
    """The quotient with one decimal, half up: 1/4 is 0.3."""
    tenths = (20 * above + below) // (2 * below)
    return tenths / 10


def with_population(question: Question, figures: Figures, figure: Figure) -> Figure:
    """A rate is per head of the population: that of the figure, else of the whole area."""
    if question.figure != RATE or figure.out_of is not None:
        return figure
    return Figure(figure.count, figures.population)


def ratio_words(question: Question, figure: Figure, *, counts: bool = True) -> str:
    """93.8% (793 of 845); `counts` False leaves out what it is a ratio of."""
    number = number_of(question, figure)
    if number is None:
        return "n/a"
    of = f"{figure.count:,} of {figure.out_of:,}"
    if question.figure == AVERAGE:
        over = f", over {figure.out_of:,} {'decision' if figure.out_of == 1 else 'decisions'}"
        days = "day" if number == 1 else "days"
        return f"{number:,} {days} on average{over if counts else ''}"
    if question.figure == RATE:
        people = f" ({of} people aged 10 and over)" if counts else ""
        return f"{number:,} per 100,000{people}"
    return f"{number}% ({of})" if counts else f"{number}%"
