"""An emergency panel: convened in one step, the core group told at once, nobody twice."""

from mappa.case_facts import Contact
from mappa.cases import TeamMember
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.panels import agenda, at_level, meeting, on_record, texts_to, waiting
from tests.handlers.referring import register


def test_the_core_group_is_told_at_once_and_who_is_outside_is_named(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    register(talk, "U0ADA", "co-ordinator")
    talk.open_case(
        "BED-1043",
        crn=None,
        contacts=(Contact("housing", "Jo Harper", "01234 567890"), Contact("health")),
        team=(TeamMember("U0PRIYA", "owner"), TeamMember("U0PETE")),
    )
    payload = talk.command_payload(
        "U0CORA", "urgent bed-1043 chair <@U0CHAS|chas> because he has absconded"
    )
    for retry in range(3):
        answer = talk.deliver(payload, retry)
    row = meeting(talk)
    assert (row.level, row.urgent, row.status) == (2, True, "planned")
    assert row.starts_at.isoformat() == "2026-06-17T10:30:00+00:00"
    assert agenda(talk) == ["BED-1043"]
    assert answer is not None
    sent = [(to, one) for to, one in waiting(talk) if not one.file]
    for user_id in ("U0PRIYA", "U0PETE", "U0CHAS", "U0ADA"):
        theirs = [m.text for to, m in sent if to == user_id]
        assert len(theirs) == 1, (user_id, theirs)
        assert "mergency panel" in theirs[0] and "BED-1043" in theirs[0]
    assert MARKER not in str(sent) and "absconded" not in str(sent)
    assert talk.count("meetings") == 1
    assert on_record(talk, "meeting planned") == 1


def test_the_reply_says_who_was_told_and_who_is_to_be_phoned(talk: Conversation) -> None:
    talk.open_case("BED-1043", crn=None, spells=at_level(3),
                   contacts=(Contact("housing", "Jo Harper", "01234 567890"),))  # fmt: skip
    answer = talk.typed(
        "U0CORA", "urgent BED-1043 on tomorrow at 03:00 place Example House because gone"
    )
    assert "Saved: emergency panel BED-M1 for BED-1043, level 3." in answer.text
    assert "Thursday 18 June 2026, 03:00" in answer.text
    assert "Told in direct messages: Priya Practice." in answer.text
    assert "Housing: Jo Harper, 01234 567890" in answer.text
    assert "Nobody chairs it yet" in answer.text
    assert talk.typed("U0CORA", "meeting BED-M1").text.count("Emergency panel") == 1
    assert "Housing" not in "".join(texts_to(talk, "U0PRIYA"))


def test_a_refused_emergency_saves_and_tells_nothing(talk: Conversation) -> None:
    before = talk.dump()
    for line, words in {
        " BED-1042": "because: say why it cannot wait",
        " BED-9042 because gone": "No case BED-9042 that you may see.",
        " BED-1042 at 08:00 because gone": "at: Wednesday 17 June 2026, 08:00 is past",
        " BED-1042 on 7 July 2026 at 10:00 because gone": "on: Tuesday 7 July 2026 is more",
        " BED-1042 level 1 because gone": "level: “1” is not one of 2, 3",
        " BED-1042 chair <@U0PETE> because gone": "chair: that person's role",
        "": "urgent needs a case reference first",
    }.items():
        assert talk.typed("U0CORA", f"urgent{line}").text.startswith(words)
    assert talk.dump() == before
