"""The groups of an answer: in a sensible order, under their names, with the empty ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mappa.agencies import AGENCIES
from mappa.answering.figure_words import with_population
from mappa.answering.period_words import BUCKET_NAMES, bucket_label, bucket_start, buckets
from mappa.answering.subjects import share_by_status, whole_of
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import (
    COMMUNITY,
    COUNT,
    CUSTODY,
    NOT_RECORDED,
    RATE,
    Period,
    Question,
)
from mappa.cases import DATE_KINDS, ORDER_KINDS, RISK_BANDS
from mappa.events import EVENT_NAMES

# By their codes, in order; what is not here stands under its own name, in the order of names.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "agency": AGENCIES,
    "lead-agency": AGENCIES,
    "band": RISK_BANDS,
    "custody": {COMMUNITY: "In the community", CUSTODY: "In custody"},
    "kind": {**{kind: kind for kind in ORDER_KINDS}, **EVENT_NAMES, **DATE_KINDS},
    "status": {
        status: status.capitalize()
        for status in ("open", "accepted", "declined", "withdrawn", "planned", "held", "cancelled")
    },
}
_ALWAYS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a grouped answer."""

    label: str
    figure: Figure
    key: object = None


def groups_of(question: Question, figures: Figures) -> list[Group]:
    """Levels 1 to 3, Categories 1 to 3 and every month always, others where there is something."""
    if not question.by:
        return []
    found = {key: figure for key, figure in figures.groups if _is_something(question, figure)}
    if question.by in BUCKET_NAMES:
        found = {bucket_start(_day(key), question.by): one for key, one in found.items()}
    return [
        Group(
            label_of(question.by, key),
            with_population(question, figures, found.get(key, _nothing(question))),
            key,
        )
        for key in _keys(question, found)
    ]


def label_of(by: str, key: object) -> str:
    """What a row is called: Level 2, Category 1, 2013-04, Police, Not recorded."""
    if key == NOT_RECORDED:
        return "Not recorded"
    if by == "level":
        return f"Level {key}" if key else "Level to be confirmed"
    if by == "category":
        return f"Category {key}"
    if by in BUCKET_NAMES:
        return bucket_label(_day(key), by)
    return _NAMES.get(by, {}).get(str(key), str(key))


def _keys(question: Question, found: Mapping[object, Figure]) -> Iterable[object]:
    if question.by in BUCKET_NAMES:
        return _times(question, [_day(key) for key in found])
    if question.by in ("level", "category"):
        keys: Sequence[object] = _numbers(question, found)
    else:
        order = list(_NAMES.get(question.by, ()))
        names = sorted((str(key) for key in set(found) - set(order)), key=str.casefold)
        keys = [key for key in [*order, *names] if key in found]
    last = [NOT_RECORDED] if NOT_RECORDED in found else []
    return [*(key for key in keys if key != NOT_RECORDED), *last]


def _numbers(question: Question, found: Mapping[object, Figure]) -> list[int]:
    """The level that is to be confirmed comes after the others."""
    filters = question.where if share_by_status(question) else whole_of(question)
    asked = filters.levels if question.by == "level" else filters.categories
    always = {number for number in _ALWAYS if not asked or number in asked}
    there = {key for key in found if isinstance(key, int)}
    return sorted(always | there, key=lambda number: (not number, number))


def _times(question: Question, found: Sequence[date]) -> Iterable[date]:
    """Every month, quarter or year of the period; without a beginning, from the first there is."""
    when = question.when
    if isinstance(when, Period):
        first = when.from_on or min([*found, when.to_on])
        return buckets(first, max([*found, when.to_on]), question.by)
    return buckets(min(found), max(found), question.by) if found else []


def _day(key: object) -> date:
    if not isinstance(key, date):
        raise TypeError(f"{key!r} is not the first day of a month, quarter or year")
    return key


def _is_something(question: Question, figure: Figure) -> bool:
    return bool(figure.count if question.figure in (COUNT, RATE) else figure.out_of)


def _nothing(question: Question) -> Figure:
    return Figure(0) if question.figure in (COUNT, RATE) else Figure(0, 0)
