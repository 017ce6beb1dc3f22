"""The referral log: by agency, with its total and that of the year before."""

from collections.abc import Mapping
from datetime import date

from mappa.answering.answers import Shown
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import Period
from mappa.statistics.referral_logs import COLUMNS, DAYS, ReferralLog, log_questions, make_log

YEAR = Period(date(2013, 4, 1), date(2014, 3, 31))
BEFORE = Period(date(2012, 4, 1), date(2013, 3, 31))
TODAY = date(2014, 6, 1)
Counts = Mapping[str, Mapping[str, int]]


def figures(groups: Mapping[str, int], days: Mapping[str, int] | None = None) -> Figures:
    """Of counts by agency, and where an average is asked the days that they took."""
    found = tuple(
        (key, Figure(number) if days is None else Figure(days[key], number))
        for key, number in groups.items()
    )
    number = sum(groups.values())
    return Figures(Figure(number) if days is None else Figure(sum(days.values()), number), found)


def log(counts: Counts, days: Mapping[str, int], shown: Shown, before: bool = True) -> ReferralLog:
    decided = {
        agency: counts["Accepted"].get(agency, 0) + counts["Declined"].get(agency, 0)
        for agency in days
    }
    counted = {name: figures(counts.get(name, {})) for name in COLUMNS[:-1]}
    counted[DAYS] = figures(decided, days)
    assert set(counted) == set(log_questions(YEAR, TODAY))
    earlier = counted if before else {}
    return make_log(YEAR, BEFORE if before else None, counted, earlier, TODAY, shown)


COUNTS: Counts = {
    "Received": {"police": 20, "health": 6, "": 1},
    "Accepted": {"police": 10, "health": 2},
    "Declined": {"police": 8, "health": 1},
    "Withdrawn": {"health": 3},
    "Open at the end": {"police": 2},
}
TOOK = {"police": 90, "health": 21}


def test_every_agency_has_its_figures_and_all_have_a_total() -> None:
    made = log(COUNTS, TOOK, Shown(True))
    rows = {one.label: [one.figures[name] for name in COLUMNS] for one in made.lines}
    assert rows == {
        "Police": [20, 10, 8, 0, 2, 5.0],
        "Health": [6, 2, 1, 3, 0, 7.0],
        "Not recorded": [1, 0, 0, 0, 0, None],
        "Total": [27, 12, 9, 3, 2, 5.3],
        "2012/13": [27, 12, 9, 3, 2, 5.3],
    }
    assert [one.decisions for one in made.lines] == [18, 3, 0, 21, 21]
    assert not any(one.hidden for one in made.lines)


def test_what_is_small_is_not_shown_nor_what_tells_it() -> None:
    made = log(COUNTS, TOOK, Shown(False, 5))
    total, earlier = made.total, made.earlier
    assert {"Withdrawn", "Open at the end"} == total.hidden
    assert earlier is not None
    assert "Open at the end" in earlier.hidden  # else the open ones of this year could be reckoned
    for one in made.agencies:
        shown = {name: number for name, number in one.figures.items() if name not in one.hidden}
        assert not any(number and number < 5 for name, number in shown.items() if name != DAYS)
    assert all(one.decisions is None for one in made.agencies)


def test_nothing_referred_is_zero_and_no_mean() -> None:
    made = log({"Accepted": {}, "Declined": {}}, {}, Shown(True), before=False)
    assert [made.total.figures[name] for name in COLUMNS] == [0, 0, 0, 0, 0, None]
    assert (made.agencies, made.earlier, made.total.hidden) == ((), None, frozenset())
