"""The co-ordinator's day in a real browser: refer, update, ask, acknowledge, look at Home."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from mappa.clocks import london_day
from mappa.days import uk_date
from tests.journeys.screens import Screen

MARKUP = "<img src=x onerror=alert(1)>"
TODAY = london_day(datetime.now(UTC))


def test_a_mistake_in_the_form_is_shown_on_its_field_and_corrected(screen: Screen) -> None:
    screen.send("/mappa refer")
    form = screen.form
    who = form.get_by_label("Who is referred")
    who.fill("X32074")
    form.get_by_label("Category").select_option("2")
    form.get_by_label("Level sought").select_option("3")
    form.get_by_label("Why").fill(f"risk has risen {MARKUP}")
    form.get_by_role("button", name="Refer").click()

    expect(who).to_have_attribute("aria-invalid", "true")
    expect(who).to_be_focused()
    expect(who).to_have_accessible_description(re.compile("X320741"))
    expect(form.get_by_label("Why")).to_have_value(f"risk has risen {MARKUP}")
    who.fill("X320741")
    form.get_by_role("button", name="Refer").click()

    expect(form).to_contain_text("Saved: referral")
    found = re.search(r"BED-\d+", form.inner_text())
    assert found
    form.get_by_role("button", name="Close").click()
    expect(form).to_be_hidden()
    card = screen.ask(f"/mappa case {found[0]}")
    expect(card).to_contain_text("CRN X320741")
    expect(card).to_contain_text("Only visible to you")


def test_an_update_shows_the_new_date_and_its_reminders(screen: Screen) -> None:
    day = uk_date(TODAY + timedelta(days=300))
    saved = screen.ask(f"/mappa update BED-3001 licence-end {day} because court varied it")
    expect(saved).to_contain_text("Saved: licence-end.")
    card = screen.ask("/mappa case BED-3001")
    expect(card).to_contain_text(f"Licence end: {day}")
    reminders = screen.ask("/mappa case BED-3001 reminders")
    for notice in ("6 months", "12 weeks", "28 days", "7 days", "on the day"):
        expect(reminders).to_contain_text(
            f"licence end {day}, {notice}, planned: Cora Practice, Priya"
        )


@pytest.mark.parametrize(
    ("question", "figure"),
    [("level 2", "45"), ("level 2 category 2", "30"), ("level 3", "7")],
)
def test_questions_get_the_figures_of_the_published_report(
    screen: Screen, question: str, figure: str
) -> None:
    answer = screen.ask(f"/mappa how many {question} cases on 31 March 2014")
    expect(answer).to_contain_text(re.compile(rf"(?<!\d){figure} (people|MAPPA)"))
    expect(answer).to_contain_text("Read as: People at")


def test_a_reminder_comes_by_itself_and_is_acknowledged_once(screen: Screen) -> None:
    day = uk_date(TODAY + timedelta(days=5))
    screen.go("MAPPA")
    expect(screen.messages.first).to_contain_text("were due and had not been sent yet")
    screen.go("mappa-panel")
    expect(screen.place("MAPPA")).not_to_contain_text("new")
    screen.ask(f"/mappa update BED-3010 licence-end {day} because court varied it")
    expect(screen.place("MAPPA")).to_contain_text("1 new")
    screen.go("MAPPA")
    reminder = screen.messages.filter(has_text=f"Reminder. BED-3010: Licence end on {day}")
    expect(reminder).to_have_count(1)

    reminder.get_by_role("button", name="Show the case").click()
    expect(screen.form).to_contain_text("Case BED-3010")
    screen.page.keyboard.press("Escape")
    expect(screen.form).to_be_hidden()
    reminder.get_by_role("button", name="Acknowledge").click()
    expect(reminder).to_contain_text("Acknowledged by Cora Practice")
    expect(reminder.get_by_role("button", name="Acknowledge")).to_have_count(0)


def test_home_shows_what_is_coming_and_opens_the_form(screen: Screen) -> None:
    screen.go("MAPPA Home")
    expect(screen.home).to_contain_text("Cora Practice, co-ordinator")
    expect(screen.home).to_contain_text(re.compile(r"BED-30\d\d: Licence end on"))
    screen.home.get_by_role("button", name="Make a referral").click()
    expect(screen.form.get_by_label("Who is referred")).to_be_focused()
    screen.form.get_by_role("button", name="Cancel").click()
    expect(screen.form).to_be_hidden()


def test_what_people_type_is_shown_as_text_and_never_becomes_markup(screen: Screen) -> None:
    card = screen.ask(f"/mappa update BED-3012 note {MARKUP} because {MARKUP}")
    expect(card).to_contain_text(MARKUP)
    expect(screen.ask(f"/mappa {MARKUP}")).to_be_visible()
    screen.go("MAPPA")
    screen.ask(f"how many {MARKUP} cases")
    expect(screen.messages.filter(has_text=MARKUP).first).to_be_visible()
    expect(screen.page.locator("img")).to_have_count(0)
