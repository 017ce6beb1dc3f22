"""A meeting is moved, called off, or hears something else: who was invited is told of it."""

from datetime import timedelta

from handlers.meetings.invitations import (
    add_invited,
    invite,
    remove_invited,
    tell_cancelled,
    tell_moved,
)
from handlers.views.meetings.invitations import ASKED_ANEW
from mappa.workbook.workbooks import MeetingRow
from storage.cases import get_case
from storage.databases import Session
from storage.hearings import add_hearing, get_hearing, remove_hearing
from storage.meetings import StoredMeeting, get_meeting
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.inviting import (
    STARTS,
    act,
    answer,
    answers,
    change,
    entries,
    event,
    everything,
    invited,
    letters,
    panel,
    plan,
    visit,
)

WHY = "because Zebedee was seen near the school"


def move(talk: Conversation, meeting: StoredMeeting, was: MeetingRow) -> list[str]:
    return talk.write(lambda s: tell_moved(s, visit(talk, s), meeting, was, WHY))


def call_off(talk: Conversation, meeting: StoredMeeting) -> None:
    talk.write(lambda s: tell_cancelled(s, visit(talk, s), meeting, WHY))


def test_at_another_time_all_are_asked_anew_and_never_told_why(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    panel(talk)
    answer(talk, "U0PRIYA", "accepted")
    before = event(entries(talk)[0])
    meeting, was = change(talk, starts_at=STARTS + timedelta(days=1), place="Elsewhere")
    lines = talk.write(lambda session: tell_moved(session, visit(talk, session), meeting, was, WHY))
    assert lines[0].startswith("Asked by direct message: Priya Practice")
    assert set(answers(talk).values()) == {None}
    letter = letters(talk)[-1]
    for words in (
        "MAPPA Level 2 meeting BED-M1 has moved.\nIt was: Tuesday 7 July 2026, 10:00",
        "The place was: Example House, room 2",
        ASKED_ANEW,
        "When: Wednesday 8 July 2026, 10:00 (London)\nPlace: Elsewhere",
    ):
        assert words in letter
    after = event(entries(talk)[-1])
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert (before["DTSTART"], after["DTSTART"]) == ("20260707T100000", "20260708T100000")
    assert "Zebedee" not in everything(talk) and "school" not in everything(talk)
    assert len(entries(talk, "U0CORA")) == 2


def test_at_another_place_the_answers_stand(talk: Conversation) -> None:
    panel(talk)
    answer(talk, "U0PRIYA", "accepted")
    meeting, was = change(talk, place="Elsewhere")
    move(talk, meeting, was)
    assert answers(talk)["probation U0PRIYA"] == "accepted"
    text = letters(talk)[-1]
    assert "has another place; what you answered stands.\nIt was: Example House, room 2" in text
    assert "Place: Elsewhere" in text
    assert event(entries(talk)[-1])["LOCATION"] == "Elsewhere"


def test_when_it_is_called_off_the_calendars_let_it_go(talk: Conversation) -> None:
    panel(talk)
    meeting, _ = change(talk, status="cancelled")
    call_off(talk, meeting)
    for user_id in ("U0PRIYA", "U0PETE"):
        text = letters(talk, user_id)[-1]
        assert "meeting BED-M1 on Tuesday 7 July 2026, 10:00 is cancelled." in text
        assert entries(talk, user_id)[-1]["METHOD"] == "CANCEL"
    assert len(letters(talk, "U0CORA")) == 4 and "Zebedee" not in everything(talk)


def test_who_was_not_told_yet_is_told_nothing(talk: Conversation) -> None:
    plan(talk, "BED-1042")
    for given in ({"starts_at": STARTS + timedelta(days=1)}, {"status": "cancelled"}):
        meeting, was = change(talk, **given)
        move(talk, meeting, was)
        call_off(talk, meeting)
    assert talk.count("outgoing") == 0


def test_the_agenda_grows_and_shrinks_and_only_who_is_concerned_hears_of_it(
    talk: Conversation,
) -> None:
    panel(talk)
    answer(talk, "U0PRIYA", "accepted")

    def more(session: Session) -> None:
        meeting = get_meeting(session, "BED", "BED-M1", to_change=True)
        case = get_case(session, "BED-1042", to_change=True)
        add_hearing(session, meeting, case)
        add_invited(session, visit(talk, session), meeting, case)

    talk.write(more)
    [line] = act(talk, invite)
    assert line == "Come for more than they were told of before: Priya Practice (Probation)."
    assert "now hears also BED-1042, for which you are invited." in letters(talk)[-1]
    assert len(letters(talk, "U0PETE")) == 1
    mine = [one.answer for one in invited(talk) if one.user_id == "U0PRIYA"]
    assert mine == ["accepted", "accepted"]

    def fewer(session: Session) -> None:
        meeting = get_meeting(session, "BED", "BED-M1", to_change=True)
        case = get_case(session, "BED-1050", to_change=True)
        remove_invited(session, visit(talk, session), meeting, case)
        remove_hearing(session, get_hearing(session, meeting, case))

    talk.write(fewer)
    assert letters(talk)[-1].endswith("no longer hears BED-1050.")
    assert "You are no longer invited to" in letters(talk, "U0PETE")[-1]
    assert entries(talk, "U0PETE")[-1]["METHOD"] == "CANCEL"
    assert len(letters(talk, "U0CORA")) == 4  # two that were asked need not come
    assert list(answers(talk)) == ["probation U0PRIYA"]
