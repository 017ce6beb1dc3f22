"""A case whose time is over is erased: in two steps, by who may, and for good."""

import json
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from handlers.views import actions, requests, shortcuts
from handlers.views.erasing import CONFIRM_ERASURE
from storage.records import find_broken_record
from storage.tables import cases, metadata
from tests.build import NOW
from tests.handlers.conversations import Conversation
from tests.handlers.erased import REF, SECRETS, WHY, confirm, erase, erased_on, retire
from tests.handlers.form_sheets import ACTION, REQUEST, Sheet
from tests.handlers.pressing import press, right_values
from tests.handlers.referring import register
from tests.handlers.slots import slots
from tests.handlers.workspaces import Answer

LINES_A_WORD = 4
ERASE = f"erase {REF} because {WHY}"


@pytest.fixture
def office(laden: Conversation) -> Conversation:
    """The richest case has left long ago; Cora may erase it."""
    laden.write(retire)
    return laden


REFUSED = (
    ("U0PRIYA", ERASE, "Only a co-ordinator erases cases"),
    ("U0ADA", ERASE, "Only a co-ordinator erases cases"),
    ("U0CORA", ERASE, "BED-1042 is still in use; nothing was erased. Not over yet: category"),
    ("U0CORA", "erase BED-1039 early", "early needs a reason. Example: erase BED-1042 early"),
    ("U0CORA", "erase BED-9999 because x", "No case BED-9999 that you may see."),
    ("U0CORA", "erase HER-1001 because x", "No case HER-1001 that you may see."),
    ("U0CORA", "erase BED-1044 because x", "BED-1044 was merged into BED-1043"),
    ("U0CORA", "erase BED-1046 because x", "Not over yet: licence end 31 March 2027"),
    ("U0CORA", "erase BED-1039 late because x", "erase has no field"),
)


def test_what_may_not_be_erased_is_refused_with_the_reason(laden: Conversation) -> None:
    for user_id, line, says in REFUSED:
        assert says in laden.typed(user_id, line).text, line
    assert laden.read(lambda session: session.execute(_ERASED).all()) == []


def test_before_its_time_it_is_erased_only_when_that_is_said(talk: Conversation) -> None:
    talk.write(retire)
    kept = talk.typed("U0CORA", f"retention {REF} keep until 1 May 2030 because of an inquiry")
    assert "Saved: BED-1042 is kept until 1 May 2030." in kept.text
    refused = talk.typed("U0CORA", ERASE)
    assert refused.text.startswith("early: BED-1042 is kept until 1 May 2030; nothing was erased.")
    asked = talk.typed("U0CORA", f"erase {REF} early because a court ordered it")
    assert "Erased: BED-1042" in confirm(talk, asked)
    assert "early: True" in talk.typed("U0CORA", f"history {REF}").text


def test_the_first_step_says_what_goes_and_what_stays_and_erases_nothing(
    office: Conversation,
) -> None:
    before = office.dump()
    answer = office.typed("U0CORA", ERASE)
    for part in ("What would be gone", "the name", "1 notes", "What stays", "backups", "It cannot"):
        assert part in answer.text
    assert office.dump() == before
    assert [secret for secret in SECRETS if secret in answer.whole] == []
    assert WHY not in json.dumps(answer.blocks)  # a button carries no reason


def test_the_second_step_erases_once_and_tells_the_others_by_reference(
    office: Conversation,
) -> None:
    register(office, "U0PETE", "co-ordinator")
    answer = office.typed("U0CORA", ERASE)
    assert "Erased: BED-1042" in confirm(office, answer)
    assert erased_on(office) == NOW.date()
    assert "BED-1042 was erased on 17 June 2026" in confirm(office, answer)
    office.send()
    told = [m for m in office.messages() if "was erased on" in m["text"]]
    assert sorted(m["channel"] for m in told) == ["D0ADA", "D0PETE"]
    assert "BED-1042 was erased on 17 June 2026 by Cora Practice" in told[0]["text"]
    assert [secret for secret in SECRETS if secret in json.dumps(told)] == []
    assert office.read(lambda session: find_broken_record(session, "BED")) is None


def test_what_happens_in_between_is_told_and_nothing_is_erased(office: Conversation) -> None:
    answer = office.typed("U0CORA", ERASE)
    assert "Saved" in office.typed("U0CORA", f"update {REF} district Luton").text
    assert "was changed in between (case changed), so nothing was erased" in confirm(office, answer)
    again = office.typed("U0CORA", ERASE)
    office.typed("U0CORA", f"case {REF}")  # a look changes nothing
    office.clock.pass_(minutes=61)
    assert "more than an hour ago; nothing was erased" in confirm(office, again)
    office.clock.at = NOW
    assert "asked for by somebody else" in press(office, "U0CORA", CONFIRM_ERASURE, f"{REF} 1")
    assert "No case HER-1001" in press(office, "U0CORA", CONFIRM_ERASURE, "HER-1001 1")
    assert erased_on(office) is None
    assert "Erased: BED-1042" in confirm(office, office.typed("U0CORA", ERASE))


