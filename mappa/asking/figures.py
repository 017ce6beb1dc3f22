"""What was counted: the whole, and its groups, before they are put into words."""

from dataclasses import dataclass

from mappa.answering.veils import Veil


@dataclass(frozen=True, slots=True)
class Figure:
    """One count. Of a share `out_of` is the whole; of a rate the population; of an average
    `count` is the sum of days and `out_of` the number of decisions."""

    count: int
    out_of: int | None = None
    inside: int = (
        0  # people in custody beside those counted, where the question is of the community
    )
    reports: int = 0  # of attendance: who sent a report instead


@dataclass(frozen=True, slots=True)
class Figures:
    """`groups` in any order, keyed by what they are grouped by: a number of level or category, a
    code of agency, band or kind, a district, the first day of a month, quarter or MAPPA year as a
    date, "custody" or "community", a status; "" is not recorded. Groups with nothing in them may
    be absent. `by_rule`: the yearly table's figure of the same people, where there is one."""

    whole: Figure
    groups: tuple[tuple[object, Figure], ...] = ()
    by_rule: int | None = None
    counting: str = ""
    population: int | None = None
    hidden: bool = False  # Category 4 was left out
    veil: Veil | None = None  # what of it is told to whoever does not get every figure exactly
