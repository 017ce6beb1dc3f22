"""`mappa-bot reminders`: what is overdue, due or coming in an area; it sends nothing."""

import argparse
import json
import re
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta

from bot.openings import open_database
from bot.settings import Settings
from mappa.choices import harmless
from mappa.clocks import LONDON, london_day
from mappa.days import FIRST, LAST, read_day, uk_date
from mappa.errors import RuleBroken
from mappa.notices import REMINDER_KINDS
from storage.databases import Session
from storage.installations import is_practice
from storage.records import Entry, add_record
from storage.reminder_lists import Recipient, list_area_reminders

PRACTICE = "Practice data: everybody in them is invented."
EXAMPLE = "Example: --at 2027-03-03T09:00, --at 2027-03-03T09:00:00+00:00 or --at 2027-03-03"
OVERDUE, DUE, TOLD, COMING = "Overdue", "Due", "Sent", "Coming"


def reminders(settings: Settings, typed: argparse.Namespace) -> int:
    """Everything from before the moment that is looked from to so many days after it."""
    at = _read_instant(typed.at) if typed.at is not None else datetime.now(UTC)
    area = typed.area or settings.area
    until = at + timedelta(days=typed.days)
    with closing(open_database(settings)) as db:
        with db.write() as session:
            practice = is_practice(session)
            found = list(list_area_reminders(session, area, london_day(at), until))
            _put_on_record(session, area, found)
        if typed.json:
            print(json.dumps({"reminders": [_as_json(one, at) for one in found]}))
            return 0
        _print(found, at, typed.days)
    if practice:
        print(PRACTICE)
    return 0


def _put_on_record(session: Session, area: str, found: Iterable[Recipient]) -> None:
    """One row with every case that is listed."""
    if refs := sorted({one.reminder.case_ref for one in found if one.reminder.case_ref}):
        entry = Entry("reminders listed", "command line", after={"cases": refs})
        add_record(session, entry, area=area, now=datetime.now(UTC))


def _read_instant(typed: str) -> datetime:
    """An instant; London's time where no offset is given, and of a day alone its end."""
    try:
        given = datetime.fromisoformat(typed.strip())
    except ValueError:
        given = None
    if given is None or re.fullmatch(r"[0-9W-]+", typed.strip()):
        given = datetime.combine(_read_day(typed), time(23, 59, 59))
    if not FIRST < given.year < LAST:
        raise RuleBroken(f"at: the year {given.year} is out of reach. {EXAMPLE}", "at")
    return (given if given.tzinfo else given.replace(tzinfo=LONDON)).astimezone(UTC)


def _read_day(typed: str) -> date:
    try:
        return read_day(typed, london_day(datetime.now(UTC)), year_needed=True)
    except RuleBroken as problem:
        raise RuleBroken(
            f"at: {harmless(typed)} is neither an instant nor a day. {EXAMPLE}", "at"
        ) from problem


def _as_json(one: Recipient, at: datetime) -> dict[str, str | None]:
    reminder = one.reminder
    return {
        "subject": reminder.subject,
        "case": reminder.case_ref,
        "about": reminder.kind,
        "on": reminder.about_on.isoformat(),
        "notice": reminder.notice,
        "due_at": reminder.due_at.isoformat(timespec="seconds"),
        "to": one.user_id,
        "state": _state(one, at),
    }


def _state(one: Recipient, at: datetime) -> str:
    """As it is stored; what waits for a moment that has come by then is due."""
    waits = one.reminder.state in ("planned", "snoozed")
    return "due" if waits and one.reminder.due_at <= at else one.reminder.state


def _print(found: Iterable[Recipient], at: datetime, days: int) -> None:
    local = at.astimezone(LONDON)
    print(f"Reminders on {uk_date(local.date())} at {local:%H:%M}, and {days} days ahead")
    groups: dict[str, list[str]] = {OVERDUE: [], DUE: [], TOLD: [], COMING: []}
    for one in found:
        if one.reminder.state != "void":
            groups[_group(one, at)].append(_line(one, at))
    for name, lines in groups.items():
        if lines or name != TOLD:
            print(f"\n{name}: {len(lines)}")
        for line in lines:
            print(f"  {line}")


def _group(one: Recipient, at: datetime) -> str:
    state = _state(one, at)
    if state in ("planned", "snoozed"):
        return COMING
    if one.reminder.is_overdue or (state in ("due", "failed") and _has_passed(one, at)):
        return OVERDUE
    return DUE if state in ("due", "failed") else TOLD


def _has_passed(one: Recipient, at: datetime) -> bool:
    return one.reminder.about_on < london_day(at)


def _line(one: Recipient, at: datetime) -> str:
    reminder = one.reminder
    local = reminder.due_at.astimezone(LONDON)
    what = f"{reminder.subject}: {REMINDER_KINDS[reminder.kind]} on {uk_date(reminder.about_on)}"
    when = f"{uk_date(local.date())} {local:%H:%M}"
    return f"{when}  {what} ({reminder.notice}), to {one.user_id}, {_state(one, at)}"
