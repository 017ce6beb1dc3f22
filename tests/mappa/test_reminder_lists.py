"""What is to be listed, as it is typed after `reminders`."""

import pytest

from mappa.errors import MappaError
from mappa.reminder_lists import ALL, MINE, SCHEMA, Wanted, read_wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Wanted()),
        ("mine", Wanted()),
        ("90 days", Wanted(days=90)),
        ("next 90 days", Wanted(days=90)),
        ("in the next 7 days", Wanted(days=7)),
        ("days 90", Wanted(days=90)),
        ("days: 90 page 2", Wanted(days=90, page=2)),
        ("1 day", Wanted(days=1)),
        ("page 3", Wanted(page=3)),
        ("All", Wanted(ALL)),
        ("all 90 days page 2", Wanted(ALL, "", 90, 2)),
        ("mine 90 days", Wanted(MINE, days=90)),
        ("bed-1042", Wanted("", "BED-1042")),
        ("BED-1042 365 days", Wanted("", "BED-1042", 365)),
    ],
)
def test_a_list_is_read_as_people_type_it(typed: str, wanted: Wanted) -> None:
    assert read_wanted(typed) == wanted


@pytest.mark.parametrize("example", SCHEMA.examples)
def test_the_examples_of_help_are_right(example: str) -> None:
    assert read_wanted(example.removeprefix("reminders").strip())


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("0 days", "days"),
        ("401 days", "days"),
        ("days x", "days"),
        ("days", "days"),
        ("page 0", "page"),
        ("page -1", "page"),
        ("<@U1> 90 days", "reminders"),
        ("mine 90 days 30 days", "days"),
        ("mine of Priya", "of"),
        ("because I ask", "reason"),
        ("mine because I ask", "reason"),
    ],
)
def test_what_is_no_list_is_refused_by_name(typed: str, named: str) -> None:
    with pytest.raises(MappaError) as refused:
        read_wanted(typed)
    assert named in refused.value.message
    assert "Example" in refused.value.message or "Give it once." in refused.value.message
