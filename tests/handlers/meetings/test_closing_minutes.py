"""Closing minutes: the case, the hearing and the reminders change together, or nothing does."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.views.meetings.minuting import CLOSE_MINUTES
from mappa.access import may_do
from mappa.case_facts import Disclosure
from mappa.cases import CaseRecord, Spell
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.people import as_now, get_person
from storage.records import find_broken_record
from storage.tables import reminders
from tests.build import NOW, TEAM, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import (
    ATTENDED,
    CASE,
    DISCLOSED,
    EVERYTHING,
    PLAN,
    M,
    hearing,
    minutes,
    sit,
    status,
)
from tests.handlers.windows import last_answer_to, open_window, press_in_window

UP = "level 3 threshold senior review 20 July 2026 because risk has risen"


def facts(talk: Conversation, ref: str = CASE) -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def ready(talk: Conversation, said: str = EVERYTHING) -> Conversation:
    """A meeting whose minutes lack nothing."""
    sit(talk)
    assert "Nothing is missing" in talk.typed("U0CORA", f"{M} {said}").text
    return talk


def test_closing_changes_the_case_the_hearing_and_the_meeting_at_once(
    talk_on_both: Conversation,
) -> None:
    talk = ready(talk_on_both, f"{ATTENDED}; {PLAN}; {DISCLOSED}; {UP}")
    payload = talk.command_payload("U0CORA", f"{M} close")
    for retry in range(3):
        talk.deliver(payload, retry)
    case = facts(talk)
    assert case.spell_on(TODAY) == Spell(2, 3, TODAY, threshold="senior", reason="risk has risen")
    assert case.dates["review"] == date(2026, 7, 20)
    assert case.disclosures == (Disclosure(TODAY, "no", "", "nobody is at risk from not knowing"),)
    found = hearing(talk)
    assert (found.outcome_level, found.leaves, found.disclosure) == (3, False, False)
    assert (found.closed_on, found.closed_by, found.form) == (TODAY, "U0CORA", "MAPPA C")
    assert status(talk) == "held"
    kinds = talk.read(lambda s: set(s.execute(select(reminders.c.kind)).scalars()))
    assert {"review", "minutes_due"} <= kinds
    assert talk.count("records", action="minutes closed") == 1
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None
    history = talk.typed("U0CORA", f"history {CASE}").text
    assert "now level 2, category 2, from 5 January 2026 until 17 June 2026 and level 3" in history


def test_nothing_is_closed_while_anything_is_missing(talk: Conversation) -> None:
    sit(talk)
    talk.typed("U0CORA", f"{M} {PLAN}")
    before = talk.dump()
    answer = talk.typed("U0CORA", f"{M} close").text
    assert answer.startswith(f"The minutes of {CASE} at BED-M1 cannot be closed yet")
    for words in (
        "attendance of Police, Probation, Prison. Form: /mappa minute BED-M1 BED-1042 attendance",
        "disclosure decision; disclosure, rationale. Form: /mappa minute BED-M1 BED-1042",
        "next review date, or exit. Form: /mappa minute BED-M1 BED-1042 decision",
    ):
        assert words in answer
    assert talk.dump() == before


def test_the_chair_closes_what_they_chair(talk: Conversation) -> None:
    ready(talk)
    assert talk.typed("U0CHAS", f"{M} close").fallback.startswith("Closed: the minutes of BED-1042")
    assert hearing(talk).closed_by == "U0CHAS"

    def still_sees(session: Session) -> bool:
        chair = as_now(session, get_person(session, TEAM, "U0CHAS", NOW), NOW)
        return may_do(chair, "see case", get_case(session, CASE).facts)

    assert talk.read(still_sees)
    assert "opened again by the co-ordinator" in talk.typed("U0CHAS", f"{M} reopen because x").text


def test_the_button_says_what_will_be_recorded_and_closes(talk: Conversation) -> None:
    sit(talk)
    decided = "level 2 review 20 December 2026 because three agencies are needed"
    talk.typed("U0CORA", f"{M} {ATTENDED}; {PLAN}; {DISCLOSED}; {decided}")
    talk.command("U0CORA", M)
    page = [m for m in talk.messages() if m.get("ephemeral_to") == "U0CORA"][-1]
    talk.press("U0CORA", CLOSE_MINUTES, page)
    talk.settle()
    form = talk.form("U0CORA")
    assert "level 2; disclosure no. Next review 20 December 2026." in json.dumps(form)
    answer = talk.submit("U0CORA")
    assert "is later" in answer.errors["review-reason"]
    assert hearing(talk).closed_on is None
    talk.submit("U0CORA", review_reason="nobody can come before")
    assert hearing(talk).closed_on == TODAY
    assert "nobody can come before" in facts(talk).date_notes["review"]
    assert minutes(talk)["review-reason"] == "nobody can come before"


def test_closed_minutes_stay_until_they_are_opened_again_with_a_reason(talk: Conversation) -> None:
    ready(talk)
    talk.typed("U0CORA", f"{M} close")
    before = talk.dump()
    for line in ("supervision daily", "close", "plan", "reopen"):
        answer = talk.typed("U0CORA", f"{M} {line}").text
        assert "were closed on 17 June 2026" in answer or "needs a reason" in answer
    assert "were closed" in talk.typed("U0PRIYA", f"{M} information late").text
    assert talk.dump() == before
    assert "Opened again" in talk.typed("U0CORA", f"{M} reopen because wrong level").text
    talk.clock.pass_(days=1)
    assert "Saved" in talk.typed("U0CORA", f"{M} {UP}; disclosure yes").text
    talk.typed("U0CORA", f"{M} close")
    case = facts(talk)
    assert case.spells[-1] == Spell(2, 3, TODAY, threshold="senior", reason="risk has risen")
    assert [one.decision for one in case.disclosures] == ["yes"]
    assert talk.count("records", action="minutes opened again") == 1


def test_what_was_changed_since_the_meeting_is_said_and_nothing_is_closed(
    talk: Conversation,
) -> None:
    ready(talk)
    talk.clock.pass_(days=2)
    talk.typed("U0CORA", f"update {CASE} level 1 because moved on")
    answer = talk.typed("U0CORA", f"{M} close").text
    assert "is at level 1 since 19 June 2026" in answer
    assert hearing(talk).closed_on is None


@pytest.mark.parametrize("change", ["area", "merged"])
def test_a_case_that_is_elsewhere_now_is_not_closed_here(talk: Conversation, change: str) -> None:
    ready(talk)
    talk.open_case("BED-1050", crn=None)

    def move(session: Session) -> None:
        case = get_case(session, CASE, to_change=True)
        given = {"area": "HER"} if change == "area" else {"merged_into": "BED-1050"}
        set_case(session, case, replace(case.facts, **given))  # type: ignore[arg-type]

    talk.write(move)
    answer = talk.typed("U0CORA", f"{M} close").text
    assert answer.startswith(f"No case {CASE}") or "BED-1050" in answer
    assert hearing(talk).closed_on is None


def test_what_cannot_be_undone_by_the_word_undo_is_said_so(talk: Conversation) -> None:
    ready(talk, f"{ATTENDED}; {PLAN}; {DISCLOSED}; {UP}")
    talk.typed("U0CORA", f"{M} close")
    answer = talk.typed("U0CORA", f"undo {CASE}").text
    assert "(minutes closed) cannot be undone" in answer
    assert facts(talk).spells[-1].level == 3


def test_a_meeting_is_held_when_the_last_of_its_cases_is_closed_by_whoever_at_once(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.open_case("BED-1050", crn=None)
    sit(talk, CASE, "BED-1050", starts_at=NOW - timedelta(days=1))
    for ref in (CASE, "BED-1050"):
        talk.typed("U0CORA", f"minute BED-M1 {ref} {EVERYTHING}")
    payloads = [
        talk.command_payload(user, f"minute BED-M1 {ref} close")
        for user, ref in (("U0CORA", CASE), ("U0CHAS", "BED-1050"))
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(talk.deliver, payloads))
    assert all("Closed: the minutes" in str(answer.body) for answer in answers)
    assert sum("recorded as held" in str(answer.body) for answer in answers) == 1
    assert status(talk) == "held"
    assert talk.count("records", action="meeting held") == 1


def test_what_is_confirmed_is_what_was_shown_or_nothing_is_closed(talk: Conversation) -> None:
    ready(talk)
    talk.command("U0CORA", M)
    talk.press("U0CORA", CLOSE_MINUTES, last_answer_to(talk, "U0CORA"))
    assert "level 2; disclosure no" in json.dumps(open_window(talk, "U0CORA"))
    assert "Saved" in talk.typed("U0CHAS", f"{M} {UP}").text
    answer = talk.submit("U0CORA")
    assert "Somebody has changed these minutes" in answer.errors["review-reason"]
    assert (hearing(talk).closed_on, facts(talk).spell_on(TODAY).level) == (None, 2)  # type: ignore[union-attr]


@pytest.mark.parametrize("change", ["area", "merged_into"])
def test_nobody_waits_for_a_case_that_is_elsewhere_now(talk: Conversation, change: str) -> None:
    talk.open_case("BED-1050", crn=None)
    sit(talk, CASE, "BED-1050")
    for ref in (CASE, "BED-1050"):
        talk.typed("U0CORA", f"minute BED-M1 {ref} {EVERYTHING}")
    given = {"area": {"area": "HER"}, "merged_into": {"merged_into": CASE}}[change]

    def move(session: Session) -> None:
        case = get_case(session, "BED-1050", to_change=True)
        set_case(session, case, replace(case.facts, **given))  # type: ignore[arg-type]

    talk.write(move)
    assert "recorded as held" in talk.typed("U0CORA", f"{M} close").text
    assert status(talk) == "held"


def test_a_meeting_with_a_case_that_is_not_closed_is_still_planned(talk: Conversation) -> None:
    talk.open_case("BED-1050", crn=None)
    sit(talk, CASE, "BED-1050")
    talk.typed("U0CORA", f"{M} {EVERYTHING}")
    talk.typed("U0CORA", f"{M} close")
    assert status(talk) == "planned"


def test_the_form_goes_on_from_a_window_and_shows_what_is_closed(talk: Conversation) -> None:
    ready(talk)
    talk.command("U0CORA", M)
    page = [m for m in talk.messages() if m.get("ephemeral_to") == "U0CORA"][-1]
    talk.press("U0CORA", "open_minutes.plan", page)
    talk.settle()
    talk.submit("U0CORA", supervision="daily")
    form = press_in_window(talk, "U0CORA", CLOSE_MINUTES)
    assert form["callback_id"] == "submit_close"
