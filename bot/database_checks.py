"""Whether the database is there, opens, belongs here, and holds nothing that is overdue."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.diagnoses import Doctor
from bot.openings import keys_for
from bot.settings import Settings
from bot.slack_checks import require_same_time
from mappa.choices import harmless
from mappa.clocks import london_day
from mappa.errors import SettingWrong
from mappa.policies import Policy
from storage import health
from storage.chains import list_recorded_areas, verify_newest
from storage.databases import Session
from storage.health import Engine
from storage.keys import DAMAGED, WRONG_KEYS, KeyRing
from storage.migrations import HEAD, holds_nothing, holds_practice
from storage.reminded import count_untold

FAILED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """What the checks of the database need to know of the rest."""

    settings: Settings
    policy: Policy | None  # None: it cannot be read, which is said elsewhere
    now: datetime
    practice: bool
    team_id: str | None  # None: nobody could ask Slack


def check_database(doctor: Doctor, visit: Visit) -> None:
    """From the outside to the inside; what is behind a shut door is not guessed at."""
    url = visit.settings.url
    engine = doctor.examine("database", partial(health.open_to_look, url), lambda _: "reachable")
    if engine is None:
        return
    try:
        _check_inside(doctor, visit, engine)
    finally:
        engine.dispose()


def _check_inside(doctor: Doctor, visit: Visit, engine: Engine) -> None:
    if doctor.examine("migrations", lambda: _schema(engine), lambda schema: schema) is None:
        return
    doctor.look("writing", lambda: _writing(engine))
    doctor.look("database clock", lambda: _clock(engine, visit.now))
    doctor.look("kind", lambda: _kind(engine, practice=visit.practice))
    keys = doctor.examine("keys", lambda: _keys(engine, visit.settings), lambda found: found.says)
    if keys is None or keys.found.own is None:
        return
    doctor.look("key rotation", lambda: _rotation(keys))
    for part, look in _LOOKS.items():
        doctor.look(part, partial(_look, look, visit, engine, keys))


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of the settings, and what they were found to open."""

    ring: KeyRing
    found: health.FoundKeys

    @property
    def says(self) -> str:
        return f"all {self.found.all:,} open" if self.found.all else "none are in use yet"


def _look(look: Callable[[Session, Visit], str], visit: Visit, engine: Engine, keys: _Keys) -> str:
    with health.looking(engine, keys.ring, keys.found) as session:
        return look(session, visit)


def _schema(engine: Engine) -> str:
    found = health.find_schema(engine)
    if found is None:
        raise SettingWrong("the database is empty: prepare it with mappa-bot migrate")
    if found < HEAD:
        raise SettingWrong(
            f"the database has schema {found}, this version needs {HEAD}: "
            "take a backup, then run mappa-bot migrate"
        )
    if found > HEAD:
        raise SettingWrong(
            f"the database has schema {found}, newer than this version's {HEAD}: "
            "run the newer version of the bot"
        )
    return f"at {HEAD}, the newest"


def _writing(engine: Engine) -> str:
    health.try_to_write(engine)
    return "allowed, and nobody holds the database"


def _clock(engine: Engine, now: datetime) -> str:
    theirs = health.ask_clock(engine)
    if theirs is None:
        return "our own"
    return require_same_time(theirs, now, "the database's")


def _kind(engine: Engine, *, practice: bool) -> str:
    found = holds_practice(engine)
    if holds_nothing(engine):
        return "nothing is in it yet"
    if practice and not found:
        raise SettingWrong("live data, and practice never opens them: name another DATABASE_URL")
    if found and not practice:
        raise SettingWrong(
            "practice data: invented people have no place in a live Slack. Name another "
            "DATABASE_URL, or train with mappa-bot run --practice (mappa-bot check --practice)"
        )
    return "practice, everybody in it is invented" if practice else "live"


def _keys(engine: Engine, settings: Settings) -> _Keys:
    practice, empty = holds_practice(engine), holds_nothing(engine)
    if empty and settings.chooses_practice:  # its key is made with the first data
        return _Keys(KeyRing([bytes(32)]), health.FoundKeys(None, 0, 0))
    ring = KeyRing(keys_for(settings, practice=practice, empty=empty))
    found = health.find_keys(engine, ring)
    if found.all and (found.shut or found.own is None):
        known = set(found.missing) <= set(ring.names)
        wrong = (DAMAGED if known else WRONG_KEYS).format(name=", ".join(found.missing))
        raise SettingWrong(f"{wrong}; {found.shut:,} of {found.all:,} do not open")
    return _Keys(ring, found)


