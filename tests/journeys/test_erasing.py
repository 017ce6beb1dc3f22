"""Erasing a case at the page: what Slack asks before a button does what cannot be undone."""

from playwright.sync_api import expect

from tests.journeys.screens import Screen


def test_a_case_is_erased_only_by_who_says_so_twice(screen: Screen) -> None:
    ref = "BED-1115"  # it left in 2013
    shown = screen.ask(f"/mappa erase {ref} because its time is over")
    button = shown.get_by_role("button", name=f"Erase {ref} for good")
    sure = screen.page.get_by_role("dialog", name=f"Erase {ref}?")
    button.click()
    expect(sure.get_by_role("button", name="Keep it")).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(sure).to_be_hidden()
    button.click()
    sure.get_by_role("button", name="Keep it").click()
    expect(sure).to_be_hidden()
    expect(screen.ask(f"/mappa case {ref}")).to_contain_text(f"Case {ref}")
    button.click()
    sure.get_by_role("button", name="Erase it").click()
    expect(screen.form).to_contain_text(f"Erased: {ref}.")
    screen.form.get_by_role("button", name="Close").click()
    expect(screen.form).to_be_hidden()
