"""Closing the minutes: what is missing, what was decided, and what that makes of the case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mappa.agencies import AGENCIES
from mappa.case_changes import apply_update
from mappa.case_facts import Disclosure
from mappa.cases import LEVELS, STILL_RUNNING, CaseRecord, Spell
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.exits import leaving, rescreen
from mappa.meetings.minutes import DISCLOSURE, PLAN, Minutes, read_day_of, sound
from mappa.policies import Policy
from mappa.reviews import KIND, review_clock
from mappa.updates import make_update


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be said before the minutes can be closed, and in which section."""

    section: str
    says: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What the panel decided; `level` None: the person leaves MAPPA."""

    level: int | None
    anyway: bool
    rationale: str
    threshold: str | None
    review_on: date | None
    review_reason: str
    disclosure: str
    disclosure_to: str
    disclosure_rationale: str
    risk: str | None


@dataclass(frozen=True, slots=True)
class Sat:
    """The meeting at which it was decided; `left`: its minutes, closed before, made the person
    leave MAPPA; `disclosed`: what they made of disclosure then."""

    ref: str
    on: date
    left: bool = False
    disclosed: tuple[Disclosure, ...] = ()


def list_missing(
    minutes: Minutes, attended: Iterable[str], invited: Iterable[str], case: CaseRecord, on: date
) -> list[Missing]:
    """Everything that is missing, in the order of the agenda; the meeting was on a day."""
    return list(_missing(sound(minutes), set(attended), list(invited), case, on))


def _missing(
    minutes: Minutes, attended: set[str], invited: list[str], case: CaseRecord, on: date
) -> Iterator[Missing]:
    absent = [AGENCIES.get(agency, agency) for agency in invited if agency not in attended]
    if absent:
        yield Missing("attendance", f"attendance of {', '.join(absent)}")
    elif not attended:
        yield Missing("attendance", "attendance of at least one agency")
    for part in PLAN:
        if part.name not in minutes:
            yield Missing("plan", part.label.lower())
    for part in (DISCLOSURE[0], DISCLOSURE[2]):
        if part.name not in minutes:
            yield Missing("disclosure", part.label.lower())
    if "level" not in minutes and "exit" not in minutes:
        yield Missing("decision", "level decision, or exit")
    if "level-rationale" not in minutes:
        yield Missing("decision", "rationale of the level decision")
    if _needs_threshold(minutes, case, on):
        yield Missing("decision", "threshold, because the case moves to another level")
    if "review" not in minutes and not _leaves(minutes, case, on):
        yield Missing("decision", "next review date, or exit")


def _needs_threshold(minutes: Minutes, case: CaseRecord, on: date) -> bool:
    level = minutes.get("level", "")
    spell = case.spell_on(on)
    moves = level in ("2", "3") and (spell is None or spell.level != int(level))
    return moves and "threshold" not in minutes


def _leaves(minutes: Minutes, case: CaseRecord, on: date) -> bool:
    """Below Level 2 somebody in Category 3 leaves MAPPA."""
    spell = leaving(case, on)
    below = minutes.get("level") == "1" and spell is not None and spell.category == 3
    return "exit" in minutes or below


def read_decided(minutes: Minutes, case: CaseRecord, on: date) -> Decided:
    """What complete minutes decide."""
    minutes = sound(minutes)
    leaves = _leaves(minutes, case, on)
    review = minutes.get("review")
    return Decided(
        level=None if leaves else int(minutes["level"]),
        anyway=minutes.get("exit") == "anyway",
        rationale=minutes["level-rationale"],
        threshold=None if leaves else minutes.get("threshold"),
        review_on=read_day_of(review) if review and not leaves else None,
        review_reason=minutes.get("review-reason", ""),
        disclosure=minutes["disclosure"],
        disclosure_to=minutes.get("disclosure-to", ""),
        disclosure_rationale=minutes["disclosure-rationale"],
        risk=minutes.get("risk-band"),
    )


def apply_decided(
    case: CaseRecord, decided: Decided, sat: Sat, today: date, policy: Policy
) -> CaseRecord:
    """The case as the panel decided, by the rules of an update, or the first that is broken."""

    def update(before: CaseRecord, values: Mapping[str, str], reason: str, day: date) -> CaseRecord:
        made = make_update(before.ref, values, reason, day, policy)
        return apply_update(before, made)

    after = case
    if values := _level_values(case, decided, sat, today):
        after = update(after, values, decided.rationale, today)
    if decided.risk and decided.risk != after.rosh:
        after = update(after, {"risk": decided.risk}, decided.rationale, today)
    told = {"disclosure": decided.disclosure, "from": sat.on.isoformat()}
    told |= {"to": decided.disclosure_to} if decided.disclosure_to else {}
    after = update(_without(after, sat.disclosed), told, decided.disclosure_rationale, today)
    if decided.review_on:
        _check_after(decided.review_on, sat)
        as_it_stands = decided.review_on == case.dates.get(KIND) and after.spells == case.spells
        if not as_it_stands:
            reason = _why_late(after, decided.review_on, decided.review_reason, sat, policy)
            values = {KIND: decided.review_on.isoformat()}
            # Counted from the meeting, which was the review before it.
            after = update(_without_review(after), values, reason, sat.on)
    return after


def _level_values(case: CaseRecord, decided: Decided, sat: Sat, today: date) -> dict[str, str]:
    """What of level, threshold and exit is new; nothing where it stands here already."""
    then, now = case.spell_on(sat.on), case.spell_on(today)
    if sat.on == today:
        now = then
    _check_unchanged(case, decided, sat, today, then, now)
    since = {"from": sat.on.isoformat()}
    if decided.level is None:
        if now is None:
            return {}
        _check_nothing_else(case, decided, sat)
        _check_level_is_older(case, now, sat)
        return since | {"exit": ""} | ({"anyway": ""} if decided.anyway else {})
    said = {"threshold": decided.threshold} if decided.threshold else {}
    if now is None:  # they had left by this very meeting
        last = max(case.spells, key=lambda spell: spell.started_on)
        return since | said | {"level": str(decided.level), "category": str(last.category)}
    if now.level == decided.level:
        same = decided.threshold in (None, now.threshold) or now != then
        return {} if same or decided.level < 2 else said
    return since | said | {"level": str(decided.level)}


def _check_unchanged(
    case: CaseRecord, decided: Decided, sat: Sat, today: date, then: Spell | None, now: Spell | None
) -> None:
    """What was changed since the meeting is not overwritten by what it decided before."""
    level = now.level if now else None
    if level == decided.level:
        return
    if now is None and then is None and decided.level is not None:
        back = sat.left and any(spell.ended_on == sat.on for spell in case.spells)
        if back:
            return
    elif now is not None and now == then and now.ended_on == STILL_RUNNING:
        return
    raise RuleBroken(
        f"level: the minutes decide {_words(decided.level)} from {uk_date(sat.on)}, but "
        f"{case.ref} {_stands(case, now, today)}. Nothing was closed. If that stands, minute it; "
        "if the meeting's decision does, set the case right first. "
        f"Example: correct {case.ref}",
        "level",
    )


def _words(level: int | None) -> str:
    return LEVELS[level] if level else "an exit from MAPPA"


def _stands(case: CaseRecord, now: Spell | None, today: date) -> str:
    if now is not None:
        level = LEVELS[now.level] if now.level else "at the level to be confirmed"
        at = level if now.level == 0 else f"at {level}"
        return f"is {at} since {uk_date(now.started_on)}"
    ended = [spell.ended_on for spell in case.spells if spell.ended_on <= today]
    return f"left MAPPA on {uk_date(max(ended))}" if ended else "is at no level yet"


def _check_nothing_else(case: CaseRecord, decided: Decided, sat: Sat) -> None:
    in_force = [one for one in rescreen(case, sat.on) if one.in_force]
    if in_force and not decided.anyway:
        raise RuleBroken(
            f"exit: {'; '.join(one.says for one in in_force)}. Decide a level in the minutes, or "
            "exit all the same. Example: exit anyway because died",
            "exit",
        )


def _check_level_is_older(case: CaseRecord, now: Spell, sat: Sat) -> None:
    """Nobody comes and goes on one day: a level that was closed by mistake is set right first."""
    if now.started_on == sat.on:
        day = uk_date(sat.on)
        raise RuleBroken(
            f"exit: {case.ref} came to its level on {day}, the day of the meeting, and leaves from "
            "the day after at the earliest. Nothing was closed. If that level was never in force, "
            f"correct it first. Example: correct {case.ref} spell {day} removed because it was "
            "closed by mistake",
            "exit",
        )


def _check_after(review_on: date, sat: Sat) -> None:
    if review_on <= sat.on:
        raise RuleBroken(
            f"review: it has to be after the meeting of {uk_date(sat.on)}. "
            "Example: review 20 August 2026",
            "review",
        )


def _why_late(case: CaseRecord, review_on: date, reason: str, sat: Sat, policy: Policy) -> str:
    """The reason for a review later than the policy; empty where it is in time."""
    clock = review_clock(case, policy, sat.on)
    if clock is None or review_on <= clock.after(sat.on):
        return ""
    if not reason:
        raise RuleBroken(
            f"review-reason: by the policy the next review is due within {clock.value} of the "
            f"meeting, that is by {uk_date(clock.after(sat.on))}; {uk_date(review_on)} is later. "
            "Give a day by then, or say why it is later. "
            "Example: review-reason the panel cannot meet before",
            "review-reason",
        )
    return reason


def _without(case: CaseRecord, some: tuple[Disclosure, ...]) -> CaseRecord:
    kept = tuple(one for one in case.disclosures if one not in some)
    return replace(case, disclosures=kept)


def _without_review(case: CaseRecord) -> CaseRecord:
    dates = {kind: on for kind, on in case.dates.items() if kind != KIND}
    notes = {kind: note for kind, note in case.date_notes.items() if kind != KIND}
    return replace(case, dates=dates, date_notes=notes)
