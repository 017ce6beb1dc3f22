"""An office in which something of everything is there, so that every line has something to meet."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, func, select

from mappa.case_facts import (
    Absence,
    Contact,
    Conviction,
    Disclosure,
    OrderChange,
    Placement,
    Request,
    Transfer,
)
from mappa.cases import CaseRecord, Custody, Event, Order, Spell
from mappa.workbook.workbooks import MeetingRow
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.hearings import add_hearing
from storage.invitations import add_invitation
from storage.meetings import add_meeting
from storage.tables import reminders
from tests.build import NOW, case
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import lade_minutes
from tests.handlers.referring import give, register

DAY = date(2026, 5, 1)
RICH = {
    "spells": (Spell(2, 1, date(2025, 1, 1), date(2026, 1, 5)), Spell(2, 2, date(2026, 1, 5))),
    "custody": (Custody(date(2026, 3, 1), date(2026, 4, 1)),),
    "absences": (Absence(date(2026, 4, 1), date(2026, 4, 9)),),
    "placements": (Placement("private", date(2026, 2, 1), place="7 Hidden Lane"),),
    "orders": (Order("SHPO", date(2024, 1, 5)),),
    "order_changes": (OrderChange("SHPO", date(2024, 1, 5), "breached", DAY),),
    "events": (Event("sfo", DAY, "a note"),),
    "disclosures": (Disclosure(DAY, "yes", "the head teacher", "he works in the bakery"),),
    "convictions": (Conviction(date(2020, 1, 5), "caution"),),
    "contacts": (Contact("police", "Toni Silent", "toni@silent.example"),),
    "requests": (
        Request(1, "escort", date(2026, 6, 1), "a car at the gate", "police"),
        Request(2, "support", DAY, "support", outcome="done", closed_on=date(2026, 6, 2)),
    ),
}  # fmt: skip
OFFER = Transfer("HER", "BED", DAY, reason="moved")
OTHERS: dict[str, dict[str, object]] = {
    # Long gone, so that it can be erased.
    "BED-1039": {
        "spells": (Spell(2, 1, date(2010, 1, 1), date(2014, 5, 1)),),
        "dates": {},
        "team": (),
    },
    "BED-1043": {"born_on": date(1980, 5, 3)},
    "BED-1044": {},
    "BED-1045": {"transfers": (Transfer("BED", "HER", DAY, reason="moved"),)},
    "BED-1046": {"spells": (Spell(2, 1, date(2025, 1, 1), DAY),)},
    "HER-1001": {"area": "HER", "transfers": (OFFER,), "team": ()},
}
LINES = (
    ("U0PETE", "refer X700001 category 2 level 2 because a hushed reason"),
    ("U0CORA", "training on 3 June 2026 agencies police about risk"),
    ("U0CORA", "case-audit draw cases 50"),
    ("U0CORA", "contacts add police Max Muted, max@muted.example"),
    ("U0CORA", "deputy <@U0PETE> for <@U0CORA> until 1 July 2026"),
    ("U0CORA", "merge BED-1044 into BED-1043 because one person"),
    ("U0CORA", 'action BED-1042 owner "Sam Soft" agency police due 3 July 2026 what a quiet look'),
    ("U0CORA", "action BED-1042 owner <@U0PRIYA> due 4 July 2026 what a visit"),
    ("U0CORA", "action BED-AC2 done note all quiet"),
    ("U0CORA", "update BED-1042 note a first note"),
    ("U0CORA", "update BED-1042 lead-agency prison"),
    ("U0CORA", "erase BED-1039 because a subdued reason"),
    ("U0PETE", "break-glass BED-1046 because he is at our desk"),
)


def lade(talk: Conversation) -> None:
    """Something of everything; Priya's BED-1042 has most of it."""

    def enrich(session: Session) -> None:
        stored = get_case(session, "BED-1042", to_change=True)
        stored = set_case(session, stored, replace(case(), **RICH))  # type: ignore[arg-type]
        planned = MeetingRow("", 2, datetime(2026, 7, 1, 9, tzinfo=UTC), "Luton", area="BED")
        meeting = add_meeting(session, planned)
        add_hearing(session, meeting, stored)
        add_invitation(session, meeting.id, None, "probation", user_id="U0CORA")
        add_invitation(session, meeting.id, stored.id, "housing", name="Jo Hidden", address="j@h")

    talk.write(enrich)
    for ref, facts in OTHERS.items():
        talk.open_case(ref, crn=None, name="Robin Hushed", **facts)
    lade_minutes(talk)
    give(talk, "U0CORA", "category-4", "limited")
    register(talk, "U0NOEL", "co-ordinator", area="HER")
    talk.clock.pass_(minutes=-1)
    for user_id, line in LINES:
        talk.clock.pass_(seconds=1)  # what is done at one instant is taken for one step
        answer = talk.typed(user_id, line)
        done = ("aved", "BED-A1", "Glass broken", "Nothing is erased yet")
        assert any(said in answer.text for said in done), answer.text
    talk.clock.at = NOW
    talk.write(lambda session: session.execute(_TOLD_ALREADY, {"cora": talk.people["U0CORA"].id}))


# One reminder of Cora's has arrived and waits for its acknowledgement.
_CORAS = select(func.min(reminders.c.id)).where(
    reminders.c.person_id == bindparam("cora"),
    reminders.c.kind == "licence_end",
    reminders.c.state == "planned",
)
_TOLD_ALREADY = (
    reminders.update()
    .where(reminders.c.id == _CORAS.scalar_subquery())
    .values(state="sent", sent_at=NOW)
)


def facts(talk: Conversation, ref: str) -> CaseRecord:
    return talk.read(lambda session: get_case(session, ref).facts)
