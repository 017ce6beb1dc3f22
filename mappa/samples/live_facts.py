"""What the living cases carry beside their level: the past, dates, orders, events, gaps."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import STILL_RUNNING, CaseRecord, Custody
from mappa.samples.caseloads import with_event, with_order, with_spell_before, with_stay
from mappa.years import year_of

RETURNED, LEVEL_1 = "returned_breach_of_licence", 3020  # the number of the first at Level 1
# At Level 2 or 3 for 250 days before the level of today, so that last year can be compared.
HAD_LEVEL = {3020: 2, 3021: 2, 3022: 3, 3023: 2, 3024: 2, 3026: 2, 3027: 2, 3029: 2, 3030: 2,
             3032: 3}  # fmt: skip
# Kind, days since it was imposed (this year, if that can be), days until it ends.
ORDERS: dict[int, tuple[str, int, int | None]] = {
    3002: ("SHPO", 20, None),
    3004: ("SRO", 15, 1800),
    3007: ("SHPO", 30, 1826),
    3021: ("SHPO", 40, 1826),
    3022: ("SHPO", 2, 1095),
    3024: ("SHPO-FT", 25, 1826),
    3026: ("VOO", 33, 730),
    3027: ("NO", 60, None),
    3030: ("SHPO", 1100, 24),
    3031: ("SHPO", 1500, 75),
    3033: ("SHPO", 1400, 400),
    3034: ("SHPO", 700, 1126),
    3036: ("SHPO", 1826, -5),
    3040: ("SHPO-FT", 900, 900),
}
# Kind, and how many days ago it was; this year, if that can be.
EVENTS = {
    3014: ("sfo", 6),
    3028: ("breach_of_notification", 30),
    3031: ("breach_of_notification", 9),
    3039: ("notification_revoked", 18),
    3042: ("sro_breach", 33),
}
LAST_YEAR = {3020: 380, 3026: 400}  # days since they were returned to custody
NOTIFICATION_ENDS = {3021: 60, 3024: 20, 3028: 400, 3033: 800, 3040: 1200, 3046: 200}
NO_REVIEW = (3010, 3014, 3017)
OVERDUE_REVIEWS = {3007: 5, 3013: 19}  # how many days


def with_the_past(cases: Iterable[CaseRecord]) -> list[CaseRecord]:
    """The cases with the levels that some of them held before."""
    return [_with_level_before(case, HAD_LEVEL.get(_number(case), 0)) for case in cases]


def with_facts(case: CaseRecord, today: date) -> CaseRecord:
    """The case with its dates, orders and events; and without what nobody has recorded."""
    number = _number(case)
    dates = {**case.dates, **_dates(number, today)}
    case = replace(case, dates=_with_review(dates, number, today))
    if number in ORDERS:
        kind, since, until = ORDERS[number]
        ends_on = None if until is None else today + timedelta(until)
        case = with_order(case, kind, this_year(today, since), ends_on)
    case = _with_events(case, number, today)
    return replace(
        case,
        lead_agency=None if number in (3033, 3048) else case.lead_agency,
        district=None if number in (3035, 3044, 3051) else case.district,
        rosh=None if number in (3025, 3037, 3053) else case.rosh,
    )


def is_overdue(case: CaseRecord) -> bool:
    """Whether its review should have been before today."""
    return _number(case) in OVERDUE_REVIEWS


def is_without_review(case: CaseRecord) -> bool:
    """Whether nobody has set its next review, or it is overdue."""
    return is_overdue(case) or _number(case) in NO_REVIEW


def this_year(today: date, since: int) -> date:
    """So many days ago, or the first day of the MAPPA year if that is later and not far off."""
    on, first = today - timedelta(since), year_of(today).starts_on
    return first if on < first and since < 100 else on


def _with_level_before(case: CaseRecord, level: int) -> CaseRecord:
    if not level:
        return case
    return with_spell_before(case, level, case.spells[0].started_on - timedelta(days=250))


def _dates(number: int, today: date) -> dict[str, date]:
    dates = {}
    if number in NOTIFICATION_ENDS:
        dates["notification_end"] = today + timedelta(NOTIFICATION_ENDS[number])
    if number == 3021:
        dates["sentence_end"] = today.replace(day=15)
    if number == 3024:
        dates["sentence_end"] = today.replace(day=monthrange(today.year, today.month)[1])
    if number == 3026:
        dates["tused"] = today + timedelta(days=600)
    if number == 3017:
        dates["parole_hearing"] = today + timedelta(days=40)
    return dates


def _with_review(dates: dict[str, date], number: int, today: date) -> dict[str, date]:
    """At Levels 2 and 3 the last panel has set it, else it is every four months."""
    if number in NO_REVIEW:
        dates.pop("review", None)
    elif number in OVERDUE_REVIEWS:
        dates["review"] = today - timedelta(OVERDUE_REVIEWS[number])
    elif LEVEL_1 <= number < LEVEL_1 + 36 and number % 5:
        dates["review"] = today + timedelta(days=number * 23 % 140 - 20)
    return dates


def _with_events(case: CaseRecord, number: int, today: date) -> CaseRecord:
    for stay in case.custody:
        if stay.why == "recall":
            case = with_event(case, RETURNED, stay.from_on)
    if number == 3002:  # and out again
        on = today - timedelta(days=26)
        case = with_event(with_stay(case, on, 14), RETURNED, on)
    if number == 3034:
        on = this_year(today, 15)
        case = with_event(case, "returned_breach_of_order", on)
        case = replace(case, custody=(Custody(on, STILL_RUNNING, "recall"),))
    if number in LAST_YEAR:
        on = today - timedelta(LAST_YEAR[number])
        case = with_event(with_stay(case, on, 50), RETURNED, on)
    if number in EVENTS:
        kind, since = EVENTS[number]
        case = with_event(case, kind, this_year(today, since))
    return case


def _number(case: CaseRecord) -> int:
    return int(case.ref[4:])
