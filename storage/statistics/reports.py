"""The annual report of an area, counted from its cases as they are now."""

from datetime import date
from typing import Any

from mappa.areas import AREAS
from mappa.statistics.happenings import Happened, countable, first_of_each, returned
from mappa.statistics.reports import Counts, Report, make_report
from mappa.statistics.returns import FrozenReturn
from mappa.statistics.tables import Cells
from mappa.statistics.warnings import Approval, complete
from mappa.years import MappaYear
from storage.databases import Session
from storage.returns import find_frozen
from storage.statistics.facts import count_orders, list_events
from storage.statistics.levels import count_levels_2_and_3, count_pictures, shown
from storage.statistics.offices import count_audits, count_trainings, find_population


def make_report_for(
    session: Session,
    area: str,
    year: MappaYear,
    counting: str,
    population: int | None = None,
    *,
    category_4: bool = False,
    today: date | None = None,
) -> Report:
    """The report of a year, compared with the year before and with what was approved of it.

    `area` is a code. `population`: aged 10 and over, instead of the one on record. `category_4`:
    whether whoever reads it may count Category 4. `today`: so that a year that is not over says so.
    """
    before = MappaYear(year.first - 1)
    now, then = count_pictures(session, area, [year.ends_on, before.ends_on])
    report = count_report(session, area, year, counting, now, population, category_4=category_4)
    recorded = find_population(session, area, year.ends_on.year)
    frozen = find_frozen(session, area, year)
    approval = None
    if frozen is not None:
        again = _as_approved(session, area, report, now, frozen, recorded)
        approval = Approval(frozen, again)
    return complete(
        report,
        count_report(session, area, before, counting, then, category_4=category_4),
        approval,
        recorded_population=recorded,
        today=today,
    )


def count_report(
    session: Session,
    area: str,
    year: MappaYear,
    counting: str,
    picture: Cells,
    population: int | None = None,
    *,
    category_4: bool,
) -> Report:
    """The tables of a year, beside which nothing is said yet; `picture` is of its last day."""
    where = session, area, year.starts_on, year.ends_on
    counts = Counts(
        snapshot=shown(picture, category_4=category_4),
        yearly=count_levels_2_and_3(*where, counting, category_4=category_4),
        orders=count_orders(*where),
        training_sessions=count_trainings(*where),
        audits=count_audits(*where),
        population=population or find_population(session, area, year.ends_on.year),
        **_counts_of_events(list_events(*where), category_4=category_4),
    )
    return make_report(AREAS[area], year, counting, counts, category_4=category_4)


def _counts_of_events(events: list[Happened], *, category_4: bool) -> dict[str, Any]:
    """People, each once at the first, and further offences each for itself."""

    def people(kind: str) -> int:
        return len(countable(first_of_each(events, kind), category_4=category_4))

    def sent_back(kind: str) -> Cells:
        return shown(returned(events, kind), category_4=category_4)

    offences = [event for event in events if event.kind == "sfo"]
    return {
        "breaches_of_notification": people("breach_of_notification"),
        "returned_licence": sent_back("returned_breach_of_licence"),
        "returned_order": sent_back("returned_breach_of_order"),
        "serious_further_offences": len(countable(offences, category_4=category_4)),
        "notification_revoked": people("notification_revoked"),
        "sro_breaches": people("sro_breach"),
    }


def _as_approved(
    session: Session,
    area: str,
    report: Report,
    picture: Cells,
    frozen: FrozenReturn,
    recorded: int | None,
) -> Report:
    """The report counted as the approved one was: by its rule, and for the population it named."""
    category_4 = report.category_4 and frozen.category_4
    population = frozen.population or recorded
    as_then = frozen.counting, category_4, population
    if as_then == (report.counting, report.category_4, report.population):
        return report
    return count_report(
        session, area, report.year, frozen.counting, picture, population, category_4=category_4
    )
