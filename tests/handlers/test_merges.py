"""The words `merge` and `unmerge`: who may, what is told, what is on the record, what reminds."""

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mappa.access import REFUSED
from mappa.cases import CaseRecord, Spell, TeamMember
from storage.cases import get_case
from storage.people import add_person
from storage.records import find_broken_record, list_history
from storage.tables import reminders
from tests.build import MARKER, NOW
from tests.handlers.conversations import Conversation

MERGE = "merge BED-1042 into BED-2000 because referred twice"


@pytest.fixture
def two(talk_on_both: Conversation) -> Conversation:
    """Priya's BED-1042, and BED-2000 of Pete's, which has neither name nor dates."""
    pete = (TeamMember("U0PETE", "owner"),)
    spells = (Spell(2, 2, date(2026, 3, 1)),)
    talk_on_both.open_case("BED-2000", name="", crn=None, dates={}, team=pete, spells=spells)
    return talk_on_both


def facts(talk: Conversation, ref: str) -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def told(talk: Conversation, ref: str) -> set[str]:
    """The states of all reminders about a case."""
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    return {row.state for row in rows if row.subject == f"case {ref}"}


def test_a_merge_says_what_it_took_and_the_case_says_where_it_went(two: Conversation) -> None:
    answer = two.typed("U0CORA", MERGE)
    assert answer.text.startswith("Saved: BED-1042 is merged into BED-2000.")
    assert "took over: CRN, name, licence end, category and level, team." in answer.text
    for user_id in ("U0CORA", "U0PRIYA", "U0PETE"):  # both teams are one
        for typed in ("case BED-1042", "update BED-1042 note x", "case BED-1042 notes"):
            shown = two.typed(user_id, typed)
            assert shown.text == (
                "BED-1042 was merged into BED-2000: they are one person. Example: case BED-2000"
            )
        assert MARKER in two.typed(user_id, "case BED-2000").text
    assert facts(two, "BED-2000").spells[0].started_on == date(2026, 1, 5)
    assert two.typed("U0CORA", "how many cases").text.startswith("1 person")
    assert told(two, "BED-1042") == {"void"}
    assert "planned" in told(two, "BED-2000")


def test_the_notes_and_the_history_of_both_are_shown_together(two: Conversation) -> None:
    two.typed("U0CORA", "update BED-1042 note seen in town")
    two.typed("U0CORA", "update BED-2000 note rang housing")
    two.typed("U0CORA", MERGE)
    two.clock.pass_(days=1)
    two.typed("U0PETE", "update BED-2000 note since then")
    notes = two.typed("U0PETE", "case BED-2000 notes").text.splitlines()[1:]
    assert notes[0] == "18 June 2026: since then"
    assert set(notes[1:]) == {
        "17 June 2026: (BED-1042) seen in town",
        "17 June 2026: rang housing",
    }
    assert "(BED-1042) seen in town" in two.typed("U0PETE", "case BED-2000").text
    assert "BED-1042" in two.typed("U0PETE", "history BED-2000").text


def test_the_way_back_is_complete(two: Conversation) -> None:
    before = facts(two, "BED-1042"), facts(two, "BED-2000")
    for undo in ("unmerge BED-1042 because two people", "merge undo BED-1042 because two people"):
        two.typed("U0CORA", MERGE)
        answer = two.typed("U0CORA", undo)
        assert answer.text.startswith("Saved: BED-1042 and BED-2000 are two cases again.")
        assert (facts(two, "BED-1042"), facts(two, "BED-2000")) == before
        assert "planned" in told(two, "BED-1042")
        assert told(two, "BED-2000") == {"void"}
    assert "No case BED-1042" in two.typed("U0PETE", "case BED-1042").text


def test_both_are_on_the_record_of_both_cases(two: Conversation) -> None:
    two.typed("U0CORA", MERGE)
    two.typed("U0CORA", "unmerge BED-1042 because two people")

    def read(session):  # type: ignore[no-untyped-def]
        cases = [get_case(session, ref) for ref in ("BED-1042", "BED-2000")]
        rows = [list_history(session, case.id, case.key) for case in cases]
        return rows, find_broken_record(session, "BED")

    rows, broken = two.read(read)
    for of_case in rows:
        assert [row["action"] for row in of_case[:2]] == ["merge undone", "case merged"]
        assert of_case[1]["after"]["because"] == "referred twice"
        assert of_case[1]["after"]["cases"] == ["BED-1042", "BED-2000"]
    assert rows[0][1]["before"]["name"] == MARKER
    assert broken is None


def test_what_changed_since_stands_in_the_way_and_what_came_since_stays(two: Conversation) -> None:
    two.typed("U0CORA", MERGE)
    two.typed("U0CORA", "update BED-2000 risk high note since then")
    two.typed("U0CORA", "update BED-2000 licence-end 1 May 2028 because court varied it")
    before = two.dump()
    answer = two.typed("U0CORA", "unmerge BED-1042 because two people")
    assert "BED-2000 has changed since in what came with the merge: dates." in answer.text
    assert two.dump() == before
    two.typed("U0CORA", "update BED-2000 licence-end 31 March 2027 because mistyped")
    assert two.typed("U0CORA", "unmerge BED-1042 because two people").text.startswith("Saved")
    assert facts(two, "BED-2000").rosh == "high"
    assert facts(two, "BED-2000").dates == {}


