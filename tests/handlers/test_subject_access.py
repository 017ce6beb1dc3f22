"""The word `subject-access`: a working copy for who may take the case out, and for nobody else."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.request import urlopen

from docx import Document
from sqlalchemy import select

from handlers.late_answers import answer_later
from handlers.subject_access import ASKED_FOR, EXPORTED, _give
from mappa.access import REFUSED
from mappa.cases import Spell
from mappa.subject_access_lines import Asked
from storage.cases import get_case, set_case
from storage.chains import find_broken_record
from storage.databases import Session
from storage.keys import ERASED
from storage.people import add_person
from storage.records import list_history
from storage.subject_access import list_held
from storage.tables import outgoing, records
from tests.build import MARKER, NOW, case
from tests.handlers.conversations import Conversation
from tests.handlers.erased import erase, retire
from tests.handlers.referring import give, register
from tests.handlers.test_files import with_file
from tests.handlers.workspaces import Json

ASK = "subject-access BED-1042 because request SAR-7"
ROLE = REFUSED["take out cases"]


def read(talk: Conversation, message: Json, user_id: str = "U0CORA") -> str:
    """The text of the document, as the person gets it at the page."""
    place = f"{talk.slack.server.url}practice/file?id={message['files'][0]['id']}&user={user_id}"
    with urlopen(place, timeout=10) as answer:  # noqa: S310
        document = Document(BytesIO(answer.read()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def actions_of(talk: Conversation, ref: str = "BED-1042") -> list[tuple[str, object]]:
    def read_them(session: Session) -> list[tuple[str, object]]:
        stored = get_case(session, ref)
        rows = list_history(session, stored.id, stored.key)
        return [(row["action"], row["after"]) for row in reversed(rows)]

    return [one for one in talk.read(read_them) if one[0].startswith("subject access")]


def test_the_copy_comes_to_direct_messages_once_and_is_on_the_record_with_it(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    answer = talk.typed("U0CORA", ASK, "C0PANEL")
    assert "working copy for a subject access request about BED-1042 is being made" in answer.text
    talk.settle()
    told = dict(actions_of(talk))
    assert told[ASKED_FOR] == {"because": "request SAR-7"}
    export = told[EXPORTED]
    assert isinstance(export, dict) and export["because"] == "request SAR-7"
    (row,) = talk.read(lambda session: session.execute(select(outgoing)).all())
    assert (row.method, row.about, row.channel) == ("file", "BED-1042", None)
    talk.send()
    (message,) = with_file(talk)
    said = read(talk, message)
    items = len(re.findall("^[0-9]+[.] ", said, re.MULTILINE))
    assert (items, said.count("[REVIEW: ") > 2) == (export["items"], True)
    assert f"{items} items, {export['to review']} of them marked for review" in message["text"]
    assert f"Name: {MARKER}" in said and "Asked for because: request SAR-7" in said
    assert "SAR-7" not in str(message) and MARKER not in str(message) + talk.log.getvalue()
    history = talk.typed("U0CORA", "audit BED-1042").whole
    assert "subject access export" in history and "request SAR-7" in history
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None


REFUSALS = (
    ("U0PRIYA", ASK, ROLE),
    ("U0CHAS", ASK, ROLE),
    ("U0SIMI", ASK, ROLE),
    ("U0ADA", ASK, ROLE),
    ("U0NOEL", ASK, ROLE),  # an auditor
    ("U0CORA", "subject-access BED-9999 because x", "No case BED-9999 that you may see."),
    ("U0CORA", "subject-access HER-1001 because x", "No case HER-1001 that you may see."),
    ("U0CORA", "subject-access BED-1043 because x", "No case BED-1043 that you may see."),
    ("U0CORA", "subject-access BED-1044 because x", "No case BED-1044 that you may see."),
    ("U0CORA", "subject-access BED-1043", "No case BED-1043 that you may see."),
    ("U0CORA", "subject-access BED-1046 because x", "BED-1046 was merged into BED-1047: they"),
    ("U0CORA", "subject-access BED-1048 because x", "No case BED-1048 that you may see."),
    ("U0CORA", "subject-access", "A form"),
)


def test_whoever_may_not_take_it_out_gets_the_usual_refusal_and_nothing(talk: Conversation) -> None:
    register(talk, "U0NOEL", "auditor")
    secret: dict[str, Any] = {"crn": None, "team": (), "dates": {}}
    gated = (Spell(4, 2, NOW.date()),)
    talk.open_case("HER-1001", area="HER", **secret)
    talk.open_case("BED-1043", spells=gated, **secret)
    talk.open_case("BED-1044", limited_access=True, **secret)
    talk.open_case("BED-1046", **secret)
    talk.open_case("BED-1047", **secret)
    talk.open_case("BED-1048", **secret)
    # What a workbook says went into it, and was in Category 4 itself.
    talk.open_case("BED-1049", spells=gated, merged_into="BED-1048", **secret)
    talk.typed("U0CORA", "merge BED-1046 into BED-1047 because one person")
    for user_id, line, says in REFUSALS[:-1]:
        assert talk.typed(user_id, line).text.startswith(says), line
    talk.send()
    assert with_file(talk) == []
    found = talk.read(lambda session: session.execute(_ACTIONS).scalars().all())
    assert not any(one.startswith("subject") for one in found)
    give(talk, "U0CORA", "category-4", "limited")
    for ref in ("BED-1043", "BED-1044", "BED-1048"):
        assert "being made" in talk.typed("U0CORA", f"subject-access {ref} because x").text


_ACTIONS = select(records.c.action)


def test_of_an_erased_case_nothing_is_left_to_be_copied(laden: Conversation) -> None:
    laden.write(retire)
    assert "Erased" in erase(laden)
    answer = laden.typed("U0CORA", ASK)
    assert answer.text.startswith("BED-1042 was erased on 17 June 2026: nobody can read")
    assert "What is left of it: case BED-1042" in answer.text


def test_the_form_asks_for_case_and_reason_and_does_the_same(talk: Conversation) -> None:
    talk.command("U0CORA", "subject-access BED-1042")
    talk.settle()
    unfit = talk.submit("U0CORA", case="BED-1042", because="turned \u202e round")
    assert "invisible control characters" in unfit.whole
    wrong = talk.submit("U0CORA", case="BED-9999", because="SAR-7")
    assert "No case BED-9999 that you may see." in wrong.whole
    done = talk.submit("U0CORA", case="bed-1042", because="SAR-7")
    assert "about BED-1042 is being made" in done.whole
    talk.send()
    assert len(with_file(talk)) == 1
    talk.command("U0CORA", "subject-access")
    talk.settle()
    form = talk.form("U0CORA")
    assert form and "BED-1042" not in str(form)
    talk.submit("U0CORA", case="BED-1042", because="SAR-8")


def test_who_may_not_any_more_when_it_is_made_or_sent_does_not_get_it(talk: Conversation) -> None:
    talk.typed("U0CORA", ASK)
    talk.settle()
    cora = replace(talk.people["U0CORA"], role="practitioner")
    talk.write(lambda session: add_person(session, cora, NOW))
    talk.send()
    assert with_file(talk) == []
    person, desk = talk.people["U0CORA"], talk.bot.desk
    asked = Asked("BED-1042", "SAR-7")
    answer_later(desk, person, lambda: _give(desk, person, "command", asked), about=[asked.ref])
    talk.settle()
    talk.send()
    assert with_file(talk) == []
    assert all("was not sent: what you may see" in one["text"] for one in talk.messages())
    assert len(actions_of(talk)) == 2, "of the second nothing was made"


HOSTILE = (
    '=HYPERLINK("https://evil.example")',
    "<w:t>&lt;script&gt;</w:t> {ref} {0}",
    "שלום ‏right to left",
    "long " * 1900,
    "+1 -1 @sum",
)


def test_whatever_was_written_stands_there_as_text_on_its_own_lines(talk: Conversation) -> None:
    from storage.notes import add_note

    texts = [*HOSTILE, "bell \x07 turned \u202e round \x00 end\nsecond line"]

    def note(session: Session) -> None:
        stored = get_case(session, "BED-1042", to_change=True)
        stored = set_case(session, stored, replace(case(), name="=1+1 {name}", district="{kind}"))
        for text in texts:
            add_note(session, stored, text, talk.people["U0CORA"], NOW)

    talk.write(note)
    talk.typed("U0CORA", ASK)
    talk.send()
    said = read(talk, with_file(talk)[0])
    for text in (*HOSTILE[:2], *HOSTILE[4:], "שלום right to left", ("long " * 1900).strip()):
        assert text in said
    assert "bell turned round end\nsecond line" in said
    assert "Name: =1+1 {name}" in said and "District: {kind}" in said
    assert "\u202e" not in said and "\x07" not in said


def test_a_merge_that_was_taken_back_tells_of_the_other_only_as_somebody_else(
    laden: Conversation,
) -> None:
    assert "two cases again" in laden.typed("U0CORA", "unmerge BED-1044 because two people").text
    for ref in ("BED-1043", "BED-1044"):
        held = laden.read(lambda session: list_held(session, get_case(session, ref)))  # noqa: B023
        assert [one.ref for one in held.whole.values()] == [ref]
        (merge,) = [row for row in held.rows if row.table == "merges"]
        kept = {name for name in ("from_before", "moved_after") if merge.values[name]}
        assert kept == {"from_before" if ref == "BED-1044" else "moved_after"}
    laden.write(lambda session: retire(session, "BED-1044"))
    assert "Erased" in erase(laden, "BED-1044")
    held = laden.read(lambda session: list_held(session, get_case(session, "BED-1043")))
    (merge,) = [row for row in held.rows if row.table == "merges"]
    assert merge.values["moved_after"] == ERASED
    laden.typed("U0CORA", "subject-access BED-1043 because SAR-9")
    laden.send()
    assert "The second as it was after" not in read(laden, with_file(laden)[-1])
