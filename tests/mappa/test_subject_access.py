"""A subject access request: how it is asked for, how fields are marked, and that no field of a case
is forgotten."""

import re

import pytest

from mappa.errors import MappaError
from mappa.subject_access import (
    BOTH,
    HELD,
    LEFT_OUT,
    MINUTED,
    OTHERS,
    REVIEWS,
    SAFETY,
    STATEMENT,
    Copy,
    Item,
)
from mappa.subject_access_lines import Asked, make_asked, read_asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", Asked()),
        ("bed-1042", Asked("BED-1042")),
        ("BED-1042 because request SAR-7", Asked("BED-1042", "request SAR-7")),
        ('BED-1042 because: "SAR 7, level 3"', Asked("BED-1042", "SAR 7, level 3")),
        ("BED-1042 because", Asked("BED-1042")),
    ],
)
def test_a_line_names_the_case_and_the_reason(typed: str, asked: Asked) -> None:
    assert read_asked(typed) == asked


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("because SAR-7", "subject-access needs a case reference first"),
        ("Zebedee_M because SAR-7", "Example"),
        ("BED-1042 all because SAR-7", "has no field “all”"),
        ("BED-1042 because \x07", "invisible control characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(typed: str, says: str) -> None:
    with pytest.raises(MappaError, match=says):
        read_asked(typed)


def test_no_copy_is_made_without_a_reason() -> None:
    for reason in ("", " \n "):
        with pytest.raises(
            MappaError, match=r"because: say why.* Example: subject-access BED-1042"
        ):
            make_asked("BED-1042", reason)
    assert make_asked("bed-1042 ", " SAR-7") == Asked("BED-1042", "SAR-7")


def test_items_to_review_are_counted_by_section_and_by_mark() -> None:
    def item(section: str, *review: str) -> Item:
        return Item(section, "x", "y", None, "z", review)

    items = [item("A"), item("B", OTHERS), item("B", *BOTH), item("B", SAFETY), item("B")]
    copy = Copy("BED-1042", "SAR-7", "now", items)
    assert copy.by_section() == [("A", 1, 0, 0, 0), ("B", 5 - 1, 3, 2, 2)]
    assert copy.to_review == 3


def test_whatever_somebody_writes_about_a_case_is_to_be_reviewed() -> None:
    written = [
        (table, column, kept.review)
        for table, kind in HELD.items()
        for column, kept in kind.fields.items()
        if kept.written
    ]
    assert len(written) > 30
    assert [one for one in written if OTHERS not in one[2]] == []
    assert set(MINUTED).isdisjoint({"victims", "victim-safety", "risk", "disclosure-rationale"})


def test_what_it_says_of_itself_claims_no_law() -> None:
    says = " ".join([*STATEMENT, *REVIEWS.values(), *(left.why for left in LEFT_OUT)])
    assert "not the disclosure itself" in says
    assert not re.search(r"\b(exempt\w*|section \d|Act|lawful\w*|entitled|guidance)\b", says)
