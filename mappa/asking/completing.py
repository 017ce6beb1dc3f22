"""Makes what was said a question: every part in its place, or asked back."""

from dataclasses import replace
from datetime import date

from mappa.asking.filters_said import filters_in
from mappa.asking.fitting import check_counted, check_legal
from mappa.asking.measures import MEASURES
from mappa.asking.questions import (
    COUNT,
    RATE,
    SHARE,
    Day,
    Question,
)
from mappa.asking.refusals import EXAMPLES, twice
from mappa.asking.said import Said
from mappa.asking.subjects_said import counted_in, kinds_in, status_in
from mappa.asking.times_said import when_in
from mappa.errors import NotUnderstood


def complete(said: Said, today: date) -> Question:
    """The question, or NotUnderstood with what to say."""
    counted = counted_in(said)
    question = Question(counted, Day(today), today, figure=_figure(said, counted), by=said.by)
    question = replace(
        question, kinds=kinds_in(said, counted), status=status_in(said, counted, today)
    )
    where, out_of = filters_in(said, question)
    question = replace(question, where=where, out_of=out_of)
    question = replace(question, by=_group(question), listed=said.listed)
    question = replace(question, when=when_in(said, question))
    check_counted(said, question)
    check_legal(question)
    return question


def _figure(said: Said, counted: str) -> str:
    figures = MEASURES[counted].figures
    if figures == frozenset({SHARE}):
        if said.figure not in (COUNT, SHARE, RATE) or said.per_100_000:
            raise twice("figure")
        if said.figure == COUNT and said.opened:
            raise NotUnderstood(
                f"Of {counted} the share is given, not a number.", _SHARES_OF.get(counted, EXAMPLES)
            )
        return SHARE
    if said.figure not in figures:
        raise NotUnderstood(
            f"There is no {said.figure} of {counted} here; their number can be asked.", EXAMPLES
        )
    return said.figure


_SHARES_OF = {"attendance": ("police attendance at level 3 meetings this year",)}


def _group(question: Question) -> str:
    groups = MEASURES[question.counted].groups
    by = question.by
    if by == "agency" and by not in groups and "lead-agency" in groups:
        by = "lead-agency"
    if by and by not in groups:
        raise NotUnderstood(f"{question.counted.capitalize()} have no table by {by}.", EXAMPLES)
    return by
