"""The figures of the year, counted from the test's own books by DOMAIN's words: the annual report's
and the shares beside it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from tests.journeys.almanacs import DAY, FIRST, LAST, working_days_on
from tests.journeys.worlds import Case, Meeting, Spell, World

Cells = Counter[tuple[int, int]]
Share = tuple[int, int]  # so many of so many
RETURNED = "returned_breach_of_licence"


def in_year(day: date | None) -> bool:
    return day is not None and FIRST <= day <= LAST


def snapshot(world: World) -> Cells:
    """People in the community on 31 March, by level and category."""
    there = [one for one in world.cases.values() if not one.inside(LAST)]
    spells = [spell for one in there if (spell := one.spell(LAST))]
    return Counter((spell.level, spell.category) for spell in spells)


def yearly(world: World) -> Cells:
    """Each person once, at the first level held in the year."""
    found = []
    for case in world.cases.values():
        held = [
            (max(spell.from_on, FIRST), spell.level, spell.category)
            for spell in case.spells
            if spell.level >= 2 and spell.from_on <= LAST and spell.to_on > FIRST
        ]
        if held:
            _, level, category = min(held)
            found.append((level, category))
    return Counter(found)


def returned(world: World) -> Cells:
    """People returned to custody for breach of licence, at their first such day in the year."""
    found = []
    for case in world.cases.values():
        days = sorted(on for kind, on in case.events if kind == RETURNED and in_year(on))
        at = [spell for on in days if (spell := ending_on(case, on)) and spell.level >= 2]
        found += [(at[0].level, at[0].category)] if at else []
    return Counter(found)


def orders(world: World) -> Counter[str]:
    """Imposed in the year on somebody in Category 1."""
    return Counter(
        kind
        for case in world.cases.values()
        for kind, imposed, _ in case.orders
        if in_year(imposed) and (spell := ending_on(case, imposed)) and spell.category == 1
    )


def people_with(world: World, kind: str) -> int:
    return sum(
        any(one == kind and in_year(on) for one, on in case.events) for case in world.cases.values()
    )


def ending_on(case: Case, day: date) -> Spell | None:
    """The level in force on a day; on a boundary that which ends."""
    return case.spell(day - DAY) or case.spell(day)


def table(cells: Cells, levels: Iterable[int], categories: Iterable[int]) -> dict[str, list[int]]:
    """As it is published."""
    names = {0: "level_to_be_confirmed", 1: "level_1", 2: "level_2", 3: "level_3"}
    categories = list(categories)
    rows = {names[level]: [cells[level, one] for one in categories] for level in levels}
    made = {name: [*row, sum(row)] for name, row in rows.items()}
    return made | {"total": [sum(column) for column in zip(*made.values(), strict=True)]}


# Shares


def held(world: World) -> list[Meeting]:
    return [one for one in world.meetings.values() if one.status == "held"]


def attendance(world: World) -> dict[str, Share]:
    """Who came, out of who was invited, each case heard counted; by agency."""
    came: Counter[str] = Counter()
    invited: Counter[str] = Counter()
    for meeting in held(world):
        for (_, agency), how in meeting.came.items() if in_year(meeting.on) else ():
            invited[agency] += 1
            came[agency] += how == "attended"
    return {agency: (came[agency], invited[agency]) for agency in invited}


def minutes_on_time(world: World, asked_on: date) -> Share:
    """Issued by the end of the clock, of all whose clock ended in the year."""
    on_time = [
        meeting.issued.get(ref, date.max) <= meeting.minutes_due
        for meeting in held(world)
        for ref in meeting.closed
        if in_year(meeting.minutes_due)
        if ref in meeting.issued or meeting.minutes_due < asked_on
    ]  # fmt: skip
    return sum(on_time), len(on_time)


def disclosures(world: World) -> Share:
    heard = sum(len(one.cases) for one in held(world) if in_year(one.on))
    return heard, heard


def reviews_on_time(world: World) -> Share:
    """Of those at Level 2 or 3 who were heard: how many had not waited longer than 16 weeks for a
    Level 2 meeting, 8 for one of Level 3."""
    on_time = []
    meetings = held(world)
    for meeting in meetings:
        for ref in meeting.cases if in_year(meeting.on) else ():
            case = world.cases[ref]
            since = high_since(case, meeting.on)
            if since is not None:
                before = [one.on for one in meetings if ref in one.cases and one.on < meeting.on]
                waited = meeting.on - max([since, *before])
                on_time.append(waited <= timedelta(weeks=8 if meeting.level == 3 else 16))
    return sum(on_time), len(on_time)


def high_since(case: Case, day: date) -> date | None:
    """Since when somebody was at Level 2 or 3 without a break, on the day before another."""
    spell = case.spell(day - DAY)
    since = None
    while spell and spell.level >= 2:
        since = spell.from_on
        spell = case.spell(since - DAY)
    return since


def screened_on_time(decisions: Iterable[tuple[date, date]]) -> Share:
    """Decided within ten working days."""
    found = [decided <= working_days_on(made, 10) for made, decided in decisions]
    return sum(found), len(found)


def actions_left(raised: Iterable[tuple[date | None, date | None, date | None]]) -> Share:
    """Open, and of these overdue, at the end of the year."""
    still = [
        due for start, due, done in raised
        if (start is None or start <= LAST) and (done is None or done > LAST)
    ]  # fmt: skip
    return len(still), sum(due is not None and due < LAST for due in still)
