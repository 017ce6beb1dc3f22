"""The laden office with its richest case long gone: all of it has ended, so it can be erased."""

from dataclasses import replace
from datetime import date

from mappa.case_facts import OrderChange, Watch
from mappa.cases import Custody, Event, Order, Spell
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.tables import actions, cases, heard, meetings, referrals
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press
from tests.handlers.workspaces import Answer

REF = "BED-1042"
WHY = "its time is over"
LEFT = date(2014, 5, 1)
LONG_AGO = date(2012, 5, 1)
# What stands in the case and must not be readable anywhere once it is erased.
SECRETS = (
    "Zebedee", "Marker", "X001042", "7 Hidden Lane", "head teacher", "bakery", "a car at the gate",
    "Toni Silent", "toni@silent", "a first note", "quiet look", "Sam Soft", "all quiet", "a visit",
    "group work", "Pat Example", "three agencies", "Toni Example", "Jo Hidden",
)  # fmt: skip


def retire(session: Session, ref: str = REF) -> None:
    """Everything of it has ended, years ago."""
    stored = get_case(session, ref, to_change=True)
    closed = tuple(
        replace(one, closed_on=one.closed_on or one.raised_on) for one in stored.facts.requests
    )
    gone = replace(
        stored.facts,
        spells=(
            Spell(2, 2, date(2010, 1, 5), LONG_AGO, reason="Zebedee was violent"),
            Spell(2, 1, LONG_AGO, LEFT),
        ),
        custody=(Custody(date(2010, 2, 1), date(2010, 4, 1)),),
        dates={"licence_end": LEFT},
        date_notes={"licence_end": "Marker was told"},
        orders=(Order("SOPO", date(2010, 1, 5), LEFT),),
        order_changes=(OrderChange("SOPO", date(2010, 1, 5), "varied", LONG_AGO, "Zebedee moved"),),
        events=(Event("sfo", LONG_AGO, "Zebedee did it"),),
        requests=closed,
        watches=(Watch(LEFT, date(2015, 5, 1), "Marker seen"),),
        transfers=(),
    )
    set_case(session, stored, gone)
    theirs = {table: table.c.case_id == stored.id for table in (actions, heard, referrals)}
    for table, values in (
        (actions, {"done_on": date(2026, 6, 17)}),
        (referrals, {"decision": "declined", "decided_on": LEFT}),
        (heard, {"closed_on": date(2026, 6, 17)}),
    ):
        session.execute(table.update().where(theirs[table]).values(**values))
    held = meetings.c.ref.in_(["BED-M1", "BED-M2"])
    session.execute(meetings.update().where(held).values(status="held"))


def confirm(talk: Conversation, answer: Answer, user_id: str = "U0CORA") -> str:
    """Press the button under the first step; what the window then shows."""
    (button,) = [
        one for block in answer.blocks for one in block.get("elements", []) if "confirm" in one
    ]
    assert button["style"] == "danger"
    return press(talk, user_id, button["action_id"], button["value"])


def erase(talk: Conversation, ref: str = REF) -> str:
    """Both steps."""
    return confirm(talk, talk.typed("U0CORA", f"erase {ref} because {WHY}"))


def erased_on(talk: Conversation, ref: str = REF) -> date | None:
    query = cases.select().where(cases.c.ref == ref)
    day: date | None = talk.read(lambda session: session.execute(query).one().erased_on)
    return day
