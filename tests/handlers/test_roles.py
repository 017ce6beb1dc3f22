"""Whoever may not: nothing shows and nothing changes, by whichever word, button, form or file."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import BOT_USER, USERS
from handlers import SHORTCUTS
from handlers.commands import WORDS
from mappa.cases import TeamMember
from storage.case_audits import add_audit
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.people import STRANGER, remove_person
from tests.build import MARKER, NOW, TEAM, TODAY
from tests.handlers.badness import saves_nothing
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import Sheet, sheets
from tests.handlers.pressing import NO_WINDOW, PRESSED_BY, press, pressed, right_values
from tests.handlers.referring import outbox, register
from tests.handlers.slates import Slate
from tests.handlers.slots import Slot, slots
from tests.handlers.test_anything_messages import hear
from tests.handlers.workspaces import Answer

SECRETS = (
    MARKER, "Robin Hushed", "X001042", "X700001", "7 Hidden Lane", "Toni Silent", "the bakery",
    "a car at the gate", "a first note", "Max Muted", "a hushed reason", "Priya Practice",
)  # fmt: skip
SLOTS = slots()
ROLES = ("practitioner", "chair", "smb", "lay-adviser", "auditor", "admin")
# A role with words that are open to it whatever it is about: somebody new is referred by many,
# and the area's contacts are there for all who work with cases.
OPEN = {
    "practitioner": ("refer", "contacts", "me"),
    "chair": ("refer", "me"),
    "admin": ("people",),
    "co-ordinator of another area": (
        "refer",
        "me",
        "training",
        "case-audit",
        "contacts",
        "referrals",
        "meeting",
    ),
}
NOTED = ("deliveries", "records", "record_heads")  # that somebody was refused
UNTOUCHED = ("deliveries", "records", "record_heads", "outgoing")
NOTED = ("deliveries", "records", "record_heads")


def as_somebody(talk: Conversation, role: str) -> str:
    """Noel comes with a role that is entitled to no case here; his Slack id."""
    if role == "co-ordinator of another area":
        register(talk, "U0NOEL", "co-ordinator", "category-4", "limited", area="NOR")
    else:
        register(talk, "U0NOEL", role, "category-4", "limited")
    if role == "auditor":  # the newest sample is of no case
        talk.write(lambda session: add_audit(session, "BED-A9", "BED", TODAY))
    return "U0NOEL"


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("role", [*ROLES, "co-ordinator of another area"])
def test_no_word_shows_or_changes_what_is_not_theirs(
    laden: Conversation, laden_slate: Slate, role: str
) -> None:
    user_id, found = as_somebody(laden, role), []
    before = laden.dump(UNTOUCHED)
    for slot in asked_by(role):
        with saves_nothing(laden) as saved:
            answer = laden.typed(user_id, slot.right)
        theirs = (slot.word, role) in (("contacts", "practitioner"), ("people", "admin"))
        shown = [] if theirs else leaks(answer.whole)
        found += [f"{slot.right} shows {secret}" for secret in shown]
        if "went wrong" in answer.text:
            found.append(f"{slot.right}: {answer.text}")
        if saved and laden.dump(UNTOUCHED) != before:
            if slot.word not in OPEN.get(role, ()):
                found.append(f"{slot.right} changes something: {answer.text}")
            laden_slate.wipe()
            as_somebody(laden, role)
            before = laden.dump(UNTOUCHED)
    assert found == []


def asked_by(role: str) -> list[Slot]:
    """Every line; of a word that is open to them anyway the first, and what names a case here."""
    first = {word: next(slot for slot in SLOTS if slot.word == word) for word in WORDS}
    if role in ("smb", "lay-adviser", "admin"):  # what else is in a line is not even read
        return [slot for word, slot in first.items() if word != "help"]
    return [
        slot
        for slot in SLOTS
        if slot.word != "help"  # which shows examples
        and (
            slot.word not in OPEN.get(role, ())
            or slot is first[slot.word]
            or re.search("(BED|HER)-[A-Z0-9]", slot.right)
        )
    ]


@pytest.mark.parametrize("role", ["practitioner", "chair", "co-ordinator of another area"])
def test_not_there_and_not_yours_read_the_same_after_every_word(
    laden: Conversation, laden_slate: Slate, role: str
) -> None:
    user_id, found = as_somebody(laden, role), []
    for slot in SLOTS:
        theirs, nobodys = slot.right, elsewhere(slot.right)
        if theirs != nobodys:
            one, same = laden.typed(user_id, theirs).whole, laden.typed(user_id, nobodys).whole
            if elsewhere(one) != elsewhere(same):
                found.append(f"{theirs}: {one} but {same}")
    assert found == []


def elsewhere(line: str) -> str:
    """With references of nobody's instead of those that are there."""
    return re.sub(r"\b(BED|HER)-([RTAM]?)1(04\d|001|)\b", r"\1-\g<2>9\3", line)


