"""Reminders derived again, a few cases at a time, when the policy, the bank holidays or the day
are no longer those by which they were derived."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256

from mappa.clocks import london_day
from mappa.policies import Policy
from mappa.working_days import bank_holidays
from storage.batches import in_batches
from storage.cases import list_cases
from storage.databases import Database
from storage.deriving import (
    derive_meetings_and_dates,
    derive_reminders,
    list_left_ids,
    list_told_ids,
    tell_together,
)
from storage.installations import get_note, set_note
from storage.people import list_areas, list_people

AT_ONCE = 50  # cases in one transaction: whoever is typing waits no longer than for these
YEARS = 3  # of bank holidays that a plan made now can fall into
MARK = "reminders derived by"


def derive_what_changed(
    db: Database,
    policy: Policy,
    now: Callable[[], datetime],
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """Every case, meeting and area by what holds today; nothing where that was done already.

    What `is_over` cuts short is begun anew the next time: the mark is set at the end.
    """
    today = london_day(now())
    rules = _rules(policy, today)
    with db.read() as session:
        areas, mark = list_areas(session), get_note(session, MARK) or ""
    if mark == f"{rules} {today}":
        return
    for area in areas:
        with db.read() as session:
            if mark.startswith(f"{rules} "):  # a day on which a spell ends changes its case too
                ids = list_left_ids(session, area, now())
            else:
                ids = list_told_ids(session, area, policy, now())
        _derive_cases(db, area, ids, policy, now, is_over)
        if is_over():
            return
        with db.write() as session:
            derive_meetings_and_dates(session, area, policy, now())
    with db.write() as session:
        set_note(session, MARK, f"{rules} {today}")


def _derive_cases(
    db: Database,
    area: str,
    ids: list[int],
    policy: Policy,
    now: Callable[[], datetime],
    is_over: Callable[[], bool],
) -> None:
    for some in in_batches(ids, AT_ONCE):
        if is_over():
            return
        with db.write() as session:
            people = list_people(session, area)
            stored = list(list_cases(session, ids=some, to_change=True))
            still_here = [case for case in stored if case.facts.area == area]
            derive_reminders(session, still_here, people, policy, now())
            tell_together(session, now())


def _rules(policy: Policy, today: date) -> str:
    """What changes when the policy does, or the bank holidays of the years ahead."""
    days = [bank_holidays(today.year + ahead) for ahead in range(YEARS)]
    told = "|".join([policy.fingerprint, *(str(sorted(some)) for some in days)])
    return sha256(told.encode()).hexdigest()[:16]
