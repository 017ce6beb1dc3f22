"""What an auditor sees: the newest sample, as far as their grants go, and until the next."""

from datetime import date
from typing import Any

import pytest

from mappa.access import REFUSED
from mappa.cases import Spell, TeamMember
from storage.case_audits import add_audit, add_case_audit
from storage.cases import get_case, list_cases
from storage.databases import Session
from storage.records import list_history
from tests.build import MARKER, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import EVERYTHING, sit
from tests.handlers.referring import register

AUDITOR = "U0NOEL"
GONE = "No case {} that you may see."
NONE = "There is no audit {} that you may see."
FOUR = (Spell(4, 2, date(2026, 1, 5)),)


def draw(talk: Conversation, *refs: str, area: str = "BED") -> str:
    """A sample of exactly these cases."""

    def add(session: Session) -> str:
        sample = list(list_cases(session, refs=refs))
        return add_case_audit(session, area, sample, TODAY)

    return talk.write(add)


@pytest.fixture
def audited(talk: Conversation) -> Conversation:
    """Of four cases the audit BED-A1 drew three; one of those is limited, one in Category 4."""
    talk.open_case("BED-2001")
    talk.open_case("BED-2002", limited_access=True)
    talk.open_case("BED-2003", spells=FOUR)
    register(talk, AUDITOR, "auditor")
    assert draw(talk, "BED-1042", "BED-2002", "BED-2003") == "BED-A1"
    return talk


GRANTS: dict[tuple[str, ...], set[str]] = {
    (): {"BED-1042"},
    ("limited",): {"BED-1042", "BED-2002"},
    ("category-4",): {"BED-1042", "BED-2003"},
    ("category-4", "limited"): {"BED-1042", "BED-2002", "BED-2003"},
}


@pytest.mark.parametrize("grants", GRANTS)
def test_the_drawn_cases_and_no_others_are_open(
    audited: Conversation, grants: tuple[str, ...]
) -> None:
    register(audited, AUDITOR, "auditor", *grants)
    seen = GRANTS[grants]
    for ref in ("BED-1042", "BED-2001", "BED-2002", "BED-2003"):
        for line in ("case", "case {} notes", "history", "request", "find", "actions"):
            typed = line.format(ref) if "{}" in line else f"{line} {ref}"
            answer = audited.typed(AUDITOR, typed).text
            gone = (GONE.format(ref), f"No case or action {ref} that you may see.")
            assert answer.startswith(gone) is (ref not in seen), typed
    for typed in ("case-audit", "case-audit BED-A1"):
        sample = audited.typed(AUDITOR, typed).text
        assert {ref for ref in ("BED-2001", *GRANTS[grants]) if ref in sample} == seen
        assert f"0 of {len(seen)} looked at" in sample
    found = audited.typed(AUDITOR, "find level 2 cases").whole
    assert {ref for ref in ("BED-2001", *GRANTS["category-4", "limited"]) if ref in found} == seen


def test_an_auditor_notes_what_they_found(audited: Conversation) -> None:
    line = "case-audit BED-A1 case {} outcome met note plan is up to date"
    shown = audited.typed(AUDITOR, line.format("BED-1042")).text
    assert "BED-1042: Standard met, 17 June 2026; plan is up to date" in shown

    def of_case(session: Session) -> list[dict[str, Any]]:
        stored = get_case(session, "BED-1042")
        return list_history(session, stored.id, stored.key)

    newest = audited.read(of_case)[0]
    assert (newest["action"], newest["after"]["audit"]) == ("case audited", "BED-A1")
    assert "Standard met" in audited.typed("U0CORA", "case-audit BED-A1").text
    with_no_change = audited.dump()
    for ref in ("BED-2001", "BED-2002", "BED-2003", "BED-9042"):
        assert audited.typed(AUDITOR, line.format(ref)).text == GONE.format(ref), ref
    assert audited.dump() == with_no_change


def test_a_new_draw_ends_access_to_the_sample_before(audited: Conversation) -> None:
    assert MARKER in audited.typed(AUDITOR, "case BED-1042").text
    assert draw(audited, "BED-2001") == "BED-A2"
    before = audited.dump()
    for typed in ("case BED-1042", "history BED-1042",
                  "case-audit BED-A2 case BED-1042 outcome met"):  # fmt: skip
        assert audited.typed(AUDITOR, typed).text == GONE.format("BED-1042"), typed
    for ref in ("BED-A1", "BED-A9"):  # the same words for one that was and one that never was
        said = audited.typed(AUDITOR, f"case-audit {ref}").text
        assert said.startswith(NONE.format(ref))
    line = "case-audit BED-A1 case BED-2001 outcome met"
    assert audited.typed(AUDITOR, line).text.startswith(NONE.format("BED-A1"))
    assert audited.dump() == before
    assert MARKER in audited.typed(AUDITOR, "case BED-2001").text
    assert audited.typed(AUDITOR, "case-audit").text.startswith("Case audit BED-A2: 0 of 1")


