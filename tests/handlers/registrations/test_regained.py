"""Whoever comes back works with their old cases again: the co-ordinators are told which, each of
those that they may see, and the admin how many."""

from mappa.cases import TeamMember
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.referring import give, register, told

HEARD = "meeting plan level 2 on 7 July 2026 at 10:00 place Hall chair <@U0CHAS> cases BED-1042"
BACK = "people add <@U0PRIYA> name Priya New agency housing role practitioner"


def do(talk: Conversation, line: str, user_id: str = "U0ADA") -> str:
    """All that the admin hears."""
    before = told(talk, user_id)
    answer = talk.typed(user_id, line)
    talk.settle()
    return "\n".join([answer.text, *told(talk, user_id)[len(before) :]])


def heard_of(talk: Conversation, user_id: str) -> list[str]:
    """The cases of the last message to somebody, if it tells which cases come back."""
    last = told(talk, user_id)[-1]
    return last.rpartition(": ")[2].split(", ") if "works with these cases" in last else []


def test_who_comes_back_is_told_with_the_cases_to_who_may_see_them(talk: Conversation) -> None:
    register(talk, "U0CARL", "co-ordinator")
    give(talk, "U0CORA", "limited")
    owner = (TeamMember("U0PRIYA", "owner"),)
    talk.open_case("BED-1050", crn=None, team=owner, limited_access=True)
    talk.open_case("BED-1051", crn=None, team=owner)
    talk.open_case("BED-1052", crn=None, team=(TeamMember("U0PETE", "owner"),))
    do(talk, "people remove <@U0PRIYA> because she left")
    answer = do(talk, BACK)
    assert "With this they work with 2 cases that name them from earlier." in answer
    assert "BED-" not in answer
    for user_id in ("U0CORA", "U0CARL"):
        assert heard_of(talk, user_id) == ["BED-1042", "BED-1051"]
    answer = do(talk, "people change <@U0PRIYA> grant limited")
    assert "With this they work with 1 case that names them from earlier." in answer
    assert heard_of(talk, "U0CORA") == ["BED-1050"]
    assert heard_of(talk, "U0CARL") == [], "it is hidden from them"
    assert "from earlier" not in do(talk, "people change <@U0PRIYA> agency police"), "nothing new"
    talk.send()
    assert any("works with these cases" in one["text"] for one in said(talk, "D0CORA"))
    assert "BED-1042" in talk.typed("U0PRIYA", "case BED-1042").text


def test_another_role_is_told_so_as_well_and_first_comers_are_not(talk: Conversation) -> None:
    assert "Saved" in talk.typed("U0CORA", HEARD).text
    assert "from earlier" not in do(talk, BACK.replace("U0PRIYA", "U0NOEL"))
    assert "from earlier" not in do(talk, "people change <@U0CHAS> role practitioner")
    assert "1 case that" in do(talk, "people change <@U0CHAS> role chair")
    assert heard_of(talk, "U0CORA") == ["BED-1042"]
    assert "from earlier" not in do(talk, "people change <@U0PRIYA> role co-ordinator"), "had it"
    do(talk, "people change <@U0PRIYA> role smb")
    assert "1 case that" in do(talk, "people change <@U0PRIYA> role co-ordinator")
    assert heard_of(talk, "U0PRIYA") == [], "who comes back decides nothing of it"