def _rotation(keys: _Keys) -> str:
    """Work that waits, and no fault: what an older key wraps opens as well."""
    newest = keys.ring.names[0]
    if older := keys.found.older:
        told = ", ".join(f"{count:,} by {name}" for name, count in older.items())
        return f"not all are wrapped by the newest key, {newest}, but {told}: mappa-bot keys rotate"
    return f"all are wrapped by the newest key, {newest}"


def _held(session: Session, visit: Visit) -> str:
    cases, people = health.count_held(session)
    known = health.list_workspaces(session)
    if visit.team_id is not None and known and visit.team_id not in known:
        raise SettingWrong(
            f"everybody is registered from {', '.join(known)}, and SLACK_BOT_TOKEN belongs to "
            f"{visit.team_id}, where nobody could use the bot. Is it the right database?"
        )
    return f"{cases:,} cases, {people:,} people registered"


def _sending(session: Session, visit: Visit) -> str:
    late = health.count_late(session, visit.now)
    if late.total:
        raise SettingWrong(
            f"due more than 5 minutes ago and not arrived: reminders {late.reminders:,}, other "
            f"messages {late.messages:,}. Is the bot running? Its log says why not"
        )
    return "nothing due is unsent"


def _failed(session: Session, visit: Visit) -> str:
    failed = health.count_failed(session, visit.now - FAILED_WITHIN)
    if failed:
        reasons = ", ".join(f"{_code(why)} {count:,}" for why, count in failed.items())
        raise SettingWrong(
            f"what was made in the last day and can never be delivered: {reasons}. The "
            "co-ordinators were told of reminders; end the access of who has left "
            "(mappa-bot people remove)"
        )
    if untold := health.count_told_nobody(session, london_day(visit.now)):
        raise SettingWrong(
            f"of {untold:,} notices of dates ahead nobody could be told: they are failed in "
            "mappa-bot reminders. Tell the owners, and register who is to be told"
        )
    return "every message of the last day could be delivered"


def _code(problem: str) -> str:
    """Slack's own word for it, which is what one can look up; or what somebody else said."""
    return problem if re.fullmatch("[a-z_]+", problem) else harmless(problem)


def _untold(session: Session, visit: Visit) -> str:
    if visit.policy is None:
        raise SettingWrong("not known, because the policy cannot be read")
    count = count_untold(session, visit.policy, visit.now)
    untold = f"cases and meetings with a date of which nobody may be told: {count:,}"
    if count and not visit.practice:
        raise SettingWrong(
            f"{untold}. Register a co-ordinator who may see them (--grant category-4, "
            "--grant limited)"
        )
    return untold if count else "of every date somebody can be told"


def _coordinators(session: Session, visit: Visit) -> str:
    if without := health.list_areas_without_coordinator(session):
        raise SettingWrong(
            f"{', '.join(without)} has cases and nobody who co-ordinates them: "
            "mappa-bot people add ... --role co-ordinator"
        )
    return "in every area with cases"


def _admins(session: Session, visit: Visit) -> str:
    if not visit.settings.mappa_admins and not health.has_admin(session):
        raise SettingWrong("there is none. Set MAPPA_ADMINS, the Slack ids of the first ones")
    return "there are some"


def _record(session: Session, _: Visit) -> str:
    areas = list_recorded_areas(session)
    broken = [found for area in areas if (found := verify_newest(session, area))]
    if broken:
        raise SettingWrong(
            f"the newest rows do not verify: {'; '.join(map(str, broken))}. Look at all of it with "
            "mappa-bot audit verify, and keep a copy of the database as it is now"
        )
    if not areas:
        return "nothing is on it yet"
    return f"signed, and its newest rows hold, in {', '.join(areas)}"


_LOOKS: dict[str, Callable[[Session, Visit], str]] = {
    "caseload": _held,
    "sending": _sending,
    "failed messages": _failed,
    "dates": _untold,
    "co-ordinators": _coordinators,
    "admins": _admins,
    "record": _record,
}
