"""A workbook sent to the bot: checked, brought in at a button, and nothing from anybody else."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from slack_sdk.errors import SlackApiError

from handlers.downloads import _is_slacks
from handlers.imports import Parcel
from handlers.views.imports import CANCEL, IMPORT
from mappa.access import REFUSED
from mappa.errors import NotFound
from storage.cases import get_case
from storage.people import STRANGER, add_person
from storage.records import find_broken_record
from storage.tables import records
from tests.bot.sandbox.parcels import attach
from tests.build import MARKER, NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import begin, said
from tests.handlers.workspaces import PATIENCE, Json, whole_text

NAME = "Zanzibar Q. Imported"
CASES = f"case_ref,crn,name\nBED-7001,X700100,{NAME}\nBED-7002,,=1+1\n"
SPELLS = (
    "case_ref,category,level,started_on,ended_on\n"
    "BED-7001,2,2,2026-01-05,\nBED-7002,1,3,05/01/2026,\n"
)
BOTH = (("cases.csv", CASES.encode()), ("spells.csv", SPELLS.encode()))


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for number, (name, content) in enumerate(BOTH):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = name.removesuffix(".csv")
        for line in content.decode().splitlines():
            sheet.append(line.split(","))
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s"  # text, whatever it begins with
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(
    talk: Conversation, *files: tuple[str, bytes], user: str = "U0CORA", text: str = ""
) -> list[Json]:
    """Attached at the page, heard, read and answered: what the bot says to it."""
    talk.slack.listener = talk.deliver
    talk.slack.heard.clear()
    talk.slack.something_heard.clear()
    before = len(said(talk, f"D0{user[2:]}"))
    page: Any = talk.slack
    status, problem = attach(page, *files, user=user, channel=f"D0{user[2:]}", text=text)
    assert status == 200, problem
    assert talk.slack.something_heard.wait(PATIENCE)
    talk.settle()
    talk.send()
    return said(talk, f"D0{user[2:]}")[before:]


def pressed(talk: Conversation, message: Json, action_id: str) -> list[Json]:
    before = len(said(talk, "D0CORA"))
    talk.press("U0CORA", action_id, message)
    talk.settle()
    talk.send()
    return said(talk, "D0CORA")[before:]


@pytest.fixture
def ready(talk_on_both: Conversation) -> Conversation:
    return begin(talk_on_both)


@pytest.mark.parametrize(
    "files",
    [
        BOTH,
        (("spreadsheet.xlsx", workbook()),),
        (("all of it.ZIP", zipped(*BOTH)),),
        (("q.zip", zipped(("my/folder/cases.csv", BOTH[0][1]), ("spells.csv", BOTH[1][1]))),),
    ],
    ids=["csv", "xlsx", "zip", "folders"],
)
def test_it_is_checked_first_and_brought_in_at_the_button(
    ready: Conversation, files: tuple[tuple[str, bytes], ...]
) -> None:
    (checked,) = sent(ready, *files)
    assert checked["text"].splitlines()[:2] == [
        "Rows read: cases 2, spells 2.",
        "Checked: no faults. Nothing is saved yet. It would add cases 2.",
    ]
    assert ready.count("cases") == 1
    buttons = checked["blocks"][-1]["elements"]
    assert [one["text"]["text"] for one in buttons] == ["Import 2 cases", "Cancel"]
    assert NAME not in json.dumps(buttons)

    done, of_the_area = pressed(ready, checked, IMPORT)
    assert "annual return" in of_the_area["text"].lower()
    assert done["text"].startswith("Saved: it has added cases 2.")
    made = ready.read(lambda session: get_case(session, "BED-7002").facts)
    assert (made.name, made.spells[0].started_on) == ("=1+1", date(2026, 1, 5))
    assert "BED-7001: Zanzibar" in ready.typed("U0CORA", "find Zanzibar").text
    after = next(m for m in said(ready, "D0CORA") if m["ts"] == checked["ts"])
    assert IMPORT not in json.dumps(after)
    assert ready.read(lambda session: find_broken_record(session, "BED")) is None
    rows = ready.read(lambda session: session.execute(records.select()).all())
    (entry,) = [row for row in rows if row.action == "workbook imported"]
    assert entry.person_id == ready.people["U0CORA"].id
    assert "Zanzibar" not in ready.log.getvalue()
    assert ready.newly_broken() == []


def test_a_button_works_once_and_cancel_leaves_nothing(talk: Conversation) -> None:
    begin(talk)
    first, second = (sent(talk, *BOTH)[-1] for _ in range(2))
    assert pressed(talk, first, CANCEL) == []
    after = next(m for m in said(talk, "D0CORA") if m["ts"] == first["ts"])
    assert "Cancelled; nothing was saved." in after["text"]
    assert talk.count("cases") == 1
    planted = talk.plant("D0CORA", *second["blocks"][-1]["elements"])
    pressed(talk, second, IMPORT)
    (again,) = pressed(talk, planted, IMPORT)
    assert "Nothing was saved: " in again["text"]
    assert "BED-7001 is in the database already" in whole_text(again)
    assert talk.count("cases") == 3


def test_the_word_update_applies_what_differs(talk: Conversation) -> None:
    begin(talk)
    pressed(talk, sent(talk, *BOTH)[-1], IMPORT)
    (same,) = sent(talk, *BOTH, text="Update")
    assert "Nothing in it differs from what is here already." in same["text"]
    other = ("cases.csv", CASES.replace("X700100", "X700101").encode())
    (refused,) = sent(talk, other, BOTH[1])
    assert "--update is the word update sent along with the file" in refused["text"]
    (checked,) = sent(talk, other, BOTH[1], text="here is the update")
    assert "It would change cases 1" in checked["text"]
    assert "X700101" in whole_text(checked) and "X700101" not in checked["text"]
    pressed(talk, checked, IMPORT)
    assert talk.read(lambda session: get_case(session, "BED-7001").facts.crn) == "X700101"


def test_of_a_large_one_it_is_said_that_it_is_being_read(talk: Conversation) -> None:
    begin(talk)
    large = CASES.encode() + b"x" * 2**20
    reading, answer = sent(talk, ("cases.csv", large), BOTH[1])
    assert "Nothing is saved before you say so." in reading["text"]
    assert answer["text"].startswith("Nothing was saved: ")


def test_all_faults_are_told_at_once_and_many_of_them_as_a_file(talk: Conversation) -> None:
    begin(talk)
    bad = SPELLS + "BED-7001,9,2,2026-13-45,\nBED-8000,2,2,2026-01-05,\n"
    (few,) = sent(talk, BOTH[0], ("spells.csv", bad.encode()))
    assert "Nothing was saved: 3 faults." in few["text"] or "4 faults" in few["text"]
    for part in (
        "spells.csv, row 4, category “9” is not one of",
        "started_on “2026-13-45”: there is no month 13",
        "case_ref “BED-8000”: There is no case BED-8000",
    ):
        assert part in whole_text(few)
    assert whole_text(few).count("“9”") == whole_text(few).count("“2026-13-45”") == 1
    lines = "".join(f"BED-{n},2,9,2026-01-05,\n" for n in range(400))
    many, file = sent(talk, BOTH[0], ("spells.csv", (SPELLS + lines).encode()))
    assert "faults." in many["text"]
    assert file["files"][0]["name"].startswith("faults-")
    assert talk.count("cases") == 1
    assert talk.newly_broken() == []


@pytest.mark.parametrize(
    "files",
    [
        (("cases.pdf", b"%PDF-1.4"),),
        (("cases.xlsx", b"no workbook"),),
        (("cases.zip", b"no archive"),),
        (("cases.csv", b"\xff\xfe\x00c"),),
        (("cases.csv", CASES.encode()),),
        (("x" * 200 + ".csv", CASES.encode()),),
        (("<!channel> 😀.csv", b"case_ref\n"),),
        (("cases", CASES.encode()),),
        (("q.zip", zipped(("../../etc/passwd.csv", b"x\n"), ("a.exe", b"x"))),),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_reason(
    talk: Conversation, files: tuple[tuple[str, bytes], ...]
) -> None:
    begin(talk)
    before = talk.count("cases")
    (answer,) = sent(talk, *files)
    assert answer["text"].startswith("Nothing was saved: ")
    assert "<!channel>" not in answer["text"]
    assert talk.count("cases") == before
    assert talk.newly_broken() == []


@pytest.mark.parametrize("user", ["U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA"])
def test_from_anybody_else_it_is_not_even_fetched(talk: Conversation, user: str) -> None:
    begin(talk)
    talk.slack.fault("500", "files.info")
    (answer,) = sent(talk, *BOTH, user=user)
    assert answer["text"] == REFUSED["bring in cases"]
    with pytest.raises(SlackApiError):  # the fault is still there for who asks next
        talk.slack.client.files_info(file="F0")
    assert talk.count("cases") == 1
    assert NAME not in talk.everything_seen()


def test_a_stranger_is_refused_in_the_usual_words(talk: Conversation) -> None:
    begin(talk)
    talk.slack.fault("500", "files.info")
    (answer,) = sent(talk, *BOTH, user="U0NOEL")
    assert answer["text"] == STRANGER
    with pytest.raises(SlackApiError):
        talk.slack.client.files_info(file="F0")
    assert talk.count("outgoing") == 0


def test_who_loses_the_right_in_between_brings_nothing_in(talk: Conversation) -> None:
    begin(talk)
    checked = sent(talk, *BOTH)[-1]
    talk.write(lambda session: add_person(session, person("U0CORA", "smb"), NOW))
    talk.press("U0CORA", IMPORT, checked)
    talk.settle()
    assert talk.count("cases") == 1
    form = talk.form("U0CORA")
    assert form is not None and REFUSED["bring in cases"] in str(form["blocks"])


def test_somebody_elses_file_and_a_forged_button_bring_nothing_in(talk: Conversation) -> None:
    begin(talk)
    checked = sent(talk, *BOTH)[-1]
    button = checked["blocks"][-1]["elements"][0]
    talk.write(lambda session: add_person(session, person("U0PETE", "co-ordinator"), NOW))
    talk.press("U0PETE", IMPORT, talk.plant("D0PETE", button))
    talk.settle()
    talk.send()
    assert said(talk, "D0PETE")[-1]["text"].startswith("That file is no longer there.")
    for value in ("x", "0" * 16 + " - F1", button["value"].replace(" ", "  "), "9" * 1999):
        talk.press("U0CORA", IMPORT, talk.plant("D0CORA", {**button, "value": value}))
        talk.settle()
    changed = "0" * 16 + button["value"][16:]
    answer = pressed(talk, talk.plant("D0CORA", {**button, "value": changed}), IMPORT)[-1]
    assert "is not what was checked any more" in answer["text"]
    assert talk.count("cases") == 1


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("500", "download"),
        ("refuse token", "download"),
        ("500", "files.info"),
        ("accept then drop", "download"),
    ],
)
def test_a_file_that_slack_does_not_give_is_asked_for_again(
    talk: Conversation, kind: str, method: str
) -> None:
    begin(talk)
    talk.slack.fault(kind, method)
    answer = sent(talk, *BOTH)[-1]
    if kind == "accept then drop":  # the connection broke after the last byte
        assert "Checked: no faults." in answer["text"] or "does not give" in answer["text"]
    else:
        assert "Slack does not give the file out now." in answer["text"]
    assert talk.count("cases") == 1


def test_the_token_goes_to_slack_and_nowhere_else(talk: Conversation) -> None:
    client = talk.bot.desk.client
    ours = talk.slack.server.url
    assert _is_slacks(client, f"{ours}files-pri/x/download/y")
    for url in (
        "https://files.slack.com/x",  # the client speaks to this machine only
        "https://files.slack.com.example.org/x",
        "http://127.0.0.1:1/x",
        "file:///etc/passwd",
        "",
        f"{ours.replace('http', 'https')}x",
    ):
        assert not _is_slacks(client, url), url
    with pytest.raises(NotFound):
        Parcel.of_value("")
    assert MARKER
