"""The word `refer` and its form: new and known people, every rule, and what is not told."""

from datetime import date

import pytest

from mappa.cases import CaseRecord
from storage.cases import get_case
from storage.tables import referrals
from tests.build import MARKER
from tests.handlers.conversations import Conversation

NEW = "refer X320741 category 2 level 2 because high risk on release"
KNOWN_TO_PRIYA = "X001042"


def facts(talk: Conversation, ref: str) -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def test_a_new_person_is_referred_in_one_line(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    answer = talk.typed(
        "U0PRIYA",
        "refer x320741 category 2 level 3 agency police threshold senior release 1 May 2027 "
        "licence-end 1 May 2028 because high risk on release",
    )
    assert answer.text.startswith("Saved: referral BED-R1.")
    assert "/mappa me" in answer.text
    made = facts(talk, "BED-1043")
    assert (made.crn, made.lead_agency, made.area) == ("X320741", "police", "BED")
    assert made.dates == {"release": date(2027, 5, 1), "licence_end": date(2028, 5, 1)}
    row = talk.read(lambda session: session.execute(referrals.select()).one())
    assert (row.level_sought, row.agency, row.threshold) == (3, "police", "senior")
    assert (row.decision, row.referred_on) == ("open", date(2026, 6, 17))
    assert talk.count("records", action="referral made") == 1


def test_a_known_case_is_referred_by_its_reference(talk: Conversation) -> None:
    answer = talk.typed("U0PRIYA", "refer bed-1042 level 3 because risk has risen")
    assert answer.text.startswith("Saved: referral BED-R1. It is about case BED-1042.")
    assert talk.count("cases") == 1


def test_dates_of_a_referral_that_the_case_holds_otherwise_are_said_to_stay_there(
    talk: Conversation,
) -> None:
    typed = "refer BED-1042 level 3 licence-end 1 May 2027 because risk has risen"
    answer = talk.typed("U0PRIYA", typed)
    assert "The licence end given stands in the referral only" in answer.text
    assert facts(talk, "BED-1042").dates == {"licence_end": date(2027, 3, 31)}
    same = "refer BED-1042 level 3 licence-end 31 March 2027 because risk has risen"
    assert "in the referral only" not in talk.typed("U0CORA", same).text


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS"])
def test_an_identifier_known_to_the_area_but_not_to_the_referrer_tells_nothing(
    talk_on_both: Conversation, user_id: str
) -> None:
    talk = talk_on_both
    line = "category 2 level 2 because risk has risen"
    known = talk.typed(user_id, f"refer {KNOWN_TO_PRIYA} {line}")
    new = talk.typed(user_id, f"refer X320741 {line}")
    assert known.whole.replace("BED-R1", "BED-R2") == new.whole
    assert "BED-1" not in known.whole + new.whole
    assert talk.count("cases") == 2  # the known one was not opened a second time
    for crn in (KNOWN_TO_PRIYA, "X320742"):
        answer = talk.typed(user_id, f"refer {crn} level 2 because risk")
        assert answer.text.startswith("Say the category as well, since the person may be new")


def test_the_same_person_is_not_referred_twice_by_one_referrer(talk: Conversation) -> None:
    talk.typed("U0PRIYA", NEW)
    answer = talk.typed("U0PRIYA", NEW)
    assert answer.text.startswith("You have referred this person already: BED-R1 is still open.")
    assert talk.typed("U0PETE", NEW).text.startswith("Saved: referral BED-R2.")
    assert (talk.count("referrals"), talk.count("cases")) == (2, 2)


@pytest.mark.parametrize("user_id", ["U0SIMI", "U0ADA"])
def test_who_does_not_refer_is_told_so(shared_talk: Conversation, user_id: str) -> None:
    for typed in (NEW, "refer", "refer BED-1042 level 3 because x", "refer nonsense"):
        answer = shared_talk.typed(user_id, typed)
        assert answer.text.startswith("Your role does not make referrals.")


def test_the_form_saves_what_the_line_saves(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.command("U0PRIYA", "refer")
    talk.settle()
    answer = talk.submit(
        "U0PRIYA",
        identifier="A1234AA",
        category="1",
        level="2",
        threshold="high-risk",
        release="2027-05-01",
        licence_end="2028-05-01",
        because="first line\nsecond line <!channel> *bold*",
    )
    assert answer.body["response_action"] == "update"
    assert "Saved: referral BED-R1." in answer.whole
    shown = talk.form("U0PRIYA")
    assert shown is not None
    assert "submit" not in shown
    made = facts(talk, "BED-1043")
    assert (made.prison_number, made.lead_agency) == ("A1234AA", "probation")
    assert made.dates["licence_end"] == date(2028, 5, 1)
    assert talk.newly_broken() == []


def test_a_form_error_stands_by_its_field_and_the_corrected_form_is_saved(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    before = talk.dump()
    talk.command("U0PETE", "refer")
    talk.settle()
    right = {"identifier": "X320741", "category": "2", "level": "2", "because": "risk"}
    for wrong, field in (
        ({"identifier": "nonsense"}, "identifier"),
        ({"identifier": "BED-1042"}, "identifier"),
        ({"category": ""}, "category"),
        ({"release": "2028-05-01", "licence_end": "2027-05-01"}, "release"),
        ({"release": "1949-12-31"}, "release"),
        ({"licence_end": "2200-01-01"}, "licence-end"),
        ({"because": "\u202egnp"}, "because"),
        ({"because": "tab\x07bell"}, "because"),
    ):
        answer = talk.submit("U0PETE", **(right | wrong))
        assert list(answer.errors) == [field], answer.whole
        assert MARKER not in answer.whole
    for wrong, field in (({"because": "  "}, "because"), ({"identifier": "x" * 101}, "identifier")):
        assert list(talk.submit("U0PETE", **(right | wrong)).errors) == [field]
    assert talk.dump() == before
    answer = talk.submit("U0PETE", **right)
    assert "Saved: referral BED-R1." in answer.whole
    assert talk.newly_broken() == []


def test_the_buttons_open_the_form_filled_in_with_the_case(talk: Conversation) -> None:
    talk.command("U0PRIYA", "case BED-1042")
    card = talk.last_message()
    talk.press("U0PRIYA", "refer_case", card)
    talk.settle()
    form = talk.form("U0PRIYA")
    assert form is not None
    assert form["blocks"][0]["element"]["initial_value"] == "BED-1042"
    assert "It is about case BED-1042" in talk.submit("U0PRIYA", level="3", because="risk").whole
    talk.open_home("U0PETE")
    talk.press("U0PETE", "open_referral")
    talk.settle()
    form = talk.form("U0PETE")
    assert form is not None
    assert "initial_value" not in form["blocks"][0]["element"]
    assert talk.newly_broken() == []


def test_a_form_left_open_while_the_person_is_referred_by_line_is_not_saved_again(
    talk: Conversation,
) -> None:
    talk.command("U0PRIYA", "refer")
    talk.settle()
    talk.typed("U0PRIYA", NEW)
    answer = talk.submit("U0PRIYA", identifier="X320741", category="2", level="2", because="x")
    assert "You have referred this person already" in answer.errors["identifier"]
    assert talk.count("referrals") == 1


def test_who_refers_is_prompted_while_a_release_comes_near_with_no_level_confirmed(
    talk: Conversation,
) -> None:
    line = "refer X320741 category 2 level 2 release 1 September 2026 because high risk"
    answer = talk.typed("U0CORA", line)
    assert (
        "Release on 1 September 2026, and the level is still to be confirmed: "
        "decide on referral BED-R1 before then."
    ) in answer.text
    talk.command("U0CORA", "screen BED-R1")
    talk.settle()
    assert "decide on referral BED-R1 before then" in str(talk.form("U0CORA"))
    talk.typed("U0CORA", "screen BED-R1 accept level 2 because high risk")
    again = talk.typed("U0CORA", "refer BED-1043 level 3 because risk has risen")
    assert "to be confirmed" not in again.text
    unseen = talk.typed("U0PETE", line.replace("X320741", "X320742"))
    assert "to be confirmed" not in unseen.text


def test_the_history_of_a_new_case_begins_with_all_that_it_was_opened_with(
    talk: Conversation,
) -> None:
    answer = talk.typed(
        "U0CORA", "refer X777003 category 3 level 3 release 1 March 2027 because risk"
    )
    assert "counted as in custody until the release is recorded" in answer.text
    history = talk.typed("U0CORA", "history BED-1043").text
    assert "case opened" in history
    assert "1 March 2027" in history
