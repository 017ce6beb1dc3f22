"""The word `audit`: who looked at a case, who did what to it, and who was refused it."""

import pytest

from handlers.audits import TAKEN_OUT
from handlers.views.audits import AUDIT_AS_FILE, OTHER_AUDIT_PAGE
from storage.chains import find_broken_record
from storage.records import Entry, add_record
from tests.build import MARKER, NOW
from tests.handlers.badness import plain_text
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press
from tests.handlers.referring import register
from tests.handlers.test_files import content, with_file


def audited(talk: Conversation, typed: str, user_id: str = "U0CORA") -> str:
    return plain_text(talk.typed(user_id, f"audit {typed}").blocks)


def fill(talk: Conversation) -> None:
    """A change, a look, a list, a figure, and refusals of two who may not see the case."""
    talk.typed("U0CORA", "update BED-1042 risk high")
    talk.clock.pass_(minutes=1)
    talk.typed("U0PRIYA", "case BED-1042 notes")
    talk.open_case("BED-1043", name="Robin Other")
    talk.typed("U0PRIYA", "find level 2 cases")
    talk.typed("U0CORA", "how many cases")
    talk.clock.pass_(minutes=1)
    talk.typed("U0PETE", "case BED-1042")
    press(talk, "U0PETE", "open_case", "BED-1042")
    talk.typed("U0OLGA", "case BED-1042", team_id="T0OTHER")


def test_everything_is_told_newest_first_with_agency_and_way(talk: Conversation) -> None:
    fill(talk)
    said = audited(talk, "BED-1042")
    in_order = [
        "17 June 2026, 09:32, Cora Practice (Probation), by command: case seen (BED ",
        "  its record",
        "somebody who is not registered, U0OLGA, by command: refused (BED ",
        "17 June 2026, 09:32, Pete Practice (Police), by button: refused (BED ",
        "  the button open_case",
        "Pete Practice (Police), by command: refused (BED ",
        "  the word case",
        "17 June 2026, 09:31, Priya Practice (Probation), by command: cases found (BED 3)",
        "  one of 2 cases",
        "Priya Practice (Probation), by command: case seen (BED 2)",
        "  notes",
        "17 June 2026, 09:30, Cora Practice (Probation), by command: case changed (BED 1)",
        "  Risk of serious harm: was not recorded, now High",
    ]
    place = 0
    for part in in_order:
        assert part in said[place:], f"{part} not after {said[:place]}"
        place = said.index(part, place)
    assert "BED-1043" not in said and "Robin Other" not in said and "level 2 cases" not in said
    assert MARKER not in talk.typed("U0CORA", "audit BED-1042").text
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None


@pytest.mark.parametrize(
    ("typed", "there", "missing"),
    [
        ("seen", ["case seen", "cases found"], ["case changed", "refused"]),
        ("changed", ["case changed"], ["seen", "cases found", "refused"]),
        ("refused", ["refused", "U0OLGA"], ["case changed", "case seen", "found"]),
        ("changed refused", ["case changed", "refused"], ["case seen"]),
        ("by <@U0PRIYA>", ["case seen", "cases found"], ["Cora", "Pete"]),
        ("refused by <@U0OLGA>", ["U0OLGA"], ["Pete"]),
        ("since 18 June 2026", ["Nothing."], ["Cora"]),
        ("since 17 June 2026 by <@U0PETE>", ["Pete"], ["Cora", "Priya"]),
        ("page 9", ["No more."], ["Cora"]),
    ],
)
def test_it_is_narrowed_by_what_who_and_when(
    talk: Conversation, typed: str, there: list[str], missing: list[str]
) -> None:
    fill(talk)
    said = audited(talk, f"BED-1042 {typed}")
    assert [part for part in there if part not in said] == [], said
    assert [part for part in missing if part in said] == [], said


def test_it_is_for_who_may_read_the_record_and_reads_the_same_to_others(
    talk: Conversation,
) -> None:
    register(talk, "U0NOEL", "auditor")
    for ref in ("BED-1042", "BED-9999"):
        assert talk.typed("U0NOEL", f"audit {ref}").text == f"No case {ref} that you may see."
        for user_id in ("U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA"):
            assert "role" in talk.typed(user_id, f"audit {ref}").text
    talk.typed("U0CORA", "case-audit draw cases 50")
    assert "newest first" in audited(talk, "BED-1042", "U0NOEL")
    assert "As a file" not in audited(talk, "BED-1042", "U0NOEL")
    assert MARKER not in press(talk, "U0PETE", f"{OTHER_AUDIT_PAGE}.x", "BED-1042")


def test_the_file_holds_all_of_it_and_no_formula_and_is_for_co_ordinators(
    talk: Conversation,
) -> None:
    fill(talk)
    talk.typed("U0CORA", "update BED-1042 note =1+1")
    assert talk.typed("U0CORA", "audit BED-1042").blocks[-1]["elements"][-1]["value"] == "BED-1042"
    press(talk, "U0CORA", AUDIT_AS_FILE, "BED-1042 refused")
    press(talk, "U0CORA", AUDIT_AS_FILE, "BED-1042")
    talk.send()
    some, every = (content(talk, message) for message in with_file(talk))
    assert some[0][0] == "when (UK time)" and len(some) == 4
    assert {row[4] for row in some[1:]} == {"refused"}
    assert sorted({row[4] for row in every[1:]} & {"case changed", "cases found", TAKEN_OUT}) == [
        "audit taken out",
        "case changed",
        "cases found",
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in every for cell in row)
    assert MARKER not in str(with_file(talk)) + talk.log.getvalue()
    register(talk, "U0NOEL", "auditor")
    talk.typed("U0CORA", "case-audit draw cases 50")
    refused = press(talk, "U0NOEL", AUDIT_AS_FILE, "BED-1042")
    assert "co-ordinator" in refused and not with_file(talk, "D0NOEL")


def test_pages_of_it_turn_in_a_window(talk: Conversation) -> None:
    with talk.db.write() as session:
        for n in range(60):
            entry = Entry("home seen", "home", after={"cases": ["BED-1042"], "n": f"{n}"})
            add_record(session, entry, area="BED", now=NOW, person=talk.people["U0CORA"])
    first = talk.typed("U0CORA", "audit BED-1042")
    assert "page 1 of 2" in first.text and "Next: /mappa audit BED-1042 page 2" in first.text
    value = first.blocks[-1]["elements"][0]["value"]
    assert value == "BED-1042 page 2"
    shown = press(talk, "U0CORA", f"{OTHER_AUDIT_PAGE}.older", value)
    assert "page 2 of 2" in shown and "Newer" in shown


def test_what_was_done_as_another_case_is_told_with_it(talk: Conversation) -> None:
    talk.open_case("BED-1043", crn=None)
    talk.typed("U0CORA", "case BED-1043")
    talk.typed("U0PETE", "case BED-1043")
    merged = talk.typed("U0CORA", "merge BED-1043 into BED-1042 because one person")
    assert "aved" in merged.whole
    said = audited(talk, "BED-1042")
    assert "by command: case seen (as BED-1043)" in said
    assert "by command: refused (as BED-1043)" in said
