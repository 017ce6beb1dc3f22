"""What an update does to a case, by the rules; the case as it was is left untouched."""

from dataclasses import replace
from datetime import date
from typing import Any

from mappa.absences import back_in_custody, custody_status
from mappa.case_dates import check_date_order
from mappa.cases import (
    STILL_RUNNING,
    CaseRecord,
    Custody,
    Spell,
    TeamMember,
    check_combination,
)
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.plain_cases import plain
from mappa.updates import DATE_FIELDS, NONE, Update, kinds_of_date


def apply_update(case: CaseRecord, update: Update) -> CaseRecord:
    """The case after the update, or the first rule that it breaks."""
    after = _with_fields(case, update)
    for _, change in update.changes:
        after = change(after)
    for rule in update.rules:
        after = rule(case, after)
    return after


def _with_fields(case: CaseRecord, update: Update) -> CaseRecord:
    after = _with_level(case, update)
    after = _with_exit(after, update)
    after = _with_custody(after, update)
    after = _with_dates(after, update)
    after = _with_team(after, update)
    return replace(
        after,
        rosh=_risk(after, update),
        lead_agency=update.lead_agency or after.lead_agency,
    )


def _risk(case: CaseRecord, update: Update) -> str | None:
    if update.risk != NONE:
        return update.risk or case.rosh
    if case.rosh is None:
        raise RuleBroken(f"risk: {case.ref} has none to take out.", "risk")
    _needs_reason(update, "Taking out risk", "risk none because not assessed yet")
    return None


