"""What is stored tells nothing to somebody who has the database and no key."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from mappa.cases import Event, Spell
from mappa.people import Person
from mappa.referrals import make_referral
from mappa.workbook.workbooks import ActionRow, MeetingRow, StandingMemberRow
from storage.actions import add_action
from storage.cases import StoredCase, set_case
from storage.databases import Database, Session
from storage.hearings import add_hearing, get_hearing, set_minutes
from storage.invitations import add_invitation
from storage.meetings import add_meeting
from storage.notes import add_note
from storage.outgoing import Message, add_outgoing
from storage.people import add_person
from storage.records import Entry, add_record
from storage.referrals import add_referral
from storage.standing_members import add_standing_member
from storage.tables import metadata
from tests.build import NOW, TODAY, case, open_case, person, register_cast

# One for each thing that is to be sealed; none is part of another.
SECRETS = {
    "name": "Zebedee Quorn",
    "born_on": "1971-11-29",
    "crn": "X320741",
    "pnc": "1979/0163001B",
    "cro": "065656/91H",
    "prison_number": "A1234AA",
    "visor_ref": "visor-4711",
    "spell": "moved near the victim",
    "event": "seen at the school gate",
    "note": "spoke to housing",
    "referral": "threatened a neighbour",
    "record": "changed because of the court",
    "message": "licence of Zebedee Quorn",
    "block": "a block that says it too",
    "person": "Cornelia Harbottle",
    "action": "look behind the shed",
    "why": "the shed was locked",
    "said of it": "the key was lost",
    "owner": "Humphrey Outsider",
    "minutes": "he spoke of the shed",
    "invited": "Ingrid Invitee",
    "address": "ingrid@invitee.example",
    "standing member": "Stanley Standing",
}


def test_nothing_that_is_sealed_can_be_read_in_the_database(db: Database) -> None:
    _fill(db)
    with db.read() as session:
        stored = "\n".join(_values(session))
    assert "BED-1042" in stored  # what need not be sealed is found, so the search is a real one
    assert [what for what, secret in SECRETS.items() if secret in stored] == []


def test_nothing_that_is_sealed_can_be_read_in_the_files(tmp_path: Path, db: Database) -> None:
    _fill(db)
    files = [path.read_bytes() for path in sorted(tmp_path.glob("mappa.db*"))]
    content = b"".join(files)
    assert len(files) == 3 if db.is_sqlite else not files
    assert (b"BED-1042" in content) == db.is_sqlite
    assert [what for what, secret in SECRETS.items() if secret.encode() in content] == []


def _fill(db: Database) -> None:
    facts = case(
        "BED-1042",
        name=SECRETS["name"],
        born_on=date.fromisoformat(SECRETS["born_on"]),
        **{kind: SECRETS[kind] for kind in ("crn", "pnc", "cro", "prison_number", "visor_ref")},
        spells=(Spell(2, 2, date(2026, 1, 5), reason=SECRETS["spell"]),),
        events=(Event("sfo", date(2026, 5, 1), SECRETS["event"]),),
    )
    with db.write() as session:
        by = register_cast(session)["U0PRIYA"]
        add_person(session, person("U0NEW", name=SECRETS["person"]), NOW)
        stored = open_case(session, facts)
        add_note(session, stored, SECRETS["note"], by, NOW)
        values = {"level": "2", "category": "2", "because": SECRETS["referral"]}
        referral = make_referral("BED-1042", values, "probation", TODAY)
        add_referral(session, referral, stored, by, NOW)
        entry = Entry("case changed", "command", SECRETS, SECRETS["record"])
        add_record(session, entry, area="BED", now=NOW, person=by, case=(stored.id, stored.key))
        add_record(session, entry, area="BED", now=NOW)
        _meet(session, stored)
        _send(session, by)
        set_case(session, stored, facts)


def _meet(session: Session, case: StoredCase) -> None:
    meeting = add_meeting(session, MeetingRow("", 2, NOW, area="BED"))
    add_hearing(session, meeting, case)
    hearing = get_hearing(session, meeting, case)
    set_minutes(session, hearing, case, {"risk": SECRETS["minutes"]})
    action = ActionRow(
        "", "", None, SECRETS["owner"], SECRETS["action"], why=SECRETS["why"],
        note=SECRETS["said of it"],
    )  # fmt: skip
    add_action(session, case, action, NOW, None)
    told = {"name": SECRETS["invited"], "address": SECRETS["address"]}
    add_invitation(session, meeting.id, None, "police", **told)
    member = StandingMemberRow("BED", "police", name=SECRETS["standing member"])
    add_standing_member(session, member, NOW)


def _send(session: Session, to: Person) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": SECRETS["block"]}}
    add_outgoing(session, Message(SECRETS["message"], (block,)), to, NOW)


def _values(session: Session) -> Iterator[str]:
    """Every value of every row, bytes read as if they were text."""
    for table in metadata.tables.values():
        for row in session.execute(select(table)):
            yield from map(_text, row)


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
