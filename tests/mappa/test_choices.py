"""Closed lists: by code or by name, in any case, with spaces or hyphens; else refused by list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.agencies import AGENCIES, read_agency
from mappa.areas import AREAS, read_area
from mappa.cases import CUSTODY_REASONS, DATE_KINDS, RISK_BANDS, THRESHOLDS
from mappa.choices import SHOWN, harmless, is_choice, read_choice
from mappa.errors import RuleBroken

LISTS = (AGENCIES, AREAS, CUSTODY_REASONS, DATE_KINDS, RISK_BANDS, THRESHOLDS)


@pytest.mark.parametrize("choices", LISTS, ids=lambda choices: next(iter(choices)))
def test_every_choice_is_read_by_code_and_by_name(choices: dict[str, str]) -> None:
    for code, name in choices.items():
        for way in (code, name):
            typed = (way, way.upper(), f" {way.replace('-', ' ')} ", way.replace(" ", "-"))
            for one in (*typed, way.replace("-", "_"), way.replace("-", "‑")):
                assert read_choice(one, choices, "field") == code
                assert is_choice(one, choices)


def test_no_two_choices_of_a_list_are_typed_alike() -> None:
    for choices in LISTS:
        ways = [(code.casefold(), name.casefold()) for code, name in choices.items()]
        names = [way for pair in ways for way in set(pair)]
        assert len(names) == len(set(names))


def test_an_unknown_value_is_refused_with_the_list() -> None:
    with pytest.raises(RuleBroken) as refused:
        read_choice("extreme", RISK_BANDS, "risk")
    assert refused.value.message == (
        "risk: “extreme” is not one of low, medium, high, very-high. Example: risk low"
    )
    assert refused.value.field == "risk"


@pytest.mark.parametrize("typed", ["-1", "–1", "— 2", " -2", "_1", "‑1", "−1"])
def test_a_figure_below_zero_is_not_the_figure(typed: str) -> None:
    assert not is_choice(typed, {"1": "Level 1", "2": "Level 2"})
    with pytest.raises(RuleBroken, match=r"level: .* is not one of 1, 2"):
        read_choice(typed, {"1": "Level 1", "2": "Level 2"}, "level")


@pytest.mark.parametrize("typed", ["", "polic", "police force", "p", "police,"])
def test_nothing_is_guessed_from_a_part(typed: str) -> None:
    assert not is_choice(typed, AGENCIES)
    with pytest.raises(RuleBroken, match=r"agency: .* is not one of police, probation, prison"):
        read_agency(typed)


def test_there_are_the_fifteen_agencies_of_the_contract() -> None:
    assert len(AGENCIES) == 15
    assert (
        read_agency("Youth Offending Team") == read_agency("youth offending") == "youth-offending"
    )
    assert read_agency("VICTIM-LIAISON") == "victim-liaison"


def test_there_are_42_areas_by_code_and_name() -> None:
    assert len(AREAS) == len(set(AREAS.values())) == 42
    assert all(len(code) == 3 and code.isupper() for code in AREAS)
    assert read_area("bed") == read_area("Bedfordshire") == "BED"
    assert read_area("devon and cornwall") == "DEV"
    assert read_area("dyfed powys") == "DYF"
    with pytest.raises(RuleBroken, match="area: “Scotland” is not one of AVO, BED"):
        read_area("Scotland")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "“plain”"),
        ("<@U0PRIYA|x> & *bold* `code` ~x~ _y_ #z", "“U0PRIYAx bold code x y z”"),
        ("two\nlines\tand\u2028more", "“two lines and more”"),
        ("a\u202eb\x00c", "“abc”"),
        ("x" * 200, f"“{'x' * SHOWN}…”"),
        ("", "“”"),
    ],
)
def test_what_is_shown_back_is_short_and_harmless(typed: str, shown: str) -> None:
    assert harmless(typed) == shown


@given(st.text(max_size=100))
def test_no_text_is_shown_back_with_markup(typed: str) -> None:
    shown = harmless(typed)
    assert not set(shown) & set("<>&@#*_~`|\n\r")
    assert len(shown) <= SHOWN + 3
