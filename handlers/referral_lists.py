"""The word `referrals`: which wait for a decision, which are late, what became of the rest."""

import re
from collections.abc import Callable

from handlers.desks import Reply, Visit
from handlers.views import referral_lists as views
from mappa.access import may, may_do
from mappa.arguments import Field, Schema, read_line
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.screenings import last_overdue, time_left
from storage.cases import list_cases
from storage.databases import Session
from storage.records import Entry, add_record
from storage.referral_lists import Wanted, count_referrals, list_referrals

LISTS = {
    "open": "Referrals waiting for a decision",
    "mine": "Your referrals",
    "overdue": "Referrals overdue for a decision",
    "decided": "Referrals decided",
    "all": "All referrals",
}
SCHEMA = Schema(
    word="referrals",
    subject="list",
    subject_example="open",
    fields=(Field("page", "page 2", "goes on where the list broke off"),),
    examples=("referrals", "referrals overdue", "referrals all page 2"),
)
ROWS = 15  # on a page: each has a button of its own


def show_referrals(session: Session, visit: Visit, typed: str) -> Reply:
    """A page of one of LISTS; the cases that it shows go on the record, one row for all."""
    chosen, page = _read(typed)
    wanted = _WANTED[chosen](visit)
    count = count_referrals(session, wanted)
    found = list_referrals(session, wanted, (page - 1) * ROWS, ROWS)
    cases = {case.id: case for case in list_cases(session, ids={one.case_id for one in found})}
    rows = []
    for referral in found:
        case = cases[referral.case_id]
        screens = may_do(visit.person, "screen referral", case.facts)
        if not screens and referral.person_id != visit.person.id:
            continue  # what may not be seen is as if it were not there
        sees = may_do(visit.person, "see case", case.facts)
        clock = time_left(referral.referred_on, visit.today, visit.desk.policy)
        rows.append(views.Row(referral, case.facts.ref if sees else None, screens, clock))
    _put_on_record(session, visit, rows)
    pages = max(1, -(-count // ROWS))
    title = LISTS[chosen] if may(visit.person, "screen referral") else LISTS["mine"]
    return views.referral_list(title, chosen, rows, page, pages, count, visit.desk.command)


def _read(typed: str) -> tuple[str, int]:
    """The list and the page; a page alone is one of the open list."""
    if not typed or typed.lower().startswith("page"):
        typed = f"open {typed}"
    line = read_line(SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"referrals takes no reason. Example: {SCHEMA.examples[1]}", "because")
    chosen = read_choice(line.subject, {name: name for name in LISTS}, "referrals")
    page = line.values.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,3}", page):
        raise RuleBroken(f"page: {harmless(page)} is not a page. Example: page 2", "page")
    return chosen, int(page)


def _own(visit: Visit) -> bool:
    """Who does not screen sees their own only, whatever they ask for."""
    return not may(visit.person, "screen referral")


_WANTED: dict[str, Callable[[Visit], Wanted]] = {
    "open": lambda visit: Wanted(visit.person, _own(visit), decided=False),
    "mine": lambda visit: Wanted(visit.person, own=True),
    "overdue": lambda visit: Wanted(
        visit.person,
        _own(visit),
        decided=False,
        made_by=last_overdue(visit.today, visit.desk.policy) or visit.today,
    ),
    "decided": lambda visit: Wanted(visit.person, _own(visit), decided=True),
    "all": lambda visit: Wanted(visit.person, _own(visit)),
}


def _put_on_record(session: Session, visit: Visit, rows: list[views.Row]) -> None:
    refs = sorted({row.case_ref for row in rows if row.case_ref})
    if refs:
        after = {"cases": refs, "referrals": [row.referral.ref for row in rows]}
        entry = Entry("referrals listed", visit.source, after=after)
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
