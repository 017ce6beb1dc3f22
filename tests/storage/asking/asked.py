"""Small caseloads and the figures of a question about them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from mappa.asking.figures import Figures
from mappa.asking.questions import Day, Filters, Period, Question
from mappa.cases import STILL_RUNNING, CaseRecord, Spell
from storage.asking.counting import count, list_refs
from storage.asking.scopes import Scope
from storage.cases import add_cases
from storage.databases import Session
from tests.build import NOW, case

SCOPE = Scope("BED", category_4=True)
WITHOUT_4 = Scope("BED", category_4=False)
YEAR = Period(date(2013, 4, 1), date(2014, 3, 31))
END = date(2014, 3, 31)
LONG_AGO = date(2010, 1, 1)


def on(month: int, day: int, year: int = 2013) -> date:
    return date(year, month, day)


def at(
    level: int,
    started_on: date = LONG_AGO,
    ended_on: date = STILL_RUNNING,
    *,
    category: int = 2,
    area: str = "",
) -> Spell:
    return Spell(category, level, started_on, ended_on, area=area)


def add(session: Session, *each: CaseRecord | Iterable[Spell], area: str = "BED") -> list[str]:
    """People given by their spells alone, or as whole cases; the references they get."""
    given = [one if isinstance(one, CaseRecord) else _held(one) for one in each]
    made = [replace(one, ref=f"BED-{n}", area=area) for n, one in enumerate(given, start=1)]
    add_cases(session, made, NOW)
    return [one.ref for one in made]


def _held(held: Iterable[Spell]) -> CaseRecord:
    return case("BED-1", spells=tuple(held), dates={}, team=(), crn=None)


def someone(*held: Spell, **given: Any) -> CaseRecord:
    return replace(_held(held or (at(2),)), **given)


def question(counted: str = "people", when: Any = END, **given: Any) -> Question:
    """A question; filters may be given by their own names."""
    names = set(Filters.__dataclass_fields__)
    where = Filters(**{name: given.pop(name) for name in sorted(names & set(given))})
    when = Day(when) if isinstance(when, date) else when
    return Question(counted, when, given.pop("asked_on", END), where, **given)


def asked(session: Session, *given: Any, scope: Scope = SCOPE, **more: Any) -> Figures:
    return count(session, question(*given, **more), scope)


def listed(session: Session, *given: Any, scope: Scope = SCOPE, **more: Any) -> list[str]:
    return list_refs(session, question(*given, listed=True, **more), scope)


def groups(figures: Figures) -> dict[object, int]:
    """What is counted in each group, of groups in which there is something."""
    return {key: figure.count for key, figure in figures.groups if figure.count}


def counted(figures: Figures) -> int:
    return figures.whole.count
