"""Answers: figures with the words that say what was counted, when, and what is not shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mappa.days import uk_date
from mappa.errors import MappaError, NotAllowed, NotUnderstood
from mappa.questions import BOTH, COMMUNITY, CUSTODY, Question, reading

HIDDEN = "Category 4 not shown."


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one level and category on the day, apart by where they are."""

    level: int
    category: int
    community: int
    custody: int

    def counted(self, custody: str) -> int:
        """Those that a question about this place counts."""
        if custody == BOTH:
            return self.community + self.custody
        return self.custody if custody == CUSTODY else self.community


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a grouped answer; None where the figure is too small to be shown."""

    label: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask --json` prints; `status` is answered, clarify, not_understood or not_allowed."""

    status: str
    text: str
    value: int | None = None
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


def answer_people(
    question: Question,
    cells: Iterable[Cell],
    *,
    category_4_shown: bool,
    suppress_below: int | None,
) -> Answer:
    """The answer to a count of people; below `suppress_below` figures are not given."""
    if question.categories == {4} and not category_4_shown:
        return Answer("not_allowed", HIDDEN, on=question.on, reading=reading(question))
    cells = list(cells)
    value = sum(cell.counted(question.custody) for cell in cells)
    limit = suppress_below or 0
    rows = _suppressed(_rows(question, cells), limit) if question.by else ()
    hidden = _small(value, limit) or any(row.value is None for row in rows)
    inside = sum(cell.custody for cell in cells)
    sentences = [f"{_people(value, limit)} {_rest(question)}{_inside(question, inside, limit)}."]
    if not category_4_shown and (not question.categories or 4 in question.categories):
        sentences.append(HIDDEN)
    if hidden:
        sentences.append(f"Figures below {limit} are not shown.")
    if question.ahead:
        day = uk_date(question.on)
        sentences.append(f"{day} is still to come: what is recorded now was counted.")
    return Answer(
        status="answered",
        text=" ".join(sentences),
        value=None if _small(value, limit) else value,
        rows=tuple(rows),
        on=question.on,
        reading=reading(question),
    )


def answer_problem(problem: MappaError) -> Answer:
    """A question that is asked back (with choices), not understood, or not allowed."""
    if isinstance(problem, NotAllowed):
        return Answer("not_allowed", problem.message)
    choices = problem.choices if isinstance(problem, NotUnderstood) else ()
    return Answer("clarify" if choices else "not_understood", problem.message, choices=choices)


def _rest(question: Question) -> str:
    """The reading without its first word, as it goes on after a figure."""
    return reading(question).removeprefix("People").lstrip(" ,")


def _people(value: int, limit: int) -> str:
    if _small(value, limit):
        return f"Fewer than {limit} people"
    return "1 person" if value == 1 else f"{value:,} people"


def _inside(question: Question, inside: int, limit: int) -> str:
    if question.custody != COMMUNITY or not inside:
        return ""
    more = f"fewer than {limit}" if _small(inside, limit) else f"{inside:,}"
    return f"; and {more} more in custody"


def _small(value: int, limit: int) -> bool:
    return 0 < value < limit


def _rows(question: Question, cells: Sequence[Cell]) -> list[Row]:
    """Levels 1 to 3 or Categories 1 to 3 always, the others only where there is somebody."""
    counts: dict[int, int] = {}
    for cell in cells:
        group = cell.level if question.by == "level" else cell.category
        counts[group] = counts.get(group, 0) + cell.counted(question.custody)
    asked = question.levels if question.by == "level" else question.categories
    always = [n for n in (1, 2, 3) if not asked or n in asked]
    shown = always + [n for n in (4, 0) if counts.get(n)]
    return [Row(_label(question.by or "", n), counts.get(n, 0)) for n in shown]


def _label(by: str, number: int) -> str:
    if by == "level":
        return f"Level {number}" if number else "Level to be confirmed"
    return f"Category {number}"


def _suppressed(rows: Sequence[Row], limit: int) -> tuple[Row, ...]:
    """Small figures hidden, and the next smallest while the whole would still tell of them."""
    ordered = sorted((row for row in rows if row.value), key=lambda row: row.value or 0)
    count = sum(_small(row.value or 0, limit) for row in ordered)
    while count and count < len(ordered):
        together = sum(row.value or 0 for row in ordered[:count])
        if count > 1 and not _small(together, limit):
            break
        count += 1
    hidden = {row.label for row in ordered[:count]}
    return tuple(Row(row.label, None if row.label in hidden else row.value) for row in rows)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
