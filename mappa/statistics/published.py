"""Which line of the statutory tables counts somebody: those lines are for all who may ask."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from mappa.answering.atoms import Face, Publish, unpublished
from mappa.asking.questions import Day, Question
from mappa.errors import NotAllowed, RuleBroken
from mappa.policies import StatisticsRules
from mappa.statistics.rules import COUNTING
from mappa.statistics.tables import LEVELS_2_AND_3
from mappa.years import MappaYear, year_of

FOR_CO_ORDINATORS = (
    "In your area the statutory tables are for co-ordinators only. "
    "Example of what you can ask: how many level 2 cases"
)
RETURNED = ("returned_breach_of_licence", "returned_breach_of_order")
EVERYWHERE = ("breach_of_notification", "notification_revoked", "sro_breach")


def require_published(year: MappaYear, counting: str, today: date, rules: StatisticsRules) -> None:
    """Refuse the tables of which whoever does not get every figure exactly may not have the small
    ones; `counting` empty: by the policy's rule."""
    last = MappaYear(year_of(today).first - 1)
    if not rules.tables_are_for_all:
        raise NotAllowed(FOR_CO_ORDINATORS)
    if year.ends_on >= today:
        raise RuleBroken(
            f"With your role you get the tables of a year that is over. Example: report {last}",
            "year",
        )
    if counting not in ("", rules.counting):
        rule = COUNTING[rules.counting]
        raise RuleBroken(
            f"With your role you get the tables by the area's own counting rule: {rule}. "
            f"Example: report {year}",
            "counting",
        )


def is_in_the_tables(question: Question) -> bool:
    """Whether the time is that of a report: a MAPPA year that is over, or its last day."""
    when = question.when
    day = when.on if isinstance(when, Day) else when.to_on
    year = year_of(day)
    if day != year.ends_on or day >= question.asked_on:
        return False
    return isinstance(when, Day) or when.from_on == year.starts_on


def line_of(question: Question, counting: str) -> Publish:
    """Of what is asked of such a time; nothing of what no table has."""
    if question.counted == "people":
        return _yearly_line(counting)
    if (question.counted, question.status) == ("orders", "imposed"):
        return _order_line
    if question.counted == "events":
        return _offence_line if question.kinds == {"sfo"} else _event_line
    return unpublished


@cache
def _yearly_line(counting: str) -> Publish:
    """The cells of the yearly table that a person is counted in, by what they held in turn."""

    def line(faces: Sequence[Face]) -> str:
        held = [(level, category) for _, level, category in faces if level in LEVELS_2_AND_3]
        if not held:
            return ""
        if counting == "first":
            return repr(held[0])
        last = {level: (level, category) for level, category in held}
        if counting == "highest":
            return repr(last.get(3) or last[2])
        return repr(sorted(last.items()))

    return line


def _order_line(faces: Sequence[Face]) -> str:
    """The table has orders on Category 1."""
    kind, _, category = faces[0]
    return str(kind) if category == 1 else ""


def _event_line(faces: Sequence[Face]) -> str:
    """Returns are counted at the first one made at Level 2 or 3, breaches wherever they are."""
    lines = [f"{kind}" for kind in EVERYWHERE if any(face[0] == kind for face in faces)]
    for kind in RETURNED:
        made = [face for face in faces if face[0] == kind and face[1] in LEVELS_2_AND_3]
        lines += [repr(face) for face in made[:1]]
    return "; ".join(lines)


def _offence_line(_faces: Sequence[Face]) -> str:
    """Further offences have one figure."""
    return "sfo"
