"""What the word `dates` is to list."""

import pytest

from mappa.date_lists import WantedDates, read_wanted_dates
from mappa.errors import RuleBroken


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", WantedDates()),
        ("coming", WantedDates()),
        ("90 days", WantedDates(days=90)),
        ("in the next 90 days", WantedDates(days=90)),
        ("next 7 days page 2", WantedDates(days=7, page=2)),
        ("days 1000 kind Licence end", WantedDates(days=1000, kind="licence_end")),
        ("kind order-end", WantedDates(kind="order_end")),
        ("bed-1042", WantedDates("BED-1042")),
        ("BED-1042 kind review", WantedDates("BED-1042", kind="review")),
    ],
)
def test_it_reads_how_far_ahead_which_kind_and_which_case(typed: str, meant: WantedDates) -> None:
    assert read_wanted_dates(typed) == meant


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("0 days", "days"),
        ("1001 days", "days"),
        ("days ninety", "days"),
        ("kind birthday", "kind"),
        ("page 0", "page"),
        ("all!", "subject"),
        ("because I ask", "because"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_field_and_an_example(
    typed: str, field: str
) -> None:
    with pytest.raises(RuleBroken, match="Example: ") as refused:
        read_wanted_dates(typed)
    assert refused.value.field == field
