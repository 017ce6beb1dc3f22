"""People on a day and at the ends of months: who is in, who is out, and who is in custody."""

from datetime import timedelta
from typing import Any

import pytest

from mappa.asking.figures import Figure
from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, RATE, SHARE, Filters, Period
from mappa.cases import Custody
from mappa.workbook.workbooks import Population
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.populations import set_population
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

ONE_DAY = timedelta(days=1)
INSIDE = (Custody(on(3, 1, 2014), on(4, 1, 2014)),)
L2, L3 = frozenset({2}), frozenset({3})


def test_a_picture_counts_the_community_and_tells_who_is_in_custody(session: Session) -> None:
    refs = add(
        session,
        [at(2)],
        someone(custody=INSIDE),
        someone(custody=(Custody(on(3, 1, 2014), END),)),  # released that day
        someone(custody=(Custody(END),)),
        [at(2, LONG_AGO, END)],  # ended that day
        [at(2, END)],
        [at(2, LONG_AGO, END), at(3, END)],  # only the level that begins is in force
        [at(2, area="CAM")],
        someone(merged_into="BED-1"),
    )
    assert asked(session).whole == Figure(4, inside=2)
    assert asked(session, custody=CUSTODY).whole == Figure(2)
    assert asked(session, custody=BOTH).whole == Figure(6)
    assert asked(session, levels=L2).whole == Figure(3, inside=2)
    assert asked(session, scope=Scope("CAM", category_4=True)).whole == Figure(1)
    by_level = dict(asked(session, by="level", custody=COMMUNITY).groups)
    assert by_level == {2: Figure(3, inside=2), 3: Figure(1)}
    assert groups(asked(session, by="custody")) == {COMMUNITY: 4, CUSTODY: 2}
    assert counted(asked(session, by="custody")) == 6
    assert groups(asked(session, by="custody", custody=CUSTODY)) == {CUSTODY: 2}
    assert listed(session) == [refs[0], refs[2], refs[5], refs[6]]
    assert listed(session, custody=CUSTODY) == [refs[1], refs[3]]
    assert listed(session, levels=L3, custody=BOTH) == [refs[6]]


def test_what_a_case_does_not_hold_can_be_asked_for(session: Session) -> None:
    refs = add(
        session,
        someone(lead_agency="police", district="Luton", rosh="high", dates={"review": END}),
        someone(lead_agency="police", district=None, rosh=None),
        someone(lead_agency=None, district="Luton", custody=INSIDE),
        someone(lead_agency=None, district="Bedford", dates={"licence_end": END}),
    )
    assert groups(asked(session, by="lead-agency")) == {"police": 2, "": 1}
    assert groups(asked(session, by="district")) == {"Luton": 1, "": 1, "Bedford": 1}
    assert groups(asked(session, by="band", custody=BOTH)) == {"high": 1, "": 3}
    both = frozenset({"", "Luton"})
    assert listed(session, districts=frozenset({""})) == [refs[1]]
    assert listed(session, districts=both, custody=BOTH) == refs[:3]
    assert listed(session, districts=both, lead_agencies=frozenset({"police"})) == refs[:2]
    assert asked(session, without="review").whole == Figure(2, inside=1)
    assert listed(session, without="review") == [refs[1], refs[3]]
    assert groups(asked(session, without="review", by="district")) == {"": 1, "Bedford": 1}


def test_category_4_is_left_out_and_said_to_be_only_where_it_could_be_meant(
    session: Session,
) -> None:
    add(session, [at(2, category=4)], [at(2)], [at(2, LONG_AGO, END, category=4), at(2, END)])
    assert (counted(asked(session)), asked(session).hidden) == (3, False)
    shut = asked(session, scope=WITHOUT_4)
    assert (counted(shut), shut.hidden) == (2, True)
    assert asked(session, scope=WITHOUT_4, categories=frozenset({2})).hidden is False
    shut = asked(session, scope=WITHOUT_4, categories=frozenset({4, 1}), by="category")
    assert (shut.whole, shut.groups, shut.hidden) == (Figure(0), (), True)


