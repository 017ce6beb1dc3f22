"""The referrals of 2013/14, those of the year before, and those that were open when it ended."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import CaseRecord
from mappa.samples.decks import chances
from mappa.samples.published_cases import DAY, YEAR_FROM, YEAR_TO
from mappa.samples.referrals import Referring, spells_to_refer
from mappa.workbook.workbooks import ReferralRow

SEED, FIRST_NUMBER = 1405, 1001
FIRST, LAST = date(2012, 4, 1), date(2014, 4, 30)
# How many of a year changed nothing; a fifth of them was withdrawn.
REFUSED = {2012: 76, 2013: 112, 2014: 9}
# On the boundary days: made, decision, days to it.
BOUNDARIES = (YEAR_FROM - DAY, YEAR_FROM, YEAR_TO, YEAR_TO + DAY)


def published_referrals(cases: Iterable[CaseRecord]) -> list[ReferralRow]:
    """In the order in which they were made, and so numbered."""
    refer = Referring(SEED)
    cases = list(cases)
    made = [*_accepted(refer, cases), *_refused(refer, cases)]
    made.sort(key=lambda row: (row.referred_on, row.case_ref))
    return [replace(row, ref=f"BED-R{FIRST_NUMBER + n}") for n, row in enumerate(made)]


def _accepted(refer: Referring, cases: Iterable[CaseRecord]) -> Iterator[ReferralRow]:
    """Every spell at Level 2 or 3 that began in these years; of some a higher level was sought."""
    for n, case in enumerate(cases):
        for spell in spells_to_refer(case):
            if FIRST <= spell.started_on <= LAST:
                yield refer.accepted(case, spell, 3 if n % 11 == 4 else 0)


def _refused(refer: Referring, cases: list[CaseRecord]) -> Iterator[ReferralRow]:
    """Of people whom one agency went on managing; some were referred more than once."""
    random = chances(SEED + 1)
    at_level_1 = [case for case in cases if case.spells[0].level == 1]
    for n, made_on in enumerate(_days()):
        decision = "withdrawn" if n % 5 == 3 else "declined"
        row = None
        while row is None:
            case = random.choice(at_level_1)
            row = refer.refused(case, made_on, decision, 3 if n % 7 == 2 else 2)
        yield row


def _days() -> Iterator[date]:
    """Evenly over each year, and on its boundaries."""
    yield from BOUNDARIES
    for year, count in REFUSED.items():
        first = date(year, 4, 1)
        days = ((LAST if year == LAST.year else date(year + 1, 3, 31)) - first).days
        yield from (first + timedelta(days * n // count) for n in range(count))
