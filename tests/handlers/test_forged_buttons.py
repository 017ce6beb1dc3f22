"""A button may carry anything, a form may say anything of itself: all of it is asked again."""

import json

import pytest

from tests.build import MARKER
from tests.handlers.badness import BAD, SECRET, is_harmless, plain_text, saves_nothing, some
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import sheets
from tests.handlers.pressing import NO_WINDOW, PRESSED_BY, action_ids, press, right_values
from tests.handlers.workspaces import Answer, Json

HERS, NOBODYS = "HER-2002", "HER-9999"
VALUES = (" ", f"{BAD['SQL']}\x07", f"<@U|{SECRET}>", "x" * 2000, f"{SECRET} accept", "9" * 18, "٣")
ANSWERS = ("deliveries", "records", "record_heads", "outgoing")


@pytest.fixture
def office(laden: Conversation) -> Conversation:
    """With a case of another area that nobody has offered."""
    laden.open_case(HERS, area="HER", name=f"{MARKER} of Herts", team=())
    return laden


def test_every_button_does_what_it_is_for(office: Conversation) -> None:
    right = right_values(office)
    assert set(right) == set(action_ids())
    for action_id, value in right.items():
        window = press(office, PRESSED_BY.get(action_id, "U0CORA"), action_id, value)
        assert bool(window) is (action_id not in NO_WINDOW), action_id
        assert '"Not done"' not in window and "went wrong" not in window, action_id


@pytest.mark.parametrize("action_id", action_ids())
def test_a_forged_value_shows_and_changes_nothing(office: Conversation, action_id: str) -> None:
    before = office.dump(ANSWERS)
    for value in some(VALUES, action_ids().index(action_id), of=3):
        window = press(office, "U0CORA", action_id, value)
        assert "went wrong" not in window, value
        assert "of Herts" not in window
        assert not window or is_harmless(as_answer(window)), value
    right = right_values(office)[action_id]
    ref = next((one for one in ("BED-1042", "BED-1039", "HER-1001", "BED-R1") if one in right), "")
    asked = [right.replace(ref, one) if ref else one for one in (HERS, NOBODYS)]
    theirs, nobodys = (press(office, "U0CORA", action_id, one) for one in asked)
    assert words_of(theirs).replace(HERS, NOBODYS) == words_of(nobodys)
    assert office.dump(ANSWERS) == before
    assert SECRET not in office.log.getvalue()


def words_of(window: str) -> str:
    return plain_text(json.loads(window)["blocks"]) if window else ""


def as_answer(window: str) -> Answer:
    return Answer(200, {"text": "", "blocks": json.loads(window)["blocks"]})


METADATA = (
    "", "{}", "null", "[]", '{"case": 1}', HERS, f"{HERS} 1", f"{HERS} accept", f"{HERS} withdraw",
    "BED-9077 accept", "HER-1001 withdraw", BAD["SQL"], BAD["person"], BAD["bell"], "x" * 3000,
    json.dumps({"case": HERS, "section": "dates", "shown": {}}),
    json.dumps({"case": "BED-1042", "section": SECRET, "shown": {}}),
    json.dumps({"case": "BED-1042", "section": "dates", "shown": {"owner": "x"}}),
    json.dumps({"case": ["BED-1042"], "section": {}, "shown": [["note", "x"]]}),
    json.dumps({"case": "BED-1042", "section": "dates", "shown": "abc"}),
)  # fmt: skip


def test_a_form_that_says_it_is_another_one_saves_nothing_of_another_area(
    office: Conversation,
) -> None:
    for turn, sheet in enumerate(list(sheets(office))):
        for metadata in some(METADATA, turn):
            payload = sheet.sent_in()
            payload["view"]["private_metadata"] = metadata
            office.settle()  # what the form before it has put off
            with saves_nothing(office) as saved:
                answer = Answer.of(office.deliver(payload))
            assert answer.status == 200, (sheet.name, metadata)
            assert "went wrong" not in answer.whole, (sheet.name, metadata)
            assert "of Herts" not in answer.whole
            assert not saved or not sheet.view["private_metadata"], (sheet.name, metadata)
    assert SECRET not in office.log.getvalue()


@pytest.mark.parametrize("forged", ["no state", "no callback", "wrong callback", "foreign field"])
def test_a_form_that_is_no_form_is_answered(office: Conversation, forged: str) -> None:
    before = office.dump(ANSWERS)
    for sheet in list(sheets(office)):
        payload = sheet.sent_in()
        view: Json = payload["view"]
        if forged == "no state":
            view["state"] = {"values": {}}
        elif forged == "no callback":
            view["callback_id"] = ""
        elif forged == "wrong callback":
            view["callback_id"] = f"submit_{SECRET}"
        else:
            view["state"]["values"] |= {"owner of it": {"value": {"value": "U0PETE"}}}
            view["state"]["values"].pop("because", None)
        answer = office.deliver(payload)
        assert answer.status in (200, 404), sheet.name  # Bolt itself knows no such form
        assert "went wrong" not in (answer.body or ""), sheet.name
    allowed = {"notes", "referrals"} if forged == "foreign field" else set()
    changed = {name for name, rows in office.dump(ANSWERS).items() if rows != before[name]}
    assert changed <= allowed or forged == "foreign field"
    assert SECRET not in office.log.getvalue()
