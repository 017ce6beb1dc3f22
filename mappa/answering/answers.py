"""Answers: figures with the words that say what was counted, when, and what is not shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mappa.answering.figure_sentences import figure_sentence, inside_words, is_series, short_words
from mappa.answering.figure_words import Number, number_of, with_population
from mappa.answering.groups import Group, groups_of
from mappa.answering.period_words import BUCKET_NAMES
from mappa.answering.readings import reading
from mappa.answering.remarks import HIDDEN, remarks_on
from mappa.answering.sides import hidden_sides, side_labels
from mappa.answering.suppression import (
    OF_NOBODY,
    hidden_counts,
    hidden_ratios,
    is_hidden,
    not_alone,
    weight_of,
)
from mappa.answering.veils import Told, Veil
from mappa.asking.figures import Figures
from mappa.asking.questions import COUNT, RATE, Asked, Comparison, Day, Period, Question, When
from mappa.errors import MappaError, NotAllowed, NotUnderstood

LISTED = 20  # references in the text of a list; all of them are in its `cases`
NO_LISTS = "Lists of cases are given to co-ordinators only. Ask how many there are instead."
AS_FILE = 'For all of them as a file, find them "as file". Example: find level 2 cases as file.'


@dataclass(frozen=True, slots=True)
class Shown:
    """What whoever asked may be shown; `suppress_below` None: every figure exactly."""

    category_4: bool
    suppress_below: int | None = None

    def limit(self, question: Question) -> int:
        """Below which a figure of this question is not given."""
        return 0 if question.counted in OF_NOBODY else self.suppress_below or 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a grouped answer; None where there is no figure, or none that may be shown."""

    label: str
    value: Number | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask --json` prints; `status` is answered, clarify, not_understood or not_allowed."""

    status: str
    text: str
    value: Number | None = None
    rows: tuple[Row, ...] = ()
    cases: tuple[str, ...] = ()
    on: date | None = None
    from_: date | None = None
    to: date | None = None
    reading: str = ""
    choices: tuple[str, ...] = ()

    def as_json_object(self) -> dict[str, Any]:
        """Its fields in the order and with the names that scripts rely on."""
        return {
            "status": self.status,
            "value": self.value,
            "rows": [{"label": row.label, "value": row.value} for row in self.rows],
            "cases": list(self.cases),
            "on": _iso(self.on),
            "from": _iso(self.from_),
            "to": _iso(self.to),
            "reading": self.reading,
            "text": self.text,
            "choices": list(self.choices),
        }


def answer(question: Question, figures: Figures, shown: Shown) -> Answer:
    """The answer to a question of one figure or of a table of them."""
    if refusal := _refused((question,), question, shown):
        return refusal
    limit = shown.limit(question)
    groups = groups_of(question, figures)
    figures = replace(figures, whole=with_population(question, figures, figures.whole))
    gone, away = _hidden(question, figures, groups, limit)
    rows = tuple(
        Row(group.label, None if at in away else number_of(question, group.figure))
        for at, group in enumerate(groups)
    )
    sentences = [
        figure_sentence(question, figures, limit, hidden=gone, counts=not away),
        *remarks_on(question, figures, limit, gone=gone, rows_hidden=bool(away)),
    ]
    value = None if gone or is_series(question) else number_of(question, figures.whole)
    return _answered(question, question.when, " ".join(sentences), value, rows)


def list_answer(question: Question, figures: Figures, refs: Sequence[str], shown: Shown) -> Answer:
    """The number, and the cases that it is of: they may be fewer, as two orders are of one case."""
    if refusal := _refused((question,), question, shown):
        return refusal
    if shown.suppress_below is not None:
        return replace(_answered(question, question.when, NO_LISTS), status="not_allowed")
    counted = answer(replace(question, by=""), figures, shown)
    text = " ".join([counted.text, *_listed(refs, figures.whole.count)])
    found = _answered(question, question.when, text, counted.value)
    return replace(found, cases=tuple(refs))


def answer_comparison(comparison: Comparison, figures: Sequence[Figures], shown: Shown) -> Answer:
    """Side by side, in the order asked; there is no sum of them."""
    sides = comparison.sides
    if refusal := _refused(sides, comparison, shown):
        return refusal
    limit = shown.limit(sides[0])
    found = [
        replace(one, whole=with_population(side, one, one.whole))
        for side, one in zip(sides, figures, strict=True)
    ]
    away = hidden_sides(sides, found, limit)
    rows, said, remarks = [], [], []
    for at, label in enumerate(side_labels(sides)):
        side, one, gone = sides[at], found[at], at in away
        rows.append(Row(label, None if gone else number_of(side, one.whole)))
        words = short_words(side, one, limit, hidden=gone)
        inside = "" if gone else inside_words(side, one, limit).replace("; and", " and")
        said.append(f"{label}: {words}{inside}")
        remarks += remarks_on(side, one, limit, gone=gone, rows_hidden=False, it=label)
    text = " ".join([f"{'; '.join(said)}.", f"{reading(comparison)}.", *dict.fromkeys(remarks)])
    when = sides[0].when if len({side.when for side in sides}) == 1 else None
    return _answered(comparison, when, text, None, tuple(rows))


def answer_problem(problem: MappaError) -> Answer:
    """A question that is asked back (with choices), not understood, or not allowed."""
    if isinstance(problem, NotAllowed):
        return Answer("not_allowed", problem.message)
    choices = problem.choices if isinstance(problem, NotUnderstood) else ()
    return Answer("clarify" if choices else "not_understood", problem.message, choices=choices)


def _answered(
    asked: Asked,
    when: When | None,
    text: str,
    value: Number | None = None,
    rows: tuple[Row, ...] = (),
) -> Answer:
    on = when.on if isinstance(when, Day) else None
    from_, to = (when.from_on, when.to_on) if isinstance(when, Period) else (None, None)
    return Answer("answered", text, value, rows, (), on, from_, to, reading(asked))


def _refused(sides: Sequence[Question], asked: Asked, shown: Shown) -> Answer | None:
    """What is only about Category 4 is not for everybody."""
    of_4 = any(
        filters.categories == {4}
        for side in sides
        for filters in (side.where, side.out_of)
        if filters is not None
    )
    if shown.category_4 or not of_4:
        return None
    when = sides[0].when if len(sides) == 1 else None
    return replace(_answered(asked, when, HIDDEN), status="not_allowed")


def _hidden(
    question: Question, found: Figures, groups: Sequence[Group], limit: int
) -> tuple[bool, frozenset[int]]:
    """Whether the whole is not given, and which of the rows are not."""
    figures, whole = [group.figure for group in groups], found.whole
    everything = frozenset(range(len(groups)))
    if found.veil is not None and limit:
        return _veiled(question, found.veil, groups, limit)
    if is_series(question):
        return False, frozenset(
            at for at, figure in enumerate(figures) if is_hidden(question, figure, limit)
        )
    if is_hidden(question, whole, limit):
        return True, everything
    if question.figure not in (COUNT, RATE):
        return False, hidden_ratios(question, figures, limit)
    return hidden_counts([figure.count for figure in figures], limit)


def _veiled(
    question: Question, veil: Veil, groups: Sequence[Group], limit: int
) -> tuple[bool, frozenset[int]]:
    """By what else could be asked of the same. Without the whole no row is given: a nought would
    say which group the few are in."""
    everything = frozenset(range(len(groups)))
    if not is_series(question) and veil.told(question) is not Told.EXACTLY:
        return True, everything
    away = {at for at in everything if veil.told(question, groups[at].key) is not Told.EXACTLY}
    if question.by not in BUCKET_NAMES or is_series(question):
        return False, frozenset(away)
    # Each month is by itself, and all of them make the whole: none is left to be reckoned from it.
    figures = [group.figure for group in groups]
    if question.figure in (COUNT, RATE):
        gone, small = hidden_counts([figure.count for figure in figures], limit)
    else:
        gone, small = False, hidden_ratios(question, figures, limit)
    return gone, frozenset(not_alone([weight_of(question, one) for one in figures], away | small))


def _listed(refs: Sequence[str], number: int) -> list[str]:
    """The first of the cases, how many more there are, and how to have all of them."""
    if not refs:
        return []
    what = "Case" if len(refs) == 1 else "Cases"
    many = f" ({len(refs):,})" if len(refs) != number else ""
    more = len(refs) - LISTED
    words = f"{what}{many}: {', '.join(refs[:LISTED])}"
    return [f"{words} and {more:,} more.", AS_FILE] if more > 0 else [f"{words}."]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
