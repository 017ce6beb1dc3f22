"""The word `training`: the sessions a co-ordinator runs for the agencies."""

import re
from typing import Any

from handlers.desks import Reply, Visit
from handlers.views import trainings as views
from mappa.trainings import read_training
from mappa.years import read_year, year_of
from storage.area_dates import derive_area_dates
from storage.databases import Session
from storage.records import Entry, add_record
from storage.trainings import add_training, list_trainings, set_attended


def training(session: Session, visit: Visit, typed: str) -> Reply:
    """With a day, record a session; with its reference, who came; else the year's sessions."""
    area = visit.person.area
    if not typed or re.fullmatch(r"[0-9]{4}\s*[/-]\s*[0-9]{2,4}", typed):
        year = read_year(typed) if typed else year_of(visit.today)
        return views.trainings(year, list_trainings(session, area, year.starts_on, year.ends_on))
    given = read_training(typed, visit.today)
    if not given.ref:
        ref = add_training(session, area, given)
        after: dict[str, Any] = {
            "training": ref,
            "on": given.on.isoformat(),
            "agencies": list(given.agencies),
        }
        before = None
    else:
        ref = given.ref
        came = given.attended or 0
        before = {"attended": set_attended(session, area, ref, came, visit.today)}
        after = {"training": ref, "attended": given.attended}
    derive_area_dates(session, area, visit.desk.policy, visit.now)
    entry = Entry("training recorded", visit.source, before, after)
    add_record(session, entry, area=area, now=visit.now, person=visit.person)
    return views.training_saved(ref, visit.desk.command)
