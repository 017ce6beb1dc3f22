"""What happened in 2013/14: breaches and returns as published, and what must not be counted."""

from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import CaseRecord, Spell
from mappa.samples.caseloads import (
    Caseload,
    Change,
    in_community,
    with_event,
    with_spell_before,
    with_stay,
)
from mappa.samples.decks import chances
from mappa.samples.published_cases import DAY, YEAR_FROM, YEAR_TO

SEED = 1404
RETURNED, RETURNED_ORDER = "returned_breach_of_licence", "returned_breach_of_order"
BREACH, SFO, REVOKED = "breach_of_notification", "sfo", "notification_revoked"
OTHER_BREACHES = 11  # of 14 people: three more are placed where a mistake would show
RETURNED_AT_LEVEL_1 = 12
BEFORE, AFTER = YEAR_FROM - DAY, YEAR_TO + DAY


def add_events(load: Caseload) -> None:
    """14 breaches of notification, and returns that leave the published table as it is."""
    random = chances(SEED)
    _add_returns(load)
    days = [YEAR_FROM + timedelta(random.randrange(1, 364)) for _ in range(OTHER_BREACHES)]
    for on in days:
        load.give(in_category_1(BREACH, on))
    load.give(in_category_1(BREACH, YEAR_FROM))
    load.give(in_category_1(BREACH, YEAR_TO))
    load.give(in_category_1(BREACH, date(2013, 8, 12), date(2014, 1, 20)))  # one person
    for on in (BEFORE, AFTER):
        load.give(in_category_1(BREACH, on))
        load.give(in_category_1(SFO, on))
    load.give(in_category_1(REVOKED, AFTER))


def _add_returns(load: Caseload) -> None:
    load.give(_returned_again_at_level_2)
    load.give(_returned_again_at_level_1)
    load.give(_returned_at_level_1_before)
    load.give(_returned_on_the_last_day_at_level_2)
    for on in (BEFORE, AFTER):
        load.give(returned_at_level_2(on))
    random = chances(SEED + 1)
    for _ in range(RETURNED_AT_LEVEL_1):
        on = YEAR_FROM + timedelta(random.randrange(300))
        load.give(_returned_at_level_1(RETURNED, on, 2))
    load.give(_returned_at_level_1(RETURNED_ORDER, date(2013, 10, 7), 1))
    load.give(_returned_at_level_1(RETURNED_ORDER, AFTER, 1))


def _returns_at_level_2(case: CaseRecord) -> date | None:
    """The day of the only return of somebody in Category 2 at Level 2, who is back outside."""
    spell = case.spell_on(case.events[0].on) if len(case.events) == 1 else None
    if spell is None or (spell.category, spell.level) != (2, 2) or case.custody_on(YEAR_TO):
        return None
    return case.events[0].on


def _returned_again_at_level_2(case: CaseRecord) -> CaseRecord | None:
    """Twice in the year at one level: one person."""
    first = _returns_at_level_2(case)
    if first is None:
        return None
    again = first + 45 * DAY
    return with_event(with_stay(case, again, 21), RETURNED, again)


def _returned_again_at_level_1(case: CaseRecord) -> CaseRecord | None:
    """At Level 2 first and then at Level 1: counted where it happened first."""
    first, last = _returns_at_level_2(case), case.spells[-1]
    again = last.started_on + 20 * DAY
    if not first or last.level != 1 or again + 15 * DAY > YEAR_TO:
        return None
    return with_event(with_stay(case, again, 14), RETURNED, again)


def _returned_at_level_1_before(case: CaseRecord) -> CaseRecord | None:
    """At Level 1 first and then at Level 2: the published table has the second one."""
    first, start = _returns_at_level_2(case), case.spells[0].started_on
    if not first or start < YEAR_FROM + 14 * DAY:
        return None
    before = with_spell_before(case, 1, date(2011, 2, 1))
    on = start - 12 * DAY
    return with_event(with_stay(before, on, 7), RETURNED, on)


def _returned_on_the_last_day_at_level_2(case: CaseRecord) -> CaseRecord | None:
    """On the day on which a level ends, that level counts still."""
    on, last = _returns_at_level_2(case), case.spells[-1]
    if not on or last.level != 1 or len(case.spells) != 2:
        return None
    spells = (replace(case.spells[0], ended_on=on), replace(last, started_on=on))
    return replace(case, spells=spells)


def returned_at_level_2(on: date) -> Change:
    """On a day that is not of the year, at Level 2 some days before and after it."""

    def change(case: CaseRecord) -> CaseRecord | None:
        spell = case.spell_on(on)
        if not _is(spell, 2) or case.events or not in_community(case, on - DAY, on + 20 * DAY):
            return None
        return with_event(with_stay(case, on, 14), RETURNED, on)

    return change


def _returned_at_level_1(kind: str, on: date, category: int) -> Change:
    def change(case: CaseRecord) -> CaseRecord | None:
        spell = case.spell_on(on)
        if not _is(spell, 1, category) or case.spells != (spell,) or case.events:
            return None
        if case.custody or not in_community(case, on - 30 * DAY, on + 30 * DAY):
            return None
        return with_event(with_stay(case, on, 28), kind, on)

    return change


def in_category_1(kind: str, *days: date, since: date = BEFORE) -> Change:
    """On somebody who was in Category 1 all the time, and outside."""

    def change(case: CaseRecord) -> CaseRecord | None:
        first, last = since - DAY, AFTER + DAY
        there = case.spell_on(first)
        if there is None or there.category != 1 or there is not case.spell_on(last):
            return None
        if case.events or case.orders or not in_community(case, first, last):
            return None
        for on in days:
            case = with_event(case, kind, on)
        return case

    return change


def _is(spell: Spell | None, level: int, category: int = 0) -> bool:
    return spell is not None and spell.level == level and category in (0, spell.category)