def differences(before: CaseRecord, after: CaseRecord) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs, as plain values for the record: what it was, and what it is now."""
    was, now = {}, {}
    for name in CaseRecord.__dataclass_fields__:
        if getattr(before, name) == getattr(after, name):
            continue
        old, new = plain(getattr(before, name)), plain(getattr(after, name))
        if isinstance(old, list) and isinstance(new, list):
            old, new = _without(old, new), _without(new, old)
        if old != new:  # a list in another order says the same
            was[name], now[name] = old, new
    return was, now


def unchanged_fields(update: Update, before: CaseRecord, after: CaseRecord) -> frozenset[str]:
    """Of what an update names, the fields that had this value before it."""
    same = set()
    if before.rosh == after.rosh:
        same.add("risk")
    if before.lead_agency == after.lead_agency:
        same.add("lead-agency")
    if before.team == after.team:
        same |= {"owner", "member"}
    for name in update.fields & (DATE_FIELDS.keys() | {"sled"}):
        kinds = kinds_of_date(name)
        if all(before.dates.get(kind) == after.dates.get(kind) for kind in kinds):
            same.add(name)
    state = _with_fields(before, update)
    for names, change in update.changes:
        state, earlier = change(state), state
        if state == earlier:
            same |= names
    return update.fields & same


def _without(items: list[Any], others: list[Any]) -> list[Any]:
    """What the others lack; of two that are alike, each counts."""
    left = list(others)
    lacking = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            lacking.append(item)
    return lacking


def _needs_reason(update: Update, what: str, example: str) -> None:
    if not update.reason:
        raise RuleBroken(
            f"{what} needs a reason. Example: update {update.ref} {example}", "because"
        )


def _with_level(case: CaseRecord, update: Update) -> CaseRecord:
    if update.level is None and update.category is None:
        return _with_threshold(case, update) if update.threshold else case
    _needs_reason(update, "A change of level or category", "level 3 because risk has risen")
    if update.exits:
        raise RuleBroken("exit and a new level exclude each other. Give one of them.", "exit")
    day = update.effective_on
    current = case.spell_on(day)
    _check_not_history(case, day)
    if current is None and (update.level is None or update.category is None):
        raise RuleBroken(
            f"{case.ref} is at no level now, so give both category and level. "
            f"Example: update {case.ref} category 2 level 2 because referral accepted",
            "level" if update.level is None else "category",
        )
    return replace(case, spells=_next_spells(case, current, update))


def _with_threshold(case: CaseRecord, update: Update) -> CaseRecord:
    """The threshold of the level in force, said afterwards or said otherwise."""
    current = case.spell_on(update.effective_on)
    if current is None or current.level < 2 or update.exits:
        raise RuleBroken(
            "threshold goes with level 2 or 3. Example: level 3 threshold senior because ...",
            "threshold",
        )
    _needs_reason(update, "A threshold", "threshold senior because decided so")
    _check_not_history(case, update.effective_on)
    said = replace(current, threshold=update.threshold)
    return replace(case, spells=tuple(said if one is current else one for one in case.spells))


def _next_spells(case: CaseRecord, current: Spell | None, update: Update) -> tuple[Spell, ...]:
    day = update.effective_on
    level = update.level if update.level is not None else current.level if current else 0
    category = update.category or (current.category if current else 0)
    check_combination(category, level)
    if update.threshold and level < 2:
        raise RuleBroken("A threshold is for levels 2 and 3 only. Leave it out.", "threshold")
    new = Spell(category, level, day, STILL_RUNNING, update.threshold, update.reason)
    if current is None:
        return (*case.spells, new)
    if (current.category, current.level) == (category, level):
        if update.threshold and update.threshold != current.threshold:
            return _with_threshold(case, update).spells
        words = "to be confirmed" if level == 0 else str(level)
        raise RuleBroken(
            f"{case.ref} is in category {category} with level {words} already; "
            "nothing was changed.",
            "level",
        )
    earlier = tuple(spell for spell in case.spells if spell is not current)
    if current.started_on == day:  # a correction of the same day: the old value is on the record
        return (*earlier, new)
    return (*earlier, replace(current, ended_on=day), new)


def _check_not_history(case: CaseRecord, day: date) -> None:
    """A change takes effect within the running spell, or after the last one has ended."""
    for spell in case.spells:
        later = spell.started_on if spell.started_on > day else spell.ended_on
        if day < later < STILL_RUNNING:
            raise RuleBroken(
                f"from: category or level changed on {uk_date(later)} already, "
                f"after {uk_date(day)}. Give that day or a later one.",
                "from",
            )


def _with_exit(case: CaseRecord, update: Update) -> CaseRecord:
    if not update.exits:
        return case
    _needs_reason(update, "An exit", "exit because licence ended")
    day = update.effective_on
    current = case.spell_on(day)
    _check_not_history(case, day)
    if current is None:
        raise RuleBroken(f"{case.ref} is not under MAPPA on {uk_date(day)}.", "exit")
    if current.started_on == day:
        raise RuleBroken(
            f"{case.ref} came to its level on {uk_date(day)}; it can leave from the day after.",
            "exit",
        )
    ended = replace(current, ended_on=day)
    spells = tuple(ended if spell is current else spell for spell in case.spells)
    return replace(case, spells=spells)


def _with_custody(case: CaseRecord, update: Update) -> CaseRecord:
    if update.custody is None:
        return case
    day = update.effective_on
    stay = next((stay for stay in case.custody if stay.to_on == STILL_RUNNING), None)
    if update.custody == "no":
        return replace(case, custody=_released(case, stay, update))
    if stay:
        raise RuleBroken(
            f"{case.ref} is in custody since {uk_date(stay.from_on)} already. "
            f"Record the release first. Example: update {case.ref} custody no",
            "custody",
        )
    if any(day < stay.to_on for stay in case.custody):
        last = max(stay.to_on for stay in case.custody)
        raise RuleBroken(
            f"custody: {case.ref} was in custody until {uk_date(last)}. "
            "Give that day or a later one.",
            "from",
        )
    case = back_in_custody(case, day, update.reason)
    return replace(case, custody=(*case.custody, Custody(day, STILL_RUNNING, update.custody)))


def _released(case: CaseRecord, stay: Custody | None, update: Update) -> tuple[Custody, ...]:
    if stay is None:
        where = custody_status(case, update.effective_on)
        raise RuleBroken(f"{case.ref} is {where} already; nothing changed.", "custody")
    day = update.effective_on
    if day < stay.from_on:
        raise RuleBroken(
            f"custody: it began on {uk_date(stay.from_on)}, so it cannot end on {uk_date(day)}.",
            "from",
        )
    others = tuple(other for other in case.custody if other is not stay)
    if day == stay.from_on:  # it never was: a correction
        _needs_reason(update, "Taking out custody", "custody no because recorded by mistake")
        return others
    return (*others, replace(stay, to_on=day))


def _with_dates(case: CaseRecord, update: Update) -> CaseRecord:
    if not update.dates:
        return case
    dates = dict(case.dates)
    for kind, on in update.dates.items():
        word = kind.replace("_", "-")
        if kind in dates and on != dates[kind]:
            _needs_reason(update, f"Changing {word}", f"{word} 31 March 2027 because varied")
        if on is None and dates.pop(kind, None) is None:
            raise RuleBroken(f"{word}: {case.ref} has no such date to take out.", word)
        if on is not None:
            dates[kind] = on
    check_date_order(dates)
    # A note belongs to the day that it was made of, and goes with it.
    notes = {
        kind: note
        for kind, note in case.date_notes.items()
        if dates.get(kind) == case.dates.get(kind)
    }
    return replace(case, dates=dates, date_notes=notes)


def _with_team(case: CaseRecord, update: Update) -> CaseRecord:
    team = {member.user_id: member for member in case.team}
    if update.member:
        team.setdefault(update.member, TeamMember(update.member, "member"))
    if update.owner:
        team = {
            user_id: TeamMember(user_id, "member") for user_id in team if user_id != update.owner
        }
        team[update.owner] = TeamMember(update.owner, "owner")
    return replace(case, team=tuple(sorted(team.values(), key=lambda member: member.user_id)))
