"""The KPI pack of a period: every figure of it is the answer to a question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mappa.agencies import AGENCIES
from mappa.answering.answers import Shown, answer
from mappa.answering.figure_words import rounded
from mappa.answering.groups import groups_of
from mappa.answering.veils import Told
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import SHARE, Filters, Period, Question
from mappa.policies import Policy
from mappa.statistics.pack_times import earlier_label

RESPONSIBLE_AUTHORITY = frozenset({"police", "probation", "prison"})
ALL_AGENCIES = "Attendance: all agencies"
LEVEL_2, LEVEL_3 = frozenset({2}), frozenset({3})
NAMES: Mapping[str, str] = {
    "reviews": "Reviews on time",
    "minutes": "Minutes issued on time",
    "screening": "Screening decisions on time",
    "disclosure": "Disclosure decision recorded",
}


_BY_AGENCY = {True: "attendance_responsible_authority", False: "attendance_duty_to_cooperate"}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; `hidden` where it is too small to be shown, or would tell what is."""

    count: int
    out_of: int
    hidden: bool = False
    reports: int | None = 0  # of attendance: who sent a report instead; None is not shown

    @property
    def per_cent(self) -> float | None:
        """With one decimal; of nothing there is none."""
        return rounded(100 * self.count, self.out_of) if self.out_of else None


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the pack, as a whole and by level; `before` is the year before."""

    label: str
    whole: Share
    level_2: Share
    level_3: Share
    before: Share | None
    target: int | None = None  # per cent, as the area's policy has it

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None where there is none, or nothing to say."""
        if self.target is None or not self.whole.out_of or self.whole.hidden:
            return None
        return 100 * self.whole.count >= self.target * self.whole.out_of


@dataclass(frozen=True, slots=True)
class KpiPack:
    """`counts`: whether what each share is taken of may be shown beside it."""

    period: Period
    before: Period | None
    attendance: tuple[Indicator, ...]
    others: tuple[Indicator, ...]
    counts: bool
    category_4_hidden: bool

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return (*self.attendance, *self.others)

    @property
    def earlier(self) -> str:
        """The heading of the year before; empty where there is none."""
        return earlier_label(self.before) if self.before else ""


def kpi_questions(period: Period, asked_on: date) -> dict[str, Question]:
    """What the pack asks, by names of its own."""

    def share(counted: str, status: str, by: str, levels: frozenset[int] = frozenset()) -> Question:
        where = Filters(levels=levels)
        return Question(counted, period, asked_on, where, status, by=by, figure=SHARE)

    return {
        "attendance": share("attendance", "held", "agency"),
        "attendance 2": share("attendance", "held", "agency", LEVEL_2),
        "attendance 3": share("attendance", "held", "agency", LEVEL_3),
        "reviews": share("reviews on time", "held", "level"),
        "minutes": share("minutes on time", "due", "level"),
        "screening": share("screening on time", "decided", "level"),
        "disclosure": share("disclosure", "held", "level"),
    }


def make_kpis(
    period: Period,
    before: Period | None,
    counted: Mapping[str, Figures],
    earlier: Mapping[str, Figures],
    asked_on: date,
    policy: Policy,
    shown: Shown,
) -> KpiPack:
    """Put what was counted, under the names of the questions, into lines with their targets."""
    now = {
        name: _shares(question, counted[name], shown)
        for name, question in kpi_questions(period, asked_on).items()
    }
    then = (
        {
            name: _shares(question, earlier[name], shown)
            for name, question in kpi_questions(before, asked_on).items()
        }
        if before
        else {}
    )
    attendance = tuple(_attendance(now, then, policy))
    others = tuple(_others(now, then, policy))
    lines = [*attendance, *others]
    return KpiPack(
        period,
        before,
        attendance,
        others,
        counts=not any(share.hidden for line in lines for share in _of(line)),
        category_4_hidden=any(figures.hidden for figures in counted.values()),
    )


Shares = Mapping[str, Share]  # by the label of a group; "" is the whole


def _shares(question: Question, figures: Figures, shown: Shown) -> Shares:
    """Each group's share, hidden where the answer to the question hides it."""
    found = answer(question, figures, shown)
    groups = groups_of(question, figures)
    values: list[tuple[str, object, Figure]] = [("", None, figures.whole)]
    values += [(group.label, group.key, group.figure) for group in groups]
    given = [found.value, *(row.value for row in found.rows)]
    return {
        label: _share(figure, value, _reports(question, figures, key, figure))
        for (label, key, figure), value in zip(values, given, strict=True)
    }


def _reports(question: Question, figures: Figures, key: object, figure: Figure) -> int | None:
    if question.counted != "attendance" or figures.veil is None:
        return figure.reports
    told = figures.veil.told_reports(question, key)
    return figure.reports if told is Told.EXACTLY else None


def _share(figure: Figure, value: float | None, reports: int | None) -> Share:
    out_of = figure.out_of or 0
    return Share(figure.count, out_of, bool(out_of) and value is None, reports)


def _attendance(
    now: Mapping[str, Shares], then: Mapping[str, Shares], policy: Policy
) -> Iterator[Indicator]:
    """Every agency that was invited in the period or in the year before it."""
    levels = now["attendance 2"], now["attendance 3"]
    invited = [*now["attendance"], *then.get("attendance", {})]
    for code, label in AGENCIES.items():
        if label in invited:
            yield _line(
                f"Attendance: {label}",
                now["attendance"].get(label, NOTHING),
                [shares.get(label, NOTHING) for shares in levels],
                then["attendance"].get(label, NOTHING) if then else None,
                _target(policy, _BY_AGENCY[code in RESPONSIBLE_AUTHORITY]),
            )
    yield _line(
        ALL_AGENCIES,
        now["attendance"][""],
        [shares[""] for shares in levels],
        then["attendance"][""] if then else None,
    )


def _others(
    now: Mapping[str, Shares], then: Mapping[str, Shares], policy: Policy
) -> Iterator[Indicator]:
    for name, label in NAMES.items():
        target = _target(policy, "disclosure_considered") if name == "disclosure" else None
        levels = [now[name].get(f"Level {level}", NOTHING) for level in (2, 3)]
        before = then[name][""] if then else None
        yield _line(label, now[name][""], levels, before, target)


def _line(
    label: str,
    whole: Share,
    levels: Sequence[Share],
    before: Share | None,
    target: int | None = None,
) -> Indicator:
    """Where one of the levels is hidden both are: the other one and the whole would tell it."""
    level_2, level_3 = levels
    if whole.hidden or level_2.hidden or level_3.hidden:
        level_2, level_3 = (_hidden(share) for share in levels)
    return Indicator(label, whole, level_2, level_3, before, target)


def _hidden(share: Share) -> Share:
    return Share(share.count, share.out_of, bool(share.out_of), share.reports)


def _of(line: Indicator) -> list[Share]:
    shares = [line.whole, line.level_2, line.level_3, line.before]
    return [share for share in shares if share is not None]


def _target(policy: Policy, name: str) -> int | None:
    target = policy.targets.get(name)
    return target.per_cent if target else None
