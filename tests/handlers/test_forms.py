"""The form, filled in by somebody who means no good: every field, whatever it holds."""

import json

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers.views.blocks import Block
from handlers.views.referrals import referral_form
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.test_bad_input import BAD, SECRET, saves_nothing
from tests.handlers.workspaces import Answer, Json

RIGHT = {
    "identifier": "X320741",
    "category": "2",
    "level": "2",
    "agency": "probation",
    "threshold": "senior",
    "release": "2027-05-01",
    "licence-end": "2028-05-01",
    "sentence-end": "2029-05-01",
    "parole-hearing": "2026-09-03",
    "crn": "X320741",
    "pnc": "2002/0073319Z",
    "cro": "065656/91H",
    "prison-number": "A1234AA",
    "visor": "12/3456",
    "name": "Alex Invented",
    "born": "1980-05-01",
    "lead-agency": "police",
    "agencies": "police, housing",
    "risk": "high",
    "victim-concerns": "not-relevant",
    "limited-access": "yes",
    "because": "high risk",
}
NEEDED = {"identifier", "category", "level", "because"}
# Free text: refused for what cannot be shown, else kept as it is.
FREE = {
    "because": ("empty", "endless", "one endless word", "turned round", "bell", "nothing"),
    "name": ("endless", "one endless word", "turned round", "bell", "nothing"),
    "visor": ("endless", "turned round", "bell", "nothing", "person", "SQL", "emoji", "minus"),
}


def filled(user_id: str, values: dict[str, str]) -> Json:
    """A submission as Slack sends it, also of what its own form would not let through."""
    form = referral_form("probation")
    state = {block["block_id"]: {"value": _state(block, values)} for block in form["blocks"]}
    view = {**form, "id": "V0FORM", "state": {"values": state}}
    return payloads.view_submission(USERS[user_id], view, "1.2")


def _state(block: Block, values: dict[str, str]) -> Json:
    kind, value = block["element"]["type"], values.get(block["block_id"]) or None
    if kind == "datepicker":
        return {"type": kind, "selected_date": value}
    if kind == "static_select":
        return {"type": kind, "selected_option": value and {"value": value}}
    return {"type": kind, "value": value}


@pytest.mark.parametrize("field", [*RIGHT, "new-person"])
def test_whatever_a_field_holds_is_refused_beside_it(shared_talk: Conversation, field: str) -> None:
    for kind, bad in BAD.items():
        if kind not in FREE.get(field, BAD) or (kind == "empty" and field not in NEEDED):
            continue
        logged = len(shared_talk.log.getvalue())
        with saves_nothing(shared_talk) as saved:
            answer = Answer.of(shared_talk.deliver(filled("U0CORA", RIGHT | {field: bad})))
        assert list(answer.errors) == [field], (kind, answer.whole)
        assert "went wrong" not in answer.errors[field]
        assert saved == []
        assert SECRET not in shared_talk.log.getvalue()[logged:]


@pytest.mark.parametrize("user_id", ["U0NOEL", "U0OLGA", "U0ADA", "U0SIMI"])
def test_a_form_of_somebody_who_may_not_refer_tells_nothing(
    shared_talk: Conversation, user_id: str
) -> None:
    answers = set()
    for identifier in ("BED-1042", "BED-9042", "X001042", "X320741", "nonsense"):
        with saves_nothing(shared_talk) as saved:
            submission = filled(user_id, RIGHT | {"identifier": identifier})
            answers.add(Answer.of(shared_talk.deliver(submission)).whole)
        assert saved == []
    assert len(answers) == 1
    assert list(json.loads(answers.pop())["errors"]) == ["identifier"]


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS"])
def test_a_case_that_is_not_theirs_is_refused_as_one_that_is_not_there(
    shared_talk: Conversation, user_id: str
) -> None:
    errors = []
    for ref in ("BED-1042", "BED-9042"):
        answer = Answer.of(shared_talk.deliver(filled(user_id, RIGHT | {"identifier": ref})))
        assert MARKER not in answer.whole
        errors.append(answer.errors["identifier"].replace(ref, "REF"))
    assert errors[0] == errors[1] == "No case REF that you may see."


def test_what_is_right_is_saved_after_all(talk: Conversation) -> None:
    answer = Answer.of(talk.deliver(filled("U0PETE", RIGHT)))
    assert answer.body["response_action"] == "update"
    assert (talk.count("referrals"), talk.count("cases")) == (1, 2)
