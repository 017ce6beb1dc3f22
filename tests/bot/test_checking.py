"""`mappa-bot check-report`: one finding a line, or one clear line about what is no report."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.conftest import Typed
from tests.published import published

FOUND = "Level 3, category 2: 3 on the last day but 2 in the year"
USAGE = 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The published report in a file."""
    path = tmp_path / "report.json"
    path.write_text(json.dumps(published()))
    return path


def without_the_one_finding() -> dict[str, Any]:
    report = published()
    report["yearly"] |= {"level_2": [19, 67, 17, 103], "level_3": [2, 3, 3, 8]}
    return report


def test_the_published_report_has_one_finding_and_needs_no_database(
    typed: Typed, file: Path, tmp_path: Path
) -> None:
    done = typed("check-report", str(file))
    (line,) = done.out.splitlines()
    assert (done.code, line.startswith(FOUND), done.err) == (1, True, "")
    done = typed("check-report", str(file), "--json")
    ((finding,),) = json.loads(done.out).values()
    assert list(json.loads(done.out)) == ["findings"]
    assert list(finding) == ["check", "cell", "message"]
    assert finding["cell"] == "level 3, category 2"
    assert (done.code, len(done.out.splitlines()), done.err) == (1, 1, "")
    assert list(tmp_path.iterdir()) == [file]


def test_a_report_without_findings_is_exit_0(typed: Typed, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(without_the_one_finding()).encode())
    assert typed("check-report", str(file)).answer == ""
    assert json.loads(typed("check-report", str(file), "--json").answer) == {"findings": []}


def test_the_year_before_can_be_given(typed: Typed, file: Path, tmp_path: Path) -> None:
    file.write_text(json.dumps(without_the_one_finding()))
    before = without_the_one_finding() | {"year": "2012/13", "snapshot_on": "2013-03-31"}
    before |= {"year_from": "2012-04-01", "year_to": "2013-03-31"}
    before["orders_imposed_on_category_1"] = {"SOPO": 97, "NO": 1, "FTO": 0}
    (tmp_path / "before.json").write_text(json.dumps(before))
    done = typed("check-report", str(file), "--previous", str(tmp_path / "before.json"))
    (line,) = done.out.splitlines()
    assert line.startswith("Orders imposed on category 1, SOPO: 97 the year before and 47 now")
    assert typed("check-report", str(file), "--previous", "none.json").problem


@pytest.mark.usefixtures("practice")
@pytest.mark.parametrize("counting", ["first", "highest", "each"])
def test_our_own_report_says_itself_what_the_checks_find_in_it(typed: Typed, counting: str) -> None:
    made = typed("report", "2013/14", "--format", "json", "--counting", counting, "--out", "r.json")
    assert made.answer == ""
    found = typed("check-report", "r.json").out.splitlines()
    warnings = json.loads(Path("r.json").read_text())["warnings"]
    assert [one for one in warnings if "year before" not in one] == found
    assert len(found) == (1 if counting == "first" else 0)


DEEP = b"[" * 200_000
BROKEN: list[tuple[bytes, str]] = [
    (b"", "The file is not JSON: line 1, column 1."),
    (b"area: Bedfordshire", "The file is not JSON: line 1"),
    (b'{"area": "Bedfordshire",\n}', "The file is not JSON: line 2, column 1."),
    (b"[]", "The file holds no object."),
    (b"3", "The file holds no object."),
    (b"null", "The file holds no object."),
    (b'"\\u2028"', "The file holds no object."),
    (b'{"yearly": NaN}', "The file is not JSON: NaN is no figure."),
    (b'{"yearly": {"total": [-Infinity]}}', "The file is not JSON: -Infinity is no figure."),
    (b'{"yearly": ' + b"9" * 5_000 + b"}", "The file holds a number that is too long"),
    (b'{"yearly": {}, "yearly": {}}', "“yearly” stands twice in the file."),
    (b'{"<@U1>\\n`x`": 1, "<@U1>\\n`x`": 2}', "“U1 x” stands twice in the file."),
    (DEEP, "The file is nested too deeply."),
    (b'{"a":' * 100_000, "The file is nested too deeply."),
    (b"\xff\xfe{\x00}\x00", "The file is not UTF-8 text."),
    (b" " * 1_000_001, "The file has more than 1,000,000 bytes"),
]


@pytest.mark.parametrize(("content", "says"), BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_what_is_no_report_is_one_clear_line(
    content: bytes, says: str, more: list[str], typed: Typed, file: Path
) -> None:
    file.write_bytes(content)
    assert typed("check-report", str(file), *more).problem.startswith(says)


@pytest.mark.parametrize("content", [b"{}", b'{"yearly": 1e999}', b'{"columns": [[]]}'])
def test_a_report_that_lacks_nearly_all_is_findings(
    content: bytes, typed: Typed, file: Path
) -> None:
    file.write_bytes(content)
    done = typed("check-report", str(file))
    assert (done.code, done.err) == (1, "")
    assert "Snapshot: the table is missing" in done.out.splitlines()


def test_a_file_of_fifty_megabytes_is_not_read(typed: Typed, file: Path) -> None:
    with file.open("r+b") as large:
        large.truncate(50_000_000)
    assert typed("check-report", str(file)).problem.startswith("The file has more than 1,000,000")


@pytest.mark.parametrize("name", ["none.json", ".", "no\x00name", "a" * 5_000, ""])
def test_a_file_that_cannot_be_read_is_one_line(name: str, typed: Typed) -> None:
    problem = typed("check-report", name).problem
    assert " cannot be read (" in problem
    assert len(problem) < 120


@pytest.mark.parametrize("words", [[], ["a", "b"], ["--json"], ["a", "--previous"]])
def test_wrong_usage_is_2(words: list[str], typed: Typed) -> None:
    assert typed("check-report", *words).code == USAGE
