"""The word `actions`: whose they are, which are late, page by page, with buttons within limits."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from mappa.access import REFUSED
from mappa.cases import Spell, TeamMember
from mappa.workbook.workbooks import ActionRow
from storage.actions import add_action
from storage.cases import get_case
from storage.databases import Session
from storage.records import list_history
from storage.tables import records
from tests.build import MARKER, NOW, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import give

LATE, SOON = TODAY - timedelta(days=1), TODAY + timedelta(days=9)
PETES = (TeamMember("U0PETE", "owner"),)
CASES: dict[str, dict[str, Any]] = {
    "BED-1043": {"team": PETES},
    "BED-1044": {"team": PETES, "limited_access": True},
    "BED-1045": {"team": PETES, "spells": (Spell(4, 3, date(2026, 1, 5)),)},
}
ROWS = (
    ActionRow("", "BED-1042", "probation", "", "a1", LATE, slack_id="U0PRIYA"),
    ActionRow("", "BED-1042", "police", "Sam", "a2", SOON),
    ActionRow("", "BED-1042", "probation", "Jo", "a3", None),
    ActionRow("", "BED-1042", "probation", "", "a4", LATE, date(2026, 6, 1), slack_id="U0PRIYA"),
    ActionRow("", "BED-1043", "police", "", "a5", TODAY, slack_id="U0PETE"),
    ActionRow("", "BED-1043", "probation", "Jo", "a6", LATE),
    ActionRow("", "BED-1044", "police", "", "a7", LATE, slack_id="U0PETE"),
    ActionRow("", "BED-1045", "police", "", "a8", LATE, slack_id="U0PETE"),
)


@pytest.fixture
def listed(talk: Conversation) -> Conversation:
    for ref, given in CASES.items():
        talk.open_case(ref, crn=None, **given)

    def add(session: Session) -> None:
        for row in ROWS:
            case = get_case(session, row.case_ref, to_change=True)
            add_action(session, case, row, NOW, None)

    talk.write(add)
    return talk


def seen(talk: Conversation, user: str, typed: str) -> str:
    """The numbers of the actions in their order; "/" where a part of its own begins."""
    text = talk.typed(user, typed).text
    found = re.findall(r"^(?:OVERDUE )?BED-AC(\d+),|^(Of your agency)", text, re.MULTILINE)
    return "".join(number or "/" for number, _ in found)


LISTS = (
    ("U0PRIYA", "actions", "1/3"),  # Jo's of BED-1043 is in no case of hers
    ("U0PRIYA", "actions overdue", "1"),
    ("U0PRIYA", "actions open", "123"),
    ("U0PRIYA", "actions BED-1042", "1234"),
    ("U0PETE", "actions mine", "5"),
    ("U0PETE", "actions overdue", "6"),
    ("U0CORA", "actions mine", "/63"),
    ("U0CORA", "actions overdue", "16"),
    ("U0CORA", "actions open", "16523"),
    ("U0CORA", "actions mine page 2", ""),
    ("U0CHAS", "actions overdue", ""),
)


def test_everybody_sees_theirs_in_the_cases_that_they_may_see(listed: Conversation) -> None:
    assert [(user, typed, seen(listed, user, typed)) for user, typed, _ in LISTS] == list(LISTS)
    give(listed, "U0CORA", "limited", "category-4")
    assert seen(listed, "U0CORA", "actions overdue") == "1678"
    assert listed.typed("U0ADA", "actions overdue").text == REFUSED["see case"]
    # Who sees figures only is given the figure.
    assert "Read as: Overdue actions" in listed.typed("U0SIMI", "actions overdue").text


def test_a_question_lists_the_cases_that_the_list_of_what_is_overdue_names(
    listed: Conversation,
) -> None:
    for grants in ((), ("limited", "category-4")):
        give(listed, "U0CORA", *grants)
        one, other = (
            set(re.findall("BED-104[0-9]", listed.typed("U0CORA", typed).text))
            for typed in ("actions overdue", "which cases have overdue actions")
        )
        assert one == other and len(one) == 2 + len(grants)


def test_what_a_list_shows_is_on_the_record_and_names_nobody(listed: Conversation) -> None:
    answer = listed.typed("U0CORA", "actions overdue")
    assert "OVERDUE BED-AC1, BED-1042, due 16 June 2026: a1 (Priya Practice, Prob" in answer.text
    assert MARKER not in answer.whole
    rows = listed.read(lambda s: s.execute(records.select()).all())
    assert [row.action for row in rows][-1] == "actions listed"

    def looked(session: Session) -> list[str]:
        case = get_case(session, "BED-1042")
        return [row["action"] for row in list_history(session, case.id, case.key)]

    listed.typed("U0CORA", "actions BED-1042")
    assert listed.read(looked)[0] == "case seen"


def test_a_page_fits_into_one_message_and_all_pages_hold_all(talk: Conversation) -> None:
    def add(session: Session) -> None:
        case = get_case(session, "BED-1042", to_change=True)
        for number in range(23):
            row = ActionRow("", "", "probation", "Sam " * 40, f"thing {number} " + "x" * 2900,
                            TODAY, note="n" * 900)  # fmt: skip
            add_action(session, case, row, NOW, None)

    talk.write(add)
    for typed in ("actions open", "actions BED-1042"):
        found, page = [], 1
        while True:
            answer = talk.typed("U0CORA", f"{typed} page {page}")
            assert len(answer.text) < 3900 and len(answer.blocks) <= 50
            found += re.findall(r"thing (\d+) ", answer.text)
            if f"Next: /mappa {typed} page {page + 1}" not in answer.text:
                break
            page += 1
        assert sorted(map(int, found)) == list(range(23))
    one = talk.typed("U0CORA", "actions BED-AC1")
    assert "thing 0 " in one.text and len(one.fallback) < 4000
    talk.typed("U0CORA", "action BED-AC2 reassign <@U0PRIYA> due 1 July 2026 because " + "&" * 2800)
    talk.typed("U0CORA", f"action BED-AC2 what {'&' * 2900} because it is so")
    talk.send()
    assert talk.newly_broken() == []
    assert "There is no more." in talk.typed("U0CORA", "actions open page 99").text


def test_a_question_about_actions_is_still_one(listed: Conversation) -> None:
    assert "Read as: " in listed.typed("U0CORA", "actions overdue by agency").text
    refused = listed.typed("U0CORA", "actions latest").text
    assert "actions: “latest” is not one of mine, overdue, open" in refused
