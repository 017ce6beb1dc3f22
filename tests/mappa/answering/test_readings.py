"""Readings: a question in plain English, and never the same English for two questions."""

import re
from dataclasses import fields, replace
from datetime import date
from itertools import combinations
from random import Random

import pytest

from mappa.answering.readings import reading
from mappa.asking.measures import MEASURES
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    COMMUNITY,
    CUSTODY,
    RATE,
    SHARE,
    Comparison,
    Day,
    Filters,
    Period,
    Question,
)
from mappa.days import read_day, uk_date
from tests.mappa.answering.any_questions import (
    END_OF_2013_14,
    NOW,
    TRICKY,
    YEAR,
    any_question,
    askable,
    meaning,
)
from tests.mappa.asking.question_tables import understood

TODAY, THEN = Day(NOW), Day(END_OF_2013_14)
SINCE_APRIL = Period(date(2026, 4, 1), NOW)
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
SO_FAR = Period(None, NOW)
NEXT_28_DAYS = Period(NOW, date(2026, 12, 23))
LEVEL_1, LEVEL_2, LEVEL_3 = (Filters(levels=frozenset({n})) for n in (1, 2, 3))
POLICE_AT_LEVEL_3 = replace(LEVEL_3, agencies=frozenset({"police"}))
EVERY_FILTER = Filters(
    frozenset({2, 0}),
    frozenset({1}),
    CUSTODY,
    frozenset(),
    frozenset({"probation", "police"}),
    frozenset({"Luton", "Bedford"}),
    frozenset({"high", ""}),
    "review",
)


def ask(counted: str, when: Day | Period, where: Filters = LEVEL_2, **more: object) -> Question:
    kinds = frozenset(str(more.pop("kinds", "")).split())
    return Question(counted, when, NOW, where, kinds=kinds, **more)  # type: ignore[arg-type]


