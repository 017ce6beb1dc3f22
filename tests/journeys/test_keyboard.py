"""The page for somebody tired: by keyboard alone, in a narrow window, nothing out of view."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.screens import Screen
from tests.journeys.workspaces import Workspace

INSIDE = "document.getElementById('form').contains(document.activeElement)"
IN_VIEW = """message => {
    const seen = message.getBoundingClientRect();
    const list = document.getElementById("messages").getBoundingClientRect();
    return seen.top >= list.top - 1 && seen.top < list.bottom - 20;
}"""


def test_after_sending_the_focus_stays_and_the_newest_message_is_in_view(screen: Screen) -> None:
    expect(screen.composer).to_be_focused()
    for number in range(3):
        answer = screen.ask("/mappa help")
        expect(screen.composer).to_be_focused()
        assert answer.evaluate(IN_VIEW), f"answer {number} is out of view"
    screen.composer.fill("/mappa case BED-3001")
    screen.page.get_by_role("button", name="Send").click()
    expect(screen.messages.last).to_contain_text("Case BED-3001")
    expect(screen.composer).to_be_focused()
    expect(screen.composer).to_have_value("")
    screen.composer.press("ArrowUp")
    expect(screen.composer).to_have_value("/mappa case BED-3001")


def test_whoever_reads_further_up_is_not_pulled_away(screen: Screen, practice: Workspace) -> None:
    for _ in range(3):
        screen.ask("/mappa help")
    screen.page.locator("#messages").evaluate("list => { list.scrollTop = 0; }")
    count = screen.messages.count()
    practice.post("say", user="U0PRIYA", channel="C0PANEL", text="good morning")
    expect(screen.messages).to_have_count(count + 1)
    assert screen.page.locator("#messages").evaluate("list => list.scrollTop") == 0


def test_the_form_keeps_the_focus_and_closes_by_escape(screen: Screen) -> None:
    screen.send("/mappa refer")
    expect(screen.form).to_be_visible()
    expect(screen.form.get_by_label("Who is referred")).to_be_focused()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(60):
            screen.page.keyboard.press(key)
            # Past the last field the browser's own buttons come, which the page cannot reach.
            assert screen.page.evaluate(f"{INSIDE} || document.activeElement === document.body")
    screen.page.keyboard.press("Escape")
    expect(screen.form).to_be_hidden()
    expect(screen.composer).to_be_focused()


def tab_to(screen: Screen, button: str) -> None:
    """From field to field, as somebody does who has no mouse; a date has a stop for each part."""
    wanted = screen.form.get_by_role("button", name=button)
    for _ in range(60):
        screen.page.keyboard.press("Tab")
        if wanted.evaluate("button => button === document.activeElement"):
            return
    raise AssertionError(f"{button} is not reached by keyboard")


def test_what_is_needed_in_a_form_is_marked_and_named_when_it_is_missing(screen: Screen) -> None:
    screen.send("/mappa refer")
    form = screen.form
    for label, needed in (("Who is referred", True), ("Threshold", False), ("Why", True)):
        field = form.get_by_label(label)
        marked = form.locator("label", has_text=label)
        expect(marked).to_contain_text("*" if needed else "(optional)")
        assert (field.get_attribute("aria-required") == "true") is needed
    tab_to(screen, "Refer")
    screen.page.keyboard.press("Enter")
    expect(form.get_by_label("Who is referred")).to_be_focused()
    expect(form.get_by_label("Who is referred")).to_have_accessible_description(
        re.compile("required field")
    )
    form.get_by_label("Who is referred").fill("X320741")
    form.get_by_label("Level sought").select_option("2")
    form.get_by_label("Who is referred").press("Enter")  # from any line of text as well
    expect(form.get_by_label("Why")).to_be_focused()
    expect(form.get_by_text("required field")).to_be_in_viewport()
    screen.page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_places_and_people_are_changed_by_keyboard(screen: Screen) -> None:
    screen.place("MAPPA Home").focus()
    screen.page.keyboard.press("Enter")
    expect(screen.home).to_contain_text("Cora Practice")
    expect(screen.place("MAPPA Home")).to_be_focused()
    expect(screen.place("MAPPA Home")).to_have_attribute("aria-current", "page")
    screen.go("general")
    screen.act_as("Noel Practice")
    screen.page.reload()
    expect(screen.page.locator("#as")).to_have_text("You are Noel Practice")


def test_a_button_keeps_the_focus_when_something_new_is_said(
    screen: Screen, practice: Workspace
) -> None:
    card = screen.ask("/mappa case BED-3001")
    button = card.get_by_role("button", name="Refer this case")
    button.focus()
    practice.post("say", user="U0PRIYA", channel="C0PANEL", text="somebody else speaks")
    expect(screen.messages.last).to_contain_text("somebody else speaks")
    expect(button).to_be_focused()


@pytest.mark.parametrize("width", [340, 600, 1180])
def test_nothing_runs_out_of_the_window(browser: Browser, practice: Workspace, width: int) -> None:
    with Screen(browser, practice.address, width=width) as screen:
        expect(screen.ask(f"/mappa update BED-3013 note {'x' * 200}")).to_contain_text("x" * 200)
        expect(screen.composer).to_be_in_viewport()
        expect(screen.page.get_by_label("Acting as")).to_be_in_viewport()
        for part in (screen.page.locator("html"), screen.page.locator("#messages")):
            assert part.evaluate("part => part.scrollWidth - part.clientWidth") == 0
        screen.send("/mappa refer")
        expect(screen.form.get_by_role("button", name="Refer")).to_be_in_viewport()
        screen.page.keyboard.press("Escape")
        expect(screen.form).to_be_hidden()
    assert screen.errors == []
