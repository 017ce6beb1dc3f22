"""A typed line is taken apart by one schema, and nothing that was typed is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.arguments import LONGEST_TEXT, Line, clean_text, help_lines, read_line
from mappa.errors import MappaError, NotUnderstood, RuleBroken
from mappa.referrals import SCHEMA as REFER
from mappa.referrals import read_referral
from mappa.updates import SCHEMA as UPDATE
from mappa.updates import read_update
from tests.build import POLICY, TODAY


def read(typed: str) -> Line:
    return read_line(UPDATE, typed)


@pytest.mark.parametrize(
    ("typed", "values", "reason"),
    [
        ("level 3", {"level": "3"}, ""),
        ("LEVEL 3 Because risk", {"level": "3"}, "risk"),
        ("level: 3", {"level": "3"}, ""),
        ("level:3", {"level": "3"}, ""),
        ("level=3", {"level": "3"}, ""),
        ("level to 3", {"level": "3"}, ""),
        ("cat 2", {"category": "2"}, ""),
        ("licence-end 31 March 2027", {"licence-end": "31 March 2027"}, ""),
        ("licence end on 31 March 2027", {"licence-end": "31 March 2027"}, ""),
        ("licence_end = 31/3/27", {"licence-end": "31/3/27"}, ""),
        ("licence–end 31/3/27", {"licence-end": "31/3/27"}, ""),
        ("LED 31/3/27, SED 31/3/28", {"licence-end": "31/3/27", "sentence-end": "31/3/28"}, ""),
        ("risk very high level 2", {"risk": "very high", "level": "2"}, ""),
        ("threshold high risk level 2", {"threshold": "high risk", "level": "2"}, ""),
        (
            "threshold stepping down from Level 3 level 2 because better",
            {"threshold": "stepping down from Level 3", "level": "2"},
            "better",
        ),
        ("lead-agency mental health services", {"lead-agency": "mental health services"}, ""),
        (
            'lead-agency "mental health" risk low',
            {"lead-agency": "mental health", "risk": "low"},
            "",
        ),
        ("exit because licence ended", {"exit": ""}, "licence ended"),
        ("exit from 1 May 2026", {"exit": "", "from": "1 May 2026"}, ""),
        ("note to be seen at court", {"note": "to be seen at court"}, ""),
        ("note level 3 was discussed;", {"note": "level 3 was discussed;"}, ""),
        ("risk low note all well because seen", {"risk": "low", "note": "all well"}, "seen"),
        ('note "level 3 because" risk low', {"note": "level 3 because", "risk": "low"}, ""),
        ("note “no change” exit", {"note": "no change", "exit": ""}, ""),
        ('note "he" said so', {"note": '"he" said so'}, ""),
        ("note don't know", {"note": "don't know"}, ""),
        ('note "open', {"note": '"open'}, ""),
        ('because "a, b" risk low', {"risk": "low"}, "a, b"),
        ("risk low because: seen", {"risk": "low"}, "seen"),
        ("risk low because he said because", {"risk": "low"}, "he said because"),
        ("risk low because risk:high level 3", {"risk": "low"}, "risk:high level 3"),
        ("risk low because", {"risk": "low"}, ""),
    ],
)
def test_a_line_is_read_as_it_is_meant(typed: str, values: dict[str, str], reason: str) -> None:
    assert read(f"BED-1042 {typed}") == Line("BED-1042", values, reason)


@pytest.mark.parametrize("subject", ["BED-1042", "BED-1042,", "BED-1042:", "  BED-1042 "])
def test_the_subject_stands_first(subject: str) -> None:
    assert read(f"{subject} level 3").subject == "BED-1042"


@pytest.mark.parametrize("typed", ["", "   ", "because risk", "because"])
def test_a_line_without_a_subject_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(typed)
    assert refused.value.field == "subject"
    assert UPDATE.examples[0] in refused.value.message


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("lisence-end 31/3/27", "licence-end"),
        ("levle 3", "level"),
        ("custdy recall", "custody"),
        ("exit now", ""),
        ("hello", ""),
    ],
)
def test_an_unknown_field_names_the_nearest(typed: str, near: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(f"BED-1042 {typed}")
    assert "It takes: level, category, threshold" in refused.value.message
    assert (near in refused.value.choices) == bool(near)
    assert ("Did you mean" in refused.value.message) == bool(near)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("level", "level"),
        ("level because risk", "level"),
        ("note because x", "note"),
        ('note "" risk low', "note"),
        ("licence-end", "licence-end"),
    ],
)
def test_a_field_without_its_value_is_refused_with_an_example(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken, match=f"{field} needs a value. Example: {field}") as refused:
        read(f"BED-1042 {typed}")
    assert refused.value.field == field


@pytest.mark.parametrize(
    "typed", ["level 2 level 3", "led 1/1/27 licence-end 2/1/27", 'because "a" because "b" level 2']
)
def test_a_field_given_twice_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="is given twice"):
        read(f"BED-1042 {typed}")


def test_a_value_that_is_another_fields_name_stays_a_value() -> None:
    assert read("BED-1042 custody release").values == {"custody": "release"}


@pytest.mark.parametrize("schema", [UPDATE, REFER], ids=lambda schema: schema.word)
def test_the_help_shows_every_field_and_each_example_in_it_can_be_typed(schema) -> None:  # type: ignore[no-untyped-def]
    shown = help_lines(schema)
    assert len(shown) == len(schema.fields)
    for field, line in zip(schema.fields, shown, strict=True):
        assert line == f"{field.example}: {field.says}"
        found = read_line(schema, f"{schema.subject_example} {field.example} because shown")
        assert field.name in found.values  # some go with others only
        for alias in field.aliases:
            typed = field.example.replace(field.name, alias, 1)
            assert read_line(schema, f"{schema.subject_example} {typed}").values == found.values


@pytest.mark.parametrize("example", UPDATE.examples)
def test_every_example_of_an_update_can_be_typed(example: str) -> None:
    assert read_update(example.removeprefix("update "), TODAY, POLICY).ref == "BED-1042"


@pytest.mark.parametrize("field", UPDATE.fields, ids=lambda field: field.name)
def test_every_field_of_an_update_is_read_from_its_example(field) -> None:  # type: ignore[no-untyped-def]
    level = " level 3" if field.name in ("threshold", "from") else ""
    example = field.example.replace("@somebody", "<@U0PRIYA|priya>")
    read_update(f"BED-1042 {example}{level} because shown", TODAY, POLICY)


@pytest.mark.parametrize("example", REFER.examples)
def test_every_example_of_a_referral_can_be_typed(example: str) -> None:
    assert read_referral(example.removeprefix("refer "), "police", TODAY).reason


@pytest.mark.parametrize("field", REFER.fields, ids=lambda field: field.name)
def test_every_field_of_a_referral_is_read_from_its_example(field) -> None:  # type: ignore[no-untyped-def]
    level = "" if field.name == "level" else " level 2"
    assert read_referral(f"X320741 {field.example}{level} because shown", "police", TODAY)


@pytest.mark.parametrize("char", ["\x00", "\x07", "\u202e", "\u2066", "\ud800"])
def test_invisible_marks_are_refused(char: str) -> None:
    with pytest.raises(RuleBroken, match="invisible control characters"):
        clean_text(f"spoke{char}to housing", "note")


def test_an_endless_text_is_refused_and_never_cut() -> None:
    assert len(clean_text("x" * LONGEST_TEXT, "note")) == LONGEST_TEXT
    with pytest.raises(RuleBroken, match="3,001 characters, at most 3,000 fit"):
        clean_text("x" * (LONGEST_TEXT + 1), "note")


def test_lines_and_tabs_become_spaces() -> None:
    assert clean_text(" a\tb\r\nc\u2028d ", "note") == "a b  c d"


def test_nobody_leaves_mappa_because_of_where_they_live() -> None:
    with pytest.raises(RuleBroken) as refused:
        read("BED-1042 placement private place The Exit because he has moved")
    assert refused.value.field == "place"
    assert refused.value.message.startswith("place: does “Exit” belong to it?")
    quoted = read('BED-1042 placement private place "The Exit" because he has moved')
    assert quoted.values == {"placement": "private", "place": "The Exit"}
    leaves = read("BED-1042 exit placement private place 3 Example Road because licence ended")
    assert leaves.values == {"exit": "", "placement": "private", "place": "3 Example Road"}


FILLERS = {"to", "is", "=", ":", "on", "as", "at", "of"}
tokens = st.lists(
    st.sampled_from(
        [word for field in UPDATE.fields for word in (field.name, *field.example.split())]
        + ["because", "recall", "high", "risk", '"quoted', 'words"', "“a”", "2027", "to", "level:2"]
    )
    | st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=6),
    max_size=14,
)


@given(tokens)
def test_nothing_typed_is_dropped(typed: list[str]) -> None:
    try:
        line = read(" ".join(["BED-1042", *typed]))
    except MappaError as refused:
        assert refused.message
        return
    kept = " ".join([*line.values, *line.values.values(), "because", line.reason]).casefold()
    for word in typed:
        bare = word.casefold().strip("\"'“”‘’ ,;:=")
        if bare not in FILLERS and not is_name(bare):
            assert all(part in kept for part in bare.replace("=", ":").split(":")), word


def is_name(word: str) -> bool:
    return tuple(word.replace("-", " ").replace("_", " ").split()) in UPDATE.names()