@pytest.mark.parametrize("user_id", ["U0PRIYA", "U0PETE", "U0CHAS", "U0SIMI", "U0ADA"])
def test_only_a_co_ordinator_merges(shared_talk: Conversation, user_id: str) -> None:
    before = shared_talk.dump(without=())
    for typed in (MERGE, "unmerge BED-1042 because x", "merge undo BED-1042 because x", "merge"):
        assert shared_talk.typed(user_id, typed).text == REFUSED["tidy cases"]
    assert shared_talk.dump(without=()) == before


def test_a_case_that_one_may_not_see_can_be_neither_merged_nor_told_from_none(
    talk: Conversation,
) -> None:
    talk.open_case("BED-2001", limited_access=True)
    before = talk.dump(without=())
    for line in (
        "merge BED-1042 into {} because x",
        "merge {} into BED-1042 because x",
        "unmerge {} because x",
    ):
        for ref in ("BED-2001", "BED-9999"):
            assert talk.typed("U0CORA", line.format(ref)).text == f"No case {ref} that you may see."
    assert talk.dump(without=()) == before
    granted = replace(talk.people["U0CORA"], grants=frozenset({"limited"}))
    talk.write(lambda session: add_person(session, granted, NOW))
    assert talk.typed(
        "U0CORA", "merge BED-2001 into BED-1042 keeping BED-1042 because x"
    ).text.startswith("Saved")
    talk.write(lambda session: add_person(session, talk.people["U0CORA"], NOW))
    for typed in ("case BED-1042", "case BED-2001", "unmerge BED-2001 because x"):
        assert "that you may see" in talk.typed("U0CORA", typed).text


def test_a_chain_is_taken_apart_from_its_end(talk: Conversation) -> None:
    for ref in ("BED-2000", "BED-3000"):
        talk.open_case(ref, name="", crn=None, dates={})
    talk.typed("U0CORA", MERGE)
    talk.typed("U0CORA", "merge BED-2000 into BED-3000 because the same")
    assert "BED-1042 was merged into BED-3000" in talk.typed("U0CORA", "case BED-1042").text
    again = talk.typed("U0CORA", "merge BED-1042 into BED-3000 because x").text
    assert "BED-1042 was merged into BED-3000" in again
    answer = talk.typed("U0CORA", "unmerge BED-1042 because two people")
    assert "BED-2000 was itself merged into BED-3000" in answer.text
    for ref in ("BED-2000", "BED-1042"):
        assert talk.typed("U0CORA", f"unmerge {ref} because two").text.startswith("Saved")
    assert (
        "is not merged into another case" in talk.typed("U0CORA", "unmerge BED-1042 because x").text
    )


def test_a_case_that_came_merged_leads_on_but_cannot_be_taken_apart(talk: Conversation) -> None:
    gone: dict[str, Any] = {"name": "", "crn": None, "dates": {}, "team": (), "spells": ()}
    talk.open_case("BED-2000", merged_into="BED-1042", **gone)
    talk.open_case("BED-2001", merged_into="BED-9999", **gone)
    assert "BED-2000 was merged into BED-1042" in talk.typed("U0CORA", "case BED-2000").text
    answer = talk.typed("U0CORA", "unmerge BED-2000 because two people").text
    assert "was merged into BED-1042 before it was brought in here" in answer
    for typed in ("case BED-2001", "unmerge BED-2001 because two people"):
        assert talk.typed("U0CORA", typed).text == "No case BED-2001 that you may see."


def test_a_referral_goes_along_with_its_reminders_and_comes_back(two: Conversation) -> None:
    made = two.typed("U0PRIYA", "refer BED-1042 level 3 because risk has risen")
    assert made.text.startswith("Saved: referral BED-R1")

    def owner(session):  # type: ignore[no-untyped-def]
        rows = session.execute(reminders.select()).all()
        return {row.case_id for row in rows if row.subject == "referral BED-R1"}

    def numbers(session):  # type: ignore[no-untyped-def]
        return {ref: get_case(session, ref).id for ref in ("BED-1042", "BED-2000")}

    ids = two.read(numbers)
    two.typed("U0CORA", MERGE)
    assert two.count("referrals", case_id=ids["BED-2000"]) == 1
    assert two.read(owner) == {ids["BED-2000"]}
    two.typed("U0CORA", "unmerge BED-1042 because two people")
    assert two.count("referrals", case_id=ids["BED-1042"]) == 1
    assert two.read(owner) == {ids["BED-1042"]}
    assert "risk has risen" not in two.log.getvalue()


def test_two_merges_of_the_same_cases_at_once_make_one(two: Conversation) -> None:
    lines = (MERGE, "merge BED-2000 into BED-1042 because referred twice")
    barrier, answers = threading.Barrier(2), []

    def type_it(line: str) -> None:
        barrier.wait()
        answers.append(two.typed("U0CORA", line).text)

    threads = [threading.Thread(target=type_it, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.startswith("Saved") for answer in answers) == [False, True]
    refused = next(answer for answer in answers if not answer.startswith("Saved"))
    assert "was merged into" in refused
    assert two.count("merges") == 1


def test_a_merge_is_not_taken_back_into_an_identifier_that_somebody_else_has_by_now(
    talk: Conversation,
) -> None:
    talk.open_case("BED-2000", crn="X999999")
    talk.typed("U0CORA", "merge BED-1042 into BED-2000 keeping BED-2000 because referred twice")
    talk.typed("U0CORA", "refer X001042 category 2 level 2 because new")
    before = talk.dump()
    answer = talk.typed("U0CORA", "unmerge BED-1042 because two people after all")
    assert "carries X001042 already; nothing was saved" in answer.text
    assert talk.dump() == before
