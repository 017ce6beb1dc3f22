"""A question: what is counted, which of it, when, and how the figure is given."""

from dataclasses import dataclass, field
from datetime import date

from mappa.times.whens import Day as Day
from mappa.times.whens import Period as Period
from mappa.times.whens import When as When

COMMUNITY, CUSTODY, BOTH = "community", "custody", "both"
COUNT, SHARE, RATE, AVERAGE = "count", "share", "rate", "average"
NOT_RECORDED = ""  # in a filter and in a group: what the case does not hold


@dataclass(frozen=True, slots=True)
class Filters:
    """Which are meant; an empty filter means any. Several values of one filter: any of them."""

    levels: frozenset[int] = frozenset()  # 0 is to be confirmed
    categories: frozenset[int] = frozenset()
    custody: str = ""  # COMMUNITY, CUSTODY, BOTH, or not said
    agencies: frozenset[str] = frozenset()  # who refers, is invited or has the action
    lead_agencies: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    bands: frozenset[str] = frozenset()  # risk of serious harm
    without: str = ""  # a kind of date that the case does not have


@dataclass(frozen=True, slots=True)
class Question:
    """One figure, a table of them, or a list. What may go with what stands in `measures`."""

    counted: str
    when: When
    asked_on: date  # the day that "open", "overdue" and "has not left" are said of
    where: Filters = field(default_factory=Filters)
    status: str = ""
    kinds: frozenset[str] = frozenset()  # of orders, events or dates
    by: str = ""
    figure: str = COUNT
    out_of: Filters | None = None  # of a share: the whole; `where` says which part of it
    listed: bool = False

    @property
    def on(self) -> date | None:
        """The day of a picture; None where a period is asked."""
        return self.when.on if isinstance(self.when, Day) else None

    @property
    def ahead(self) -> bool:
        """Whether the picture is of a day that had not come when it was asked for."""
        return isinstance(self.when, Day) and self.when.on > self.asked_on


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same question of two times or of two groups, in the order asked."""

    sides: tuple[Question, ...]


Asked = Question | Comparison
