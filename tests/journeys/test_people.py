"""What each person at the page sees, and what nobody but the right one ever sees."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from mappa.cases import CaseRecord
from mappa.clocks import london_day
from mappa.samples import live_caseload
from tests.journeys.screens import Screen
from tests.journeys.workspaces import Workspace

NOT_REGISTERED = "You are not registered to use this bot."
QUESTION = "how many level 2 cases on 31 March 2014"  # 45
REFERENCE = re.compile(r"BED-\d+")
HOUR = re.compile(r"\d\d:\d\d")


@pytest.fixture(scope="module")
def caseload() -> dict[str, CaseRecord]:
    """The living cases of the sample, by reference."""
    return {case.ref: case for case in live_caseload(london_day(datetime.now(UTC)))}


@pytest.fixture
def window(
    browser: Browser, practice: Workspace, request: pytest.FixtureRequest
) -> Iterator[Screen]:
    """The page of the person that the test names, without an error to the end."""
    with Screen(browser, practice.address, request.param) as screen:
        yield screen
    assert screen.errors == []
    assert practice.state("U0CORA")["broken"] == []


def as_somebody(*users: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("window", users, indirect=True)


@pytest.mark.parametrize(
    ("window", "user", "own", "other"),
    [
        ("U0PRIYA", "U0PRIYA", "BED-3001", "BED-3009"),
        ("U0PETE", "U0PETE", "BED-3009", "BED-3001"),
    ],
    indirect=["window"],
)
def test_a_practitioner_sees_their_cases_and_not_that_there_are_others(
    window: Screen, caseload: dict[str, CaseRecord], user: str, own: str, other: str
) -> None:
    expect(window.ask(f"/mappa case {own}")).to_contain_text(caseload[own].name)
    refused = HOUR.sub("", window.ask(f"/mappa case {other}").inner_text())
    unknown = HOUR.sub("", window.ask("/mappa case BED-9999").inner_text())
    assert refused.replace(other, "BED-9999") == unknown
    assert "No case" in refused
    expect(window.ask(f"/mappa update {other} note hello")).to_contain_text("No case")
    window.go("MAPPA")
    expect(window.messages.first).to_contain_text("were due")
    told = set(REFERENCE.findall(window.text))
    window.go("MAPPA Home")
    expect(window.home).to_contain_text("practitioner")
    told |= set(REFERENCE.findall(window.text))
    theirs = {c.ref for c in caseload.values() if any(m.user_id == user for m in c.team)}
    assert own in told
    assert told <= theirs


@as_somebody("U0SIMI", "U0ADA")
def test_a_role_without_cases_sees_none(window: Screen, caseload: dict[str, CaseRecord]) -> None:
    window.go("general")
    for typed in ("case BED-3001", "update BED-3001 note hello", "case BED-9999"):
        expect(window.ask(f"/mappa {typed}")).to_be_visible()
    said = window.text
    window.go("MAPPA Home")
    expect(window.home.locator("h3")).to_be_visible()
    said += window.text
    assert not [case.name for case in caseload.values() if case.name in said]
    assert set(REFERENCE.findall(said)) <= {"BED-3001", "BED-9999"}  # as they typed them


@as_somebody("U0CHAS")
def test_a_chair_sees_the_cases_of_their_panels_and_no_others(
    window: Screen, caseload: dict[str, CaseRecord]
) -> None:
    expect(window.ask("/mappa case BED-3001")).to_contain_text(caseload["BED-3001"].name)
    refused = HOUR.sub("", window.ask("/mappa case BED-3030").inner_text())  # at Level 1
    unknown = HOUR.sub("", window.ask("/mappa case BED-9999").inner_text())
    assert refused.replace("BED-3030", "BED-9999") == unknown
    expect(window.ask("/mappa update BED-3001 note hello")).to_be_visible()
    window.go("MAPPA Home")
    expect(window.home.locator("h3")).to_be_visible()
    told = set(REFERENCE.findall(window.text)) - {"BED-3030", "BED-9999"}
    assert all(caseload[ref].spells[-1].level >= 2 for ref in told)


@as_somebody("U0ADA")
def test_an_admin_gets_no_figures(window: Screen) -> None:
    window.go("general")
    answer = window.ask(f"/mappa {QUESTION}")
    expect(answer).to_contain_text("does not see figures")
    assert not re.search(r"\b45\b", HOUR.sub("", window.text))


@as_somebody("U0NOEL")
def test_somebody_unregistered_learns_nothing_on_any_path(window: Screen) -> None:
    told = [
        window.ask(f"/mappa {typed}").inner_text()
        for typed in ("case BED-3001", "refer", "me", "help", QUESTION)
    ]
    told.append(window.ask(f"@MAPPA {QUESTION}").inner_text())
    window.go("MAPPA")
    told.append(window.ask(QUESTION).inner_text())
    window.go("MAPPA Home")
    expect(window.home).to_contain_text(NOT_REGISTERED)
    told.append(window.home.inner_text())
    for answer in told:
        assert NOT_REGISTERED in answer
        assert not REFERENCE.search(answer)
        assert not re.search(r"\b45\b", HOUR.sub("", answer))
    expect(window.form).to_be_hidden()


@as_somebody("U0OLGA")
def test_an_outsider_learns_nothing_and_sees_no_private_reply(
    browser: Browser, practice: Workspace, window: Screen, caseload: dict[str, CaseRecord]
) -> None:
    with Screen(browser, practice.address) as cora:
        cora.go("partners-shared")
        for answer, shows in (
            (cora.ask("/mappa case BED-3001"), caseload["BED-3001"].name),
            (cora.ask(f"@MAPPA {QUESTION}"), "45"),
        ):
            expect(answer).to_contain_text(shows)
            expect(answer).to_contain_text("Only visible to you")
        cora.send("thank you all")
        expect(cora.messages.last).to_contain_text("thank you all")

    expect(window.page.locator("#places button")).to_have_count(2)  # the channel, and Home
    expect(window.messages.last).to_contain_text("thank you all")
    window.send("/mappa case BED-3001")
    expect(window.problem).to_contain_text("only for people of the workspace")
    window.composer.fill("")
    expect(window.ask(f"@MAPPA {QUESTION}")).to_contain_text(NOT_REGISTERED)
    said = window.text
    assert caseload["BED-3001"].name not in said
    assert not re.search(r"\b45\b", HOUR.sub("", said))
    window.go("MAPPA Home")
    expect(window.problem).to_contain_text("own workspace")
    expect(window.home).to_contain_text("has not drawn Home")
