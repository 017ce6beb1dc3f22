"""A question put into words is read as itself: whatever is offered or remembered can be typed."""

from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mappa.asking.measures import DAY, MEASURES
from mappa.asking.questions import CUSTODY, Comparison, Day, Filters, Period, Question
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.asking.wordings import wording
from mappa.cases import DATE_KINDS, EVENT_KINDS, ORDER_KINDS, RISK_BANDS

TODAY = date(2026, 6, 17)
TERMS = Terms(("Bedford", "Central Bedfordshire", "Luton"))
days = st.dates(date(1990, 1, 1), TODAY)
some = st.frozensets


def _filters(counted: str) -> st.SearchStrategy[Filters]:
    allowed = MEASURES[counted].filters
    values = {
        "levels": some(st.integers(0, 3), max_size=2),
        "categories": some(st.integers(1, 4), max_size=2),
        "custody": st.sampled_from(["", CUSTODY]),
        "agencies": some(st.sampled_from(["police", "housing", "mental-health"]), max_size=2),
        "lead_agencies": some(st.sampled_from(["police", "probation"]), max_size=2),
        "districts": some(st.sampled_from(TERMS.districts), max_size=2),
        "bands": some(st.sampled_from(sorted(RISK_BANDS)), max_size=2),
        "without": st.sampled_from(["", *DATE_KINDS]),
    }
    return st.builds(Filters, **{name: values[name] for name in sorted(allowed)})


def _kinds(counted: str, status: str) -> st.SearchStrategy[frozenset[str]]:
    if counted == "orders":
        one_shpo = some(st.sampled_from(ORDER_KINDS), max_size=2)
        return one_shpo.filter(lambda kinds: len(kinds & {"SHPO", "SHPO-FT"}) != 1)
    if counted == "events":
        return st.sampled_from(EVENT_KINDS).map(lambda kind: frozenset({kind}))
    if counted == "dates":
        kinds = ["review"] if status == "overdue" else sorted(DATE_KINDS)
        return st.sampled_from(kinds).map(lambda kind: frozenset({kind}))
    return st.just(frozenset())


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any question of one figure or table that the language allows."""
    counted = draw(st.sampled_from(sorted(MEASURES)))
    measure = MEASURES[counted]
    status = draw(st.sampled_from(sorted(measure.statuses)))
    kinds = sorted(measure.statuses[status])
    first, last = sorted([draw(days), draw(days)])
    is_day = draw(st.sampled_from(kinds)) == DAY
    when = Day(last) if is_day else Period(first, last)
    where = draw(_filters(counted))
    if counted == "people" and not is_day:
        where = Filters(where.levels, where.categories, "", where.agencies, where.lead_agencies)
    groups = sorted(measure.groups - ({"month", "quarter", "year"} if is_day else set()))
    by = draw(st.sampled_from(["", *groups]))
    figure = "share" if measure.figures == {"share"} else "count"
    by = by if _is_legal(by, where) else ""
    return Question(counted, when, TODAY, where, status, draw(_kinds(counted, status)), by, figure)


def _is_legal(by: str, where: Filters) -> bool:
    grouped = {"level": where.levels, "category": where.categories, "district": where.districts,
               "agency": where.agencies, "lead-agency": where.lead_agencies,
               "band": where.bands}  # fmt: skip
    return len(grouped.get(by, frozenset())) != 1 and by != "custody"


@settings(max_examples=150)
@given(questions())
def test_a_question_put_into_words_is_read_as_itself(question: Question) -> None:
    assert read_question(wording(question), TODAY, TERMS) == question


@settings(max_examples=100)
@given(questions(), days, days)
def test_a_comparison_put_into_words_is_read_as_itself(
    question: Question, one: date, other: date
) -> None:
    question = replace(question, by="")
    is_day = isinstance(question.when, Day)
    when = Day(one) if is_day else Period(min(one, other), max(one, other))
    assume(when != question.when)
    sides = (question, replace(question, when=when))
    assert read_question(wording(Comparison(sides)), TODAY, TERMS) == Comparison(sides)
