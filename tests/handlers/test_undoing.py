"""The word `undo`: one's own last change, within ten minutes, on the record, and nothing else."""

from dataclasses import replace

import pytest

from mappa.cases import CaseRecord, TeamMember
from mappa.undoing import Difference, step_back
from storage.cases import get_case, set_case
from storage.people import add_person, remove_person
from storage.records import find_broken_record, list_history
from storage.tables import reminders
from tests.build import MARKER, NOW, TEAM, person
from tests.handlers.conversations import Conversation
from tests.handlers.windows import (
    last_answer_to,
    open_form,
    open_window,
    press_in_window,
    shown,
)
from tests.handlers.workspaces import Answer
from tests.storage.caseloads import in_order

CHANGES = (
    "level 3 threshold senior because risk",
    "category 1 because convicted",
    "exit because licence ended",
    "licence-end 1 May 2027 because court",
    "licence-end none because court",
    "sled 1 May 2028 release 1 July 2026 because court",
    "custody recall from 1 May 2026",
    "risk high lead-agency police",
    "owner <@U0PETE>",
    "member <@U0PETE>",
    "name Other Invented crn X320741 born 1 May 1980 because mistyped",
    "placement own-ap place 3 Example Road from 1 May 2026",
    "order SHPO imposed 1 May 2026 ends 1 May 2031",
    "event sfo on 1 May 2026 custody remand because charged",
    "disclosure yes to the head teacher because he works near the school",
    "limited-access no victim-concerns yes",
)


def facts(talk: Conversation) -> CaseRecord:
    return talk.read(lambda session: get_case(session, "BED-1042").facts)


