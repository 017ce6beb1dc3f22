"""A referral from the phone on which it is made to the decision, which is told once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from handlers.views.reminders import REPEAT
from storage.cases import get_case
from storage.notes import list_notes
from storage.outgoing import count_unsent
from storage.tables import open_outgoing, outgoing
from tests.build import case, open_case
from tests.handlers.workspaces import whole_text
from tests.journeys.offices import Office
from tests.journeys.screens import Screen
from tests.journeys.waiting import wait_until

PHONE = 340  # pixels
CASE = "BED-1042"
RANG = "his landlord rang, he was seen in the square"


@pytest.fixture(scope="module")
def office(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Office(tmp_path_factory.mktemp("office"), migrated_file) as office:
        with office.db.write() as session:
            open_case(session, case(CASE), datetime.now(UTC))
        yield office


def test_a_referral_goes_from_the_phone_to_the_decision(browser: Browser, office: Office) -> None:
    address = office.workspace.address
    with (
        Screen(browser, address, "U0PRIYA", width=PHONE) as priya,
        Screen(browser, address) as cora,
    ):
        note_what_was_said(office, priya)
        refer(priya)
        ask_for_more(cora)
        answer(office, priya)
        accept(cora)
        office.told("U0PRIYA", f"Your referral BED-R1 about case {CASE} was accepted at level 3")
        priya.go("general")
        expect(priya.ask("/mappa screen BED-R1")).to_contain_text("accepted at level 3 by Cora")
        assert priya.errors == cora.errors == []
    assert [row["action"] for row in office.history(CASE)] == [
        "note added", "referral made", "more asked for", "referral answered", "referral accepted",
    ]  # fmt: skip
    secrets = ("which address", "his sister's", "several agencies", "the square")
    assert office.wrote(*secrets) == []


def note_what_was_said(office: Office, priya: Screen) -> None:
    """What was said in the channel becomes a note, for who may change the case and nobody else."""
    priya.send(RANG)
    said = priya.messages.filter(has_text=RANG)
    said.get_by_role("button", name="Add to a case").click()
    expect(priya.form.get_by_label("Note")).to_have_value(RANG)
    priya.form.get_by_label("Case").fill("BED-9999")
    priya.form.get_by_role("button", name="Add").click()
    expect(priya.form).to_contain_text("No case BED-9999 that you may see.")
    priya.form.get_by_label("Case").fill("bed-1042")
    priya.form.get_by_role("button", name="Add").click()
    expect(priya.form).to_contain_text(f"Saved: note on case {CASE}")
    priya.form.get_by_role("button", name="Close").click()
    with office.db.read() as session:
        assert [text for _, text in list_notes(session, get_case(session, CASE), 9)] == [RANG]


def refer(priya: Screen) -> None:
    priya.page.get_by_role("button", name="Make a referral").click()
    expect(priya.form.get_by_role("button", name="Refer")).to_be_in_viewport()
    priya.form.get_by_label("Who is referred").fill(CASE)
    priya.form.get_by_label("Level sought").select_option("3")
    priya.form.get_by_label("Why").fill("risk has risen since he was seen there")
    priya.form.get_by_role("button", name="Refer").click()
    expect(priya.form).to_contain_text(f"It is about case {CASE}.")
    priya.form.get_by_role("button", name="Close").click()


def ask_for_more(cora: Screen) -> None:
    cora.go("MAPPA")
    letter = cora.messages.filter(has_text=f"Referral BED-R1 of case {CASE} was made by Probation")
    letter.get_by_role("button", name="Screen").click()
    expect(cora.form).to_contain_text("risk has risen since he was seen there")
    cora.form.get_by_label("Decision").select_option("more")
    cora.form.get_by_label("Why").fill("which address is it now?")
    cora.form.get_by_role("button", name="Decide").click()
    expect(cora.form).to_contain_text("more is asked for")
    cora.form.get_by_role("button", name="Close").click()


def answer(office: Office, priya: Screen) -> None:
    """The question is read in the window that the message opens, not in the message."""
    office.told("U0PRIYA", "The co-ordinator asks for more on your referral BED-R1")
    priya.go("MAPPA")
    priya.messages.last.get_by_role("button", name="Answer").click()
    expect(priya.form).to_contain_text("Asked for: which address is it now?")
    priya.form.get_by_label("Answer").fill("his sister's in Example Road")
    priya.form.get_by_role("button", name="Answer").click()
    expect(priya.form).to_contain_text("The co-ordinator is told.")
    priya.form.get_by_role("button", name="Close").click()


def accept(cora: Screen) -> None:
    letter = cora.messages.filter(has_text=f"More has come on referral BED-R1 of case {CASE}")
    letter.get_by_role("button", name="Screen").click()
    expect(cora.form).to_contain_text("his sister's in Example Road")
    cora.form.get_by_label("Decision").select_option("accept")
    cora.form.get_by_label("Threshold").select_option("senior")
    cora.form.get_by_label("Why").fill("several agencies and seniors are needed")
    cora.form.get_by_role("button", name="Decide").click()
    expect(cora.form).to_contain_text("accepted at level 3")
    cora.form.get_by_role("button", name="Close").click()


@pytest.mark.parametrize(("fault", "crn"), [("hang", "X320743"), ("accept then drop", "X320744")])
def test_the_referrer_is_told_once_though_the_bot_is_killed_before_it_knows(
    office: Office, fault: str, crn: str
) -> None:
    slack = office.workspace
    line = f"/mappa refer {crn} category 2 level 2 because high risk on release"
    made = whole_text(slack.command("U0PRIYA", line))
    ref = made.split("referral ")[1].split(".")[0]
    office.told("U0CORA", f"Referral {ref} of case")
    slack.post("fault", kind=fault, method="chat.postMessage", times=1, seconds=5)
    decided = slack.command("U0CORA", f"/mappa screen {ref} accept level 2 because high risk")
    assert whole_text(decided).startswith(f"Saved: referral {ref}, accepted at level 2.")
    wait_until(lambda: _under_way(office), 30, lambda: "an attempt to tell the referrer")
    office.bot.kill()
    office.start_bot()
    told = office.told("U0PRIYA", f"Your referral {ref} was accepted at level 2")
    assert REPEAT not in told
    wait_until(lambda: _is_settled(office), 30, lambda: "an empty outbox")
    assert office.told("U0PRIYA", f"Your referral {ref} was accepted") == told  # once, still
    again = slack.command("U0CORA", f"/mappa screen {ref} accept level 2 because high risk")
    assert f"{ref} was accepted at level 2 by Cora Practice" in whole_text(again)


def _under_way(office: Office) -> bool:
    """Slack has been called, and the bot does not know yet whether the message arrived."""
    open_ones = outgoing.c.attempted_at.is_not(None) & open_outgoing
    with office.db.read() as session:
        return bool(session.execute(select(func.count()).where(open_ones)).scalar_one())


def _is_settled(office: Office) -> bool:
    with office.db.read() as session:
        return count_unsent(session) == 0
