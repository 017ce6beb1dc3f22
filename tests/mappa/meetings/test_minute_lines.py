"""The line of the minutes: what stands in which part, and what could be meant in two ways."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import MappaError, NotUnderstood, RuleBroken
from mappa.meetings.attendances import Attendance, read_attendances
from mappa.meetings.minute_fields import SCHEMA
from mappa.meetings.minute_lines import (
    MinuteLine,
    own_information,
    read_minute_line,
    read_minute_refs,
)

VALUES: list[tuple[str, dict[str, str]]] = [
    ("supervision weekly; monitoring a tag", {"supervision": "weekly", "monitoring": "a tag"}),
    ("supervision weekly\nmonitoring: a tag", {"supervision": "weekly", "monitoring": "a tag"}),
    ("supervision weekly; and by phone", {"supervision": "weekly; and by phone"}),
    ('supervision "weekly; level 2" contingency none',
     {"supervision": "weekly; level 2", "contingency": "none"}),
    ('supervision said "go; monitoring tag', {"supervision": 'said "go', "monitoring": "tag"}),
    ("supervision weekly because he asked", {"supervision": "weekly because he asked"}),
    ("disclosure no because nobody; level 2 review 20 August 2026 because three agencies",
     {"disclosure": "no", "disclosure-rationale": "nobody", "level": "2",
      "review": "20 August 2026", "level-rationale": "three agencies"}),
    ("review 20 August 2026 because nobody can come",
     {"review": "20 August 2026", "review-reason": "nobody can come"}),
    ("exit anyway because died", {"exit": "anyway", "level-rationale": "died"}),
    ("exit; level-rationale died", {"exit": "yes", "level-rationale": "died"}),
    ("risk high", {"risk-band": "high"}),
    ("risk very high: rising", {"risk-band": "very high", "risk": "rising"}),
    ("risk low mood all week", {"risk": "low mood all week"}),
    ("information police seen; information social services, knows him",
     {"information.police": "seen", "information.social-services": "knows him"}),
    ("disclosure yes; disclosure to the head teacher",
     {"disclosure": "yes", "disclosure-to": "the head teacher"}),
    ("Licence Conditions: no contact", {"licence-conditions": "no contact"}),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "values"), VALUES)
def test_each_part_gets_what_is_said_of_it(typed: str, values: dict[str, str]) -> None:
    assert read_minute_line(typed) == MinuteLine(values)


def test_attendance_and_parts_may_stand_in_one_line() -> None:
    line = read_minute_line(
        "attended police (Pat Example, DI), probation report prison apologies housing none health "
        "supervision weekly reporting"
    )
    assert line.values == {"supervision": "weekly reporting"}
    assert read_attendances(line.attended) == {
        "police": Attendance("attended", "Pat Example, DI"),
        "probation": Attendance("attended"),
        "prison": Attendance("report"),
        "housing": Attendance("apologies"),
        "health": Attendance("none"),
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("supervision weekly disclosure no because nobody", "supervision"),
        ("supervision weekly monitoring a tag", "supervision"),
        ("disclosure no because a level 2 because b", "because"),
        ("level 2 supervision weekly because he asked", "because"),
        ("disclosure no level 2 because both", "because"),
        ("because nothing", "because"),
        ("supervision weekly; supervision daily", "supervision"),
        ("level-rationale one; level 2 because two", "level-rationale"),
        ("close; supervision weekly", "close"),
        ("supervision weekly; page 2", "page"),
        ("page nine", "page"),
        ("anyway", "anyway"),
        ("information seen weekly", "information"),
        ("supervision", "supervision"),
    ],
)
def test_what_could_be_meant_in_two_ways_is_refused_with_an_example(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        read_minute_line(typed)
    assert problem.value.field == field
    assert "Example" in problem.value.message or "Give it once" in problem.value.message


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", MinuteLine()),
        (" ;; ", MinuteLine()),
        ("page 2", MinuteLine(page=2)),
        ("close", MinuteLine(command="close")),
        ("issue", MinuteLine(command="issue")),
        ("issue again", MinuteLine(command="issue", again=True)),
        ("reopen because wrong date", MinuteLine(command="reopen", reason="wrong date")),
        ("document", MinuteLine(command="document")),
    ],
)
def test_a_step_stands_alone(typed: str, line: MinuteLine) -> None:
    assert read_minute_line(typed) == line


def test_a_word_that_is_no_part_is_asked_back() -> None:
    with pytest.raises(NotUnderstood, match="minute has no field “supervison”"):
        read_minute_line("supervison weekly")


@pytest.mark.parametrize(
    "text",
    [
        "police",
        "police (Pat",
        "police, police",
        "nobody",
        "police (Pat) probation",
        "(Pat)",
        "none",
    ],
)
def test_attendance_that_cannot_be_read_names_its_word(text: str) -> None:
    given = {"attended": text, "report": "police"}
    with pytest.raises(RuleBroken) as problem:
        read_attendances(given)
    assert problem.value.field in given
    assert "Example" in problem.value.message


def test_who_did_not_answer_is_not_named() -> None:
    with pytest.raises(RuleBroken, match="nobody is named"):
        read_attendances({"none": "police (Pat Example)"})


def test_the_refs_come_first() -> None:
    assert read_minute_refs("bed-m1 bed-1042 level 2") == ("BED-M1", "BED-1042", "level 2")
    assert read_minute_refs("BED-M1") == ("BED-M1", "", "")
    for typed in ("", "@@ x", "BED-M1 <@U1>"):
        with pytest.raises(RuleBroken, match="Example"):
            read_minute_refs(typed)


@pytest.mark.parametrize(
    ("rest", "text"),
    [
        ("information he is at level 2; review soon", "he is at level 2; review soon"),
        ("Information: seen\nweekly", "seen\nweekly"),
        ("information", ""),
        ("informationless", None),
        ("level 2", None),
    ],
)
def test_own_information_is_all_that_follows(rest: str, text: str | None) -> None:
    assert own_information(rest) == text


WORDS = [field.name for field in SCHEMA.fields] + [
    "2", "yes", "no", "20 August 2026", "police", "(Pat)", ";", "\n", '"', "because", "none", ":",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_line_is_read_or_refused_and_no_word_of_a_text_is_lost(words: list[str]) -> None:
    typed = " ".join(words)
    try:
        line = read_minute_line(typed)
    except MappaError as problem:
        assert problem.message
        return
    kept: Any = " ".join([*line.values.values(), *line.attended.values(), line.reason])
    assert all(word in kept for word in words if word in ("(Pat)", "20 August 2026"))
