"""What is typed after `break-glass`: a case and a reason, an end, or the list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.access import may_do
from mappa.cases import TeamMember
from mappa.errors import MappaError, RuleBroken, SettingWrong
from mappa.glass import (
    Breaking,
    Ending,
    Listing,
    at_time,
    ends_at,
    make_breaking,
    only_looks,
    read_glass,
    require_room,
)
from mappa.policies import load_policy
from tests.build import NOW, case, person

WHY = "he is at our desk"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (f"bed-1042 because {WHY}", Breaking("BED-1042", WHY)),
        (f'BED-1042 because "{WHY}"', Breaking("BED-1042", WHY)),
        ("end BED-1042", Ending("BED-1042", "", "")),
        ("End: bed-1042", Ending("BED-1042", "", "")),
        ("BED-1042 end", Ending("BED-1042", "", "")),
        ("end BED-1042 <@U0PETE>", Ending("BED-1042", "U0PETE", "")),
        ("end BED-1042 <@U0PETE|pete> because over", Ending("BED-1042", "U0PETE", "over")),
        ("BED-1042 end of U0PETE", Ending("BED-1042", "U0PETE", "")),
        ("end BED-1042 because the end is near", Ending("BED-1042", "", "the end is near")),
        ("", Listing(1)),
        ("  ", Listing(1)),
        ("page 3", Listing(3)),
    ],
)
def test_a_line_is_read_as_it_is_meant(typed: str, asked: object) -> None:
    assert read_glass(typed) == asked


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused_in_a_sentence(typed: str) -> None:
    try:
        asked = read_glass(typed)
    except MappaError as problem:
        assert "Example" in problem.message or "again as plain text" in problem.message
    else:
        assert not isinstance(asked, Breaking) or len(asked.reason.split()) > 1


@pytest.mark.parametrize(
    "reason", ["", " ", "x", "urgent", "now please", "! ! ! ! !", "a b c d", "."]
)
def test_a_reason_is_a_few_words(reason: str) -> None:
    with pytest.raises(RuleBroken, match="because: say in a few words"):
        make_breaking("BED-1042", reason)


def test_a_few_at_once_and_no_more() -> None:
    for count in range(3):
        require_room(["BED-1"] * count)
    with pytest.raises(RuleBroken, match="Take one back first"):
        require_room(["BED-1"] * 3)


def test_it_lasts_as_long_as_the_policy_says(tmp_path: Path) -> None:
    assert ends_at(load_policy(None), NOW) == NOW + timedelta(hours=4)
    path = tmp_path / "policy.toml"
    for value, hours in (("1 hour", 1), ("12 hours", 12), ("72 hours", 72)):
        path.write_text(f'[clocks.break_glass]\nvalue = "{value}"')
        assert ends_at(load_policy(str(path)), NOW) == NOW + timedelta(hours=hours)
    for value in ("", "0 hours", "73 hours", "4 weeks", "1 day", "4"):
        path.write_text(f'[clocks.break_glass]\nvalue = "{value}"')
        with pytest.raises(SettingWrong, match=r'break_glass\.value: hours such as "4 hours"'):
            load_policy(str(path))
    path.write_text('[clocks.level_2_review]\nvalue = "4 hours"')
    with pytest.raises(SettingWrong, match="a period such as"):
        load_policy(str(path))


def test_the_time_is_londons_and_names_another_day() -> None:
    assert at_time(NOW, NOW) == "09:30"
    late = datetime(2026, 6, 17, 23, 30, tzinfo=UTC)
    assert at_time(late, NOW) == "00:30, 18 June 2026"


def test_through_it_one_looks_at_that_case_and_changes_nothing() -> None:
    pete = replace(person("U0PETE"), opened=frozenset(["BED-1042"]))
    theirs = case()
    assert may_do(pete, "see case", theirs) and only_looks(pete, theirs)
    for action in ("change case", "be reminded", "decide level", "tidy cases", "audit cases"):
        assert not may_do(pete, action, theirs), action
    assert not may_do(pete, "see case", case("BED-1043"))
    for hidden in (case(area="HER"), case(limited_access=True), case(merged_into="BED-1043")):
        assert not may_do(pete, "see case", hidden)
    assert not only_looks(pete, case(team=(TeamMember("U0PETE"),)))
    assert not only_looks(person("U0PRIYA"), theirs)
