"""Refusals for want of access are on the record: who, by what way, which case, and no free text."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from handlers.refusals import note_counted
from handlers.tallies import MOST
from handlers.views.forms import SUBMIT_UPDATE
from storage.cases import get_case
from storage.chains import find_broken_record
from storage.databases import Session
from storage.records import REFUSED
from storage.tables import records
from tests.build import NOW
from tests.handlers.badness import SECRET, saves_nothing
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press
from tests.handlers.test_anything_messages import hear
from tests.handlers.windows import Statements, open_form

Row = dict[str, Any]


def refusals(talk: Conversation) -> list[Row]:
    """What is on the record about them, opened."""

    def read(session: Session) -> list[Row]:
        case = get_case(session, "BED-1042")
        query = records.select().where(records.c.action == REFUSED).order_by(records.c.number)
        found = []
        for row in session.execute(query):
            key = case.key if row.case_id else session.house
            sealed = key.open(row.after_sealed, f"records.after|{row.area}|{row.number}")
            found.append(row._asdict() | {"after": json.loads(sealed)})
        return found

    return talk.read(read)


def one(talk: Conversation) -> Row:
    (row,) = refusals(talk)
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None
    return row


COMMANDS = {
    "case BED-1042": {"word": "case", "ref": "BED-1042"},
    "BED-1042": {"word": "case", "ref": "BED-1042"},
    "case BED-9999": {"word": "case", "ref": "BED-9999"},
    f"update BED-1042 note {SECRET}": {"word": "update", "ref": "BED-1042"},
    "meeting BED-M9": {"word": "meeting", "ref": "BED-M9"},
    f"find {SECRET}": {"word": "find"},
    f"merge BED-1042 into BED-1043 because {SECRET}": {"word": "merge", "ref": "BED-1042"},
    "export": {"word": "export"},
    "audit BED-1042": {"word": "audit", "ref": "BED-1042"},
}


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_command_is_told_by_its_word_and_reference(talk: Conversation, typed: str) -> None:
    talk.typed("U0PETE", typed)
    row = one(talk)
    assert row["after"] == COMMANDS[typed]
    assert (row["person_id"], row["source"]) == (talk.people["U0PETE"].id, "command")
    assert (row["case_id"] is not None) == ("BED-1042" in typed)
    assert SECRET not in talk.log.getvalue()


def by_button(talk: Conversation) -> None:
    press(talk, "U0PETE", "open_case", "BED-1042")


def by_button_of_several(talk: Conversation) -> None:
    press(talk, "U0PETE", "open_update.anything", "BED-1042")


def by_form(talk: Conversation) -> None:
    form = open_form(talk, "U0PRIYA", "update BED-1042 note")
    talk.typed("U0CORA", "reassign <@U0PRIYA> to <@U0PETE> because on leave")
    talk.write(lambda session: leave(session))
    assert talk.submit("U0PRIYA", note=SECRET, because=SECRET).errors
    assert form["callback_id"] == SUBMIT_UPDATE


def leave(session: Session) -> None:
    from dataclasses import replace

    from storage.cases import set_case

    stored = get_case(session, "BED-1042", to_change=True)
    set_case(session, stored, replace(stored.facts, team=()))


def by_question(talk: Conversation) -> None:
    hear(talk, "U0ADA", f"how many cases of {SECRET}")


WAYS: dict[str, tuple[Callable[[Conversation], None], str, Row]] = {
    "button": (by_button, "button", {"button": "open_case", "ref": "BED-1042"}),
    "one of several": (
        by_button_of_several, "button", {"button": "open_update", "ref": "BED-1042"}
    ),
    "form": (by_form, "form", {"form": SUBMIT_UPDATE, "ref": "BED-1042"}),
    "message": (by_question, "message", {"event": "message"}),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_every_other_way_is_told_by_its_own_name(talk: Conversation, name: str) -> None:
    act, source, after = WAYS[name]
    act(talk)
    row = one(talk)
    assert (row["source"], row["after"]) == (source, after)


def test_strangers_are_told_by_their_slack_ids_in_the_chain_of_the_installation(
    talk: Conversation,
) -> None:
    talk.typed("U0OLGA", f"case BED-1042 {SECRET}", team_id="T0OTHER")
    talk.open_home("U0NOEL")
    of_olga, of_noel = refusals(talk)
    assert (of_olga["area"], of_olga["person_id"], of_olga["source"]) == ("BED", None, "command")
    assert of_olga["after"] == {
        "word": "case", "ref": "BED-1042", "team": "T0OTHER", "user": "U0OLGA"
    }  # fmt: skip
    assert (of_noel["source"], of_noel["case_id"]) == ("home", None)
    assert of_noel["after"]["user"] == "U0NOEL"


def test_what_is_no_matter_of_access_is_no_refusal(talk: Conversation) -> None:
    for typed in ("update BED-1042 level 9", "case", "aardvark", "how many zebras", "help"):
        with saves_nothing(talk) as saved:
            talk.typed("U0CORA", typed)
        assert saved == []
    assert refusals(talk) == []


def test_the_same_is_asked_of_the_database_whether_it_is_there_or_not(talk: Conversation) -> None:
    asked = []
    for ref in ("BED-1042", "BED-9999"):
        talk.typed("U0PETE", f"case {ref}")  # once, so that nothing is asked for the first time
        counted = Statements(talk)
        talk.typed("U0PETE", f"case {ref}")
        counted.stop()
        asked.append(counted.said)
    there, not_there = (said[-7:] for said in asked)
    assert there == not_there
    assert any("INSERT INTO records" in one for one in there)
    assert any("referrals.ref" in one and "UNION ALL" in one for one in there)


def test_nobody_floods_the_record(talk: Conversation) -> None:
    for _ in range(MOST + 7):
        talk.typed("U0PETE", "case BED-9999")
    talk.typed("U0SIMI", "case BED-9999")
    assert len(refusals(talk)) == MOST + 1
    note_counted(talk.bot.desk)
    assert len(refusals(talk)) == MOST + 1, "their minute is not over"
    talk.clock.at = NOW + timedelta(minutes=2)
    note_counted(talk.bot.desk)
    *_, last = refusals(talk)
    assert (last["after"], last["person_id"]) == ({"more": 7}, talk.people["U0PETE"].id)
    talk.typed("U0PETE", "case BED-9999")
    assert len(refusals(talk)) == MOST + 3
    note_counted(talk.bot.desk)
    assert len(refusals(talk)) == MOST + 3


def test_a_busy_database_keeps_no_refusal_waiting_and_loses_none(talk: Conversation) -> None:
    with talk.db.write() as holding:
        # What a command reads is there before anybody writes; the note waits for its turn.
        answer = talk.typed("U0ADA", "how many cases")
        assert "role" in answer.text
        assert holding.execute(records.select()).all() == []
    talk.settle()
    assert one(talk)["after"] == {"word": "question"}
