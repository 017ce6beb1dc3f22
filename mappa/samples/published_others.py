"""Levels of 2013/14 that a mistake would count, and what is not recorded here and there."""

from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import CaseRecord, Spell
from mappa.samples.caseloads import Caseload, Change, in_community
from mappa.samples.published_cases import DAY, YEAR_TO

# To Level 2 just after the year: referred in it, and at Level 1 to its last day.
RISES = (YEAR_TO + DAY, date(2014, 4, 3), date(2014, 4, 9), date(2014, 4, 15))
TO_BE_CONFIRMED = 2


def add_levels(load: Caseload) -> None:
    """Some who come to Level 2 just after the year; some whose level is not known, in custody."""
    for on in RISES:
        load.give(_rises(on))
    load.give(_to_be_confirmed, TO_BE_CONFIRMED)


def add_dates(load: Caseload) -> None:
    """Top-up supervision after some licences, and a hearing before others."""
    for ref, case in load.by_ref.items():
        number, licence_end = int(ref[4:]), case.dates.get("licence_end")
        if licence_end and number % 5 == 3:
            dates = {**case.dates, "tused": licence_end + timedelta(days=200)}
            load.by_ref[ref] = replace(case, dates=dates)
        elif licence_end and number % 12 == 1:
            dates = {**case.dates, "parole_hearing": case.dates["release"] - 60 * DAY}
            load.by_ref[ref] = replace(case, dates=dates)


def take_some_away(load: Caseload) -> None:
    """Nobody has recorded everything of everybody."""
    for ref, case in load.by_ref.items():
        number = int(ref[4:])
        if number % 61 == 5:
            case = replace(case, lead_agency=None)
        if number % 47 == 9:
            case = replace(case, district=None)
        if number % 53 == 7:
            case = replace(case, rosh=None)
        load.by_ref[ref] = case


def _rises(on: date) -> Change:
    def change(case: CaseRecord) -> CaseRecord | None:
        spell = case.spells[0]
        if len(case.spells) > 1 or spell.level != 1 or case.events or case.orders:
            return None
        if not in_community(case, on - 90 * DAY, on + 90 * DAY):
            return None
        risen = Spell(
            spell.category, 2, on, spell.ended_on, "high-risk", "invented: risk has risen"
        )
        return replace(case, spells=(replace(spell, ended_on=on), risen))

    return change


def _to_be_confirmed(case: CaseRecord) -> CaseRecord | None:
    """In custody on the day of the picture, until the release that was still ahead."""
    stay = case.custody_on(YEAR_TO)
    if stay is None or stay.why != "sentence" or stay.from_on > YEAR_TO - 30 * DAY:
        return None
    (spell,) = case.spells
    waiting = Spell(spell.category, 0, spell.started_on, stay.to_on, None, "invented: in custody")
    return replace(case, spells=(waiting, replace(spell, started_on=stay.to_on)))