def last_entry(talk: Conversation) -> dict[str, object]:
    def read(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        assert find_broken_record(session, "BED") is None
        return list_history(session, case.id, case.key, seen=False)[0]

    found: dict[str, object] = talk.read(read)
    return found


def live_reminders(talk: Conversation) -> set[tuple[object, ...]]:
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    return {(r.kind, r.about_on, r.notice, r.person_id) for r in rows if r.state != "void"}


@pytest.mark.parametrize("fields", CHANGES)
def test_every_change_can_be_taken_back(talk_on_both: Conversation, fields: str) -> None:
    talk = talk_on_both
    before, due = facts(talk), live_reminders(talk)
    saved = talk.typed("U0CORA", f"update BED-1042 {fields}")
    assert saved.text.startswith("Saved: "), saved.text
    assert facts(talk) != before
    talk.clock.pass_(minutes=9)
    answer = talk.typed("U0CORA", "undo")
    assert answer.text.startswith("Undone in BED-1042. "), answer.text
    assert MARKER in answer.text
    assert facts(talk) == before
    assert live_reminders(talk) == due
    entry = last_entry(talk)
    assert entry["action"] == "change undone"
    assert "no. " in str(entry["after"])
    again = talk.typed("U0CORA", "undo BED-1042")
    assert "was undone already, at 17 June 2026, 09:39; nothing was undone now" in again.text
    assert facts(talk) == before


def test_the_button_takes_back_the_change_above_it_and_no_other(talk: Conversation) -> None:
    before = facts(talk)
    talk.command("U0PRIYA", "update BED-1042 risk high")
    first = last_answer_to(talk, "U0PRIYA")
    talk.clock.pass_(seconds=5)
    talk.command("U0PRIYA", "update BED-1042 lead-agency police")
    second = last_answer_to(talk, "U0PRIYA")
    talk.press("U0PRIYA", "undo_change", first)
    assert "You have changed BED-1042 again since then" in shown(open_window(talk, "U0PRIYA"))
    talk.press("U0PRIYA", "undo_change", second)
    assert "Undone in BED-1042. Lead agency: was Police, now Probation" in shown(
        open_window(talk, "U0PRIYA")
    )
    assert facts(talk) == replace(before, rosh="high")
    talk.press("U0PRIYA", "undo_change", second)
    assert "was undone already" in shown(open_window(talk, "U0PRIYA"))
    assert facts(talk) == replace(before, rosh="high")
    assert talk.newly_broken() == []


def test_a_change_by_form_has_its_button_in_the_window(talk: Conversation) -> None:
    before = facts(talk)
    open_form(talk, "U0PRIYA", "update BED-1042 people")
    talk.submit("U0PRIYA", risk="high")
    window = press_in_window(talk, "U0PRIYA", "undo_change")
    assert "Undone in BED-1042. Risk of serious harm: was High, now not recorded" in shown(window)
    assert facts(talk) == before
    assert talk.newly_broken() == []


def test_what_others_changed_elsewhere_stays(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.typed("U0CORA", "update BED-1042 risk high licence-end 1 May 2027 because court")
    talk.typed("U0PRIYA", "update BED-1042 release 1 July 2026 lead-agency police")
    assert talk.typed("U0CORA", "undo").text.startswith("Undone in BED-1042. ")
    now = facts(talk)
    assert (now.rosh, now.lead_agency) == (None, "police")
    dates = {kind: on.isoformat() for kind, on in now.dates.items()}
    assert dates == {"licence_end": "2027-03-31", "release": "2026-07-01"}


@pytest.mark.parametrize(
    ("mine", "theirs", "says"),
    [
        ("risk high", "risk low", "rosh has been changed again"),
        ("licence-end 1 May 2027 because x", "licence-end 2 May 2027 because y", "dates has been"),
        ("licence-end none because x", "sled 2 May 2027 because y", "dates has been"),
        ("level 3 because x", "threshold senior level 2 because y", "spells has been changed"),
        ("custody recall from 1 May 2026", "custody no", "custody has been changed again"),
        # not the same fact, but one that stands on it
        ("licence-end none because x", "sentence-end 1 May 2026 because y", "Licence end (31"),
    ],
)
def test_what_has_been_changed_again_since_is_not_undone(
    talk: Conversation, mine: str, theirs: str, says: str
) -> None:
    talk.typed("U0CORA", f"update BED-1042 {mine}")
    talk.clock.pass_(seconds=5)
    talk.write(lambda session: add_person(session, person("U0NOEL", "co-ordinator"), NOW))
    assert talk.typed("U0NOEL", f"update BED-1042 {theirs}").text.startswith("Saved: ")
    before = talk.dump()
    answer = talk.typed("U0CORA", "undo BED-1042")
    assert says in answer.text
    assert talk.dump() == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("undo", "You have changed no case in the last ten minutes"),
        ("undo BED-1042", "You have changed nothing in BED-1042 that could be undone"),
        ("undo BED-9042", "No case BED-9042 that you may see."),
        ("undo BED_1042", "is not a case reference"),
        ("undo BED-1042 level", "undo takes a case reference or nothing. Example: undo BED-1042"),
    ],
)
def test_what_cannot_be_undone_is_told_apart(
    shared_talk: Conversation, typed: str, says: str
) -> None:
    assert says in shared_talk.typed("U0CORA", typed).text


