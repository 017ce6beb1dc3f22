"""The word `break-glass`: one case for a while, told at once, and nothing that stays behind."""

import json
import re
from datetime import date, timedelta

from mappa.cases import Spell
from mappa.glass import MOST_AT_ONCE
from storage.cases import get_case
from storage.people import get_person
from storage.records import list_history
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.pressing import press
from tests.handlers.referring import (
    give,
    nothing_changes,
    open_form,
    outbox,
    register,
    told,
)

WHY = "he is at our desk now, Quillon said"
BREAK = f"break-glass BED-1042 because {WHY}"
NOT_THERE = "No case BED-1042 that you may see."
HOURS = timedelta(hours=4)


def opened(talk: Conversation, user_id: str = "U0PETE") -> set[str]:
    return set(talk.read(lambda s: get_person(s, TEAM, user_id, talk.clock()).opened))


def history(talk: Conversation, action: str) -> list[dict[str, object]]:
    def read(session: object) -> list[dict[str, object]]:
        case = get_case(session, "BED-1042")  # type: ignore[arg-type]
        rows = list_history(session, case.id, case.key)  # type: ignore[arg-type]
        return [row for row in rows if row["action"] == action]

    return talk.read(read)


def test_one_case_is_seen_for_four_hours_and_is_then_not_there(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    assert NOT_THERE in talk.typed("U0PETE", "case BED-1042").text
    payload = talk.command_payload("U0PETE", BREAK)
    for retry in range(3):
        talk.deliver(payload, retry)
    again = talk.typed("U0PETE", BREAK).text
    assert "Glass broken until 13:30: look, and change nothing." in again and MARKER in again
    assert (talk.count("glass"), opened(talk)) == (1, {"BED-1042"})
    assert len(told(talk, "U0CORA")) == 1, "nobody is told twice"
    [broken] = history(talk, "glass broken")
    assert broken["after"] == {"until": "2026-06-17T12:30+00:00", "because": WHY}
    assert broken["person_id"] == talk.people["U0PETE"].id
    assert len(history(talk, "case seen")) == 2
    talk.clock.at = NOW + HOURS - timedelta(seconds=1)
    for line in ("case BED-1042", "history BED-1042", "request BED-1042", "find BED-1042"):
        assert "No case" not in talk.typed("U0PETE", line).text, line
    assert "Glass broken until 13:30" in talk.typed("U0PETE", "case BED-1042").text
    talk.clock.at = NOW + HOURS
    for line in ("case BED-1042", "history BED-1042", "request BED-1042", "find BED-1042"):
        assert NOT_THERE in talk.typed("U0PETE", line).text, line
    assert MARKER not in press(talk, "U0PETE", "open_case", "BED-1042")
    assert opened(talk) == set()


def test_the_co_ordinators_who_may_see_it_are_told_at_once_and_why(talk: Conversation) -> None:
    register(talk, "U0NOEL", "co-ordinator", area="HER")
    answer = talk.typed("U0PETE", BREAK)
    assert "Told: Cora Practice." in answer.text and "Every look is on the record" in answer.text
    [notice] = outbox(talk)
    assert told(talk, "U0CORA") == [notice["text"]]
    assert notice["text"].startswith(
        "Pete Practice (Police) broke the glass for BED-1042 and sees it until 13:30."
    )
    assert WHY in json.dumps(notice["blocks"])
    assert not any(words in json.dumps(notice) for words in (MARKER, "U0PETE"))
    assert "Quillon" not in talk.log.getvalue()
    talk.send()
    assert len(said(talk, "D0CORA")) == 1
    [posted] = [message for message in talk.messages() if message["channel"] == "D0CORA"]
    assert WHY not in posted["text"]
    assert talk.newly_broken() == []


REFUSED = (
    ("U0PETE", "break-glass BED-9042 because he is at our desk", "No case BED-9042 that you may"),
    ("U0PETE", "break-glass BED-1042 because", "because: say in a few words why"),
    ("U0PETE", "break-glass BED-1042 because urgent now", "because: say in a few words why"),
    ("U0PETE", "break-glass BED-1042 because a b c d e", "because: say in a few words why"),
    ("U0PETE", f"{BREAK} {'x' * 500}", "because: the reason has"),
    ("U0PETE", "break-glass BED-1042 level 3", "break-glass has no field"),
    ("U0PETE", "break-glass BED-1042 page 2 because he is at our desk", "page goes with"),
    ("U0PETE", "break-glass BED-1042 of <@U0CORA>", "of: say that it is to end."),
    ("U0PETE", "break-glass end BED-1042", NOT_THERE),
    ("U0PETE", "break-glass page 2", "Only a co-ordinator"),
    ("U0PRIYA", BREAK, "You see BED-1042 already"),
    ("U0PRIYA", "break-glass end BED-1042", "case: you do not see BED-1042 through broken"),
    ("U0CORA", BREAK, "You see BED-1042 already"),
    ("U0CORA", "break-glass end BED-1042", "case: nobody like that sees BED-1042 through"),
    ("U0CORA", "break-glass end BED-9042", "No case BED-9042 that you may see."),
    ("U0CORA", "break-glass end BED-1042 <@", "break-glass has no field"),
)


def test_what_cannot_be_is_one_clear_sentence_and_opens_nothing(talk: Conversation) -> None:
    with nothing_changes(talk):
        answers = [talk.typed(user_id, line).text for user_id, line, _ in REFUSED]
    found = zip(answers, REFUSED, strict=True)
    assert [answer for answer, (*_, says) in found if not answer.startswith(says)] == []


def test_nobody_else_breaks_it_nor_learns_that_it_is_there(talk: Conversation) -> None:
    for user_id in ("U0CHAS", "U0SIMI", "U0ADA", "U0NOEL"):
        with nothing_changes(talk):
            answers = [
                talk.typed(user_id, f"break-glass {ref} because he is at our desk").text
                for ref in ("BED-1042", "BED-9042")
            ]
        assert answers[0] == answers[1] and "BED" not in answers[0]


def test_what_no_glass_opens_reads_as_what_is_not_there(talk: Conversation) -> None:
    four = (Spell(4, 2, date(2025, 1, 1), date(2026, 1, 1)), Spell(2, 2, date(2026, 1, 1)))
    talk.open_case("BED-1050", crn=None, spells=four)
    talk.open_case("BED-1051", crn=None, limited_access=True)
    talk.open_case("BED-1052", crn=None, merged_into="BED-1042", team=())
    talk.open_case("HER-1053", crn=None, area="HER")
    refs = ("BED-1050", "BED-1051", "BED-1052", "HER-1053", "BED-9999")
    with nothing_changes(talk):
        for ref in refs:
            line = f"break-glass {ref} because he is at our desk"
            assert talk.typed("U0PETE", line).text == f"No case {ref} that you may see."
            assert talk.typed("U0PETE", f"break-glass end {ref}").text == (
                f"No case {ref} that you may see."
            )
    # With the grant it opens, if somebody with the grant can be told.
    give(talk, "U0PETE", "category-4")
    line = "break-glass BED-1050 because he is at our desk"
    with nothing_changes(talk):
        assert talk.typed("U0PETE", line).text.startswith("There is no co-ordinator of your area")
    give(talk, "U0CORA", "category-4")
    assert "Glass broken until 13:30" in talk.typed("U0PETE", line).text
    assert len(told(talk, "U0CORA")) == 1


def test_nothing_can_be_changed_through_it(talk: Conversation) -> None:
    talk.typed("U0CORA", "action BED-1042 owner <@U0PETE> due 3 July 2026 what a quiet look")
    talk.typed("U0PETE", BREAK)
    lines = (
        "update BED-1042 level 3 because risk has risen", "update BED-1042 note spoke to housing",
        "request BED-1042 escort what an escort", "correct BED-1042 spell 5 January 2026 removed",
        "action BED-1042 owner <@U0PETE> due 4 July 2026 what a visit", "action BED-AC1 done",
        "transfer BED-1042 to Hertfordshire because moved", "undo BED-1042", "update BED-1042",
        "merge BED-1042 into BED-1043 because one person", "export", "contacts remove 1",
    )  # fmt: skip
    before = talk.dump()
    for line in lines:
        answer = talk.typed("U0PETE", line)
        assert "aved:" not in answer.text and "went wrong" not in answer.text, line
    assert talk.dump() == before
    card = talk.typed("U0PETE", "case BED-1042")
    assert not re.search("open_update|undo_change|new_action", json.dumps(card.blocks))


def test_no_more_than_a_few_are_open_at_once(talk: Conversation) -> None:
    refs = [f"BED-{1060 + n}" for n in range(MOST_AT_ONCE + 1)]
    for ref in refs:
        talk.open_case(ref, crn=None)
    for ref in refs[:-1]:
        assert "Glass broken" in talk.typed("U0PETE", BREAK.replace("BED-1042", ref)).text
    with nothing_changes(talk):
        answers = [
            talk.typed("U0PETE", BREAK.replace("BED-1042", ref)).text
            for ref in (refs[-1], "BED-9042")
        ]
    assert answers[0] == answers[1], "that there is no room tells nothing of the case"
    assert answers[0].startswith("case: you see 3 cases through broken glass already")
    assert "Ended" in talk.typed("U0PETE", f"break-glass end {refs[0]}").text
    assert "Glass broken" in talk.typed("U0PETE", BREAK.replace("BED-1042", refs[-1])).text


def test_by_form_with_the_same_rules(talk: Conversation) -> None:
    form = open_form(talk, "U0PETE", "break-glass bed-1042")
    assert "BED-1042" in json.dumps(form)
    with nothing_changes(talk):
        refused = talk.submit("U0PETE", case="BED-1042", because="now")
        assert refused.errors["because"].startswith("because: say in a few words")
        refused = talk.submit("U0PETE", case="BED-9042", because=WHY)
        assert refused.errors == {"case": "No case BED-9042 that you may see."}
    talk.submit("U0PETE", case="BED-1042", because=WHY)
    talk.settle()
    assert "Glass broken until 13:30" in json.dumps(talk.form("U0PETE"))
    assert opened(talk) == {"BED-1042"}
    assert talk.newly_broken() == []


def test_who_broke_it_finds_it_at_home_and_under_me(talk: Conversation) -> None:
    talk.clock.at = NOW + timedelta(hours=12)
    talk.typed("U0PETE", BREAK)
    until = "BED-1042 until 01:30, 18 June 2026"
    assert f"Glass broken: {until}" in talk.typed("U0PETE", "me").text
    assert until in json.dumps(talk.open_home("U0PETE"))
    talk.clock.pass_(minutes=4 * 60)
    assert "Glass broken" not in talk.typed("U0PETE", "me").text
    assert "Glass" not in json.dumps(talk.open_home("U0PETE"))
