"""The report as documents: every figure of it, in its order, with its rule and its notes."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from handlers.publishing.contents import contents_of, make_contents
from mappa.statistics.returns import FrozenReturn
from tests.handlers.publications import (
    READERS,
    REPORTS,
    WARNING,
    WRITERS,
    Page,
    document,
    expected,
    published,
    read_html,
)

RULE = "Counting rule: each person once, under the first level held in the year."
FORMATS = sorted(WRITERS)
Parts = dict[str, bytes]


def words(kind: str, content: bytes) -> str:
    """Everything that a document says, as one text."""
    if kind == "docx":
        return "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)
    if kind == "xlsx":
        pages = load_workbook(BytesIO(content)).worksheets
        cells = (cell for page in pages for row in page.iter_rows() for cell in row)
        return "\n".join(str(cell.value) for cell in cells)
    return Page(content).text if kind == "html" else content.decode()


def parts_of(content: bytes) -> Parts:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", sorted(REPORTS))
@pytest.mark.parametrize("kind", FORMATS)
def test_every_figure_of_the_report_is_in_the_document(kind: str, name: str) -> None:
    report = REPORTS[name]()
    tables = READERS[kind](document(kind, name))
    found = [[values for _, values in rows] for rows in tables]
    wanted = expected(report)
    last = len(wanted) - 1
    found[last] = sorted(found[last], key=str)
    assert found[: last + 1] == wanted
    assert len(found) == len(wanted) + (report.previous is not None)
    levels = ["Level 1", "Level 2", "Level 3"]
    more = ["Level to be confirmed"] * (report.previous is not None)
    assert [label for label, _ in tables[0]] == [*levels, *more, "Total"]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_year_before_stands_beside_the_year(kind: str) -> None:
    rows = dict(READERS[kind](document(kind, "compared"))[-1])
    assert rows["Level 1, on the last day"] == [793, 1601, 808]
    assert rows["Level to be confirmed, on the last day"] == [0, 12, 12]
    assert rows["Total, in the year"] == [111, 7, -104]
    assert rows["Serious further offences"] == [0, 11, 11]
    assert rows["Training sessions held"] == [None, None, None]
    assert rows["Sexual Harm Prevention Orders (SHPOs)"] == [0, 80, 80]
    assert rows["Level 2, returned, breach of an SHPO"] == [0, 0, 0]
    assert rows["RSOs whose lifetime notification was revoked on application"] == [None, 5, None]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_rule_the_warnings_and_what_is_not_recorded_are_said(kind: str) -> None:
    said = words(kind, document(kind, "published"))
    assert RULE in said
    assert WARNING in said
    assert "everybody in them is invented" not in said
    assert "94% of people were managed at Level 1" in said
    assert "OFFICIAL" not in said
    later = words(kind, document(kind, "compared"))
    assert "nothing is on record for this figure, which is not the same as zero" in later
    assert "The two years were counted by different rules" in later


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx"])
def test_only_the_terms_of_the_year_are_explained(kind: str) -> None:
    old, new = (words(kind, document(kind, name)) for name in ("published", "compared"))
    assert "Sexual Offences Prevention Order (SOPO)" in old
    assert "Sexual Harm Prevention Order (SHPO)" not in old
    assert "Sexual Harm Prevention Order (SHPO)" in new
    assert "terrorist or terrorism-risk" in new and "terrorist" not in old


def test_the_rule_stands_beside_the_figures_of_the_year() -> None:
    page = document("html", "published").decode()
    yearly = page[page.index("at Levels 2 and 3 in the year") : page.index("breach of notif")]
    assert RULE in yearly


def test_practice_data_and_a_category_that_was_left_out_are_said_first() -> None:
    left_out = contents_of(replace(published(), category_4=False), practice=True)
    assert left_out.lines[0] == "Practice data: everybody in them is invented."
    assert left_out.lines[-1] == "Category 4 is not shown."


def test_an_approved_return_says_when_and_not_by_whom() -> None:
    report = published()
    at = datetime(2014, 6, 3, 23, 30, tzinfo=UTC)  # in London it is the next day
    figures = report.as_json_object()
    kept = FrozenReturn(report.year, "first", figures, "f1", "Cora Practice", at)
    lines = contents_of(replace(report, frozen=kept)).lines
    assert lines[-1] == "These figures were approved on 4 June 2014."
    moved = replace(kept, figures={**figures, "serious_further_offences": 1})
    assert contents_of(replace(report, frozen=moved)).lines == contents_of(report).lines


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_report_is_the_same_document_byte_for_byte(kind: str) -> None:
    assert WRITERS[kind](published()) == document(kind, "published")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_nothing_in_a_document_tells_when_it_was_made_or_with_what(kind: str) -> None:
    content = document(kind, "published")
    with ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = parts_of(content)["docProps/core.xml"].decode()
    assert about.count("2014-03-31T00:00:00Z") == 2
    assert str(datetime.now(UTC).year) not in about
    assert "python" not in about and "openpyxl" not in about
    assert ">MAPPA</dc:creator>" in about


def test_the_word_document_can_be_heard() -> None:
    made = Document(BytesIO(document("docx", "published")))
    styles = [str(one.style and one.style.name) for one in made.paragraphs]
    styles = [style for style in styles if style.startswith("Heading")]
    assert styles == ["Heading 1", *["Heading 2"] * 10]
    for table in made.tables:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader"), "the first row is no row of headings"
        assert not table.rows[1]._tr.xpath("w:trPr/w:tblHeader")
    told = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert len(told) == 2
    assert "Level 1: Category 1 595, Category 2 198, Category 3 0;" in told[0]
    assert "Level 3: Category 1 2, Category 2 2, Category 3 3." in told[1]
    assert made.styles["Normal"].element.xpath("w:rPr/w:lang/@w:val") == ["en-GB"]


def test_the_web_page_needs_nothing_else_and_can_be_heard() -> None:
    content = document("html", "published")
    page = Page(content)
    names = [name for name, _ in page.tags]
    assert dict(page.tags)["html"] == {"lang": "en"}
    assert not {"script", "link", "iframe", "object"} & set(names)
    assert "http" not in re.sub(rb"base64,[^\"]*", b"", content).decode()
    assert names.count("caption") == names.count("table") == len(read_html(content))
    assert all(attrs.get("scope") in ("col", "row") for name, attrs in page.tags if name == "th")
    pictures = [attrs for name, attrs in page.tags if name == "img"]
    assert len(pictures) == 2
    for picture in pictures:
        assert str(picture["src"]).startswith("data:image/png;base64,")
        assert str(picture["alt"]).startswith("Bar chart: MAPPA-eligible offenders")


def test_the_workbook_has_numbers_charts_of_its_own_and_their_words() -> None:
    content = document("xlsx", "compared")
    book = load_workbook(BytesIO(content))
    assert book.sheetnames[:3] == ["About", "Snapshot", "Levels 2 and 3"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    charts = [page.title for page in book if page._charts]
    assert charts == ["Snapshot", "Levels 2 and 3", "Year on year"]
    drawn = [
        part.decode() for name, part in parts_of(content).items() if "drawings/drawing" in name
    ]
    assert len(drawn) == 3
    assert 'descr="Bar chart: MAPPA-eligible offenders on 31 March 2024' in drawn[0]
    assert "Level 2, in the year: 2022/23 104, 2023/24 6" in drawn[2]


def test_a_figure_that_has_no_place_of_its_own_is_printed_all_the_same() -> None:
    figures = published().as_json_object()
    more = {"new_table": {"level_2": [1, 2, 3, 6]}, "new_pack": {"held": 3}, "new_figure": 7}
    sheets = make_contents(figures | more).sheets
    found = {sheet.caption: sheet.rows for sheet in sheets}
    assert found["New table"] == (("Level 2", (1, 2, 3, 6)),)
    assert found["New pack"] == (("Held", (3,)),)
    assert ("New figure", (7,)) in found["Further figures of the year"]
