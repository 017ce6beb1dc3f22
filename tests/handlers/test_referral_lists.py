"""The word `referrals`: every list, for every role, page by page."""

from datetime import timedelta
from typing import Any

import pytest

from mappa.access import REFUSED
from storage.tables import records, referrals
from tests.build import MARKER, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import NEW, give, message_with, nothing_changes, the_form


@pytest.fixture
def listed(talk: Conversation) -> Conversation:
    """R1 Pete, overdue; R2 Priya's own case; R3 Pete, declined; R4 Category 4 by Pete."""
    talk.typed("U0PETE", NEW)
    talk.typed("U0PRIYA", "refer BED-1042 level 3 because risk has risen")
    talk.typed("U0PETE", "refer X111111 category 1 level 2 because risk")
    talk.typed("U0PETE", "refer X222222 category 4 level 3 because risk")
    talk.typed("U0CORA", "screen BED-R3 decline because one agency")
    change(talk, "BED-R1", referred_on=TODAY - timedelta(days=20))
    return talk


def change(talk: Conversation, ref: str, **values: Any) -> None:
    one = referrals.update().where(referrals.c.ref == ref).values(**values)
    talk.write(lambda session: session.execute(one))


def refs(talk: Conversation, user_id: str, typed: str) -> list[str]:
    lines = talk.typed(user_id, typed).text.splitlines()
    return [line.partition(":")[0][4:] for line in lines if line.startswith("BED-R")]


LISTED: tuple[tuple[str, str, list[str]], ...] = (
    ("U0CORA", "referrals", ["R1", "R2"]),
    ("U0CORA", "referrals open", ["R1", "R2"]),
    ("U0CORA", "referrals OPEN page 1", ["R1", "R2"]),
    ("U0CORA", "referrals overdue", ["R1"]),
    ("U0CORA", "referrals decided", ["R3"]),
    ("U0CORA", "referrals all", ["R3", "R2", "R1"]),
    ("U0CORA", "referrals mine", []),
    ("U0CORA", "referrals page 2", []),
    ("U0PETE", "referrals", ["R1", "R4"]),
    ("U0PETE", "referrals overdue", ["R1"]),
    ("U0PETE", "referrals decided", ["R3"]),
    ("U0PETE", "referrals all", ["R4", "R3", "R1"]),
    ("U0PETE", "referrals mine", ["R4", "R3", "R1"]),
    ("U0PRIYA", "referrals all", ["R2"]),
    ("U0CHAS", "referrals all", []),
)


def test_everybody_sees_their_lists(listed: Conversation) -> None:
    found = [(user, typed, refs(listed, user, typed)) for user, typed, _ in LISTED]
    assert found == list(LISTED)


def test_a_row_says_what_a_co_ordinator_needs_and_names_nobody(listed: Conversation) -> None:
    answer = listed.typed("U0CORA", "referrals all")
    for row in (
        "BED-R3: 17 June 2026, Police, level 2 sought, declined on 17 June 2026, case BED-1044",
        "BED-R2: 17 June 2026, Probation, level 3 sought, open, 10 working days left, case BED-",
        "BED-R1: 28 May 2026, Police, level 2 sought, open, 4 working days overdue, case BED-1043",
    ):
        assert row in answer.text
    assert MARKER not in answer.whole
    listed.typed("U0CORA", "screen BED-R2 more because where?")
    assert "open, more is asked for, 10 working" in listed.typed("U0CORA", "referrals").text
    own = listed.typed("U0PETE", "referrals").text
    assert "BED-10" not in own
    assert own.startswith("Your referrals: 2, page 1 of 1")


def test_a_list_is_one_row_of_the_record_with_all_its_cases(listed: Conversation) -> None:
    before = listed.count("records")
    listed.typed("U0CORA", "referrals all")
    assert listed.count("records", action="referrals listed") == 1
    assert listed.count("records") == before + 1

    def opened(session: Any) -> str:
        query = records.select().where(records.c.action == "referrals listed")
        row = session.execute(query).one()
        where = f"records.after|{row.area}|{row.number}"
        return str(session.house.open(row.after_sealed, where))

    assert '"cases": ["BED-1042", "BED-1043", "BED-1044"]' in listed.read(opened)
    listed.typed("U0PETE", "referrals")  # shows no case
    listed.typed("U0CHAS", "referrals")
    assert listed.count("records") == before + 1


def test_the_grant_shows_what_is_gated(listed: Conversation) -> None:
    give(listed, "U0CORA", "category-4")
    assert refs(listed, "U0CORA", "referrals") == ["R1", "R2", "R4"]


def test_long_lists_are_paged_and_nothing_is_left_out(listed: Conversation) -> None:
    for number in range(31):
        listed.typed("U0PETE", f"refer X{300000 + number} category 1 level 2 because risk")
    seen: list[str] = []
    for page in (1, 2, 3):
        answer = listed.typed("U0CORA", f"referrals page {page}")  # checked against the limits
        assert answer.text.startswith(f"Referrals waiting for a decision: 33, page {page} of 3")
        assert (f"referrals open page {page + 1}" in answer.text) is (page < 3)
        found = refs(listed, "U0CORA", f"referrals page {page}")
        assert str(answer.blocks).count("'Screen'") == len(found)
        seen += found
    assert seen == ["R1", "R2", *(f"R{n}" for n in range(5, 36))]


def test_the_button_of_a_row_opens_the_screening(listed: Conversation) -> None:
    listed.command("U0CORA", "referrals overdue")
    listed.press("U0CORA", "screen_referral", listed.last_message())
    assert "BED-R1 by Pete Practice" in str(the_form(listed, "U0CORA")["blocks"])
    assert listed.newly_broken() == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("referrals late", "referrals: “late” is not one of open, mine, overdue, decided, all"),
        ("referrals open page 0", "page: “0” is not a page. Example: page 2"),
        ("referrals open page", "page needs a value. Example: page 2"),
        ("referrals open because x", "referrals takes no reason. Example: referrals overdue"),
        ("referrals <@U0PETE>", "referrals: “"),
        ("referrals '; DROP TABLE referrals; --", "referrals has no field “DROP”"),
    ],
)
def test_what_is_typed_wrongly_is_named(talk: Conversation, typed: str, says: str) -> None:
    with nothing_changes(talk):
        answer = talk.typed("U0CORA", typed)
    assert says in answer.text, answer.text


@pytest.mark.parametrize("typed", ["referrals open level 2", "referrals \u202eopen"])
def test_what_a_question_can_say_is_answered_as_one(talk: Conversation, typed: str) -> None:
    with nothing_changes(talk):
        answer = talk.typed("U0CORA", typed)
    assert "Read as: Open referrals" in answer.text


@pytest.mark.parametrize("user_id", ["U0SIMI", "U0ADA"])
def test_who_neither_refers_nor_screens_has_no_list(listed: Conversation, user_id: str) -> None:
    for typed in ("referrals", "referrals all", "referrals nonsense"):
        answer = listed.typed(user_id, typed)
        assert answer.text.startswith(REFUSED["refer"])


def test_an_old_button_of_somebody_else_opens_nothing(listed: Conversation) -> None:
    message = message_with(listed, "U0CORA", "screen_referral")
    with listed.tampering(lambda payload: payload["user"].update(id="U0CHAS", username="chas")):
        listed.press("U0CORA", "screen_referral", message)
    listed.settle()
    assert "that you may see" in listed.everything_seen()
    assert "risk has risen" not in listed.everything_seen()
