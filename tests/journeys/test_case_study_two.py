"""Case study two: out-of-area Approved Premises, no contact, back to the area, no breach."""

from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, expect

from mappa.case_facts import STILL_RUNNING, Placement
from tests.handlers.workspaces import whole_text
from tests.journeys.offices import Office
from tests.journeys.screens import Screen

SECRETS = ("Casimir Invented", "Invented House", "no contact", "contact centre", "Example Road")
CASE = "BED-1001"
LIAISON = "U0NOEL"


def test_case_study_two(browser: Browser, migrated_file: Path, tmp_path: Path) -> None:
    with (
        Office(tmp_path, migrated_file, "4 March 2024") as office,
        Screen(browser, office.workspace.address, "U0PETE") as pete,
        Screen(browser, office.workspace.address) as cora,
    ):
        office.run(
            *("people", "add", "--slack-id", LIAISON, "--name", "Noel Practice"),
            *("--agency", "victim-liaison", "--role", "practitioner"),
        )
        refer_and_accept(office, pete, cora)
        conditions(office, cora)
        out_of_area(office, pete)
        home_again(office, pete)
        complete(office, cora)
        assert cora.errors == pete.errors == []
        assert office.wrote(*SECRETS) == []


def refer_and_accept(office: Office, pete: Screen, cora: Screen) -> None:
    """Both in one line."""
    line = (
        "A1234AA category 2 level 2 threshold high-risk risk high victim-concerns yes "
        'release 18 March 2024 licence-end 17 March 2025 name "Casimir Invented" '
        "lead-agency probation because of a serious assault on a former partner"
    )
    expect(pete.ask(f"/mappa refer {line}")).to_contain_text("Saved: referral BED-R1.")
    expect(pete.ask(f"/mappa case {CASE}")).to_contain_text(f"No case {CASE}")
    office.told("U0CORA", f"Referral BED-R1 of case {CASE} was made by Police")
    decided = cora.ask("/mappa screen BED-R1 accept level 2 because several agencies hold parts")
    expect(decided).to_contain_text("Saved: referral BED-R1, accepted at level 2.")
    owned = cora.ask(f"/mappa update {CASE} owner <@U0PETE> review 13 May 2024")
    expect(owned).to_contain_text("Owner: Pete Practice")
    expect(cora.ask(f"/mappa update {CASE} member <@{LIAISON}>")).to_contain_text("Saved: member.")


def conditions(office: Office, cora: Screen) -> None:
    """The VLO asks; the meeting recommends by the form; the prison puts it into the licence."""
    ask = f"/mappa request {CASE} licence conditions what no contact with her or the children"
    assert "Saved: request 1" in whole_text(office.workspace.command(LIAISON, ask))
    asked = cora.ask(f"/mappa request {CASE} 1")
    asked.get_by_role("button", name="Record what became of it").click()
    cora.form.get_by_label("What the meeting says").select_option("recommended")
    cora.form.get_by_label("What became of it").select_option("granted")
    cora.form.get_by_role("button", name="Save").click()
    expect(cora.form).to_contain_text("recommended by the meeting, granted 4 March 2024")
    cora.form.get_by_role("button", name="Close").click()
    told = 'disclosure yes to "the contact centre" because he will see his children there'
    expect(cora.ask(f"/mappa update {CASE} {told}")).to_contain_text("Saved: disclosure, to.")


def out_of_area(office: Office, pete: Screen) -> None:
    """Released to an Approved Premises elsewhere, on the meeting's recommendation."""
    office.turn_to("18 March 2024")
    pete.send(f"/mappa update {CASE} placement")
    form = pete.form
    form.get_by_label("Placement").select_option("own-ap")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Saved: placement.")
    form.get_by_role("button", name="Close").click()
    undone = pete.ask(f"/mappa undo {CASE}")  # the wrong one was chosen
    expect(undone).to_contain_text("taken out Approved Premises in the own area")
    line = "placement out-of-area-ap place Invented House custody no because MAPPA recommended it"
    card = pete.ask(f"/mappa update {CASE} {line}")
    expect(card).to_contain_text("Approved Premises out of area from 18 March 2024: Invented House")
    expect(card).to_contain_text("in the community")


def home_again(office: Office, pete: Screen) -> None:
    """He returns to the area, having made no attempt to contact anybody."""
    office.turn_to("22 July 2024")
    line = "placement private place 3 Example Road, Bedford note no contact was attempted"
    card = pete.ask(f"/mappa update {CASE} {line}")
    expect(card).to_contain_text("Private address from 22 July 2024: 3 Example Road, Bedford")
    expect(card).to_contain_text("The review is not recorded")  # of 13 May
    card.get_by_role("button", name="Set the review").click()
    pete.form.get_by_label("Review").fill("2024-10-07")
    pete.form.get_by_label("Because").fill("held on 13 May; domestic abuse course")
    pete.form.get_by_role("button", name="Save").click()
    expect(pete.form).to_contain_text("Saved: review.")
    pete.form.get_by_role("button", name="Close").click()


def complete(office: Office, cora: Screen) -> None:
    """The licence ends without a breach; nothing counts him as returned to custody."""
    office.turn_to("17 March 2025")
    office.told("U0PETE", f"{CASE}: Licence end on 17 March 2025 (on the day)")
    card = cora.ask(f"/mappa update {CASE} exit because licence completed without any breach")
    expect(card).to_contain_text("left MAPPA on 17 March 2025")
    assert office.workspace.direct("U0PRIYA") == []  # nothing of this is hers
    facts = office.case(CASE)
    assert facts.placements == (
        Placement("out-of-area-ap", date(2024, 3, 18), date(2024, 7, 22), "Invented House"),
        Placement("private", date(2024, 7, 22), STILL_RUNNING, "3 Example Road, Bedford"),
    )
    assert facts.events == ()
    assert facts.victim_concerns == "yes"
    undone = [row for row in office.history(CASE) if row["action"] == "change undone"]
    assert len(undone) == 1
