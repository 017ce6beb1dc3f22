"""What the database tells of whether all is well; nothing of it says anything of a case."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import disk_usage

from sqlalchemy import Engine as Engine
from sqlalchemy import exists, func, make_url, select, text
from sqlalchemy.exc import ArgumentError

from mappa.errors import SettingWrong
from storage.databases import Session, make_engine, reachable, to_read
from storage.keys import DataKey, KeyRing, name_of_wrapping
from storage.migrations import schema_of
from storage.reminders import count_due_unsent
from storage.tables import (
    cases,
    data_keys,
    installation,
    open_outgoing,
    outgoing,
    people,
    reminders,
)

LATE = timedelta(minutes=5)  # what was due so long ago and has not arrived
CONNECT_SECONDS = 5
LEAST_ROOM = 100 * 2**20  # bytes that must be free where a file is the database
LOCK_SECONDS = 1  # so long somebody else may hold what is looked at


@dataclass(frozen=True, slots=True)
class Unsent:
    """What should have arrived five minutes ago."""

    reminders: int
    messages: int

    @property
    def total(self) -> int:
        return self.reminders + self.messages


def count_late(session: Session, now: datetime) -> Unsent:
    """Reminders that are due, and other messages that nobody has taken or Slack goes on refusing;
    what is held back on purpose is neither."""
    before = now - LATE
    refused = (outgoing.c.made_at <= before) & outgoing.c.problem.is_not(None)
    messages = select(func.count()).where(
        open_outgoing,
        outgoing.c.body_sealed.is_not(None),  # without text: of reminders, counted already
        (outgoing.c.next_at <= before) | refused,
    )
    return Unsent(count_due_unsent(session, before), int(session.execute(messages).scalar_one()))


def count_failed(session: Session, since: datetime) -> dict[str, int]:
    """How many messages that were made since then will never arrive, by the reason for it."""
    query = (
        select(outgoing.c.problem, func.count().label("messages"))
        .where(outgoing.c.state == "failed", outgoing.c.made_at >= since)
        .group_by(outgoing.c.problem)
        .order_by(outgoing.c.problem)
    )
    return {str(row.problem): row.messages for row in session.execute(query)}


def count_told_nobody(session: Session, today: date) -> int:
    """Dates still ahead, one a notice, of which a reminder failed and nobody else was told."""
    failed, other = reminders.alias("failed"), reminders.alias("other")
    told = exists().where(
        *(other.c[name] == failed.c[name] for name in ("subject", "kind", "about_on", "notice")),
        other.c.state.in_(["sent", "acknowledged", "snoozed"]),
    )
    query = (
        select(failed.c.subject, failed.c.kind, failed.c.about_on, failed.c.notice)
        .where(failed.c.state == "failed", failed.c.about_on >= today, ~told)
        .distinct()
    )
    return int(session.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def list_areas_without_coordinator(session: Session) -> list[str]:
    """Areas that have cases, and nobody who could be told of them."""
    theirs = select(people.c.area).where(
        people.c.role == "co-ordinator", people.c.removed_at.is_(None)
    )
    query = (
        select(cases.c.area).distinct().where(cases.c.area.not_in(theirs)).order_by(cases.c.area)
    )
    return list(session.execute(query).scalars())


def has_admin(session: Session) -> bool:
    """Whether anybody is registered who may register others."""
    query = select(people.c.id).where(people.c.role == "admin", people.c.removed_at.is_(None))
    return session.execute(query.limit(1)).first() is not None


def count_held(session: Session) -> tuple[int, int]:
    """How many cases there are, and how many people are registered."""
    registered = select(func.count()).where(people.c.removed_at.is_(None))
    held = session.execute(select(func.count()).select_from(cases)).scalar_one()
    return int(held), int(session.execute(registered).scalar_one())


def list_workspaces(session: Session) -> list[str]:
    """The workspaces from which anybody is registered."""
    query = select(people.c.team_id).distinct().where(people.c.removed_at.is_(None))
    return sorted(session.execute(query).scalars())


def open_to_look(url: str) -> Engine:
    """An engine on a database that is there; nothing is made or changed by it, nor waited for."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return make_engine(url)  # which says what is wrong with it
    if parsed.drivername == "sqlite" and parsed.database and not Path(parsed.database).is_file():
        raise SettingWrong(
            f"There is no file {parsed.database}. A new installation makes it with mappa-bot "
            "migrate; if there was one, bring a backup back with mappa-bot restore"
        )
    if parsed.drivername.startswith("postgresql") and "connect_timeout" not in parsed.query:
        parsed = parsed.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)})
    engine = make_engine(parsed.render_as_string(hide_password=False))
    try:
        reachable(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine.execution_options(patience=LOCK_SECONDS)


def find_schema(engine: Engine) -> str | None:
    """The schema's version, None for a database in which nothing is."""
    with to_read(engine).begin() as connection:
        return schema_of(connection)


def try_to_write(engine: Engine) -> None:
    """Ask for what every change needs, and change nothing; raises what a change would raise."""
    if engine.dialect.name == "sqlite":
        free = disk_usage(Path(str(engine.url.database)).resolve().parent).free
        if free < LEAST_ROOM:
            raise SettingWrong(
                f"the disk is nearly full, {free // 2**20:,} MB are free: make room on it"
            )
    nothing = installation.update().where(installation.c.name == "").values(value="")
    with engine.begin() as connection:
        connection.execute(nothing)


def ask_clock(engine: Engine) -> datetime | None:
    """What time it is for the database; None where that is our own clock."""
    if engine.dialect.name == "sqlite":
        return None
    with to_read(engine).begin() as connection:
        found: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class FoundKeys:
    """The keys of the database as a whole, and how many of all its keys do not open; by name which
    of MAPPA_KEYS are needed for those, and how many another than the newest still wraps."""

    own: tuple[DataKey, DataKey] | None
    shut: int
    all: int
    missing: tuple[str, ...] = ()
    older: Mapping[str, int] = field(default_factory=dict)


def find_keys(engine: Engine, keys: KeyRing) -> FoundKeys:
    """Try every key that is kept there with those of the settings."""
    own, shut, count, wrapping = {}, Counter[str](), 0, Counter[str]()
    query = select(data_keys.c.purpose, data_keys.c.wrapped).execution_options(yield_per=1_000)
    with to_read(engine).begin() as connection:
        for purpose, wrapped in connection.execute(query):
            count += 1
            name = name_of_wrapping(wrapped) if wrapped else None
            try:
                key = keys.unwrap(wrapped)
            except SettingWrong:
                shut[str(name)] += 1
                continue
            if name and name != keys.names[0]:
                wrapping[name] += 1
            if purpose in ("house", "blind"):
                own[purpose] = key
    opens = len(own) == 2
    whole = (own["house"], own["blind"]) if opens else None
    return FoundKeys(whole, shut.total(), count, tuple(sorted(shut)), wrapping)


@contextmanager
def looking(engine: Engine, keys: KeyRing, found: FoundKeys) -> Iterator[Session]:
    """A transaction that only looks; the keys must have been found to fit."""
    if found.own is None:
        raise SettingWrong("the keys do not open the database")
    with to_read(engine).begin() as connection:
        yield Session(connection, keys, *found.own)
