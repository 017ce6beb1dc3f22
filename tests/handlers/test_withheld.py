"""Who may see what a message is about is asked once more when it goes out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mappa.people import Person
from storage.outgoing import Message, add_outgoing
from storage.people import add_person, remove_person
from storage.tables import cases, glass, outgoing, team
from tests.build import NOW, TEAM, case
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import begin, said, states

PRIYA = "U0PRIYA"
SECRET = "What is said of it"
Change = Callable[[Conversation], Any]


def become(talk: Conversation, who: str = PRIYA, **given: Any) -> Person:
    them = replace(talk.people[who], **given)
    return talk.write(lambda session: add_person(session, them, NOW))


def put(talk: Conversation, who: str = PRIYA, **given: Any) -> None:
    """Something about the case is on its way to somebody."""
    to = talk.people[who]
    given = {"about": ["BED-1042"], **given}
    talk.write(lambda session: add_outgoing(session, Message(SECRET), to, talk.clock(), **given))


def leave_the_team(talk: Conversation) -> None:
    talk.write(lambda session: session.execute(team.delete()))


def limit_the_case(talk: Conversation) -> None:
    become(talk, "U0CORA", grants=frozenset({"limited"}))
    talk.write(lambda session: session.execute(cases.update().values(limited_access=True)))


CHANGES: dict[str, Change] = {
    "team": leave_the_team,
    "grants": limit_the_case,
    "role": lambda talk: become(talk, role="smb"),
    "area": lambda talk: become(talk, area="HER"),
    "removed": lambda talk: talk.write(lambda s: remove_person(s, TEAM, PRIYA, NOW)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_who_may_not_see_the_case_any_more_gets_nothing_and_the_co_ordinator_hears_of_it(
    talk: Conversation, change: Change
) -> None:
    put(begin(talk))
    change(talk)
    talk.send()
    assert said(talk) == []
    (told,) = said(talk, "D0CORA")
    assert told["text"].startswith("Not sent: a direct message to Priya Practice (U0PRIYA)")
    assert "It was about BED-1042." in told["text"] and SECRET not in str(told)
    assert sorted(states(talk)) == ["sent", "void"]


def test_glass_that_has_mended_shows_nothing_any_more(talk: Conversation) -> None:
    pete = begin(talk).people["U0PETE"]
    broken = {
        "person_id": pete.id,
        "case_id": 1,
        "opened_at": talk.clock(),
        "until": talk.clock() + timedelta(hours=1),
    }
    talk.write(lambda session: session.execute(glass.insert().values(**broken)))
    for _ in range(2):
        put(talk, "U0PETE")
        talk.send()
        talk.clock.pass_(hours=2)
    assert [m["text"] for m in said(talk, "D0PETE")] == [SECRET]


def test_whoever_asked_hears_that_it_is_withheld_and_nobody_else_does(talk: Conversation) -> None:
    put(begin(talk), is_answer=True)
    leave_the_team(talk)
    talk.send()
    assert [m["text"] for m in said(talk)] == [
        "What you asked for was not sent: what you may see has changed in the meantime. "
        "Ask for it again."
    ]
    assert said(talk, "D0CORA") == []


@pytest.mark.parametrize("given", [{"needs": "ask exactly"}, {"grants": ["category-4"]}], ids=str)
def test_figures_are_withheld_from_who_may_not_have_them_any_more(
    talk: Conversation, given: dict[str, Any]
) -> None:
    cora = become(begin(talk), "U0CORA", grants=frozenset({"category-4"}))
    for _ in range(2):
        put(talk, "U0CORA", about=(), is_answer=True, **given)
        talk.send()
        become(talk, "U0CORA", role="chair", grants=frozenset())
    assert cora.grants == {"category-4"}
    texts = [m["text"] for m in said(talk, "D0CORA")]
    assert texts[0] == SECRET and texts[1].startswith("What you asked for was not sent")


def test_a_list_that_was_asked_for_is_about_its_cases(talk: Conversation) -> None:
    begin(talk).say(PRIYA, "who is at level 2")
    leave_the_team(talk)
    talk.send()
    (answer,) = said(talk)
    assert "BED-1042" not in str(answer) and "was not sent" in answer["text"]


def test_an_update_of_an_old_message_is_dropped_silently(talk: Conversation) -> None:
    put(begin(talk), method="update", channel="D0PRIYA", ts="1.1")
    leave_the_team(talk)
    talk.send()
    assert said(talk) == said(talk, "D0CORA") == []


def test_nobody_is_told_of_a_case_that_they_may_not_see_themselves(talk: Conversation) -> None:
    put(begin(talk))
    talk.write(lambda session: session.execute(cases.update().values(limited_access=True)))
    talk.send()
    assert said(talk) == said(talk, "D0CORA") == []
    assert "nobody could be told that it was withheld" in talk.log.getvalue()


# What legitimately goes to who cannot see the case says nothing of it.


def about(talk: Conversation) -> list[str | None]:
    rows = talk.read(lambda session: session.execute(outgoing.select()).all())
    return [row.about for row in rows]


def test_a_referrer_who_may_not_see_the_case_hears_of_their_referral_only(
    talk: Conversation,
) -> None:
    begin(talk).typed("U0PETE", "refer X001042 category 2 level 3 because of risk")
    talk.typed("U0CORA", "screen BED-R1 decline because there is no need")
    talk.send()
    (told,) = said(talk, "D0PETE")
    assert "Your referral BED-R1 was declined" in told["text"]
    assert "BED-1042" not in str(told)


def test_who_a_case_was_taken_from_hears_which_one_by_its_reference(talk: Conversation) -> None:
    begin(talk).typed("U0CORA", "reassign <@U0PRIYA> to <@U0PETE> because she left")
    leave_the_team(talk)
    talk.send()
    (told,) = said(talk)
    assert "1 case of yours went to Pete Practice" in told["text"] and "BED-1042" in told["text"]


def test_an_offer_reaches_who_cannot_see_the_case_yet_and_no_more_once_it_is_none(
    talk: Conversation,
) -> None:
    hers = become(begin(talk), "U0CHAS", area="HER", role="co-ordinator")
    talk.typed("U0CORA", "transfer BED-1042 to Hertfordshire because he moves")
    talk.send()
    (offer,) = said(talk, "D0CHAS")
    assert offer["text"].startswith("Transfer offered. BED-1042 (level 2")
    talk.typed("U0CORA", "transfer BED-1042 withdraw because he stays")
    talk.send()
    assert "withdrew its offer of BED-1042" in said(talk, "D0CHAS")[-1]["text"]
    put(talk, "U0CHAS", is_offer=True)
    with_area = outgoing.update().where(outgoing.c.state == "waiting").values(area=hers.area)
    talk.write(lambda session: session.execute(with_area))
    talk.send()
    assert len(said(talk, "D0CHAS")) == 2


def test_whose_case_was_accepted_elsewhere_hears_so(talk: Conversation) -> None:
    become(begin(talk), "U0CHAS", area="HER", role="co-ordinator")
    talk.typed("U0CORA", "transfer BED-1042 to Hertfordshire because he moves")
    talk.typed("U0CHAS", "transfer BED-1042 accept because he lives here")
    talk.send()
    assert "Hertfordshire accepted BED-1042" in said(talk, "D0CORA")[-1]["text"]


@pytest.mark.parametrize(
    ("who", "typed", "refs"),
    [
        ("U0CORA", "request BED-1042 escort owner <@U0PRIYA> what a visit", "BED-1042"),
        ("U0CORA", "action BED-1042 owner <@U0PRIYA> due 1 July 2027 what visit", "BED-1042"),
        ("U0PRIYA", "refer BED-1042 level 3 because of risk", "BED-1042"),
    ],
)
def test_what_is_told_of_a_case_says_which_it_is(
    talk: Conversation, who: str, typed: str, refs: str
) -> None:
    talk.typed(who, typed)
    assert about(talk) == [refs]


def test_a_clash_is_about_both_cases(talk: Conversation) -> None:
    become(talk, "U0CHAS", role="co-ordinator", grants=frozenset({"limited"}))
    talk.open_case("BED-1043", limited_access=True, crn="X777777", team=case().team)
    talk.typed("U0CORA", "update BED-1042 crn X777777 because mistyped")
    assert "BED-1042,BED-1043" in about(talk)
