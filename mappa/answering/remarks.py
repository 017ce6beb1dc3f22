"""What an answer says after its figure: by which rule it was counted, and what is not shown."""

from collections.abc import Iterator

from mappa.answering.period_words import BUCKET_NAMES, MONTHS_IN
from mappa.answering.suppression import is_small
from mappa.answering.veils import Told
from mappa.asking.figures import Figures
from mappa.asking.questions import AVERAGE, RATE, Day, Filters, Period, Question
from mappa.cases import ORDER_KINDS
from mappa.days import uk_date
from mappa.periods import months_later
from mappa.statistics.rules import COUNTING
from mappa.years import year_of

HIDDEN = "Category 4 not shown."
# What is meant to lie ahead: that it does needs no remark.
_AHEAD = frozenset({("dates", "ending"), ("meetings", "planned"), ("actions", "due")})


def remarks_on(
    question: Question,
    figures: Figures,
    limit: int,
    *,
    gone: bool,
    rows_hidden: bool,
    it: str = "it",
) -> list[str]:
    """Everything that has to be said beside the figure; `gone`: the whole is not shown, `it`:
    what the figure is called."""
    nearby = _hides_by_rule(figures, limit, gone=gone)
    small = is_small(figures.whole.inside, limit) or is_small(figures.whole.reports, limit)
    if figures.veil is not None and limit:
        beside = [
            *([figures.veil.told_inside(question)] if figures.whole.inside else []),
            *([figures.veil.told_reports(question)] if figures.whole.reports else []),
        ]
        small = any(told is not Told.EXACTLY for told in beside)
    hidden = gone or rows_hidden or nearby or small
    return [
        *_by_rule(figures, it, hidden=nearby),
        *_rules(question),
        *_missing_population(question, figures),
        *([HIDDEN] if figures.hidden else []),
        *([f"Figures below {limit} are not shown."] if hidden else []),
        *_as_recorded_now(question),
        *_still_to_come(question),
    ]


def _hides_by_rule(figures: Figures, limit: int, *, gone: bool) -> bool:
    """Whether the yearly table's figure is too small, or so near that it gives somebody away."""
    by_rule, count = figures.by_rule, figures.whole.count
    if by_rule is None or by_rule == count:
        return False
    if figures.veil is not None and limit:
        return not figures.veil.by_rule
    return gone or any(is_small(n, limit) for n in (by_rule, count, abs(count - by_rule)))


def _by_rule(figures: Figures, it: str, *, hidden: bool) -> Iterator[str]:
    if figures.by_rule is None or figures.by_rule == figures.whole.count:
        return
    rule = f"By the yearly table's counting rule ({COUNTING[figures.counting]})"
    yield f"{rule} the figure is not shown." if hidden else f"{rule} {it} is {figures.by_rule:,}."


def _rules(question: Question) -> Iterator[str]:
    """How things of this kind are counted, where the words of the question leave it open."""
    counted, status, by = question.counted, question.status, question.by
    standing = by in ("level", "category") or any(_standing(f) for f in _filters(question))
    if counted == "people" and isinstance(question.when, Period):
        if by in BUCKET_NAMES:
            yield from _last_bucket(question.when, by)
        elif by in ("level", "category", "custody"):
            yield "Whoever was in several of the groups is counted in each of them."
    if counted == "events" and question.kinds != {"sfo"}:
        yield "Each person is counted once, at the first in the period."
        if by in (*BUCKET_NAMES, "kind"):
            yield "A person can be in several rows."
    if counted == "dates":
        if len(question.kinds) != 1 or question.kinds & set(ORDER_KINDS):
            yield "Each person is counted once."
        if by in (*BUCKET_NAMES, "kind"):
            yield "A person can be in several rows."
        if standing:
            yield f"Level and category are those of {uk_date(question.asked_on)}."
    if counted in ("events", "orders") and standing:
        what = "the order" if counted == "orders" else "the event"
        yield f"Level and category are those in force on the day of {what}."
    yield from _of_the_report(question)
    if counted in ("hearings", "attendance", "disclosure"):
        yield "Each case heard is counted."
    if counted == "referrals" and (by == "level" or any(f.levels for f in _filters(question))):
        yield "Level is the level sought."
    if counted == "referrals" and (question.figure == AVERAGE or status == "decided"):
        yield "A withdrawal is no decision."
    if status == "overdue":
        yield _OVERDUE[counted]
    if counted in _ON_TIME:
        yield _ON_TIME[counted]


