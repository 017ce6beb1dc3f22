"""The word `reassign`: every case goes to the new owner or is listed as left; both are told."""

from dataclasses import replace
from datetime import date

import pytest

from mappa.case_facts import Request
from mappa.cases import CaseRecord, Spell, TeamMember
from storage.cases import get_case
from storage.people import add_person, remove_person
from storage.records import list_history
from storage.tables import reminders
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import begin, said

REASSIGN = "reassign <@U0PRIYA|priya> to <@U0PETE|pete>"
GATED = (Spell(4, 2, date(2026, 1, 1)),)


def facts(talk: Conversation, ref: str) -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def told(talk: Conversation, channel: str) -> list[str]:
    """What was said beside reminders that happen to be due."""
    texts = [m["text"] for m in said(talk, channel)]
    return [text for text in texts if not text.startswith("Reminder")]


def test_every_case_goes_over_with_its_reminders_and_open_requests(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    asked = (Request(1, "escort", date(2026, 6, 1), owner="U0PRIYA"),)
    both = (TeamMember("U0CHAS", "owner"), TeamMember("U0PRIYA", "owner"))
    talk.open_case("BED-2000", crn=None, team=both, requests=asked)
    talk.open_case("BED-2001", crn=None, team=(TeamMember("U0PRIYA"),))
    answer = talk.typed("U0CORA", f"{REASSIGN} because on leave")
    assert answer.text.splitlines()[:2] == [
        "Saved: 2 cases of Priya Practice went to Pete Practice.",
        "BED-1042, BED-2000",
    ]
    assert facts(talk, "BED-1042").team == (
        TeamMember("U0PETE", "owner"),
        TeamMember("U0PRIYA", "member"),
    )
    assert facts(talk, "BED-2000").owners == {"U0CHAS", "U0PETE"}
    assert facts(talk, "BED-2000").requests[0].owner == "U0PETE"
    assert facts(talk, "BED-2001").team == (TeamMember("U0PRIYA"),)
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    planned = {row.person_id for row in rows if row.state == "planned"}
    assert talk.people["U0PETE"].id in planned
    assert talk.people["U0PRIYA"].id not in planned

    def entry(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        return list_history(session, case.id, case.key)[0]

    assert talk.read(entry)["after"]["because"] == "on leave"


def test_both_are_told_which_cases_in_private_and_without_names_of_cases(
    talk: Conversation,
) -> None:
    begin(talk)
    talk.typed("U0CORA", f"{REASSIGN} because Zanzibar")
    talk.send()
    assert told(talk, "D0PETE") == [
        "1 case of Priya Practice became yours, arranged by Cora Practice: BED-1042"
    ]
    assert told(talk, "D0PRIYA") == [
        "1 case of yours went to Pete Practice, arranged by Cora Practice: BED-1042"
    ]
    seen = talk.everything_seen()
    assert MARKER not in seen and "Zanzibar" not in seen


def test_a_leaver_goes_off_the_team_and_is_told_nothing(talk: Conversation) -> None:
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    answer = talk.typed("U0CORA", "reassign U0PRIYA to U0PETE")
    assert answer.text.startswith("Saved: 1 case of the former owner went to Pete Practice.")
    assert facts(talk, "BED-1042").team == (TeamMember("U0PETE", "owner"),)
    assert talk.count("outgoing") == 1


def test_what_the_new_owner_may_not_see_is_left_and_listed(talk: Conversation) -> None:
    talk.open_case("BED-4000", spells=GATED, crn=None)
    talk.open_case("BED-4001", limited_access=True, crn=None)
    seen = talk.typed("U0CORA", REASSIGN).text  # she has no grants herself
    assert "BED-4000" not in seen and "BED-4001" not in seen
    assert seen.startswith("Saved: 1 case ")
    assert "Cases that you may not see yourself were not touched." in seen
    granted = replace(talk.people["U0CORA"], grants=frozenset({"category-4", "limited"}))
    talk.write(lambda session: add_person(session, granted, NOW))
    answer = talk.typed("U0CORA", REASSIGN).text
    assert answer.startswith("Nothing saved.")
    assert "because Pete Practice may not see them: BED-4000, BED-4001." in answer
    assert facts(talk, "BED-4000").owners == {"U0PRIYA"}


@pytest.mark.parametrize("user_id", ["U0PRIYA", "U0PETE", "U0CHAS", "U0SIMI", "U0ADA"])
def test_only_a_co_ordinator_hands_over(shared_talk: Conversation, user_id: str) -> None:
    before = shared_talk.dump(without=())
    for typed in (REASSIGN, "deputy <@U0PETE> for <@U0PRIYA> until 1 July 2026", "deputies"):
        assert shared_talk.typed(user_id, typed).text.startswith("Only a co-ordinator ")
    assert shared_talk.dump(without=()) == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("reassign", "reassign needs a mention of the owner first"),
        ("reassign somebody to <@U0PETE>", "owner: name one person by mention"),
        ("reassign <@U0PRIYA>", "to: say who gets the cases"),
        ("reassign <@U0PRIYA> to", "to needs a value"),
        ("reassign <@U0PRIYA> to pete", "to: name one person by mention"),
        ("reassign <@U0PRIYA> to <@U0PRIYA>", "to: that is the owner already"),
        ("reassign <@U0PRIYA> to <@U0NOEL>", "to: that person is not registered"),
        ("reassign <@U0PRIYA> to <@U0SIMI>", "to: that person's role does not let them work"),
        ("reassign <@U0CHAS> to <@U0PETE>", "owner: that person owns no case that you may see"),
        ("reassign <@U0NOBODY> to <@U0PETE>", "owner: that person owns no case that you may see"),
        ("reassign <@U0PRIYA> to <@U0PETE> now", "to: name one person by mention"),
        ("reassign '; DROP TABLE team; -- to <@U0PETE>", "reassign has no field"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_by_name(
    shared_talk: Conversation, typed: str, says: str
) -> None:
    before = shared_talk.dump(without=())
    answer = shared_talk.typed("U0CORA", typed)
    assert says in answer.text
    assert "Example" in answer.text
    assert shared_talk.dump(without=()) == before
