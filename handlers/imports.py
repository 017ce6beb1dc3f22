"""A workbook that a co-ordinator sends to the bot: checked first, and brought in at a button."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, TypeVar

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Reply, Visit
from handlers.downloads import Download, download
from handlers.errors import refusal
from handlers.views import imports as views
from mappa.access import require
from mappa.errors import AlreadyDone, NotFound, RuleBroken
from mappa.people import Person
from mappa.workbook.counts import count_rows
from mappa.workbook.reader import read_workbook
from mappa.workbook.workbooks import Fault, Workbook
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import Message, add_outgoing
from storage.people import get_person
from storage.workbook.csv_sheets import read_csv
from storage.workbook.files import Opened, open_sheets
from storage.workbook.imports import Imported, NotImported, import_workbook
from storage.workbook.known_references import KnownReferences

CHANGED = "The file is not what was checked any more; nothing was saved. Send it again."
MOST_FILES = 10
Read = TypeVar("Read")
LARGE = 2**20  # bytes: what is smaller is answered in a moment
PATIENCE = 30  # seconds that an import waits for others to have saved
FINGERPRINT = 16


class _Rehearsed(Exception):
    """Takes back what a rehearsal has done."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files to be brought in, and how; `seen` is the fingerprint of what was checked."""

    file_ids: tuple[str, ...]
    update: bool
    add_districts: bool
    seen: str = ""

    def as_value(self, seen: str) -> str:
        """What a button carries: opaque ids and a fingerprint."""
        how = f"{'u' if self.update else ''}{'d' if self.add_districts else ''}-"
        return " ".join([seen, how, *self.file_ids])

    @classmethod
    def of_value(cls, value: str) -> "Parcel":
        found = re.fullmatch(r"([0-9a-f]{16}) (u?)(d?)-((?: F[A-Z0-9]{1,20}){1,10})", value)
        if not found:
            raise NotFound(CHANGED)
        ids = tuple(found[4].split())
        return cls(ids, bool(found[2]), bool(found[3]), found[1])


def take_files(session: Session, visit: Visit, event: Mapping[str, Any]) -> Callable[[], None]:
    """Say that large files are being read; what is given back reads them, after the answer.

    Whoever may not bring cases in is told so, and their file is not even fetched.
    """
    require(visit.person, "bring in cases")
    ids = [str(file.get("id")) for file in event.get("files") or []]
    if not 0 < len(ids) <= MOST_FILES:
        raise RuleBroken(f"Send 1 to {MOST_FILES} files at a time.", "file")
    caption = " ".join(str(event.get("text") or "").lower().split())
    parcel = Parcel(tuple(ids), "update" in caption, "add districts" in caption)
    channel = str(event["channel"])
    if sum(int(file.get("size") or 0) for file in event["files"]) > LARGE:
        _post(session, visit.desk, visit.person, views.reading(), channel)
    desk, person = visit.desk, visit.person
    return lambda: _answer(desk, person, channel, lambda: _check(desk, person, parcel))


