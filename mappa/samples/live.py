"""A small caseload that is alive today: everything that can be asked has something to show."""

from datetime import date

from mappa.cases import CaseRecord
from mappa.samples.live_cases import live_cases
from mappa.samples.live_facts import with_facts, with_the_past
from mappa.samples.live_invitations import with_contacts
from mappa.samples.live_meetings import add_held, add_planned
from mappa.samples.live_panels import live_panels
from mappa.samples.live_referrals import live_referrals
from mappa.samples.live_years import live_audits, live_populations, live_trainings
from mappa.samples.people import live_contacts, live_standing_members
from mappa.samples.reviews import with_reviews
from mappa.workbook.workbooks import Workbook


def live_workbook(today: date) -> Workbook:
    """Everything, dated from today."""
    cases = map(with_contacts, live_cases(today))
    book = Workbook(cases=with_the_past(cases))
    book.contacts += live_contacts()
    book.standing_members += live_standing_members()
    panels = live_panels(today)
    add_held(book, panels, today)
    reviewed = with_reviews(book.cases, book.heard)
    book.cases = [with_facts(case, today) for case in reviewed]
    add_planned(book, panels, today)
    book.referrals += live_referrals(book.cases, today)
    book.populations += live_populations(today)
    book.trainings += live_trainings(today)
    book.case_audits += live_audits(book.cases, today)
    return book


def live_caseload(today: date) -> list[CaseRecord]:
    """Sixty cases dated from today; BED-3001 is Priya's, at Level 2, licence end in 27 days."""
    return live_workbook(today).cases
