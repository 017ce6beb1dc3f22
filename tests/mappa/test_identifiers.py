"""Identifiers: read as they are written, kept in one canonical form, and checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import RuleBroken
from mappa.identifiers import (
    CHECK_LETTERS,
    Identifier,
    pnc_check_letter,
    read_case_ref,
    read_crn,
    read_cro,
    read_identifier,
    read_pnc,
    read_prison_number,
)

TODAY = date(2026, 6, 17)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("BED-1042", "case", "BED-1042"),
        ("bed-1042", "case", "BED-1042"),
        (" bed - 1042 ", "case", "BED-1042"),
        ("bed–1042", "case", "BED-1042"),
        ("BED‑1042", "case", "BED-1042"),
        ("bed—1042", "case", "BED-1042"),
        ("X320741", "crn", "X320741"),
        ("x320741", "crn", "X320741"),
        ("Ｘ３２０７４１", "crn", "X320741"),
        ("A1234AA", "prison_number", "A1234AA"),
        ("a1234aa", "prison_number", "A1234AA"),
        ("02/73319Z", "pnc", "2002/0073319Z"),
        ("81/34U", "pnc", "1981/0000034U"),  # a CRO number could look like this
        ("00/223R", "pnc", "2000/0000223R"),
        ("79/163001B", "pnc", "1979/0163001B"),
        ("033Y", "pnc", "2003/0000003Y"),
        ("67/9893091D", "pnc", "1967/9893091D"),
        ("2002/0073319z", "pnc", "2002/0073319Z"),
        ("2002 / 73319 Z", "pnc", "2002/0073319Z"),
        ("20020073319Z", "pnc", "2002/0073319Z"),
        ("200273319Z", "pnc", "2002/0073319Z"),
        ("65656/91H", "cro", "065656/91H"),
        ("SF83/50058Z", "cro", "SF83/50058Z"),
        ("sf05/482703j", "cro", "SF05/482703J"),
        ("265416/21G", "cro", "265416/21G"),
    ],
)
def test_an_identifier_is_known_by_its_shape(typed: str, kind: str, value: str) -> None:
    assert read_identifier(typed, TODAY) == Identifier(kind, value)
    assert read_identifier(value, TODAY) == Identifier(kind, value)  # canonical form stays


@pytest.mark.parametrize(
    "typed",
    ["1980/0163001B", "20120052494O", "2001/0171310S", "85227/65G", "SF83/50058A", "02/73319A"],
)
def test_a_wrong_check_letter_is_refused_and_the_right_one_not_told(typed: str) -> None:
    with pytest.raises(RuleBroken, match="check letter does not fit") as refused:
        read_identifier(typed, TODAY)
    assert typed in refused.value.message
    assert "Example: " in refused.value.message


@pytest.mark.parametrize(
    "typed",
    ["1923/1234567AA", "BED1042", "X32074", "X3207411", "32074X1", "A1234A", "A12345A", "hello",
    "0002/0073319Z", "02/00073319Z", "2/73319Z", "SF83", "SF8/50058Z", "1234567/91H",
    "x320741; drop", "١٢/٣٤U", "X32074é", "X" * 500, "65656/91", "/91H", "<@U0PRIYA>"],
)  # fmt: skip
def test_what_is_no_identifier_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Example"):
        read_identifier(typed, TODAY)


@pytest.mark.parametrize("typed", ["", "  ", "\n"])
def test_nothing_is_asked_for(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Say which one"):
        read_identifier(typed, TODAY)


def test_a_number_that_fits_as_pnc_and_as_cro_is_asked_back() -> None:
    assert read_pnc("99/78Q", TODAY) == "1999/0000078Q"
    assert read_cro("99/78Q") == "000099/78Q"
    with pytest.raises(RuleBroken, match="can be a PNC or a CRO number"):
        read_identifier("99/78Q", TODAY)
    with pytest.raises(RuleBroken, match="neither a PNC nor a CRO number"):
        read_identifier("81/35U", TODAY)


def test_a_pnc_without_its_slash_that_can_be_read_twice_is_asked_back() -> None:
    both = next(
        text
        for serial in range(1, 400_000)
        if pnc_check_letter("2001", str(serial)) == pnc_check_letter("20", f"01{serial}")
        for text in [f"2001{serial}{pnc_check_letter('2001', str(serial))}"]
        if len(text) <= 10
    )
    with pytest.raises(RuleBroken, match="can be read as two PNC numbers"):
        read_pnc(both, TODAY)
    assert read_pnc(f"{both[:4]}/{both[4:]}", TODAY).startswith("2001/")


@pytest.mark.parametrize(
    ("year", "today", "full"),
    [("26", TODAY, "2026"), ("27", TODAY, "1927"), ("00", TODAY, "2000"), ("99", TODAY, "1999")],
)
def test_a_two_digit_year_is_not_ahead_of_today(year: str, today: date, full: str) -> None:
    typed = f"{year}/1{pnc_check_letter(year, '1')}"
    assert read_pnc(typed, today).startswith(f"{full}/")


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (read_crn, "X32074"),
        (read_crn, "320741X"),
        (read_prison_number, "A1234A"),
        (read_cro, "2002/0073319Z"),
        (read_case_ref, "BED/1042"),
        (read_case_ref, "A" * 21),
        (read_case_ref, "BED_1042"),
    ],
)
def test_each_kind_refuses_the_shape_of_another(read, typed: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleBroken, match="Example"):
        read(typed)


def test_the_letters_hold_none_that_looks_like_a_figure() -> None:
    assert len(CHECK_LETTERS) == len(set(CHECK_LETTERS)) == 23
    assert not set("IOS") & set(CHECK_LETTERS)


@given(st.integers(1900, 2099), st.integers(0, 9_999_999))
def test_every_pnc_is_read_in_each_way_it_is_written(year: int, serial: int) -> None:
    letter = pnc_check_letter(str(year), str(serial))
    value = f"{year}/{serial:07}{letter}"
    for typed in (value, f"{year}/{serial}{letter}", f"{year}{serial:07}{letter}".lower()):
        assert read_pnc(typed, TODAY) == value


@given(st.integers(0, 99), st.integers(1, 999_999))
def test_every_cro_number_is_read_and_any_other_letter_refused(year: int, serial: int) -> None:
    right = CHECK_LETTERS[int(f"{year:02}{serial:06}") % 23]
    for letter in CHECK_LETTERS:
        typed = f"{serial}/{year:02}{letter}"
        if letter == right:
            assert read_cro(typed) == f"{serial:06}/{year:02}{letter}"
        else:
            with pytest.raises(RuleBroken):
                read_cro(typed)


@given(st.integers(1900, 2099), st.integers(0, 999_999), st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_figure_never_passes(year: int, serial: int, at: int, add: int) -> None:
    letter = pnc_check_letter(str(year), str(serial))
    figures = f"{serial:07}"
    wrong = f"{figures[:at]}{(int(figures[at]) + add) % 10}{figures[at + 1 :]}"
    with pytest.raises(RuleBroken):
        read_pnc(f"{year}/{wrong}{letter}", TODAY)


@given(st.text(max_size=40))
def test_no_text_does_more_than_be_refused(typed: str) -> None:
    try:
        found = read_identifier(typed, TODAY)
    except RuleBroken as refused:
        assert refused.message
    else:
        assert read_identifier(found.value, TODAY) == found