def press_import(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """Bring in what was checked: the buttons go at once, the answer follows."""
    person, channel, parcel = _take_buttons_away(desk, body, views.importing(), Parcel.of_value)
    ack()
    desk.nudge()
    desk.later(lambda: _answer(desk, person, channel, lambda: _bring_in(desk, person, parcel)))


def press_cancel(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """Nothing is brought in."""
    _take_buttons_away(desk, body, views.cancelled(), str)
    ack()
    desk.nudge()


def _take_buttons_away(
    desk: Desk, body: Mapping[str, Any], instead: Message, read: Callable[[str], Read]
) -> tuple[Person, str, Read]:
    """A message in whose place something else stands cannot be pressed a second time."""
    place = body.get("container") or {}
    channel, ts = str(place.get("channel_id")), str(place.get("message_ts"))
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        found = read(str(body["actions"][0].get("value", "")))
        if not channel.startswith("D"):
            raise NotFound(CHANGED)
        once(session, delivery_key(body), visit.now)
        once(session, f"import {channel} {ts}", visit.now)
        message = Reply(instead).marked(desk.practice).message
        add_outgoing(
            session,
            message,
            visit.person,
            visit.now,
            about=(),
            needs="bring in cases",
            method="update",
            channel=channel,
            ts=ts,
        )
    return visit.person, channel, found


def _answer(
    desk: Desk, person: Person, channel: str, work: Callable[[], Message | list[Message]]
) -> None:
    """Whatever comes of it, the person hears of it."""
    try:
        made = work()
    except AlreadyDone:
        return
    except Exception as problem:  # nobody else would tell them
        made = refusal(problem).message
    with desk.db.within(PATIENCE).write() as session:
        for message in made if isinstance(made, list) else [made]:
            _post(session, desk, person, message, channel)
    desk.nudge()


def _post(session: Session, desk: Desk, person: Person, message: Message, channel: str) -> None:
    marked = Reply(message).marked(desk.practice).message
    # What differs may be of any case that they might see when it was compared.
    add_outgoing(
        session,
        marked,
        person,
        desk.now(),
        about=(),
        needs="bring in cases",
        grants=person.grants,
        is_answer=True,
        channel=channel,
    )


def _check(desk: Desk, asked_by: Person, parcel: Parcel) -> list[Message]:
    """A rehearsal: everything is done, told, and taken back."""
    files = download(desk.client, parcel.file_ids, asked_by.user_id)
    workbook, faults, opened = _read(desk, asked_by, parcel, files)
    if faults:
        return views.faulty(faults, desk.today())
    try:
        done = _stored(desk, asked_by, parcel, workbook, rehearse=True)
    except NotImported as problem:
        return views.faulty(_named(problem, opened), desk.today())
    value = parcel.as_value(_fingerprint(files))
    return views.checked(done, count_rows(workbook), value)


def _bring_in(desk: Desk, asked_by: Person, parcel: Parcel) -> list[Message]:
    """Read and checked anew, then stored in one transaction."""
    files = download(desk.client, parcel.file_ids, asked_by.user_id)
    if _fingerprint(files) != parcel.seen:
        raise NotFound(CHANGED)
    workbook, faults, opened = _read(desk, asked_by, parcel, files)
    if faults:
        return views.faulty(faults, desk.today())
    try:
        done = _stored(desk, asked_by, parcel, workbook, rehearse=False)
    except NotImported as problem:
        return views.faulty(_named(problem, opened), desk.today())
    return views.brought_in(done)


def _read(
    desk: Desk, asked_by: Person, parcel: Parcel, files: Sequence[Download]
) -> tuple[Workbook, Sequence[Fault], Opened]:
    opened = _opened(files)
    with desk.db.read() as session:
        person = _still_may(session, desk, asked_by)
        workbook, faults = read_workbook(
            opened.sheets,
            area=person.area,
            known=KnownReferences(session),
            districts=desk.policy.districts,
            today=desk.today(),
            update=parcel.update,
            add_districts=parcel.add_districts,
            one_area=True,
            named=opened.named,
        )
    return workbook, faults, opened


def _stored(
    desk: Desk, asked_by: Person, parcel: Parcel, workbook: Workbook, *, rehearse: bool
) -> Imported:
    done = None
    with suppress(_Rehearsed), desk.db.within(PATIENCE).write() as session:
        person = _still_may(session, desk, asked_by)
        done = import_workbook(
            session,
            workbook,
            area=person.area,
            policy=desk.policy,
            now=desk.now(),
            update=parcel.update,
            add_districts=parcel.add_districts,
            person=person,
        )
        if rehearse:
            raise _Rehearsed
    if done is None:
        raise LookupError("an import gives its result")
    return done


def _still_may(session: Session, desk: Desk, asked_by: Person) -> Person:
    person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
    require(person, "bring in cases")
    return person


def _opened(files: Sequence[Download]) -> Opened:
    """The sheets of all files together: one workbook, or several CSV files, a sheet each."""
    sheets, named = [], "{}.csv"
    for file in files:
        path = PurePosixPath(file.name)
        if path.suffix.lower() == ".csv":
            sheets.append(read_csv(path.stem, file.name, partial(BytesIO, file.content)))
        else:
            opened = open_sheets(file.content, file.name)
            sheets += opened.sheets
            named = opened.named
    return Opened(sheets, named)


def _named(problem: NotImported, opened: Opened) -> list[Fault]:
    return [replace(fault, file=opened.named.format(fault.file)) for fault in problem.faults]


def _fingerprint(files: Sequence[Download]) -> str:
    digest = sha256()
    for file in files:
        digest.update(sha256(file.content).digest())
    return digest.hexdigest()[:FINGERPRINT]
