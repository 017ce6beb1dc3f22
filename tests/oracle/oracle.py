"""The oracle: a question answered from the rows, figure by figure, group by group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from mappa.asking.questions import AVERAGE, BOTH, COUNT, RATE, SHARE, Day, Filters, Period, Question
from tests.oracle.actions import actions_during, actions_on
from tests.oracle.dates import dates_of
from tests.oracle.days import first_of_year, last_of, spans_in
from tests.oracle.events import events_during, firsts
from tests.oracle.items import Item, refs_of, those
from tests.oracle.meetings import (
    attendance_during,
    disclosures_during,
    hearings_during,
    meetings_during,
    minutes_during,
    reviews_during,
)
from tests.oracle.orders import orders_imposed, orders_in_force
from tests.oracle.people import inside_on, people_during, people_on
from tests.oracle.referrals import (
    referrals_during,
    referrals_open_on,
    screenings_during,
)
from tests.oracle.tables import Tables

BY_TIME = ("month", "quarter", "year")
BESIDE = {
    "accepted": ("decided",),
    "declined": ("decided",),
    "withdrawn": ("decided", "withdrawn"),
    "overdue": ("open",),
}
RATIOS = {
    "attendance": attendance_during,
    "disclosure": disclosures_during,
    "reviews on time": reviews_during,
    "screening on time": screenings_during,
}


@dataclass(frozen=True)
class Count:
    """What was counted, and out of how many; `out_of` None: nothing that it is out of."""

    count: int
    out_of: int | None = None
    inside: int = 0
    reports: int = 0

    def value(self, figure: str) -> int | Decimal | None:
        """As it is told: per cent, days and rates to one decimal, None for "n/a"."""
        if figure == COUNT:
            return self.count
        if not self.out_of:
            return None
        times = {SHARE: 100, AVERAGE: 1, RATE: 100_000}[figure]
        return rounded(self.count * times, self.out_of, "0.1")


def rounded(top: int, bottom: int, to: str) -> Decimal:
    return (Decimal(top) / Decimal(bottom)).quantize(Decimal(to), ROUND_HALF_UP)


@dataclass(frozen=True)
class Answered:
    """`whole` None: the whole means nothing."""

    whole: Count | None
    groups: Mapping[object, Count] = field(default_factory=dict)
    refs: tuple[str, ...] = ()


class Oracle:
    """Answers questions about an area, from the sheets of a workbook; whoever may not see
    Category 4 gets what is left without it."""

    def __init__(self, sheets: Mapping[str, str], area: str, category_4: bool = True) -> None:
        self.tables, self.area, self.category_4 = Tables(sheets, area), area, category_4

    def answer(self, question: Question) -> Answered:
        if question.by == "custody" and not question.where.custody:
            # Whoever asks for both groups asks for both.
            question = replace(question, where=replace(question.where, custody=BOTH))
        if question.counted == "people" and question.by in BY_TIME:
            return self._people_by_time(question)
        items = self._items(question)
        refs = tuple(refs_of(items))
        if question.counted == "events" and question.by in ("kind", *BY_TIME):
            return Answered(_number(firsts(items)), self._firsts_of_each(question), refs)
        if question.counted == "events":
            items = firsts(items)
        groups = self._groups(question, items) if question.by else {}
        return Answered(self._count(question, items), groups, refs)

    def population(self, day: date) -> int | None:
        """People aged 10 and over, in the MAPPA year of a day."""
        return self.tables.populations.get((self.area, first_of_year(day).year + 1))

    def _items(self, question: Question) -> list[Item]:
        """What is counted; of a share, its part."""
        items = self._of(question, question.status, question.where)
        if question.figure == SHARE and question.out_of is not None:
            return [item for item in self._whole(question) if item in items]
        return items

    def _whole(self, question: Question) -> list[Item]:
        """What a share is out of: a wider group of the same or, where no group is named beside the
        status, whatever else could have become of them."""
        where, status = question.out_of or question.where, question.status
        if question.counted == "referrals" and where == question.where:
            also = BESIDE.get(status, (status,))
            return [item for one in also for item in self._of(question, one, where)]
        return self._of(question, status, where)

    def _of(self, question: Question, status: str, where: Filters) -> list[Item]:
        if isinstance(question.when, Day):
            return self._seen(self._of_day(question, status, where, question.when.on))
        return self._seen(self._of_period(question, status, where, question.when))

    def _seen(self, items: list[Item]) -> list[Item]:
        if self.category_4:
            return items
        return [item for item in items if item.category != 4 and not item.gated]

    def _of_day(self, question: Question, status: str, where: Filters, day: date) -> list[Item]:
        tables, area, kinds = self.tables, self.area, question.kinds
        match question.counted:
            case "people":
                return people_on(tables, area, day, where)
            case "referrals":
                return those(referrals_open_on(tables, area, day, status, question.asked_on), where)
            case "actions":
                return those(actions_on(tables, area, day, status), where)
            case "orders":
                return those(orders_in_force(tables, area, day, kinds), where)
            case "dates":
                dates = dates_of(tables, area, question.asked_on, kinds, where)
                return [item for item in dates if item.day < day]
        raise LookupError(f"no picture of {question.counted}")

    def _of_period(
        self, question: Question, status: str, where: Filters, when: Period
    ) -> list[Item]:
        given = self.tables, self.area, when.from_on, when.to_on
        kinds = question.kinds
        match question.counted:
            case "people":
                return people_during(*given, where)
            case "dates":
                dates = dates_of(self.tables, self.area, question.asked_on, kinds, where)
                return [item for item in dates if _in(when, item.day)]
            case "referrals":
                return those(referrals_during(*given, status, question.asked_on), where)
            case "actions":
                return those(actions_during(*given, status), where)
            case "meetings":
                return those(meetings_during(*given, status), where)
            case "hearings":
                return those(hearings_during(*given), where)
            case "orders":
                return those(orders_imposed(*given, kinds), where)
            case "events":
                return those(events_during(*given, kinds), where)
            case "trainings":
                # What is still to come has not been held.
                held = [one for one in self.tables.trainings if one[1] <= question.asked_on]
                return self._of_the_area(held, when)
            case "case audits":
                return self._of_the_area(self.tables.audits.values(), when)
            case "minutes on time":
                return those(minutes_during(*given, question.asked_on), where)
        return those(RATIOS[question.counted](*given), where)

    def _of_the_area(self, kept: Iterable[tuple[str, date]], when: Period) -> list[Item]:
        return [
            Item(number, day)
            for number, (area, day) in enumerate(kept)
            if area == self.area and _in(when, day)
        ]

    def _count(self, question: Question, items: list[Item]) -> Count:
        """The whole of a question, from the items that were found."""
        if question.figure == SHARE and question.counted in ("people", "referrals"):
            return Count(len(_whos(items)), len(_whos(self._whole(question))))
        if question.figure == RATE:
            assert isinstance(question.when, Day)
            return Count(len(_whos(items)), self.population(question.when.on))
        if question.figure in (SHARE, AVERAGE):
            return _ratio(items)
        inside = 0
        if question.counted == "people" and isinstance(question.when, Day):
            inside = len(self._inside(question.when.on, question.where))
        return Count(len(_whos(items)), inside=inside)

    def _groups(self, question: Question, items: list[Item]) -> dict[object, Count]:
        by = question.by
        if question.figure == SHARE and question.counted in ("people", "referrals"):
            parts = _grouped(items, by)
            return {
                key: Count(len(_whos(parts.get(key, []))), len(_whos(whole)))
                for key, whole in _grouped(self._whole(question), by).items()
            }
        groups = _grouped(items, by).items()
        if question.figure == RATE:
            assert isinstance(question.when, Day)
            people = self.population(question.when.on)
            return {key: Count(len(_whos(some)), people) for key, some in groups}
        count = _ratio if question.figure in (SHARE, AVERAGE) else _number
        return {key: count(some) for key, some in groups}

    def _firsts_of_each(self, question: Question) -> dict[object, Count]:
        """Of each month, or of each kind, its own: people, each once at the first in it."""
        groups = _grouped(self._items(question), question.by)
        return {
            key: Count(len(some)) if key == "sfo" else _number(firsts(some))
            for key, some in groups.items()
        }

    def _people_by_time(self, question: Question) -> Answered:
        """The picture at the end of each month, quarter or year, as far as the period goes."""
        assert isinstance(question.when, Period) and question.when.from_on is not None
        found: dict[object, Count] = {}
        for first in spans_in(question.by, question.when.from_on, question.when.to_on):
            day = min(last_of(question.by, first), question.when.to_on)
            found[first] = self._picture(question, day)
        return Answered(None, found)

    def _picture(self, question: Question, day: date) -> Count:
        people = self._seen(people_on(self.tables, self.area, day, question.where))
        if question.figure == RATE:
            return Count(len(people), self.population(day))
        if question.figure == SHARE:
            assert question.out_of is not None
            whole = self._seen(people_on(self.tables, self.area, day, question.out_of))
            return Count(len([item for item in people if item in whole]), len(whole))
        return Count(len(people), inside=len(self._inside(day, question.where)))

    def _inside(self, day: date, where: Filters) -> list[Item]:
        return self._seen(inside_on(self.tables, self.area, day, where))


def _in(when: Period, day: date) -> bool:
    return (when.from_on is None or when.from_on <= day) and day <= when.to_on


def _whos(items: Iterable[Item]) -> set[object]:
    return {item.who for item in items}


def _number(items: list[Item]) -> Count:
    return Count(len(_whos(items)))


def _ratio(items: list[Item]) -> Count:
    hits = sum(item.hits for item in items)
    return Count(hits, len(items), reports=sum(item.reports for item in items))


def _grouped(items: Iterable[Item], by: str) -> dict[object, list[Item]]:
    found: dict[object, list[Item]] = {}
    for item in items:
        found.setdefault(item.group(by), []).append(item)
    return found