def test_a_share_is_of_the_same_people_as_its_whole(session: Session) -> None:
    refs = add(
        session,
        [at(1)],
        [at(1, category=1)],
        [at(2)],
        someone(at(2), custody=INSIDE, district="Luton"),
        [at(3)],
    )

    def share(out_of: Filters, **where: Any) -> tuple[int, int | None]:
        whole = asked(session, figure=SHARE, out_of=out_of, **where).whole
        return whole.count, whole.out_of

    everybody, level_2 = Filters(), Filters(levels=L2)
    assert share(everybody, levels=frozenset({1})) == (2, 4)
    assert share(level_2, levels=frozenset({1})) == (0, 1)  # nobody is at two levels
    assert share(Filters(levels=L2, custody=BOTH), custody=CUSTODY) == (1, 2)
    assert share(Filters(levels=L2, custody=CUSTODY), custody=COMMUNITY) == (0, 1)
    assert share(level_2, custody=CUSTODY) == (0, 1)
    assert share(Filters(custody=BOTH), districts=frozenset({"Luton"})) == (1, 5)
    assert share(Filters(levels=frozenset({0})), custody=CUSTODY) == (0, 0)
    part: dict[str, Any] = {
        "figure": SHARE,
        "out_of": Filters(levels=L2, custody=BOTH),
        "custody": CUSTODY,
    }
    assert listed(session, **part) == refs[3:4]
    assert listed(session, **{**part, "out_of": level_2}) == []
    by = asked(session, figure=SHARE, out_of=everybody, levels=frozenset({1}), by="category")
    assert dict(by.groups) == {1: Figure(1, 1), 2: Figure(1, 3)}
    by = asked(session, figure=SHARE, out_of=everybody, levels=frozenset({1}), by="district")
    assert dict(by.groups) == {"": Figure(2, 4)}
    months = asked(session, "people", YEAR, figure=SHARE, out_of=everybody, levels=L3, by="quarter")
    assert dict(months.groups)[on(1, 1, 2014)] == Figure(1, 4)
    assert dict(months.groups)[on(4, 1)] == Figure(1, 5)


def test_a_rate_is_of_the_population_of_the_year_that_the_day_is_in(session: Session) -> None:
    add(session, [at(1, category=1)], [at(2, category=1)], [at(2)])
    for area, year, people in (("BED", 2014, 1000), ("BED", 2013, 900), ("CAM", 2015, 5)):
        set_population(session, Population(area, year, people))
    rate = asked(session, figure=RATE, categories=frozenset({1}))
    assert (rate.whole, rate.population) == (Figure(2, 1000), 1000)
    after = asked(session, "people", on(4, 1, 2014), figure=RATE)
    assert (after.whole, after.population) == (Figure(3), None)
    years = asked(session, "people", Period(on(4, 1, 2012), on(4, 1, 2014)), figure=RATE, by="year")
    assert [figure.out_of for _, figure in years.groups] == [900, 1000, None]


@pytest.mark.parametrize("way", ["month", "quarter", "year"])
def test_the_picture_at_each_end_is_the_picture_of_that_day(session: Session, way: str) -> None:
    add(
        session,
        [at(2, on(4, 30), on(5, 31))],  # in April's picture, not in May's
        [at(2, on(5, 1), on(5, 20)), at(3, on(5, 20), on(7, 1))],
        someone(at(2, on(3, 31)), custody=(Custody(on(5, 31), on(6, 30)), Custody(on(6, 30)))),
        someone(at(2, LONG_AGO, on(2, 10, 2014)), custody=(Custody(on(1, 1), on(2, 20, 2014)),)),
        someone(at(3, on(2, 1, 2014)), custody=(Custody(LONG_AGO, on(2, 1, 2014)),)),
        [at(2, END)],
    )
    period = Period(on(4, 10), on(3, 30, 2014))
    begin = [on(4 + n, 1) if n < 9 else on(n - 8, 1, 2014) for n in range(12)]
    first_days = begin[:: {"month": 1, "quarter": 3, "year": 12}[way]]
    ends = [after - ONE_DAY for after in first_days[1:]] + [period.to_on]
    ways: list[dict[str, Any]] = [{}, {"levels": L2}, {"custody": BOTH}]
    for given in [*ways, {"custody": CUSTODY, "levels": L3}]:
        found = asked(session, "people", period, by=way, **given)
        by_hand = [asked(session, "people", end, **given).whole for end in ends]
        assert dict(found.groups) == dict(zip(first_days, by_hand, strict=True))
        assert found.whole == by_hand[-1]


def test_all_that_is_recorded_begins_with_the_first_spell(session: Session) -> None:
    period = Period(None, on(6, 5))
    assert dict(asked(session, "people", period, by="month").groups) == {on(6, 1): Figure(0)}
    add(session, [at(2, on(4, 17))])
    found = asked(session, "people", period, by="month")
    assert found.groups == tuple((on(month, 1), Figure(1)) for month in (4, 5, 6))
