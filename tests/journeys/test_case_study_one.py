"""Case study one: refused parole before, assessed, released although the risk stayed high."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, expect

from mappa.cases import Custody, Spell
from tests.journeys.offices import Office
from tests.journeys.screens import Screen

SECRETS = ("Felix Invented", "would not plan", "anger", "short sentences", "learning disability")
CASE = "BED-1001"


def test_case_study_one(browser: Browser, migrated_file: Path, tmp_path: Path) -> None:
    with (
        Office(tmp_path, migrated_file, "12 January 2024") as office,
        Screen(browser, office.workspace.address, "U0PRIYA") as priya,
        Screen(browser, office.workspace.address) as cora,
    ):
        refer(priya)
        accept(cora)
        office.told("U0PRIYA", "Your referral BED-R1 was accepted at level 2")
        expect(priya.ask(f"/mappa case {CASE}")).to_contain_text(f"No case {CASE}")
        cora.go("general")
        owned = cora.ask(f"/mappa update {CASE} owner <@U0PRIYA>")
        expect(owned).to_contain_text("Owner: Priya Practice")
        since = "custody 12 January 2024 from 1 May 2021 because sentenced on that day"
        expect(cora.ask(f"/mappa correct {CASE} {since}")).to_contain_text("Saved: custody")
        ask_the_psychologist(office, cora)
        answer_in_time(office, priya)
        release(office, priya)
        office.turn_to("7 May 2025")
        complete(office, cora)
        assert cora.errors == priya.errors == []
        assert office.wrote(*SECRETS) == []


def refer(priya: Screen) -> None:
    """By the form, as the next parole hearing comes near."""
    priya.page.get_by_role("button", name="Make a referral").click()
    form = priya.form
    form.get_by_label("Who is referred").fill("X320741")
    form.get_by_label("Category").select_option("2")
    form.get_by_label("Level sought").select_option("2")
    form.get_by_label("Threshold").select_option("high-risk")
    form.get_by_label("Why").fill("would not plan his release, so parole was refused; anger")
    form.get_by_label("Risk of serious harm").select_option("high")
    form.get_by_label("Parole hearing date").fill("2024-04-16")
    form.get_by_label("Sentence end date").fill("2025-11-07")
    form.get_by_label(re.compile("^Name")).fill("Felix Invented")
    form.get_by_role("button", name="Refer").click()
    expect(form).to_contain_text("Saved: referral BED-R1.")
    form.get_by_role("button", name="Close").click()


def accept(cora: Screen) -> None:
    """The co-ordinator reads all of it above the form that she decides in."""
    cora.go("MAPPA")
    letter = cora.messages.filter(has_text="Referral BED-R1 of case BED-1001 was made by Probation")
    letter.get_by_role("button", name="Screen").click()
    for fact in ("Felix Invented", "would not plan his release", "parole hearing 16 April 2024"):
        expect(cora.form).to_contain_text(fact)
    cora.form.get_by_label("Decision").select_option("accept")
    cora.form.get_by_label("Why").fill("several")
    cora.form.get_by_role("button", name="Decide").click()
    expect(cora.form).to_contain_text("accepted at level 2")
    cora.form.get_by_role("button", name="Close").click()


def ask_the_psychologist(office: Office, cora: Screen) -> None:
    """By the form; the psychologists work in the prison and are not in this Slack."""
    contact = "contact mental health Vera Invented, psychology, Example Prison"
    expect(cora.ask(f"/mappa update {CASE} {contact}")).to_contain_text("Saved: contact.")
    cora.ask(f"/mappa request {CASE}").get_by_role("button", name="New request").click()
    form = cora.form
    form.get_by_label("What is asked for").select_option("assessment")
    form.get_by_label("In words").fill("an assessment, and what would help him to plan")
    form.get_by_label("Who is to see to it").select_option("U0PRIYA")
    form.get_by_label("Agency that is to see to it").select_option("mental-health")
    form.get_by_label("By when").fill("2024-02-16")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Its owner is told in a direct message.")
    form.get_by_role("button", name="Close").click()
    office.told("U0PRIYA", f"Request 1 of {CASE} is yours: psychologist's assessment")


def answer_in_time(office: Office, priya: Screen) -> None:
    """A week before she is reminded, and records what the psychologists say."""
    office.turn_to("9 February 2024")
    asked = priya.ask(f"/mappa request {CASE} 1")
    office.told("U0PRIYA", f"Reminder. {CASE}: Request 1 due on 16 February 2024 (7 days)")
    asked.get_by_role("button", name="Record what became of it").click()
    priya.form.get_by_label("What became of it").select_option("done")
    priya.form.get_by_label("Note").fill("a learning disability; short sentences, and he talks")
    priya.form.get_by_role("button", name="Save").click()
    expect(priya.form).to_contain_text("done 9 February 2024")
    priya.form.get_by_role("button", name="Close").click()
    priya.go("MAPPA")
    reminder = priya.messages.filter(has_text="Request 1 due on 16 February 2024")
    reminder.get_by_role("button", name="Acknowledge").click()
    expect(reminder).to_contain_text("Acknowledged by Priya Practice, 9 February 2024")
    priya.go("general")


def release(office: Office, priya: Screen) -> None:
    """Parole is granted although the risk stays high; support waits for him outside."""
    office.turn_to("16 April 2024")
    granted = "release 7 May 2024 licence-end 7 May 2025 note parole granted, risk remains high"
    card = priya.ask(f"/mappa update {CASE} {granted}")
    expect(card).to_contain_text("Risk of serious harm: High")
    support = "support agency health due 7 May 2024 what the learning disability team"
    expect(priya.ask(f"/mappa request {CASE} {support}")).to_contain_text("Saved: request 2")
    office.turn_to("7 May 2024")
    priya.ask(f"/mappa case {CASE}").get_by_role("button", name="Record the release").click()
    priya.form.get_by_label("Custody").select_option("no")
    priya.form.get_by_role("button", name="Save").click()
    expect(priya.form).to_contain_text("in the community")
    priya.form.get_by_role("button", name="Close").click()
    expect(priya.ask(f"/mappa request {CASE} 2 done")).to_contain_text("Saved: request 2")


def complete(office: Office, cora: Screen) -> None:
    """The licence ends without a new offence, and he leaves."""
    for owner in ("U0PRIYA", "U0CORA"):
        office.told(owner, f"{CASE}: Licence end on 7 May 2025 (on the day)")
    card = cora.ask(f"/mappa update {CASE} exit because no re-offending in the whole licence")
    expect(card).to_contain_text("left MAPPA on 7 May 2025")
    expect(card).to_contain_text(f"for the police's watch list until then: update {CASE} watch yes")
    for asked, figure in (
        ("level 2 cases on 1 March 2024", "0 people at level 2, in the community"),
        ("level 2 cases in custody on 1 March 2024", "1 person at level 2, in custody"),
        ("level 2 cases on 1 June 2024", "1 person at level 2, in the community"),
        ("level 2 cases on 7 May 2025", "0 people at level 2, in the community"),
    ):
        expect(cora.ask(f"/mappa how many {asked}")).to_contain_text(figure)
    cora.ask(f"/mappa case {CASE}").get_by_role("button", name="History").click()
    for words in ("no re-offending in the whole licence", "case changed", "referral accepted"):
        expect(cora.form).to_contain_text(words)
    assert office.case(CASE).custody == (
        Custody(date(2021, 5, 1), date(2024, 5, 7), "not-recorded"),
    )
    assert [request.outcome for request in office.case(CASE).requests] == ["done", "done"]
    spell = Spell(2, 2, date(2024, 1, 12), date(2025, 5, 7), "high-risk", "several")
    assert office.case(CASE).spells == (spell,)
    sources = {row["source"] for row in office.history(CASE)}
    assert sources == {"form", "command", "button"}
