"""The end of notification in a case: set as it was computed, or departed from with a reason."""

from dataclasses import replace
from datetime import date

from mappa.cases import CaseRecord
from mappa.changes import Asked, Rule
from mappa.convictions import (
    COMPUTED,
    KIND,
    WORD,
    Notification,
    check_ages,
    is_for_life,
    notification_of,
)
from mappa.days import uk_date
from mappa.errors import RuleBroken

_ABOUT = frozenset({"convicted", "disposal", "born", WORD})


def notification_runs(case: CaseRecord, day: date) -> str:
    """Until when the person is to notify, in words; empty where nothing says that it runs."""
    ends_on = case.dates.get(KIND)
    if ends_on is not None:
        return f"until {uk_date(ends_on)}" if ends_on > day else ""
    return "indefinitely" if is_indefinite(case, day) else ""


def is_indefinite(case: CaseRecord, day: date) -> bool:
    """Whether a conviction means notification for life, and nobody has revoked it since."""
    ended = [one.on for one in case.events if one.kind == "notification_revoked" and one.on <= day]
    for_life = [one.convicted_on for one in case.convictions if is_for_life(one)]
    return any(not ended or max(ended) < convicted_on for convicted_on in for_life)


def settle(asked: Asked) -> Rule | None:
    """What follows for the end of notification from what the line says of it."""
    if not asked.values.keys() & _ABOUT:
        return None

    def rule(before: CaseRecord, after: CaseRecord) -> CaseRecord:
        check_ages(after.convictions, after.born_on)
        computed = notification_of(after, asked.policy)
        was = notification_of(before, asked.policy)
        if WORD in asked.values:
            return _typed(before, after, was, computed, asked)
        if computed is None:
            return _without(after, was, asked)
        if was is not None and was == computed:
            return after
        if not asked.values.keys() & {"convicted", "disposal"} and not _is_computed(before, was):
            return after  # somebody has departed from it before, and that stands
        return _set(after, computed, asked)

    return rule


def _is_computed(case: CaseRecord, was: Notification | None) -> bool:
    return was is not None and case.dates.get(KIND) == was.ends_on


def _set(case: CaseRecord, computed: Notification, asked: Asked) -> CaseRecord:
    standing = case.dates.get(KIND)
    if standing is not None and standing != computed.ends_on and not asked.reason:
        becomes = f"end on {uk_date(computed.ends_on)}" if computed.ends_on else "not end"
        raise RuleBroken(
            f"{WORD}: {uk_date(standing)} is recorded, but notification would {becomes} "
            f"({computed.says}). Say why it changes, or give {WORD} {uk_date(standing)} and say "
            "why it stays. Example: because convicted again",
            "because",
        )
    return _with_end(case, computed.ends_on, f"{COMPUTED}{computed.says}")


def _typed(
    before: CaseRecord,
    after: CaseRecord,
    was: Notification | None,
    computed: Notification | None,
    asked: Asked,
) -> CaseRecord:
    """The date that was typed is set already; it stands as it was computed, or departs from it."""
    typed = after.dates.get(KIND)
    if computed is None or (typed == before.dates.get(KIND) and was == computed):
        return after
    if typed == computed.ends_on:
        return _with_end(after, typed, f"{COMPUTED}{computed.says}")
    asked.needs_reason(
        f"{WORD}: departing from what was computed ({computed.says})",
        f"{WORD} 1 May 2030 because the court said so",
    )
    return _with_end(after, typed, f"Departs from {computed.says}: {asked.reason}")


def _without(case: CaseRecord, was: Notification | None, asked: Asked) -> CaseRecord:
    """With the last conviction goes the date that was computed from it, and no other."""
    if was is None or was.ends_on is None or case.dates.get(KIND) != was.ends_on:
        return case
    asked.needs_reason(f"Taking out {WORD}", "because the conviction was quashed")
    return _with_end(case, None, "")


def _with_end(case: CaseRecord, on: date | None, note: str) -> CaseRecord:
    dates = {kind: day for kind, day in case.dates.items() if kind != KIND}
    notes = {kind: text for kind, text in case.date_notes.items() if kind != KIND}
    if on is None:
        return replace(case, dates=dates, date_notes=notes)
    return replace(case, dates=dates | {KIND: on}, date_notes=notes | {KIND: note})
