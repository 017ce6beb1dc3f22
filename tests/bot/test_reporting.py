"""`mappa-bot report`: the published tables, by the counting rule that reproduces them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import Typed
from tests.bot.words import PATIENCE, clean
from tests.published import published

ONE = "Level 3, category 2: 3 on the last day but 2 in the year; the counting rule places"
SIGNED = ("--freeze", "--approved-by", "Jo Practice")


@pytest.mark.usefixtures("practice")
def test_the_published_report_comes_out_of_the_cases(typed: Typed) -> None:
    found = _json(typed, "2013/14")
    assert {key: found[key] for key in published()} == published()
    assert list(found) == [*published(), "counting", "warnings"]
    assert found["counting"] == "first"
    (warning,) = [one for one in found["warnings"] if "counting rule" in one]
    assert warning.startswith(ONE)


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
    assert (found["counting"], found["snapshot"]) == (counting, published()["snapshot"])
    remarks = [one for one in found["warnings"] if "counting rule" in one]
    assert len(remarks) == (1 if counting == "first" else 0)
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
    assert "MAPPA-eligible offenders on 31 March 2014" in lines
    assert any(line.split()[:5] == ["Total", "604", "231", "10", "845"] for line in lines)
    assert any(line.split()[:6] == ["Level", "2", "19", "68", "17", "104"] for line in lines)
    assert lines[-1] == "Practice data: everybody in them is invented."


@pytest.mark.usefixtures("practice")
def test_a_report_can_be_written_to_a_file(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    assert typed("report", "2013-14", "--format", "json", "--out", str(path)).answer == ""
    assert json.loads(path.read_text())["snapshot"] == published()["snapshot"]
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


@pytest.mark.usefixtures("practice")
def test_a_population_can_be_given_instead_of_the_one_on_record(typed: Typed) -> None:
    assert _json(typed, "2013/14", "--population", "604,000")["rso_per_100000"] == 100
    for wrong in ("0", "-5", "many", "1e6", "9" * 10, "٣", ""):
        problem = typed("report", "2013/14", f"--population={wrong}").problem
        assert problem.startswith("population: give the number of people aged 10 and over")


@pytest.mark.usefixtures("practice")
def test_a_return_is_frozen_with_who_approved_it_and_only_once(typed: Typed) -> None:
    words = typed("report", "2013/14", *SIGNED, "--counting", "highest").answer
    assert "The return of 2013/14 was approved by Jo Practice on " in words
    again = typed("report", "2013/14", *SIGNED, "--counting", "highest").problem
    assert again.endswith("with these very figures; nothing was saved.")
    found = _json(typed, "2013/14", "--population", "604000")
    since = [one for one in found["warnings"] if one.startswith("Since the return was approved")]
    assert since == []  # it was approved for the population on record
    assert "approved by" not in typed("report", "2012/13").answer
    assert "2199/00 is not over" in typed("report", "2199/00", *SIGNED).problem


@pytest.mark.usefixtures("practice")
def test_what_cannot_be_written_is_not_frozen(typed: Typed) -> None:
    assert "cannot be written" in typed("report", "2013/14", *SIGNED, "--out", "no/report").problem
    assert "was approved" not in typed("report", "2013/14").answer


@pytest.mark.parametrize(
    "words",
    [
        ["--freeze"],
        ["--approved-by", "Jo Practice"],
        ["--freeze", "--approved-by", ""],
        ["--freeze", "--approved-by", "a" * 101],
        ["--freeze", "--approved-by", "<!here>"],
    ],
)
def test_nothing_is_frozen_without_the_name_of_somebody(
    words: list[str], typed: Typed, tmp_path: Path
) -> None:
    assert "--approved-by 'Jo Practice'" in typed("report", "2013/14", *words).problem
    assert not (tmp_path / "var").exists()


@pytest.mark.usefixtures("practice")
def test_a_document_is_written_and_says_that_the_people_are_invented(typed: Typed) -> None:
    table = typed("report", "2013/14", "--format", "csv").answer
    assert "845" in table
    assert "Practice data: everybody in them is invented." in table


@pytest.mark.usefixtures("practice")
def test_a_workbook_goes_to_a_file_or_down_a_pipe(practice: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "report", "2013/14", "--format", "xlsx"],
        cwd=practice,
        env=clean(practice),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    assert (done.stdout[:2], done.stderr) == (b"PK", b"")


def _json(typed: Typed, *words: str, **settings: str) -> dict[str, Any]:
    answer = typed("report", *words, "--format", "json", **settings).answer
    found: dict[str, Any] = json.loads(answer)
    return found
