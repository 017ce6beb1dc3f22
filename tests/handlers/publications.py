"""Reports to publish, and readers of what was written: each format by a library that reads it."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

from docx import Document
from openpyxl import load_workbook

from handlers.publishing.csv import report_csv
from handlers.publishing.docx import report_docx
from handlers.publishing.html import report_html
from handlers.publishing.xlsx import report_xlsx
from mappa.statistics.reports import Counts, Report, make_report
from mappa.statistics.yearly import Yearly
from mappa.years import MappaYear

WRITERS: Mapping[str, Callable[..., bytes]] = {
    "docx": report_docx,
    "xlsx": report_xlsx,
    "csv": report_csv,
    "html": report_html,
}
Rows = list[tuple[str, list[Any]]]  # what each is of, and its figures
WARNING = "Level 3, Category 2: 3 on the last day but 2 in the year"

COUNTS = Counts(
    snapshot={(1, 1): 595, (1, 2): 198, (2, 1): 8, (2, 2): 30, (2, 3): 7, (3, 1): 1, (3, 2): 3,
              (3, 3): 3},
    yearly=Yearly({(2, 1): 19, (2, 2): 68, (2, 3): 17, (3, 1): 2, (3, 2): 2, (3, 3): 3},
                  {1: 21, 2: 70, 3: 20}, 111),
    breaches_of_notification=14,
    orders={"SOPO": 47, "NO": 1, "FTO": 1},
    returned_licence={(2, 1): 4, (2, 2): 17, (2, 3): 3, (3, 1): 2},
    training_sessions=4,
    audits=2,
    population=554_000,
)  # fmt: skip
LATER = Counts(
    snapshot={(0, 1): 12, (1, 1): 1595, (1, 4): 6, (2, 3): 7},
    yearly=Yearly({(2, 4): 6, (3, 1): 2}, {4: 6, 1: 1}, 7),
    orders={"SHPO": 80, "SHPO-FT": 2, "NO": 3},
    returned_order={(3, 4): 1},
    notification_revoked=5,
    sro_breaches=9,
    serious_further_offences=11,
)


def published() -> Report:
    """The year that was published, with its one warning; no year before it."""
    made = make_report("Bedfordshire", MappaYear(2013), "first", COUNTS)
    return replace(made, warnings=(WARNING,))


def compared() -> Report:
    """A later year, which has more and less than the one before it."""
    made = make_report("Bedfordshire", MappaYear(2023), "each", LATER)
    before = replace(COUNTS, training_sessions=None, breaches_of_notification=20)
    return replace(made, previous=make_report("Bedfordshire", MappaYear(2022), "first", before))


REPORTS: Mapping[str, Callable[[], Report]] = {"published": published, "compared": compared}


@cache
def document(kind: str, report: str) -> bytes:
    """Written once for all tests: pictures take their time."""
    return WRITERS[kind](REPORTS[report]())


def expected(report: Report) -> list[Any]:
    """The figures of each table in the order of the published report, straight from its keys."""
    figures = report.as_json_object()
    returned = [key for key in figures if key.startswith("returned_to_custody")]
    later = [
        key
        for key in ("lifetime_notification_revoked",
                    "became_subject_to_notification_after_sro_breach")
        if key in figures
    ]  # fmt: skip
    further = ("level_1_share_percent", "serious_further_offences", "training_sessions",
               "audits_per_year_at_least")  # fmt: skip
    return [
        list(figures["snapshot"].values()),
        list(figures["yearly"].values()),
        [[figures["rso_cautioned_or_convicted_for_breach_of_notification"]]],
        [[count] for count in figures["orders_imposed_on_category_1"].values()],
        *[list(figures[key].values()) for key in returned],
        [[figures["rso_per_100000"]]],
        *([[[figures[key]] for key in later]] if later else []),
        sorted(([figures[key]] for key in further), key=str),
    ]


def in_figures(text: str) -> int | None:
    return None if text in ("n/a", "") else int(text.replace(",", ""))


def read_docx(content: bytes) -> list[Rows]:
    tables = Document(BytesIO(content)).tables
    return [
        [
            (row.cells[0].text, [in_figures(cell.text) for cell in row.cells[1:]])
            for row in table.rows[1:]
        ]
        for table in tables
    ]


def read_xlsx(content: bytes) -> list[Rows]:
    book = load_workbook(BytesIO(content))
    found = []
    for page in book.worksheets[1:]:
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=4)]
        wide = sum(cell.value is not None for cell in page[3])
        whole = [row[:wide] for row in rows if None not in row[:wide]]
        found.append(
            [(row[0], [None if cell == "n/a" else cell for cell in row[1:]]) for row in whole]
        )
    return found


def read_csv(content: bytes) -> list[Rows]:
    tables: dict[str, dict[str, list[Any]]] = {}
    for line in csv.DictReader(StringIO(content.decode("utf-8-sig"))):
        if line["column"]:
            rows = tables.setdefault(line["table"], {})
            rows.setdefault(line["row"], []).append(in_figures(line["value"]))
    return [list(rows.items()) for rows in tables.values()]


class Page(HTMLParser):
    """What stands in the elements of a page, and their attributes."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.text = ""
        self._cell = False
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        self._cell = tag in ("td", "th")

    def handle_endtag(self, tag: str) -> None:
        self._cell = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._cell:
            self.tables[-1][-1][-1] += data


def read_html(content: bytes) -> list[Rows]:
    return [
        [(row[0], [in_figures(cell) for cell in row[1:]]) for row in table[1:]]
        for table in Page(content).tables
    ]


READERS: Mapping[str, Callable[[bytes], list[Rows]]] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "csv": read_csv,
    "html": read_html,
}
