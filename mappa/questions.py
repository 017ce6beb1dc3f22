"""A question: people on a day, how many of them, and how it is read back."""

from dataclasses import dataclass
from datetime import date

from mappa.cases import CATEGORIES
from mappa.days import uk_date

COMMUNITY, CUSTODY, BOTH = "community", "custody", "both"


@dataclass(frozen=True, slots=True)
class Question:
    """People on a day. No levels or categories means any; level 0 is to be confirmed."""

    on: date
    levels: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    custody: str = COMMUNITY
    by: str | None = None
    ahead: bool = False  # the day had not come yet when the question was asked


def people_on(day: date) -> Question:
    """Everybody in the community on a day."""
    return Question(day)


def wording(question: Question, today: date) -> str:
    """The question in words that read as it again, fit to be typed."""
    numbers = [str(level) for level in sorted(question.levels) if level]
    levels = [f"level {' or '.join(numbers)}"] if numbers else []
    levels += ["level to be confirmed"] if 0 in question.levels else []
    parts = ["how many", " or ".join(levels)]
    if question.categories:
        parts.append(f"category {' or '.join(map(str, sorted(question.categories)))}")
    place = {COMMUNITY: "", CUSTODY: "in custody", BOTH: "including custody"}[question.custody]
    day = "" if question.on == today else f"on {uk_date(question.on)}"
    by = f"by {question.by}" if question.by else ""
    return " ".join(filter(None, [*parts, "cases", place, day, by]))


def reading(question: Question) -> str:
    """The question read back: "People at level 2, in the community, on 31 March 2014"."""
    where = {
        COMMUNITY: "in the community",
        CUSTODY: "in custody",
        BOTH: "in custody or in the community",
    }[question.custody]
    by = f", by {question.by}" if question.by else ""
    who = f"People{_levels(question)}{_categories(question)}"
    return f"{who}, {where}, on {uk_date(question.on)}{by}"


def _levels(question: Question) -> str:
    if not question.levels:
        return ""
    numbers = [str(level) for level in sorted(question.levels) if level]
    parts = [f"level {' or '.join(numbers)}"] if numbers else []
    parts += ["level to be confirmed"] if 0 in question.levels else []
    return f" at {' or '.join(parts)}"


def _categories(question: Question) -> str:
    if not question.categories:
        return ""
    named = [f"{number} ({CATEGORIES[number]})" for number in sorted(question.categories)]
    return f" in category {' or '.join(named)}"
