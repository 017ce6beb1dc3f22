"""How a year begins: that part of the living sample caseload that has a whole year's work in it, in
the database, and the same in the test's own books."""

from datetime import datetime
from typing import Any

from mappa.people import Person
from mappa.samples import live_workbook
from mappa.workbook.workbooks import Workbook
from storage.databases import Database
from storage.samples import add_sample
from tests.build import POLICY, person
from tests.journeys.almanacs import FIRST
from tests.journeys.worlds import CHAS, CORA, PETE, PRIYA, Case, Meeting, Spell, World

# All at Levels 2 and 3, some at Level 1 of whom something falls due, and the waiting ones.
NUMBERS = (3001, 3005, 3007, 3009, 3017, 3020, 3023, 3028, 3056, 3059)
CHOSEN = {f"BED-{n}" for n in NUMBERS}
OF_CASES = ("cases", "referrals", "heard", "attendance", "actions", "case_audits", "invitations")
OUTSIDE = ("housing", "prison")
PEOPLE: tuple[Person, ...] = (
    person(CORA, "co-ordinator", grants=frozenset({"category-4", "limited"})),
    person(PRIYA),
    person(PETE, agency="police"),
    person(CHAS, "chair", agency="police"),
    person("U0SIMI", "smb", agency="health"),
    person("U0ADA", "admin", agency="other"),
)


def chosen_sample() -> Workbook:
    """Of the sample as it is on 1 April what belongs to the chosen cases."""
    book = live_workbook(FIRST)
    for name in OF_CASES:
        rows: list[Any] = getattr(book, name)
        key = "ref" if name == "cases" else "case_ref"
        setattr(book, name, [row for row in rows if getattr(row, key) in (*CHOSEN, "")])
    # Everybody outside this Slack is asked through the co-ordinator: one of them is enough.
    for name in ("standing_members", "invitations"):
        rows = getattr(book, name)
        setattr(book, name, [row for row in rows if row.slack_id or row.agency in OUTSIDE])
    return book


def load_sample(db: Database, book: Workbook, now: datetime) -> None:
    with db.write() as session:
        add_sample(session, PEOPLE, book, POLICY, now)


def keep_books(world: World, book: Workbook) -> None:
    """The same as it stands in the test's own books."""
    for row in book.cases:
        category_4 = any(spell.category == 4 for spell in row.spells)
        gates = {"category-4": category_4, "limited": row.limited_access}
        world.cases[row.ref] = Case(
            ref=row.ref,
            lead=row.lead_agency or "",
            owners=[one.user_id for one in row.team if one.part == "owner"],
            members=[one.user_id for one in row.team if one.part != "owner"],
            spells=[Spell(s.category, s.level, s.started_on, s.ended_on) for s in row.spells],
            dates=dict(row.dates),
            gates=frozenset(gate for gate, holds in gates.items() if holds),
            custody=[(stay.from_on, stay.to_on) for stay in row.custody],
            orders=[(one.kind, one.imposed_on, one.ends_on) for one in row.orders],
            events=[(one.kind, one.on) for one in row.events],
            requests={
                one.number: (one.due_on, one.owner, one.what.rpartition("BED-M")[2])
                for one in row.requests
                if one.due_on and not one.closed_on
            },
            numbered=max((one.number for one in row.requests), default=0),
            contacts={one.agency for one in row.contacts},
        )
    world.standing = [(one.slack_id, one.agency, one.level) for one in book.standing_members]
    _keep_meetings(world, book)
    for referral in book.referrals:
        if referral.decision == "open":
            world.referrals[referral.ref] = (referral.case_ref, referral.referred_on)
    for action in book.actions:
        world.raised[action.ref] = (action.raised_on, action.due_on, action.done_on)
        if action.done_on is None and action.due_on:
            world.actions[action.ref] = (action.case_ref, action.due_on, action.slack_id)
    for training in book.trainings:
        world.trainings[training.ref] = training.on
    world.audits = sorted({row.drawn_on for row in book.case_audits})


def _keep_meetings(world: World, book: Workbook) -> None:
    for row in book.meetings:
        heard = [one for one in book.heard if one.meeting_ref == row.ref]
        asked = [one for one in book.invitations if one.meeting_ref == row.ref]
        world.meetings[row.ref] = meeting = Meeting(
            ref=row.ref,
            level=row.level,
            on=row.starts_at.date(),
            status=row.status,
            chair=row.chair,
            cases=[one.case_ref for one in heard],
            here=bool(row.chair or asked or any(one.position for one in heard)),
            issued={one.case_ref: one.issued_on for one in heard if one.issued_on},
            closed={one.case_ref: one.closed_on for one in heard if one.closed_on},
        )
        for one in asked:
            if one.slack_id and one.invited_at:
                meeting.asked[one.slack_id] = meeting.asked.get(one.slack_id) or one.answer or None
            elif one.slack_id:
                meeting.to_ask.add(one.slack_id)
        meeting.to_ask -= meeting.asked.keys()
        for case in meeting.cases:
            theirs = [one.agency for one in asked if one.case_ref in ("", case)]
            meeting.agencies[case] = set(theirs)
        for came in book.attendance:
            if came.meeting_ref == row.ref:
                meeting.came[came.case_ref, came.agency] = came.how
