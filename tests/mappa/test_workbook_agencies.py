"""Several agencies in one cell: each is kept once, so that they always fit."""

from mappa.agencies import AGENCIES
from mappa.workbook.agencies import read_agencies_cell, read_each_agency_cell
from tests.mappa.workbooks import TODAY


def test_an_agency_that_is_named_again_is_kept_once() -> None:
    text = ", ".join(["housing", "Police", "police"] * 50)
    assert read_agencies_cell(text, TODAY) == "housing,police"
    assert read_each_agency_cell(text, TODAY) == "police,housing"
    assert len(",".join(AGENCIES)) <= 300  # characters that there is room for