def test_ten_minutes_are_the_limit(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    talk.clock.pass_(minutes=10, seconds=1)
    assert "You have changed no case in the last ten minutes" in talk.typed("U0PRIYA", "undo").text
    answer = talk.typed("U0PRIYA", "undo BED-1042")
    assert "was made on 17 June 2026, 09:30, more than ten minutes ago" in answer.text
    assert facts(talk).rosh == "high"


def test_only_ones_own_change_is_undone(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    for typed in ("undo", "undo BED-1042"):
        assert "nothing" in talk.typed("U0CORA", typed).text
    assert facts(talk).rosh == "high"


def test_notes_and_looks_stand_aside_and_a_referral_does_not(talk: Conversation) -> None:
    talk.typed("U0CORA", "update BED-1042 risk high note spoke to housing")
    talk.clock.pass_(seconds=5)
    for typed in ("case BED-1042", "history BED-1042"):
        talk.typed("U0CORA", typed)
    assert talk.typed("U0CORA", "undo").text.startswith("Undone in BED-1042. ")
    assert talk.count("notes") == 1
    talk.clock.pass_(seconds=5)
    talk.typed("U0CORA", "update BED-1042 risk low")
    talk.clock.pass_(seconds=5)
    talk.typed("U0CORA", "refer BED-1042 level 3 because risk has risen")
    answer = talk.typed("U0CORA", "undo")
    assert "Your last step in BED-1042 (referral made) cannot be undone" in answer.text


@pytest.mark.parametrize("typed", ["undo", "undo BED-1042"])
def test_who_noted_something_last_is_not_given_back_what_was_before_it(
    talk: Conversation, typed: str
) -> None:
    talk.typed("U0CORA", "update BED-1042 risk high")
    talk.clock.pass_(seconds=5)
    talk.typed("U0CORA", "update BED-1042 note of another case")
    before = talk.dump()
    assert "Your last step in BED-1042 was a note" in talk.typed("U0CORA", typed).text
    assert talk.dump() == before


def test_access_that_was_lost_loses_the_undo_as_well(talk: Conversation) -> None:
    talk.command("U0PRIYA", "update BED-1042 risk high")
    message = last_answer_to(talk, "U0PRIYA")

    def leave(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042", to_change=True)
        set_case(session, case, replace(case.facts, team=(TeamMember("U0PETE", "owner"),)))

    talk.write(leave)
    assert "You have changed no case" in talk.typed("U0PRIYA", "undo").text
    assert "No case BED-1042 that you may see." in talk.typed("U0PRIYA", "undo BED-1042").text
    talk.press("U0PRIYA", "undo_change", message)
    assert "No case BED-1042 that you may see." in shown(open_window(talk, "U0PRIYA"))
    assert facts(talk).rosh == "high"


def test_a_case_does_not_go_back_to_somebody_who_has_left(talk: Conversation) -> None:
    talk.typed("U0CORA", "update BED-1042 owner <@U0PETE> because she leaves")
    assert facts(talk).owners == {"U0PETE"}
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    before = talk.dump()
    answer = talk.typed("U0CORA", "undo BED-1042")
    assert "that person is not registered in this area" in answer.text
    assert talk.dump() == before


def test_no_history_row_is_lost_whatever_is_done_and_undone(talk_on_both: Conversation) -> None:
    """The record, replayed backwards from what is stored, gives every state that was stored."""
    talk = talk_on_both
    states = [facts(talk)]
    for fields in CHANGES:
        for typed in (f"update BED-1042 {fields}", "undo", f"update BED-1042 {fields}"):
            talk.clock.pass_(minutes=1 if typed == "undo" else 60 * 24)
            talk.typed("U0CORA", typed)
            if facts(talk) != states[-1]:
                states.append(facts(talk))

    def record(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        rows = list_history(session, case.id, case.key, seen=False)
        return [Difference(row["before"], row["after"]) for row in rows if row["before"]]

    changes = talk.read(record)
    assert len(changes) == len(states) - 1 > len(CHANGES)
    state = states[-1]
    for change, earlier in zip(changes, reversed(states[:-1]), strict=True):
        state = step_back(state, change)
        assert in_order(state) == in_order(earlier)


@pytest.mark.parametrize("value", ["", " ", "BED-1042", "BED-1042 0", "BED-1042 -1", "x 1", "٣ ٣"])
def test_a_forged_button_undoes_nothing(talk: Conversation, value: str) -> None:
    talk.command("U0PRIYA", "update BED-1042 risk high")
    message = last_answer_to(talk, "U0PRIYA")

    def forge(payload) -> None:  # type: ignore[no-untyped-def]
        payload["actions"][0]["value"] = value

    with talk.tampering(forge):
        talk.press("U0PRIYA", "undo_change", message)
    talk.settle()
    assert facts(talk).rosh == "high"
    assert "went wrong" not in talk.everything_seen()


def test_an_undo_delivered_again_undoes_nothing_more(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    payload = talk.command_payload("U0PRIYA", "undo")
    assert Answer.of(talk.deliver(payload)).text.startswith("Undone in BED-1042. ")
    before = talk.dump(without=())
    assert "was done already" in Answer.of(talk.deliver(payload, retry=1)).text
    assert talk.dump(without=()) == before


def test_a_handover_of_many_cases_is_not_undone_case_by_case(talk: Conversation) -> None:
    talk.typed("U0CORA", "reassign <@U0PRIYA> to <@U0PETE> because she leaves")
    before = talk.dump()
    assert "Hand the cases back. Example: reassign" in talk.typed("U0CORA", "undo").text
    assert talk.dump() == before
