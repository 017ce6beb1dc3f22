"""A return is frozen as it was shown, by whom it may be, once; what is corrected then shows."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from handlers.reports import CHANGED, GONE
from handlers.views.reports import FREEZE_RETURN, REPORT_AS_DOCX
from mappa.access import REFUSED
from mappa.cases import Spell
from storage.people import remove_person
from tests.build import NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import Sheet
from tests.handlers.pressing import press
from tests.handlers.referring import register
from tests.handlers.returning import (
    BOARD,
    VALUE,
    YEAR,
    buttons,
    files,
    fill,
    form,
    freeze,
    kept,
)


@pytest.fixture
def office(talk: Conversation) -> Conversation:
    return fill(talk)


@pytest.fixture
def office_on_both(talk_on_both: Conversation) -> Conversation:
    return fill(talk_on_both)


def test_a_return_is_frozen_as_it_was_shown_with_who_approved_it(
    office_on_both: Conversation,
) -> None:
    office = office_on_both
    shown = form(office)
    words = json.dumps(shown.view)
    assert "6 people in the community on 31 March 2026, 5 at Levels 2 and 3" in words
    assert "each person once, under the first level held" in words
    answer = freeze(office, shown)
    assert "was approved by Jo Example, chair of the board" in answer.whole
    assert "version 1" in answer.whole
    (row,) = kept(office)
    assert (row.area, row.year_from, row.counting) == ("BED", 2025, "first")
    assert row.approved_by_id == office.people["U0CORA"].id
    assert row.fingerprint[:12] in answer.whole
    assert office.count("records", action="return frozen", person_id=row.approved_by_id) == 1
    assert "was approved by Jo Example" in office.typed("U0CORA", f"report {YEAR}").text
    assert "Jo Example" not in office.log.getvalue()


def test_what_is_corrected_afterwards_shows_and_can_be_frozen_as_a_new_version(
    office_on_both: Conversation,
) -> None:
    office = office_on_both
    freeze(office, form(office))
    again = freeze(office, form(office))
    assert "with these very figures; nothing was saved" in again.whole
    spells = (Spell(2, 3, date(2025, 6, 1)),)
    office.open_case("BED-1061", crn=None, spells=spells)
    said = office.typed("U0CORA", f"report {YEAR}").text
    assert "Since the return was approved: Snapshot, level 3, total" in said
    shown = form(office)
    assert "This becomes version 2" in json.dumps(shown.view)
    assert "version 2" in freeze(office, shown).whole
    assert [row.year_from for row in kept(office)] == [2025, 2025]
    assert "Since the return" not in office.typed("U0CORA", f"report {YEAR}").text


def test_figures_that_changed_under_the_form_are_not_frozen(office: Conversation) -> None:
    shown = form(office)
    office.open_case("BED-1061", crn=None, spells=(Spell(2, 3, date(2025, 6, 1)),))
    assert freeze(office, shown).errors == {"approved-by": CHANGED}
    forged = {**shown.view, "private_metadata": json.dumps({"report": VALUE, "seen": "0" * 32})}
    assert freeze(office, Sheet("freeze", forged, BOARD)).errors == {"approved-by": CHANGED}
    assert kept(office) == []


def test_whose_registration_ended_between_opening_and_freezing_freezes_nothing(
    office_on_both: Conversation,
) -> None:
    office = office_on_both
    shown = form(office)
    office.write(lambda session: remove_person(session, TEAM, "U0CORA", NOW))
    assert "version" not in freeze(office, shown).whole
    register(office, "U0CORA", "chair")  # registered again, as somebody who may not
    assert freeze(office, shown).errors == {"approved-by": REFUSED["freeze returns"]}
    assert kept(office) == []


def test_a_form_that_is_delivered_twice_freezes_once(office_on_both: Conversation) -> None:
    office = office_on_both
    payload = form(office).sent_in("U0CORA")
    for _ in range(2):
        office.deliver(payload)
    assert len(kept(office)) == 1


def test_of_two_who_freeze_at_once_the_second_is_told_of_the_first(
    office_on_both: Conversation,
) -> None:
    office = office_on_both
    register(office, "U0ADA", "co-ordinator")
    shown = form(office)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda user: freeze(office, shown, user), ("U0CORA", "U0ADA")))
    saved = ["version 1" in answer.whole for answer in answers]
    refused = ["nothing was saved" in answer.whole for answer in answers]
    assert sorted(saved) == sorted(refused) == [False, True]
    assert len(kept(office)) == 1


def test_the_area_is_that_of_whoever_presses_whatever_the_button_says(
    office: Conversation,
) -> None:
    register(office, "U0NOEL", "co-ordinator", area="HER")
    refused = freeze(office, form(office), "U0NOEL")
    assert refused.errors == {"approved-by": CHANGED}
    assert kept(office) == []


@pytest.mark.parametrize(
    "value",
    ["", "2025", "2025 - 0 0", "x - 0", "2025 every 0", "2025 - -1", "2025 - many", "3000 - 0",
     "2030 - 0", "１２ - 0", "2025  0", f"2025 - {'9' * 12}"],
)  # fmt: skip
def test_a_forged_button_or_form_is_of_no_use(talk: Conversation, value: str) -> None:
    for action_id in (REPORT_AS_DOCX, FREEZE_RETURN):
        assert GONE in press(talk, "U0CORA", action_id, value)
    sheet = form(talk)
    for metadata in (json.dumps({"report": value, "seen": ""}), value, "null", "[1]"):
        forged = Sheet("freeze", {**sheet.view, "private_metadata": metadata}, BOARD)
        assert freeze(talk, forged).errors == {"approved-by": GONE}
    assert (kept(talk), files(talk)) == ([], [])


@pytest.mark.parametrize("name", ["", " ", "<@U0PETE>", "\u202eJo", "x" * 101, "!!!"])
def test_who_approved_it_is_named_plainly(talk: Conversation, name: str) -> None:
    answer = freeze(talk, form(talk), **{"approved-by": name})
    assert "approved-by" in answer.errors
    assert kept(talk) == []


def test_a_year_that_is_not_over_has_no_button_and_is_not_frozen(office: Conversation) -> None:
    answer = office.typed("U0CORA", "report this year")
    assert FREEZE_RETURN not in buttons(answer)
    assert "is not over" in answer.text
    refused = freeze(office, form(office, "2026 - 0"))
    assert "2026/27 is not over" in refused.whole
    assert kept(office) == []
