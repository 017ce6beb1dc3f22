"""The word `action` and its form: who may raise one, who may own it, who is told, what is kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from handlers.views.blocks import button
from mappa.access import REFUSED
from mappa.people import Person
from mappa.workbook.workbooks import ActionRow, MeetingRow
from storage.actions import get_action
from storage.cases import get_case
from storage.databases import Session
from storage.hearings import add_hearing
from storage.meetings import add_meeting
from storage.people import add_person
from storage.records import list_history
from storage.tables import reminders
from tests.build import MARKER, NOW, TODAY, person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said

NEW = "action BED-1042 owner <@U0PRIYA> due 1 July 2026 what visit the flat"


def stored(talk: Conversation, ref: str = "BED-AC1", case_ref: str = "BED-1042") -> ActionRow:
    def read(session: Session) -> ActionRow:
        return get_action(session, get_case(session, case_ref), ref).facts

    return talk.read(read)


def plan_meeting(talk: Conversation, starts_at: datetime = NOW, **given: Any) -> str:
    """A meeting of Chas's that hears BED-1042; its reference."""

    def add(session: Session) -> str:
        row = MeetingRow("", 2, starts_at, area="BED", chair="U0CHAS", **given)
        meeting = add_meeting(session, row)
        add_hearing(session, meeting, get_case(session, "BED-1042"))
        return meeting.facts.ref

    return talk.write(add)


def register(talk: Conversation, user_id: str, role: str = "practitioner", **given: Any) -> Person:
    def add(session: Session) -> Person:
        return add_person(session, person(user_id, role, **given), NOW)

    return talk.write(add)


