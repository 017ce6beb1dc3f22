"""Referrals and their decisions; level is the one sought, agency the one that referred."""

from datetime import date

from tests.oracle.days import working_days_after
from tests.oracle.items import Item, category_of, spell_on
from tests.oracle.tables import Referral, Tables

SCREENED_WITHIN = 10  # working days
DECISIONS = ("accepted", "declined")  # a withdrawal is none


def _item(referral: Referral, day: date, status: str, hits: int = 0) -> Item:
    case = referral.case
    category = referral.category or category_of(spell_on(case, referral.referred_on))
    return Item(
        ("referral", referral.ref),
        day,
        case,
        referral.level_sought,
        category,
        referral.agency,
        status=status,
        hits=hits,
        gated=4 in (category, category_of(spell_on(case, day))),
    )


def _of_area(tables: Tables, area: str) -> list[Referral]:
    return [one for one in tables.referrals if one.area == area and not one.case.merged]


def referrals_during(
    tables: Tables, area: str, from_on: date | None, to_on: date, status: str, asked_on: date
) -> list[Item]:
    """`made` by the day of referral, all else by the day of the decision; what has become of
    those that were made is said as of the day asked on."""
    found = []
    for one in _of_area(tables, area):
        wanted = DECISIONS if status == "decided" else (status,)
        if status == "made":
            day: date | None = one.referred_on
        else:
            day = one.decided_on if one.decision in wanted else None
        if day and (from_on is None or from_on <= day) and day <= to_on:
            waited = (day - one.referred_on).days if one.decision in DECISIONS else 0
            became = _became(one, asked_on) if status == "made" else one.decision
            found.append(_item(one, day, became, hits=waited))
    return found


def _became(referral: Referral, asked_on: date) -> str:
    """What has become of it by the day asked on."""
    undecided = referral.decided_on is None or referral.decided_on > asked_on
    return "open" if undecided else referral.decision


def referrals_open_on(
    tables: Tables, area: str, day: date, status: str, asked_on: date
) -> list[Item]:
    """Made and not decided by the end of the day; `overdue`: the clock of the screening is over."""
    found = []
    for one in _of_area(tables, area):
        made = one.referred_on <= day
        undecided = one.decided_on is None or one.decided_on > day
        late = working_days_after(one.referred_on, SCREENED_WITHIN) < day
        if made and undecided and (status == "open" or late):
            found.append(_item(one, day, _became(one, asked_on)))
    return found


def screenings_during(tables: Tables, area: str, from_on: date | None, to_on: date) -> list[Item]:
    """Decisions, and whether each came within the clock of the screening."""
    found = []
    for one in _of_area(tables, area):
        day = one.decided_on
        if one.decision not in DECISIONS or day is None or day > to_on:
            continue
        if from_on is None or from_on <= day:
            in_time = day <= working_days_after(one.referred_on, SCREENED_WITHIN)
            found.append(_item(one, day, one.decision, hits=int(in_time)))
    return found
