"""Events and orders: what counts, once or each time, and where the person stood on its day."""

from typing import Any

import pytest

from mappa.asking.figures import Figures
from mappa.asking.questions import Period
from mappa.cases import Event, Order
from storage.asking.scopes import Scope
from storage.databases import Session
from tests.storage.asking.asked import (
    END,
    LONG_AGO,
    WITHOUT_4,
    YEAR,
    add,
    asked,
    at,
    counted,
    groups,
    listed,
    on,
    someone,
)

LICENCE, ORDER, SFO = "returned_breach_of_licence", "returned_breach_of_order", "sfo"
L2, L3 = frozenset({2}), frozenset({3})


def events(session: Session, **given: Any) -> Figures:
    return asked(session, "events", YEAR, kinds=frozenset({LICENCE, ORDER}), **given)


def test_a_person_counts_once_at_the_first_event_that_fits(session: Session) -> None:
    refs = add(
        session,
        someone(
            at(2, LONG_AGO, on(6, 1)),
            at(3, on(6, 1)),
            events=(
                Event(LICENCE, on(3, 31)),  # before the period
                Event(LICENCE, on(7, 1)),
                Event(ORDER, on(7, 1)),
                Event(LICENCE, on(5, 1)),
                Event(LICENCE, on(4, 1, 2014)),
            ),
        ),
        someone(at(1), events=(Event(LICENCE, END), Event(SFO, END), Event(SFO, on(4, 1)))),
        someone(at(1), merged_into="BED-1", events=(Event(LICENCE, END),)),
    )
    assert counted(events(session)) == 2
    assert groups(events(session, by="level")) == {2: 1, 1: 1}
    assert groups(events(session, by="level", levels=frozenset({2, 3}))) == {2: 1}
    assert groups(events(session, by="level", levels=L3)) == {3: 1}
    assert groups(events(session, by="kind")) == {LICENCE: 2, ORDER: 1}
    assert groups(events(session, by="month")) == {on(5, 1): 1, on(7, 1): 1, on(3, 1, 2014): 1}
    assert groups(events(session, by="quarter")) == {on(4, 1): 1, on(7, 1): 1, on(1, 1, 2014): 1}
    assert groups(events(session, by="year")) == {on(4, 1): 2}
    assert counted(events(session, by="month")) == 2
    assert listed(session, "events", YEAR, kinds=frozenset({ORDER})) == refs[:1]


def test_serious_further_offences_are_events(session: Session) -> None:
    refs = add(session, someone(events=(Event(SFO, END), Event(SFO, END), Event(LICENCE, END))))
    found = asked(session, "events", YEAR, kinds=frozenset({SFO}), by="level")
    assert (counted(found), groups(found)) == (2, {2: 2})
    every_kind = asked(session, "events", YEAR, by="kind")
    assert (counted(every_kind), groups(every_kind)) == (1, {SFO: 2, LICENCE: 1})
    assert listed(session, "events", YEAR, kinds=frozenset({SFO})) == refs


DAY = on(6, 1)
PLACES = [
    # Spells, the level that an event on DAY is at, the area it is of.
    ([at(2, LONG_AGO, DAY), at(3, DAY)], 2, "BED"),  # the one that ends
    ([at(2, LONG_AGO, DAY)], 2, "BED"),
    ([at(3, DAY)], 3, "BED"),
    ([at(2, LONG_AGO, on(5, 31)), at(3, DAY)], 3, "BED"),
    ([at(2, LONG_AGO, on(5, 31)), at(3, on(6, 2))], "", "BED"),
    ([], "", "BED"),
    ([at(2, LONG_AGO, DAY, area="CAM"), at(3, DAY)], 2, "CAM"),  # a transfer
    ([at(2, LONG_AGO, on(5, 31), area="CAM"), at(3, on(6, 2), area="CAM")], "", "BED"),
]


@pytest.mark.parametrize(("held", "level", "area"), PLACES)
def test_the_spell_on_its_day_gives_level_and_area(
    session: Session, held: list[Any], level: object, area: str
) -> None:
    happened: dict[str, Any] = {"events": (Event(LICENCE, DAY),), "orders": (Order("SOPO", DAY),)}
    add(session, someone(spells=tuple(held), **happened))
    for what in ("events", "orders"):
        scope = Scope(area, category_4=True)
        assert groups(asked(session, what, YEAR, by="level", scope=scope)) == {level: 1}
        elsewhere = Scope("CAM" if area == "BED" else "BED", category_4=True)
        assert counted(asked(session, what, YEAR, scope=elsewhere)) == 0
        for levels in (L2, L3):
            asks = asked(session, what, YEAR, levels=levels, scope=scope)
            assert counted(asks) == (level in levels)


def test_what_happened_in_category_4_is_left_out(session: Session) -> None:
    shown: dict[str, Any] = {"events": (Event(LICENCE, DAY),), "orders": (Order("NO", DAY),)}
    add(
        session,
        someone(at(2, LONG_AGO, DAY, category=4), at(2, DAY), **shown),
        someone(at(2, LONG_AGO, DAY), at(2, DAY, category=4), **shown),
        someone(spells=(), **shown),
    )
    for what in ("events", "orders"):
        found = asked(session, what, YEAR, by="category", scope=WITHOUT_4)
        assert (groups(found), counted(found), found.hidden) == ({2: 1, "": 1}, 2, True)
        assert counted(asked(session, what, YEAR)) == 3


def test_orders_are_counted_each(session: Session) -> None:
    refs = add(
        session,
        someone(orders=(Order("SOPO", on(4, 1)), Order("SOPO", END, on(4, 1, 2014)))),
        someone(orders=(Order("NO", on(4, 1), END),), district="Luton"),
        someone(orders=(Order("SOPO", on(4, 1, 2014)), Order("SHPO", on(3, 31)))),
        [at(2)],
    )
    imposed = asked(session, "orders", YEAR, status="imposed", by="kind")
    assert (counted(imposed), groups(imposed)) == (3, {"SOPO": 2, "NO": 1})
    by_month = groups(asked(session, "orders", YEAR, status="imposed", by="month"))
    assert by_month == {on(4, 1): 2, on(3, 1, 2014): 1}
    in_force = asked(session, "orders", END, status="in force", by="kind")
    assert (counted(in_force), groups(in_force)) == (4, {"SOPO": 2, "SHPO": 1, "NO": 1})
    assert counted(asked(session, "orders", on(4, 1, 2014), status="in force")) == 4
    some: dict[str, Any] = {"kinds": frozenset({"SOPO", "NO"}), "status": "in force"}
    assert listed(session, "orders", on(5, 1), **some) == refs[:2]
    assert groups(asked(session, "orders", on(5, 1), by="district", **some)) == {"": 1, "Luton": 1}
    assert counted(asked(session, "orders", Period(None, on(3, 31)))) == 1
