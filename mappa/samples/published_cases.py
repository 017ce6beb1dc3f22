"""An invented caseload whose rows add up to the published Bedfordshire tables of 2013/14.

The picture of 31 March 2014 and, under the counting rule `first`, the yearly table come out
exactly. The particulars are made so that mistakes show: people in custody on the day, spells that
begin or end on the boundary days, changes of level and category, people who left and came back.
What courts and people did in the year stands in the modules beside this one.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import CaseRecord, Custody, Event, Spell
from mappa.samples.inventors import Inventor

SEED, FIRST_NUMBER = 14, 1001
YEAR_FROM, YEAR_TO = date(2013, 4, 1), date(2014, 3, 31)
DAY = timedelta(days=1)
LEVEL_1_ON_THE_DAY = {1: 595, 2: 198}
# By category: at Level 2 or 3 throughout up to the day, and those who held it in the year only.
AT_LEVEL_2, AT_LEVEL_3 = {1: 8, 2: 30, 3: 7}, {1: 1, 2: 2, 3: 3}
NO_LONGER = {1: 9, 2: 33, 3: 10}
IN_CUSTODY_AT_LEVEL_2 = {1: 2, 2: 4}
RETURNED_NO_LONGER = {1: 2, 2: 13, 3: 3}


def published_cases() -> list[CaseRecord]:
    """About a thousand cases, the same at every call."""
    invent = Inventor(SEED, FIRST_NUMBER)
    cases = [*_at_levels_2_and_3(invent), *_on_the_edges(invent)]
    for category, wanted in LEVEL_1_ON_THE_DAY.items():
        there = sum(_is_at_level_1(case, category) for case in cases)
        cases += [_at_level_1(invent, category, n) for n in range(wanted - there)]
    cases += [_at_level_1_in_custody(invent, 1 + n % 2) for n in range(55)]
    return cases


def _is_at_level_1(case: CaseRecord, category: int) -> bool:
    spell = case.spell_on(YEAR_TO)
    here = spell is not None and (spell.level, spell.category) == (1, category)
    return here and case.custody_on(YEAR_TO) is None


def _at_levels_2_and_3(invent: Inventor) -> Iterator[CaseRecord]:
    for level, wanted in ((2, AT_LEVEL_2), (3, AT_LEVEL_3)):
        for category, count in wanted.items():
            for n in range(count):
                yield _still_there(invent, category, level, n)
    yield _risen_to_level_3(invent)
    yield _in_custody_on_the_day(invent, 1, 3)
    for category, count in IN_CUSTODY_AT_LEVEL_2.items():
        for _ in range(count):
            yield _in_custody_on_the_day(invent, category, 2)
    for category, count in NO_LONGER.items():
        for n in range(count):
            yield _no_longer(invent, category, returned=n < RETURNED_NO_LONGER[category], n=n)


def _still_there(invent: Inventor, category: int, level: int, n: int) -> CaseRecord:
    """At Level 2 or 3 in the community on 31 March 2014; the first of them came that very day."""
    start = YEAR_TO if n == 3 else invent.day(date(2012, 10, 1), date(2014, 2, 28))
    end = invent.day(date(2014, 5, 1), date(2015, 6, 30))
    if (category, level) == (1, 3):  # back in custody in the summer, released again in autumn
        start, gone, back = date(2013, 2, 11), date(2013, 7, 9), date(2013, 10, 21)
        case = _leaving(invent, category, _held(category, level, start, end), end)
        return replace(case, custody=(Custody(gone, back, "recall"),), events=_returned(gone))
    return _leaving(invent, category, _held(category, level, start, end), end)


def _risen_to_level_3(invent: Inventor) -> CaseRecord:
    """Began the year at Level 2, ended it at Level 3: the counting rules differ on this one."""
    start, rise, end = date(2012, 11, 5), date(2013, 12, 2), date(2014, 9, 30)
    held = (
        Spell(2, 2, start, rise, "high-risk", "invented: concerns on release"),
        Spell(2, 3, rise, end, "senior", "invented: risk has risen"),
    )
    return _leaving(invent, 2, held, end)


def _in_custody_on_the_day(invent: Inventor, category: int, level: int) -> CaseRecord:
    """Recalled in the year and not released by 31 March 2014: not in the picture."""
    start = invent.day(date(2012, 9, 3), date(2013, 3, 29))
    gone = invent.day(date(2013, 9, 2), date(2014, 3, 28))
    back, end = invent.day(date(2014, 6, 2), date(2014, 12, 19)), date(2015, 9, 1)
    case = _leaving(invent, category, _held(category, level, start, end), end)
    return replace(case, custody=(Custody(gone, back, "recall"),), events=_returned(gone))


def _no_longer(invent: Inventor, category: int, *, returned: bool, n: int) -> CaseRecord:
    """At Level 2 in the year, and by its end at Level 1 or gone; some by way of custody."""
    start = invent.day(date(2012, 9, 3), date(2013, 5, 31))
    end = YEAR_TO if n == 0 else invent.day(date(2013, 11, 1), date(2014, 3, 30))
    held = _held(category, 2, start, end)
    stays = category != 3 and n % 2 == 0
    if stays:
        leaves = invent.day(date(2014, 10, 1), date(2019, 6, 28))
        held = (*held, Spell(category, 1, end, leaves, None, "invented: risk reduced"))
    case = _leaving(invent, category, held, held[-1].ended_on)
    if not returned:
        return case
    gone = invent.day(date(2013, 6, 3), date(2013, 8, 30))
    stay = Custody(gone, gone + timedelta(days=28), "recall")
    return replace(case, custody=(stay,), events=_returned(gone))


def _on_the_edges(invent: Inventor) -> Iterator[CaseRecord]:
    """People whom a mistake by one day would count."""
    for category in (1, 2, 2):  # Level 2 up to the last day of the year before
        before = (Spell(category, 2, date(2012, 5, 14), YEAR_FROM, "high-risk", "invented"),)
        after = Spell(category, 1, YEAR_FROM, date(2016, 5, 2), None, "invented: risk reduced")
        yield _leaving(invent, category, (*before, after), after.ended_on)
    for category in (2, 3, 3):  # left on 1 April 2013: not there in the year
        held = _held(category, 2, date(2012, 6, 11), YEAR_FROM)
        yield _leaving(invent, category, held, YEAR_FROM)
    for category in (1, 1, 2):  # left on 31 March 2014: not in the picture
        held = (Spell(category, 1, date(2010, 2, 1), YEAR_TO, None, "invented"),)
        yield _leaving(invent, category, held, YEAR_TO)
    for category in (1, 2, 2):  # came the day after
        held = (Spell(category, 1, YEAR_TO + DAY, date(2017, 3, 1), None, "invented"),)
        yield _leaving(invent, category, held, held[-1].ended_on)
    for _ in range(6):  # changed category in the year
        change, end = invent.day(date(2013, 5, 1), date(2014, 2, 3)), date(2018, 4, 2)
        held = (
            Spell(2, 1, date(2011, 3, 7), change, None, "invented"),
            Spell(1, 1, change, end, None, "invented: convicted of another offence"),
        )
        yield _leaving(invent, 1, held, end)
    for _ in range(40):  # left in the year
        end = invent.day(YEAR_FROM + DAY, YEAR_TO - DAY)
        category = 1 + (end.day % 2)
        held = (Spell(category, 1, end - timedelta(days=900), end, None, "invented"),)
        yield _leaving(invent, category, held, end)


def _at_level_1(invent: Inventor, category: int, n: int) -> CaseRecord:
    """In the community on the day; every fortieth was here before, one came that very day."""
    start = YEAR_TO if n == 7 else invent.day(date(2006, 1, 2), date(2014, 3, 28))
    end = invent.day(date(2014, 7, 1), date(2019, 12, 20))
    held: tuple[Spell, ...] = (Spell(category, 1, start, end, None, "invented"),)
    if n % 40 == 5:
        held = (Spell(category, 1, date(2003, 4, 1), date(2005, 4, 1), None, "invented"), *held)
    return _leaving(invent, category, held, end)


def _at_level_1_in_custody(invent: Inventor, category: int) -> CaseRecord:
    start = invent.day(date(2009, 1, 5), date(2013, 6, 28))
    gone = invent.day(date(2013, 7, 1), date(2014, 3, 31))
    back, end = invent.day(date(2014, 4, 1), date(2015, 3, 2)), date(2018, 6, 1)
    held = (Spell(category, 1, start, end, None, "invented"),)
    case = _leaving(invent, category, held, end)
    return replace(case, custody=(Custody(gone, back, "sentence"),))


def _held(category: int, level: int, start: date, end: date) -> tuple[Spell, ...]:
    threshold = "senior" if level == 3 else "high-risk"
    return (Spell(category, level, start, end, threshold, "invented: needs several agencies"),)


def _leaving(invent: Inventor, category: int, spells: tuple[Spell, ...], end: date) -> CaseRecord:
    """The last spell ends with what kept the person under MAPPA."""
    released = spells[0].started_on
    dates = {"release": released}
    if category == 1:
        dates["notification_end"] = end
    else:
        dates |= {"licence_end": end, "sentence_end": end + timedelta(days=180)}
    return invent.case(spells, dates=dates)


def _returned(on: date) -> tuple[Event, ...]:
    return (Event("returned_breach_of_licence", on, "invented: breach of licence"),)
