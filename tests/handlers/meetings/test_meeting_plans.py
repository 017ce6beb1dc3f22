"""Meetings are planned by line and by form: saved whole or refused with the field's name."""

from dataclasses import replace
from datetime import date

from handlers.views.blocks import button
from handlers.views.meetings.meetings import PLAN_MEETING
from mappa.access import REFUSED
from mappa.cases import TeamMember
from storage.tables import reminders
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.panels import (
    PLAN,
    agenda,
    at_level,
    meeting,
    on_record,
    plan,
    texts_to,
    waiting,
)
from tests.handlers.referring import give


def test_a_meeting_is_planned_once_with_its_agenda_and_invites_nobody_yet(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.open_case("BED-1043", crn=None)
    payload = talk.command_payload(
        "U0CORA", f"{PLAN} chair <@U0CHAS|chas> cases bed-1043, BED-1042"
    )
    for retry in range(3):
        talk.deliver(payload, retry)
    assert agenda(talk) == ["BED-1043", "BED-1042"]
    row = meeting(talk)
    assert (row.level, row.place, row.chair) == (2, "Example House, room 2", "U0CHAS")
    assert talk.count("meetings") == 1
    assert talk.count("invitations", invited_at=None) == talk.count("invitations") > 0
    assert on_record(talk, "meeting planned") == 1
    assert on_record(talk, "put on agenda") == 2
    [(to, told)] = waiting(talk)
    assert to == "U0CHAS"
    assert "You chair BED-M1: level 2, Tuesday 7 July 2026, 10:00 to 13:00" in told.text
    assert MARKER not in str(told)
    kinds = talk.read(lambda session: {row.kind for row in session.execute(reminders.select())})
    assert "meeting" in kinds


def test_a_row_of_panel_days_is_many_meetings(talk: Conversation) -> None:
    answer = talk.typed(
        "U0CORA", "meeting plan level 3 on 27 November 2026 at 2pm every 4 weeks times 3"
    )
    assert "Saved: 3 meetings planned, level 3." in answer.text
    assert "Friday 25 December 2026 is not a working day: that one is on Tuesday 29" in answer.text
    assert talk.count("meetings", status="planned") == 3
    plan(talk)
    more = talk.typed("U0CORA", f"{PLAN} cases BED-1042 every 4 weeks times 2")
    assert "BED-1042 is on the agenda of BED-M4 at that time already" in more.text
    assert talk.count("meetings") == 4


def test_what_is_unusual_is_allowed_and_said(talk: Conversation) -> None:
    talk.open_case("BED-1043", crn=None, spells=at_level(1))
    talk.open_case("BED-1044", crn=None, spells=at_level(1))
    talk.typed("U0CORA", "refer BED-1044 level 2 because high risk")
    plan(talk)
    answer = plan(talk, "cases BED-1043, BED-1044")
    assert "BED-M1 (level 2) is at that time too: Tuesday 7 July 2026, 10:00." in answer.text
    assert "BED-1043 is at level 1, and this is a level 2 meeting." in answer.text
    assert "BED-1044 is" not in answer.text
    answer = talk.typed("U0CORA", "meeting plan level 2 on 8 July at 10:00 cases BED-1042")
    assert "BED-1042 is on the agenda of BED-M1 too, on Tuesday 7 July 2026" in answer.text


def test_a_refused_plan_saves_nothing(talk: Conversation) -> None:
    left = tuple(replace(spell, ended_on=date(2026, 5, 1)) for spell in at_level(2))
    talk.open_case("BED-1050", crn=None, limited_access=True)
    talk.open_case("BED-1051", crn=None, spells=left)
    before = talk.dump()
    for more, words in {
        "cases BED-9042": "No case BED-9042 that you may see.",
        "cases BED-1050": "No case BED-1050 that you may see.",
        "cases BED-1051": "cases: BED-1051 is not under MAPPA now",
        "chair <@U0PETE>": "chair: that person's role does not let them chair",
        "chair <@U0NOEL>": "chair: that person is not registered in this area",
        "level 3": "level is given twice",
    }.items():
        assert talk.typed("U0CORA", f"{PLAN} {more}").text.startswith(words)
    assert talk.dump() == before


def test_only_co_ordinators_plan(talk: Conversation) -> None:
    plan(talk, "chair <@U0CHAS> cases BED-1042")
    before = talk.dump()
    refused = (REFUSED["plan meetings"], REFUSED["see case"])
    for user_id in ("U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA"):
        for line in (PLAN, "meeting BED-M1 add BED-1042", "meeting BED-M1 chair none",
                     "meeting BED-M1 move to 14:00 because x", "meeting BED-M1 cancel because x",
                     "meeting BED-M1 invite", "meeting BED-M1 due", "urgent BED-1042 because x",
                     "meeting BED-M1 order BED-1042", "meeting plan"):  # fmt: skip
            answer = talk.typed(user_id, line)
            assert answer.text.startswith(refused), line
    assert talk.dump() == before


def test_a_chair_without_the_grant_is_named_to_who_plans(talk: Conversation) -> None:
    give(talk, "U0CORA", "limited")
    talk.open_case("BED-1050", crn=None, limited_access=True, team=(TeamMember("U0CORA", "owner"),))
    answer = plan(talk, "chair <@U0CHAS> cases BED-1050")
    assert "The chair has no grant for BED-1050 and does not see it." in answer.text
    assert "BED-1050" not in talk.typed("U0CHAS", "meeting BED-M1").whole


def test_a_form_plans_by_the_same_rules(talk: Conversation) -> None:
    message = talk.plant("D0CORA", button("Plan a meeting", PLAN_MEETING))
    talk.press("U0CORA", PLAN_MEETING, message)
    talk.settle()
    answer = talk.submit("U0CORA", level="2", on="2026-07-04", at="10:00")
    assert list(answer.errors) == ["on"]
    assert "The next one is Monday 6 July 2026" in answer.errors["on"]
    answer = talk.submit(
        "U0CORA", level="2", on="2026-07-07", at="10:00 to 12:00", cases="BED-1042", chair="U0CHAS"
    )
    assert answer.body["response_action"] == "update", answer.whole
    assert agenda(talk) == ["BED-1042"]
    assert meeting(talk).chair == "U0CHAS"
    assert "BED-M1" in texts_to(talk, "U0CHAS")[0]
    talk.command("U0CORA", "meeting plan")
    talk.settle()
    form = talk.form("U0CORA")
    assert form is not None and form["callback_id"] == "submit_plan"
