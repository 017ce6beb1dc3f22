"""What reminders beside the dates of a case say when they go out: meetings, the area, what was
passed on."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.views.reminders import reminder_line
from mappa.clocks import LONDON
from mappa.notices import REMINDER_KINDS
from mappa.workbook.workbooks import MeetingRow
from storage.cases import get_case
from storage.databases import Session
from storage.due_reminders import claim_due_reminders
from storage.hearings import add_hearing
from storage.invitations import add_invitation, list_invitations, set_answer
from storage.meeting_reminders import derive_meeting_reminders
from storage.meetings import add_meeting
from storage.people import add_person
from storage.reminders import Reminder
from storage.tables import invitations, records, reminders
from tests.build import MARKER, NOW, POLICY, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.test_reminders import labels, the_same
from tests.handlers.workspaces import Json

STARTS = datetime(2026, 7, 1, 10, tzinfo=LONDON)
TOLD = datetime(2026, 6, 24, 9, tzinfo=LONDON)  # 7 days before


def add(talk: Conversation, user_id: str = "U0CORA", **given: object) -> None:
    """A reminder that is due now."""
    values = {"area": "BED", "subject": "case BED-1042", "case_id": 1, "kind": "licence_end",
              "about_on": TODAY + timedelta(days=20), "notice": "28 days", "due_at": talk.clock(),
              "person_id": talk.people[user_id].id, "state": "planned", "late": False}  # fmt: skip
    talk.write(lambda session: session.execute(reminders.insert().values(values | given)))


def convene(talk: Conversation) -> None:
    """Chas chairs a meeting that hears Priya's case and one that only Cora sees; Priya and Pete
    are invited to it."""
    talk.open_case("BED-1050", team=(), crn=None)
    talk.open_case("BED-1051", team=(), crn=None, limited_access=True)

    def plan(session: Session) -> None:
        session.execute(reminders.update().values(state="void"))
        meeting = add_meeting(session, MeetingRow("", 2, STARTS, "Room 4", area="BED",
                              chair="U0CHAS"))  # fmt: skip
        for ref in ("BED-1051", "BED-1050", "BED-1042"):
            add_hearing(session, meeting, get_case(session, ref))
        for user_id in ("U0PRIYA", "U0PETE"):
            add_invitation(session, meeting.id, None, "police", user_id=user_id)
        derive_meeting_reminders(session, meeting.id, POLICY, NOW)

    talk.write(plan)


def told(talk: Conversation, user_id: str) -> Json:
    """The reminder of the meeting itself that somebody gets."""
    messages = said(talk, f"D{user_id[1:]}")
    return next(m for m in messages if "Meeting on 1 July 2026 (7 days)" in m["text"])


REFS = {
    "U0CORA": ". Cases: BED-1050, BED-1042",  # without the grant for limited access
    "U0PRIYA": ". Cases: BED-1042",
    "U0CHAS": ". Cases: BED-1050, BED-1042",
    "U0PETE": "",
}


def test_a_meeting_names_the_cases_that_each_may_see_and_no_others(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    convene(talk)
    talk.clock.at = TOLD
    talk.send()
    for user_id, refs in REFS.items():
        message = told(talk, user_id)
        first, *_ = message["text"].splitlines()
        assert first == f"Reminder. BED-M1: Meeting on 1 July 2026 (7 days){refs}"
        assert "Show the case" not in labels(message)
        for secret in (MARKER, "BED-1051", "Room 4"):
            assert secret not in str(message)
    assert talk.newly_broken() == []


def test_who_has_not_answered_an_invitation_can_do_so_from_the_reminder(
    talk: Conversation,
) -> None:
    convene(talk)

    def answer(session: Session) -> None:
        pete = next(one for one in list_invitations(session, [1]) if one.user_id == "U0PETE")
        set_answer(session, [pete], "accepted", NOW)

    talk.write(answer)
    talk.clock.at = TOLD
    talk.send()
    keys = {one.user_id: one.key for one in talk.read(lambda s: list_invitations(s, [1]))}
    answerable = {
        user_id: [whose for whose, key in keys.items() if key in str(told(talk, user_id)["blocks"])]
        for user_id in ("U0PRIYA", "U0PETE", "U0CORA")
    }
    assert answerable == {"U0PRIYA": ["U0PRIYA"], "U0PETE": [], "U0CORA": []}


def test_a_reminder_without_a_case_is_acknowledged_and_put_off_like_any_other(
    talk: Conversation,
) -> None:
    convene(talk)
    talk.clock.at = TOLD
    talk.send()
    for user_id, action_id, done in (
        ("U0PETE", "acknowledge_reminder", "Acknowledged by Pete Practice"),
        ("U0CHAS", "snooze_reminder.tomorrow", "Put off by Chas Practice until 25 June 2026"),
    ):
        message = told(talk, user_id)
        talk.press(user_id, action_id, message)
        talk.clock.pass_(seconds=2)
        talk.send()
        assert done in the_same(talk, message)["text"]
    rows = talk.read(lambda session: session.execute(records.select()).all())
    found = {row.action: row.case_id for row in rows if row.action.startswith("reminder ")}
    assert found == {"reminder acknowledged": None, "reminder put off": None}


def test_a_meeting_that_no_longer_concerns_somebody_is_not_told_to_them(
    talk: Conversation,
) -> None:
    convene(talk)
    talk.clock.at = TOLD
    talk.write(lambda session: claim_due_reminders(session, POLICY, TOLD))
    talk.write(lambda s: s.execute(invitations.update().values(withdrawn_at=NOW)))
    talk.send()
    assert said(talk, "D0PETE") == []
    assert told(talk, "U0CORA")


def test_what_was_passed_on_says_who_has_not_acknowledged_it(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.write(lambda session: session.execute(reminders.update().values(state="void")))
    add(talk, "U0PRIYA", state="sent", sent_at=NOW)
    add(talk, notice="28 days, not acknowledged", step=1)
    talk.send()
    (message,) = said(talk, "D0CORA")
    assert message["text"].splitlines()[0] == (
        "Reminder. BED-1042: Licence end on 7 July 2026 (28 days, not acknowledged). "
        "Priya Practice has not acknowledged it."
    )
    assert labels(message)[0] == "Acknowledge"


def test_what_was_acknowledged_after_all_is_not_passed_on(talk: Conversation) -> None:
    talk.write(lambda session: session.execute(reminders.update().values(state="void")))
    add(talk, "U0PRIYA", state="acknowledged", sent_at=NOW)
    add(talk, notice="28 days, not acknowledged", step=1)
    talk.send()
    assert said(talk, "D0CORA") == []
    assert talk.count("reminders", step=1, state="void") == 1


def test_what_is_overdue_says_so(talk: Conversation) -> None:
    talk.write(lambda session: session.execute(reminders.update().values(state="void")))
    add(talk, kind="review", about_on=TODAY - timedelta(days=7), notice="overdue 5 working days")
    talk.send()
    (message,) = said(talk, "D0CORA")
    assert message["text"].startswith("Overdue. BED-1042: ")
    assert "(overdue 5 working days)" in message["text"]
    assert "Tomorrow" in labels(message)


def test_a_digest_says_how_many_it_holds_and_not_that_they_are_late(talk: Conversation) -> None:
    talk.write(lambda session: session.execute(reminders.update().values(state="void")))
    assert "aved" in talk.typed("U0CORA", "me digest on").text
    add(talk)
    add(talk, notice="7 days")
    talk.send()
    (message,) = said(talk, "D0CORA")
    assert message["text"].startswith("Reminders: 2.\nBED-1042: Licence end")
    assert labels(message).count("Show the case") == 2


LINES = {
    ("case BED-1042", "licence_end"): "BED-1042: Licence end on 17 June 2026 (7 days)",
    ("request 3 of BED-1042", "request_due"): "BED-1042: Request 3 due on 17 June 2026 (7 days)",
    ("action BED-AC7 of BED-1042", "action_due"):
        "BED-1042: Action BED-AC7 due on 17 June 2026 (7 days)",
    ("minutes BED-M12 of BED-1042", "minutes_due"):
        "BED-1042: Minutes of BED-M12 due on 17 June 2026 (7 days)",
    ("referral BED-R1", "screening"):
        "BED-1042: Screening decision on referral BED-R1 on 17 June 2026 (7 days)",
    ("meeting BED-M12", "meeting"): "BED-M12: Meeting on 17 June 2026 (7 days)",
    ("meeting BED-M12", "invitation"):
        "BED-M12: Invitation not answered; meeting on 17 June 2026 (7 days)",
    ("area BED", "case_audit"): "Area BED: Case audit due on 17 June 2026 (7 days)",
    ("area BED", "annual_return"): "Area BED: Annual return due on 17 June 2026 (7 days)",
    ("training BED-T1", "training"): "BED-T1: Training session on 17 June 2026 (7 days)",
}  # fmt: skip


@pytest.mark.parametrize(("subject", "kind"), list(LINES))
def test_a_line_names_its_own_case_or_meeting_what_the_date_and_the_notice(
    subject: str, kind: str
) -> None:
    ref = None if subject.split()[0] in ("meeting", "area", "training") else "BED-1042"
    one = Reminder(1, "BED", 1 if ref else None, ref, subject, kind, TODAY, "7 days", 1, NOW,
                   "planned")  # fmt: skip
    assert reminder_line(one) == LINES[subject, kind]


def test_every_kind_has_words() -> None:
    one = Reminder(1, "BED", 1, "BED-1042", "case BED-1042", "", TODAY, "7 days", 1, NOW, "due")
    for kind in REMINDER_KINDS:
        assert reminder_line(replace(one, kind=kind)).startswith("BED-1042: ")


def test_who_left_the_area_gets_none_of_its_own_dates(talk: Conversation) -> None:
    talk.write(lambda session: session.execute(reminders.update().values(state="void")))
    cora = replace(talk.people["U0CORA"], area="HER")
    talk.write(lambda session: add_person(session, cora, NOW))
    add(talk, subject="area BED", kind="case_audit", case_id=None)
    talk.send()
    assert said(talk, "D0CORA") == []
