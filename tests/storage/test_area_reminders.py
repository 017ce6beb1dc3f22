"""Whoever is registered after a caseload is told of everything in it, whatever brings the date."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from mappa.case_facts import Request, Watch
from mappa.cases import Order, Spell
from mappa.referrals import make_referral
from storage.cases import StoredCase, add_case
from storage.databases import Database, Session
from storage.deriving import derive_area_reminders, derive_reminders
from storage.people import add_person
from storage.referrals import add_referral
from storage.tables import reminders
from tests.build import NOW, POLICY, TODAY, case, person
from tests.storage.panels import plan_meeting, raise_action

DAY = date(2026, 12, 1)
FACTS: dict[str, dict[str, Any]] = {
    "release": {"dates": {"release": DAY}},
    "order_end": {"orders": (Order("SHPO", date(2025, 1, 1), DAY),)},
    "request_due": {"requests": (Request(1, "escort", TODAY, "an escort", due_on=DAY),)},
    "watch_end": {
        "watches": (Watch(TODAY, DAY),),
        "spells": (Spell(2, 2, date(2026, 1, 5), TODAY),),
    },
    "level_to_confirm": {"dates": {"parole_hearing": DAY}, "spells": (Spell(2, 0, TODAY),)},
    "screening": {},
    "action_due": {},
    "minutes_due": {"spells": (Spell(2, 2, date(2026, 1, 5), TODAY),)},
}


@pytest.mark.parametrize("kind", FACTS)
def test_who_is_registered_later_is_told_of_every_kind_of_date(db: Database, kind: str) -> None:
    facts = case(**{"dates": {}, "team": (), **FACTS[kind]})
    with db.write() as session:
        stored = add_case(session, facts, NOW)
        if kind == "screening":
            _refer(session, stored)
        if kind == "action_due":
            raise_action(session, stored, DAY)
        if kind == "minutes_due":
            plan_meeting(session, NOW, [stored], chair=None)
        derive_reminders(session, [stored], [], POLICY, NOW)
    with db.write() as session:
        add_person(session, person("U0CORA", "co-ordinator"), NOW)
        derive_area_reminders(session, "BED", POLICY, NOW)
    with db.read() as session:
        found = set(session.execute(select(reminders.c.kind)).scalars())
    assert kind in found


def _refer(session: Session, stored: StoredCase) -> None:
    by = add_person(session, person("U0PRIYA"), NOW)
    asked = {"level": "3", "because": "risk has risen"}
    referral = make_referral(stored.facts.ref, asked, by.agency, TODAY)
    add_referral(session, referral, stored, by, NOW)
