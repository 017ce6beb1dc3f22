"""The referral log of a period by agency: every figure of it is the answer to a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mappa.agencies import AGENCIES
from mappa.answering.answers import Answer, Shown, answer
from mappa.answering.figure_words import Number
from mappa.asking.figures import Figures
from mappa.asking.questions import AVERAGE, Day, Period, Question
from mappa.statistics.pack_times import earlier_label

NOT_RECORDED = "Not recorded"
DAYS = "Mean days to decision"
COLUMNS = ("Received", "Accepted", "Declined", "Withdrawn", "Open at the end", DAYS)
_STATUSES = {"Received": "made", "Accepted": "accepted", "Declined": "declined"}


@dataclass(frozen=True, slots=True)
class LogLine:
    """Of one agency, or of all: the figures by column. None: none, or, if named in `hidden`, one
    that is too small to be shown. `decisions`: those that the mean is taken over."""

    label: str
    figures: Mapping[str, Number | None]
    hidden: frozenset[str] = field(default_factory=frozenset)
    decisions: int | None = 0


@dataclass(frozen=True, slots=True)
class ReferralLog:
    """`earlier` is the total of the year before."""

    period: Period
    before: Period | None
    agencies: tuple[LogLine, ...]
    total: LogLine
    earlier: LogLine | None
    category_4_hidden: bool

    @property
    def lines(self) -> tuple[LogLine, ...]:
        return (*self.agencies, self.total, *([self.earlier] if self.earlier else []))


def log_questions(period: Period, asked_on: date) -> dict[str, Question]:
    """What the log asks, by its columns."""
    made = {
        name: Question("referrals", period, asked_on, status=status, by="agency")
        for name, status in _STATUSES.items()
    }
    end = Day(period.to_on)
    return {
        **made,
        "Withdrawn": Question("referrals", period, asked_on, status="withdrawn", by="agency"),
        "Open at the end": Question("referrals", end, asked_on, status="open", by="agency"),
        DAYS: Question(
            "referrals", period, asked_on, status="decided", by="agency", figure=AVERAGE
        ),
    }


def make_log(
    period: Period,
    before: Period | None,
    counted: Mapping[str, Figures],
    earlier: Mapping[str, Figures],
    asked_on: date,
    shown: Shown,
) -> ReferralLog:
    """Put what was counted, by columns, into a line for each agency that has any."""
    answers = _answers(period, counted, asked_on, shown)
    total = _total("Total", answers, counted)
    then = None
    if before:
        then = _total(earlier_label(before), _answers(before, earlier, asked_on, shown), earlier)
        if total.hidden:  # else what is hidden could be reckoned from what was open before
            then = _without(then, "Open at the end")
    there = {row.label for found in answers.values() for row in found.rows}
    labels = [label for label in (*AGENCIES.values(), NOT_RECORDED) if label in there]
    return ReferralLog(
        period,
        before,
        tuple(_line(label, answers, counted) for label in labels),
        total,
        then,
        any(figures.hidden for figures in counted.values()),
    )


def _answers(
    period: Period, counted: Mapping[str, Figures], asked_on: date, shown: Shown
) -> dict[str, Answer]:
    questions = log_questions(period, asked_on)
    return {name: answer(question, counted[name], shown) for name, question in questions.items()}


def _total(label: str, answers: Mapping[str, Answer], counted: Mapping[str, Figures]) -> LogLine:
    decisions = counted[DAYS].whole.out_of or 0
    hidden = {name for name, found in answers.items() if found.value is None}
    if not decisions:
        hidden -= {DAYS}
    figures = {name: found.value for name, found in answers.items()}
    apart = DAYS in hidden or _rows_hidden(answers[DAYS])
    return LogLine(label, figures, frozenset(hidden), None if apart else decisions)


def _line(label: str, answers: Mapping[str, Answer], counted: Mapping[str, Figures]) -> LogLine:
    figures: dict[str, Number | None] = {}
    hidden = set()
    for name, found in answers.items():
        rows = {row.label: row.value for row in found.rows}
        figures[name] = rows.get(label, None if name == DAYS else 0)
        if label in rows and rows[label] is None:
            hidden.add(name)
    apart = _rows_hidden(answers[DAYS])
    return LogLine(label, figures, frozenset(hidden), None if apart else _decisions(label, counted))


def _rows_hidden(found: Answer) -> bool:
    return any(row.value is None for row in found.rows)


def _decisions(label: str, counted: Mapping[str, Figures]) -> int:
    codes = {name: code for code, name in AGENCIES.items()}
    by_agency = dict(counted[DAYS].groups)
    figure = by_agency.get(codes.get(label, ""))
    return (figure.out_of or 0) if figure else 0


def _without(line: LogLine, name: str) -> LogLine:
    figures = {**line.figures, name: None}
    return LogLine(line.label, figures, line.hidden | {name}, line.decisions)
