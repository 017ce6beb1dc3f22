"""Case study three: threats, an escort, a day at the Approved Premises, recall; and the figures."""

import json
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, expect

from mappa.case_facts import Absence
from mappa.cases import Custody
from tests.journeys.offices import Office
from tests.journeys.screens import Screen

SECRETS = ("Marlow Invented", "revenge", "the aunt in Example Town", "before his next release")
CASE = "BED-1001"


def test_case_study_three(browser: Browser, migrated_file: Path, tmp_path: Path) -> None:
    with (
        Office(tmp_path, migrated_file, "7 May 2024") as office,
        Screen(browser, office.workspace.address, "U0PRIYA") as priya,
        Screen(browser, office.workspace.address, "U0PETE") as pete,
        Screen(browser, office.workspace.address) as cora,
    ):
        refer_and_accept(office, priya, cora)
        prepare(office, cora, pete)
        release(office, priya, pete)
        recall(office, pete, cora)
        count(office, cora)
        assert cora.errors == pete.errors == priya.errors == []
        assert office.wrote(*SECRETS) == []


def refer_and_accept(office: Office, priya: Screen, cora: Screen) -> None:
    line = (
        "X320742 category 2 level 3 threshold senior risk very-high victim-concerns yes "
        'release 3 June 2024 licence-end 3 June 2025 name "Marlow Invented" '
        "because violent to staff, refuses to see probation, says that he will take revenge"
    )
    expect(priya.ask(f"/mappa refer {line}")).to_contain_text("Saved: referral BED-R1.")
    office.told("U0CORA", "level 3 is sought. To be decided by 21 May 2024.")
    decided = cora.ask("/mappa screen BED-R1 accept level 3 because resources of seniors needed")
    expect(decided).to_contain_text("accepted at level 3")
    for member in ("owner <@U0PRIYA>", "member <@U0PETE>"):
        expect(cora.ask(f"/mappa update {CASE} {member}")).to_contain_text("Saved:")


def prepare(office: Office, cora: Screen, pete: Screen) -> None:
    """What the meeting asks the police for, each with a day and an owner."""
    for kind, due, what in (
        ("escort", "3 June 2024", "from the gate to the Approved Premises"),
        ("relocation", "2 December 2024", "before his next release"),
        ("address-list", "31 May 2024", "where he may go"),
    ):
        line = f"{kind} owner <@U0PETE> agency police due {due} what {what}"
        saved = cora.ask(f"/mappa request {CASE} {line}")
        expect(saved).to_contain_text("Its owner is told in a direct message.")
    office.turn_to("31 May 2024")
    note = "done note the aunt in Example Town, two friends"
    expect(pete.ask(f"/mappa request {CASE} 3 {note}")).to_contain_text("done 31 May 2024")


def release(office: Office, priya: Screen, pete: Screen) -> None:
    """Escorted to an Approved Premises out of county on the day of his release."""
    office.turn_to("3 June 2024")
    priya.ask(f"/mappa case {CASE}").get_by_role("button", name="Record the release").click()
    priya.form.get_by_label("Custody").select_option("no")
    priya.form.get_by_role("button", name="Save").click()
    expect(priya.form).to_contain_text("in the community")
    priya.form.get_by_role("button", name="Close").click()
    placed = priya.ask(f"/mappa update {CASE} placement out of area AP place Invented House")
    expect(placed).to_contain_text("Approved Premises out of area from 3 June 2024")
    pete.ask(f"/mappa request {CASE} 1").get_by_role("button").first.click()
    pete.form.get_by_label("What became of it").select_option("done")
    pete.form.get_by_role("button", name="Save").click()
    expect(pete.form).to_contain_text("done 3 June 2024")
    pete.form.get_by_role("button", name="Close").click()


def recall(office: Office, pete: Screen, cora: Screen) -> None:
    """Gone after a day, unlawfully at large, back in custody on the third."""
    office.turn_to("5 June 2024")
    gone = pete.ask(f"/mappa update {CASE} at-large yes placement ended from 4 June 2024")
    expect(gone).to_contain_text("unlawfully at large since 4 June 2024")
    expect(pete.ask(f"/mappa request {CASE} 3")).to_contain_text("the aunt in Example Town")
    event = "event returned to custody for breach of licence on 5 June 2024 custody recall"
    back = cora.ask(f"/mappa update {CASE} {event} because apprehended by the police")
    expect(back).to_contain_text("in custody since 5 June 2024 (recall)")
    facts = office.case(CASE)
    assert facts.absences == (Absence(date(2024, 6, 4), date(2024, 6, 5)),)
    stays = (
        Custody(date(2024, 5, 7), date(2024, 6, 3), "not-recorded"),
        Custody(date(2024, 6, 5), why="recall"),
    )
    assert facts.custody == stays
    assert [request.outcome for request in facts.requests] == ["done", "", "done"]
    expect(cora.ask(f"/mappa request {CASE}")).to_contain_text("Relocation of a victim")


def count(office: Office, cora: Screen) -> None:
    """The figures know where he was on each day, and why he came back."""
    for asked, figure in (
        ("on 2 June 2024", "0 people at level 3, in the community"),
        ("on 3 June 2024", "1 person at level 3, in the community"),
        ("on 4 June 2024", "1 person at level 3, in the community"),  # also while at large
        ("on 5 June 2024", "and 1 more in custody"),
        ("in custody on 5 June 2024", "1 person at level 3, in custody"),
    ):
        expect(cora.ask(f"/mappa how many level 3 cases {asked}")).to_contain_text(figure)
    report = json.loads(office.run("report", "2024/25", "--format", "json"))
    assert report["yearly"]["level_3"] == [0, 1, 0, 1]
    assert report["snapshot"]["total"] == [0, 0, 0, 0]  # in custody, so not in the picture
    [event] = office.case(CASE).events
    assert (event.kind, event.on) == ("returned_breach_of_licence", date(2024, 6, 5))
    found = cora.ask("/mappa find level 3 cases in custody")
    expect(found).to_contain_text(CASE)
    office.turn_to("25 November 2024")
    cora.ask(f"/mappa case {CASE}")
    office.told("U0PETE", f"{CASE}: Request 2 due on 2 December 2024 (7 days)")
