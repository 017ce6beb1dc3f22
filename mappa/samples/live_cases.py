"""Sixty invented cases that are alive today, dated from it."""

from collections.abc import Callable
from datetime import date, timedelta

from mappa.cases import STILL_RUNNING, CaseRecord, Custody, Spell, TeamMember
from mappa.samples.inventors import Inventor
from mappa.samples.people import PETE, PRIYA

SEED, FIRST_NUMBER = 26, 3001
# How many days from today the licence ends, for the people at Levels 2 and 3; the first is
# BED-3001, Priya's, whom the examples use.
LICENCE_ENDS = (27, 3, 7, 84, 183, 420, 60, 250, 14, 500, 28, 120, 700, 35, 90, 9, 200, 45, 330)


def live_cases(today: date) -> list[CaseRecord]:
    """Who they are and at which level; BED-3001 is Priya's, at Level 2, licence end in 27 days."""
    invent = Inventor(SEED, FIRST_NUMBER)
    ago = _ago(today)
    cases = [_at_level(invent, today, n, 2, (2, 1, 2, 3, 2)[n % 5]) for n in range(14)]
    cases += [_at_level(invent, today, 14 + n, 3, (2, 1, 2, 3, 2)[n]) for n in range(5)]
    for n in range(36):
        category = 1 if n % 3 else 2
        spell = Spell(category, 1, ago(200 + 17 * n), STILL_RUNNING, None, "invented")
        inside = (Custody(ago(20 + n), STILL_RUNNING, "remand"),) if n % 12 == 5 else ()
        dates = {"licence_end": today + timedelta(days=150 + 31 * n)} if category == 2 else {}
        cases.append(invent.case((spell,), custody=inside, dates=dates, limited_access=n == 3))
    for n in range(3):
        spell = Spell(1 + n % 2, 0, ago(6 + n))
        release = {"release": today + timedelta(days=100 + 20 * n)}
        cases.append(invent.case((spell,), custody=(Custody(ago(400)),), dates=release))
    for n in range(2):
        spell = Spell(4, 2, ago(70 + n), STILL_RUNNING, "high-risk", "invented")
        cases.append(invent.case((spell,)))
    return cases


def _at_level(invent: Inventor, today: date, n: int, level: int, category: int) -> CaseRecord:
    ago = _ago(today)
    threshold = "senior" if level == 3 else "high-risk"
    reason = "invented: needs several agencies"
    spell = Spell(category, level, ago(30 + 9 * n), STILL_RUNNING, threshold, reason)
    licence_end = today + timedelta(days=LICENCE_ENDS[n])
    dates = {
        "release": ago(40 + 9 * n),
        "licence_end": licence_end,
        "sentence_end": licence_end + timedelta(days=365),
    }
    inside = (Custody(ago(12), STILL_RUNNING, "recall"),) if n % 6 == 4 else ()
    return invent.case((spell,), custody=inside, dates=dates, team=_team(n))


def _team(n: int) -> tuple[TeamMember, ...]:
    """Priya owns the first eight, Pete the next three and helps with two of hers."""
    if n < 8:
        helps = (TeamMember(PETE, "member"),) if n in (2, 5) else ()
        return (*helps, TeamMember(PRIYA, "owner"))
    return (TeamMember(PETE, "owner"),) if n < 11 else ()


def _ago(today: date) -> Callable[[int], date]:
    return lambda days: today - timedelta(days=days)
