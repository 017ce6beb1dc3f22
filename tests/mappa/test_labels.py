"""Short texts that stand for themselves: kept as they were typed, and never markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.errors import RuleBroken
from mappa.labels import read_label


def label(text: str) -> str:
    return read_label(text, "place", 60, "place 3 Example Road")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3 Example Road, Luton", "3 Example Road, Luton"),
        ("  3   Example\tRoad ", "3 Example Road"),
        ("Flat 2/3 (rear) & yard #4", "Flat 2/3 (rear) & yard #4"),
        ("<mailto:sam@example.org|sam@example.org>", "sam@example.org"),
        ("<mailto:sam@example.org>", "sam@example.org"),
        ("<tel:+441234567890|01234 567890>", "01234 567890"),
        ("<https://example.org/x|example.org/x>", "example.org/x"),
        ("Zoe\u0308", "Zoë"),
        ("שלום", "שלום"),
        ("'; DROP TABLE cases; --", "'; DROP TABLE cases; --"),
    ],
)
def test_a_label_is_kept_as_it_is_meant(typed: str, kept: str) -> None:
    assert label(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "---", "😀 Road", "<!channel>", "<@U1|x>", "a | b", "`code`", "x\u202ey", "x\x00y",
     "x\u200by", "x" * 61],
)  # fmt: skip
def test_what_is_no_plain_text_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        label(typed)
    assert refusal.value.field == "place"
    assert refusal.value.message.startswith("place: ")


@given(st.text(max_size=80))
def test_whatever_is_kept_is_kept_again(typed: str) -> None:
    try:
        kept = label(typed)
    except RuleBroken:
        return
    assert label(kept) == kept
    assert not set(kept) & set("<>`|")
