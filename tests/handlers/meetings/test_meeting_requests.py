"""Information asked before a meeting: of who is invited, once, and no longer than it stands."""

import pytest

from handlers.meetings.invitations import invited_lines, tell_cancelled, tell_moved
from handlers.meetings.meeting_requests import ask
from mappa.case_facts import Contact
from mappa.errors import NotAllowed, RuleBroken
from storage.cases import get_case
from tests.build import MARKER
from tests.handlers.badness import BAD, is_harmless
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.inviting import (
    STARTS,
    act,
    answer,
    change,
    letters,
    panel,
    plan,
    stored,
    visit,
)
from tests.handlers.pressing import press


def asked(talk: Conversation, ref: str = "BED-1050") -> list[tuple[str, str, str, str]]:
    """Of whom, by when, for what, and what became of it."""
    return [
        (one.owner or one.owner_agency, str(one.due_on), one.what, one.outcome)
        for one in stored(talk, ref).facts.requests
    ]


def test_information_is_asked_once_and_its_owner_told(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    panel(talk)
    line = "meeting BED-M1 ask police, housing for a hushed matter by 1 July 2026"
    said = talk.typed("U0CORA", line).text
    assert "BED-1050: Police is asked, due 1 July 2026 (request 1)." in said
    what = "Information for meeting BED-M1: a hushed matter"
    assert asked(talk) == [
        ("U0PETE", "2026-07-01", what, ""),
        ("housing", "2026-07-01", what, ""),
    ]
    assert "was asked before this meeting already" in talk.typed("U0CORA", line).text
    assert len(asked(talk)) == 2
    told = letters(talk, "U0PETE")[-1]
    assert "Information is asked of you in BED-1050 before meeting BED-M1" in told
    outside = letters(talk, "U0CORA")[-1]
    assert outside.startswith("To send to: Sam Example, Housing") and "BED-1050" not in outside
    for text in (told, outside):
        assert "hushed" not in text and MARKER not in text
    assert talk.count("reminders", kind="request_due", state="planned") > 0
    assert (
        "BED-1050: information before a meeting from Police, Pete Practice, due 1 July 2026, "
        "not answered yet" in act(talk, invited_lines)
    )
    talk.typed("U0CORA", "request BED-1050 1 done")
    assert not [one for one in act(talk, invited_lines) if "from Police" in one]


def test_without_a_day_it_is_due_by_the_policys_clock_and_moves_with_the_meeting(
    talk: Conversation,
) -> None:
    panel(talk)
    act(talk, ask, "housing")
    answer(talk, "U0PRIYA", "report")
    assert [due for _, due, _, _ in asked(talk)] == ["2026-06-30", "2026-07-03"]
    meeting, was = change(talk, starts_at=STARTS.replace(day=14))
    talk.write(lambda s: tell_moved(s, visit(talk, s), meeting, was, ""))
    assert [(due, outcome) for _, due, _, outcome in asked(talk)] == [
        ("2026-07-07", ""),
        ("2026-07-03", "withdrawn"),
    ]
    meeting, _ = change(talk, status="cancelled")
    talk.write(lambda s: tell_cancelled(s, visit(talk, s), meeting, ""))
    assert {outcome for _, _, _, outcome in asked(talk)} == {"withdrawn"}
    assert talk.count("reminders", kind="request_due", state="planned") == 0


def test_each_is_asked_in_the_cases_that_they_come_for(talk: Conversation) -> None:
    panel(talk)
    talk.open_case("BED-1060", contacts=(Contact("health", "Hal Example"),), crn=None)
    plan(talk, "BED-1050", "BED-1060")
    act(talk, ask, "housing and health", ref="BED-M2")
    assert [who for who, *_ in asked(talk)] == ["housing"]
    assert [who for who, *_ in asked(talk, "BED-1060")] == ["health"]
    with pytest.raises(RuleBroken, match="Health not invited"):
        act(talk, ask, "health case BED-1050", ref="BED-M2")


UNFIT = {
    "education": "Education not invited to BED-M1",
    "prison": "the prison attends or sends its report",
    "housing by 8 July 2026": "8 July 2026 is after the meeting",
    "housing case BED-1042": "BED-1042 is not on the agenda of BED-M1",
    "housing case BED-9999": "BED-9999 is not on the agenda of BED-M1",
}


def test_what_does_not_fit_is_refused_and_nothing_asked(talk: Conversation) -> None:
    panel(talk)
    for typed, says in UNFIT.items():
        with pytest.raises(RuleBroken, match=says):
            act(talk, ask, typed)
    assert asked(talk) == []


def test_only_who_plans_meetings_asks_and_only_for_one_that_is_planned(
    talk: Conversation,
) -> None:
    panel(talk)
    with pytest.raises(NotAllowed):
        act(talk, ask, "housing", by="U0PRIYA")
    change(talk, status="held")
    with pytest.raises(RuleBroken, match="was held"):
        act(talk, ask, "housing")


def test_a_case_that_the_co_ordinator_may_not_see_is_not_asked_in(talk: Conversation) -> None:
    panel(talk)
    talk.open_case("BED-1060", contacts=(Contact("health", "Hal"),), crn=None, limited_access=True)
    plan(talk, "BED-1060", "BED-1050")
    with pytest.raises(RuleBroken, match="Health not invited"):
        act(talk, ask, "health", ref="BED-M2")
    with pytest.raises(RuleBroken, match="BED-1060 is not on the agenda of BED-M2"):
        act(talk, ask, "health case BED-1060", ref="BED-M2")
    assert talk.read(lambda session: get_case(session, "BED-1060").facts.requests) == ()


def test_the_form_asks_by_the_same_rules(talk: Conversation) -> None:
    panel(talk)
    window = press(talk, "U0CORA", "ask_information", "BED-M1")
    assert "Which agencies" in window
    refused = talk.submit("U0CORA", agencies="circus")
    assert "agencies" in refused.errors and "circus" in refused.errors["agencies"]
    answer = talk.submit("U0CORA", agencies="Housing", **{"for": "rent"})
    assert "BED-1050: Housing is asked, due 30 June 2026" in answer.whole
    assert [what for _, _, what, _ in asked(talk)] == ["Information for meeting BED-M1: rent"]


def test_bad_input_gets_its_own_sentence(talk: Conversation) -> None:
    panel(talk)
    before = talk.dump()
    for kind, bad in BAD.items():
        for line in ("ask {}", "ask housing by {}", "ask housing case {}"):
            answer = talk.typed("U0CORA", f"meeting BED-M1 {line.format(bad)}")
            assert "went wrong" not in answer.text and "Saved" not in answer.text, kind
            assert is_harmless(answer), kind
    assert talk.dump() == before
