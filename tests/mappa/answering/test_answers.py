"""Answers: the figure, what was counted, when and by which rule, and what is not shown."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from mappa.answering.answers import (
    Shown,
    answer,
    answer_comparison,
    answer_problem,
    list_answer,
)
from mappa.answering.readings import reading
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    CUSTODY,
    RATE,
    SHARE,
    Comparison,
    Day,
    Filters,
    Period,
    Question,
)
from mappa.days import uk_date
from mappa.errors import MappaError, NotAllowed, NotFound, NotUnderstood, RuleBroken
from tests.mappa.answering.any_questions import END_OF_2013_14, NOW, YEAR, any_question

THEN, TODAY = Day(END_OF_2013_14), Day(NOW)
SINCE_APRIL = Period(date(2026, 4, 1), NOW)
EXACTLY, NOT_4 = Shown(category_4=True), Shown(category_4=False)
LEVEL_2, LEVEL_3 = Filters(levels=frozenset({2})), Filters(levels=frozenset({3}))
ANY = Filters()
AT_LEVEL_2 = Question("people", THEN, NOW, LEVEL_2)
RSO = Filters(categories=frozenset({1}))
IN_2013_14 = "in 2013/14 (1 April 2013 to 31 March 2014)"
FIRST = "each person once, under the first level held in the year"


def ask(counted: str, when: Day | Period, where: Filters = ANY, **more: object) -> Question:
    kinds = frozenset(str(more.pop("kinds", "")).split())
    return Question(counted, when, NOW, where, kinds=kinds, **more)  # type: ignore[arg-type]


ON_CATEGORY_1 = "The annual report counts those on Category 1 only."
TEXTS = [
    (AT_LEVEL_2, Figure(45, inside=6), 45,
     "45 people at level 2, in the community, on 31 March 2014; and 6 more in custody."),
    (replace(AT_LEVEL_2, where=replace(LEVEL_2, custody=CUSTODY)), Figure(6), 6,
     "6 people at level 2, in custody, on 31 March 2014."),
    (replace(AT_LEVEL_2, where=replace(LEVEL_2, custody=BOTH)), Figure(51), 51,
     "51 people at level 2, in custody or in the community, on 31 March 2014."),
    (ask("people", THEN), Figure(0), 0, "0 people in the community, on 31 March 2014."),
    (ask("people", THEN), Figure(1, inside=1), 1,
     "1 person in the community, on 31 March 2014; and 1 more in custody."),
    (ask("people", THEN), Figure(1234), 1234,
     "1,234 people in the community, on 31 March 2014."),
    (ask("people", THEN, by="category"), Figure(3, inside=2), 3,
     "3 people in the community, on 31 March 2014, by category; and 2 more in custody."),
    (ask("people", YEAR, LEVEL_3), Figure(7), 7, f"7 people at level 3 at any time {IN_2013_14}."),
    (ask("people", YEAR, by="month"), Figure(7), None,
     f"People, in the community, at the end of each month {IN_2013_14}: one figure for each "
     "month."),
    (ask("people", THEN, Filters(levels=frozenset({1})), figure=SHARE, out_of=Filters()),
     Figure(793, 845), 93.8, "93.8% (793 of 845): share of people in the community on 31 March "
     "2014 that are at level 1."),
    (ask("people", THEN, figure=SHARE), Figure(0, 0), None, "n/a (nobody on that day): share of "
     "people in the community on 31 March 2014 that are among them."),
    (ask("people", THEN, RSO, figure=RATE), Figure(604, 553_800), 109.1, "109.1 per 100,000 (604 "
     "of 553,800 people aged 10 and over): registered sexual offenders (category 1) in the "
     "community on 31 March 2014."),
    (ask("people", THEN, RSO, figure=RATE), Figure(604), None, "n/a (no population recorded): "
     "registered sexual offenders (category 1) in the community on 31 March 2014, per 100,000 "
     "people aged 10 and over. The number of "
     "people aged 10 and over in the year 2013/14 is not recorded: add a row with year_ending 2014 "
     "to the sheet population (area, year_ending, aged_10_plus) of the workbook and import it."),
    (ask("referrals", YEAR, status="decided", figure=AVERAGE), Figure(503, 41), 12.3, "12.3 days "
     "on average, over 41 decisions: days from referral to decision, of referrals decided "
     f"{IN_2013_14}. A withdrawal is no decision."),
    (ask("referrals", YEAR, status="decided", figure=AVERAGE), Figure(0, 0), None, "n/a (no "
     "decisions in that period): days from referral to decision, on average, of referrals decided "
     f"{IN_2013_14}. A withdrawal is no decision."),
    (ask("attendance", SINCE_APRIL, replace(LEVEL_3, agencies=frozenset({"police"})),
         status="held", figure=SHARE), Figure(12, 16, reports=3), 75.0,
     "Police attended 12 of 16 (75.0%); 3 more sent a report. Attendance of Police at held level 3 "
     "meetings from 1 April 2026 to 25 November 2026. Each case heard is counted."),
    (ask("events", YEAR, kinds="returned_breach_of_licence", by="level"), Figure(26), 26,
     f"26 people returned to custody for breach of licence {IN_2013_14}, by level. Each person is "
     "counted once, at the first in the period. Level and category are those in force on the day "
     "of the event. The annual report counts people at their first return made at Level 2 or 3."),
    (ask("orders", YEAR, status="imposed", kinds="SOPO"), Figure(47), 47,
     f"47 SOPOs imposed {IN_2013_14}. {ON_CATEGORY_1}"),
    (ask("orders", YEAR, status="imposed", kinds="NO"), Figure(1), 1,
     f"1 notification order imposed {IN_2013_14}. {ON_CATEGORY_1}"),
    (ask("dates", TODAY, status="overdue", kinds="review"), Figure(1), 1, "1 overdue review on 25 "
     "November 2026, of people who had not left by 25 November 2026. Overdue is a date before that "
     "day."),
    (ask("trainings", YEAR, status="held"), Figure(4), 4,
     f"4 training sessions held {IN_2013_14}."),
]  # fmt: skip


@pytest.mark.parametrize(("question", "whole", "value", "text"), TEXTS, ids=range(len(TEXTS)))
def test_an_answer_says_the_figure_and_what_was_counted(
    question: Question, whole: Figure, value: object, text: str
) -> None:
    found = answer(question, Figures(whole), EXACTLY)
    assert (found.status, found.value, found.text) == ("answered", value, text)
    assert found.reading == reading(question)


def test_the_yearly_tables_rule_is_named_where_its_figure_is_another_one() -> None:
    during = ask("people", YEAR, LEVEL_2)
    found = answer(during, Figures(Figure(105), by_rule=104, counting="first"), EXACTLY)
    assert found.text.endswith(f" By the yearly table's counting rule ({FIRST}) it is 104.")
    same = answer(during, Figures(Figure(104), by_rule=104, counting="first"), EXACTLY)
    assert "rule" not in same.text


def test_what_is_known_as_recorded_now_only_is_said_to_be() -> None:
    luton = Filters(districts=frozenset({"Luton"}), bands=frozenset({"high"}))
    found = answer(ask("people", THEN, luton, by="lead-agency"), Figures(Figure(2)), EXACTLY)
    assert found.text.endswith(
        "Risk of serious harm, lead agency and district are as recorded now."
    )
    assert (
        "recorded now" not in answer(ask("people", TODAY, luton), Figures(Figure(2)), EXACTLY).text
    )
    assert "District is as recorded now." in (
        answer(ask("people", YEAR, by="district"), Figures(Figure(2)), EXACTLY).text
    )


def test_a_day_to_come_is_said_to_be_one() -> None:
    ahead = Day(date(2027, 3, 31))
    found = answer(ask("people", ahead), Figures(Figure(3)), EXACTLY)
    assert found.text.endswith(" 31 March 2027 is still to come: what is recorded now was counted.")
    licences = ask("dates", Period(NOW, ahead.on), status="ending", kinds="licence_end")
    assert "still to come" not in answer(licences, Figures(Figure(3)), EXACTLY).text
    assert "still to come" not in answer(AT_LEVEL_2, Figures(Figure(3)), EXACTLY).text


def test_a_month_that_is_not_over_is_said_to_be_pictured_today() -> None:
    series = ask("people", SINCE_APRIL, by="month")
    text = answer(series, Figures(Figure(3)), EXACTLY).text
    assert "The last is the picture on 25 November 2026." in text
    assert "The last is" not in answer(replace(series, when=YEAR), Figures(Figure(3)), EXACTLY).text


def test_what_was_left_out_is_said_and_what_is_only_that_is_refused() -> None:
    found = answer(AT_LEVEL_2, Figures(Figure(45), hidden=True), NOT_4)
    assert found.text.endswith(" Category 4 not shown.")
    of_4 = replace(AT_LEVEL_2, where=Filters(categories=frozenset({4})))
    refused = answer(of_4, Figures(Figure(2)), NOT_4)
    assert (refused.status, refused.value, refused.text, refused.on) == (
        "not_allowed", None, "Category 4 not shown.", END_OF_2013_14,
    )  # fmt: skip
    assert answer(of_4, Figures(Figure(0)), EXACTLY).value == 0
    for sides in ((of_4, AT_LEVEL_2), (AT_LEVEL_2, replace(AT_LEVEL_2, out_of=of_4.where))):
        both = answer_comparison(Comparison(sides), [Figures(Figure(2))] * 2, NOT_4)
        assert (both.status, both.rows) == ("not_allowed", ())
    assert list_answer(of_4, Figures(Figure(2)), ["BED-1"], NOT_4).cases == ()


# What scripts rely on.


def test_an_answer_is_printed_with_the_fields_of_the_contract() -> None:
    groups = ((1, Figure(8)), (2, Figure(30)), (3, Figure(7)))
    by_category = replace(AT_LEVEL_2, by="category")
    found = answer(by_category, Figures(Figure(45, inside=6), groups), EXACTLY).as_json_object()
    assert json.loads(json.dumps(found)) == {
        "status": "answered",
        "value": 45,
        "rows": [
            {"label": "Category 1", "value": 8},
            {"label": "Category 2", "value": 30},
            {"label": "Category 3", "value": 7},
        ],
        "cases": [],
        "on": "2014-03-31",
        "from": None,
        "to": None,
        "reading": "People at level 2, in the community, on 31 March 2014, by category",
        "text": "45 people at level 2, in the community, on 31 March 2014, by category; "
        "and 6 more in custody.",
        "choices": [],
    }
    during = answer(ask("people", YEAR), Figures(Figure(1)), EXACTLY).as_json_object()
    assert (during["on"], during["from"], during["to"]) == (None, "2013-04-01", "2014-03-31")
    ever = ask("referrals", Period(None, NOW), status="made")
    printed = answer(ever, Figures(Figure(1)), EXACTLY).as_json_object()
    assert (printed["from"], printed["to"]) == (None, "2026-11-25")


def test_every_question_has_an_answer_that_says_what_it_is_of() -> None:
    chance = Random("answers")
    for _ in range(800):
        question = any_question(chance)
        small = Figure(chance.randint(0, 9), chance.randint(9, 20), chance.randint(0, 3))
        for shown in (EXACTLY, Shown(True, 5)):
            found = answer(question, Figures(small), shown)
            assert json.dumps(found.as_json_object())
            assert found.text.endswith(".") and "  " not in found.text
            when = question.when
            assert uk_date(when.on if isinstance(when, Day) else when.to_on) in found.text
            assert question.figure != RATE or "per 100,000" in found.text or question.by
            assert found.value is not None or shown.suppress_below or "one figure" in found.text


@pytest.mark.parametrize(
    ("problem", "status", "choices"),
    [
        (NotUnderstood("What?", ("level 2 cases",)), "clarify", ["level 2 cases"]),
        (NotUnderstood("What?"), "not_understood", []),
        (NotAllowed("What?"), "not_allowed", []),
        (RuleBroken("What?", "date"), "not_understood", []),
        (NotFound("What?"), "not_understood", []),
    ],
)
def test_a_refusal_is_printed_as_one(problem: MappaError, status: str, choices: list[str]) -> None:
    found = answer_problem(problem).as_json_object()
    assert (found["status"], found["text"], found["choices"]) == (status, "What?", choices)
    assert (found["value"], found["rows"], found["on"]) == (None, [], None)
