"""Issuing minutes: who gets the document, who does not, and when it was on time."""

import json
from dataclasses import asdict
from io import BytesIO
from typing import Any

from docx import Document
from sqlalchemy import select

from storage.databases import Session
from storage.messages import open_body
from storage.people import find_people, remove_person
from storage.tables import actions, invitations, meetings, outgoing, reminders
from tests.build import MARKER, TEAM, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import CASE, EVERYTHING, M, hearing, sit
from tests.handlers.workspaces import whole_text
from tests.storage.counted_rows import add_row

SECRET = "a whispered remark"


def closed(talk: Conversation, **given: Any) -> Conversation:
    sit(talk, **given)
    for said in (EVERYTHING, f"victims {SECRET}", "close"):
        talk.typed("U0CORA", f"{M} {said}")
    assert hearing(talk).closed_on == TODAY
    return talk


def outbox(talk: Conversation) -> dict[str, list[Any]]:
    """What waits for each person."""
    talk.settle()

    def read(session: Session) -> dict[str, list[Any]]:
        rows = session.execute(select(outgoing).order_by(outgoing.c.id)).all()
        people = find_people(session, {row.person_id for row in rows})
        found: dict[str, list[Any]] = {}
        for row in rows:
            message = open_body(session, row.body_sealed, row.key).message
            found.setdefault(people[row.person_id].user_id, []).append(message)
        return found

    return talk.read(read)


