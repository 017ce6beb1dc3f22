"""The word `correct`: who may, what is shown and kept, and what is never lost."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from mappa.access import REFUSED
from mappa.cases import CaseRecord, Custody, Event, Spell
from mappa.corrections import NOUNS
from mappa.undoing import Difference, step_back
from storage.cases import get_case
from storage.people import add_person
from storage.records import find_broken_record, list_history
from tests.build import MARKER, NOW
from tests.build import case as build_case
from tests.handlers.conversations import Conversation
from tests.handlers.test_bad_input import BAD, RIGHT, faults, is_harmless
from tests.mappa.test_correction_histories import HELD, lines, meant

SPELL = "correct BED-1042 spell 5 January 2026"


def facts(talk: Conversation, ref: str = "BED-1042") -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def history(talk: Conversation, ref: str = "BED-1042") -> list[dict[str, Any]]:
    def read(session):  # type: ignore[no-untyped-def]
        case = get_case(session, ref)
        assert find_broken_record(session, "BED") is None
        return list_history(session, case.id, case.key)

    return list(talk.read(read))


def test_a_correction_shows_and_keeps_what_was_and_why(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    payload = talk.command_payload("U0CORA", f"{SPELL} level 3 because the minutes say so")
    answer = str(talk.deliver(payload).body)
    for words in ("Saved: spell of BED-1042 corrected.", "Was: level 2, category 2",
                  "Is: level 3, category 2"):  # fmt: skip
        assert words in answer
    assert facts(talk).spells[-1].level == 3
    talk.deliver(payload, 1)
    entry, *earlier = history(talk)
    assert "case changed" not in [row["action"] for row in earlier]
    assert entry["before"]["spells"][0]["level"] == 2
    assert entry["after"]["spells"][0]["level"] == 3
    assert entry["after"]["because"] == "the minutes say so"
    assert entry["person_id"] == talk.people["U0CORA"].id


def test_a_corrected_figure_counts_as_it_stands_now(talk: Conversation) -> None:
    talk.typed("U0CORA", f"{SPELL} from 1 February 2026 because the minutes say so")
    assert talk.typed("U0CORA", "how many cases on 31 January 2026").text.startswith("0 people")
    assert talk.typed("U0CORA", "how many cases on 1 February 2026").text.startswith("1 person")


def test_what_stands_there_already_changes_nothing_and_counts_as_looking(
    talk: Conversation,
) -> None:
    before = talk.dump()
    answer = talk.typed("U0CORA", f"{SPELL} level 2 because it was")
    assert answer.text.startswith("All of that stood here already; nothing was changed.")
    assert talk.dump() == before
    assert talk.count("records", action="case seen") == 1


def test_a_practitioner_corrects_facts_but_not_category_and_level(talk: Conversation) -> None:
    talk.open_case("BED-1050", custody=(Custody(date(2026, 5, 1)),), crn=None)
    before = talk.dump()
    answer = talk.typed("U0PRIYA", f"{SPELL} level 3 because the minutes say so")
    assert answer.text.startswith("spell: category and level are corrected by the co-ordinator")
    assert talk.dump() == before
    line = "correct BED-1050 custody 1 May 2026 from 30 April 2026 because the prison says so"
    assert "Is: in custody (sentence) from 30 April 2026" in talk.typed("U0PRIYA", line).text


def test_nobody_corrects_a_case_into_one_that_they_could_not_see(talk: Conversation) -> None:
    before = talk.dump()
    answer = talk.typed("U0CORA", f"{SPELL} category 4 because charged")
    assert answer.text.startswith("Category 4 can be set only by somebody granted Category 4")
    assert talk.dump() == before
    granted = replace(talk.people["U0CORA"], grants=frozenset({"category-4"}))
    talk.write(lambda session: add_person(session, granted, NOW))
    assert "Saved" in talk.typed("U0CORA", f"{SPELL} category 4 because charged").text


GONE = {
    "U0PETE": "No case REF that you may see.",
    **dict.fromkeys(("U0CHAS", "U0SIMI", "U0ADA"), REFUSED["change case"]),
}


@pytest.mark.parametrize("user_id", GONE)
def test_history_that_is_not_theirs_reads_as_none(talk: Conversation, user_id: str) -> None:
    talk.open_case("BED-1050", events=(Event("sfo", date(2026, 5, 1)),), crn=None, team=())
    before = talk.dump()
    for words in ("spell 5 January 2026 level 3", "event sfo 1 May 2026 removed",
                  "event sfo 2 May 2026 removed"):  # fmt: skip
        answers = {
            talk.typed(user_id, f"correct {ref} {words} because x").whole.replace(ref, "REF")
            for ref in ("BED-1050", "BED-9050")
        }
        assert len(answers) == 1
        answer = answers.pop()
        assert GONE[user_id] in answer
        assert MARKER not in answer
    assert talk.dump() == before


def test_a_spell_of_another_areas_time_is_noted_on_that_areas_record_too(
    talk_on_both: Conversation,
) -> None:
    spells = (Spell(2, 2, date(2026, 1, 5), date(2026, 3, 1), area="HER"),
              Spell(2, 2, date(2026, 3, 1)))  # fmt: skip
    talk_on_both.open_case("BED-1050", spells=spells, crn=None)
    line = "correct BED-1050 spell 5 January 2026 level 3 because the minutes say so"
    assert "Saved" in talk_on_both.typed("U0CORA", line).text
    rows = history(talk_on_both, "BED-1050")
    assert {(row["area"], row["action"]) for row in rows} == {
        ("BED", "case changed"),
        ("HER", "history corrected"),
    }


def test_of_two_who_take_out_the_same_event_one_does(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.open_case("BED-1050", events=(Event("sfo", date(2026, 5, 1)),), crn=None)
    line = "correct BED-1050 event sfo 1 May 2026 removed because it was not him"
    barrier, texts = Barrier(2), {}

    def remove(user_id: str) -> None:
        payload = talk.command_payload(user_id, line)
        barrier.wait()
        texts[user_id] = str(talk.deliver(payload).body)

    threads = [Thread(target=remove, args=(user_id,)) for user_id in ("U0CORA", "U0PRIYA")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted("Saved: " in text for text in texts.values()) == [False, True], texts
    assert facts(talk, "BED-1050").events == ()


@pytest.mark.parametrize(
    ("field", "noun"),
    [
        *((noun, "") for noun in NOUNS),
        *((value, noun) for noun in ("spell", "placement", "order-change", "disclosure")
          for value in NOUNS[noun].values if value not in ("note", "rationale", "place")),
        ("imposed", "order"), ("ends", "order"), ("why", "custody"), ("which", "spell"),
    ],
)  # fmt: skip
def test_whatever_is_typed_wrongly_is_named_and_saves_nothing(
    shared_talk: Conversation, field: str, noun: str
) -> None:
    found = []
    for kind, bad in BAD.items():
        if (field, kind) in RIGHT:
            continue
        lead = f"{noun} 5 January 2026" if noun else ""
        line = f"correct BED-1042 {lead} {field} {bad} because it was otherwise"
        found += faults(shared_talk, line, field, "correct", noun or field)
    assert found == []


def test_text_that_is_corrected_takes_no_effect(talk: Conversation) -> None:
    talk.open_case("BED-1050", events=(Event("sfo", date(2026, 5, 1), "one"),), crn=None)
    for kind in ("emoji", "right to left", "person", "everybody", "bold", "SQL", "entity", "link"):
        line = f"correct BED-1050 event 1 May 2026 note {BAD[kind]} because mistyped"
        answer = talk.typed("U0PRIYA", line)
        assert answer.text.startswith("Saved: event"), answer.text
        assert is_harmless(answer)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(lines)
def test_every_change_can_be_read_back_from_the_history(
    talk_on_both: Conversation, history_of_lines: list[tuple[str, str]]
) -> None:
    """Stepping back through the record ends where the case began, and no step is missing."""
    talk = talk_on_both
    ref = f"BED-{talk.count('cases') + 3000}"
    talk.open_case(ref, dates={}, crn=None, **HELD)
    saved = 0
    for word, words in history_of_lines:
        answer = talk.typed("U0CORA", f"{word} {ref} {meant(facts(talk, ref), words)} because x")
        assert "went wrong" not in answer.text
        saved += answer.text.startswith("Saved")
    changes = [row for row in history(talk, ref) if row["action"] == "case changed"]
    assert len(changes) == saved
    stands = facts(talk, ref)
    for row in changes:
        stands = step_back(stands, Difference(row["before"], row["after"]))
    assert stands == build_case(ref, dates={}, crn=None, **HELD)
