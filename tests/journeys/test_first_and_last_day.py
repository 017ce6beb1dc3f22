"""The first day with the bot: a spreadsheet comes in. And the last one: everything goes out."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect
from sqlalchemy import select

from storage.cases import get_case
from storage.databases import Database
from storage.notes import list_notes
from storage.records import find_broken_record
from storage.tables import cases, people, reminders
from tests.bot.conftest import Typed
from tests.handlers.workspaces import whole_text
from tests.journeys.caseloads import KEYS, open_database
from tests.journeys.offices import Office
from tests.journeys.screens import Screen
from tests.journeys.spreadsheets import (
    FAULTY,
    MORE_CASES,
    OLD_CASELOAD,
    write_folder,
    write_workbook,
)

QUESTIONS = (
    "how many cases by level",
    "how many cases by category on 31 December 2023",
    "how many level 2 cases on 1 June 2023",
    "how many level 3 cases in custody",
    "how many cases including custody",
    "how many registered sex offenders",
)


def test_what_came_in_on_the_first_day_goes_out_whole_on_the_last(
    browser: Browser, migrated_file: Path, tmp_path: Path, typed: Typed
) -> None:
    with Office(tmp_path, migrated_file) as office:
        first_day(office, typed)
        with (
            Screen(browser, office.workspace.address) as cora,
            Screen(browser, office.workspace.address, "U0PETE") as pete,
        ):
            more_comes_by_message(office, cora, pete)
            assert cora.errors == pete.errors == []
        work(office)
        last_day(office, typed, migrated_file)


def first_day(office: Office, typed: Typed) -> None:
    """By the command line: with faults, as a dry run, and then in earnest."""
    old = write_folder(office.folder / "old", OLD_CASELOAD)
    wrong = write_folder(office.folder / "wrong", FAULTY)
    refused = typed("import", str(wrong), **office.settings)
    assert refused.code == 1
    assert [line.partition(":")[0] for line in refused.err.splitlines()] == [
        "spells.csv, 2, started_on, 31/02/2024",
        "spells.csv, 3, level, 1",
    ]
    assert "this was a dry run" in typed("import", str(old), "--dry-run", **office.settings).answer
    assert refs(office.db) == []
    saved = typed("import", str(old), **office.settings).answer
    assert "Rows read: cases 4, spells 5, custody 2, dates 4, orders 1, events 1, team 2" in saved
    assert typed("import", str(old), **office.settings).code == 1  # not a second time
    assert refs(office.db) == ["BED-2001", "BED-2002", "BED-2003", "BED-2004"]


def more_comes_by_message(office: Office, cora: Screen, pete: Screen) -> None:
    """The same in a direct message, where nothing is saved before the button is pressed."""
    wrong = write_workbook(office.folder / "wrong.xlsx", FAULTY)
    right = write_workbook(office.folder / "more.xlsx", MORE_CASES)
    send(pete, right)
    expect(pete.messages.last).to_contain_text("Only a co-ordinator brings cases in")
    send(cora, wrong)
    faulty = cora.messages.filter(has_text="Nothing was saved: 2 faults.")
    expect(faulty).to_contain_text("row 2, started_on “31/02/2024”")
    send(cora, right)
    assert "BED-2101" not in refs(office.db)
    checked = cora.messages.filter(has_text="Checked: no faults. Nothing is saved yet.")
    expect(checked).to_have_count(1)
    checked.get_by_role("button", name="Import 2 cases").click()
    expect(cora.messages.filter(has_text="Saved: it has added cases 2")).to_have_count(1)
    expect(cora.messages.get_by_role("button", name="Import 2 cases")).to_have_count(0)
    assert refs(office.db)[-2:] == ["BED-2101", "BED-2102"]
    cora.go("general")
    expect(cora.ask("/mappa find Fay Invented")).to_contain_text("BED-2102")


def send(screen: Screen, path: Path) -> None:
    screen.go("MAPPA")
    attached = screen.page.get_by_label("Attach files")
    expect(attached).to_have_value("")  # what was sent before has been taken
    attached.set_input_files(path)
    screen.page.get_by_role("button", name="Send").click()
    expect(attached).to_have_value("")


def work(office: Office) -> None:
    """A day's work on what was brought in."""
    for user, line in (
        ("U0CORA", "update BED-2003 level 3 threshold senior because risk has risen"),
        ("U0PRIYA", "update BED-2001 placement own-ap place Example Lodge note settled in well"),
        ("U0PRIYA", "request BED-2001 escort due 1 December 2099 what from the gate"),
        ("U0CORA", "update BED-2101 owner <@U0PETE> contact housing Jo Invented, jo@example.org"),
        ("U0CORA", "refer X200777 category 1 level 2 because high risk on release"),
        ("U0CORA", "screen BED-R1 accept level 2 because high risk"),
        ("U0CORA", "update BED-2102 disclosure no because nobody needs to know"),
        ("U0CORA", "correct BED-2002 event returned_breach_of_licence 1 February 2024 note late"),
    ):
        answer = whole_text(office.workspace.command(user, f"/mappa {line}"))
        if line.startswith("correct"):
            assert "needs a reason" in answer
            continue
        assert answer.startswith("Saved"), answer


