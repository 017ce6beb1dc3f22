"""What cannot be delivered is passed on to the co-ordinators, and never tried for ever."""

from dataclasses import replace
from typing import Any

import pytest

from mappa.cases import Spell
from storage.due_reminders import LISTED
from storage.outgoing import Attachment, Message, add_outgoing
from storage.people import add_person, remove_person
from storage.tables import outgoing
from tests.build import MARKER, NOW, TEAM, person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import OWNER_ONLY, add_due, begin, said, states

METHODS = {
    "post": "chat.postMessage",
    "ephemeral": "chat.postEphemeral",
    "update": "chat.update",
    "file": "files.completeUploadExternal",
}
GHOST = "U0GHOST"  # registered, and not known to the workspace


@pytest.fixture
def haunted(talk: Conversation) -> Conversation:
    return haunt(talk)


@pytest.fixture
def haunted_on_both(talk_on_both: Conversation) -> Conversation:
    return haunt(talk_on_both)


def haunt(talk: Conversation) -> Conversation:
    """Somebody is registered who cannot be written to."""
    begin(talk)
    talk.write(lambda session: add_person(session, person(GHOST), NOW))
    return talk


def test_the_co_ordinator_is_told_of_what_did_not_reach_the_owner(
    haunted_on_both: Conversation,
) -> None:
    talk = haunted_on_both
    add_due(talk, owner=GHOST)
    talk.send(policy=OWNER_ONLY)
    (told,) = said(talk, "D0CORA")
    assert told["text"].startswith("Could not be delivered to somebody on the case (user_not_found")
    assert "BED-1050: Licence end on" in told["text"]
    assert "Show the case" in str(told["blocks"])
    assert sorted(states(talk)) == ["failed", "sent"]
    assert talk.count("reminders", state="failed") == 1
    talk.clock.pass_(days=1)
    assert talk.send(policy=OWNER_ONLY) == 0
    assert talk.newly_broken() == []


def test_every_one_of_many_is_passed_on(haunted: Conversation) -> None:
    refs = [f"BED-{3000 + number}" for number in range(LISTED)]
    add_due(haunted, *refs, owner=GHOST)
    haunted.clock.pass_(hours=2)
    haunted.send(policy=OWNER_ONLY)
    told = said(haunted, "D0CORA")
    assert [ref for ref in refs if str([m["blocks"] for m in told]).count(f"{ref}: ") != 1] == []
    assert [ref for ref in refs if not any(f"{ref}: " in m["text"] for m in told)] == []


def test_a_co_ordinator_without_the_grant_is_not_told_of_category_4(haunted: Conversation) -> None:
    talk = haunted
    ghost = replace(person(GHOST), grants=frozenset({"category-4"}))
    gemma = person("U0SIMI", "co-ordinator", grants=frozenset({"category-4"}))
    talk.write(lambda session: [add_person(session, one, NOW) for one in (ghost, gemma)])
    add_due(talk, owner=GHOST, spells=(Spell(4, 2, NOW.date()),))
    talk.send(policy=OWNER_ONLY)
    assert said(talk, "D0CORA") == []
    assert ["BED-1050" in m["text"] for m in said(talk, "D0SIMI")] == [True]


def test_where_nobody_can_be_reached_it_ends_and_stands_in_the_log(haunted: Conversation) -> None:
    talk = haunted
    talk.write(lambda session: remove_person(session, TEAM, "U0CORA", NOW))
    talk.write(lambda session: add_person(session, person("U0SPOOK", "co-ordinator"), NOW))
    add_due(talk, owner=GHOST)
    for _ in range(3):
        talk.send(policy=OWNER_ONLY)
        talk.clock.pass_(minutes=5)
    assert set(states(talk)) == {"failed"}
    assert "cannot be delivered (user_not_found)" in talk.log.getvalue()
    assert talk.messages() == []


