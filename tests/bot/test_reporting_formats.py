"""`mappa-bot report --format`: what stands in each kind of file, and what goes with it."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.bot.conftest import Typed

APPENDED = ("Attendance", "Attendance, Level 2", "Attendance, Level 3", "Timeliness")
TITLES = (
    "Appendix: Attendance at meetings in 2013/14 (1 April 2013 to 31 March 2014)",
    "Appendix: Timeliness and disclosure in 2013/14 (1 April 2013 to 31 March 2014)",
    "Appendix: Referrals in 2013/14 (1 April 2013 to 31 March 2014)",
)


@pytest.fixture(autouse=True)
def _there(practice: Path) -> None:
    """Practice data in the folder where it is typed."""


def written(typed: Typed, kind: str, *words: str) -> bytes:
    done = typed("report", *(words or ["2013/14"]), "--format", kind, "--out", f"report.{kind}")
    assert (done.code, done.out) == (0, ""), done.err
    return Path(f"report.{kind}").read_bytes()


def test_the_workbook_has_a_sheet_of_numbers_for_each_table(typed: Typed) -> None:
    book = load_workbook(BytesIO(written(typed, "xlsx")))
    assert [name for name in book.sheetnames if name in APPENDED] == list(APPENDED)
    log = book["Referral log"]
    heads, *rows = [list(row) for row in log.iter_rows(min_row=3, values_only=True) if row[1]]
    assert heads[:6] == [
        "Agency",
        "Received",
        "Accepted",
        "Declined",
        "Withdrawn",
        "Open at the end",
    ]
    total = next(row for row in rows if row[0] == "Total")
    agencies = [row for row in rows if row[0] not in ("Total", "2012/13")]
    for at in range(1, 6):
        assert total[at] == sum(row[at] for row in agencies)
    attendance = list(book["Attendance"].iter_rows(min_row=4, values_only=True))
    police = next(row for row in attendance if row[0] == "Police")
    assert police[3] == round(100 * police[1] / police[2], 1)


def test_the_document_ends_with_the_pack_and_the_log(typed: Typed) -> None:
    document = Document(BytesIO(written(typed, "docx")))
    headings = [
        one.text for one in document.paragraphs if one.style and one.style.name == "Heading 2"
    ]
    assert [title for title in headings if title in TITLES] == list(TITLES)
    words = " ".join(one.text for one in document.paragraphs)
    assert "Targets are as the area's policy has them." in words
    assert "with none closed here nothing is recorded." in words


def test_the_page_and_the_text_have_both_and_what_is_only_figures_has_neither(
    typed: Typed,
) -> None:
    for kind in ("html", "text"):
        content = written(typed, kind).decode().replace("&#x27;", "'")
        assert all(title in content for title in TITLES), kind
        assert "with none closed here nothing is recorded." in " ".join(content.split())
    found: dict[str, Any] = json.loads(written(typed, "json"))
    assert not {"appendices", "attendance"} & set(found)
    tables = {row[0] for row in csv.reader(StringIO(written(typed, "csv").decode("utf-8-sig")))}
    assert not {*APPENDED, "Referral log"} & tables


def test_a_figure_of_the_pack_is_the_answer_to_the_question(typed: Typed) -> None:
    text = written(typed, "text").decode()
    lines = text[text.index("Appendix: Attendance at meetings") :].splitlines()
    police = next(line for line in lines if line.startswith("Police")).split()
    asked = typed("ask", "police attendance in 2013/14", "--json", "--on", "2014-06-01")
    assert str(json.loads(asked.answer)["value"]) == police[3]
    log = text[text.index("Appendix: Referrals") :].splitlines()
    total = next(line for line in log if line.startswith("Total")).split()
    asked = typed("ask", "how many referrals in 2013/14", "--json", "--on", "2014-06-01")
    assert str(json.loads(asked.answer)["value"]) == total[1]


def test_before_a_year_has_begun_nothing_goes_with_its_report(typed: Typed) -> None:
    year = date.today().year + 2  # noqa: DTZ011
    words = f"{year}/{(year + 1) % 100:02}"
    assert "Appendix" not in written(typed, "text", words).decode()
