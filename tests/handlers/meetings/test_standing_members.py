"""Standing members: kept by co-ordinators, on the record, and invited from then on."""

from handlers.meetings.invitations import invite
from storage.records import find_broken_record
from storage.standing_members import list_standing_members
from tests.handlers.badness import BAD, is_harmless
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.inviting import act, answers, plan
from tests.handlers.referring import register

SAM = 'meeting standing add "Sam Example" agency housing address sam@example.org'


def members(talk: Conversation, area: str = "BED") -> list[tuple[str, str, int | None]]:
    found = talk.read(lambda session: list_standing_members(session, area))
    return [
        (one.facts.agency, one.facts.slack_id or one.facts.name, one.facts.level) for one in found
    ]


def test_they_are_added_listed_and_removed(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    assert "none yet" in talk.typed("U0CORA", "meetings standing").text
    added = talk.typed("U0CORA", "meeting standing add <@U0PETE|pete> level 2").text
    assert added.startswith("Saved: standing member Police, Pete Practice, level 2.")
    assert talk.typed("U0CORA", SAM).text.startswith("Saved: standing member Housing, Sam Example")
    assert "stood here already" in talk.typed("U0CORA", SAM).text
    assert members(talk) == [("police", "U0PETE", 2), ("housing", "Sam Example", None)]
    listed = talk.typed("U0CORA", "meetings standing").text
    assert "1: Police, Pete Practice, level 2" in listed
    assert "2: Housing, Sam Example, sam@example.org, both levels" in listed
    assert "no more" in talk.typed("U0CORA", "meeting standing remove 1").text
    assert (
        "There is no standing member 1 here"
        in talk.typed("U0CORA", "meetings standing remove 1").text
    )
    assert members(talk) == [("housing", "Sam Example", None)]
    assert talk.count("records", action="standing member added") == 2
    assert talk.count("records", action="standing member removed") == 1
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None


def test_they_are_invited_to_what_is_planned_already_when_all_are_invited(
    talk: Conversation,
) -> None:
    plan(talk, "BED-1042")
    act(talk, invite)
    talk.typed("U0CORA", SAM)
    talk.typed("U0CORA", "meeting standing add <@U0PETE>")
    assert list(answers(talk)) == ["probation U0PRIYA"]
    lines = act(talk, invite)
    assert "Pete Practice (Police)" in lines[0] and "Sam Example (Housing)" in lines[1]
    assert list(answers(talk)) == ["probation U0PRIYA", "housing Sam Example", "police U0PETE"]


def test_only_a_co_ordinator_sees_and_keeps_them(talk: Conversation) -> None:
    talk.typed("U0CORA", SAM)
    before = talk.dump()
    for user_id in ("U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA", "U0NOEL"):
        for line in ("s standing", " standing add <@U0PETE>", " standing remove 1"):
            assert "Sam" not in talk.typed(user_id, f"meeting{line}").text
    assert talk.dump() == before


def test_another_area_has_its_own(talk: Conversation) -> None:
    talk.typed("U0CORA", SAM)
    register(talk, "U0NOEL", "co-ordinator", area="HER")
    assert "none yet" in talk.typed("U0NOEL", "meetings standing").text
    assert "There is no standing member 1" in talk.typed("U0NOEL", "meeting standing remove 1").text
    assert members(talk) == [("housing", "Sam Example", None)]


def test_who_takes_no_part_in_cases_cannot_be_one(talk: Conversation) -> None:
    no_part = "that person's role takes no part in panels"
    unknown = "that person is not registered in this area"
    for who, says in (("U0NOEL", unknown), ("U0SIMI", no_part), ("U0ADA", no_part)):
        answer = talk.typed("U0CORA", f"meeting standing add <@{who}> agency health")
        assert answer.text.startswith("name: ") and says in answer.text
    assert members(talk) == []


def test_bad_input_gets_its_own_sentence(talk: Conversation) -> None:
    before = talk.dump()
    for kind, bad in BAD.items():
        for line in (
            "meeting standing {}x",
            "meeting standing add {} agency circus",
            "meeting standing add Sam agency housing level {}x",
        ):
            answer = talk.typed("U0CORA", line.format(bad))
            assert "went wrong" not in answer.text and "Saved" not in answer.text, (kind, line)
            assert is_harmless(answer), (kind, line)
    assert talk.dump() == before
