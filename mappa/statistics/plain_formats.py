"""The annual report in the formats that need no other library: text and JSON."""

import json
from collections.abc import Mapping
from typing import Protocol

from mappa.statistics.reports import Report
from mappa.statistics.texts import report_text

PRACTICE = "Practice data: everybody in them is invented."
# Those that the tables which go with the report are in; the others hold its figures alone.
WITH_APPENDICES = frozenset({"text", "docx", "xlsx", "html"})


class Writer(Protocol):
    """Writes a report; `practice`: whether everybody in it is invented."""

    def __call__(self, found: Report, /, *, practice: bool) -> bytes: ...


def _text(found: Report, *, practice: bool) -> bytes:
    return "\n".join([report_text(found), *([PRACTICE] if practice else []), ""]).encode()


def _json(found: Report, *, practice: bool) -> bytes:
    return f"{json.dumps(found.as_json_object(), indent=2)}\n".encode()


PLAIN_WRITERS: Mapping[str, Writer] = {"text": _text, "json": _json}
