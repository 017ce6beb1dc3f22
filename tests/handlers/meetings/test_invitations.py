"""Who is told of a meeting: each what is theirs, once, and anew when it changes."""

import re

import pytest

from handlers.meetings.invitations import (
    ALL_INVITED,
    invite,
    invited_lines,
)
from mappa.case_facts import Contact
from mappa.cases import TeamMember
from mappa.workbook.workbooks import StandingMemberRow
from storage.cases import get_case
from storage.databases import Session
from storage.hearings import get_hearing, remove_hearing
from storage.meetings import StoredMeeting, get_meeting
from storage.people import add_person
from storage.records import list_history
from storage.standing_members import add_standing_member
from tests.build import MARKER, NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.inviting import (
    HOUSING,
    TEAM_OF_TWO,
    act,
    answers,
    entries,
    event,
    everything,
    files,
    invited,
    letters,
    panel,
    plan,
)
from tests.handlers.outboxes import said


def add_members(talk: Conversation, *rows: StandingMemberRow) -> None:
    def add(session: Session) -> None:
        for row in rows:
            add_standing_member(session, row, NOW)

    talk.write(add)


def test_each_is_told_once_what_is_theirs(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    lines = panel(talk)
    assert lines[0].startswith("Asked by direct message: Priya Practice (Probation), Pete")
    assert lines[1].startswith("Outside this Slack: Gail Gaol (Prison), Sam Example (Housing).")
    assert act(talk, invite) == [ALL_INVITED]
    [letter] = letters(talk)
    assert letter.splitlines() == [
        "You are invited to MAPPA Level 2 meeting BED-M1.",
        "When: Tuesday 7 July 2026, 10:00 (London)",
        "Place: Example House, room 2",
        "Chair: Chas Practice",
        "Cases: BED-1050",
        "Probation: please answer whether you come, or send a report instead.",
    ]
    [entry], [other] = entries(talk), entries(talk, "U0PETE")
    assert event(entry)["UID"] != event(other)["UID"]
    prison, housing = letters(talk, "U0CORA")
    assert prison.startswith("To send to: Gail Gaol, Prison, gail@prison.example")
    assert "The prison is asked to attend, or to send its written report." in prison
    assert "To send to: Sam Example, Housing, sam@housing.example" in housing
    assert "\nAbout BED-1050; the text names no case.\nYou are invited" in housing
    assert "BED-1050" not in housing.partition("\n\n")[2]
    assert len(entries(talk, "U0CORA")) == 1
    assert MARKER not in everything(talk) and MARKER not in talk.log.getvalue()


def test_it_arrives_in_slack_with_its_file_and_is_answered_there(talk: Conversation) -> None:
    panel(talk)
    assert talk.send() == 7
    letter, file = said(talk)
    assert re.fullmatch("meeting-BED-M1-[0-9a-f]{16}[.]ics", file["files"][0]["name"])
    assert file["files"][0]["title"] == "MAPPA Level 2 meeting BED-M1"
    talk.press("U0PRIYA", "answer_invitation.report", letter)
    assert talk.send() == 1
    text = said(talk)[0]["text"]
    assert text.startswith(letter["text"])
    assert text.splitlines()[-1] == (
        "Priya Practice, 17 June 2026, 09:30: I will send a report. It is due 3 July 2026. "
        "This can be changed until the meeting begins."
    )
    assert talk.newly_broken() == []


def test_files_name_neither_case_nor_person(talk: Conversation) -> None:
    panel(talk)
    for user in ("U0PRIYA", "U0CORA"):
        for file, content in files(talk, user):
            told = f"{file['name']} {file['title']} {content}"
            assert (file["name"], file["ending"]) == ("meeting-BED-M1", "ics")
            for hidden in ("BED-1050", "Priya", "Sam", "Example,", "U0", "housing"):
                assert hidden not in told, hidden


def test_who_may_not_see_a_case_is_told_of_none(talk: Conversation) -> None:
    member = StandingMemberRow("BED", "police", 2, "U0PETE")
    add_members(talk, member, StandingMemberRow("BED", "health", 3, "", "Level Three"))
    talk.open_case("BED-1043", team=(), contacts=(Contact("police", user_id="U0PETE"),), crn=None)
    plan(talk, "BED-1042", "BED-1043")
    assert len([one for one in invited(talk) if one.user_id == "U0PETE"]) == 2
    act(talk, invite)
    [theirs], [priyas] = letters(talk, "U0PETE"), letters(talk)
    assert "Which cases it hears is told only to those who work with them." in theirs
    assert "BED-104" not in theirs
    assert "Cases: BED-1042\n" in priyas and "BED-1043" not in priyas
    assert "health Level Three" not in answers(talk)


def test_a_deputy_is_told_as_well_in_whose_place(talk: Conversation) -> None:
    talk.open_case("BED-1050", team=TEAM_OF_TWO[:1], crn=None)
    talk.typed("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> until 1 July 2026")
    plan(talk, "BED-1050")
    act(talk, invite)
    letter = letters(talk, "U0PETE")[-1]
    assert letter.startswith("For Priya Practice, in whose place you are: You are invited to")
    assert "Cases: BED-1050\n" in letter
    assert len(letters(talk)) == 2  # that Pete stands in, and the invitation
    assert len(entries(talk, "U0PETE")) == 1


def test_who_is_not_registered_or_takes_no_part_is_outside(talk: Conversation) -> None:
    contacts = (Contact("health", user_id="U0SIMI"), Contact("housing", user_id="U0NOEL"))
    talk.open_case("BED-1050", team=(), contacts=contacts, lead_agency="education", crn=None)
    plan(talk, "BED-1050")
    [line] = act(talk, invite)
    for words in ("Simi Practice (Health)", "U0NOEL (not registered here) (Housing)",
                  "nobody is named (Education)"):  # fmt: skip
        assert words in line
    assert letters(talk, "U0SIMI") == [] and letters(talk, "U0NOEL") == []
    assert len(letters(talk, "U0CORA")) == 3


def test_the_page_shows_of_those_invited_only_what_may_be_seen(talk: Conversation) -> None:
    panel(talk)
    assert act(talk, invited_lines)[:2] == [
        "Probation: Priya Practice (BED-1050): no answer yet",
        "Police: Pete Practice (BED-1050): no answer yet",
    ]
    assert act(talk, invited_lines, by="U0ADA") == []
    talk.open_case("BED-1060", team=(TeamMember("U0PETE"),), crn=None)
    plan(talk, "BED-1050", "BED-1060")
    lines = act(talk, invited_lines, ref="BED-M2", by="U0PRIYA")
    assert "BED-1060" not in " ".join(lines)
    assert "Police: Pete Practice (BED-1050): not told yet" in lines


def test_it_is_on_the_record_of_the_case_who_was_invited(talk: Conversation) -> None:
    panel(talk)

    def read(session: Session) -> list[object]:
        case = get_case(session, "BED-1050")
        history = list_history(session, case.id, case.key, seen=False)
        return [row["after"] for row in history if row["action"] == "invitations sent"]

    [after] = talk.read(read)
    assert after == {
        "meeting": "BED-M1",
        "who": [
            "Priya Practice, Probation",
            "Pete Practice, Police",
            "Gail Gaol, Prison",
            "Sam Example, Housing",
        ],
    }


@pytest.mark.parametrize("count", [60])
def test_many_are_invited_each_for_themselves(talk: Conversation, count: int) -> None:
    long = "Dame Example of the Very Long Name " * 8

    def register(session: Session) -> None:
        for number in range(count):
            one = person(f"U0P{number:03}", agency="health")
            add_person(session, one, NOW)

    talk.write(register)
    team = tuple(TeamMember(f"U0P{number:03}") for number in range(count))
    talk.open_case("BED-1050", team=team, contacts=(Contact("housing", long), HOUSING), crn=None)
    plan(talk, "BED-1050")
    lines = act(talk, invite)
    assert len("".join(lines)) < 3000
    assert talk.count("outgoing") == 2 * count + 2 + 1 + 1  # probation leads, and has nobody
    values = {one.key for one in invited(talk)}
    assert len(values) == count + 3
    assert all(len(line) < 500 for line in act(talk, invited_lines))


def test_a_meeting_that_hears_nothing_invites_its_standing_members(talk: Conversation) -> None:
    add_members(talk, StandingMemberRow("BED", "police", None, "U0PETE"))

    def empty(session: Session) -> StoredMeeting:
        return get_meeting(session, "BED", "BED-M1", to_change=True)

    plan(talk, "BED-1042")
    talk.write(
        lambda session: remove_hearing(
            session, get_hearing(session, empty(session), get_case(session, "BED-1042"))
        )
    )
    act(talk, invite)
    assert letters(talk, "U0PETE")[0].startswith("You are invited to")
