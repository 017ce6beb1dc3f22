"""The word `update`: what each field changes, who may change it, and what stays as it was."""

from datetime import date

import pytest

from mappa.cases import CaseRecord, TeamMember
from storage.cases import get_case
from storage.records import find_broken_record, list_history
from storage.tables import reminders
from tests.build import MARKER
from tests.handlers.conversations import Conversation


def facts(talk: Conversation, ref: str = "BED-1042") -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


@pytest.mark.parametrize(
    ("fields", "path", "value"),
    [
        ("level 3 because risk", "spells.-1.level", 3),
        ("level tbc because new", "spells.-1.level", 0),
        ("level to be confirmed because new", "spells.-1.level", 0),
        ("level one because calmer", "spells.-1.level", 1),
        ("category 1 because convicted", "spells.-1.category", 1),
        ("level 3 threshold senior because risk", "spells.-1.threshold", "senior"),
        ("level 3 from 1 May 2026 because risk", "spells.-1.started_on", date(2026, 5, 1)),
        ("licence-end 1 May 2027 because court", "dates.licence_end", date(2027, 5, 1)),
        ("LED: 1/5/2027 because court", "dates.licence_end", date(2027, 5, 1)),
        ("sentence-end 1 May 2028", "dates.sentence_end", date(2028, 5, 1)),
        ("sled 1 May 2028 because court", "dates.sentence_end", date(2028, 5, 1)),
        ("release 1 May 2026", "dates.release", date(2026, 5, 1)),
        ("tused 1 May 2028", "dates.tused", date(2028, 5, 1)),
        ("notification-end 1 May 2030", "dates.notification_end", date(2030, 5, 1)),
        ("parole-hearing 3 June 2026", "dates.parole_hearing", date(2026, 6, 3)),
        ("review 3 June 2026", "dates.review", date(2026, 6, 3)),
        ("custody recall", "custody.0.why", "recall"),
        ("risk very high", "rosh", "very-high"),
        ("lead-agency youth offending team", "lead_agency", "youth-offending"),
        ("owner <@U0PETE|pete>", "team.0", TeamMember("U0PETE", "owner")),
        ("member <@U0PETE>", "team.0", TeamMember("U0PETE", "member")),
        ("exit because licence ended", "spells.-1.ended_on", date(2026, 6, 17)),
    ],
)
def test_each_field_is_changed_as_it_is_typed(
    talk: Conversation, fields: str, path: str, value: object
) -> None:
    answer = talk.typed("U0CORA", f"update BED-1042 {fields}")
    assert answer.text.startswith("Saved: "), answer.text
    found: object = facts(talk)
    for step in path.split("."):
        if step.lstrip("-").isdigit():
            found = list(found)[int(step)]  # type: ignore[call-overload]
        elif isinstance(found, CaseRecord) or not hasattr(found, "keys"):
            found = getattr(found, step)
        else:
            found = found[step]  # type: ignore[index]
    assert found == value


