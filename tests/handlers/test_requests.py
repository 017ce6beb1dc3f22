"""The word `request` and its forms: who asks, who is told, who may answer, and what is kept."""

from collections.abc import Iterator
from datetime import date

import pytest

from handlers.views.blocks import button
from mappa.access import REFUSED
from mappa.case_facts import Request
from storage.cases import get_case
from storage.people import add_person
from storage.records import list_history
from storage.tables import team
from tests.build import MARKER, NOW, TODAY, person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.test_bad_input import BAD, faults, is_harmless

WHAT = "what an escort from the gate"
# The number of a request, and somebody in Slack whom nobody has registered.
RIGHT = {("", "nine"), ("owner", "person")}


def requests(talk: Conversation, ref: str = "BED-1042") -> list[Request]:
    return list(talk.read(lambda session: get_case(session, ref).facts.requests))


def test_a_request_is_saved_recorded_and_its_owner_told_once(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    payload = talk.command_payload(
        "U0CORA", f"request BED-1042 escort owner <@U0PRIYA|priya> due 1 July 2026 {WHAT}"
    )
    for retry in range(3):
        talk.deliver(payload, retry)
    assert requests(talk) == [
        Request(1, "escort", TODAY, "an escort from the gate", "probation", "U0PRIYA",
                due_on=date(2026, 7, 1))
    ]  # fmt: skip
    assert talk.count("records", action="case changed") == 1
    talk.send()
    [message] = said(talk)
    assert (
        "Request 1 of BED-1042 is yours: police escort on release, due 1 July 2026"
        in (message["text"])
    )
    assert MARKER not in str(message)
    assert "from the gate" not in str(message)  # what was typed stays in private replies


def test_what_the_meeting_says_and_what_became_of_it_are_kept_apart(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "request BED-1042 licence conditions asked-by victim-liaison what x")
    assert "Saved" in talk.typed("U0CORA", "request BED-1042 1 recommended").text
    assert "Saved" in talk.typed("U0PRIYA", "request BED-1042 1 granted note by the prison").text
    [request] = requests(talk)
    assert (request.agency, request.recommendation) == ("victim-liaison", "recommended")
    assert (request.outcome, request.outcome_note) == ("granted", "by the prison")
    listed = talk.typed("U0PRIYA", "request BED-1042").text
    for words in ("Requests of BED-1042", "Victim liaison", "recommended by the meeting",
                  "granted 17 June 2026", "by the prison"):  # fmt: skip
        assert words in listed


def test_only_the_co_ordinator_records_what_the_meeting_says(talk: Conversation) -> None:
    talk.typed("U0PRIYA", f"request BED-1042 escort {WHAT}")
    before = talk.dump()
    answer = talk.typed("U0PRIYA", "request BED-1042 1 recommended granted")
    assert answer.text.startswith("recommended: what the meeting recommends is recorded by")
    assert talk.dump() == before


def test_the_second_of_two_who_answer_is_told_what_was_said_before(talk: Conversation) -> None:
    talk.typed("U0PRIYA", f"request BED-1042 escort {WHAT}")
    talk.typed("U0PRIYA", "request BED-1042 1 granted")
    again = talk.typed("U0CORA", "request BED-1042 1 granted")
    assert again.text.startswith("All of that stood here already; nothing was changed.")
    other = talk.typed("U0CORA", "request BED-1042 1 refused")
    assert "refused: changing the outcome needs a reason" in other.text
    assert requests(talk)[0].outcome == "granted"


@pytest.mark.parametrize(
    ("owner", "told"),
    [("U0PRIYA", True), ("U0PETE", False), ("U0NOEL", False), ("U0SIMI", False), ("U1", False)],
)
def test_an_owner_who_may_not_see_the_case_is_not_told_and_that_is_said(
    talk: Conversation, owner: str, told: bool
) -> None:
    answer = talk.typed("U0CORA", f"request BED-1042 escort owner <@{owner}> {WHAT}")
    assert requests(talk)[0].owner == owner
    assert ("Its owner is told in a direct message." in answer.text) is told
    assert ("Its owner was not told" in answer.text) is not told
    assert talk.count("outgoing") == int(told)


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS", "U0SIMI", "U0ADA"])
def test_requests_of_a_case_that_is_not_theirs_read_as_of_none(
    talk: Conversation, user_id: str
) -> None:
    talk.typed("U0PRIYA", f"request BED-1042 escort {WHAT}")
    before = talk.dump()
    for words in ("", " 1", " 1 granted", f" escort {WHAT}"):
        answers = [
            talk.typed(user_id, f"request {ref}{words}").whole.replace(ref, "REF")
            for ref in ("BED-1042", "BED-9042")
        ]
        assert answers[0] == answers[1]
        role_sees = user_id not in ("U0SIMI", "U0ADA")
        assert ("No case REF that you may see." if role_sees else REFUSED["see case"]) in answers[0]
    assert talk.dump() == before
    for user_id in ("U0NOEL", "U0OLGA"):
        assert "BED-1042" not in talk.typed(user_id, "request BED-1042").whole


def test_a_chair_of_nothing_and_another_area_see_no_request(talk: Conversation) -> None:
    talk.write(
        lambda session: add_person(session, person("U0NOEL", "co-ordinator", area="HER"), NOW)
    )
    assert "No case BED-1042" in talk.typed("U0NOEL", "request BED-1042").text


def test_a_long_list_is_paged_and_loses_none(talk: Conversation) -> None:
    many = tuple(
        Request(number, "other", TODAY, f"thing {number} " + "x" * 300) for number in range(1, 41)
    )
    talk.open_case("BED-1050", requests=many, crn=None)
    seen, page = "", 1
    while True:
        answer = talk.typed("U0CORA", f"request BED-1050 page {page}")
        assert "…" not in answer.whole
        seen += answer.text
        if "Next: /mappa request BED-1050 page" not in answer.text:
            break
        page += 1
    assert page > 2
    assert all(f"thing {number} " in seen for number in range(1, 41))


@pytest.mark.parametrize("field", ["", "owner", "agency", "due", "asked-by", "on", "page"])
def test_whatever_is_typed_wrongly_is_named_and_saves_nothing(
    shared_talk: Conversation, field: str
) -> None:
    found = []
    for kind, bad in BAD.items():
        if (field, kind) in RIGHT:
            continue
        line = f"request BED-1042 {field and 'escort'} {field} {bad} {WHAT}"
        found += faults(shared_talk, line, field or "kind", "request")
    assert found == []


def test_any_text_is_kept_and_shown_without_taking_effect(talk: Conversation) -> None:
    for kind in ("emoji", "right to left", "person", "everybody", "bold", "SQL", "entity", "link"):
        answer = talk.typed("U0PRIYA", f"request BED-1042 other what {BAD[kind]}")
        assert answer.text.startswith("Saved: request"), answer.text
        assert is_harmless(answer)
    assert len(requests(talk)) == 8


@pytest.fixture
def asked(talk: Conversation) -> Iterator[Conversation]:
    talk.typed("U0PRIYA", f"request BED-1042 escort {WHAT}")
    yield talk


def test_a_request_is_made_and_answered_by_form(asked: Conversation) -> None:
    talk = asked
    listed = talk.typed("U0PRIYA", "request BED-1042")
    message = talk.plant("D0PRIYA", listed.blocks[-1]["elements"][0])
    talk.press("U0PRIYA", "new_request", message)
    talk.settle()
    answer = talk.submit("U0PRIYA", kind="relocation", what="a move", asked_by="victim-liaison")
    assert answer.body["response_action"] == "update", answer.whole
    assert requests(talk)[1] == Request(2, "relocation", TODAY, "a move", "victim-liaison")
    one = talk.typed("U0PRIYA", "request BED-1042 2")
    message = talk.plant("D0PRIYA", one.blocks[-1]["elements"][0])
    talk.press("U0PRIYA", "answer_request", message)
    talk.settle()
    answer = talk.submit("U0PRIYA", outcome="done", on="2026-06-17", note="moved")
    assert answer.body["response_action"] == "update", answer.whole
    assert (requests(talk)[1].outcome, requests(talk)[1].outcome_note) == ("done", "moved")


def test_a_form_is_refused_beside_its_field_and_to_who_lost_the_case(asked: Conversation) -> None:
    talk = asked
    shown = talk.typed("U0PRIYA", "request BED-1042").blocks[-1]["elements"][0]
    message = talk.plant("D0PRIYA", shown)
    talk.press("U0PRIYA", "new_request", message)
    talk.settle()
    before = talk.dump()
    answer = talk.submit("U0PRIYA", kind="other", what="x", due="2020-01-01")
    assert list(answer.errors) == ["due"]
    talk.write(lambda session: session.execute(team.delete()))
    answer = talk.submit("U0PRIYA", kind="other", what="x")
    assert "No case BED-1042 that you may see." in str(answer.errors)
    assert talk.dump()["requests"] == before["requests"]


@pytest.mark.parametrize("value", ["BED-9042", "nonsense; DROP", "BED-1042 99", " ", "٣", "1" * 99])
def test_a_forged_button_tells_and_saves_nothing(asked: Conversation, value: str) -> None:
    before = asked.dump()
    message = asked.plant("C0GENERAL", button("x", "answer_request", value))
    asked.press("U0PETE", "answer_request", message)
    asked.settle()
    form = asked.form("U0PETE")
    assert form is not None
    assert "gate" not in str(form)
    assert asked.dump() == before


def test_a_request_can_be_read_back_from_the_history(asked: Conversation) -> None:
    asked.typed("U0CORA", "request BED-1042 1 refused because too wide")

    def read(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        return list_history(session, case.id, case.key)

    changes = [row for row in asked.read(read) if row["action"] == "case changed"]
    assert [row["after"]["requests"][0]["outcome"] for row in changes] == ["refused", ""]
    assert changes[0]["before"]["requests"][0]["outcome"] == ""
    assert changes[0]["after"]["because"] == "too wide"
