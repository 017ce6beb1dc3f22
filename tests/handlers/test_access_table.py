"""The access table, tried whole: every role x every word x every kind of channel."""

import re
from collections import Counter
from typing import NamedTuple

import pytest
from sqlalchemy import select

from handlers.commands import WORDS
from mappa.access import REFUSED
from mappa.people import ROLES
from storage.people import STRANGER
from storage.tables import outgoing
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.roles import EVERYBODY, MAY_TYPE, STRANGERS, Somebody, bring
from tests.handlers.slates import Slate
from tests.handlers.workspaces import Answer

CHANNELS = {
    "direct messages": "D0NOEL",
    "private": "C0PANEL",
    "public": "C0GENERAL",
    "shared with outsiders": "C0SHARED",
}
GONE = re.compile(r"(No (case|case or action|meeting|referral) \S+ that|There is no audit)")


class Line(NamedTuple):
    """What is typed of a word, and what stands in a real answer to it. `of`: which of those whose
    role has the word get one: everybody, whoever sees BED-1042, or only its co-ordinator."""

    typed: str
    answer: str
    of: str = "all"


LINES = {
    "refer": Line(
        "BED-1042 level 3 threshold senior because risk", "Saved: referral|referred", "case"
    ),
    "referrals": Line("", "page 1 of 1"),
    "screen": Line("BED-R1 withdraw because x", "withdrawn", "area"),
    "answer": Line("BED-R1 he moves", "BED-R1", "area"),
    "case": Line("BED-1042", MARKER, "case"),
    "break-glass": Line("BED-1042 because somebody is here", "BED-1042", "case"),
    "update": Line("BED-1042 note seen", MARKER, "case"),
    "undo": Line("BED-1042", "BED-1042", "case"),
    "history": Line("BED-1042", "BED-1042: history", "case"),
    "audit": Line("BED-1042", "BED-1042: the record", "case"),
    "training": Line("", "Training sessions in"),
    "case-audit": Line("BED-A1", "Case audit BED-A1", "case"),
    "request": Line("BED-1042", "Requests of BED-1042", "case"),
    "meeting": Line("BED-M2", "Meeting BED-M2", "case"),
    "meetings": Line("", "page 1 of 1"),
    "urgent": Line("BED-1042 because he is seen near a school", "BED-1042", "case"),
    "minute": Line("BED-M2 BED-1042", "Minutes of BED-1042", "case"),
    "action": Line("BED-AC1", "a quiet look", "case"),
    "actions": Line("", "Your open actions"),
    "transfer": Line("BED-1042", "Transfers of BED-1042", "case"),
    "correct": Line(
        "BED-1042 placement 1 February 2026 place 4 Example Road because x", "placement", "case"
    ),
    "find": Line("BED-1042", MARKER, "case"),
    "dates": Line("BED-1042", "31 March 2027", "case"),
    "stats": Line("nonsense", "nonsense"),
    "report": Line("nonsense", "nonsense"),
    "export": Line("", "on its way|no case for such a file"),
    "subject-access": Line("BED-1042 because of SAR-7", "working copy", "area"),
    "merge": Line("BED-1044 into BED-1042 because x", "BED-104[23]", "area"),
    "unmerge": Line("BED-1044 because two people", "BED-104[24]", "area"),
    "retention": Line("", "Due for review"),
    "erase": Line("BED-1042 because x", "BED-1042", "area"),
    "reassign": Line("<@U0SIMI> to <@U0ADA> because on leave", "to: that person"),
    "deputy": Line("<@U0ADA> for <@U0SIMI> until 1 July 2026", "deputy: that person"),
    "deputies": Line("", "stands? in for"),
    "contacts": Line("", "Contacts, page 1 of 1"),
    "reminders": Line("", "Your reminders"),
    "people": Line("", "People registered here"),
    "me": Line("", "Noel Practice"),
    "help": Line("", "What you can type"),
}
SEES_BY_GLASS = {"practitioner": {"break-glass"}}  # it is there for cases that are not theirs


def expected(somebody: Somebody, word: str) -> str:
    """Stranger, refused, gone or answered: by the suite's own table."""
    if somebody.role in STRANGERS:
        return "stranger"
    if word not in MAY_TYPE[somebody.role]:
        return "refused"
    if word in SEES_BY_GLASS.get(somebody.role, ()):
        return "answered"
    of = LINES[word].of
    runs_it = somebody.theirs and somebody.role == "co-ordinator"
    return "answered" if of == "all" or runs_it or (of == "case" and somebody.theirs) else "gone"


def outcome(answer: Answer, word: str) -> str:
    """The same, judged by what was said."""
    if answer.text == STRANGER:
        return "stranger"
    needs = WORDS[word].needs
    if needs and answer.text == REFUSED[needs]:
        return "refused"
    if GONE.match(answer.text):
        return "gone"
    return "answered" if re.search(LINES[word].answer, answer.whole) else answer.text


def test_every_role_and_every_word_has_its_place_in_the_table() -> None:
    assert set(MAY_TYPE) == set(ROLES)
    assert set(LINES) == set(WORDS) == set().union(*MAY_TYPE.values())


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_role_gets_from_every_word_what_the_table_says(
    laden: Conversation, laden_slate: Slate, channel: str
) -> None:
    """The answer is private in each of them, and nothing is posted there."""
    tried: Counter[str] = Counter()
    wrong = []
    for somebody in EVERYBODY:
        laden_slate.wipe()
        bring(laden, somebody)
        for word in sorted(LINES, key=lambda one: one == "break-glass"):
            typed = f"{word} {LINES[word].typed}".strip()
            place = {"team_id": somebody.team}
            answer = laden.typed(somebody.user_id, typed, CHANNELS[channel], **place)
            should, was = expected(somebody, word), outcome(answer, word)
            tried[should] += 1
            if was != should:
                wrong.append(f"{somebody}, {typed}: should be {should}, was {was}")
            if answer.body.get("response_type") != "ephemeral":
                wrong.append(f"{somebody}, {typed}: is no private answer")
            if should != "answered" and MARKER in answer.whole:
                wrong.append(f"{somebody}, {typed}: shows a name")
        laden.settle()
        posted = select(outgoing.c.id).where(outgoing.c.channel.regexp_match("^[CG]"))
        if laden.read(lambda session: session.execute(posted).all()):  # noqa: B023
            wrong.append(f"{somebody}: something is posted to a channel")
    assert wrong == []
    assert sum(tried.values()) == len(EVERYBODY) * len(WORDS)
    assert tried["stranger"] == len(STRANGERS) * len(WORDS)
    words_of = sum(len(MAY_TYPE[one.role]) for one in EVERYBODY if one.role not in STRANGERS)
    assert tried["answered"] + tried["gone"] == words_of
