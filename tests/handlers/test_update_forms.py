"""Updates by form: filled in with what is there, saved by the rules of the line, never blindly."""

from datetime import date

import pytest

from mappa.cases import CaseRecord
from mappa.update_sections import SECTIONS
from storage.cases import get_case
from storage.records import list_history
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.windows import (
    buttons,
    filled,
    open_form,
    open_window,
    press_in_window,
    shown,
)

DECIDED = {"level", "exit"}


def facts(talk: Conversation, ref: str = "BED-1042") -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def test_a_form_is_filled_in_and_saves_what_was_touched(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    form = open_form(talk, "U0PRIYA", "update BED-1042 dates")
    assert filled(form)["licence-end"] == "2027-03-31"
    answer = talk.submit(
        "U0PRIYA", licence_end="2027-06-30", release="2026-07-01", because="court varied it"
    )
    assert "Saved: licence-end, release." in answer.whole
    assert MARKER in answer.whole
    assert facts(talk).dates == {"licence_end": date(2027, 6, 30), "release": date(2026, 7, 1)}

    def last(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        return list_history(session, case.id, case.key)[0]

    entry = talk.read(last)
    assert (entry["source"], entry["after"]["because"]) == ("form", "court varied it")
    assert talk.newly_broken() == []


def test_the_case_alone_offers_every_section_with_what_stands_there(talk: Conversation) -> None:
    form = open_form(talk, "U0CORA", "update BED-1042")
    for section in SECTIONS:
        assert section.title in shown(form)
    for part in ("licence end 31 March 2027", "owner Priya Practice", "lead agency Probation"):
        assert part in shown(form)
    assert buttons(form["blocks"]) == ["Change"] * len(SECTIONS)
    form = press_in_window(talk, "U0CORA", "open_update.people")
    assert filled(form)["owner"] == "U0PRIYA"
    talk.submit("U0CORA", risk="high", owner="U0PETE")
    assert (facts(talk).rosh, facts(talk).owners) == ("high", frozenset({"U0PETE"}))
    assert talk.newly_broken() == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_form_sent_in_as_it_was_opened_changes_nothing(talk: Conversation, section) -> None:  # type: ignore[no-untyped-def]
    open_form(talk, "U0CORA", f"update BED-1042 {section.name}")
    before = talk.dump()
    answer = talk.submit("U0CORA")
    assert "Say what is to change in BED-1042" in str(answer.errors)
    assert talk.dump() == before
    assert talk.newly_broken() == []


def test_what_is_emptied_is_taken_out(talk: Conversation) -> None:
    open_form(talk, "U0CORA", "update BED-1042 licence-end")
    answer = talk.submit("U0CORA", licence_end="")
    assert "needs a reason" in answer.errors["because"]
    talk.submit("U0CORA", licence_end="", because="recorded by mistake")
    assert facts(talk).dates == {}
    open_form(talk, "U0CORA", "update BED-1042 identity")
    talk.submit("U0CORA", crn="", because="another person's")
    assert facts(talk).crn is None


@pytest.mark.parametrize(
    ("section", "values", "field", "says"),
    [
        ("level", {"level": "3"}, "because", "needs a reason"),
        ("level", {"category": "3", "level": "1", "because": "x"}, "level", "Level 2 or 3 only"),
        ("level", {"level": "3", "from": "2031-01-01", "because": "x"}, "from", "has happened"),
        ("dates", {"release": "2030-01-01"}, "release", "Release (1 January 2030)"),
        ("people", {"owner": "U0SIMI"}, "owner", "do not let them see this case"),
        ("people", {"member": "U0NOEL"}, "member", "not registered in this area"),
        ("identity", {"crn": "nonsense", "because": "x"}, "crn", "is not a CRN"),
        ("identity", {"name": "\u202ereversed", "because": "x"}, "name", "invisible"),
        ("note", {"note": "bell\x07"}, "note", "invisible control characters"),
        ("order", {"order": "SHPO"}, "order", "say what happened to it"),
        ("placement", {"place": "1 Example Road"}, "place", "goes with a placement"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(
    shared_talk: Conversation, section: str, values: dict[str, str], field: str, says: str
) -> None:
    talk = shared_talk
    open_form(talk, "U0CORA", f"update BED-1042 {section}")
    before = talk.dump()
    answer = talk.submit("U0CORA", **values)
    assert says in answer.errors[field]
    assert talk.dump() == before


def test_a_practitioner_is_offered_what_they_may_change(talk: Conversation) -> None:
    form = open_form(talk, "U0PRIYA", "update BED-1042")
    offered = {s.title for s in SECTIONS if s.title in shown(form)}
    assert offered == {s.title for s in SECTIONS if s.name not in DECIDED}
    assert set(filled(open_form(talk, "U0PRIYA", "update BED-1042 people"))) == {
        "risk",
        "lead-agency",
        "because",
    }
    answer = talk.typed("U0PRIYA", "update BED-1042 exit")
    assert "decided by the panel or the co-ordinator" in answer.text


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0NOEL"])
@pytest.mark.parametrize("typed", ["update {}", "update {} dates"])
def test_no_form_opens_for_a_case_that_is_not_theirs(
    shared_talk: Conversation, user_id: str, typed: str
) -> None:
    before = shared_talk.dump()
    theirs = shared_talk.typed(user_id, typed.format("BED-1042"))
    nobodys = shared_talk.typed(user_id, typed.format("BED-9042"))
    assert theirs.whole.replace("BED-1042", "BED-9042") == nobodys.whole
    assert theirs.text
    assert MARKER not in theirs.whole
    assert shared_talk.dump() == before


def test_that_a_form_was_opened_is_on_the_record(talk: Conversation) -> None:
    open_form(talk, "U0PRIYA", "update BED-1042 dates")
    open_form(talk, "U0PRIYA", "update BED-1042")
    assert talk.count("records", action="case seen") == 2


def test_a_note_by_form_is_one_note(talk: Conversation) -> None:
    open_form(talk, "U0PRIYA", "update BED-1042 note")
    talk.submit("U0PRIYA", note="first line\nsecond line")
    assert talk.count("notes") == 1
    window = open_window(talk, "U0PRIYA")
    assert "first line" in shown(window)
    assert buttons(window["blocks"]) == []
