"""Corrections of category and level: one line of spells before, one line of spells after."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from mappa.cases import STILL_RUNNING, THRESHOLDS, CaseRecord, Spell, check_combination
from mappa.corrections import Correction
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.updates import read_category, read_level


def correct_spell(
    case: CaseRecord, spell: Spell, asked: Correction
) -> tuple[CaseRecord, Spell | None, str]:
    """The case with the spell corrected, the spell as it is now, and what else that moved."""
    if asked.removes:
        return _removed(case, spell)
    new = _with_level(spell, asked)
    new = replace(
        new,
        started_on=asked.past_day("from", spell.started_on),
        ended_on=asked.end("to", spell.ended_on, STILL_RUNNING),
    )
    if new.ended_on <= new.started_on:
        raise RuleBroken(
            f"to: the spell would end on {uk_date(new.ended_on)}, not after it began on "
            f"{uk_date(new.started_on)}. Give other days, or removed. Example: to 1 May 2026",
            "to" if "to" in asked.values else "from",
        )
    moved: dict[Spell, Spell] = {spell: new}
    said = [*_before_moves(case, spell, new, moved), *_after_moves(case, spell, new, moved)]
    return _with_spells(case, _replaced(case.spells, moved)), new, " ".join(said)


def _with_level(spell: Spell, asked: Correction) -> Spell:
    """A threshold is for Levels 2 and 3: below them the one that stood there goes."""
    values = asked.values
    level = read_level(values["level"]) if "level" in values else spell.level
    category = read_category(values["category"]) if "category" in values else spell.category
    check_combination(category, level)
    threshold = spell.threshold
    if "threshold" in values:
        choices: Mapping[str, str] = THRESHOLDS
        none = asked.takes_out("threshold")
        threshold = None if none else asked.choice("threshold", choices, None)
        if threshold and level < 2:
            raise RuleBroken(
                "A threshold is for levels 2 and 3 only. Leave it out. Example: threshold none",
                "threshold",
            )
    return replace(
        spell, level=level, category=category, threshold=threshold if level >= 2 else None
    )


def _before_moves(
    case: CaseRecord, spell: Spell, new: Spell, moved: dict[Spell, Spell]
) -> Iterable[str]:
    """The spell before it that ends where this one begins moves its end along."""
    if new.started_on == spell.started_on:
        return []
    before = _that(case, lambda one: one.ended_on == spell.started_on)
    if before is None:
        return []
    _check_no_transfer(before, spell, "from")
    if new.started_on <= before.started_on:
        raise RuleBroken(
            f"from: the spell before it began on {uk_date(before.started_on)}. Give a later day, "
            f"or take that one out first. Example: correct {case.ref} spell "
            f"{uk_date(before.started_on)} removed because ...",
            "from",
        )
    moved[before] = replace(before, ended_on=new.started_on)
    return [f"The spell before it ends on {uk_date(new.started_on)} with it."]


def _after_moves(
    case: CaseRecord, spell: Spell, new: Spell, moved: dict[Spell, Spell]
) -> Iterable[str]:
    """The spell after it that begins where this one ends moves its beginning along."""
    if new.ended_on == spell.ended_on:
        return []
    after = _that(case, lambda one: one.started_on == spell.ended_on)
    if after is None:
        ends = new.ended_on < STILL_RUNNING == spell.ended_on
        return [f"With that the person left MAPPA on {uk_date(new.ended_on)}."] if ends else []
    _check_no_transfer(spell, after, "to")
    if new.ended_on >= after.ended_on:
        raise RuleBroken(
            f"to: another spell began on {uk_date(after.started_on)}"
            + (f" and ended on {uk_date(after.ended_on)}" if after.ended_on < STILL_RUNNING else "")
            + f". Give an earlier day, or take that one out first. Example: correct {case.ref} "
            f"spell {uk_date(after.started_on)} removed because ...",
            "to",
        )
    moved[after] = replace(after, started_on=new.ended_on)
    return [f"The spell after it begins on {uk_date(new.ended_on)} with it."]


def _removed(case: CaseRecord, spell: Spell) -> tuple[CaseRecord, None, str]:
    """What never was leaves no hole: the spell that it cut short runs on instead."""
    before = _that(case, lambda one: one.ended_on == spell.started_on)
    if before is None:
        left = tuple(one for one in case.spells if one is not spell)
        until = "" if spell.ended_on == STILL_RUNNING else f" until {uk_date(spell.ended_on)}"
        said = f"From {uk_date(spell.started_on)}{until} the person is at no level now."
        return _with_spells(case, left), None, said
    _check_no_transfer(before, spell, "removed")
    longer = replace(before, ended_on=spell.ended_on)
    left = tuple(longer if one is before else one for one in case.spells if one is not spell)
    on = "on" if spell.ended_on == STILL_RUNNING else f"until {uk_date(spell.ended_on)}"
    said = f"The spell before it, from {uk_date(before.started_on)}, runs {on} instead."
    return _with_spells(case, left), None, said


def _that(case: CaseRecord, fits: Callable[[Spell], bool]) -> Spell | None:
    return next((one for one in case.spells if fits(one)), None)


def _check_no_transfer(one: Spell, other: Spell, field: str) -> None:
    if one.area != other.area:
        raise RuleBroken(
            f"{field}: on {uk_date(other.started_on)} the case changed areas, and that day is not "
            "moved by a correction. Correct the level or the category instead. Example: level 2",
            field,
        )


def _replaced(spells: tuple[Spell, ...], moved: Mapping[Spell, Spell]) -> tuple[Spell, ...]:
    return tuple(moved.get(one, one) for one in spells)


def _with_spells(case: CaseRecord, spells: tuple[Spell, ...]) -> CaseRecord:
    """Exactly one category and level at a time, whatever was corrected."""
    in_order = tuple(sorted(spells, key=lambda one: one.started_on))
    for one, other in pairwise(in_order):
        if one.ended_on > other.started_on:
            raise RuleBroken(
                f"spell: one from {uk_date(one.started_on)} and one from "
                f"{uk_date(other.started_on)} would be in force at once. Correct the other first. "
                f"Example: correct {case.ref} spell {uk_date(other.started_on)} removed because x",
                "from",
            )
    return replace(case, spells=in_order)
