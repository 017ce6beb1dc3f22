"""Names that a spreadsheet would run, in every file that anybody can have of the bot."""

import csv
import io
import json
from dataclasses import replace
from urllib.request import urlopen
from zipfile import ZipFile, is_zipfile

from openpyxl import load_workbook

from handlers.views.audits import AUDIT_AS_FILE
from handlers.views.findings import LIST_AS_FILE
from handlers.views.meetings.minuting import MINUTES_AS_DOCX
from handlers.views.questions import TABLE_AS_FILE
from handlers.views.reports import REPORT_AS_DOCX, REPORT_AS_XLSX
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.findings import seal_search
from storage.people import add_person
from storage.questions_asked import Carried, seal_question
from tests.build import NOW, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.pressing import press

FORMULA = "=cmd|' /C calc'!A0"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def hostile(talk: Conversation) -> None:
    """Whatever takes a text has one that begins as a formula does."""

    def change(session: Session) -> None:
        stored = get_case(session, "BED-1042", to_change=True)
        facts = replace(stored.facts, name=FORMULA, district="@SUM(A1)", visor_ref="-1")
        set_case(session, stored, facts)
        for user in ("U0CORA", "U0PRIYA"):
            add_person(session, replace(talk.people[user], name=f"+1{user}"), NOW)

    talk.write(change)
    for line in (
        f"update BED-1042 note {FORMULA}",
        f"contacts add police {FORMULA}, -1@silent.example",
        f"action BED-1042 owner {FORMULA} agency police due 3 July 2026 what {FORMULA}",
        f"refer X700002 category 2 level 2 because {FORMULA}",
    ):
        talk.typed("U0CORA", line)


def files(talk: Conversation) -> list[tuple[str, bytes]]:
    """Every file that has arrived, by name."""
    found = []
    for message in said(talk, "D0CORA"):
        for file in message.get("files") or []:
            url = f"{talk.slack.server.url}practice/file?id={file['id']}&user=U0CORA"
            with urlopen(url, timeout=10) as answer:  # noqa: S310
                found.append((str(file["name"]), answer.read()))
    return found


def test_no_file_of_the_bots_runs_anything(laden: Conversation) -> None:
    talk = laden
    hostile(talk)
    cora = talk.people["U0CORA"]
    by_district = Carried("cases by district", TODAY, "")
    sealed = talk.read(lambda s: seal_search(s, cora, "BED-1042", 1, TODAY))
    question = talk.read(lambda s: seal_question(s, cora, by_district))
    for action_id, value in (
        (LIST_AS_FILE, sealed),
        (TABLE_AS_FILE, question),
        (AUDIT_AS_FILE, "BED-1042"),
        (REPORT_AS_DOCX, "2025 - 0"),
        (REPORT_AS_XLSX, "2025 - 0"),
        (MINUTES_AS_DOCX, "BED-M3 BED-1045"),
    ):
        press(talk, "U0CORA", action_id, value)
    for line in ("export level 2 cases", "report 2025/26 format csv", "meeting BED-M1 agenda"):
        talk.typed("U0CORA", line)
    talk.send()
    found = files(talk)
    endings = [name.rpartition(".")[2] for name, _ in found]
    assert {"csv", "xlsx", "docx"} <= set(endings), found
    assert endings.count("csv") >= 4
    told = "".join(map(harmless, found))
    assert f"'{FORMULA}" in told, "the name is there, and is a text"


def harmless(file: tuple[str, bytes]) -> str:
    """All of its texts, none of which is run by what opens it."""
    name, content = file
    if name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert rows
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(STARTS)], name
        return "\n".join(cells)
    if name.endswith(".xlsx"):
        pages = load_workbook(io.BytesIO(content))
        assert "f" not in {c.data_type for page in pages for row in page.iter_rows() for c in row}
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        assert not [p for p in parts if "vba" in p.lower() or "embed" in p.lower()], name
        for part, raw in parts.items():
            assert b"instrText" not in raw or (name.endswith(".docx") and b"DDE" not in raw), part
            assert b'TargetMode="External"' not in raw, (name, part)
        return ""
    return json.dumps(content.decode("utf-8", "replace"))
