"""The days on which panels meet, and which cases each of them hears."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mappa.cases import CaseRecord, Spell
from mappa.clocks import LONDON
from mappa.samples.decks import chances
from mappa.workbook.workbooks import MeetingRow

BEGINS = {2: time(10, 0), 3: time(14, 0)}
PLACES = {2: "Example House, room 2", 3: "Example House, board room"}
# From one hearing of a case to the next, in days; a case that is put off waits so much longer.
EVERY = {2: (56, 84), 3: (35, 42)}
PUT_OFF, ONE_IN = 42, 14
MOST = 20  # cases that a panel has time for
LAST_LOOK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Panel:
    """A meeting with its day."""

    on: date
    row: MeetingRow


@dataclass(frozen=True, slots=True)
class Hearing:
    """One case before one panel; `level` is the one that comes out of it, None: it leaves."""

    panel: Panel
    case: CaseRecord
    spell: Spell
    level: int | None


def panel(number: int, level: int, on: date, status: str) -> Panel:
    """A meeting at the usual hour and place of its level."""
    starts_at = datetime.combine(on, BEGINS[level], tzinfo=LONDON)
    return Panel(on, MeetingRow(f"BED-M{number}", level, starts_at, PLACES[level], status, "BED"))


class Hearings:
    """Which of the panels heard which case: soon after it came, then as often as its level asks."""

    def __init__(self, seed: int, panels: Sequence[Panel]) -> None:
        self._random = chances(seed)
        self._cases: Counter[str] = Counter()
        held = [panel for panel in panels if panel.row.status == "held"]
        self._held: Mapping[int, list[Panel]] = {
            level: [panel for panel in held if panel.row.level == level] for level in (2, 3)
        }

    def of(self, case: CaseRecord) -> Iterator[Hearing]:
        """The hearings of a case, in their order."""
        for place, spell in enumerate(case.spells):
            if spell.level >= 2:
                after = case.spells[place + 1 : place + 2]
                goes_on = bool(after) and after[0].started_on == spell.ended_on
                yield from self._of(case, spell, after[0].level if goes_on else None)

    def _of(self, case: CaseRecord, spell: Spell, then: int | None) -> Iterator[Hearing]:
        panels = [p for p in self._held[spell.level] if spell.started_on <= p.on < spell.ended_on]
        chosen = self._chosen(spell, panels)
        ended = bool(chosen) and spell.ended_on <= self._held[spell.level][-1].on
        for panel in chosen:
            last = ended and panel is chosen[-1]
            yield Hearing(panel, case, spell, then if last else spell.level)

    def _chosen(self, spell: Spell, panels: list[Panel]) -> list[Panel]:
        chosen: list[Panel] = []
        due = date.min
        for panel in panels:
            if panel.on >= due and self._cases[panel.row.ref] < MOST:
                chosen.append(panel)
                due = panel.on + self._until_the_next(spell.level)
        if chosen and _decides_the_end(spell, chosen[-1], panels[-1]):
            chosen.append(panels[-1])
        self._cases.update(panel.row.ref for panel in chosen)
        return chosen

    def _until_the_next(self, level: int) -> timedelta:
        days = self._random.randint(*EVERY[level])
        put_off = PUT_OFF if self._random.randrange(ONE_IN) == 0 else 0
        return timedelta(days + put_off)


def _decides_the_end(spell: Spell, heard: Panel, last: Panel) -> bool:
    """Whether the last panel before a level ended is soon before that, and a while after others."""
    return last.on - heard.on >= LAST_LOOK and spell.ended_on - last.on <= 2 * LAST_LOOK
