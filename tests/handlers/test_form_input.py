"""Whatever is sent in by a form, by hand or forged, gets a plain answer beside its field."""

import json
from typing import Any

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from mappa.arguments import Field
from mappa.update_sections import SECTIONS, Section
from tests.handlers.conversations import Conversation
from tests.handlers.test_bad_input import BAD, SECRET, is_harmless, saves_nothing
from tests.handlers.windows import filled, last_answer_to, open_form, open_window, shown
from tests.handlers.workspaces import Answer, Json

REFUSED = {"endless", "one endless word", "turned round", "bell", "nothing"}
KINDS = {
    "datepicker": "selected_date",
    "users_select": "selected_user",
    "static_select": "selected_option",
    "plain_text_input": "value",
}


def sent_in(form: Json, number: int, field: str, value: str) -> Json:
    """The form with one value of its own kind, whatever the input would let through."""
    elements = {b["block_id"]: b["element"]["type"] for b in form["blocks"] if b["type"] == "input"}
    given = filled(form) | {field: value, "because": "it must be"}
    state: dict[str, Any] = {}
    for name, kind in elements.items():
        held: Any = {"value": given[name]} if kind == "static_select" else given[name]
        state[name] = {"value": {"type": kind, KINDS[kind]: (held if given[name] else None)}}
    view = {**form, "id": f"V{form['id']}{number}", "state": {"values": state}}
    return payloads.view_submission(USERS["U0CORA"], view, "1.2")


def fields_of(section: Section) -> list[Field]:
    return [field for field in section.fields if field.shape != "flag"]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_bad_input_is_refused_beside_its_field_or_kept_as_the_text_that_it_is(
    talk: Conversation, section: Section
) -> None:
    form = open_form(talk, "U0CORA", f"update BED-1042 {section.name}")
    found, number = [], 0
    for field in fields_of(section):
        typed = not field.choices and field.shape not in ("day", "person")
        for kind in BAD if typed else ("SQL", "person", "nothing", "right to left", "no day"):
            if not BAD[kind].strip() or kind == "half a character":
                continue
            number += 1
            logged = len(talk.log.getvalue())
            with saves_nothing(talk) as saved:
                payload = sent_in(form, number, field.name, BAD[kind])
                answer = Answer.of(talk.deliver(payload))
            if "somebody else has changed this" in answer.whole:  # what was let through before
                continue
            told = str(answer.errors.get(field.name, answer.errors.get("because", "")))
            held = {
                "answered": answer.status == 200 and "went wrong" not in answer.whole,
                "saved or refused": bool(saved) != bool(answer.errors),
                "refused beside it": bool(told) or not answer.errors,
                "refused": bool(told) or (typed and kind not in REFUSED),
                "harmless": is_harmless_view(answer),
                "not logged": SECRET not in talk.log.getvalue()[logged:],
            }
            found += [
                f"{field.name} {kind}: not {w}: {told}" for w, is_so in held.items() if not is_so
            ]
    assert found == []


def is_harmless_view(answer: Answer) -> bool:
    view = answer.body.get("view") or {}
    errors = " ".join(map(str, answer.errors.values()))
    blocks = {"text": errors, "blocks": view.get("blocks") or []}
    return is_harmless(Answer(200, blocks))


@pytest.mark.parametrize(
    "value",
    ["", " ", "BED-1042 everything", "BED-9042 dates", "'; DROP TABLE cases; --", "x" * 2000, "٣"],
)
@pytest.mark.parametrize("user_id", ["U0CORA", "U0PETE"])
def test_a_forged_button_opens_nothing_that_is_not_theirs(
    shared_talk: Conversation, user_id: str, value: str
) -> None:
    talk = shared_talk
    talk.command("U0CORA", "case BED-1042")
    before = talk.dump()

    def forge(payload: Json) -> None:
        if payload.get("type") == "block_actions":
            payload["actions"][0]["value"] = value
            payload["user"]["id"] = user_id

    message = last_answer_to(talk, "U0CORA")
    with talk.tampering(forge):
        talk.press("U0CORA", "open_update.update", message)
    window = shown(open_window(talk, "U0CORA"))
    assert "went wrong" not in window
    theirs = user_id == "U0CORA" and value == "BED-1042 everything"
    assert ("Level and category" in window) is theirs
    assert talk.dump() == before
    assert json.dumps(value)[1:10] not in talk.log.getvalue() or len(value) < 5
