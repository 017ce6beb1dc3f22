"""What may be asked by somebody who does not get every figure exactly: so much of it at a time
that no two answers, taken together, give a person away."""

from collections.abc import Iterator
from datetime import date

from mappa.asking.questions import (
    COMMUNITY,
    CUSTODY,
    NOT_RECORDED,
    Asked,
    Comparison,
    Day,
    Filters,
    Question,
    When,
)
from mappa.errors import NotAllowed
from mappa.periods import months_later
from mappa.working_days import ONE_DAY

# Kinds and statuses are what is counted; level, category and time are the tables of the report.
_FREE_GROUPS = frozenset({"", "level", "category", "month", "quarter", "year", "kind", "status"})
_FILTERS = {
    "agencies": "agency",
    "lead_agencies": "lead-agency",
    "districts": "district",
    "bands": "band",
}
_OF_NOBODY = frozenset({"meetings", "trainings", "case audits"})
ONE_FILTER = (
    "With your role a question has at most one of agency, lead agency, district, risk band and "
    "custody beside level and category, so that no two answers give a person away. "
    "Example: how many level 2 cases in custody"
)
A_DAY = (
    "With your role custody and community are told apart on a day, not in a period. "
    "Example: how many level 2 cases in custody on 31 March 2014"
)
NOTHING_MISSING = (
    "What is missing in cases is counted for co-ordinators only. "
    "Example of what you can ask: how many level 2 cases"
)

A_PERIOD = (
    "With your role a period is whole months, quarters or years, or weeks or months up to or from "
    "today, so that no two of them give a person away. Example: how many referrals in 2013/14"
)


def sides_of(asked: Asked) -> tuple[Question, ...]:
    """The questions that are asked side by side; most often one."""
    return asked.sides if isinstance(asked, Comparison) else (asked,)


def require_permit(asked: Asked) -> None:
    """Refuse a figure that only those who see every figure exactly may ask for."""
    for question in sides_of(asked):
        if question.counted not in _OF_NOBODY and not is_usual(question.when, question.asked_on):
            raise NotAllowed(A_PERIOD)
        narrowed = set(_narrowed(question))
        for refusal in (NOTHING_MISSING, A_DAY):
            if refusal in narrowed:
                raise NotAllowed(refusal)
        if len(narrowed) > 1:
            raise NotAllowed(ONE_FILTER)


def is_usual(when: When, today: date) -> bool:
    """Whether it is a day, or a period that everybody asks for: from two that differ by a day or
    two somebody could be reckoned out."""
    if isinstance(when, Day):
        return True
    first, last = when.from_on, when.to_on
    ends_well = (last + ONE_DAY).day == 1 or last == today
    if first is None or first.day == 1:
        return ends_well
    days = (last - first).days
    if first.weekday() == 0 and days == 6:
        return True
    months = (last.year - first.year) * 12 + last.month - first.month
    return (
        today in (first, last)
        and days > 0
        and (days % 7 == 0 or last == months_later(first, months))
    )


def _narrowed(question: Question) -> Iterator[str]:
    """By what else than level and category it is narrowed or divided."""
    if question.by not in _FREE_GROUPS:
        yield question.by
    for filters in (question.where, question.out_of or Filters()):
        if filters.without:
            yield NOTHING_MISSING
        for name, narrows in _FILTERS.items():
            if chosen := getattr(filters, name):
                yield NOTHING_MISSING if NOT_RECORDED in chosen else narrows
        if filters.custody and not _is_usual(question, filters):
            yield "custody"
        if filters.custody in (COMMUNITY, CUSTODY) and _is_flow(question):
            yield A_DAY
    if question.by == "custody" and _is_flow(question):
        yield A_DAY


def _is_usual(question: Question, filters: Filters) -> bool:
    """Whether custody is asked no further than it is for a picture anyway: of the community."""
    picture = question.counted == "people" and isinstance(question.when, Day)
    return picture and filters.custody == COMMUNITY


def _is_flow(question: Question) -> bool:
    """Whether people are counted who were so at any time in a period."""
    pictures = isinstance(question.when, Day) or question.by in ("month", "quarter", "year")
    return question.counted == "people" and not pictures
