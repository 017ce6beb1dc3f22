"""Suppression: no small figure is given, and none can be worked out from what is given."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from random import Random

import pytest

from mappa.answering.answers import Answer, Shown, answer, answer_comparison, list_answer
from mappa.answering.suppression import hidden_counts, is_small
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import (
    AVERAGE,
    CUSTODY,
    RATE,
    SHARE,
    Comparison,
    Day,
    Filters,
    Period,
    Question,
)
from tests.mappa.answering.any_questions import END_OF_2013_14, NOW, YEAR

ON_THE_DAY = Question("people", Day(END_OF_2013_14), NOW)
BY_CATEGORY = Question("people", Day(END_OF_2013_14), NOW, by="category")
DURING = Question("people", YEAR, NOW)
LEVEL_2, LEVEL_3 = Filters(levels=frozenset({2})), Filters(levels=frozenset({3}))
LEVELS_2_AND_3 = Filters(levels=frozenset({2, 3}))
Table = tuple[tuple[int | None, ...], int]
FEW = Shown(category_4=True, suppress_below=5)


def counted(counts: Sequence[int], below: int = 5, question: Question = BY_CATEGORY) -> Answer:
    groups = tuple((at + 1, Figure(count)) for at, count in enumerate(counts))
    return answer(question, Figures(Figure(sum(counts)), groups), Shown(True, below))


def values(found: Answer) -> tuple[object, ...]:
    return tuple(row.value for row in found.rows)


@pytest.mark.parametrize("below", [3, 4, 5])
def test_nobody_can_work_out_a_hidden_row_even_by_knowing_the_rule(below: int) -> None:
    """Of all tables with the same answer, a hidden row has several figures."""
    alike: defaultdict[Answer, list[tuple[int, ...]]] = defaultdict(list)
    most = 11
    for counts in product(range(most + 1), repeat=3):
        alike[counted(counts, below)].append(counts)
    for found, tables in alike.items():
        if found.value is not None and found.value > most:
            continue  # tables with larger figures have this answer as well
        for at, value in enumerate(values(found)):
            if value is None:
                assert len({table[at] for table in tables}) > 1, (found, tables)
            else:
                assert {table[at] for table in tables} == {value}
                assert not is_small(int(str(value)), below)


@pytest.mark.parametrize(("below", "groups", "most"), [(3, 4, 12), (4, 4, 10), (5, 5, 7)])
def test_nor_of_more_rows(below: int, groups: int, most: int) -> None:
    alike: defaultdict[Table, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=groups):
        if sum(counts) > most + groups or list(counts) != sorted(counts, reverse=True):
            continue
        whole_hidden, hidden = hidden_counts(counts, below)
        if hidden and not whole_hidden:
            shown = tuple(None if at in hidden else count for at, count in enumerate(counts))
            alike[shown, sum(counts)].append(counts)
    assert alike
    for (shown, whole), tables in alike.items():
        hidden_at = [at for at, value in enumerate(shown) if value is None]
        for at in hidden_at:
            others = {table[at] for table in tables_like(shown, whole, below)}
            assert len(others) > 1, (shown, whole, tables)


def tables_like(shown: Sequence[int | None], whole: int, below: int) -> list[tuple[int, ...]]:
    """Every table of which the same would be shown."""
    hidden = [at for at, value in enumerate(shown) if value is None]
    left = whole - sum(value for value in shown if value is not None)
    found = []
    for part in product(range(1, left + 1), repeat=len(hidden)):
        if sum(part) == left:
            table = [value or 0 for value in shown]
            for at, count in zip(hidden, part, strict=True):
                table[at] = count
            if hidden_counts(table, below) == (False, frozenset(hidden)):
                found.append(tuple(table))
    return found


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((8, 30, 7), (8, 30, 7)),
        ((8, 30, 3), (None, 30, None)),  # one small: the next smallest too
        ((30, 3, 0), (None, None, 0)),
        ((30, 3, 2), (30, None, None)),  # two small hide each other
        ((30, 9, 1), (30, None, None)),
        ((30, 1, 1), (None, None, None)),
        ((30, 4, 4), (None, None, None)),  # eight of two small ones could only be four each
        ((4, 0, 0), (None, None, None)),  # the whole is not shown either
        ((4, 4, 0), (None, None, None)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_small_rows_are_hidden_with_others(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    found = counted(counts)
    assert values(found) == shown
    assert found.value in (None, sum(counts))
    assert (found.value is None) == (sum(counts) in (4, 8))
    assert ("Figures below 5 are not shown." in found.text) == (None in shown)
    assert values(counted(counts, 0)) == counts


def test_a_whole_is_not_called_small_where_it_is_hidden_for_its_rows() -> None:
    assert counted((4, 4, 0)).text.startswith("Not shown: people in the community, on 31 March")
    assert counted((2, 2, 0)).text.startswith("Fewer than 5 people in the community, on 31 March")


def test_people_in_several_rows_do_not_give_a_small_whole_away() -> None:
    groups = ((2, Figure(3)), (3, Figure(3)))
    by_level = Question("people", YEAR, NOW, LEVELS_2_AND_3, by="level")
    found = answer(by_level, Figures(Figure(4), groups), FEW)
    assert (found.value, values(found)) == (None, (None, None))


@pytest.mark.parametrize("count", range(1, 5))
def test_every_small_figure_reads_the_same(count: int) -> None:
    whole = Figures(Figure(count, inside=count), by_rule=count - 1, counting="first")
    same = Figures(Figure(1, inside=1), by_rule=0, counting="first")
    for question in (ON_THE_DAY, DURING):
        found = answer(question, whole, FEW)
        assert found == answer(question, same, FEW)
        assert found.value is None
        assert found.text.startswith("Fewer than 5 people ")
        assert found.text.endswith("Figures below 5 are not shown.")
    assert "and fewer than 5 more in custody" in answer(ON_THE_DAY, whole, FEW).text


@pytest.mark.parametrize("count", [0, 5, 6])
def test_nought_and_larger_figures_are_given(count: int) -> None:
    found = answer(ON_THE_DAY, Figures(Figure(count)), FEW)
    assert found.value == count
    assert "not shown" not in found.text


@pytest.mark.parametrize(
    ("by_rule", "is_shown"), [(104, False), (101, False), (100, True), (3, False), (0, True)]
)
def test_the_yearly_figure_is_not_given_where_it_tells_of_a_few(
    by_rule: int, is_shown: bool
) -> None:
    found = answer(DURING, Figures(Figure(105), by_rule=by_rule, counting="first"), FEW)
    assert (f" it is {by_rule}." in found.text) == is_shown
    assert ("the figure is not shown." in found.text) != is_shown
    assert found.value == 105


DECIDED = Question("referrals", YEAR, NOW, status="decided")
ATTENDANCE = Question("attendance", YEAR, NOW, status="held", figure=SHARE)
AT_LEVEL_2 = Question("people", Day(END_OF_2013_14), NOW, LEVEL_2, figure=SHARE, out_of=Filters())
SHARED = Question("people", Day(END_OF_2013_14), NOW, LEVEL_2, "", by="level", figure=SHARE)


@pytest.mark.parametrize("question", [AT_LEVEL_2, ATTENDANCE], ids=["people", "attendance"])
@pytest.mark.parametrize(
    ("count", "out_of", "is_shown"),
    [(3, 40, False), (37, 40, False), (40, 40, True), (0, 40, True), (20, 40, True),
     (0, 3, False), (3, 3, False), (0, 0, True)],
)  # fmt: skip
def test_a_ratio_is_hidden_with_what_is_small_in_it(
    question: Question, count: int, out_of: int, is_shown: bool
) -> None:
    found = answer(question, Figures(Figure(count, out_of)), FEW)
    assert ("Not shown: " in found.text) != is_shown
    assert is_shown or found.value is None
    assert is_shown or found == answer(question, Figures(Figure(3, 40)), FEW)


def test_an_average_over_a_few_and_a_rate_of_a_few_are_hidden() -> None:
    average = Question("referrals", YEAR, NOW, status="decided", figure=AVERAGE)
    assert answer(average, Figures(Figure(30, 4)), FEW).value is None
    assert answer(average, Figures(Figure(3, 30)), FEW).value == 0.1
    rate = Question("people", Day(END_OF_2013_14), NOW, LEVEL_3, figure=RATE)
    assert answer(rate, Figures(Figure(4, 553_800)), FEW).value is None
    assert answer(rate, Figures(Figure(5, 553_800)), FEW).value == 0.9


def test_rows_of_ratios_are_never_hidden_alone_and_the_whole_then_names_no_counts() -> None:
    chance = Random("ratios")
    seen = 0
    for _ in range(500):
        parts = [(n, chance.randint(n, 40)) for n in (chance.randint(0, 20) for _ in range(3))]
        groups = tuple((at + 1, Figure(*part)) for at, part in enumerate(parts))
        whole = Figure(sum(count for count, _ in parts), sum(of for _, of in parts))
        found = answer(
            Question("people", Day(END_OF_2013_14), NOW, LEVEL_2, by="category", figure=SHARE),
            Figures(whole, groups),
            FEW,
        )
        hidden = [at for at, value in enumerate(values(found)) if value is None]
        for at, (count, of) in enumerate(parts):
            if any(is_small(number, 5) for number in (count, of - count, of)):
                assert at in hidden
        if any(parts[at][1] for at in hidden):
            assert len([part for part in parts if part[1]]) == 1 or len(hidden) > 1
            assert " of " not in found.text.partition(":")[0]
            seen += 1
    assert seen


def test_who_sent_a_report_is_hidden_where_they_were_few() -> None:
    found = answer(ATTENDANCE, Figures(Figure(20, 40, reports=4)), FEW)
    assert "fewer than 5 more sent a report" in found.text
    assert found.value == 50.0


def test_pictures_of_months_are_hidden_one_by_one() -> None:
    months = Question("people", Period(YEAR.from_on, YEAR.to_on), NOW, by="quarter")
    groups = tuple((at, Figure(count)) for at, count in zip(quarters(), (4, 5, 0), strict=True))
    found = answer(months, Figures(Figure(3), groups), FEW)
    assert (found.value, values(found)) == (None, (None, 5, 0, 0))


def quarters() -> list[object]:
    from_on = YEAR.from_on
    assert from_on is not None
    return [from_on.replace(month=month) for month in (4, 7, 10)]


def test_a_comparison_hides_a_part_of_a_side_where_little_else_is_left_of_it() -> None:
    def shown(*counts: int, where: Sequence[Filters]) -> tuple[object, ...]:
        sides = tuple(Question("people", ON_THE_DAY.when, NOW, one) for one in where)
        figures = [Figures(Figure(count)) for count in counts]
        return values(answer_comparison(Comparison(sides), figures, FEW))

    assert shown(45, 3, where=[LEVEL_2, LEVEL_3]) == (45, None)
    assert shown(45, 43, where=[LEVEL_2, LEVEL_3]) == (45, 43)
    assert shown(45, 48, where=[LEVEL_2, LEVELS_2_AND_3]) == (None, 48)
    assert shown(48, 45, where=[Filters(), LEVEL_2]) == (48, None)
    assert shown(45, 3, 48, where=[LEVEL_2, LEVEL_3, LEVELS_2_AND_3]) == (None, None, 48)
    assert shown(9, 7, where=[Filters(custody=CUSTODY), Filters()]) == (9, 7)


def test_lists_are_never_given_where_figures_are_hidden() -> None:
    listed = Question("people", ON_THE_DAY.when, NOW, LEVEL_3, listed=True)
    found = list_answer(listed, Figures(Figure(7)), ["BED-1042"], FEW)
    assert (found.status, found.value, found.cases) == ("not_allowed", None, ())
    assert "BED-1042" not in found.text


def test_training_sessions_are_nobody() -> None:
    question = Question("trainings", YEAR, NOW, status="held")
    assert answer(question, Figures(Figure(4)), FEW).value == 4
