"""People in a period: each once, whatever happened in it, and the yearly table beside them."""

from typing import Any

import pytest

from mappa.asking.figures import Figure
from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, SHARE, Filters, Period
from mappa.cases import Custody
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

L2, L3, BOTH_LEVELS = frozenset({2}), frozenset({3}), frozenset({2, 3})


def test_a_person_counts_once_and_under_every_level_held(session: Session) -> None:
    refs = add(
        session,
        [at(2, LONG_AGO, on(6, 1)), at(1, on(6, 1), on(8, 1)), at(2, on(8, 1))],
        [at(2, LONG_AGO, on(4, 1))],  # ended as the period begins
        [at(2, LONG_AGO, on(4, 2)), at(3, on(4, 2))],
        [at(3, END)],
        [at(3, on(4, 1, 2014))],
        [at(2, category=1, area="CAM")],
        someone(merged_into="BED-1"),
    )
    found = asked(session, "people", YEAR, by="level")
    assert (counted(found), groups(found)) == (3, {1: 1, 2: 2, 3: 2})
    assert listed(session, "people", YEAR, levels=L3) == [refs[2], refs[3]]
    assert counted(asked(session, "people", Period(None, on(4, 1)))) == 3
    assert groups(asked(session, "people", YEAR, levels=L2, by="category")) == {2: 2}


def test_level_and_category_must_hold_in_the_same_spell(session: Session) -> None:
    add(session, [at(2, LONG_AGO, on(6, 1), category=1), at(3, on(6, 1), category=2)])
    asks = [(L2, 1, 1), (L2, 2, 0), (L3, 1, 0), (L3, 2, 1)]
    for levels, category, people in asks:
        found = asked(session, "people", YEAR, levels=levels, categories=frozenset({category}))
        assert counted(found) == people
    share = asked(session, "people", YEAR, figure=SHARE, out_of=Filters(levels=L2), levels=L3)
    assert share.whole == Figure(0, 1)


@pytest.mark.parametrize(
    ("stays", "community", "custody"),
    [
        ((), 1, 0),
        ((Custody(LONG_AGO),), 0, 1),
        ((Custody(on(5, 1), on(6, 1)),), 0, 1),  # every day of the spell
        ((Custody(on(5, 1), on(5, 10)), Custody(on(5, 10), on(7, 1))), 0, 1),
        ((Custody(on(5, 1), on(5, 10)), Custody(on(5, 11), on(7, 1))), 1, 1),
        ((Custody(on(5, 2)),), 1, 1),
        ((Custody(on(4, 1), on(5, 1)), Custody(on(6, 1))), 1, 0),
    ],
)
def test_where_somebody_was_is_said_of_the_days_of_the_spell(
    session: Session, stays: tuple[Custody, ...], community: int, custody: int
) -> None:
    add(session, someone(at(2, on(5, 1), on(6, 1)), custody=stays))
    found = {
        where: counted(asked(session, "people", YEAR, custody=where))
        for where in (COMMUNITY, CUSTODY, BOTH, "")
    }
    assert found == {COMMUNITY: community, CUSTODY: custody, BOTH: 1, "": 1}
    by = groups(asked(session, "people", YEAR, by="custody"))
    assert by == {k: n for k, n in ((COMMUNITY, community), (CUSTODY, custody)) if n}


def test_days_of_the_spell_outside_the_period_do_not_count(session: Session) -> None:
    add(session, someone(at(2), custody=(Custody(on(4, 1), on(4, 1, 2014)),)))
    assert counted(asked(session, "people", YEAR, custody=COMMUNITY)) == 0
    longer = Period(YEAR.from_on, on(4, 1, 2014))
    assert counted(asked(session, "people", longer, custody=COMMUNITY)) == 1
    assert counted(asked(session, "people", Period(None, END), custody=COMMUNITY)) == 1


UP_AND_DOWN = [at(2, LONG_AGO, on(6, 1), category=1), at(3, on(6, 1), on(7, 1), category=2)]
UP_AND_DOWN += [at(2, on(7, 1), category=2)]


@pytest.mark.parametrize(
    ("counting", "asks"),
    [
        # Levels, category, and what the yearly table says of them.
        ("first", [(L2, 1, 1), (L2, 2, 0), (L3, 2, 1), (BOTH_LEVELS, 0, 2)]),
        ("highest", [(L2, 1, 0), (L3, 1, 0), (L3, 2, 2), (BOTH_LEVELS, 0, 2)]),
        ("each", [(L2, 1, 0), (L2, 2, 1), (L3, 2, 2), (BOTH_LEVELS, 0, 2), (BOTH_LEVELS, 1, 0)]),
    ],
)
def test_the_yearly_table_places_a_person_by_the_counting_rule(
    session: Session, counting: str, asks: list[tuple[frozenset[int], int, int]]
) -> None:
    add(session, UP_AND_DOWN, [at(3)], [at(1)])
    scope = Scope("BED", category_4=True, counting=counting)
    for levels, category, people in asks:
        some = frozenset({category} if category else ())
        found = asked(session, "people", YEAR, scope=scope, levels=levels, categories=some)
        assert (found.by_rule, found.counting) == (people, counting)


def test_the_yearly_table_says_nothing_of_what_it_does_not_know(session: Session) -> None:
    add(session, UP_AND_DOWN, [at(2, category=4)])
    so_far = Period(YEAR.from_on, on(5, 1))
    assert asked(session, "people", so_far, levels=L2).by_rule == 2
    assert asked(session, "people", so_far, levels=L2, scope=WITHOUT_4).by_rule == 1
    other_period = Period(on(4, 2), END), Period(YEAR.from_on, on(4, 1, 2014)), Period(None, END)
    for period in other_period:
        assert asked(session, "people", period, levels=L2).by_rule is None
    others: list[dict[str, Any]] = [
        {},
        {"levels": frozenset({1, 2})},
        {"levels": L2, "custody": CUSTODY},
        {"levels": L2, "districts": frozenset({"Luton"})},
        {"levels": L2, "without": "review"},
        {"levels": L2, "by": "month"},
    ]
    for given in others:
        assert asked(session, "people", YEAR, **given).by_rule is None
