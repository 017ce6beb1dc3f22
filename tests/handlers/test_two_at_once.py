"""Two people change a case at once: the second is told what changed, and nothing is lost."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from mappa.cases import CaseRecord, TeamMember
from storage.cases import get_case, set_case
from storage.people import add_person, remove_person
from tests.build import MARKER, NOW, TEAM, person
from tests.handlers.conversations import Conversation
from tests.handlers.windows import buttons, filled, open_form, open_window, shown, submission
from tests.handlers.workspaces import Answer, Json

LONG = "Wolfeschlegelsteinhausenbergerdorff "


def facts(talk: Conversation) -> CaseRecord:
    return talk.read(lambda session: get_case(session, "BED-1042").facts)


def test_what_was_left_alone_never_turns_back_what_somebody_else_saved(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    open_form(talk, "U0CORA", "update BED-1042 dates")
    talk.typed("U0PRIYA", "update BED-1042 release 1 July 2026 licence-end none because varied")
    answer = talk.submit("U0CORA", sentence_end="2028-05-01")
    assert "Saved: sentence-end." in answer.whole
    dates = {kind: on.isoformat() for kind, on in facts(talk).dates.items()}
    assert dates == {"release": "2026-07-01", "sentence_end": "2028-05-01"}


def test_the_second_sees_what_changed_and_chooses(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    open_form(talk, "U0CORA", "update BED-1042 dates")
    talk.clock.pass_(minutes=3)
    talk.typed("U0PRIYA", "update BED-1042 licence-end 1 May 2027 release 1 July 2026 because x")
    before = talk.dump()
    talk.clock.pass_(minutes=3)
    answer = talk.submit("U0CORA", licence_end="2027-06-30", because="the court's order")
    told = (
        "licence-end: was 31 March 2027, now 1 May 2027, by Priya Practice on 17 June 2026, 09:33"
    )
    assert answer.body["response_action"] == "update"
    assert "Nothing was saved: somebody else has changed this" in answer.whole
    assert told in answer.whole
    assert "release:" not in answer.whole
    assert talk.dump() == before
    form = open_window(talk, "U0CORA")
    assert filled(form)["licence-end"] == "2027-06-30"
    assert filled(form)["because"] == "the court's order"
    talk.submit("U0CORA")
    assert facts(talk).dates["licence_end"].isoformat() == "2027-06-30"
    assert facts(talk).dates["release"].isoformat() == "2026-07-01"  # hers stays
    assert talk.newly_broken() == []


def test_a_third_change_is_told_as_well(talk: Conversation) -> None:
    open_form(talk, "U0CORA", "update BED-1042 people")
    for risk in ("high", "medium"):
        talk.typed("U0PRIYA", f"update BED-1042 risk {risk}")
        answer = talk.submit("U0CORA", risk="low")
        assert f"now {risk.capitalize()}, by Priya Practice" in answer.whole
    talk.submit("U0CORA", risk="low")
    assert facts(talk).rosh == "low"


def test_who_cancels_keeps_the_others_change(talk: Conversation) -> None:
    open_form(talk, "U0CORA", "update BED-1042 people")
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    talk.submit("U0CORA", risk="low")
    form = open_window(talk, "U0CORA")
    talk.slack.act("close", user="U0CORA", view_id=form["id"])
    assert facts(talk).rosh == "high"


def test_the_same_change_by_both_is_no_conflict(talk: Conversation) -> None:
    open_form(talk, "U0CORA", "update BED-1042 people")
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    answer = talk.submit("U0CORA", risk="high", lead_agency="police")
    assert "Saved: lead-agency." in answer.whole
    assert (facts(talk).rosh, facts(talk).lead_agency) == ("high", "police")


def test_a_conflict_with_a_leavers_change_and_with_one_off_the_record(talk: Conversation) -> None:
    talk.write(lambda session: add_person(session, person("U0NOEL", "co-ordinator"), NOW))
    open_form(talk, "U0CORA", "update BED-1042 people")
    talk.typed("U0NOEL", "update BED-1042 risk high")
    talk.write(lambda session: remove_person(session, TEAM, "U0NOEL", NOW))
    assert "now High, by Noel Practice on" in talk.submit("U0CORA", risk="low").whole

    def quietly(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042", to_change=True)
        set_case(session, case, replace(case.facts, rosh="medium"))

    talk.write(quietly)
    assert "risk: now Medium." in talk.submit("U0CORA", risk="low").whole


def test_a_form_sent_in_again_saves_once(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    open_form(talk, "U0CORA", "update BED-1042 note")
    payload, _ = submission(talk, "U0CORA", note="said once")
    before = talk.dump(without=())
    assert Answer.of(talk.deliver(payload, retry=1)).body == {}
    assert talk.dump(without=()) == before
    assert talk.count("notes") == 1


def test_a_conflict_delivered_again_is_shown_again(talk: Conversation) -> None:
    open_form(talk, "U0CORA", "update BED-1042 people")
    talk.typed("U0PRIYA", "update BED-1042 risk high")
    payload, first = submission(talk, "U0CORA", risk="low")
    assert Answer.of(talk.deliver(payload, retry=1)).body == first.body
    assert facts(talk).rosh == "high"
    talk.submit("U0CORA", risk="low")
    assert facts(talk).rosh == "low"
    assert Answer.of(talk.deliver(payload, retry=1)).body.get("response_action") != "errors"
    assert facts(talk).rosh == "low"


FORGED: dict[str, Callable[[Json], object]] = {
    "nothing": lambda held: "",
    "nonsense": lambda held: "{",
    "a list": lambda held: "[]",
    "no case": lambda held: json.dumps({**held, "case": None}),
    "another's case": lambda held: json.dumps({**held, "case": "BED-1077"}),
    "no such case": lambda held: json.dumps({**held, "case": "BED-9042"}),
    "no such section": lambda held: json.dumps({**held, "section": "everything"}),
    "a section that is not theirs": lambda held: json.dumps({**held, "section": "exit"}),
    "marks that are none": lambda held: json.dumps({**held, "shown": 7}),
}


@pytest.mark.parametrize("forged", FORGED)
def test_forged_metadata_opens_nothing(talk: Conversation, forged: str) -> None:
    talk.open_case("BED-1077", team=(TeamMember("U0PETE", "owner"),), name=f"{MARKER} the other")
    open_form(talk, "U0PRIYA", "update BED-1042 people")
    before = talk.dump()

    def forge(payload: Json) -> None:
        if payload.get("type") == "view_submission":
            view = payload["view"]
            view["private_metadata"] = FORGED[forged](json.loads(view["private_metadata"]))

    with talk.tampering(forge):
        answer = talk.submit("U0PRIYA", risk="high")
    assert answer.errors
    assert MARKER not in answer.whole
    assert talk.dump() == before


def test_a_field_slipped_into_a_form_is_not_taken(talk: Conversation) -> None:
    open_form(talk, "U0PRIYA", "update BED-1042 people")

    def forge(payload: Json) -> None:
        if payload.get("type") == "view_submission":
            values = payload["view"]["state"]["values"]
            values["owner"] = {"value": {"type": "users_select", "selected_user": "U0PETE"}}
            values["level"] = {"value": {"type": "plain_text_input", "value": "3"}}

    before = facts(talk)
    with talk.tampering(forge):
        talk.submit("U0PRIYA", risk="high")
    assert facts(talk) == replace(before, rosh="high")


def test_metadata_tells_nothing_and_is_short(talk: Conversation) -> None:
    for section in ("identity", "dates", "people"):
        form = open_form(talk, "U0CORA", f"update BED-1042 {section}")
        metadata = form["private_metadata"]
        assert len(metadata) <= 3000
        for secret in (MARKER, "Zebedee", "X001042", "2027-03-31", "U0PRIYA", "probation"):
            assert secret not in metadata


def test_access_that_is_gone_by_the_time_a_form_is_sent_in(talk: Conversation) -> None:
    open_form(talk, "U0PRIYA", "update BED-1042 people")
    talk.typed("U0CORA", "update BED-1042 owner <@U0PETE>")

    def leave(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042", to_change=True)
        set_case(session, case, replace(case.facts, team=(TeamMember("U0PETE", "owner"),)))

    talk.write(leave)
    answer = talk.submit("U0PRIYA", risk="high")
    assert list(answer.errors.values()) == ["No case BED-1042 that you may see."]
    assert facts(talk).rosh is None


def test_a_text_longer_than_a_field_stays_as_it_is(talk: Conversation) -> None:
    def lengthen(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042", to_change=True)
        set_case(session, case, replace(case.facts, name=LONG * 100))

    talk.write(lengthen)
    form = open_form(talk, "U0CORA", "update BED-1042 identity")
    assert filled(form)["name"] == ""
    assert "longer than fits here" in shown(form)
    talk.submit("U0CORA", victim_concerns="yes")
    assert facts(talk).name == LONG * 100
    assert facts(talk).victim_concerns == "yes"
    assert talk.newly_broken() == []


@pytest.mark.parametrize(("minutes", "told"), [(9, True), (11, False)])
def test_a_line_says_what_somebody_else_changed_a_moment_ago(
    talk_on_both: Conversation, minutes: int, told: bool
) -> None:
    talk = talk_on_both
    talk.typed("U0PRIYA", "update BED-1042 risk high licence-end 1 May 2027 because varied")
    talk.clock.pass_(minutes=minutes)
    answer = talk.typed("U0CORA", "update BED-1042 risk low")
    note = (
        "Priya Practice had changed it at 09:30: Risk of serious harm: was not recorded, now High"
    )
    assert (note in answer.text) is told
    assert "Licence end: was" not in answer.text
    assert "Undo" in buttons(answer.blocks)
    again = talk.typed("U0CORA", "update BED-1042 risk medium")
    assert "Cora Practice had changed" not in again.text