def last_day(office: Office, typed: Typed, migrated_file: Path) -> None:
    """Everything goes out, and comes into an empty database: the same facts, figures, reminders."""
    shutil.copy(migrated_file, office.folder / "new.db")
    new = {"DATABASE_URL": f"sqlite:///{office.folder / 'new.db'}", "MAPPA_KEYS": KEYS}
    new |= {"MAPPA_AREA": "BED"}
    for user, role in (("U0CORA", "co-ordinator"), ("U0PRIYA", "practitioner")):
        who = ("--slack-id", user, "--name", user, "--agency", "probation", "--role", role)
        assert typed("people", "add", *who, "--team-id", "T0PRACTICE", **new).code == 0
    out = office.folder / "all.xlsx"
    assert "7 cases written to" in typed("export", str(out), **office.settings).out
    assert "Saved." in typed("import", str(out), **new).answer
    with closing(open_database(new["DATABASE_URL"])) as db:
        assert whole(db) == whole(office.db)
        assert planned(db) == planned(office.db) != set()
        with db.read() as session:
            assert find_broken_record(session, "BED") is None
    for question in QUESTIONS:
        assert answers(typed, question, new) == answers(typed, question, office.settings)
    assert exported(typed, office.folder / "1", new) == exported(
        typed, office.folder / "2", office.settings
    )


def exported(typed: Typed, folder: Path, settings: dict[str, str]) -> dict[str, str]:
    """Everything once more, as a folder of CSV files."""
    assert "7 cases written to" in typed("export", str(folder), **settings).out
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def refs(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.execute(select(cases.c.ref).order_by(cases.c.ref)).scalars())


def whole(db: Database) -> list[Any]:
    """Every case with its notes."""
    with db.read() as session:
        stored = [get_case(session, ref) for ref in refs(db)]
        return [(one.facts, [text for _, text in list_notes(session, one, 99)]) for one in stored]


def answers(typed: Typed, question: str, settings: dict[str, str]) -> dict[str, Any]:
    found = json.loads(typed("ask", question, "--json", **settings).out)
    assert found["status"] == "answered", found
    return {key: found[key] for key in ("value", "rows", "cases", "reading")}


def planned(db: Database) -> set[Any]:
    """What the co-ordinator and Priya are still to be told of, case by case: the area's own dates
    are chased by each database from its own first day on."""
    told = reminders.c["subject", "kind", "about_on", "notice", "due_at"]
    of_case = reminders.c.case_id.is_not(None)
    query = (
        select(*told, people.c.user_id)
        .join(people, people.c.id == reminders.c.person_id)
        .where(
            of_case,
            reminders.c.state == "planned",
            people.c.user_id.in_(["U0CORA", "U0PRIYA"]),
        )
    )
    with db.read() as session:
        return set(session.execute(query).all())
