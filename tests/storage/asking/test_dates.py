"""Dates ahead: who has one, who has left, and where they stand on the day asked on."""

from datetime import date
from typing import Any

import pytest

from mappa.asking.figures import Figures
from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, Period
from mappa.cases import Custody, Order
from storage.asking.scopes import Scope
from storage.databases import Session
from tests.storage.asking.asked import (
    LONG_AGO,
    WITHOUT_4,
    add,
    asked,
    at,
    counted,
    groups,
    listed,
    on,
    someone,
)

TODAY = on(6, 1)
AHEAD = Period(TODAY, on(6, 29))
LICENCE, REVIEW = frozenset({"licence_end"}), frozenset({"review"})


def ending(session: Session, when: object = AHEAD, **given: Any) -> Figures:
    return asked(session, "dates", when, **{"kinds": LICENCE, "asked_on": TODAY, **given})


def licence(day: date, *held: Any, **given: Any) -> Any:
    return someone(*held, dates={"licence_end": day}, **given)


def test_a_date_counts_from_the_first_to_the_last_day(session: Session) -> None:
    refs = add(
        session,
        licence(on(5, 31)),
        licence(TODAY),
        licence(on(6, 29)),
        licence(on(6, 30)),
        someone(dates={"sentence_end": TODAY}),
        licence(TODAY, merged_into="BED-1"),
    )
    assert counted(ending(session)) == 2
    assert listed(session, "dates", AHEAD, kinds=LICENCE, asked_on=TODAY) == refs[1:3]
    assert counted(ending(session, kinds=frozenset())) == 3
    assert counted(ending(session, TODAY, status="overdue")) == 1
    assert counted(ending(session, Period(None, TODAY))) == 2


@pytest.mark.parametrize(
    ("held", "level", "area"),
    [
        ([at(2)], 2, "BED"),
        ([at(2, LONG_AGO, TODAY)], None, None),  # left that day
        ([at(2, LONG_AGO, TODAY), at(3, TODAY)], 3, "BED"),
        ([at(2, LONG_AGO, on(6, 2))], 2, "BED"),
        ([at(2, TODAY, on(6, 2)), at(3, on(6, 2))], 2, "BED"),
        ([at(2, LONG_AGO, on(5, 1)), at(3, on(7, 1)), at(2, on(8, 1))], "", "BED"),
        ([], "", "BED"),  # referred and at no level yet
        ([at(2, LONG_AGO, TODAY, area="CAM"), at(3, TODAY)], 3, "BED"),
        ([at(2, LONG_AGO, on(6, 2), area="CAM"), at(3, on(6, 2))], 2, "CAM"),
        ([at(2, on(6, 2), area="CAM"), at(3, on(6, 9))], "", "CAM"),
    ],
)
def test_who_has_left_is_out_and_who_is_to_come_has_no_level_yet(
    session: Session, held: list[Any], level: object, area: str | None
) -> None:
    add(session, licence(TODAY, spells=tuple(held)))
    for code in ("BED", "CAM"):
        found = ending(session, by="level", scope=Scope(code, category_4=True))
        assert groups(found) == ({level: 1} if code == area else {})
        assert counted(found) == (code == area)
        years = Period(on(1, 1, 2010), on(6, 29))  # many, which are counted the other way round
        found = ending(session, years, by="level", scope=Scope(code, category_4=True))
        assert groups(found) == ({level: 1} if code == area else {})
        at_2 = ending(session, levels=frozenset({2}), scope=Scope(code, category_4=True))
        assert counted(at_2) == (code == area and level == 2)


def test_a_person_counts_once_and_in_every_month_and_kind(session: Session) -> None:
    sopo, no = Order("SOPO", LONG_AGO, on(6, 2)), Order("NO", LONG_AGO, on(7, 1))
    dates = {"licence_end": TODAY, "sentence_end": on(7, 31), "review": on(6, 3)}
    add(session, someone(dates=dates, orders=(sopo, no, Order("SOPO", on(5, 1)))))
    period = Period(TODAY, on(7, 31))
    kinds = frozenset({"licence_end", "sentence_end", "SOPO", "NO"})
    by_month = ending(session, period, kinds=kinds, by="month")
    assert (counted(by_month), groups(by_month)) == (1, {on(6, 1): 1, on(7, 1): 1})
    assert groups(ending(session, period, kinds=kinds, by="kind")) == dict.fromkeys(kinds, 1)
    orders_over = ending(session, on(6, 3), kinds=frozenset({"SOPO", "NO"}), status="overdue")
    assert counted(orders_over) == 1
    assert counted(ending(session, period, kinds=frozenset({"SHPO"}))) == 0


def test_level_category_and_custody_are_those_of_the_day_asked_on(session: Session) -> None:
    add(
        session,
        licence(on(6, 20), at(2, LONG_AGO, on(6, 10)), at(3, on(6, 10)), district="Luton"),
        licence(on(6, 20), at(2, category=1), custody=(Custody(LONG_AGO, TODAY),)),
        licence(on(6, 20), at(2, category=1), custody=(Custody(TODAY, on(6, 2)),)),
        licence(on(6, 20), at(2, LONG_AGO, on(6, 10), category=4), at(2, on(6, 10))),
        licence(on(6, 20), at(2, on(6, 10), category=4)),  # in no category yet
    )
    assert groups(ending(session, by="level")) == {2: 4, "": 1}
    assert groups(ending(session, by="category")) == {1: 2, 2: 1, 4: 1, "": 1}
    found = {where: counted(ending(session, custody=where)) for where in (COMMUNITY, CUSTODY, BOTH)}
    assert found == {COMMUNITY: 4, CUSTODY: 1, BOTH: 5}
    assert counted(ending(session, categories=frozenset({1}), custody=CUSTODY)) == 1
    assert groups(ending(session, by="district")) == {"Luton": 1, "": 4}
    shut = ending(session, scope=WITHOUT_4)
    assert (counted(shut), shut.hidden) == (4, True)
    assert ending(session, scope=WITHOUT_4, categories=frozenset({1})).hidden is False


def test_a_review_long_due_is_overdue_until_the_person_leaves(session: Session) -> None:
    add(
        session,
        someone(dates={"review": LONG_AGO}),
        someone(at(2, LONG_AGO, on(5, 1)), dates={"review": LONG_AGO}),
        someone(dates={"review": TODAY}),
    )
    overdue = asked(session, "dates", TODAY, kinds=REVIEW, status="overdue", asked_on=TODAY)
    assert counted(overdue) == 1
