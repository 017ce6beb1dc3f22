"""The parts of the minutes: what is an answer, what excludes what, and which form they are on."""

from datetime import date

import pytest

from mappa.errors import RuleBroken
from mappa.meetings.minute_answers import compare_answers, with_answers, with_line
from mappa.meetings.minutes import PARTS, form_of, information_part, parts_in_order, read_part

TODAY = date(2026, 6, 17)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("supervision", " none ", "none"),
        ("supervision", "first\r\n second \x0b", "first\nsecond"),
        ("level", "Level 3", "3"),
        ("level", "two", "2"),
        ("disclosure", "Yes", "yes"),
        ("threshold", "stepping down from Level 3", "step-down"),
        ("review", "20 August 2026", "2026-08-20"),
        ("risk-band", "very high", "very-high"),
        ("exit", "yes", "yes"),
        ("disclosure-to", "the head  teacher", "the head teacher"),
    ],
)
def test_a_part_is_kept_as_it_is_meant(name: str, typed: str, kept: str) -> None:
    assert read_part(PARTS[name], typed, TODAY) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("supervision", "-"),
        ("supervision", "..."),
        ("supervision", "x" * 3001),
        ("supervision", "bell\x07"),
        ("level", "-1"),
        ("level", "0"),
        ("level", "tbc"),
        ("level", "4"),
        ("review", "20 August"),
        ("review", "soon"),
        ("disclosure", "perhaps"),
        ("disclosure-to", "<@U1>"),
        ("exit", "no"),
    ],
)
def test_what_is_no_answer_is_refused_by_its_name(name: str, typed: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        read_part(PARTS[name], typed, TODAY)
    assert problem.value.field == name


def test_a_level_and_an_exit_take_each_others_place_in_a_line_and_not_in_a_form() -> None:
    assert with_line({"level": "2"}, {"exit": "yes"}, TODAY) == {"exit": "yes"}
    assert with_line({"exit": "yes"}, {"level": "2"}, TODAY) == {"level": "2"}
    with pytest.raises(RuleBroken, match="exclude each other"):
        with_answers({"exit": "yes"}, {"level": "2"}, TODAY)
    up = {"level": "3", "threshold": "senior", "review": "2026-07-20"}
    assert with_line(up, {"level": "level 1"}, TODAY) == {"level": "1", "review": "2026-07-20"}
    assert with_line(up, {"exit": "yes"}, TODAY) == {"exit": "yes"}
    for after in ({"level": "1"}, {"level": "", "exit": "yes", "review": ""}):
        with pytest.raises(RuleBroken, match="levels 2 and 3 only"):
            with_answers(up, after, TODAY)
    with pytest.raises(RuleBroken, match="has no next review"):
        with_line({"exit": "yes"}, {"review": "20 July 2026"}, TODAY)


def test_what_was_brought_in_at_odds_keeps_nobody_from_adding_what_they_know() -> None:
    odd = {"level": "2", "exit": "yes"}
    name = information_part("police").name
    assert with_line(odd, {name: "seen"}, TODAY) == odd | {name: "seen"}


def test_none_is_an_answer_in_words_and_nothing_of_what_is_decided() -> None:
    kept = with_line({"level": "2", "dissent": "x"}, {"level": "none", "dissent": "none"}, TODAY)
    assert kept == {"dissent": "none"}


def test_information_by_line_is_added_beneath_what_is_there() -> None:
    name = information_part("police").name
    kept = with_line({name: "first"}, {name: "second"}, TODAY)
    assert kept == {name: "first\nsecond"}
    assert with_line(kept, {name: "second"}, TODAY) == kept
    with pytest.raises(RuleBroken, match="at most 3,000 fit"):
        with_line({name: "x" * 2990}, {name: "y" * 20}, TODAY)


def test_parts_stand_in_the_order_of_the_agenda_and_none_is_left_out() -> None:
    minutes = {"dissent": "none", "risk": "b", "unheard-of": "z", "information.health": "a"}
    assert [part.name for part, _ in parts_in_order(minutes)] == [
        "information.health", "risk", "dissent", "unheard-of",
    ]  # fmt: skip


OPENED = {"a": "1", "b": "1", "c": "1", "d": "1"}


@pytest.mark.parametrize(
    ("given", "now", "touched", "conflicts"),
    [
        ({"a": "1"}, {"a": "1"}, {}, ()),
        ({"a": "1"}, {"a": "2"}, {}, ()),  # left as it was shown: the other's stays
        ({"a": "2"}, {"a": "1"}, {"a": "2"}, ()),
        ({"a": "2"}, {"a": "3"}, {"a": "2"}, ("a",)),
        ({"a": "2"}, {"a": "2"}, {}, ()),  # both say the same
        ({}, {"a": "1"}, {"a": ""}, ()),
        ({}, {"a": "2"}, {"a": ""}, ("a",)),
    ],
)
def test_what_two_people_changed_at_once_is_a_conflict(
    given: dict[str, str], now: dict[str, str], touched: dict[str, str], conflicts: tuple[str, ...]
) -> None:
    found = compare_answers(["a"], given, now, lambda name, value: OPENED[name] == value)
    assert (found.touched, found.conflicts) == (touched, conflicts)


def test_the_form_goes_by_the_day_of_the_meeting() -> None:
    assert form_of(date(2022, 4, 30))[0] == "MAPPA B"
    assert form_of(date(2022, 5, 1)) == ("MAPPA C", "May 2022")
