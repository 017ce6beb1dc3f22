"""Whoever may not: nothing shows and nothing changes, by whichever word, button, form or file."""

import json
import re

import pytest

from handlers.commands import WORDS
from storage.case_audits import add_audit
from tests.build import MARKER, TODAY
from tests.handlers.badness import saves_nothing, some
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import sheets
from tests.handlers.pressing import PRESSED_BY, press, right_values
from tests.handlers.referring import outbox, register
from tests.handlers.slates import Slate
from tests.handlers.slots import Slot, slots
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
    for slot in some(asked_by(role), ROLES.index(role) if role in ROLES else 0, of=4):
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
