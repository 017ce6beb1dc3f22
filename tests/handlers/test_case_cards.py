"""The card of a case: now, next, overdue, every kind of fact, and the next sensible steps."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from handlers.views.case_facts import PARTS
from handlers.views.cases import ON_CARD, OPEN_PARTS
from mappa.case_facts import (
    Absence,
    Contact,
    Conviction,
    Disclosure,
    OrderChange,
    Placement,
    Request,
    Transfer,
    Watch,
)
from mappa.cases import CaseRecord, Custody, Event, Order, Spell, TeamMember
from storage.cases import get_case, set_case
from tests.build import NOW, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import EVERYTHING, M, sit
from tests.handlers.windows import (
    Statements,
    buttons,
    filled,
    last_answer_to,
    open_window,
    shown,
)

MAY, JUNE, NEXT = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
TEXT = "Zanzibar <@U1> & others, at length. " * 6
FULL = {
    "dates": {"licence_end": date(2027, 3, 31), "review": MAY, "release": NEXT},
    "date_notes": {"review": "Departs from the policy (every 12 weeks): the panel could not meet"},
    "custody": (Custody(date(2026, 1, 5), MAY),),
    "absences": (Absence(JUNE),),
    "placements": (Placement("own-ap", date(2026, 1, 5), MAY), Placement("private", MAY)),
    "orders": (Order("SHPO", MAY, NEXT),),
    "order_changes": (OrderChange("SHPO", MAY, "breached", JUNE, "no address given"),),
    "events": (Event("sfo", MAY, "charged"),),
    "convictions": (Conviction(MAY, "imprisonment", 30),),
    "requests": (
        Request(1, "escort", MAY, due_on=JUNE, owner="U0PETE"),
        Request(2, "assessment", MAY, due_on=NEXT, agency="probation"),
        Request(3, "other", MAY, closed_on=JUNE, outcome="done", outcome_note="moved"),
    ),
    "contacts": (Contact("housing", "Hattie Invented", "01234 567890"),),
    "disclosures": (Disclosure(MAY, "yes", "the head teacher", "works near the school"),),
    "transfers": (Transfer("CAM", "BED", MAY, "accepted", MAY, "moved here"),),
    "watches": (Watch(MAY, date(2028, 1, 1)),),
    "victim_concerns": "yes",
    "rosh": "high",
}


def make(talk: Conversation, **given: object) -> None:
    def change(session) -> None:  # type: ignore[no-untyped-def]
        case = get_case(session, "BED-1042", to_change=True)
        set_case(session, case, replace(case.facts, **given))  # type: ignore[arg-type]

    talk.write(change)


def test_the_card_tells_what_is_now_next_and_overdue(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    make(talk, **FULL)
    text = talk.typed("U0CORA", "case BED-1042").text
    in_order = [
        "Custody: unlawfully at large since 1 June 2026",
        "Risk of serious harm: High",
        "Victim concerns: Yes",
        "Placements: Private address from 1 May 2026; 1 more: /mappa case BED-1042 placements",
        "Orders: SHPO imposed 1 May 2026, ends 1 July 2026",
        "What became of orders: SHPO of 1 May 2026 breached on 1 June 2026: no address given",
        "Events: 1 May 2026, serious further offence: charged",
        "Convictions: 1 May 2026, imprisonment, 30 months",
        "Requests: 3. Other, 1 May 2026, done 1 June 2026: moved; 2 more",
        "Contacts: Housing, Hattie Invented, 01234 567890",
        "Disclosure decisions: 1 May 2026, yes to the head teacher: works near the school",
        "Transfers: Cambridgeshire to Bedfordshire, offered 1 May 2026, accepted 1 May 2026",
        "Watch list: from 1 May 2026 to 1 January 2028",
        "Overdue:",
        "1 May 2026: The review is not recorded",
        "1 June 2026: Request 1 (Police escort on release) is open",
        "Next:",
        "1 July 2026: Release",
        "1 July 2026: Request 2 due (Psychologist's assessment)",
        "1 July 2026: SHPO ends",
        "Next review: 1 May 2026 (past): Departs from the policy (every 12 weeks): the panel could",
    ]
    places = [text.find(part) for part in in_order]
    assert [part for part, at in zip(in_order, places, strict=True) if at < 0] == []
    assert places == sorted(places)


@pytest.mark.parametrize("part", PARTS)
def test_each_kind_of_fact_can_be_read_apart(talk: Conversation, part: str) -> None:
    make(talk, **FULL)
    answer = talk.typed("U0PRIYA", f"case BED-1042 {part}")
    field, _ = PARTS[part]
    count = len(getattr(talk.read(lambda s: get_case(s, "BED-1042").facts), field))
    lines = answer.text.splitlines()
    assert lines[0] == f"Case BED-1042: {part}, page 1 of 1"
    assert len([line for line in lines[1:] if line]) == count > 0


def test_every_part_of_an_empty_case_says_none(shared_talk: Conversation) -> None:
    for part in OPEN_PARTS:
        if part not in ("team", "reminders", "levels", "next"):
            text = shared_talk.typed("U0CORA", f"case BED-1042 {part}").text
            assert text.splitlines()[1] == "none"
    text = shared_talk.typed("U0CORA", "case BED-1042").text
    assert [part for part in ON_CARD if f"\n{PARTS[part][1]}:" in text] == []
    assert "Overdue" not in text


def test_the_card_tells_what_panels_decided_and_plan_and_what_is_to_be_done(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    card = talk.typed("U0CORA", "case BED-1042").text
    assert "Next meeting: none planned. To put it on a panel: /mappa meeting REFERENCE" in card
    assert "Last heard" not in card and "Open actions" not in card
    sit(talk)
    for said in (EVERYTHING, "close"):
        talk.typed("U0CORA", f"{M} {said}")
    sit(talk, starts_at=NOW + timedelta(days=20))
    sit(talk, starts_at=NOW + timedelta(days=40), chair="")
    sit(talk, starts_at=NOW + timedelta(days=2), status="cancelled")
    new = 'action BED-1042 owner "Sam" agency police what'
    for said in ("visit due 1 June 2026 because agreed", "call due 1 July 2026"):
        assert "Saved" in talk.typed("U0CORA", f"{new} {said}").text
    answer = talk.typed("U0CORA", "case BED-1042")
    for line in (
        "Last heard: BED-M1, 17 June 2026: level 2",
        "Next meeting: BED-M2, Tuesday 7 July 2026, 09:30; 1 more",
        "Open actions: 2, 1 overdue: /mappa actions BED-1042",
        "1 June 2026: Action BED-AC1 is not done",
        "1 July 2026: Action BED-AC2 due",
        "7 July 2026: Meeting BED-M2",
    ):
        assert line in answer.text, line
    assert "Raise an action" in buttons(answer.blocks)
    theirs = talk.typed("U0CHAS", "case BED-1042").text  # not of the meeting that others chair
    assert "Next meeting: BED-M2" in theirs and "more" not in theirs.split("Next meeting")[1][:60]
    assert "BED-M3" not in theirs
    assert "1 June 2026: Action BED-AC1" in talk.typed("U0PRIYA", "case BED-1042 overdue").text
    assert "7 July 2026: Meeting BED-M2" in talk.typed("U0PRIYA", "case BED-1042 next").text


def enormous() -> dict[str, object]:
    days = [date(2000, 1, 1) + timedelta(30 * n) for n in range(30)]
    pairs = list(pairwise(days))
    return {
        "name": "Wolfeschlegelsteinhausenbergerdorff " * 40,
        "spells": tuple(Spell(2, 1 + n % 3, *p, None, TEXT) for n, p in enumerate(pairs)),
        "custody": tuple(Custody(*p) for p in pairs),
        "absences": tuple(Absence(*p) for p in pairs),
        "placements": tuple(Placement("private", *p, TEXT) for p in pairs),
        "orders": tuple(Order("SHPO", day) for day in days),
        "order_changes": tuple(OrderChange("SHPO", day, "varied", day, TEXT) for day in days),
        "events": tuple(Event("sfo", day, TEXT) for day in days),
        "convictions": tuple(Conviction(day, "caution") for day in days),
        "contacts": tuple(Contact("housing", TEXT, TEXT) for _ in days),
        "requests": tuple(
            Request(n, "support", day, TEXT, due_on=day, outcome_note=TEXT)
            for n, day in enumerate(days, start=1)
        ),
        "disclosures": tuple(Disclosure(day, "no", TEXT, TEXT) for day in days),
        "transfers": tuple(Transfer("BED", "CAM", day, "declined", day, TEXT) for day in days),
        "watches": tuple(Watch(day, NEXT, TEXT) for day in days),
        "date_notes": {"licence_end": TEXT * 12},
        "team": tuple(TeamMember(f"U9{n:06}", "member") for n in range(400)),
    }


def test_an_enormous_case_fits_and_the_rest_is_within_reach(talk: Conversation) -> None:
    make(talk, **enormous())
    card = talk.command("U0CORA", "case BED-1042")  # checked against the limits on both ways
    assert "29 more: /mappa case BED-1042 requests" in json.dumps(card.blocks)
    assert "more: /mappa case BED-1042 overdue" in json.dumps(card.blocks)
    for part in ("levels", "events", "requests", "overdue"):
        seen, page = 0, 1
        while True:
            answer = talk.typed("U0CORA", f"case BED-1042 {part} page {page}")
            told = "\n".join(b["text"]["text"] for b in answer.blocks if b["type"] == "section")
            seen += len([line for line in told.splitlines() if line])
            page += 1
            if f"page {page}" not in json.dumps(answer.blocks):
                break
        assert seen >= 29, part
    talk.press("U0CORA", "open_update.update", last_answer_to(talk, "U0CORA"))
    assert "Placement" in shown(open_window(talk, "U0CORA"))
    assert talk.newly_broken() == []


@pytest.mark.parametrize(
    "typed", ["case BED-1042", "update BED-1042 risk high", "update BED-1042 note seen", "undo"]
)
def test_an_enormous_case_takes_no_more_statements_than_a_small_one(
    talk: Conversation, typed: str
) -> None:
    asked = []
    for facts in ({}, enormous() | {"spells": (Spell(2, 2, MAY),), "team": ()}):
        make(talk, **facts)
        talk.typed("U0CORA", "update BED-1042 risk low")
        talk.clock.pass_(seconds=1)
        statements = Statements(talk)
        answer = talk.typed("U0CORA", typed)
        statements.stop()
        assert "went wrong" not in answer.text
        asked.append(len(statements.said))
        talk.clock.pass_(minutes=20)
        talk.typed("U0CORA", "update BED-1042 risk medium")
    assert asked[1] <= asked[0] <= 24


@pytest.mark.parametrize(
    ("user_id", "offered"),
    [
        ("U0CORA", ["Screen the referral", "Set the review", "Answer a request"]),
        ("U0PRIYA", ["Set the review", "Answer a request"]),
    ],
)
def test_each_is_offered_what_they_may_do(
    talk: Conversation, user_id: str, offered: list[str]
) -> None:
    make(talk, **FULL | {"custody": ()})
    talk.typed("U0PRIYA", "refer BED-1042 level 3 because risk has risen")
    found = buttons(talk.typed(user_id, "case BED-1042").blocks)
    assert [label for label in found if label in offered] == offered
    assert len(found) <= 5
    assert {"Update", "History"} <= set(found)
    assert "Screen the referral" not in found or user_id == "U0CORA"


def test_a_step_opens_the_form_that_it_is_about(talk: Conversation) -> None:
    make(talk, custody=(Custody(date(2026, 1, 5)),), dates={"release": MAY})
    talk.command("U0PRIYA", "case BED-1042")
    talk.press("U0PRIYA", "open_update.release", last_answer_to(talk, "U0PRIYA"))
    form = open_window(talk, "U0PRIYA")
    assert filled(form)["custody"] == "sentence"
    talk.submit("U0PRIYA", **{"custody": "no", "from": "2026-05-01"})

    def stays(session) -> CaseRecord:  # type: ignore[no-untyped-def]
        return get_case(session, "BED-1042").facts

    assert talk.read(stays).custody_on(TODAY) is None
    assert talk.newly_broken() == []


def test_a_case_with_a_level_to_confirm_before_release_says_so(talk: Conversation) -> None:
    make(talk, spells=(Spell(2, 0, MAY),), dates={"release": NEXT})
    card = talk.typed("U0CORA", "case BED-1042")
    assert "the level is still to be confirmed" in card.text
    assert "Confirm the level" in buttons(card.blocks)
