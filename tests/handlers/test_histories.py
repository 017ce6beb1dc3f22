"""The word `history`: all that is on the record about a case, newest first, page by page."""

from dataclasses import replace

import pytest

from storage.cases import get_case, set_case
from storage.people import add_person, remove_person
from storage.records import Entry, add_record
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.windows import (
    buttons,
    last_answer_to,
    open_window,
    press_in_window,
    shown,
)
from tests.handlers.workspaces import whole_text

LONG = "because the panel met and talked for long " * 20


def test_history_tells_who_when_from_where_what_was_what_is_and_why(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.typed("U0CORA", "update BED-1042 level 3 threshold senior because risk has risen")
    talk.clock.pass_(hours=1)
    talk.typed("U0PRIYA", "update BED-1042 licence-end 1 May 2027 risk high because court varied")
    talk.clock.pass_(hours=1)
    talk.typed("U0PRIYA", "update BED-1042 note spoke to housing because they rang")
    talk.typed("U0PRIYA", "case BED-1042")
    text = talk.typed("U0PRIYA", "history BED-1042").text
    assert text.startswith("Case BED-1042: history, page 1 of 1, newest first")
    in_order = [
        "17 June 2026, 11:30, Priya Practice, by command: note added",
        "17 June 2026, 10:30, Priya Practice, by command: case changed (no. 2)",
        "Risk of serious harm: was not recorded, now High",
        "Licence end: was 31 March 2027, now 1 May 2027",
        "because: court varied",
        "17 June 2026, 09:30, Cora Practice, by command: case changed (no. 1)",
        "was level 2, category 2, from 5 January 2026; now level 2, category 2, from 5 January "
        "2026 until 17 June 2026 and level 3, category 2, from 17 June 2026; threshold: senior "
        "representation needed: risk has risen",
    ]
    places = [text.find(part) for part in in_order]
    assert -1 not in places, text
    assert places == sorted(places)
    assert "case seen" not in text
    assert "Looked at twice" in text or "Looked at 2 times" in text
    seen = talk.typed("U0CORA", "history BED-1042 seen").text
    assert "17 June 2026, 11:30, Priya Practice, by command: case seen" in seen
    assert "case changed" not in seen


def test_an_undone_change_and_its_undoing_both_stand_there(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    talk.clock.pass_(minutes=1)
    talk.typed("U0PRIYA", "undo")
    text = talk.typed("U0PRIYA", "history BED-1042").text
    assert "change undone (no. 2)" in text
    assert "undid: no. 1" in text
    assert "case changed (no. 1)" in text


def test_pages_hold_everything_once_and_are_reached_by_typing_and_by_buttons(
    talk: Conversation,
) -> None:
    for number in range(12):
        talk.clock.pass_(minutes=1)
        risk = ("high", "low")[number % 2]
        talk.typed("U0PRIYA", f"update BED-1042 risk {risk} {LONG} {number}")
    talk.command("U0PRIYA", "history BED-1042")
    typed, page = whole_text(last_answer_to(talk, "U0PRIYA")), 1
    while f"history BED-1042 page {page + 1}" in typed.rpartition("Next: ")[2]:
        page += 1
        typed += talk.typed("U0PRIYA", f"history BED-1042 page {page}").text
    assert page > 2
    assert [typed.count(f"(no. {n})") for n in range(1, 13)] == [1] * 12
    message = last_answer_to(talk, "U0PRIYA")
    assert buttons(message["blocks"]) == ["Older"]
    talk.press("U0PRIYA", "other_page.older", message)
    window = open_window(talk, "U0PRIYA")
    assert "page 2 of" in shown(window)
    assert buttons(window["blocks"]) == ["Newer", "Older"]
    window = press_in_window(talk, "U0PRIYA", "other_page.older")
    assert "page 3 of" in shown(window)
    assert "page 2 of" in shown(press_in_window(talk, "U0PRIYA", "other_page.newer"))
    assert "No more." in talk.typed("U0PRIYA", "history BED-1042 page 99").text
    assert talk.newly_broken() == []


def test_the_card_has_a_button_to_it(talk: Conversation) -> None:
    talk.command("U0PRIYA", "update BED-1042 risk high")
    talk.press("U0PRIYA", "show_history", last_answer_to(talk, "U0PRIYA"))
    assert "case changed (no. 1)" in shown(open_window(talk, "U0PRIYA"))
    assert talk.count("records", action="case seen") == 1


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0NOEL"])
def test_the_history_of_a_case_is_seen_by_who_sees_the_case(
    shared_talk: Conversation, user_id: str
) -> None:
    theirs = shared_talk.typed(user_id, "history BED-1042")
    nobodys = shared_talk.typed(user_id, "history BED-9042")
    assert theirs.whole.replace("BED-1042", "BED-9042") == nobodys.whole
    assert "page 1" not in theirs.text


def test_an_old_button_is_of_no_use_once_access_is_gone(talk: Conversation) -> None:
    talk.command("U0PRIYA", "case BED-1042")
    message = last_answer_to(talk, "U0PRIYA")

    def leave(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042", to_change=True)
        set_case(session, case, replace(case.facts, team=()))

    talk.write(leave)
    for action in ("show_history", "open_update.update"):
        talk.press("U0PRIYA", action, message)
        window = shown(open_window(talk, "U0PRIYA"))
        assert "No case BED-1042 that you may see." in window
        assert MARKER not in window


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("history", "history needs a case reference first. Example: history BED-1042"),
        ("history BED-1042 page 0", "page: “0” is not a page"),
        ("history BED-1042 because I want", "history takes no reason"),
        ("history BED-1042 everything", "history has no field “everything”"),
        ("history <@U1>", "is not a case reference"),
    ],
)
def test_a_mistyped_history_is_told_what_is_wrong(
    shared_talk: Conversation, typed: str, says: str
) -> None:
    assert says in shared_talk.typed("U0CORA", typed).text


def test_a_leaver_keeps_their_name_and_the_operator_has_none(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))

    def import_again(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        entry = Entry("case changed", "import", {"rosh": "high"}, {"rosh": "low"})
        add_record(session, entry, area="BED", now=NOW, case=(case.id, case.key))

    talk.write(import_again)
    text = talk.typed("U0CORA", "history BED-1042").text
    assert "Priya Practice, by command: case changed" in text
    assert "the operator, by an import: case changed" in text


def test_after_a_transfer_the_chains_of_both_areas_are_told_in_the_order_of_time(
    talk: Conversation,
) -> None:
    def elsewhere(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        for minutes, area in ((1, "CAM"), (3, "BED"), (5, "CAM")):
            talk.clock.at = NOW.replace(minute=minutes)
            add_record(
                session, Entry(f"step {minutes}", "command"), area=area, now=talk.clock(),
                case=(case.id, case.key),
            )  # fmt: skip

    talk.write(elsewhere)
    text = talk.typed("U0CORA", "history BED-1042").text
    assert text.index("step 5") < text.index("step 3") < text.index("step 1")


def test_the_history_of_a_merged_case_belongs_to_the_one_it_became(talk: Conversation) -> None:
    talk.open_case("BED-1050", crn=None)
    talk.typed("U0CORA", "update BED-1050 risk high note spoke to housing")
    talk.clock.pass_(minutes=1)
    answer = talk.typed("U0CORA", "merge BED-1050 into BED-1042 because one person")
    assert answer.text.startswith("Saved"), answer.text
    text = talk.typed("U0CORA", "history BED-1042").text
    assert "Risk of serious harm: was not recorded, now High" in text
    assert "(as BED-1050)" in text
    assert "spoke to housing" in talk.typed("U0CORA", "case BED-1042 notes").text


def test_what_went_into_a_case_that_is_not_theirs_is_theirs_no_longer(talk: Conversation) -> None:
    cora = talk.people["U0CORA"]
    granted = replace(cora, grants=frozenset({"limited"}))
    talk.write(lambda session: add_person(session, granted, NOW))
    talk.open_case("BED-1050", crn=None, limited_access=True)
    answer = talk.typed("U0CORA", "merge BED-1042 into BED-1050 because one person")
    assert answer.text.startswith("Saved"), answer.text
    assert "BED-1050" in talk.typed("U0CORA", "history BED-1042").text
    talk.write(lambda session: add_person(session, cora, NOW))
    for word in ("case", "history", "update", "undo"):
        answer = talk.typed("U0CORA", f"{word} BED-1042")
        assert answer.text == "No case BED-1042 that you may see."
