"""How the groups of a printed answer are labelled, and which are there though they are empty."""

from collections.abc import Mapping
from datetime import date

from mappa.asking.questions import Period, Question
from tests.oracle.days import spans_in

AGENCIES: Mapping[str, str] = {
    "police": "Police",
    "probation": "Probation",
    "prison": "Prison",
    "youth-offending": "Youth offending team",
    "mental-health": "Mental health services",
    "health": "Health",
    "housing": "Housing",
}
ALWAYS: Mapping[str, tuple[int, ...]] = {"level": (1, 2, 3), "category": (1, 2, 3)}


def label_of(by: str, key: object) -> str | None:
    """None where nothing says how it is called."""
    if key == "":
        return "Not recorded"
    if by == "level":
        return f"Level {key}" if key else "Level to be confirmed"
    if by == "category":
        return f"Category {key}"
    if by in ("agency", "lead-agency"):
        return AGENCIES[str(key)]
    if by == "month" and isinstance(key, date):
        return f"{key:%Y-%m}"
    return str(key) if by == "district" else None


def always_shown(question: Question) -> tuple[object, ...]:
    """Groups that have a row, zero or not, as far as the question asks for them."""
    if question.by == "month" and isinstance(question.when, Period) and question.when.from_on:
        return tuple(spans_in("month", question.when.from_on, question.when.to_on))
    meant = {"level": question.where.levels, "category": question.where.categories}
    asked = meant.get(question.by, frozenset())
    return tuple(key for key in ALWAYS.get(question.by, ()) if not asked or key in asked)
