"""The word `minute` and its forms: who may say what, several at once, and nothing lost."""

import json
from dataclasses import replace
from typing import Any

import pytest

from handlers.views.meetings.minute_forms import NOT_SAVED
from handlers.views.meetings.minuting import OPEN_MINUTES, SHOW_MINUTES
from storage.cases import get_case
from storage.databases import Session
from storage.hearings import get_hearing, set_minutes
from storage.meetings import get_meeting, set_meeting
from storage.people import add_person
from storage.records import list_history
from tests.build import MARKER, NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import CASE, REF, M, minutes, sit
from tests.handlers.windows import filled, open_form, press_in_window
from tests.handlers.workspaces import Json

SECRET = "a whispered remark"


def test_what_is_minuted_by_line_is_kept_recorded_and_once(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    sit(talk)
    line = f"{M} attended police (Pat Example, DI); supervision {SECRET}; level 2 because needed"
    payload = talk.command_payload("U0CORA", line)
    for retry in range(3):
        talk.deliver(payload, retry)
    assert minutes(talk) == {"supervision": SECRET, "level": "2", "level-rationale": "needed"}
    assert talk.count("records", action="minutes changed") == 1
    shown = talk.typed("U0CHAS", M).text
    assert f"Supervision: {SECRET}" in shown
    assert "Attendance, Police: Attended (Pat Example, DI)" in shown
    assert "Missing before it can be closed: attendance of Probation, Prison;" in shown
    assert SECRET not in talk.log.getvalue()
    assert MARKER not in talk.everything_seen()


def test_what_a_line_takes_the_place_of_is_told_and_stays_on_the_record(talk: Conversation) -> None:
    sit(talk)
    talk.typed("U0CHAS", f"{M} supervision weekly; none prison")
    answer = talk.typed("U0CORA", f"{M} supervision daily; report prison")
    assert "Supervision: daily (was: weekly)" in answer.text
    assert "Attendance, Prison: Sent a report (was: No response)" in answer.text
    again = talk.typed("U0CORA", f"{M} supervision daily")
    assert "All of that stood here already" in again.text

    def changes(session: Session) -> list[tuple[Any, Any]]:
        case = get_case(session, CASE)
        history = list_history(session, case.id, case.key, seen=False)
        return [(row["before"], row["after"]) for row in history]

    assert talk.read(changes)[0] == (
        {"minutes": {"supervision": "weekly"}, "attendance": {"prison": "No response"}},
        {"meeting": REF, "minutes": {"supervision": "daily"},
         "attendance": {"prison": "Sent a report"}},
    )  # fmt: skip


def test_a_practitioner_adds_what_their_own_agency_knows_and_nothing_else(
    talk: Conversation,
) -> None:
    sit(talk)
    talk.typed("U0CORA", f"{M} supervision {SECRET}; information police {SECRET}")
    text = "prison says level 2; supervision weekly"
    assert "Saved" in talk.typed("U0PRIYA", f"{M} information {text}").text
    assert minutes(talk)["information.probation"] == text
    for line in (
        "level 3 because x",
        "supervision x",
        "close",
        "issue",
        "reopen because x",
        "plan",
    ):
        before = talk.dump()
        answer = talk.typed("U0PRIYA", f"{M} {line}")
        assert answer.text.startswith("minute: minutes are taken by the co-ordinator"), line
        assert talk.dump() == before
    shown = talk.typed("U0PRIYA", M)
    assert text in shown.text
    assert SECRET not in shown.whole


@pytest.mark.parametrize("user_id", ["U0PETE", "U0SIMI", "U0ADA", "U0NOEL", "U0OLGA", "U0CHAS"])
def test_minutes_that_are_not_theirs_read_as_none(talk: Conversation, user_id: str) -> None:
    """Pete is invited and may not see the case; Chas chairs another meeting."""
    sit(talk, chair="")
    talk.write(lambda s: add_person(s, person("U0NOEL", "co-ordinator", area="HER"), NOW))
    talk.typed("U0CORA", f"{M} supervision {SECRET}")
    before = talk.dump()
    for words in ("", " information x", " plan", " close", " document", " issue"):
        answers = [
            talk.typed(user_id, f"minute {ref}{words}").whole.replace("BED-9042", CASE)
            for ref in (f"{REF} {CASE}", f"{REF} BED-9042")
        ]
        assert answers[0] == answers[1], words
        assert SECRET not in answers[0]
    assert talk.dump() == before


def test_a_meeting_that_does_not_hear_the_case_is_to_a_practitioner_as_none(
    talk: Conversation,
) -> None:
    talk.open_case("BED-1050", crn=None, team=())
    sit(talk, "BED-1050")
    there, nowhere = (talk.typed("U0PRIYA", f"minute BED-M{n} {CASE}").text for n in (1, 9))
    assert there == nowhere.replace("BED-M9", "BED-M1")
    assert "not on the agenda" in talk.typed("U0CORA", f"minute BED-M1 {CASE}").text


def test_the_cases_of_a_meeting_are_listed_as_the_person_may_see_them(talk: Conversation) -> None:
    talk.open_case("BED-1050", crn=None, team=())
    sit(talk, CASE, "BED-1050")
    talk.typed("U0CORA", f"{M} supervision weekly")
    listed = talk.typed("U0CORA", f"minute {REF}").text
    assert f"{CASE}: begun\nBED-1050: not begun" in listed
    assert "BED-1050" not in talk.typed("U0PRIYA", f"minute {REF}").whole


def test_a_cancelled_meeting_is_not_minuted(talk: Conversation) -> None:
    sit(talk, status="cancelled")
    for line in ("supervision x", "close", "plan"):
        assert "is cancelled" in talk.typed("U0CORA", f"{M} {line}").text
    assert minutes(talk) == {}


def test_before_the_meeting_it_can_be_prepared(talk: Conversation) -> None:
    sit(talk, starts_at=NOW.replace(month=7))
    assert "Saved" in talk.typed("U0PRIYA", f"{M} information seen weekly").text
    assert "Saved" in talk.typed("U0CORA", f"{M} victims none known").text
    assert "has not begun" in talk.typed("U0CORA", f"{M} close").text


def test_a_form_offers_what_was_answered_and_saves_what_was_touched(talk: Conversation) -> None:
    sit(talk)
    open_form(talk, "U0CORA", f"{M} plan")
    talk.submit("U0CORA", supervision="weekly\nand daily", contingency="none")
    assert minutes(talk) == {"supervision": "weekly\nand daily", "contingency": "none"}
    view = open_form(talk, "U0CORA", f"{M} plan")
    assert filled(view)["supervision"] == "weekly\nand daily"
    talk.submit("U0CORA", supervision="")
    assert minutes(talk) == {"contingency": "none"}


def test_who_comes_second_is_told_and_both_parts_are_kept(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    sit(talk)
    talk.typed("U0CORA", f"{M} supervision weekly")
    open_form(talk, "U0CORA", f"{M} plan")
    talk.typed("U0CHAS", f"{M} supervision by Chas; monitoring by Chas")
    answer = talk.submit("U0CORA", supervision="by Cora", contingency="by Cora")
    shown = json.dumps(answer.body["view"], ensure_ascii=False)
    assert NOT_SAVED in shown
    assert "Supervision: now by Chas, by Chas Practice on 17 June 2026" in shown
    assert minutes(talk) == {"supervision": "by Chas", "monitoring": "by Chas"}
    talk.submit("U0CORA", supervision="by Cora", contingency="by Cora")
    assert minutes(talk) == {
        "supervision": "by Cora", "monitoring": "by Chas", "contingency": "by Cora",
    }  # fmt: skip


def test_attendance_by_form(talk: Conversation) -> None:
    sit(talk)
    view = open_form(talk, "U0CORA", f"{M} attendance")
    assert [name for name in filled(view) if name.startswith("how")] == [
        "how.police", "how.probation", "how.prison",
    ]  # fmt: skip
    answer = talk.submit("U0CORA", **{"who.police": "Pat Example"})
    assert "say also how Police was there" in answer.errors["who.police"]
    talk.submit("U0CORA", **{"how.police": "attended", "who.police": "Pat Example, DI"})
    assert "Police: Attended (Pat Example, DI)" in talk.typed("U0CORA", M).text


def test_a_practitioners_form_has_their_own_agency_only(talk: Conversation) -> None:
    sit(talk)
    talk.typed("U0CORA", f"{M} information police {SECRET}")
    view = open_form(talk, "U0PRIYA", f"{M} information")
    assert list(filled(view)) == ["information.probation"]
    assert SECRET not in json.dumps(view)
    forged = {**json.loads(view["private_metadata"]), "of": f"{REF} {CASE} plan"}
    forged["shown"]["supervision"] = "x"

    def forge(payload: Json) -> None:
        if "view" in payload:
            payload["view"]["private_metadata"] = json.dumps(forged)

    with talk.tampering(forge):
        answer = talk.submit("U0PRIYA", **{"information.probation": "seen"})
    assert "minutes are taken by" in json.dumps(answer.errors)
    assert "supervision" not in minutes(talk)


def test_buttons_lead_from_the_meeting_to_the_forms(talk: Conversation) -> None:
    sit(talk)
    talk.command("U0CORA", f"minute {REF}")
    listed = [m for m in talk.messages() if m.get("ephemeral_to") == "U0CORA"][-1]
    [button] = [
        one["action_id"] for b in listed["blocks"] for one in b.get("elements", [])
        if one.get("action_id", "").startswith(SHOW_MINUTES)
    ]  # fmt: skip
    talk.press("U0CORA", button, listed)
    form = press_in_window(talk, "U0CORA", f"{OPEN_MINUTES}.plan")
    assert form["title"]["text"] == "Risk management plan"
    assert "supervision" in filled(form)


def test_long_minutes_are_paged_and_lose_nothing(talk: Conversation) -> None:
    sit(talk)
    marks = [f"mark {n}." for n in range(8)]
    for name, mark in zip(
        ("supervision", "monitoring", "interventions", "contingency", "victims", "diversity",
         "dissent", "risk"), marks, strict=True,
    ):  # fmt: skip
        talk.typed("U0CORA", f"{M} {name} {'word ' * 560}{mark}")
    pages = [talk.typed("U0CORA", f"{M} page {n}").whole for n in range(1, 12)]
    assert all(any(mark in page for page in pages) for mark in marks)
    assert "There is no more." in pages[-1]


def test_a_form_sent_in_after_the_meeting_was_called_off_saves_nothing(talk: Conversation) -> None:
    sit(talk)

    def cancel(session: Session) -> None:
        meeting = get_meeting(session, "BED", REF)
        set_meeting(session, meeting, replace(meeting.facts, status="cancelled"))

    open_form(talk, "U0CORA", f"{M} plan")
    talk.write(cancel)
    answer = talk.submit("U0CORA", supervision="weekly")
    assert "is cancelled" in json.dumps(answer.errors)
    assert minutes(talk) == {}


def test_what_a_workbook_brought_and_no_form_can_hold_stays_as_it_is(talk: Conversation) -> None:
    sit(talk)
    brought = {"review": "soon", "level": "high", "dissent": "x" * 4000, "unheard-of": "kept"}

    def bring(session: Session) -> None:
        case = get_case(session, CASE, to_change=True)
        found = get_hearing(session, get_meeting(session, "BED", REF), case)
        set_minutes(session, found, case, brought)

    talk.write(bring)
    open_form(talk, "U0CORA", f"{M} decision")
    talk.submit("U0CORA", level_rationale="several agencies")
    assert minutes(talk) == brought | {"level-rationale": "several agencies"}
    assert "Next review: soon" in "".join(
        talk.typed("U0CORA", f"{M} page {page}").text for page in (1, 2, 3)
    )
    assert "level decision, or exit" in talk.typed("U0CORA", f"{M} close").text
