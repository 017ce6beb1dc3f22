"""The word `case-audit`: draw a random sample of cases, and note what was found in each.

The co-ordinator draws and sees every audit. For an auditor there is the newest, and no other: with
the next that is drawn, what they could see of it ends.
"""

from random import SystemRandom

from handlers.cases import get_case_for, put_on_record
from handlers.desks import Reply, Visit
from handlers.views import case_audits as views
from mappa.access import DRAWN, MAY, may_do, require
from mappa.case_audits import AuditedCase, Drawing, Finding, read_case_audit
from mappa.errors import RuleBroken
from mappa.people import Person
from mappa.years import year_of
from storage.area_dates import derive_area_dates
from storage.case_audits import (
    add_case_audit,
    find_newest_audit,
    list_audited_cases,
    list_case_audits,
    list_open_ids,
    set_finding,
)
from storage.cases import list_cases
from storage.databases import Session
from storage.records import Entry, add_record

MAY_NOT_DRAW = (
    "draw: the sample is drawn by the co-ordinator of your area; nothing was saved. "
    "See the newest: case-audit"
)


def case_audit(session: Session, visit: Visit, typed: str) -> Reply:
    """Draw a sample, note a finding, show a sample, or with nothing typed what there is."""
    if not typed:
        return _newest(session, visit) if _sees_newest(visit.person) else _of_year(session, visit)
    asked = read_case_audit(typed)
    if isinstance(asked, Drawing):
        require(visit.person, "tidy cases", MAY_NOT_DRAW)
        return _draw(session, visit, asked)
    if isinstance(asked, Finding):
        return _note(session, visit, asked)
    return _show(session, visit, asked)


def _sees_newest(person: Person) -> bool:
    return MAY["audit cases"].get(person.role) is DRAWN


def _newest(session: Session, visit: Visit) -> Reply:
    ref = find_newest_audit(session, visit.person.area)
    return _show(session, visit, ref) if ref else views.none_drawn()


def _of_year(session: Session, visit: Visit) -> Reply:
    year = year_of(visit.today)
    found = list_case_audits(session, visit.person.area, year.starts_on, year.ends_on)
    audits = {row.ref: (row.drawn_on, _sample(session, visit, row.ref)) for row in found}
    return views.case_audits(year, audits)


def _draw(session: Session, visit: Visit, drawing: Drawing) -> Reply:
    """At random, from the open cases that the person may see."""
    ids = list_open_ids(session, visit.person, visit.today)
    drawn = SystemRandom().sample(ids, min(drawing.cases, len(ids)))
    sample = list(list_cases(session, ids=drawn))
    if not sample:
        raise RuleBroken("There is no open case to draw from; nothing was saved.", "cases")
    ref = add_case_audit(session, visit.person.area, sample, visit.today)
    refs = sorted(case.facts.ref for case in sample)
    derive_area_dates(session, visit.person.area, visit.desk.policy, visit.now)
    _record(session, visit, "audit drawn", {"audit": ref, "cases": refs})
    return _show(session, visit, ref)


def _note(session: Session, visit: Visit, finding: Finding) -> Reply:
    case = get_case_for(session, visit, finding.case_ref, "audit cases", to_change=True)
    newest = _sees_newest(visit.person)
    set_finding(session, visit.person.area, finding, case, visit.today, newest=newest)
    after = {"audit": finding.audit_ref, "outcome": finding.outcome, "note": finding.note}
    put_on_record(session, visit, case, Entry("case audited", visit.source, after=after))
    return _show(session, visit, finding.audit_ref)


def _show(session: Session, visit: Visit, ref: str) -> Reply:
    sample = _sample(session, visit, ref)
    _record(session, visit, "audit seen", {"audit": ref, "cases": [one.case_ref for one in sample]})
    return views.sample(ref, sample, visit.desk.command)


def _sample(session: Session, visit: Visit, ref: str) -> list[AuditedCase]:
    """Without the cases that the person may not, or no longer, see."""
    newest = _sees_newest(visit.person)
    found = list_audited_cases(session, visit.person.area, ref, newest=newest)
    cases = list_cases(session, refs=[one.case_ref for one in found])
    theirs = {case.facts.ref for case in cases if may_do(visit.person, "audit cases", case.facts)}
    return [one for one in found if one.case_ref in theirs]


def _record(session: Session, visit: Visit, action: str, after: dict[str, object]) -> None:
    entry = Entry(action, visit.source, after=after)
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
