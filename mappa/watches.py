"""The police's watch list: who has left MAPPA and is watched until the sentence ends."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from mappa.arguments import Field
from mappa.case_facts import Watch
from mappa.cases import CaseRecord
from mappa.changes import Asked, Change, Part
from mappa.days import uk_date
from mappa.errors import RuleBroken

WATCHED: Mapping[str, str] = {"yes": "Watched", "no": "Not watched"}
ONE_DAY = timedelta(days=1)
_FIELDS = (
    Field("watch", "watch yes", "on the police's watch list, yes or no", choices=WATCHED),
    Field("until", "until 1 May 2028", "the watch's last day: else the sentence end", shape="day"),
)


def watch_on(case: CaseRecord, day: date) -> Watch | None:
    """The watch that runs on a day; its last day counts."""
    return next((one for one in case.watches if one.from_on <= day <= one.until_on), None)


def _read(asked: Asked) -> Change | None:
    watched, until = asked.choice("watch", WATCHED), asked.day("until")
    if watched is None and until is None:
        return None
    if watched == "no" and until is not None:
        raise RuleBroken("until goes with watch yes. Example: watch yes until 1 May 2028", "until")

    def change(case: CaseRecord) -> CaseRecord:
        if watched == "no":
            return _given_up(case, asked)
        if watched is None and watch_on(case, asked.effective_on) is None:
            raise RuleBroken(
                "until goes with watch yes. Example: watch yes until 1 May 2028", "until"
            )
        return _watched(case, until, asked)

    return change


def _watched(case: CaseRecord, until: date | None, asked: Asked) -> CaseRecord:
    day = asked.effective_on
    if running := watch_on(case, day):
        return _prolonged(case, running, until, asked)
    if spell := case.spell_on(day):
        raise RuleBroken(
            f"watch: {case.ref} is under MAPPA, at level {spell.level or 'to be confirmed'}; the "
            f"watch begins when the person leaves. Example: update {case.ref} exit watch yes "
            "because licence ended",
            "watch",
        )
    until = until or case.dates.get("sentence_end")
    if until is None:
        raise RuleBroken(
            f"watch: {case.ref} has no sentence end. Say until when. "
            "Example: watch yes until 1 May 2028",
            "until",
        )
    _check_end(until, day)
    if ahead := [one for one in case.watches if one.until_on >= day]:
        raise RuleBroken(
            f"watch: another one begins on {uk_date(min(one.from_on for one in ahead))}. "
            "Give that day or a later one. Example: watch yes from 1 May 2026",
            "from",
        )
    return replace(case, watches=(*case.watches, Watch(day, until, asked.reason)))


def _prolonged(case: CaseRecord, running: Watch, until: date | None, asked: Asked) -> CaseRecord:
    if until is None or until == running.until_on:
        return case
    _check_end(until, asked.effective_on)
    if any(running.until_on < one.from_on <= until for one in case.watches):
        raise RuleBroken(f"until: another watch begins before {uk_date(until)}.", "until")
    asked.needs_reason("Changing until", "watch yes until 1 May 2028 because the sentence changed")
    others = tuple(one for one in case.watches if one is not running)
    return replace(case, watches=_in_order(*others, replace(running, until_on=until)))


def _check_end(until: date, day: date) -> None:
    if until < day:
        raise RuleBroken(
            f"watch: it would end on {uk_date(until)}, before it begins on {uk_date(day)}. "
            "Say until when. Example: watch yes until 1 May 2028",
            "until",
        )


def _given_up(case: CaseRecord, asked: Asked) -> CaseRecord:
    """The day that it takes effect is the first without the watch."""
    day = asked.effective_on
    running = watch_on(case, day)
    if running is None:
        raise RuleBroken(f"watch: {case.ref} is not on the watch list; nothing changed.", "watch")
    asked.needs_reason("Ending a watch", "watch no because the sentence ended early")
    others = tuple(one for one in case.watches if one is not running)
    kept = (replace(running, until_on=day - ONE_DAY),) if day > running.from_on else ()
    return replace(case, watches=_in_order(*others, *kept))


def _in_order(*watches: Watch) -> tuple[Watch, ...]:
    return tuple(sorted(watches, key=lambda one: one.from_on))


def _shown(case: CaseRecord, today: date) -> dict[str, str]:
    running = watch_on(case, today)
    return {"watch": "yes", "until": running.until_on.isoformat()} if running else {"watch": "no"}


PART = Part("Watch list", _FIELDS, _read, _shown, dated=frozenset({"watch"}))
