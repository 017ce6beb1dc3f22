"""`mappa-bot report`: the published tables, by the counting rule that reproduces them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import Typed

# The published figures of Bedfordshire for 2013/14.
PUBLISHED = {
    "area": "Bedfordshire",
    "year": "2013/14",
    "snapshot_on": "2014-03-31",
    "year_from": "2013-04-01",
    "year_to": "2014-03-31",
    "columns": ["category_1", "category_2", "category_3", "total"],
    "snapshot": {
        "level_1": [595, 198, 0, 793],
        "level_2": [8, 30, 7, 45],
        "level_3": [1, 3, 3, 7],
        "total": [604, 231, 10, 845],
    },
    "yearly": {
        "level_2": [19, 68, 17, 104],
        "level_3": [2, 2, 3, 7],
        "total": [21, 70, 20, 111],
    },
}
SNAPSHOT_OVER_YEAR = (
    "Level 3, Category 2: 3 on the last day but 2 in the year; the counting rule places somebody "
    "under another level"
)


@pytest.mark.usefixtures("practice")
def test_the_published_tables_come_out_of_the_cases(typed: Typed) -> None:
    found = _json(typed, "2013/14")
    assert {key: found[key] for key in PUBLISHED} == PUBLISHED
    assert list(found)[: len(PUBLISHED)] == list(PUBLISHED)
    assert found["counting"] == "first"
    assert found["warnings"] == [SNAPSHOT_OVER_YEAR]


@pytest.mark.parametrize(
    ("counting", "level_2", "level_3", "total"),
    [
        ("first", [19, 68, 17, 104], [2, 2, 3, 7], [21, 70, 20, 111]),
        ("highest", [19, 67, 17, 103], [2, 3, 3, 8], [21, 70, 20, 111]),
        ("each", [19, 68, 17, 104], [2, 3, 3, 8], [21, 70, 20, 111]),
    ],
)
@pytest.mark.usefixtures("practice")
def test_the_counting_rule_can_be_chosen_and_is_named(
    counting: str, level_2: list[int], level_3: list[int], total: list[int], typed: Typed
) -> None:
    found = _json(typed, "2013/14", "--counting", counting)
    assert found["yearly"] == {"level_2": level_2, "level_3": level_3, "total": total}
    assert (found["counting"], found["snapshot"]) == (counting, PUBLISHED["snapshot"])
    assert found["warnings"] == ([SNAPSHOT_OVER_YEAR] if counting == "first" else [])
    rule = {"first": "first level held", "highest": "highest level", "each": "every level held"}
    assert rule[counting] in typed("report", "2013/14", "--counting", counting).answer


@pytest.mark.usefixtures("practice")
def test_the_policy_file_says_which_rule_counts_unless_one_is_named(
    typed: Typed, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[statistics]\ncounting = "highest"\n')
    given = {"MAPPA_POLICY": str(policy), "DATABASE_URL": "sqlite:///var/practice.db"}
    assert _json(typed, "2013/14", **given)["counting"] == "highest"
    assert _json(typed, "2013/14", "--counting", "each", **given)["counting"] == "each"
    policy.write_text("[statistics\n")
    problem = typed("report", "2013/14", **given).problem
    assert problem.startswith(f"{policy}: this is not TOML")


@pytest.mark.usefixtures("practice")
def test_in_words_the_figures_stand_in_tables_and_practice_is_named(typed: Typed) -> None:
    lines = typed("report", "2013/14").answer.splitlines()
    assert lines[0] == "Bedfordshire, 2013/14"
    assert "In the community on 31 March 2014" in lines
    assert any(line.split() == ["Total", "604", "231", "10", "845"] for line in lines)
    assert any(line.split() == ["Level", "2", "19", "68", "17", "104"] for line in lines)
    assert lines[-1] == "Practice data: everybody in them is invented."


@pytest.mark.usefixtures("practice")
def test_a_report_can_be_written_to_a_file(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    assert typed("report", "2013-14", "--format", "json", "--out", str(path)).answer == ""
    assert json.loads(path.read_text())["snapshot"] == PUBLISHED["snapshot"]
    assert typed("report", "2013/2014", "--out", "report.txt").answer == ""
    assert (tmp_path / "report.txt").read_text() == typed("report", "2013/14").answer


@pytest.mark.parametrize("place", ["/", "no-such-folder/report.txt", "var", ""])
@pytest.mark.usefixtures("practice")
def test_a_file_that_cannot_be_written_is_one_line(place: str, typed: Typed) -> None:
    problem = typed("report", "2013/14", "--out", place).problem
    assert problem.startswith(f"{place or '.'} cannot be written")


@pytest.mark.parametrize("year", ["2013/15", "2013/13", "13/14", "2013", "last year", "", "1/2"])
def test_a_year_that_is_none_is_refused_before_anything_is_opened(
    year: str, typed: Typed, tmp_path: Path
) -> None:
    assert "Example: 2013/14" in typed("report", year).problem
    assert not (tmp_path / "var").exists()


@pytest.mark.usefixtures("practice")
def test_a_year_without_anybody_is_a_table_of_zeros(typed: Typed) -> None:
    found = _json(typed, "1950/51")
    assert found["snapshot"]["total"] == found["yearly"]["total"] == [0, 0, 0, 0]
    assert _json(typed, "2013/14", "--area", "KEN")["area"] == "Kent"


def test_a_report_on_live_cases_says_nothing_of_practice(
    typed: Typed, live: dict[str, str]
) -> None:
    assert "ractice" not in typed("report", "2013/14", **live).answer


def _json(typed: Typed, *words: str, **settings: str) -> dict[str, Any]:
    answer = typed("report", *words, "--format", "json", **settings).answer
    found: dict[str, Any] = json.loads(answer)
    return found
