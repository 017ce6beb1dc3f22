"""How somebody wants to be told, as they type it."""

import pytest

from mappa.errors import MappaError
from mappa.preferences import NEVER_QUIET, SCHEMA, Preferences, read_preferences

BEFORE = Preferences(True, ("20:00", "06:00"))
NIGHT = ("19:00", "07:00")


@pytest.mark.parametrize(
    ("typed", "digest", "quiet"),
    [
        ("digest on", True, BEFORE.quiet),
        ("digest off", False, BEFORE.quiet),
        ("DIGEST: Off.", False, BEFORE.quiet),
        ("digest policy", None, BEFORE.quiet),
        ("quiet 19:00-07:00", True, NIGHT),
        ("quiet 19:00 to 07:00", True, NIGHT),
        ("quiet from 19:00 until 7:00", True, NIGHT),
        ("quiet 7pm-7am", True, NIGHT),
        ("quiet 7 PM - 7 am", True, NIGHT),
        ("quiet 19.00–07.00", True, NIGHT),
        ("quiet 19-7", True, NIGHT),
        ("quiet 12am to 12pm", True, ("00:00", "12:00")),
        ("quiet off", True, NEVER_QUIET),
        ("quiet policy digest policy", None, None),
        ("quiet 19:00-07:00 digest off", False, NIGHT),
        ("digest on quiet 19:00-07:00", True, NIGHT),
        ("digest policy quiet off", None, NEVER_QUIET),
    ],
)
def test_a_preference_is_read_and_the_other_one_stays(
    typed: str, digest: bool | None, quiet: tuple[str, str] | None
) -> None:
    assert read_preferences(typed, BEFORE) == Preferences(digest, quiet)


@pytest.mark.parametrize("example", SCHEMA.examples[1:])
def test_the_examples_of_help_are_right(example: str) -> None:
    assert read_preferences(example.removeprefix("me "), BEFORE)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("digest maybe", "digest"),
        ("digest", "digest"),
        ("quiet", "quiet"),
        ("quiet at night", "quiet"),
        ("quiet 19:00", "quiet"),
        ("quiet 25:00-07:00", "quiet"),
        ("quiet 19:60-07:00", "quiet"),
        ("quiet 13pm-7am", "quiet"),
        ("quiet 0am-7am", "quiet"),
        ("quiet 07:00-07:00", "quiet"),
        ("quiet 07:00-21:01", "quiet"),
        ("quiet ١٩:٠٠-٠٧:٠٠", "quiet"),
        ("quiet 19:00-07:00 because I sleep", "because"),
        ("quite 19:00-07:00", "quite"),
        ("off", "off"),
    ],
)
def test_what_is_no_preference_is_refused_by_name(typed: str, field: str) -> None:
    with pytest.raises(MappaError) as refused:
        read_preferences(typed, BEFORE)
    assert field in refused.value.message or getattr(refused.value, "field", "") == field
    assert "Example" in refused.value.message


def test_the_longest_quiet_time_still_leaves_ten_hours() -> None:
    assert read_preferences("quiet 07:00-21:00", BEFORE).quiet == ("07:00", "21:00")