@pytest.mark.parametrize("role", ["practitioner", "smb", "admin", "co-ordinator of another area"])
def test_no_button_or_form_shows_or_changes_what_is_not_theirs(
    laden: Conversation, role: str
) -> None:
    right, opened = right_values(laden), list(sheets(laden))
    user_id = as_somebody(laden, role)
    before = laden.dump(UNTOUCHED)
    for action_id, value in right.items():
        window = press(laden, user_id, action_id, value)
        theirs = role == "admin" and action_id in PRESSED_BY
        assert theirs or (leaks(window) == [] and "went wrong" not in window), action_id
    for sheet in opened:
        if sheet.by == "U0ADA" and role == "admin":
            continue  # they register people
        if sheet.name in ("refer", "glass") and role in OPEN:
            continue  # somebody new, or what a practitioner may do with any case
        answer = Answer.of(laden.deliver(sheet.sent_in(user_id)))
        assert leaks(answer.whole) == [] and "went wrong" not in answer.whole, sheet.name
    assert laden.dump(UNTOUCHED) == before
    assert not [m for m in outbox(laden, user_id) if leaks(json.dumps(m))]


def strangers(talk: Conversation) -> Iterator[str]:
    """Nobody that is known, somebody of another organisation, and who was taken out."""
    yield "U0NOEL"
    yield "U0OLGA"
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    yield "U0PRIYA"


def test_strangers_learn_one_sentence_whatever_they_do(laden: Conversation) -> None:
    talk = laden
    talk.write(lambda session: remove_person(session, TEAM, "U0NOEL", NOW))
    right, opened = right_values(talk), list(sheets(talk))
    for user_id in strangers(talk):
        before = talk.dump(NOTED)
        team = {"team_id": USERS[user_id].team}
        for slot in one_of_each_word():
            assert talk.typed(user_id, slot.right, **team).text == STRANGER, slot.right
        for question in ("how many cases", "aardvark", ""):
            assert talk.typed(user_id, question, **team).text == STRANGER
        for action_id, value in right.items():
            window = press(talk, user_id, action_id, value)
            assert STRANGER in window and leaks(window) == [], action_id
        for sheet in opened:
            answer = Answer.of(talk.deliver(sheet.sent_in(user_id)))
            assert set(answer.errors.values()) == {STRANGER}, sheet.name
        check_shortcuts(talk, user_id)
        check_events(talk, user_id)
        assert talk.dump(NOTED) == before, user_id


def one_of_each_word() -> list[Slot]:
    return [next(slot for slot in SLOTS if slot.word == word) for word in WORDS]


def check_shortcuts(talk: Conversation, user_id: str) -> None:
    for callback_id in SHORTCUTS:
        trigger = pressed(talk, user_id, "x", "")["trigger_id"]
        message = {"channel": "C0GENERAL", "ts": "1.2", "text": "said"}
        payload = payloads.message_action(USERS[user_id], callback_id, trigger, message, "")
        payload["type"] = "message_action" if callback_id == "add_to_case" else "shortcut"
        talk.deliver(payload)
        talk.settle()
        assert STRANGER in json.dumps(talk.form("U0CORA")), callback_id


def check_events(talk: Conversation, user_id: str) -> None:
    """They are answered by the word alone, past the outbox; their files are not even looked at."""
    if user_id == "U0OLGA":
        mention = {"type": "app_mention", "channel": "C0SHARED", "channel_type": "channel"}
        hear(talk, user_id, f"<@{BOT_USER}> how many cases", **mention)
        said = [m for m in talk.messages() if m.get("ephemeral_to") == user_id]
    else:
        hear(talk, user_id, "how many cases")
        files = [{"id": "F0ABC", "size": 10}]
        hear(talk, user_id, "update", subtype="file_share", files=files)
        said = [m for m in talk.messages() if m["channel"] == f"D{user_id[1:]}"]
    assert said and {m["text"] for m in said if m.get("bot_id")} == {STRANGER}


def test_what_was_opened_before_access_was_lost_is_of_no_use(laden: Conversation) -> None:
    """Old buttons, and forms that are still open, of somebody who was on the team."""
    right, opened = right_values(laden), list(sheets(laden))
    # Priya's first, as hers; then the case is another one's.
    assert MARKER in press(laden, "U0PRIYA", "open_case", "BED-1042")
    laden.typed("U0CORA", "reassign <@U0PRIYA> to <@U0PETE> because on leave")
    leave(laden)
    before = laden.dump(UNTOUCHED)
    for action_id, value in right.items():
        window = press(laden, "U0PRIYA", action_id, value)
        assert leaks(window) == [] or action_id in NO_WINDOW, action_id
    for sheet in other_than_new(opened):
        answer = Answer.of(laden.deliver(sheet.sent_in("U0PRIYA")))
        assert answer.errors and leaks(answer.whole) == [], sheet.name
    assert laden.dump(UNTOUCHED) == before


def leave(talk: Conversation) -> None:
    """Who hands a case over goes on working with it; so the team is told anew."""

    def change(session: Session) -> None:
        for ref in ("BED-1042", "BED-1043", "BED-1045", "BED-1046"):
            stored = get_case(session, ref, to_change=True)
            facts = replace(stored.facts, team=(TeamMember("U0PETE", "owner"),))
            set_case(session, stored, facts)

    talk.write(change)


def other_than_new(opened: list[Sheet]) -> list[Sheet]:
    """Anybody who refers may refer somebody new, and anybody who asks may ask for figures."""
    return [sheet for sheet in opened if sheet.name not in ("refer", "question", "glass")]