def _of_the_report(question: Question) -> Iterator[str]:
    """Where the annual report counts fewer than the question does."""
    where = question.where
    if (question.counted, question.status) == ("orders", "imposed") and where.categories != {1}:
        yield "The annual report counts those on Category 1 only."
    if question.kinds & _RETURNED and where.levels != {2, 3}:
        yield "The annual report counts people at their first return made at Level 2 or 3."


_RETURNED = frozenset({"returned_breach_of_licence", "returned_breach_of_order"})
_OVERDUE = {
    "referrals": "Overdue is what the policy's time for a decision has run out for.",
    "actions": "Overdue is what was due before that day and not done by its end.",
    "dates": "Overdue is a date before that day.",
}
_ON_TIME = {
    "reviews on time": "On time is within the policy's review limit for the meeting's level.",
    "minutes on time": (
        "On time is within the policy's time for the minutes of the meeting's level; counted are "
        "minutes closed here, case by case."
    ),
    "screening on time": "On time is within the policy's time for a decision.",
}


def _last_bucket(when: Period, by: str) -> Iterator[str]:
    """A month that is not over is pictured on the last day that was asked for."""
    start = when.to_on.replace(day=1)
    if by == "quarter":
        start = start.replace(month=(start.month - 1) // 3 * 3 + 1)
    if by == "year":
        start = year_of(start).starts_on
    if months_later(start, MONTHS_IN[by]).toordinal() - 1 > when.to_on.toordinal():
        yield f"The last is the picture on {uk_date(when.to_on)}."


def _missing_population(question: Question, figures: Figures) -> Iterator[str]:
    if question.figure != RATE or figures.whole.out_of or figures.population:
        return
    when = question.when
    year = year_of(when.on if isinstance(when, Day) else when.to_on)
    ending = year.ends_on.year
    yield (
        f"The number of people aged 10 and over in the year {year} is not recorded: add a row with "
        f"year_ending {ending} to the sheet population (area, year_ending, aged_10_plus) of the "
        "workbook and import it."
    )


def _as_recorded_now(question: Question) -> Iterator[str]:
    """The history of these is on the record only, so a past day has today's values."""
    when = question.when
    if isinstance(when, Day) and when.on == question.asked_on:
        return
    filters = _filters(question)
    named = (
        ("risk of serious harm", question.by == "band" or any(f.bands for f in filters)),
        ("lead agency", question.by == "lead-agency" or any(f.lead_agencies for f in filters)),
        ("district", question.by == "district" or any(f.districts for f in filters)),
        ("dates", any(f.without for f in filters)),
    )
    used = [name for name, is_used in named if is_used]
    if used:
        words = " and ".join(filter(None, [", ".join(used[:-1]), used[-1]]))
        verb = "is" if len(used) == 1 and used != ["dates"] else "are"
        yield f"{words[:1].upper()}{words[1:]} {verb} as recorded now."


def _still_to_come(question: Question) -> Iterator[str]:
    when = question.when
    last = when.on if isinstance(when, Day) else when.to_on
    if last > question.asked_on and (question.counted, question.status) not in _AHEAD:
        yield f"{uk_date(last)} is still to come: what is recorded now was counted."


def _filters(question: Question) -> list[Filters]:
    return [filters for filters in (question.where, question.out_of) if filters is not None]


def _standing(filters: Filters) -> bool:
    return bool(filters.levels or filters.categories)
