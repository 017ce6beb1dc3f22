"""The KPI pack and the referral log as tables of numbers, to go with the annual report."""

from collections.abc import Callable, Iterable, Iterator

from mappa.answering.period_words import when_words
from mappa.statistics.appendices import NOTHING, Appendix, Number, joined
from mappa.statistics.kpis import Indicator, KpiPack, Share
from mappa.statistics.referral_logs import COLUMNS, ReferralLog

TARGETS = "Targets are as the area's policy has them."
NOT_ALL = "Category 4 not shown."
NOTHING_TO_DIVIDE = f"{NOTHING}: there was nothing to take a share of, or there is no target."
ATTENDANCE = (
    "Attendance is counted for every case heard at a held meeting: attended, out of invited. Who "
    "sent a report instead did not attend."
)
TIMES = (
    "A review is on time within the policy's review limit for the level, a decision on a referral "
    "within its time for screening; a withdrawal is no decision.",
    "Minutes are counted case by case, by the day on which the policy has them due, where they "
    "were closed here; with none closed here nothing is recorded.",
)
LOG = (
    "Received by the day of the referral, decisions and withdrawals by their own day. Open at the "
    "end: made by the last day of the period and not decided then. The mean is taken over the "
    "referrals accepted and declined together."
)
_LEVELS: tuple[tuple[str, Callable[[Indicator], Share]], ...] = (
    ("Level 2", lambda line: line.level_2),
    ("Level 3", lambda line: line.level_3),
)


def pack_tables(pack: KpiPack, log: ReferralLog) -> tuple[Appendix, ...]:
    """All tables of both, in the order in which they are printed."""
    return (_attendance(pack), *_attendance_by_level(pack), _others(pack), _log(log))


def _attendance(pack: KpiPack) -> Appendix:
    rows = [
        (_agency(line), (*_attended(line.whole), line.target, *_before(pack, line)))
        for line in pack.attendance
    ]
    columns = ("Attended", "Invited", "Per cent", "Sent a report", "Target per cent")
    notes = joined([ATTENDANCE, TARGETS, *_said(pack.category_4_hidden, rows)])
    title = f"Attendance at meetings {when_words(pack.period)}"
    return Appendix(
        "Attendance", title, _columns("Agency", columns, pack), tuple(rows), notes, "Per cent"
    )


def _attendance_by_level(pack: KpiPack) -> Iterator[Appendix]:
    for level, of in _LEVELS:
        rows = [(_agency(line), (*_attended(of(line)), line.target)) for line in pack.attendance]
        yield Appendix(
            f"Attendance, {level}",
            f"Attendance at {level} meetings {when_words(pack.period)}",
            ("Agency", "Attended", "Invited", "Per cent", "Sent a report", "Target per cent"),
            tuple(rows),
            joined(_said(pack.category_4_hidden, rows)),
        )


def _others(pack: KpiPack) -> Appendix:
    rows: list[tuple[str, tuple[Number, ...]]] = []
    for line in pack.others:
        rows.append((line.label, (*_share(line.whole), line.target, *_before(pack, line))))
        for level, of in _LEVELS:
            earlier = (None,) if pack.before else ()
            rows.append((f"{line.label}, {level}", (*_share(of(line)), line.target, *earlier)))
    columns = ("Achieved", "Out of", "Per cent", "Target per cent")
    notes = joined([*TIMES, TARGETS, *_said(pack.category_4_hidden, rows)])
    title = f"Timeliness and disclosure {when_words(pack.period)}"
    return Appendix("Timeliness", title, _columns("Indicator", columns, pack), tuple(rows), notes)


def _log(log: ReferralLog) -> Appendix:
    rows = [(line.label, tuple(line.figures[name] for name in COLUMNS)) for line in log.lines]
    missing = [f"{NOTHING}: nothing was decided."] if any(None in row for _, row in rows) else []
    notes = joined([LOG, *([NOT_ALL] if log.category_4_hidden else []), *missing])
    title = f"Referrals {when_words(log.period)}"
    return Appendix("Referral log", title, ("Agency", *COLUMNS), tuple(rows), notes)


def _agency(line: Indicator) -> str:
    name = line.label.removeprefix("Attendance: ")
    return name[:1].upper() + name[1:]


def _share(share: Share) -> tuple[Number, Number, Number]:
    return share.count, share.out_of, share.per_cent


def _attended(share: Share) -> tuple[Number, ...]:
    return *_share(share), share.reports


def _before(pack: KpiPack, line: Indicator) -> tuple[Number, ...]:
    return (line.before.per_cent,) if pack.before and line.before else ()


def _columns(first: str, columns: Iterable[str], pack: KpiPack) -> tuple[str, ...]:
    return first, *columns, *([f"{pack.earlier}, per cent"] if pack.before else [])


def _said(category_4_hidden: bool, rows: Iterable[tuple[str, tuple[Number, ...]]]) -> Iterator[str]:
    if category_4_hidden:
        yield NOT_ALL
    if any(None in row for _, row in rows):
        yield NOTHING_TO_DIVIDE
