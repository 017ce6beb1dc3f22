"""What may be asked by somebody who does not get every figure exactly: so much of it at a time
that no two answers, taken together, give a person away."""

from collections.abc import Iterator

from mappa.asking.questions import (
    COMMUNITY,
    NOT_RECORDED,
    Asked,
    Comparison,
    Day,
    Filters,
    Question,
)
from mappa.errors import NotAllowed

# Kinds and statuses are what is counted; level, category and time are the tables of the report.
_FREE_GROUPS = frozenset({"", "level", "category", "month", "quarter", "year", "kind", "status"})
_FILTERS = {
    "agencies": "agency",
    "lead_agencies": "lead-agency",
    "districts": "district",
    "bands": "band",
}
ONE_FILTER = (
    "With your role a question has at most one of agency, lead agency, district, risk band and "
    "custody beside level and category, so that no two answers give a person away. "
    "Example: how many level 2 cases in custody"
)
NOTHING_MISSING = (
    "What is missing in cases is counted for co-ordinators only. "
    "Example of what you can ask: how many level 2 cases"
)


def sides_of(asked: Asked) -> tuple[Question, ...]:
    """The questions that are asked side by side; most often one."""
    return asked.sides if isinstance(asked, Comparison) else (asked,)


def require_permit(asked: Asked) -> None:
    """Refuse a figure that only those who see every figure exactly may ask for."""
    for question in sides_of(asked):
        narrowed = set(_narrowed(question))
        if NOTHING_MISSING in narrowed:
            raise NotAllowed(NOTHING_MISSING)
        if len(narrowed) > 1:
            raise NotAllowed(ONE_FILTER)


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
        usual = filters.custody == COMMUNITY and isinstance(question.when, Day)
        if filters.custody and not usual:
            yield "custody"
