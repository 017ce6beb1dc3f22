"""What does not go together in a question, and what is not plain."""

from mappa.asking import fillers
from mappa.asking.measures import BY_TIME, MEASURES
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    COUNT,
    CUSTODY,
    RATE,
    SHARE,
    Day,
    Filters,
    Period,
    Question,
)
from mappa.asking.refusals import EXAMPLES, no_place, twice
from mappa.asking.said import Said
from mappa.errors import NotUnderstood


def check_counted(said: Said, question: Question) -> None:
    """It must be plain that something is counted or listed, and what."""
    q = question
    filtered = q.where != Filters() or bool(said.whole)
    if q.counted == "people":
        named = "people" in said.things or filtered or (said.opened and bool(q.by))
        if not named:
            raise NotUnderstood("Say what is to be counted, for example cases.", EXAMPLES)
        asked = said.opened or q.by or said.time or filtered or said.listed or q.figure != COUNT
        if not asked:
            raise NotUnderstood("Ask how many.", EXAMPLES)
        if said.in_force and not (q.where.levels or q.by == "level"):
            raise no_place(said.in_force)
        if said.causes:
            raise no_place("breach")
    if said.doubtful and not (said.opened or q.by or q.figure != COUNT or said.listed):
        raise no_place(said.doubtful)
    if q.listed and not MEASURES[q.counted].lists:
        raise NotUnderstood(f"{q.counted.capitalize()} can be counted, not listed.", EXAMPLES)
    if q.listed and (q.by or q.figure != COUNT):
        raise NotUnderstood(f"A list has no groups: leave out “by {q.by}”.", EXAMPLES)
    check_tense(said)
    if said.perfect and isinstance(q.when, Day):
        raise no_place(said.perfect)
    for by, held in (("level", q.where.levels), ("category", q.where.categories),
                     ("district", q.where.districts), ("agency", q.where.agencies),
                     ("lead-agency", q.where.lead_agencies), ("band", q.where.bands)):  # fmt: skip
        if q.by == by and len(held) == 1:
            raise twice(by)
    if q.by == "custody" and q.where.custody != BOTH:
        raise twice("place")


def check_tense(said: Said) -> None:
    """One question is of one day: what is so now and what was so then are two."""
    present, past = said.verbs & fillers.PRESENT, said.verbs & fillers.PAST
    if past and (present or ("have" in said.verbs and "did" not in past)):
        raise NotUnderstood(
            "Part of that is about now and part about then. Ask about one day.", EXAMPLES
        )


def check_legal(question: Question) -> None:
    """What does not go together, beyond the table of measures."""
    q, period = question, isinstance(question.when, Period)
    if q.by in BY_TIME and (not isinstance(q.when, Period) or q.when.from_on is None):
        raise NotUnderstood(
            f"A table by {q.by} needs a period.", (f"level 2 cases by {q.by} this year",)
        )
    if q.counted == "people" and period and q.by not in BY_TIME:
        if q.where.custody or q.where.without or q.by == "custody":
            raise NotUnderstood(
                "Where people are, and which dates they have, is asked of a day.",
                ("how many level 2 cases in custody on 31 March 2014",),
            )
        if q.figure in (SHARE, RATE):
            raise NotUnderstood(
                "Shares and rates are asked of a day.", ("what share of cases is level 1",)
            )
    if q.figure in (SHARE, RATE, AVERAGE) and q.counted == "people" and q.by:
        raise NotUnderstood("That figure has no table; leave the grouping out.", EXAMPLES)
    if q.figure == SHARE and q.counted == "referrals" and q.status not in ("accepted", "declined"):
        raise NotUnderstood(
            "Say of which decisions: accepted or declined.",
            ("what share of referrals did we decline this year",),
        )
    if q.figure == AVERAGE and q.status not in ("decided", "accepted", "declined"):
        raise NotUnderstood(
            "The average is of days from referral to decision.",
            ("average days from referral to decision this year",),
        )
    if q.counted == "dates" and q.status == "overdue" and q.kinds != {"review"}:
        raise NotUnderstood("Overdue is said of reviews, actions and referrals.", EXAMPLES)
    if q.figure == RATE and q.where.custody == CUSTODY:
        raise NotUnderstood("The rate is of people in the community.", EXAMPLES)
