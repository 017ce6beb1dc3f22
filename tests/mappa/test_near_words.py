"""Slips of the finger are mended only where one word of ours can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.lexicons import LEADS_TO, NOUNS, SILENT
from mappa.near_words import CALLED, NOT_RECORDED, NOT_YET, TURNING, slip_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("csaes", "cases"),
        ("casees", "cases"),
        ("caes", "cases"),
        ("levle", "level"),
        ("lvel", "level"),
        ("custdy", "custody"),
        ("custoddy", "custody"),
        ("prisn", "prison"),
        ("comunity", "community"),
        ("categroy", "category"),
        ("catagory", "category"),
        ("offneders", "offenders"),
        ("offendors", "offenders"),
        ("peolpe", "people"),
        ("registerd", "registered"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert slip_of(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "poison", "prism", "offended", "prion", "causes", "chases", "castes", "ceases", "peopled",
        "custom", "lever", "levee", "bevel", "defender", "commodity", "registers", "not", "men",
        "women", "", "prison!", "préson", "a" * 300,
    ],
)  # fmt: skip
def test_another_word_is_left_alone(word: str) -> None:
    assert slip_of(word) is None


@given(st.text(max_size=12))
def test_nothing_far_from_our_words_is_mended(word: str) -> None:
    meant = slip_of(word)
    assert meant is None or abs(len(meant) - len(word)) <= 1


def test_no_word_that_means_something_is_silent() -> None:
    loud = set(TURNING) | set(NOT_YET) | NOT_RECORDED | CALLED.keys() | NOUNS
    assert not (SILENT - {"had"}) & loud  # "have had" is refused, "had" alone is not
    assert not LEADS_TO.keys() & (loud - {"with"})
