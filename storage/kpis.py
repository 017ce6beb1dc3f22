"""The KPI pack and the referral log of an area, counted as the questions that they are."""

from collections.abc import Mapping
from datetime import date

from mappa.answering.answers import Shown
from mappa.asking.figures import Figures
from mappa.asking.questions import Period, Question
from mappa.policies import Policy
from mappa.statistics.appendices import Appendix
from mappa.statistics.kpis import KpiPack, kpi_questions, make_kpis
from mappa.statistics.pack_tables import pack_tables
from mappa.statistics.pack_times import a_year_before, so_far
from mappa.statistics.referral_logs import ReferralLog, log_questions, make_log
from mappa.years import MappaYear
from storage.asking.scopes import Scope
from storage.asking.veils import count_for
from storage.databases import Session


def count_kpis(
    session: Session, scope: Scope, period: Period, asked_on: date, shown: Shown
) -> KpiPack:
    """The pack of a period beside the year before; `scope` has the policy."""
    before = a_year_before(period)
    return make_kpis(
        period,
        before,
        _counted(session, scope, kpi_questions(period, asked_on), shown),
        _counted(session, scope, kpi_questions(before, asked_on), shown) if before else {},
        asked_on,
        scope.required_policy,
        shown,
    )


def count_referral_log(
    session: Session, scope: Scope, period: Period, asked_on: date, shown: Shown
) -> ReferralLog:
    """The log of a period beside the totals of the year before."""
    before = a_year_before(period)
    return make_log(
        period,
        before,
        _counted(session, scope, log_questions(period, asked_on), shown),
        _counted(session, scope, log_questions(before, asked_on), shown) if before else {},
        asked_on,
        shown,
    )


def list_appendices(
    session: Session, area: str, year: MappaYear, policy: Policy, today: date, *, category_4: bool
) -> tuple[Appendix, ...]:
    """What goes with the report of a year, every figure exactly; nothing before the year begins."""
    if year.starts_on > today:
        return ()
    scope = Scope(area, category_4, policy=policy)
    period, shown = so_far(year, today), Shown(category_4)
    pack = count_kpis(session, scope, period, today, shown)
    return pack_tables(pack, count_referral_log(session, scope, period, today, shown))


def _counted(
    session: Session, scope: Scope, questions: Mapping[str, Question], shown: Shown
) -> dict[str, Figures]:
    known: dict[Question, Figures] = {}
    return {
        name: count_for(session, question, scope, shown.suppress_below, known)
        for name, question in questions.items()
    }