def test_by_form_the_reference_is_typed_once_more(office: Conversation) -> None:
    office.command("U0CORA", f"erase {REF}")
    office.settle()
    wrong = office.submit("U0CORA", case="BED-1043", because=WHY)
    assert "type BED-1042 to say that you mean it" in wrong.whole
    assert erased_on(office) is None
    assert "Erased: BED-1042" in office.submit("U0CORA", case="bed-1042", because=WHY).whole
    assert erased_on(office) == NOW.date()


def test_nothing_reads_or_changes_an_erased_case(office: Conversation) -> None:
    values = {a: v for a, v in right_values(office).items() if v.startswith(REF)}
    drawn = _forms(office)
    assert "Erased" in erase(office)
    before, found = _rows(office), []
    for line in _lines():
        found += _faults(line, office.typed("U0CORA", line).whole)
    for action_id, value in values.items():
        found += _faults(action_id, press(office, "U0CORA", action_id, value))
    for sheet in drawn:
        answer = Answer.of(office.deliver(sheet.sent_in()))
        found += _faults(sheet.name, answer.whole)
        assert "was erased on 17 June 2026" in answer.whole, sheet.name
    found += _faults("home", json.dumps(office.open_home("U0CORA")))
    assert found == []
    assert _rows(office) == before
    assert "fault" not in office.log.getvalue()


WAS_ERASED = "BED-1042 was erased on 17 June 2026"
LEFT = (
    (f"case {REF}", "Erased: on 17 June 2026. Who it was and all that was written is gone"),
    (f"case {REF} notes", "none"),
    (f"history {REF}", "case erased"),
    ("find Marker", "Nobody that you may see is found by that."),
    ("find X001042", "Nobody that you may see is found by that."),
    (f"find {REF}", REF),
    (f"update {REF} level 3 because x", WAS_ERASED),
    (f"refer {REF} level 2 because x", WAS_ERASED),
    (f"merge {REF} into BED-1043 because x", WAS_ERASED),
    (f"transfer {REF} to Hertfordshire because x", WAS_ERASED),
    (f"undo {REF}", WAS_ERASED),
    (f"retention {REF}", WAS_ERASED),
    (f"erase {REF} because again", WAS_ERASED),
    ("retention erased", "BED-1042: erased on 17 June 2026"),
    ("meeting BED-M2", REF),
    ("refer X001042 category 2 level 2 because he is back", "It is about case BED-1048."),
)


def test_every_word_says_what_is_left(office: Conversation) -> None:
    erase(office)
    for line, says in LEFT:
        assert says in office.typed("U0CORA", line).text, line
    for line in (f"case {REF}", f"history {REF}"):  # who was on its team sees it no more
        assert office.typed("U0PRIYA", line).text == f"No case {REF} that you may see."


def test_what_went_into_it_is_erased_with_it_and_stays_there(laden: Conversation) -> None:
    laden.write(lambda session: retire(session, "BED-1043"))
    assert "Erased: BED-1043, with BED-1044, which went into it." in erase(laden, "BED-1043")
    assert erased_on(laden, "BED-1044") == NOW.date()
    said = laden.typed("U0CORA", "unmerge BED-1044 because two people").text
    assert said.startswith("BED-1044 was erased on 17 June 2026")
    assert "with it: BED-1044" in laden.typed("U0CORA", "history BED-1043").text


def _lines() -> list[str]:
    """Some of every word that name the case."""
    taken: Counter[str] = Counter()
    found = []
    for slot in slots():
        if REF in slot.right and slot.word not in ("retention", "erase"):
            taken[slot.word] += 1
            found += [slot.right] if taken[slot.word] <= LINES_A_WORD else []
    return found


def _forms(talk: Conversation) -> list[Sheet]:
    """Some that were opened before it was erased."""
    talk.command("U0CORA", f"update {REF} note")
    talk.settle()
    opened = talk.form("U0CORA")
    assert opened
    done = actions.answer_form(ACTION, "done", "BED-AC1 done", NOW.date())
    return [
        Sheet("update", opened, {"because": "it was decided", "note": "seen"}),
        Sheet("request", requests.new_form(REF, "police"), {"kind": "escort", "what": "escort"}),
        Sheet("answer", requests.answer_form(REF, REQUEST), {"outcome": "done"}),
        Sheet("action", actions.new_form(REF), {"what": "visit", "name": "Jo", "agency": "police"}),
        Sheet("action done", done, {"on": "2026-06-17", "note": "seen"}),
        Sheet("note", shortcuts.note_form("said there"), {"case": REF}),
    ]


def _faults(what: str, shown: str) -> list[str]:
    wrong = ["went wrong"] if "went wrong" in shown else []
    return [f"{what}: {one}" for one in [*wrong, *(s for s in SECRETS if s in shown)]]


def _rows(talk: Conversation) -> dict[str, list[Any]]:
    """All that is kept of the case, but for the record."""
    of_case = [t for t in metadata.sorted_tables if "case_id" in t.c and t.name != "records"]
    one = select(cases.c.id).where(cases.c.ref == REF).scalar_subquery()

    def read(session: Any) -> dict[str, list[Any]]:
        queries = [select(cases).where(cases.c.ref == REF)]
        queries += [select(t).where(t.c.case_id == one).order_by(t.c.id) for t in of_case]
        return {str(q): [tuple(row) for row in session.execute(q)] for q in queries}

    return talk.read(read)


_ERASED = select(cases.c.ref).where(cases.c.erased_on.is_not(None))
