"""What can be counted, and what can be asked of each: the one table of the question language."""

from collections.abc import Mapping
from dataclasses import dataclass

from mappa.asking.questions import AVERAGE, COUNT, RATE, SHARE

DAY, PERIOD = "day", "period"
OF_A_CASE = frozenset({"levels", "categories", "lead_agencies", "districts", "bands"})
GROUPS_OF_A_CASE = frozenset({"level", "category", "lead-agency", "district", "band"})
BY_TIME = frozenset({"month", "quarter", "year"})


@dataclass(frozen=True, slots=True)
class Measure:
    """`statuses`: what each is dated by, a picture of a day or what fell in a period."""

    statuses: Mapping[str, frozenset[str]]
    filters: frozenset[str]
    groups: frozenset[str]
    figures: frozenset[str] = frozenset({COUNT})
    lists: bool = False


def _dated(**statuses: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(when.split()) for name, when in statuses.items()}


MEASURES: Mapping[str, Measure] = {
    # On a day: the picture. In a period: whoever was so at any time in it, in custody or not.
    "people": Measure(
        {"": frozenset({DAY, PERIOD})},
        OF_A_CASE | {"custody", "without"},
        GROUPS_OF_A_CASE | BY_TIME | {"custody"},
        frozenset({COUNT, SHARE, RATE}),
        lists=True,
    ),
    # "" made; level is the level sought, agency the one that referred.
    "referrals": Measure(
        _dated(
            made=PERIOD,
            accepted=PERIOD,
            declined=PERIOD,
            withdrawn=PERIOD,
            decided=PERIOD,
            open=DAY,
            overdue=DAY,
        ),
        OF_A_CASE | {"agencies"},
        GROUPS_OF_A_CASE | BY_TIME | {"agency", "status"},
        frozenset({COUNT, AVERAGE, SHARE}),
        lists=True,
    ),
    "meetings": Measure(
        _dated(held=PERIOD, planned=PERIOD, cancelled=PERIOD),
        frozenset({"levels"}),
        BY_TIME | {"level", "status"},
    ),
    # Cases heard at meetings, each time one; level is the meeting's.
    "hearings": Measure(
        _dated(held=PERIOD),
        frozenset({"levels", "categories", "lead_agencies", "districts", "bands"}),
        BY_TIME | {"level", "category", "lead-agency", "district", "band"},
        lists=True,
    ),
    # Attended out of invited, at held meetings, each case heard counted.
    "attendance": Measure(
        _dated(held=PERIOD),
        OF_A_CASE | {"agencies"},
        BY_TIME | {"agency", "level", "category", "district"},
        frozenset({SHARE}),
    ),
    "actions": Measure(
        _dated(open=DAY, overdue=DAY, done=PERIOD, raised=PERIOD, due=PERIOD),
        OF_A_CASE | {"agencies"},
        GROUPS_OF_A_CASE | BY_TIME | {"agency"},
        lists=True,
    ),
    # `kinds`: of orders. Level and category are those in force on the order's day.
    "orders": Measure(
        {"imposed": frozenset({PERIOD}), "in force": frozenset({DAY})},
        OF_A_CASE,
        GROUPS_OF_A_CASE | BY_TIME | {"kind"},
        lists=True,
    ),
    # `kinds`: of events. People, each once at the first; serious further offences are events.
    "events": Measure(
        _dated(happened=PERIOD), OF_A_CASE, GROUPS_OF_A_CASE | BY_TIME | {"kind"}, lists=True
    ),
    # `kinds`: of dates, or of orders for the day that these end. People who have not left by the
    # day asked on; level and category are those of that day.
    "dates": Measure(
        _dated(ending=PERIOD, overdue=DAY),
        OF_A_CASE | {"custody"},
        GROUPS_OF_A_CASE | BY_TIME | {"kind"},
        lists=True,
    ),
    "reviews on time": Measure(
        _dated(held=PERIOD), frozenset({"levels"}), BY_TIME | {"level"}, frozenset({SHARE})
    ),
    "screening on time": Measure(
        _dated(decided=PERIOD),
        frozenset({"levels", "agencies"}),
        BY_TIME | {"level", "agency"},
        frozenset({SHARE}),
    ),
    # Closed minutes of cases heard at held meetings, by the day on which they were due.
    "minutes on time": Measure(
        _dated(due=PERIOD), frozenset({"levels"}), BY_TIME | {"level"}, frozenset({SHARE})
    ),
    "disclosure": Measure(
        _dated(held=PERIOD), frozenset({"levels"}), BY_TIME | {"level"}, frozenset({SHARE})
    ),
    "trainings": Measure(_dated(held=PERIOD), frozenset(), BY_TIME),
    "case audits": Measure(_dated(drawn=PERIOD), frozenset(), BY_TIME),
}
