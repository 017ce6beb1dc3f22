"""The card of a case, its long parts, and what looking at them leaves on the record."""

import pytest

from storage.cases import get_case
from storage.records import list_history
from tests.build import MARKER
from tests.handlers.conversations import Conversation


def history(talk: Conversation, ref: str = "BED-1042") -> list[tuple[str, str]]:
    """Action and source of what is on the record about a case, newest first."""

    def read(session):  # type: ignore[no-untyped-def]
        case = get_case(session, ref)
        return [(e["action"], e["source"]) for e in list_history(session, case.id, case.key)]

    return talk.read(read)


@pytest.mark.parametrize("user_id", ["U0CORA", "U0PRIYA"])
def test_a_case_is_shown_to_who_may_see_it_and_looking_goes_on_the_record(
    talk_on_both: Conversation, user_id: str
) -> None:
    answer = talk_on_both.typed(user_id, "case bed-1042")
    for part in (MARKER, "level 2, category 2", "31 March 2027", "CRN X001042", "Priya Practice"):
        assert part in answer.text
        assert part in answer.whole
    assert "3 March 2027: licence end 31 March 2027, 28 days, planned" in answer.text
    assert history(talk_on_both) == [("case seen", "command")]


def add_notes(talk: Conversation, count: int, length: int) -> None:
    for number in range(count):
        text = f"note {number} " + "long " * (length // 5)
        answer = talk.typed("U0PRIYA", f"update BED-1042 note {text}")
        assert answer.text.startswith("Saved: note.")


def test_older_notes_are_counted_on_the_card_and_read_page_by_page(talk: Conversation) -> None:
    add_notes(talk, 7, 1000)
    card = talk.typed("U0PRIYA", "case BED-1042")
    assert "6 more: /mappa case BED-1042 notes" in card.text
    seen, page, command = "", 1, "case BED-1042 notes"
    while command:
        answer = talk.typed("U0PRIYA", command)
        seen += answer.text
        page += 1
        onward = f"case BED-1042 notes page {page}"
        command = onward if onward in answer.text else ""
    assert page > 2
    assert [seen.count(f"note {number} ") for number in range(7)] == [1] * 7
    assert "There is no more." in talk.typed("U0PRIYA", "case BED-1042 notes page 99").text


def test_the_team_and_every_reminder_can_be_read_apart(talk: Conversation) -> None:
    assert "Priya Practice, owner" in talk.typed("U0CORA", "case BED-1042 team").text
    reminders = talk.typed("U0CORA", "case BED-1042 reminders").text
    assert reminders.count("licence end 31 March 2027") == 5
    assert "none" in talk.typed("U0CORA", "case BED-1042 notes").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("case", "case needs a case reference first. Example: case BED-1042"),
        ("case BED-1042 notes team", "notes and team: one at a time. Example: case BED-1042 notes"),
        ("case BED-1042 page 2", "page goes with a long part, such as notes. Example: case"),
        ("case BED-1042 notes page 0", "page: “0” is not a page. Example: page 2"),
        ("case BED-1042 notes page ²", "page: “2” is not a page. Example: page 2"),
        ("case BED-1042 because I want", "case takes no reason. Example: case BED-1042"),
        ("case BED-1042 BED-1043", "case has no field “BED-1043”."),
        ("case BED 1042", "case has no field “1042”."),
        ("case BED_1042", "“BED1042” is not a case reference"),
    ],
)
def test_a_mistyped_look_at_a_case_is_told_what_is_wrong(
    shared_talk: Conversation, typed: str, says: str
) -> None:
    assert says in shared_talk.typed("U0CORA", typed).text


def test_a_case_that_left_or_sits_in_custody_says_so(talk: Conversation) -> None:
    talk.typed("U0CORA", "update BED-1042 custody recall from 1 June 2026")
    card = talk.typed("U0CORA", "case BED-1042")
    assert "in custody since 1 June 2026 (recall)" in card.text
    talk.typed("U0CORA", "update BED-1042 exit from 10 June 2026 because licence ended")
    card = talk.typed("U0CORA", "case BED-1042")
    assert "left MAPPA on 10 June 2026" in card.text
    assert "Reminders:\nnone" in card.text


def test_an_open_case_button_shows_the_case_in_a_window_of_its_own(talk: Conversation) -> None:
    talk.clock.pass_(days=290)
    talk.send()
    message = next(m for m in talk.messages() if m["channel"] == "D0PRIYA")
    talk.press("U0PRIYA", "open_case", message)
    talk.settle()
    form = talk.form("U0PRIYA")
    assert form is not None
    assert MARKER in str(form["blocks"])
    assert "actions" not in {block["type"] for block in form["blocks"]}
    assert ("case seen", "button") in history(talk)
