"""The first sentence of an answer: the figure, and what was counted and when."""

from collections.abc import Mapping

from mappa.answering.figure_words import ratio_words
from mappa.answering.filter_words import agency_words
from mappa.answering.period_words import BUCKET_NAMES
from mappa.answering.readings import (
    average_words,
    by_words,
    figure_reading,
    rate_words,
    share_words,
)
from mappa.answering.subjects import is_stock, place_of, subject
from mappa.answering.suppression import is_small
from mappa.answering.veils import Told
from mappa.asking.figures import Figures
from mappa.asking.questions import AVERAGE, COMMUNITY, COUNT, RATE, Day, Question

# Why there is no ratio.
_NOTHING: Mapping[str, str] = {
    "people": "nobody",
    "attendance": "no invitations to held meetings",
    "reviews on time": "no reviews",
    "screening on time": "no decisions",
    "minutes on time": "no minutes due that are kept here",
    "disclosure": "no cases heard",
}


def figure_sentence(
    question: Question, figures: Figures, limit: int, *, hidden: bool, counts: bool
) -> str:
    """The figure in words; `counts` False leaves out what a ratio is of."""
    figure = figures.whole
    if is_series(question):
        return (
            f"{_upper(figure_reading(question))}: one figure for each {BUCKET_NAMES[question.by]}."
        )
    if question.counted == "attendance" and not hidden and figure.out_of:
        return _attendance(question, figures, limit, counts=counts)
    if question.figure == COUNT:
        return _count(question, figures, limit, hidden=hidden)
    number = short_words(question, figures, limit, hidden=hidden, counts=counts)
    if hidden or not figure.out_of:
        first = _upper(number) if hidden else number
        return f"{first}: {figure_reading(question)}{by_words(question)}."
    return f"{number}: {_of_what(question)}{by_words(question)}."


def short_words(
    question: Question, figures: Figures, limit: int, *, hidden: bool, counts: bool = True
) -> str:
    """The figure alone: 45, 93.8% (793 of 845), fewer than 5, n/a (no decisions)."""
    figure, veil = figures.whole, figures.veil
    if hidden:
        small = is_small(figure.count, limit)
        if veil is not None:
            small = veil.told(question) is Told.FEW
        return f"fewer than {limit}" if small and question.figure == COUNT else "not shown"
    if question.figure == COUNT:
        return f"{figure.count:,}"
    words = ratio_words(question, figure, counts=counts)
    return f"n/a ({_reason(question)})" if words == "n/a" else words


def inside_words(question: Question, figures: Figures, limit: int) -> str:
    """; and 6 more in custody: beside a count of those in the community."""
    inside, veil = figures.whole.inside, figures.veil
    of_community = is_stock(question) and place_of(question, question.where) == COMMUNITY
    if not of_community or question.figure != COUNT or not inside:
        return ""
    told = Told.FEW if is_small(inside, limit) else Told.EXACTLY
    if veil is not None and limit:
        told = veil.told_inside(question)
    if told is Told.NOTHING:
        return ""
    more = f"fewer than {limit}" if told is Told.FEW else f"{inside:,}"
    return f"; and {more} more in custody"


def is_series(question: Question) -> bool:
    """Whether every month has a picture of its own, of which there is no sum."""
    return is_stock(question) and question.by in BUCKET_NAMES


def _count(question: Question, figures: Figures, limit: int, *, hidden: bool) -> str:
    one = figures.whole.count == 1 and not hidden
    number = short_words(question, figures, limit, hidden=hidden)
    joint = ": " if number == "not shown" else " "
    what = subject(question).after_a_figure(one=one)
    inside = inside_words(question, figures, limit)
    return f"{_upper(number)}{joint}{what}{by_words(question)}{inside}."


def _of_what(question: Question) -> str:
    if question.figure == RATE:
        return rate_words(question)
    if question.figure == AVERAGE:
        return f"days from referral to decision, {average_words(question)}"
    return f"share of {share_words(question)}"


def _attendance(question: Question, figures: Figures, limit: int, *, counts: bool) -> str:
    """Police attended 12 of 16 (75.0%); 3 more sent a report."""
    figure, veil = figures.whole, figures.veil
    who = agency_words(question.where.agencies, "and") or "Agencies"
    share = ratio_words(question, figure, counts=False)
    came = f"{figure.count:,} of {figure.out_of:,} ({share})" if counts else share
    what = f"{_upper(subject(question).read_back())}{by_words(question)}"
    told = Told.FEW if is_small(figure.reports, limit) else Told.EXACTLY
    if veil is not None and limit:
        told = veil.told_reports(question)
    if told is Told.NOTHING:
        return f"{who} attended {came}. {what}."
    more = f"fewer than {limit}" if told is Told.FEW else f"{figure.reports:,}"
    return f"{who} attended {came}; {more} more sent a report. {what}."


def _reason(question: Question) -> str:
    if question.figure == RATE:
        return "no population recorded"
    what = "no decisions" if question.figure == AVERAGE else _NOTHING.get(question.counted)
    when = "on that day" if isinstance(question.when, Day) else "in that period"
    return f"{what or 'no referrals'} {when}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