def words(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_minutes_go_to_those_entitled_and_the_rest_is_listed(talk_on_both: Conversation) -> None:
    talk = closed(talk_on_both)
    payload = talk.command_payload("U0CORA", f"{M} issue")
    for retry in range(3):
        talk.deliver(payload, retry)
    sent = outbox(talk)
    assert sorted(sent) == ["U0CHAS", "U0CORA", "U0PRIYA"]
    files = [one.file for some in sent.values() for one in some if one.file]
    assert len(files) == 3
    assert {(file.needs, file.refs) for file in files} == {("see case", (CASE,))}
    assert len({file.content for file in files}) == 1
    [said] = [whole_text(asdict(one)) for one in sent["U0CORA"] if not one.file]
    for line in (
        "Sent to Chas Practice, Priya Practice.",
        "Not sent, because they may not see this case: Pete Practice.",
        "  Prison: Toni Example",
        "On time: by the policy they are due by 1 July 2026.",
        "Ready to be copied:",
    ):
        assert line in said
    assert SECRET not in str([one.text for some in sent.values() for one in some])
    assert MARKER not in str([(one.text, one.blocks) for some in sent.values() for one in some])
    assert MARKER not in str([(file.name, file.title) for file in files])
    assert hearing(talk).issued_on == TODAY
    assert talk.count("records", action="minutes issued") == 1
    left = select(reminders.c.state).where(reminders.c.kind == "minutes_due").distinct()
    assert set(talk.read(lambda s: s.execute(left).scalars().all())) <= {"void"}


def test_issuing_twice_needs_the_word_again_and_keeps_the_first_day(talk: Conversation) -> None:
    closed(talk)
    talk.typed("U0CORA", f"{M} issue")
    talk.settle()
    talk.clock.pass_(days=1)
    assert (
        "were issued on 17 June 2026; nothing was sent" in talk.typed("U0CORA", f"{M} issue").text
    )
    assert "being issued" in talk.typed("U0CHAS", f"{M} issue again").text
    assert len(outbox(talk)["U0PRIYA"]) == 2
    assert hearing(talk).issued_on == TODAY


def test_of_two_who_issue_at_once_one_is_told_that_it_was_done(talk: Conversation) -> None:
    closed(talk)
    for user in ("U0CORA", "U0CHAS"):
        talk.deliver(talk.command_payload(user, f"{M} issue"))
    sent = outbox(talk)
    assert len([one for one in sent["U0PRIYA"] if one.file]) == 1
    told = [one.text for user in ("U0CORA", "U0CHAS") for one in sent[user] if not one.file]
    assert len([text for text in told if "Issued: the minutes" in text]) == 1
    assert talk.count("records", action="minutes issued") == 1


def test_minutes_that_are_late_are_said_to_be(talk: Conversation) -> None:
    closed(talk)
    talk.clock.pass_(days=15)
    talk.typed("U0CORA", f"{M} issue")
    [said] = [whole_text(asdict(one)) for one in outbox(talk)["U0CORA"] if not one.file]
    assert "Late: by the policy they were due by 1 July 2026." in said


def test_open_minutes_are_not_issued_and_a_draft_is_for_who_takes_them(talk: Conversation) -> None:
    sit(talk)
    talk.typed("U0CORA", f"{M} supervision weekly")
    assert "only closed minutes are issued" in talk.typed("U0CORA", f"{M} issue").text
    assert "not issued yet" in talk.typed("U0PRIYA", f"{M} document").text
    talk.typed("U0CORA", f"{M} document")
    [draft] = outbox(talk)["U0CORA"]
    assert "Draft: these minutes are not closed." in words(draft.file.content)
    assert talk.count("records", action="minutes taken out") == 1


def test_once_issued_who_works_with_the_case_reads_them_and_has_them(talk: Conversation) -> None:
    closed(talk)
    assert SECRET not in talk.typed("U0PRIYA", M).whole
    talk.typed("U0CORA", f"{M} issue")
    talk.settle()
    assert SECRET in talk.typed("U0PRIYA", M).text
    talk.typed("U0PRIYA", f"{M} document")
    assert len([one for one in outbox(talk)["U0PRIYA"] if one.file]) == 2
    talk.typed("U0CORA", f"{M} reopen because wrong")
    assert SECRET not in talk.typed("U0PRIYA", M).whole


def test_whoever_lost_access_before_it_is_sent_gets_nothing(talk: Conversation) -> None:
    closed(talk, invited=(("probation", "U0PRIYA"),))
    talk.typed("U0CORA", f"{M} none police; none prison")
    talk.typed("U0CORA", f"{M} issue")
    talk.settle()
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", talk.clock()))
    talk.send()
    to_her = [m for m in talk.messages() if m["channel"] == "D0PRIYA" and m.get("files")]
    to_chair = [m for m in talk.messages() if m["channel"] == "D0CHAS" and m.get("files")]
    assert (len(to_her), len(to_chair)) == (0, 1)


def test_the_document_says_all_of_it_and_the_same_again(talk: Conversation) -> None:
    closed(talk)
    day = {"area": "BED", "raised_on": TODAY}

    def agree(session: Session) -> None:
        [meeting] = session.execute(select(meetings.c.id)).scalars()
        [case] = set(session.execute(select(invitations.c.case_id)).scalars())
        add_row(session, actions, ref="BED-AC7", case_id=case, meeting_id=meeting, **day)
        add_row(session, actions, ref="BED-AC8", case_id=case, agency="police", **day)

    talk.write(agree)
    for _ in range(2):
        talk.typed("U0CORA", f"{M} document")
        talk.settle()
    one, two = (message.file.content for message in outbox(talk)["U0CORA"])
    assert one == two
    text = words(one)
    for said in (
        MARKER, SECRET, CASE, "BED-M1, level 2", "Wednesday 17 June 2026, 08:30", "Chas Practice",
        "Attended (Pat Example, inspector)", "Sent a report", "weekly at the office",
        "recall at once", "nobody is at risk from not knowing", "Level 2", "20 August 2026",
        "three agencies are needed", "BED-AC7", "BED-AC8", "MAPPA C (May 2022)",
        "sections 30(1)(b), 38, 40 and 41", "without the Chair's agreement",
    ):  # fmt: skip
        assert said in text, said
    [section] = Document(BytesIO(one)).sections
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert section.footer.paragraphs[0].text == "OFFICIAL-SENSITIVE"


def test_a_refusal_after_the_answer_reaches_who_asked(talk: Conversation) -> None:
    """Between the answer and the writing somebody opens the minutes again."""
    closed(talk)
    desk = talk.bot.desk
    waiting: list[Any] = []
    later = desk.later
    object.__setattr__(desk, "later", waiting.append)
    try:
        talk.typed("U0CORA", f"{M} issue")
    finally:
        object.__setattr__(desk, "later", later)
    talk.typed("U0CORA", f"{M} reopen because wrong")
    for work in waiting:
        work()
    sent = outbox(talk)
    assert list(sent) == ["U0CORA"]
    assert "only closed minutes are issued; nothing was sent" in json.dumps(sent["U0CORA"][0].text)