def test_an_older_audit_that_is_brought_in_later_is_not_the_newest(audited: Conversation) -> None:
    audited.write(lambda session: add_audit(session, "BED-A7", "BED", date(2025, 1, 5)))
    assert MARKER in audited.typed(AUDITOR, "case BED-1042").text
    # One of another area changes nothing, and one of no case ends it.
    audited.write(lambda session: add_audit(session, "HER-A1", "HER", TODAY))
    assert MARKER in audited.typed(AUDITOR, "case BED-1042").text
    audited.write(lambda session: add_audit(session, "BED-A8", "BED", TODAY))
    assert audited.typed(AUDITOR, "case BED-1042").text == GONE.format("BED-1042")


def test_where_nothing_was_drawn_an_auditor_hears_so(talk: Conversation) -> None:
    register(talk, AUDITOR, "auditor", "limited", "category-4")
    assert "No sample of cases has been drawn yet" in talk.typed(AUDITOR, "case-audit").text
    assert talk.typed(AUDITOR, "case BED-1042").text == GONE.format("BED-1042")


def test_an_auditor_draws_nothing_and_changes_nothing(audited: Conversation) -> None:
    """Not even of what was theirs to see to before they became an auditor."""
    register(audited, AUDITOR, "practitioner")
    audited.open_case("BED-2004", team=(TeamMember(AUDITOR, "owner"),))
    action = f"owner <@{AUDITOR}> due 4 July 2026 what a visit"
    assert "Saved" in audited.typed("U0CORA", f"action BED-2004 {action}").text
    sit(audited, "BED-2004", chair=AUDITOR)
    assert "Saved" in audited.typed("U0CORA", f"minute BED-M1 BED-2004 {EVERYTHING}").text
    register(audited, AUDITOR, "auditor")
    draw(audited, "BED-1042", "BED-2004")
    assert "a visit" in audited.typed(AUDITOR, "action BED-AC1").text
    before = audited.dump()
    for line in (
        "case-audit draw cases 1",
        "update BED-2004 note seen",
        "undo BED-2004",
        "correct BED-2004 spell 5 January 2026 level 3 because x",
        "request BED-2004 escort because x",
        f"action BED-2004 {action}",
        "action BED-AC1 done",
        "minute BED-M1 BED-2004 supervision daily",
        "minute BED-M1 BED-2004 close",
        "minute BED-M1 BED-2004 plan",
        "minute BED-M1 BED-2004 information hello",
        "meeting BED-M1 cancel because x",
        "meeting BED-M1 invite",
        "refer BED-2004 level 3 because x",
        "merge BED-2004 into BED-1042 because x",
        "transfer BED-2004 to HER because x",
        "export",
        "reminders",
    ):
        answer = audited.typed(AUDITOR, line)
        assert "aved:" not in answer.text and "Closed" not in answer.text, line
    assert audited.dump() == before
    assert audited.typed(AUDITOR, "update BED-2004 note x").text == REFUSED["change case"]


def test_meetings_and_minutes_as_far_as_the_case_is_theirs(audited: Conversation) -> None:
    """The meeting with this case alone, its minutes once they are issued, nobody who is invited."""
    sit(audited, "BED-1042", "BED-2001", place="Luton House")
    sit(audited, "BED-2001")
    shown = audited.typed(AUDITOR, "meeting BED-M1").whole
    assert "BED-1042" in shown and "BED-2001" not in shown
    assert "Toni Example" not in shown and "Invited" not in shown
    listed = (
        audited.typed(AUDITOR, "meetings past").whole + audited.typed(AUDITOR, "meetings").whole
    )
    assert "BED-M1" in listed and "BED-M2" not in listed and "BED-2001" not in listed
    for typed in ("meeting BED-M2", "minute BED-M2", "minute BED-M1 BED-2001"):
        assert " that you may see" in audited.typed(AUDITOR, typed).text, typed
    audited.typed("U0CORA", f"minute BED-M1 BED-1042 {EVERYTHING}")
    not_yet = audited.typed(AUDITOR, "minute BED-M1 BED-1042").whole
    assert "exclusion zone" not in not_yet
    for step in ("close", "issue"):
        audited.typed("U0CORA", f"minute BED-M1 BED-1042 {step}")
        audited.settle()
    assert "exclusion zone" in audited.typed(AUDITOR, "minute BED-M1 BED-1042").whole
