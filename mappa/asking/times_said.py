"""The day or period that a sentence is about, also where it names none."""

from dataclasses import replace

from mappa.asking import fillers
from mappa.asking.measures import BY_TIME, DAY, MEASURES, PERIOD
from mappa.asking.questions import (
    Day,
    Period,
    Question,
    When,
)
from mappa.asking.refusals import EXAMPLES
from mappa.asking.said import Said
from mappa.asking.wordings import wording
from mappa.errors import NotUnderstood
from mappa.periods import months_later
from mappa.times.said_times import Found

AHEAD = frozenset({"ending", "due", "planned"})


def when_in(said: Said, question: Question) -> When:
    """The day or period; what runs to today for what has happened is cut there."""
    allowed = MEASURES[question.counted].statuses[question.status]
    if said.time is None:
        return _unsaid_time(said, question, allowed)
    when = said.time.when
    if isinstance(when, Day) and DAY in allowed:
        return when
    if DAY in allowed and PERIOD not in allowed:
        raise NotUnderstood(
            f"{question.status.capitalize()} is said of a day: name one.",
            (wording(replace(question, listed=False)),),
        )
    period = Period(when.on, when.on) if isinstance(when, Day) else when
    if question.kinds == {"review"} and not said.statuses and period.to_on < question.asked_on:
        raise NotUnderstood(
            "Say whether reviews that were due or cases that were heard are meant.",
            (
                f"{wording(replace(question, listed=False))} in 2025/26",
                "cases heard at meetings this year",
            ),
        )
    if question.status in AHEAD:
        return _ahead(period, said.time, question)
    return _until_today(period, said.time, question)


def _ahead(period: Period, found: Found, question: Question) -> Period:
    """What ends or is due: without a year the latest and the coming one can be meant."""
    today = question.asked_on
    if found.said == "until" and not found.year_said and period.to_on < today:
        return Period(today, months_later(period.to_on, 12))
    if not found.year_said and found.said != "until":
        later = Period(
            period.from_on and months_later(period.from_on, 12), months_later(period.to_on, 12)
        )
        ways = [replace(question, when=when, listed=False) for when in (period, later)]
        raise NotUnderstood("Say the year as well.", tuple(wording(way) for way in ways))
    if found.said in ("after", "since"):  # it would run to today
        raise NotUnderstood(
            "Say until when.", (wording(replace(question, when=period, listed=False)),)
        )
    if period.from_on is None and period.to_on >= today:
        return Period(today, period.to_on)  # "ending by 31 March 2027"
    return period


def _until_today(period: Period, found: Found, question: Question) -> Period:
    today, plain = question.asked_on, replace(question, listed=False, by="")
    begun = period.from_on is None or period.from_on < today
    whole = period.from_on == today and (period.to_on == today or found.said == "this")
    if not (begun or whole):
        raise NotUnderstood("That has not come yet.", (wording(plain), *EXAMPLES))
    if period.from_on is None and question.counted == "people":
        raise NotUnderstood(
            "Say whether a day is meant, or a period and from when.",
            (wording(replace(plain, when=Day(period.to_on))), f"{wording(plain)} this year"),
        )
    return Period(period.from_on, min(period.to_on, today))


def _unsaid_time(said: Said, question: Question, allowed: frozenset[str]) -> When:
    today = question.asked_on
    if question.by in BY_TIME:
        raise NotUnderstood(
            f"Say over which period by {question.by}: for example this year.",
            (f"{wording(replace(question, by=''))} by {question.by} this year",),
        )
    if said.managed and question.counted == "people" and _of_a_period(said):
        raise NotUnderstood(
            "Say when: now, or in which period.",
            ("how many people are managed at level 2 now",
             "how many people were managed at level 2 this year"),
        )  # fmt: skip
    if DAY in allowed:
        return Day(today)
    if question.status in AHEAD:
        plain = wording(replace(question, listed=False))
        raise NotUnderstood("Say over which days.", (f"{plain} in the next 28 days",))
    return Period(None, today)


def _of_a_period(said: Said) -> bool:
    """ "are managed" is said of today; "were managed" and "managed" alone of a period."""
    return not said.verbs & fillers.PRESENT or bool(said.perfect)
