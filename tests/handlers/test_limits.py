"""The fullest case, the longest answers: all within Slack's limits, and the rest within reach."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.sandbox.rules import broken_by_message, broken_by_view
from handlers.views import blocks
from handlers.views.reminders import (
    acknowledged_message,
    case_window,
    reminder_message,
    snoozed_message,
    undelivered_message,
)
from mappa.cases import DATE_KINDS, TeamMember
from mappa.notices import REMINDER_KINDS
from mappa.snoozes import CHOICES
from storage.cases import get_case
from storage.databases import Session
from storage.due_reminders import LISTED
from storage.notes import add_note
from storage.people import add_person
from storage.reminders import Reminder
from storage.tables import reminders
from tests.build import NOW, person
from tests.handlers.conversations import Conversation

LONG = "Wolfeschlegelsteinhausenbergerdorff " * 5  # a name of 180 characters


@pytest.fixture(scope="module")
def fullest(shared_talk: Conversation) -> Conversation:
    """40 on the team, 60 reminders that went to each of several people, notes without room."""

    talk = shared_talk

    def fill(session: Session) -> None:
        team = []
        for number in range(40):
            member = person(f"U1{number:03}", "practitioner", name=f"{LONG}{number}")
            add_person(session, member, NOW)
            team.append(TeamMember(member.user_id, "owner" if number < 5 else "member"))
        for number in range(10):
            add_person(session, person(f"U2{number:03}", "co-ordinator", name=LONG), NOW)
        case = get_case(session, "BED-1042", to_change=True)
        for number in range(10):
            add_note(session, case, f"{number}" + "<&>" * 999, talk.people["U0PRIYA"], NOW)

    talk.write(fill)
    talk.open_case(
        "BED-12345678901234",
        name=LONG,
        district="Central Bedfordshire",
        dates={kind: date(2027, 3, 1 + n) for n, kind in enumerate(DATE_KINDS)},
        team=tuple(TeamMember(f"U1{n:03}", "owner" if n < 5 else "member") for n in range(40)),
    )
    for day in range(1, 13):
        talk.typed("U0CORA", f"update BED-1042 licence-end {day} May 2027 because court varied it")
        with talk.db.engine.begin() as connection:
            connection.execute(reminders.update().values(state="sent"))
    return talk


def test_the_fullest_case_is_shown_and_says_how_to_see_the_rest(fullest: Conversation) -> None:
    card = fullest.typed("U0CORA", "case BED-1042")  # what comes back is checked against the limits
    shown = json.dumps(card.blocks, ensure_ascii=False)
    assert "9 more: /mappa case BED-1042 notes" in shown
    assert "more: /mappa case BED-1042 reminders" in shown
    assert "…" not in shown
    team = fullest.typed("U0CORA", "case BED-12345678901234")
    assert "35 people" in team.whole or " more" in team.whole


def test_every_page_of_the_fullest_case_is_within_the_limits_and_nothing_is_left_out(
    fullest: Conversation,
) -> None:
    for part, most, marks in (
        ("notes", 11, [f"{number}<&>" for number in range(10)]),
        ("reminders", 40, [f"licence end {day} May 2027, 7 days" for day in range(1, 13)]),
    ):
        seen = ""
        for page in range(1, most + 1):
            answer = fullest.typed("U0CORA", f"case BED-1042 {part} page {page}")
            seen += json.dumps(answer.blocks, ensure_ascii=False)
            assert "…" not in json.dumps(answer.blocks, ensure_ascii=False)
            if f"page {page + 1}" not in answer.text:
                break
        assert [mark for mark in marks if mark not in seen] == []
        assert page > 1
    notes = fullest.typed("U0CORA", "case BED-1042 notes page 3")
    assert notes.whole.count("<&>") == 999
    assert "<&" not in notes.text


def test_the_fullest_case_fits_into_its_window_too(fullest: Conversation) -> None:
    made = blocks.button("Show", "open_case", "BED-1042")
    fullest.press("U0CORA", "open_case", fullest.plant("C0GENERAL", made))
    fullest.settle()
    assert fullest.newly_broken() == []
    assert fullest.form("U0CORA") is not None


def many(count: int) -> list[Reminder]:
    kind = max(REMINDER_KINDS, key=lambda kind: len(REMINDER_KINDS[kind]))
    one = Reminder(
        id=10**9,
        area="BED",
        case_id=1,
        case_ref="BED-1234567890123456",
        subject="case BED-1234567890123456",
        kind=kind,
        about_on=date(2027, 9, 30),
        notice="overdue 9 working days, not acknowledged",
        person_id=1,
        due_at=NOW,
        state="due",
    )
    return [replace(one, id=one.id + number) for number in range(count)]


@pytest.mark.parametrize("count", [1, 2, LISTED])
def test_the_longest_catch_up_lists_every_one_within_the_limits(count: int) -> None:
    name, when = LONG[:100], "30 September 2026, 09:30"
    for message in (
        reminder_message(many(count), snoozes=list(CHOICES)),
        acknowledged_message(many(count), name, when),
        snoozed_message(many(count), name, when),
        undelivered_message(many(count), "x" * 100),
    ):
        noted = (*message.blocks, blocks.context("May be a repeat"), blocks.context("Practice"))
        assert broken_by_message(f"{message.text}\n{'x' * 100}", list(noted)) == []
        for whole in (message.text, json.dumps(message.blocks)):
            assert whole.count("on 30 September 2027 (overdue 9 working days, not") == count
        assert "…" not in message.text + json.dumps(message.blocks)
        assert broken_by_view(case_window(message)) == []


def test_long_names_and_many_referrals_fit_into_me_and_home(talk: Conversation) -> None:
    longest = replace(talk.people["U0PRIYA"], name=LONG * 2)
    talk.write(lambda session: add_person(session, longest, NOW))
    for number in range(32):
        talk.typed("U0PRIYA", f"refer X{100000 + number} category 1 level 2 because risk")
    answer = talk.typed("U0PRIYA", "me")
    assert "BED-R32: level 2, 17 June 2026, open" in answer.text
    assert "and 2 made before these" in answer.text
    assert "BED-R2:" not in answer.text
    talk.open_home("U0PRIYA")
    assert talk.newly_broken() == []


@pytest.mark.parametrize("length", [0, 1, 2999, 3000, 3001, 9000, 9001])
@pytest.mark.parametrize("unit", ["x", "word ", "line\n"])
def test_paragraphs_hold_the_whole_text_in_blocks_that_fit(length: int, unit: str) -> None:
    text = (unit * length)[:length]
    made = blocks.paragraphs(text)
    assert "".join(block["text"]["text"] for block in made).strip() == text.strip()
    assert broken_by_message("text", made) == []
    assert len(made) <= length // 2000 + 1


def test_pages_keep_every_item_in_order_and_to_its_room() -> None:
    items = [str(n) * (n % 7 + 1) for n in range(100)]
    pages = blocks.pages(items, 30)
    assert [item for page in pages for item in page] == items
    assert all(sum(len(item) + 1 for item in page) <= 30 or len(page) == 1 for page in pages)
    assert blocks.pages([], 30) == []
    assert blocks.pages(["x" * 50], 30) == [["x" * 50]]


@pytest.mark.parametrize(
    ("names", "limit", "line"),
    [
        ([], 10, ""),
        (["Ann"], 10, "Ann"),
        (["Ann", "Bob"], 10, "Ann, Bob"),
        (["Ann", "Bob", "Cyril"], 14, "Ann and 2 more"),
        (["Annabel the Great"], 5, "Anna…"),
        (["Annabel the Great", "Bo"], 5, "2 people"),
    ],
)
def test_names_that_do_not_fit_are_counted(names: list[str], limit: int, line: str) -> None:
    assert blocks.listed(names, limit) == line