@pytest.mark.parametrize(
    ("where", "kind", "told"),
    [
        ({}, "a direct message to Priya Practice (U0PRIYA)", ["D0CORA"]),
        ({"channel": "D0PRIYA"}, "a direct message to Priya Practice (U0PRIYA)", ["D0CORA"]),
        (
            {"channel": "C0PANEL"},
            "a message to the channel C0PANEL from Priya Practice (U0PRIYA)",
            ["D0CORA", "D0PRIYA"],
        ),
        (
            {"channel": "C0PANEL", "method": "ephemeral"},
            "a private answer in the channel C0PANEL to Priya Practice (U0PRIYA)",
            ["D0CORA", "D0PRIYA"],
        ),
        (
            {"channel": "D0PRIYA", "method": "update", "ts": "1.2"},
            "a change to a message that was sent to Priya Practice (U0PRIYA)",
            ["D0CORA", "D0PRIYA"],
        ),
        (
            {"file": Attachment("cases", "csv", "Cases", b"x", "see case")},
            "a file for Priya Practice (U0PRIYA)",
            ["D0CORA"],
        ),
    ],
    ids=["direct", "known direct", "channel", "private answer", "change", "file"],
)
def test_whatever_it_was_those_who_can_help_are_told_once_and_not_what_it_said(
    where: dict[str, Any], kind: str, told: list[str], talk: Conversation
) -> None:
    begin(talk)
    where = dict(where)
    message = Message(MARKER, file=where.pop("file", None))
    to = talk.people["U0PRIYA"]
    talk.write(lambda session: add_outgoing(session, message, to, talk.clock(), **where, about=()))
    method = METHODS[where.get("method") or ("file" if message.file else "post")]
    talk.slack.fault("is_archived", method)
    for _ in range(2):
        talk.send()
        talk.clock.pass_(minutes=10)
    text = (
        f"Could not be delivered: {kind}, because the channel is archived (is_archived). "
        "It is not tried again."
    )
    assert sorted((m["channel"], m["text"]) for m in talk.messages()) == [(t, text) for t in told]
    assert MARKER not in talk.everything_seen() + talk.log.getvalue()
    assert states(talk).count("failed") == 1


def test_a_report_that_cannot_be_delivered_is_not_reported(talk: Conversation) -> None:
    """The only co-ordinator is the one who cannot be reached: it ends there."""
    begin(talk)
    to = talk.people["U0PRIYA"]
    talk.write(lambda session: add_outgoing(session, Message("x"), to, talk.clock(), about=()))
    talk.slack.fault("user_disabled", "chat.postMessage", times=2)
    for _ in range(3):
        talk.send()
        talk.clock.pass_(minutes=10)
    assert states(talk) == ["failed", "failed"]
    assert talk.messages() == []
    assert "nobody could be told that it was not delivered" in talk.log.getvalue()


def test_what_cannot_be_read_is_reported_as_well(talk: Conversation) -> None:
    begin(talk)
    to = talk.people["U0PRIYA"]
    talk.write(lambda session: add_outgoing(session, Message("x"), to, talk.clock(), about=()))
    talk.write(lambda session: session.execute(outgoing.update().values(body_sealed=b"?")))
    talk.send()
    assert [m["text"].partition(", because")[0] for m in said(talk, "D0CORA")] == [
        "Could not be delivered: a message for Priya Practice (U0PRIYA)"
    ]


def test_a_reminder_that_no_co_ordinator_may_see_is_reported_without_the_case(
    haunted: Conversation,
) -> None:
    talk = haunted
    ghost = replace(person(GHOST), grants=frozenset({"category-4"}))
    talk.write(lambda session: add_person(session, ghost, NOW))
    add_due(talk, owner=GHOST, spells=(Spell(4, 2, NOW.date()),))
    talk.send(policy=OWNER_ONLY)
    (told,) = said(talk, "D0CORA")
    assert told["text"].startswith(
        "Could not be delivered: a reminder for Ghost Practice (U0GHOST)"
    )
    assert "BED-1050" not in str(told)