def test_several_fields_are_saved_together_with_the_reminders_that_follow(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    answer = talk.typed(
        "U0PRIYA",
        "update BED-1042 licence-end 30 June 2027 risk high custody remand "
        "note spoke to housing because court varied it",
    )
    assert answer.text.startswith("Saved: custody, licence-end, note, risk.")
    for part in ("30 June 2027", "in custody", "High", "spoke to housing", "2 June 2027"):
        assert part in answer.text
    states = talk.read(
        lambda session: [
            (row.about_on, row.state) for row in session.execute(reminders.select()).all()
        ]
    )
    assert {state for on, state in states if on == date(2027, 3, 31)} == {"void"}
    assert {state for on, state in states if on == date(2027, 6, 30)} == {"planned"}


def test_the_record_keeps_what_was_and_why(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.typed("U0PRIYA", "update BED-1042 licence-end 30 June 2027 because court varied it")

    def read(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        return list_history(session, case.id, case.key)[0], find_broken_record(session, "BED")

    entry, broken = talk.read(read)
    assert entry["before"]["dates"] == {"licence_end": "2027-03-31"}
    assert entry["after"]["dates"] == {"licence_end": "2027-06-30"}
    assert entry["after"]["because"] == "court varied it"
    assert entry["person_id"] == talk.people["U0PRIYA"].id
    assert broken is None


def test_one_wrong_field_of_several_saves_none(talk: Conversation) -> None:
    before = talk.dump()
    for wrong in ("level 9", "custody no", "release 1 May 2030", "licence-end none custody maybe"):
        answer = talk.typed("U0CORA", f"update BED-1042 risk high {wrong} note yes because x")
        assert not answer.text.startswith("Saved"), answer.text
        assert talk.dump() == before


def test_an_update_that_changes_nothing_says_so_and_counts_as_looking(talk: Conversation) -> None:
    before = talk.dump()
    answer = talk.typed("U0PRIYA", "update BED-1042 lead-agency probation")
    assert answer.text.startswith("All of that stood here already; nothing was changed.")
    assert MARKER in answer.text
    assert talk.dump() == before
    assert talk.count("records", action="case seen") == 1


@pytest.mark.parametrize(
    "fields",
    [
        "level 3 because risk",
        "category 1 because convicted",
        "owner <@U0PETE>",
        "member <@U0PETE>",
        "exit because licence ended",
    ],
)
def test_a_practitioner_cannot_decide_what_the_panel_decides(
    shared_talk: Conversation, fields: str
) -> None:
    before = shared_talk.dump()
    answer = shared_talk.typed("U0PRIYA", f"update BED-1042 {fields}")
    assert "is decided by the panel or the co-ordinator; nothing was saved" in answer.text
    assert "Example: refer BED-1042 level 3 because" in answer.text
    assert shared_talk.dump() == before


def test_nobody_can_turn_a_case_into_one_that_they_could_not_see(talk: Conversation) -> None:
    before = talk.dump()
    answer = talk.typed("U0CORA", "update BED-1042 category 4 because charged")
    assert answer.text.startswith("Category 4 can be set only by somebody granted Category 4")
    assert talk.dump() == before


@pytest.mark.parametrize("user_id", ["U0SIMI", "U0ADA", "U0CHAS"])
@pytest.mark.parametrize("field", ["owner", "member"])
def test_a_case_cannot_be_given_to_somebody_who_could_not_see_it(
    shared_talk: Conversation, field: str, user_id: str
) -> None:
    before = shared_talk.dump()
    answer = shared_talk.typed("U0CORA", f"update BED-1042 {field} <@{user_id}>")
    assert answer.text.startswith(f"{field}: that person's role or grants do not let them see")
    assert shared_talk.dump() == before


@pytest.mark.parametrize("user", ["<@U0NOEL|noel>", "<@U0OLGA>", "U0NOBODY", "<@W1>"])
@pytest.mark.parametrize("field", ["owner", "member"])
def test_a_case_cannot_be_given_to_somebody_who_is_not_registered(
    shared_talk: Conversation, field: str, user: str
) -> None:
    before = shared_talk.dump()
    answer = shared_talk.typed("U0CORA", f"update BED-1042 {field} {user}")
    assert answer.text.startswith(f"{field}: that person is not registered in this area.")
    assert f"Example: {field} @somebody" in answer.text
    assert shared_talk.dump() == before


def test_what_stood_there_already_is_told_apart_from_what_was_saved(talk: Conversation) -> None:
    answer = talk.typed("U0PRIYA", "update BED-1042 lead-agency probation note hello because rang")
    assert answer.text.startswith("Saved: note. Stood here already: lead-agency.")
    assert answer.fallback == "Saved: note. Case BED-1042"

    def read(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        return list_history(session, case.id, case.key)[0]

    entry = talk.read(read)
    assert (entry["action"], entry["after"]) == ("note added", {"because": "rang"})
