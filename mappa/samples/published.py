"""All that is known of Bedfordshire in 2013/14 and a little on both sides of the year."""

from mappa.cases import CaseRecord
from mappa.samples.caseloads import Caseload
from mappa.samples.published_before import add_year_before
from mappa.samples.published_cases import published_cases
from mappa.samples.published_events import add_events
from mappa.samples.published_meetings import add_meetings
from mappa.samples.published_orders import add_orders, add_other_orders
from mappa.samples.published_others import add_dates, add_levels, take_some_away
from mappa.samples.published_referrals import published_referrals
from mappa.samples.published_years import (
    published_audits,
    published_populations,
    published_trainings,
)
from mappa.samples.reviews import with_reviews
from mappa.workbook.workbooks import Workbook


def published_workbook() -> Workbook:
    """Everything, the same at every call."""
    load = Caseload(published_cases())
    add_levels(load)
    add_orders(load)
    add_other_orders(load)
    add_events(load)
    add_year_before(load)
    add_dates(load)
    take_some_away(load)
    book = Workbook(cases=load.cases)
    add_meetings(book)
    book.cases = with_reviews(book.cases, book.heard)
    book.referrals += published_referrals(book.cases)
    book.populations += published_populations()
    book.trainings += published_trainings()
    book.case_audits += published_audits(book.cases)
    return book


def bedfordshire_2013_14() -> list[CaseRecord]:
    """About a thousand cases, the same at every call."""
    return published_workbook().cases
