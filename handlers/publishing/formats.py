"""Every kind of file that the annual report can be written as."""

from collections.abc import Mapping
from importlib import import_module

from mappa.statistics.plain_formats import PLAIN_WRITERS, Writer
from mappa.statistics.reports import Report


def _later(place: str) -> Writer:
    """A writer that is imported only when it is asked for: documents need large libraries."""

    def write(found: Report, *, practice: bool) -> bytes:
        module, _, name = place.partition(":")
        writer: Writer = getattr(import_module(module), name)
        return writer(found, practice=practice)

    return write


WRITERS: Mapping[str, Writer] = {
    **PLAIN_WRITERS,
    "csv": _later("handlers.publishing.csv:report_csv"),
    "xlsx": _later("handlers.publishing.xlsx:report_xlsx"),
    "docx": _later("handlers.publishing.docx:report_docx"),
    "html": _later("handlers.publishing.html:report_html"),
}
ENDINGS: Mapping[str, str] = {"text": "txt"}