ANY = Filters()
READ_BACK = [
    (ask("people", YEAR, LEVEL_3), "People at level 3 at any time in 2013/14 (1 April 2013 to 31 "
     "March 2014)"),
    (ask("people", YEAR, replace(LEVEL_3, custody=CUSTODY)), "People at level 3, in custody, at "
     "any time in 2013/14 (1 April 2013 to 31 March 2014)"),
    (ask("people", YEAR, by="month"), "People at level 2, in the community, at the end of each "
     "month in 2013/14 (1 April 2013 to 31 March 2014)"),
    (ask("people", TODAY, Filters(without="review")), "People without a review date, in the "
     "community, on 25 November 2026"),
    (ask("people", TODAY, EVERY_FILTER), "People at level 2 or level to be confirmed in category 1 "
     "(registered sexual offenders) without a review date, with Police or Probation as lead "
     "agency, in the district of Bedford or Luton, at high risk of serious harm or with no risk "
     "band recorded, in custody, on 25 November 2026"),
    (ask("people", TODAY, LEVEL_3, listed=True), "List of people at level 3, in the community, on "
     "25 November 2026"),
    (ask("people", THEN, LEVEL_1, figure=SHARE, out_of=ANY), "Share of people in the community on "
     "31 March 2014 that are at level 1"),
    (ask("people", THEN, replace(LEVEL_2, custody=CUSTODY), figure=SHARE,
         out_of=replace(LEVEL_2, custody=BOTH)), "Share of people at level 2, in custody or in the "
     "community, on 31 March 2014 that are in custody"),
    (ask("people", THEN, Filters(categories=frozenset({1})), figure=RATE), "Registered sexual "
     "offenders (category 1) in the community on 31 March 2014, per 100,000 people aged 10 and "
     "over"),
    (ask("people", THEN, figure=RATE), "People at level 2, in the community, on 31 March 2014, per "
     "100,000 people aged 10 and over"),
    (ask("referrals", SINCE_APRIL, ANY, status="made", by="agency"), "Referrals made from 1 April "
     "2026 to 25 November 2026, by agency"),
    (ask("referrals", QUARTER, POLICE_AT_LEVEL_3, status="declined"), "Referrals from Police for "
     "level 3 declined in July to September 2026 (1 July 2026 to 30 September 2026)"),
    (ask("referrals", SO_FAR, ANY, status="decided", figure=AVERAGE), "Days from referral to "
     "decision, on average, of referrals decided up to 25 November 2026"),
    (ask("referrals", SO_FAR, ANY, status="accepted", figure=SHARE), "Share of referrals decided "
     "up to 25 November 2026 that were accepted"),
    (ask("referrals", SO_FAR, POLICE_AT_LEVEL_3, status="made", figure=SHARE, out_of=LEVEL_3),
     "Share of referrals for level 3 made up to 25 November 2026 that are from Police"),
    (ask("referrals", TODAY, ANY, status="open"), "Open referrals on 25 November 2026"),
    (ask("events", YEAR, ANY, kinds="returned_breach_of_licence", by="level"), "People returned to "
     "custody for breach of licence in 2013/14 (1 April 2013 to 31 March 2014), by level"),
    (ask("events", YEAR, kinds="sfo"), "Serious further offences in 2013/14 (1 April 2013 to 31 "
     "March 2014), of people at level 2"),
    (ask("orders", YEAR, ANY, status="imposed", kinds="SOPO"), "SOPOs imposed in 2013/14 (1 April "
     "2013 to 31 March 2014)"),
    (ask("orders", TODAY, ANY, status="in force", kinds="SHPO SHPO-FT NO"), "Notification orders "
     "or SHPOs (with or without foreign travel restriction) in force on 25 November 2026"),
    (ask("dates", NEXT_28_DAYS, ANY, status="ending", kinds="licence_end"), "Licences ending from "
     "25 November 2026 to 23 December 2026, of people who had not left by 25 November 2026"),
    (ask("dates", NEXT_28_DAYS, ANY, status="ending", kinds="SOPO"), "People with SOPOs ending "
     "from 25 November 2026 to 23 December 2026, who had not left by 25 November 2026"),
    (ask("dates", TODAY, status="overdue", kinds="review"), "Overdue reviews on 25 November 2026, "
     "of people at level 2, who had not left by 25 November 2026"),
    (ask("attendance", SINCE_APRIL, POLICE_AT_LEVEL_3, status="held", figure=SHARE), "Attendance "
     "of Police at held level 3 meetings from 1 April 2026 to 25 November 2026"),
    (ask("actions", TODAY, ANY, status="overdue", by="agency"), "Overdue actions on 25 November "
     "2026, by agency"),
    (ask("meetings", SINCE_APRIL, LEVEL_3, status="held"), "Level 3 meetings held from 1 April "
     "2026 to 25 November 2026"),
    (ask("disclosure", SO_FAR, LEVEL_3, status="held", figure=SHARE), "Share of cases heard at "
     "level 3 meetings up to 25 November 2026 with a disclosure decision recorded"),
    (ask("trainings", Period(NOW, NOW), ANY, status="held"), "Training sessions held on 25 "
     "November 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "words"), READ_BACK, ids=range(len(READ_BACK)))
def test_a_question_is_read_back_in_plain_english(question: Question, words: str) -> None:
    assert reading(question) == words


def test_a_comparison_is_read_back_side_by_side() -> None:
    asked = Comparison((ask("people", THEN), ask("people", TODAY)))
    assert reading(asked) == (
        "People at level 2, in the community, on 31 March 2014; compared with people at level 2, "
        "in the community, on 25 November 2026"
    )
    orders = Comparison(
        tuple(ask("orders", YEAR, ANY, status="imposed", kinds=k) for k in ("FTO", "SOPO"))
    )
    assert "; compared with SOPOs imposed" in reading(orders)


PICTURE = re.compile(
    r"People(?: at (level [^,(]*?))?(?: in category ([^,]*\)))?, "
    r"(in the community|in custody|in custody or in the community), on ([^,]*)(?:, by (\w+))?"
)
PLACES = {"in the community": COMMUNITY, "in custody": CUSTODY}


def test_pictures_are_read_back_as_they_always_were() -> None:
    known = 0
    for words in dict.fromkeys(words for _, words in understood()):
        found = PICTURE.fullmatch(words)
        if found is None:
            continue
        levels, categories, place, day, by = found.groups()
        where = Filters(
            frozenset(map(int, re.findall(r"\d", levels or "")))
            | ({0} if "confirmed" in (levels or "") else frozenset()),
            frozenset(map(int, re.findall(r"\d", categories or ""))),
            PLACES.get(place, BOTH),
        )
        question = Question("people", Day(read_day(day, NOW)), NOW, where, by=by or "")
        assert reading(question) == words
        known += 1
    assert known >= 50


NAMES = [field.name for field in fields(Question)]
FILTERS = [field.name for field in fields(Filters)]


def another(one: Question, chance: Random) -> Question:
    """The same question but for one or two of its parts, which can be the same as well."""
    other = any_question(chance, one.counted)
    if chance.random() < 0.5:
        name = chance.choice(FILTERS)
        where = replace(one.where, **{name: getattr(other.where, name)})
        return replace(one, where=where)
    taken = set(chance.sample(NAMES, 2))
    if {"when", "status"} & taken:  # what a status is dated by goes with it
        taken |= {"when", "status"}
    found = replace(one, **{name: getattr(other, name) for name in taken})
    return askable(found if found.figure == SHARE else replace(found, out_of=None))


@pytest.mark.parametrize("counted", sorted(MEASURES))
def test_two_questions_read_the_same_only_if_they_mean_the_same(counted: str) -> None:
    chance = Random(counted)
    same = 0
    for _ in range(400):
        one = any_question(chance, counted)
        other = another(one, chance)
        alike = reading(one) == reading(other)
        assert alike == (meaning(one) == meaning(other)), (one, other, reading(one))
        same += alike
    assert 0 < same < 400


def test_no_two_of_many_questions_read_the_same() -> None:
    chance = Random("many")
    read: dict[str, Question] = {}
    for _ in range(2500):
        question = any_question(chance)
        first = read.setdefault(reading(question), question)
        assert meaning(first) == meaning(question), reading(question)
    assert len(read) > 1500


def test_no_name_of_a_district_can_be_taken_for_several_or_for_none() -> None:
    names = [frozenset(some) for size in (0, 1, 2) for some in combinations(TRICKY, size)]
    read = [reading(ask("people", THEN, Filters(districts=districts))) for districts in names]
    assert len(set(read)) == len(names)


def test_the_day_or_period_is_always_printed_in_full() -> None:
    chance = Random("days")
    for _ in range(500):
        question = any_question(chance)
        when, words = question.when, reading(question)
        ends = [when.on] if isinstance(when, Day) else [when.from_on or when.to_on, when.to_on]
        assert all(uk_date(day) in words for day in ends)
        assert "  " not in words and words == words.strip() and words[0].isupper()
