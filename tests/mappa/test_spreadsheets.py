"""No text written for a spreadsheet is one of its formulas, and none is changed for good."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.findings import as_csv
from mappa.spreadsheets import as_it_was, inert

RUN = (
    "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
    "＝1", "＋1", "－1", "＠A",
)  # fmt: skip


@pytest.mark.parametrize("text", [*RUN, "'", "'=1"], ids=ascii)
def test_what_a_spreadsheet_would_run_is_told_to_be_text(text: str) -> None:
    assert inert(text) == f"'{text}"


@given(st.text(alphabet="=+-@'\t\r\n＝ a1", max_size=5) | st.text(max_size=20))
def test_it_can_be_had_back_as_it_was(text: str) -> None:
    assert as_it_was(inert(text)) == text
    assert not inert(text).startswith(RUN)


@given(st.text(alphabet="=+-@'\t\r\n,\"＝ a1", max_size=8))
def test_no_cell_of_a_list_begins_as_a_formula_does(text: str) -> None:
    content = as_csv((text, "b"), [(text, text)]).decode("utf-8-sig")
    (_, row) = csv.reader(StringIO(content, newline=""))
    assert row == [inert(text)] * 2
