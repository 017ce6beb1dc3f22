"""Answers: by who is invited and nobody else, once, until the meeting begins."""

from datetime import timedelta

import pytest

from handlers.meetings.answering_invitations import record_reply
from handlers.meetings.invitations import remove_invited
from mappa.case_facts import Contact, Request
from mappa.errors import NotAllowed, RuleBroken
from storage.cases import get_case
from storage.invitations import NO_SUCH_INVITATION
from storage.records import list_history
from tests.build import MARKER
from tests.handlers.badness import BAD, is_harmless
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.inviting import (
    STARTS,
    act,
    answer,
    answers,
    change,
    invited,
    letters,
    panel,
    plan,
    stored,
)
from tests.handlers.pressing import press, pressed
from tests.handlers.referring import register

PRIYA, SAM = "probation U0PRIYA", "housing Sam Example"


def key_of(talk: Conversation, agency: str) -> str:
    return next(one.key for one in invited(talk) if one.agency == agency)


def reports(talk: Conversation) -> list[tuple[str, str, str]]:
    """Owner, agency and outcome of every report asked for in the case."""
    found: tuple[Request, ...] = stored(talk).facts.requests
    return [(one.owner, one.owner_agency, one.outcome) for one in found]


def test_an_answer_is_kept_shown_and_may_be_changed(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    panel(talk)
    for said, shown in (("report", "I will send a report"), ("apologies", "Apologies")):
        answer(talk, "U0PRIYA", said)
        assert answers(talk)[PRIYA] == said
        assert (
            letters(talk)[-1]
            .splitlines()[-1]
            .startswith(f"Priya Practice, 17 June 2026, 09:30: {shown}.")
        )
    assert answers(talk)["police U0PETE"] is None
    assert reports(talk) == [("U0PRIYA", "probation", "withdrawn")]
    answer(talk, "U0PRIYA", "report")
    assert reports(talk)[1:] == [("U0PRIYA", "probation", "")]
    assert talk.count("reminders", kind="request_due", state="planned") > 0


def test_a_click_delivered_again_or_made_again_changes_nothing(talk: Conversation) -> None:
    panel(talk)
    value = f"{key_of(talk, 'probation')} report"
    payload = pressed(talk, "U0PRIYA", "answer_invitation.report", value)
    for retry in range(2):
        talk.deliver(payload, retry)
    press(talk, "U0PRIYA", "answer_invitation.report", value)
    assert talk.count("records", action="invitation answered") == 1
    assert len(reports(talk)) == 1
    case = stored(talk)
    history = talk.read(lambda session: list_history(session, case.id, case.key, seen=False))
    [after] = [row["after"] for row in history if row["action"] == "invitation answered"]
    assert after == {"meeting": "BED-M1", "who": "Priya Practice, Probation", "answer": "report"}


def test_a_report_that_was_withdrawn_by_hand_is_asked_for_again_when_it_is_promised_again(
    talk: Conversation,
) -> None:
    panel(talk)
    answer(talk, "U0PRIYA", "report")
    talk.typed("U0CORA", "request BED-1050 1 withdrawn")
    answer(talk, "U0PRIYA", "report")
    assert [outcome for _, _, outcome in reports(talk)] == ["withdrawn", ""]


def test_a_report_that_has_come_is_not_asked_for_again(talk: Conversation) -> None:
    panel(talk)
    answer(talk, "U0PRIYA", "report")
    talk.typed("U0CORA", "request BED-1050 1 done")
    for said in ("accepted", "report"):
        answer(talk, "U0PRIYA", said)
    assert reports(talk) == [("U0PRIYA", "probation", "done")]


def test_a_report_that_was_asked_for_by_hand_is_not_doubled(talk: Conversation) -> None:
    panel(talk)
    talk.typed("U0CORA", "request BED-1050 report owner <@U0PRIYA> what a report")
    answer(talk, "U0PRIYA", "report")
    answer(talk, "U0PRIYA", "accepted")
    assert reports(talk) == [("U0PRIYA", "", "")]  # and what was asked by hand stays asked


def test_an_invitation_of_somebody_else_reads_as_none(talk: Conversation) -> None:
    panel(talk)
    before = talk.dump()
    for value in (f"{key_of(talk, 'probation')} accepted", f"{'0' * 32} accepted"):
        assert NO_SUCH_INVITATION in press(talk, "U0CORA", "answer_invitation.accepted", value)
    for user_id in ("U0PETE", "U0CHAS", "U0SIMI", "U0ADA", "U0NOEL"):
        value = f"{key_of(talk, 'probation')} accepted"
        press(talk, user_id, "answer_invitation.accepted", value)
    assert talk.dump() == before


def test_a_co_ordinator_of_another_area_records_nothing(talk: Conversation) -> None:
    panel(talk)
    register(talk, "U0NOEL", "co-ordinator", area="HER")
    before = talk.dump()
    press(talk, "U0NOEL", "record_reply.accepted", f"{key_of(talk, 'housing')} accepted")
    press(talk, "U0PRIYA", "record_reply.accepted", f"{key_of(talk, 'housing')} accepted")
    assert talk.dump() == before


def test_a_deputy_answers_in_their_place(talk: Conversation) -> None:
    panel(talk)
    talk.typed("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> until 1 July 2026")
    press(talk, "U0PETE", "answer_invitation.accepted", f"{key_of(talk, 'probation')} accepted")
    assert answers(talk)[PRIYA] == "accepted"
    assert "Pete Practice, 17 June 2026" in letters(talk, "U0PETE")[-1]
    assert letters(talk, "U0PETE")[-1].startswith("For Priya Practice, in whose place you are:")


@pytest.mark.parametrize("why", ["held", "cancelled", "begun", "withdrawn"])
def test_too_late_is_said_and_nothing_is_kept(talk: Conversation, why: str) -> None:
    panel(talk)
    value = f"{key_of(talk, 'probation')} accepted"
    if why == "begun":
        talk.clock.at = STARTS
    elif why == "withdrawn":
        act(talk, lambda s, visit, meeting: remove_invited(
            s, visit, meeting, get_case(s, "BED-1050", to_change=True)
        ))  # fmt: skip
    else:
        change(talk, status=why)
    before = talk.dump()
    window = press(talk, "U0PRIYA", "answer_invitation.accepted", value)
    says = {"begun": "has begun", "held": "was held", "cancelled": "is cancelled"}
    # Cora's window shows it only where she pressed: the notice opens for who did.
    assert says.get(why, "no longer there") in (window or str(talk.form("U0PRIYA")))
    assert talk.dump() == before


def test_a_forged_button_shows_and_changes_nothing(talk: Conversation) -> None:
    panel(talk)
    before = talk.dump()
    key = key_of(talk, "housing")
    for value in (BAD["SQL"], f"{key} perhaps", f"{key.upper()} accepted", f"{key} accepted x"):
        for action_id in ("answer_invitation.accepted", "record_reply.report"):
            window = press(talk, "U0CORA", action_id, value)
            assert NO_SUCH_INVITATION in window
    assert talk.dump() == before


def test_one_click_records_what_was_answered_outside(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    panel(talk)
    press(talk, "U0CORA", "record_reply.report", f"{key_of(talk, 'prison')} report")
    assert answers(talk)["prison Gail Gaol"] == "report"
    assert reports(talk) == [("", "prison", "")]
    text = letters(talk, "U0CORA")[-1]
    assert text.startswith("To send to: Gail Gaol, Prison, gail@prison.example")
    assert "Recorded by Cora Practice, 17 June 2026, 09:30: will send a report." in text
    assert MARKER not in text


def test_a_reply_is_recorded_in_one_line(talk: Conversation) -> None:
    panel(talk)
    said = act(talk, record_reply, "housing accepted").message
    assert said.blocks[0]["text"]["text"] == "Saved: Sam Example, Housing will come (BED-M1)."
    assert said.text == "Saved (BED-M1)."
    assert answers(talk)[SAM] == "accepted"
    again = act(talk, record_reply, "housing Sam Example accepted").message.text
    assert again.startswith("That stood here already; nothing was changed")
    assert talk.count("records", action="invitation answered") == 1
    act(talk, record_reply, "probation <@U0PRIYA> sends apologies")
    assert answers(talk)[PRIYA] == "apologies"


UNFIT = (
    ("BED-M1", "education accepted", "agency", "Invited: Probation, Police, Prison, Housing"),
    ("BED-M1", "housing Jo accepted", "name", "nobody of that name is invited for Housing"),
    ("BED-M2", "police accepted", "name", "who of Police answered: Pete Practice, Max Example"),
    ("BED-M1", "housing perhaps", "answer", "accepted, report, apologies"),
)


def test_a_reply_that_fits_nobody_is_refused(talk: Conversation) -> None:
    panel(talk)
    contacts = (Contact("police", "Max Example"), Contact("housing", "Sam Example"))
    talk.open_case("BED-1060", contacts=contacts, crn=None)
    plan(talk, "BED-1050", "BED-1060")
    for ref, typed, field, says in UNFIT:
        with pytest.raises(RuleBroken) as refused:
            act(talk, record_reply, typed, ref=ref)
        assert refused.value.field == field and says in refused.value.message
    assert set(answers(talk).values()) == {None}


def test_only_who_plans_meetings_records_replies_and_only_in_time(talk: Conversation) -> None:
    panel(talk)
    with pytest.raises(NotAllowed):
        act(talk, record_reply, "housing accepted", by="U0PRIYA")
    talk.clock.at = STARTS + timedelta(minutes=1)
    with pytest.raises(RuleBroken, match="has begun"):
        act(talk, record_reply, "housing accepted")


def test_bad_input_gets_its_own_sentence(talk: Conversation) -> None:
    panel(talk)
    before = talk.dump()
    for kind, bad in BAD.items():
        for line in ("reply {}", "reply housing x {} accepted"):
            answer = talk.typed("U0CORA", f"meeting BED-M1 {line.format(bad)}")
            assert "went wrong" not in answer.text, kind
            assert is_harmless(answer), kind
    assert talk.dump() == before
