"""A question read back in plain English: what is counted, which of it, when, and by what."""

from collections.abc import Mapping
from dataclasses import replace

from mappa.answering.filter_words import (
    PLACES,
    agency_words,
    case_clauses,
    level_words,
    standing_words,
)
from mappa.answering.period_words import BUCKET_NAMES
from mappa.answering.subjects import (
    is_stock,
    named_category,
    place_of,
    share_by_status,
    subject,
    whole_of,
)
from mappa.asking.questions import AVERAGE, BOTH, RATE, SHARE, Comparison, Filters, Question
from mappa.days import uk_date

GROUPS: Mapping[str, str] = {
    "lead-agency": "lead agency",
    "band": "risk of serious harm",
    "year": "MAPPA year",
}
# What is asked of each, in a share that is always taken of the same.
_PARTS: Mapping[str, str] = {
    "reviews on time": "that were on time",
    "screening on time": "that were decided on time",
    "minutes on time": "that were issued on time",
    "disclosure": "with a disclosure decision recorded",
}
PER_100_000 = "per 100,000 people aged 10 and over"


def reading(asked: Question | Comparison) -> str:
    """The question in words, full dates in them; what is asked of several is read one by one."""
    if isinstance(asked, Comparison):
        first, *others = (reading(side) for side in asked.sides)
        return "; compared with ".join([first, *map(lower_first, others)])
    words = figure_reading(asked)
    return _upper(f"list of {words}" if asked.listed else words) + by_words(asked)


def by_words(question: Question) -> str:
    """, by level; nothing where there are no groups, or where the time says them already."""
    if not question.by or (is_stock(question) and question.by in BUCKET_NAMES):
        return ""
    if question.counted == "referrals" and question.by == "status":
        return f", by status on {uk_date(question.asked_on)}"
    return f", by {GROUPS.get(question.by, question.by)}"


def share_words(question: Question) -> str:
    """people in the community on 31 March 2014 that are at level 1; a share is taken of it."""
    if question.counted in _PARTS:
        return f"{subject(question).after_a_figure()} {_PARTS[question.counted]}"
    return f"{subject(question).flowing()} {_part(question)}"


def rate_words(question: Question) -> str:
    """registered sexual offenders (category 1) in the community on 31 March 2014."""
    return (named_category(question) or subject(question)).flowing()


def average_words(question: Question) -> str:
    """of referrals decided up to 25 November 2026."""
    return f"of {subject(question).after_a_figure()}"


def figure_reading(question: Question) -> str:
    """share of people in the community on 31 March 2014 that are at level 1; without groups."""
    if question.counted == "attendance":
        return subject(question).read_back()
    if question.figure == SHARE:
        return f"share of {share_words(question)}"
    if question.figure == RATE:
        return f"{rate_words(question)}, {PER_100_000}"
    if question.figure == AVERAGE:
        return f"days from referral to decision, on average, {average_words(question)}"
    return subject(question).read_back()


def _part(question: Question) -> str:
    """Which part of the whole: what is asked of it beyond what is asked of the whole."""
    if share_by_status(question):
        return f"that were {question.status}"
    part = _beyond(question)
    if question.counted == "referrals":
        words = _referred(part)
    else:
        place = PLACES[part.custody] if part.custody else ""
        words = [standing_words(part), *case_clauses(part), place]
    return f"that are {', '.join(filter(None, words)) or 'among them'}"


def _referred(part: Filters) -> list[str]:
    agencies, levels = agency_words(part.agencies), level_words(part.levels)
    whose = standing_words(Filters(categories=part.categories))
    return [
        f"from {agencies}" if agencies else "",
        f"for {levels}" if levels else "",
        f"of people {whose}" if whose else "",
        *case_clauses(part),
    ]


def _beyond(question: Question) -> Filters:
    """The filters of the part without those that the whole has as well."""
    part, whole = question.where, whole_of(question)
    same = {name: getattr(Filters(), name) for name in NAMES if _same(part, whole, name)}
    left = replace(part, **same)
    anywhere = part.custody in ("", BOTH) or part.custody == place_of(question, whole)
    return replace(left, custody="" if anywhere else part.custody)


NAMES = ("levels", "categories", "agencies", "lead_agencies", "districts", "bands", "without")


def _same(part: Filters, whole: Filters, name: str) -> bool:
    found: bool = getattr(part, name) == getattr(whole, name)
    return found


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """As it goes on in a sentence; a name of capitals stays one."""
    first = words.split(" ", 1)[0]
    keeps = first.rstrip("s").isupper() and len(first) > 1
    return words if keeps else words[:1].lower() + words[1:]
