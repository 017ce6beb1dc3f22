"""The word `me`: who the person is here, and what became of their referrals."""

from handlers.desks import Reply, Visit
from handlers.views import people as views
from mappa.people import GRANTS
from storage.databases import Session
from storage.referrals import list_referrals_by

EVERY = 1000


def show_me(session: Session, visit: Visit, typed: str) -> Reply:
    """One's own registration; `typed` is ignored because there is nothing to choose."""
    grants = [GRANTS[grant] for grant in sorted(visit.person.grants)]
    referrals = list_referrals_by(session, visit.person.id, EVERY)
    return views.registration(visit.person, grants, referrals)
