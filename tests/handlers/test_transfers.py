"""The word `transfer`: two areas, one case, and never more of it than the other may know."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest

from mappa.cases import CaseRecord
from storage.cases import get_case
from storage.people import add_person, get_person
from storage.records import REFUSED, find_broken_record, list_history
from storage.tables import reminders
from tests.build import MARKER, NOW, TEAM, TODAY, person
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.panels import agenda, plan
from tests.handlers.outboxes import said

OFFER = "transfer BED-1042 to Hertfordshire because he moved to Watford"
ACCEPT = "transfer BED-1042 accept because he lives here now"
NO_CASE = "No case BED-1042 that you may see."


def register(
    talk: Conversation, role: str = "co-ordinator", area: str = "HER", **given: Any
) -> None:
    """Noel, in another area."""
    talk.write(lambda session: add_person(session, person("U0NOEL", role, area=area, **given), NOW))


def facts(talk: Conversation, ref: str = "BED-1042") -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)


def chain(talk: Conversation, area: str) -> list[str]:
    """What stands on an area's record about cases, in order."""

    def read(session):  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042")
        rows = list_history(session, case.id, case.key)
        assert find_broken_record(session, area) is None
        told = [row["action"] for row in reversed(rows) if row["area"] == area]
        return [action for action in told if action != REFUSED]

    return list(talk.read(read))


@pytest.fixture
def offered(talk_on_both: Conversation) -> Iterator[Conversation]:
    """Cora has offered the case; Noel co-ordinates Hertfordshire."""
    register(talk_on_both)
    assert talk_on_both.typed("U0CORA", OFFER).text.startswith("Saved: BED-1042 is offered")
    yield talk_on_both


def test_the_offer_names_reference_level_category_and_area_and_nobody(
    offered: Conversation,
) -> None:
    offered.send()
    [message] = said(offered, "D0NOEL")
    for words in ("BED-1042", "level 2", "category 2", "Bedfordshire", "17 June 2026"):
        assert words in message["text"]
    whole = str(message)
    for secret in (MARKER, "X001042", "Watford", "Priya", "licence", "probation"):
        assert secret not in whole
    listed = offered.typed("U0NOEL", "transfer")
    assert "BED-1042 (level 2, category 2) is offered to your area" in listed.text
    shown = offered.typed("U0NOEL", "transfer BED-1042")
    for answer in (listed, shown):
        assert not any(secret in answer.whole for secret in (MARKER, "Watford", "X001042"))


def test_until_it_is_accepted_the_case_is_none_of_theirs(offered: Conversation) -> None:
    for line in ("case BED-1042", "update BED-1042 risk high", "history BED-1042",
                 "request BED-1042", "correct BED-1042 spell 5 January 2026 level 3 because x",
                 "refer BED-1042 level 3 because x"):  # fmt: skip
        answer = offered.typed("U0NOEL", line)
        assert NO_CASE in answer.text, line
        assert MARKER not in answer.whole
    assert facts(offered).area == "BED"
    assert MARKER in offered.typed("U0PRIYA", "case BED-1042").text


def test_accepting_hands_the_case_over_with_its_reminders_and_both_records(
    offered: Conversation,
) -> None:
    answer = offered.typed("U0NOEL", ACCEPT)
    assert answer.text.startswith("Saved: BED-1042 is a case of Hertfordshire now."), answer.text
    case = facts(offered)
    assert (case.area, case.team, case.transfers[0].decision) == ("HER", (), "accepted")
    assert [(one.area, one.started_on, one.ended_on) for one in case.spells] == [
        ("BED", date(2026, 1, 5), TODAY),
        ("", TODAY, date(9999, 12, 31)),
    ]
    for user_id in ("U0CORA", "U0PRIYA"):
        assert NO_CASE in offered.typed(user_id, "case BED-1042").text
    assert MARKER in offered.typed("U0NOEL", "case BED-1042").text
    waiting = offered.read(
        lambda session: {
            (row.person_id, row.area)
            for row in session.execute(reminders.select().where(reminders.c.state == "planned"))
        }
    )
    noel = offered.read(lambda session: get_person(session, TEAM, "U0NOEL", NOW))
    assert waiting == {(noel.id, "HER")}
    assert chain(offered, "BED")[-1] == "transferred away"
    assert chain(offered, "HER")[0] == "transfer accepted"
    offered.send()
    [told] = [m for m in said(offered, "D0CORA") if "accepted" in m["text"]]
    assert "Hertfordshire accepted BED-1042 on 17 June 2026" in told["text"]
    assert MARKER not in str(told)


