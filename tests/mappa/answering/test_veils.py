"""Answers under a veil: what is hidden of a family is hidden of every figure that shows it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mappa.answering.answers import Shown, answer, answer_comparison
from mappa.answering.atoms import Atom, Move
from mappa.answering.veils import Family, Told, Veil
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    COMMUNITY,
    CUSTODY,
    SHARE,
    Comparison,
    Day,
    Filters,
    Question,
)
from tests.mappa.answering.any_questions import END_OF_2013_14, NOW, YEAR

FEW = Shown(category_4=True, suppress_below=5)
LEVEL_2, LEVEL_3 = Filters(levels=frozenset({2})), Filters(levels=frozenset({3}))
PEOPLE = Question("people", Day(END_OF_2013_14), NOW)
MADE = Question("referrals", YEAR, NOW, status="made")


def at(level: int, kind: str = "", value: object = None) -> Atom:
    return Atom(((kind, level, 1),), value)


def hiding(counts: Mapping[Atom, int], *moves: Move) -> Family:
    return Family(counts, moves)


def of(family: Family, **more: Family) -> Veil:
    return Veil(5, {None: {"": family, **more}})


HIDDEN = hiding({at(1): 20, at(2): 9, at(3): 30}, {at(2): 1, at(3): -1})


def test_a_large_figure_is_hidden_where_a_decoy_has_another() -> None:
    def told(where: Filters, count: int) -> tuple[object, str]:
        found = answer(replace(MADE, where=where), Figures(Figure(count), veil=of(HIDDEN)), FEW)
        return found.value, found.text.partition(" ")[0]

    assert told(LEVEL_2, 9) == (None, "Not")
    assert told(LEVEL_3, 30) == (None, "Not")
    assert told(Filters(levels=frozenset({2, 3})), 39) == (39, "39")
    assert told(Filters(), 59) == (59, "59")


def test_a_small_one_is_called_so_only_where_every_decoy_has_a_small_one() -> None:
    for count, change, told in ((3, 1, Told.FEW), (4, -1, Told.FEW), (4, 1, Told.NOTHING)):
        family = hiding({at(2): count}, {at(2): change})
        assert of(family).told(replace(MADE, where=LEVEL_2)) is told


def test_a_share_and_an_average_go_with_their_parts() -> None:
    share = replace(MADE, where=LEVEL_2, figure=SHARE, out_of=Filters())
    assert answer(share, Figures(Figure(9, 59), veil=of(HIDDEN)), FEW).value is None
    both = replace(share, where=Filters(levels=frozenset({2, 3})))
    assert answer(both, Figures(Figure(39, 59), veil=of(HIDDEN)), FEW).value == 66.1
    average = replace(MADE, status="decided", where=LEVEL_2, figure=AVERAGE)
    assert answer(average, Figures(Figure(90, 9), veil=of(HIDDEN)), FEW).value is None


def test_the_sides_of_a_comparison_are_hidden_one_by_one() -> None:
    sides = tuple(replace(MADE, where=Filters(levels=frozenset({n}))) for n in (1, 2))
    figures = [Figures(Figure(n), veil=of(HIDDEN)) for n in (20, 9)]
    found = answer_comparison(Comparison(sides), figures, FEW)
    assert [row.value for row in found.rows] == [20, None]


def pictured(inside: Family) -> Veil:
    outside = hiding({at(1): 20, at(2): 9})
    return Veil(5, {None: {COMMUNITY: outside, CUSTODY: inside}})


def test_who_is_inside_is_said_only_where_that_tells_nothing() -> None:
    def said(veil: Veil, inside: int, where: Filters = LEVEL_2) -> str:
        figures = Figures(Figure(9, inside=inside), veil=veil)
        return answer(replace(PEOPLE, where=where), figures, FEW).text

    assert "; and 7 more in custody" in said(pictured(hiding({at(2): 7})), 7)
    few = pictured(hiding({at(2): 2}, {at(2): 1}))
    assert "; and fewer than 5 more in custody" in said(few, 2)
    hidden = pictured(hiding({at(2): 7}, {at(2): 1}))
    assert "more in custody" not in said(hidden, 7)
    district = replace(LEVEL_2, districts=frozenset({"Luton"}))  # that would be a second filter
    assert "more in custody" not in said(pictured(hiding({at(2): 7})), 7, district)
    including = replace(LEVEL_2, custody=BOTH)
    assert answer(
        replace(PEOPLE, where=including), Figures(Figure(16), veil=hidden), FEW
    ).text.startswith("Not shown")


def test_a_month_that_is_hidden_is_not_to_be_reckoned_from_the_year() -> None:
    months = [date(2013, month, 1) for month in range(4, 13)]
    counts = dict(zip(months, (20, 30, 12, 40, 50, 60, 70, 80, 90), strict=True))
    families: dict[object, Mapping[str, Family]] = {
        month: {"": hiding({at(2): n})} for month, n in counts.items()
    }
    families[months[0]] = {"": hiding({at(2): 20, at(3): 2}, {at(2): 1, at(3): -1})}
    veil = Veil(5, {None: {"": hiding({at(2): 452})}, **families})
    groups = tuple((month, Figure(n)) for month, n in counts.items())
    by_month = replace(MADE, where=LEVEL_2, by="month")
    found = answer(by_month, Figures(Figure(452), groups, veil=veil), FEW)
    hidden = [row.label for row in found.rows if row.value is None]
    assert (found.value, hidden) == (452, ["2013-04", "2013-06"])
