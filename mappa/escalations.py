"""When a reminder that nobody acknowledges is passed on, and what it is called then."""

from datetime import datetime, timedelta

from mappa.clocks import london_day
from mappa.notices import due_at
from mappa.periods import day_after
from mappa.policies import Escalation, Policy
from mappa.working_days import add_working_days

LONGEST_NOTICE = 40  # characters, as many as are stored
# The second is for what has been overdue for years: "overdue 1000 working days".
_SUFFIXES = (", not acknowledged", ", passed on")


def step_of(policy: Policy, kind: str, step: int) -> Escalation | None:
    """To whom a reminder of this kind is passed on that was passed on so often already."""
    rules = policy.reminders.get(kind)
    steps = rules.escalate if rules else ()
    return steps[step] if step < len(steps) else None


def passed_on_at(policy: Policy, kind: str, step: int, sent_at: datetime) -> datetime | None:
    """The instant at which it is passed on unless somebody acknowledges it: on a working day."""
    found = step_of(policy, kind, step)
    if found is None:
        return None
    day = day_after(london_day(sent_at), found.after)
    return due_at(add_working_days(day - timedelta(days=1), 1), policy.sending.at)


def passed_on_notice(notice: str) -> str:
    """The notice, saying that it was not acknowledged; said once, however often it goes on."""
    if notice.endswith(_SUFFIXES):
        return notice
    long, short = (f"{notice}{suffix}" for suffix in _SUFFIXES)
    return long if len(long) <= LONGEST_NOTICE else short


def first_notice(notice: str) -> str:
    """The notice as it was before it was passed on."""
    for suffix in _SUFFIXES:
        notice = notice.removesuffix(suffix)
    return notice