def test_the_old_areas_panels_do_not_hear_it_any_more(offered: Conversation) -> None:
    plan(offered)
    assert offered.typed("U0CORA", "meeting BED-M1 invite").text
    given = "minute BED-M1 BED-1042 information probation: keeps to the curfew"
    assert "Saved" in offered.typed("U0PRIYA", given).text
    assert agenda(offered) == ["BED-1042"]
    assert offered.typed("U0NOEL", ACCEPT).text.startswith("Saved")
    assert agenda(offered) == []
    assert "BED-1042" not in offered.typed("U0CORA", "meeting BED-M1").text
    card = offered.typed("U0NOEL", "case BED-1042 notes").text
    assert "Given for BED-M1, Probation:" in card and "keeps to the curfew" in card
    about = offered.read(lambda session: session.execute(reminders.select()).all())
    assert not [row for row in about if row.kind == "minutes_due" and row.state != "void"]


def test_the_old_areas_figures_stay_as_they_were(offered: Conversation) -> None:
    question = "how many level 2 cases on 1 June 2026"
    before = offered.typed("U0CORA", question).text
    offered.typed("U0NOEL", ACCEPT)
    assert offered.typed("U0CORA", question).text == before
    assert offered.typed("U0CORA", "how many level 2 cases").text.startswith("0 people")
    assert offered.typed("U0NOEL", question).text.startswith("0 people")
    assert offered.typed("U0NOEL", "how many level 2 cases").text.startswith("1 person")


@pytest.mark.parametrize(
    ("user_id", "word", "decision", "told", "says"),
    [
        ("U0NOEL", "decline", "declined", "D0CORA", "Hertfordshire declined BED-1042"),
        (
            "U0CORA",
            "withdraw",
            "withdrawn",
            "D0NOEL",
            "Bedfordshire withdrew its offer of BED-1042",
        ),
    ],
)
def test_an_offer_that_comes_to_nothing_is_told_to_the_other_side(
    offered: Conversation, user_id: str, word: str, decision: str, told: str, says: str
) -> None:
    before = replace(facts(offered), transfers=())
    offered.typed(user_id, f"transfer BED-1042 {word} because he stays with his aunt")
    after = facts(offered)
    assert replace(after, transfers=()) == before
    assert after.transfers[0].decision == decision
    offered.send()
    texts = [m["text"] for m in said(offered, told)]
    assert any(text.startswith(says) for text in texts)
    assert not any("aunt" in text for text in texts)
    assert NO_CASE in offered.typed("U0NOEL", "transfer BED-1042").text
    assert "aunt" in offered.typed("U0CORA", "transfer BED-1042").text
    assert "is not on offer" in offered.typed("U0CORA", "transfer BED-1042 withdraw because x").text
    assert NO_CASE in offered.typed("U0NOEL", ACCEPT).text


def test_a_redelivery_of_any_step_is_one_step(offered: Conversation) -> None:
    for user_id, line in (("U0NOEL", "transfer BED-1042 decline because x"), ("U0CORA", OFFER),
                          ("U0NOEL", ACCEPT)):  # fmt: skip
        payload = offered.command_payload(user_id, line)
        offered.deliver(payload)
        before = offered.dump()
        offered.deliver(payload, 1)
        assert offered.dump() == before
    assert [one.decision for one in facts(offered).transfers] == ["declined", "accepted"]


def test_of_two_who_answer_at_once_one_is_heard(offered: Conversation) -> None:
    register_second(offered)
    lines = {"U0NOEL": ACCEPT, "U0OLGA": "transfer BED-1042 decline because no room",
             "U0CORA": "transfer BED-1042 withdraw because he stays"}  # fmt: skip
    barrier, texts = Barrier(len(lines)), {}

    def answer(user_id: str, line: str) -> None:
        payload = offered.command_payload(user_id, line)
        barrier.wait()
        texts[user_id] = str(offered.deliver(payload).body)

    threads = [Thread(target=answer, args=pair) for pair in lines.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    saved = [user_id for user_id, text in texts.items() if "Saved: " in text]
    assert len(saved) == 1, texts
    case = facts(offered)
    assert case.area == ("HER" if saved == ["U0NOEL"] else "BED")
    assert len(case.transfers) == 1
    assert len(case.spells) == (2 if case.area == "HER" else 1)


def register_second(talk: Conversation) -> None:
    """Olga co-ordinates Hertfordshire too, from a workspace of her own."""
    olga = replace(person("U0OLGA", "co-ordinator", area="HER"), team_id="T0OUTSIDE")
    talk.write(lambda session: add_person(session, olga, NOW))


def test_two_cases_that_change_hands_crosswise_do_not_block_each_other(
    offered: Conversation,
) -> None:
    offered.open_case("HER-2001", area="HER", crn=None, team=())
    offered.typed("U0NOEL", "transfer HER-2001 to BED because moved")
    barrier, texts = Barrier(2), {}

    def accept(user_id: str, ref: str) -> None:
        payload = offered.command_payload(user_id, f"transfer {ref} accept because here")
        barrier.wait()
        texts[ref] = str(offered.deliver(payload).body)

    pairs = (("U0NOEL", "BED-1042"), ("U0CORA", "HER-2001"))
    threads = [Thread(target=accept, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert all("Saved: " in text for text in texts.values()), texts
    assert (facts(offered).area, facts(offered, "HER-2001").area) == ("HER", "BED")
