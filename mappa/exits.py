"""Leaving MAPPA: an exit is a re-screen by category, because another may still be in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mappa.cases import CaseRecord, Spell
from mappa.changes import Asked, Rule
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.notifications import notification_runs


@dataclass(frozen=True, slots=True)
class Standing:
    """A category that may go on for somebody who leaves another: why, and what to type for it."""

    category: int
    says: str
    line: str
    in_force: bool  # else somebody has to decide


def rescreen(case: CaseRecord, day: date) -> tuple[Standing, ...]:
    """What else may hold for whoever is in a category on a day, or was in it last."""
    spell = leaving(case, day)
    return tuple(_standings(case, spell, day)) if spell else ()


def leaving(case: CaseRecord, day: date) -> Spell | None:
    """The spell of a day, else the last one that has ended by it."""
    past = [spell for spell in case.spells if spell.started_on <= day]
    return case.spell_on(day) or max(past, key=lambda spell: spell.started_on, default=None)


def _standings(case: CaseRecord, spell: Spell, day: date) -> Iterator[Standing]:
    update = f"update {case.ref}"
    runs = notification_runs(case, day)
    if spell.category != 1 and runs:
        line = f"{update} category 1 level 1 because notification runs"
        yield Standing(1, f"notification runs {runs}, so category 1 is in force", line, True)
    licence_end = case.dates.get("licence_end")
    if spell.category != 2 and licence_end and licence_end > day:
        line = f"{update} category 2 level 1 because the licence runs"
        says = f"the licence runs until {uk_date(licence_end)}, so category 2 may be in force"
        yield Standing(2, says, line, True)
    if spell.category != 3:
        line = f"{update} category 3 level 2 because risk needs several agencies"
        yield Standing(3, "category 3 goes by decision, at level 2 or 3", line, False)


def check_exit(asked: Asked) -> Rule | None:
    """Whoever leaves while another category is in force does so with the word "anyway"."""
    exits, anyway = "exit" in asked.values, "anyway" in asked.values
    if not exits and not anyway:
        return None

    def rule(before: CaseRecord, after: CaseRecord) -> CaseRecord:
        if not exits:
            raise RuleBroken(
                "anyway goes with an exit. Example: exit anyway because died", "anyway"
            )
        in_force = [one for one in rescreen(after, asked.effective_on) if one.in_force]
        if in_force and not anyway:
            why = "; ".join(one.says for one in in_force)
            lines = " or ".join(one.line for one in in_force)
            raise RuleBroken(
                f"exit: {why}. Example: {lines}; if the person leaves all the same: "
                f"update {asked.ref} exit anyway because died",
                "exit",
            )
        return after

    return rule