def test_an_action_is_saved_recorded_reminded_of_and_its_owner_told_once(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    ref = plan_meeting(talk, datetime(2026, 6, 3, 9, tzinfo=UTC))
    payload = talk.command_payload(
        "U0CORA",
        f"action BED-1042 what visit the flat owner <@U0PRIYA|priya> due 1 July 2026 at {ref} "
        "because he is released soon",
    )
    for retry in range(3):
        talk.deliver(payload, retry)
    assert stored(talk) == ActionRow(
        "BED-AC1", "BED-1042", "probation", "", "visit the flat", date(2026, 7, 1), None,
        date(2026, 6, 3), slack_id="U0PRIYA", why="he is released soon", meeting_ref=ref,
    )  # fmt: skip
    assert talk.count("actions") == talk.count("records", action="action raised") == 1
    due = talk.read(lambda session: session.execute(reminders.select()).all())
    assert "BED-AC1" in {row.subject.split()[1] for row in due if row.kind == "action_due"}
    talk.send()
    [message] = [one for one in said(talk) if "BED-AC1" in one["text"]]
    assert message["text"] == (
        "Action BED-AC1 in BED-1042 is yours. Due 1 July 2026.\n"
        "What is to be done: /mappa action BED-AC1"
    )
    for secret in (MARKER, "the flat", "released soon"):
        assert secret not in str(message)
    assert [b["text"]["text"] for b in message["blocks"][-1]["elements"]][:3] == [
        "Done", "Can't", "Reassign"
    ]  # fmt: skip


def test_who_is_not_in_this_slack_is_named_and_nobody_is_told(talk: Conversation) -> None:
    answer = talk.typed(
        "U0PRIYA", 'action BED-1042 what ring owner "Sam Example" agency police due 1 July 2026'
    )
    assert answer.text.startswith("Saved: action BED-AC1 of BED-1042.\n")
    assert "Owner: Sam Example, Police" in answer.text
    assert (stored(talk).owner, stored(talk).agency) == ("Sam Example", "police")
    assert talk.count("outgoing") == 0


OWNERS = [
    ("<@U0PETE>", "owner: that person may not see BED-1042"),
    ("<@U0PETE>", "Example: update BED-1042 member @somebody"),
    ("<@U0SIMI>", "owner: that person may not see BED-1042"),
    ("<@U0CHAS>", "owner: that person may not see BED-1042"),
    ("<@U0NOEL>", "owner: that person is not registered in this area"),
    ("<@U1>", "owner: that person is not registered in this area"),
    ("@nobody", "owner: name one person by mention"),
    ("Sam Example", "agency: say of which agency"),
]


@pytest.mark.parametrize(("owner", "says"), OWNERS)
def test_nobody_gets_an_action_of_a_case_that_they_may_not_see(
    talk: Conversation, owner: str, says: str
) -> None:
    before = talk.dump()
    answer = talk.typed("U0CORA", f"action BED-1042 owner {owner} due 1 July 2026 what x")
    assert says in answer.text
    assert talk.dump() == before


def test_a_chair_owns_and_raises_actions_of_what_they_hear(talk: Conversation) -> None:
    ref = plan_meeting(talk)
    for line in (f"{NEW} because agreed at {ref}", NEW.replace("PRIYA", "CHAS")):
        assert talk.typed("U0CHAS", line).text.startswith("Saved: action"), line
    assert stored(talk).meeting_ref == ref
    assert stored(talk, "BED-AC2").slack_id == "U0CHAS"


def test_only_a_meeting_that_hears_the_case_can_have_agreed_it(talk: Conversation) -> None:
    called_off = plan_meeting(talk, status="cancelled")
    other = talk.write(
        lambda session: add_meeting(session, MeetingRow("", 2, NOW, area="BED")).facts.ref
    )
    for ref in (called_off, other, "BED-M99", "nonsense"):
        answer = talk.typed("U0CORA", f"action BED-1042 owner <@U0PRIYA> due today at {ref} what x")
        assert "at: no meeting of that reference hears BED-1042." in answer.text
    assert talk.count("actions") == 0


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0HERA"])
def test_actions_of_a_case_that_is_not_theirs_read_as_of_none(
    talk: Conversation, user_id: str
) -> None:
    if user_id == "U0HERA":
        user_id = "U0NOEL"
        register(talk, user_id, "co-ordinator", area="HER")
    talk.typed("U0CORA", NEW)
    before = talk.dump()
    for words in ("", " done", " cannot note x", " reassign Jo agency police", " due today"):
        for refs in (("BED-AC1", "BED-AC9"), ("BED-1042", "BED-9042")):
            answers = [
                talk.typed(user_id, f"action {ref}{words}").whole.replace(ref, "REF")
                for ref in refs
            ]
            assert answers[0] == answers[1]
            gone = "No case or action REF that you may see."
            refused = REFUSED["see case"] if user_id in ("U0SIMI", "U0ADA") else gone
            assert refused in answers[0]
            assert "flat" not in answers[0]
    assert talk.dump() == before
    for stranger in ("U0OLGA",):
        assert "BED" not in talk.typed(stranger, "action BED-AC1").whole


def test_a_practitioner_raises_in_their_own_cases_and_sees_them_recorded(
    talk: Conversation,
) -> None:
    assert talk.typed("U0PRIYA", NEW).text.startswith("Saved: action BED-AC1")
    assert talk.count("outgoing") == 0  # who owns it raised it
    one = talk.typed("U0CORA", "action bed-ac1")
    for words in ("visit the flat", "Owner: Priya Practice, Probation", "Due 1 July 2026"):
        assert words in one.text
    history = talk.typed("U0CORA", "history BED-1042").text
    assert "action raised" in history and "visit the flat" in history


def history_of(talk: Conversation) -> list[dict[str, Any]]:
    def read(session: Session) -> list[dict[str, Any]]:
        case = get_case(session, "BED-1042")
        return list_history(session, case.id, case.key, seen=False)

    return talk.read(read)


def test_a_new_action_by_form(talk: Conversation) -> None:
    ref = plan_meeting(talk)
    message = talk.plant("D0CORA", button("x", "new_action", f"BED-1042 {ref}"))
    talk.press("U0CORA", "new_action", message)
    talk.settle()
    filled = {"what": "ring him", "due": "2026-07-01", "because": "it is time"}
    both = talk.submit("U0CORA", owner="U0PRIYA", name="Sam", **filled)
    assert "not both" in both.errors["name"]
    late = talk.submit("U0CORA", owner="U0PETE", **filled)
    assert "Put them on its team" in late.errors["owner"] or "team first" in late.errors["owner"]
    answer = talk.submit("U0CORA", name="Sam Example", agency="police", **filled)
    assert answer.body["response_action"] == "update", answer.whole
    assert (stored(talk).owner, stored(talk).meeting_ref, stored(talk).why) == (
        "Sam Example", ref, "it is time"
    )  # fmt: skip


def test_the_case_alone_opens_the_form_for_who_may_raise_one(talk: Conversation) -> None:
    talk.command("U0PRIYA", "action BED-1042")
    talk.settle()
    form = talk.form("U0PRIYA")
    assert form and form["callback_id"] == "submit_action"
    assert talk.submit("U0PRIYA", what="x", owner="U0PRIYA", due="2026-07-01").body
    assert stored(talk).raised_on == TODAY


REPEATED: list[tuple[str, Callable[[ActionRow], bool]]] = [
    ("done note seen", lambda now: now.done_on == TODAY),
    ("cannot note nobody in", lambda now: now.cannot_on == TODAY),
    ("due 8 July 2026 because ill", lambda now: now.due_on == date(2026, 7, 8)),
    ('reassign "Jo Harper" agency housing', lambda now: now.owner == "Jo Harper"),
    ("what ring him because mistyped", lambda now: now.what == "ring him"),
]


@pytest.mark.parametrize(("words", "is_so"), REPEATED)
def test_the_same_said_twice_changes_nothing_the_second_time(
    talk: Conversation, words: str, is_so: Callable[[ActionRow], bool]
) -> None:
    talk.typed("U0CORA", NEW)
    assert talk.typed("U0CORA", f"action BED-AC1 {words}").text.startswith("Saved: BED-AC1 of")
    assert is_so(stored(talk))
    before = talk.dump()
    again = talk.typed("U0CORA", f"action BED-AC1 {words}")
    assert "nothing was changed" in again.text
    assert talk.dump() == before
    [entry, *_] = [row for row in history_of(talk) if row["action"] == "action changed"]
    assert entry["before"]["action BED-AC1"].keys() == entry["after"]["action BED-AC1"].keys()
    assert "  action BED-AC1: was " in talk.typed("U0CORA", "history BED-1042").text
