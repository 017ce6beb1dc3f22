"""The word `stats`: the KPI pack and the referral log of a period, in private."""

import re

from handlers.answering import scope_of, shown_to
from handlers.desks import Reply, Visit
from handlers.views import statistics as views
from mappa.access import may
from mappa.areas import AREAS
from mappa.errors import RuleBroken
from mappa.statistics.pack_times import is_fixed, read_pack_period
from storage.databases import Session
from storage.kpis import count_kpis, count_referral_log

KPIS, LOG = "kpis", "referrals"
# From periods that differ by a day or two somebody could be reckoned out.
FIXED_ONLY = (
    "Your role sees whole MAPPA years and quarters. Example: stats 2013/14, or stats last quarter"
)
# Which of the two is meant, if one is named; the period follows.
_PART = re.compile(
    r"(?:the\s+)?(?:(?P<kpis>kpis?(?:\s+pack)?)|(?P<referrals>referrals?(?:\s+log)?))(?!\S)",
    re.IGNORECASE,
)


def show_statistics(session: Session, visit: Visit, typed: str) -> Reply:
    """The pack as a table, with the totals of the log, which is a table when it is asked for: a
    message holds one."""
    named = _PART.match(typed.strip())
    part = str(named.lastgroup) if named else ""
    rest = typed.strip()[named.end() :] if named else typed
    period = read_pack_period(rest, visit.today)
    if not may(visit.person, "ask exactly") and not is_fixed(period, visit.today):
        raise RuleBroken(FIXED_ONLY, "period")
    scope, shown = scope_of(visit, visit.desk.policy), shown_to(visit)
    area, limit = AREAS[visit.person.area], shown.suppress_below or 0
    log = None
    if part != KPIS:
        log = count_referral_log(session, scope, period, visit.today, shown)
        if part == LOG:
            return views.referral_log(log, area, limit)
    pack = count_kpis(session, scope, period, visit.today, shown)
    return views.kpi_pack(pack, log, area, limit, visit.desk.command, visit.today)
