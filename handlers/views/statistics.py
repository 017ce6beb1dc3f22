"""How the KPI pack and the referral log are seen: a table each, and how it was counted."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.tables import in_words, table
from mappa.answering.period_words import when_words
from mappa.asking.questions import Period
from mappa.statistics.kpis import NAMES, Indicator, KpiPack, Share
from mappa.statistics.pack_tables import ATTENDANCE, LOG, NOT_ALL, TARGETS, TIMES
from mappa.statistics.referral_logs import COLUMNS, DAYS, LogLine, ReferralLog
from mappa.times.time_words import time_words

NOT_SHOWN, NONE = "not shown", "n/a"
NOT_RECORDED = "not recorded"  # of minutes: none were closed here


def kpi_pack(
    pack: KpiPack, log: ReferralLog | None, area: str, limit: int, command: str, today: date
) -> Reply:
    """`area` is its name, `limit` the number below which nothing is shown, 0 for everything."""
    earlier = [pack.earlier] if pack.before else []
    columns = ["Indicator", "All", "Level 2", "Level 3", "Target", *earlier]
    rows = [_indicator(line, pack) for line in pack.indicators]
    title = f"KPI pack, {area}, {when_words(pack.period)}"
    notes = [ATTENDANCE, *TIMES, TARGETS, *_hidden(limit, any_hidden=not pack.counts)]
    notes += [NOT_ALL] if pack.category_4_hidden else []
    notes.append(_beside(pack.before))
    return _shown(title, columns, rows, notes, _totals(log, command, today) if log else [])


def referral_log(log: ReferralLog, area: str, limit: int) -> Reply:
    columns = ["Agency", *COLUMNS[:-1], f"{DAYS} (over)"]
    rows = [_log_line(line) for line in log.lines]
    title = f"Referral log, {area}, {when_words(log.period)}"
    notes = [LOG, *_hidden(limit, any_hidden=any(line.hidden for line in log.lines))]
    notes += [NOT_ALL] if log.category_4_hidden else []
    notes.append(_beside(log.before))
    return _shown(title, columns, rows, notes)


def _shown(
    title: str,
    columns: list[str],
    rows: list[list[str]],
    notes: list[str],
    more: Sequence[str] = (),
) -> Reply:
    said = " ".join(filter(None, notes))
    text = "\n".join([title, in_words(columns, rows), *more, said])
    after = [blocks.words("\n".join(more))] if more else []
    shown = table(title, columns, rows)
    return say(blocks.escape(text), *shown, *after, blocks.context(said))


def _totals(log: ReferralLog, command: str, today: date) -> list[str]:
    lines = [line for line in (log.total, log.earlier) if line]
    columns = ["", *COLUMNS[:-1], f"{DAYS} (over)"]
    said = in_words(columns, [_log_line(line) for line in lines])
    period = time_words(log.period, today).removeprefix("in ")
    again = f"By agency: {command} stats referrals {period}"
    return [f"Referrals {when_words(log.period)}:", said, again]


def _indicator(line: Indicator, pack: KpiPack) -> list[str]:
    whole = _share(line.whole, counts=pack.counts, reports=line in pack.attendance)
    levels = [_share(share, counts=pack.counts) for share in (line.level_2, line.level_3)]
    before = [_share(line.before, counts=pack.counts)] if line.before else []
    shown = [whole, *levels, _target(line), *before]
    if line.label == NAMES["minutes"]:
        shown = [
            NOT_RECORDED if cell == NONE and at != 3 else cell for at, cell in enumerate(shown)
        ]
    return [line.label, *shown]


def _share(share: Share, *, counts: bool, reports: bool = False) -> str:
    """97.1% (407 of 419; 6 reports)."""
    if share.hidden:
        return NOT_SHOWN
    if share.per_cent is None:
        return NONE
    word = "report" if share.reports == 1 else "reports"
    sent = f"; {share.reports:,} {word}" if reports and share.reports is not None else ""
    of = f" ({share.count:,} of {share.out_of:,}{sent})" if counts else ""
    return f"{share.per_cent}%{of}"


def _target(line: Indicator) -> str:
    if line.target is None:
        return NONE
    met = {True: ": met", False: ": not met", None: ""}[line.met]
    return f"{line.target}%{met}"


def _log_line(line: LogLine) -> list[str]:
    return [line.label, *(_log_cell(line, name) for name in COLUMNS)]


def _log_cell(line: LogLine, name: str) -> str:
    if name in line.hidden:
        return NOT_SHOWN
    number = line.figures[name]
    if number is None:
        return NONE
    over = f" ({line.decisions:,})" if name == DAYS and line.decisions is not None else ""
    return f"{number:,}{over}"


def _hidden(limit: int, *, any_hidden: bool) -> Iterator[str]:
    if any_hidden and limit:
        yield f"Figures below {limit} are not shown, nor what they could be reckoned from."


def _beside(before: Period | None) -> str:
    return f"The last figures are those {when_words(before)}." if before else ""
