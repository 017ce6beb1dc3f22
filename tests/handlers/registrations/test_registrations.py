"""The word `people`: an admin registers, changes and removes, and learns nothing of any case."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select

from mappa.registrations import SCHEMA
from storage.databases import Session
from storage.people import add_person, find_person, list_people, list_registered
from storage.records import find_broken_record
from storage.tables import records
from tests.build import MARKER, NOW, TEAM, person
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.referring import register, told

ADD = "people add <@U0NOEL|noel> name Noel Example agency housing role practitioner"


def roles(talk: Conversation) -> dict[str, str]:
    return {one.user_id: one.role for one in talk.read(lambda s: list_people(s, "BED"))}


def texts(talk: Conversation, channel: str) -> list[str]:
    return [message["text"] for message in said(talk, channel)]


def do(talk: Conversation, line: str, user_id: str = "U0ADA") -> str:
    """What the admin hears at once, and what comes later in direct messages."""
    before = told(talk, user_id)
    answer = talk.typed(user_id, line)
    talk.settle()
    return "\n".join([answer.text, *told(talk, user_id)[len(before) :]])


def test_somebody_is_registered_once_slack_has_been_asked(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    before = talk.typed("U0NOEL", "me").text
    answer = talk.typed("U0ADA", f"{ADD} grant category-4 grant limited because of the panel")
    assert "nothing is saved yet" in answer.text
    talk.settle()
    noel = talk.read(lambda session: find_person(session, TEAM, "U0NOEL", NOW))
    assert noel is not None
    assert (noel.name, noel.agency, noel.role) == ("Noel Example", "housing", "practitioner")
    assert noel.area == "BED" and noel.grants == {"category-4", "limited"}
    talk.send()
    line = "Noel Example, Practitioner, Housing, Category 4, Limited-access cases"
    assert said(talk, "D0ADA")[-1]["text"] == f"Saved. Registered: {line}."
    assert f"Ada Practice registered {line} (U0NOEL)." in texts(talk, "D0CORA")
    hello = said(talk, "D0NOEL")[-1]["text"]
    assert hello.startswith("You are registered with the MAPPA bot of Bedfordshire: Practitioner")
    assert not said(talk, "D0PRIYA"), "nobody else is told"
    assert talk.typed("U0NOEL", "me").text != before
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None


def test_everybody_is_listed_a_page_at_a_time_without_any_case(talk: Conversation) -> None:
    for number in range(70):
        register(talk, f"U0EXTRA{number:02}", "practitioner", "category-4", "limited")
    first = talk.typed("U0ADA", "people")
    assert "People registered here: 76, page 1 of 3" in first.text
    assert "Next: /mappa people page 2" in first.text
    assert "Ada Practice, Admin, Other since 17 June 2026 (U0ADA)" in first.text
    second, last = talk.typed("U0ADA", "people list page 2"), talk.typed("U0ADA", "people page 3")
    everything = first.text + second.text + last.text
    assert all(f"(U0EXTRA{number:02})" in everything for number in range(70))
    assert "There is no more" in talk.typed("U0ADA", "people page 4").text
    assert not any(secret in everything for secret in (MARKER, "BED-", "X001042"))


def test_only_what_is_named_is_changed_and_everybody_concerned_hears(talk: Conversation) -> None:
    answer = do(talk, "people change <@U0PETE> role chair because of his new post")
    assert answer == "Saved. Pete Practice: role Practitioner → Chair."
    pete = talk.read(lambda session: find_person(session, TEAM, "U0PETE", NOW))
    assert pete is not None and (pete.role, pete.agency, pete.name) == (
        "chair",
        "police",
        "Pete Practice",
    )
    assert told(talk, "U0PETE")[-1].startswith("Your registration has changed at the MAPPA bot")
    assert told(talk, "U0CORA")[-1] == (
        "Ada Practice changed the registration of Pete Practice: role Practitioner → Chair."
    )
    assert "→" not in do(talk, "people change <@U0PETE> role chair"), "nothing new"
    assert "grants none → Category 4" in do(talk, "people change <@U0PETE> grant category-4")
    assert "grants Category 4 → Limited" in do(talk, "people change <@U0PETE> grant limited")


def test_an_agency_leaves_all_at_once(talk: Conversation) -> None:
    register(talk, "U0EXTRA01", "practitioner")
    assert do(talk, "people remove agency probation because it has closed") == (
        "Saved. Access ended at once: Cora Practice, Priya Practice, Extra01 Practice. "
        "What they did stays on the record.\nNobody co-ordinates this area now: register a "
        "co-ordinator, or nobody is told what is due."
    )
    assert roles(talk) == {
        "U0PETE": "practitioner",
        "U0CHAS": "chair",
        "U0SIMI": "smb",
        "U0ADA": "admin",
    }
    again = do(talk, "people remove agency probation because it has closed")
    assert "agency: nobody of Probation is registered in your area" in again


def test_every_change_is_on_the_record_with_before_after_and_by_whom(talk: Conversation) -> None:
    lines = (f"{ADD} because new", "people change <@U0NOEL> role smb", "people remove <@U0NOEL>")
    for line in lines:
        do(talk, line if "because" in line else f"{line} because so it was agreed")

    noel = {"id": max(one.id for one in talk.people.values()) + 1}
    ada, line = talk.people["U0ADA"].id, "U0NOEL Noel Example, Housing, {}, Bedfordshire"
    first, second = line.format("Practitioner"), line.format("SMB")
    why = "so it was agreed"
    assert talk.read(changes_of_people) == [
        ("person registered", ada, "command", None, {"person": first, "because": "new"} | noel),
        ("person registered", ada, "command", first, {"person": second, "because": why} | noel),
        ("person removed", ada, "command", second, {"because": why}),
    ]
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None


def changes_of_people(session: Session) -> list[tuple[Any, ...]]:
    """What is on the record about the register: what, by whom, how, before and after."""
    rows = session.execute(select(records).order_by(records.c.number)).all()
    return [
        (
            row.action,
            row.person_id,
            row.source,
            opened(session, row, "before", row.before_sealed),
            opened(session, row, "after", row.after_sealed),
        )
        for row in rows
        if row.action.startswith("person ")
    ]


def opened(session: Session, row: Any, when: str, sealed: bytes | None) -> Any:
    place = f"records.{when}|{row.area}|{row.number}"
    return json.loads(session.house.open(sealed, place)) if sealed else None


@pytest.mark.parametrize("example", SCHEMA.examples)
def test_every_example_in_help_works_when_an_admin_types_it(
    talk: Conversation, example: str
) -> None:
    register(talk, "U0EXTRA01", "practitioner", "limited")
    talk.write(lambda session: add_person(session, person("U0HAL", agency="housing"), NOW))
    whom = "<@U0NOEL|noel>" if " add " in example else "<@U0PETE|pete>"
    answer = do(talk, example.replace("@somebody", whom))
    assert "People registered here: 8" in answer or "Saved. " in answer
    assert example in talk.typed("U0SIMI", "help people").text


def test_who_comes_back_is_registered_since_then(talk: Conversation) -> None:
    do(talk, "people remove <@U0PETE> because on leave")
    talk.clock.pass_(days=30)
    assert do(talk, ADD.replace("NOEL|noel", "PETE|pete")).endswith("Housing.")
    rows = talk.read(lambda session: list_registered(session, "BED"))
    assert [since for one, since in rows if one.user_id == "U0PETE"] == [talk.clock()]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("people change <@U0ADA> role co-ordinator", "nobody changes their own registration"),
        ("people remove <@U0ADA> because I go", "nobody changes their own registration"),
        ("people add <@U0ADA> name A agency police role co-ordinator", "registered in your area"),
        ("people remove agency other because it goes", "you are of that agency yourself"),
        ("people add <@U0PETE> name P agency police role admin", "in your area already"),
        ("people add <@U0KEN> name K agency police role admin", "in another area already"),
        ("people change <@U0KEN> role smb", "not registered in your area"),
        ("people remove <@U0KEN> because so", "not registered in your area"),
        ("people change <@U0NOEL> role smb", "not registered in your area"),
        ("people remove <@U0NOEL> because so", "not registered in your area"),
        ("people remove <@U0PETE>", "because: say why"),
    ],
)
def test_what_an_admin_may_not_do_is_refused_with_a_way(
    shared_talk: Conversation, line: str, says: str
) -> None:
    talk = shared_talk
    register(talk, "U0KEN", "practitioner", area="KEN")
    before = talk.dump()
    answer = talk.typed("U0ADA", line)
    talk.settle()
    assert says in answer.text and "Example" in answer.text
    assert talk.dump() == before


@pytest.mark.parametrize("user_id", ["U0CORA", "U0PRIYA", "U0CHAS", "U0SIMI"])
def test_nobody_but_an_admin_registers_or_sees_the_register(
    shared_talk: Conversation, user_id: str
) -> None:
    before = shared_talk.dump()
    for line in ("people", ADD, "people change <@U0PETE> role smb", "people remove agency police"):
        answer = shared_talk.typed(user_id, line)
        assert answer.text.startswith("People are registered by an admin"), line
    assert shared_talk.dump() == before


def test_an_admin_who_was_removed_meanwhile_registers_nobody(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    register(talk, "U0SIMI", "admin")
    with busy(talk):  # Slack is not asked yet
        talk.typed("U0ADA", ADD)
        answer = talk.typed("U0SIMI", "people remove <@U0ADA> because she has left")
        assert answer.text.startswith("Saved.")
    talk.settle()
    assert roles(talk).keys().isdisjoint({"U0NOEL", "U0ADA"})
    talk.send()
    assert not said(talk, "D0ADA") and not said(talk, "D0NOEL")


@contextmanager
def busy(talk: Conversation) -> Iterator[None]:
    """Whatever is put off until after an acknowledgement has to wait."""
    done = Event()
    for _ in range(4):
        talk.kit.workers.submit(done.wait)
    try:
        yield
    finally:
        done.set()
