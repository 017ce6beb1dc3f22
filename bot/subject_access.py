"""`mappa-bot subject-access`: everything held about a person, with the operator's rights."""

import argparse
import os
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.openings import open_database
from bot.settings import Settings
from handlers.publishing.subject_access import subject_access_docx, subject_access_json
from handlers.subject_access import EXPORTED, make_copy, noted
from handlers.views.cases import is_erased, merged_away
from mappa.clocks import london_day
from mappa.errors import RuleBroken, SettingWrong
from mappa.subject_access import Copy
from mappa.subject_access_lines import make_asked
from storage.cases import StoredCase, get_case
from storage.databases import Session
from storage.installations import is_practice
from storage.merges import get_survivor
from storage.records import Entry, add_record

PRACTICE = "Practice data: everybody in them is invented."
ENDINGS = (".docx", ".json")


def subject_access(settings: Settings, typed: argparse.Namespace) -> int:
    """Write the working copy into a new file; that it was taken out is on the record before any of
    it is in there."""
    asked, path, now = make_asked(typed.case, typed.because), _path(typed.out), datetime.now(UTC)
    with closing(open_database(settings)) as db:
        with db.read() as session:
            copy = make_copy(session, _case(session, asked.ref), asked.reason, now)
            practice = is_practice(session)
        content = _written(path, copy, now, practice=practice)
        handle = _made(path)
        try:
            with db.write() as session:
                case = _case(session, asked.ref)
                entry = Entry(EXPORTED, "command line", after=noted(copy))
                about = (case.id, case.key)
                add_record(session, entry, area=case.facts.area, now=now, case=about)
            _fill(handle, path, content)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)
    print(
        f"{len(copy.items):,} items about {copy.ref}, {copy.to_review:,} of them marked for "
        f"review, written to {path}. It is a working copy, not the disclosure itself."
    )
    if practice:
        print(PRACTICE, file=sys.stderr)
    return 0


def _written(path: Path, copy: Copy, now: datetime, *, practice: bool) -> bytes:
    if path.suffix.lower() == ".json":
        return subject_access_json(copy)
    return subject_access_docx(copy, london_day(now), practice=practice)


def _path(typed: str) -> Path:
    if not typed.isprintable() or Path(typed).suffix.lower() not in ENDINGS:
        raise RuleBroken(
            "out: give a file that ends in .docx or .json. Example: --out copy.docx", "out"
        )
    return Path(typed)


def _made(path: Path) -> int:
    """A new file that nobody else can read; what is there already stays as it is."""
    try:
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as problem:
        raise SettingWrong(f"{path} is there already, and nothing is written over.") from problem
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no file name"
        raise SettingWrong(f"{path} cannot be written ({reason}).") from problem


def _fill(handle: int, path: Path, content: bytes) -> None:
    try:
        with os.fdopen(handle, "wb", closefd=False) as file:
            file.write(content)
    except OSError as problem:  # the record says that it was taken out, which is the safer way
        raise SettingWrong(f"{path} cannot be written ({problem.strerror}).") from problem


def _case(session: Session, ref: str) -> StoredCase:
    """The case itself: not one that went into another, nor one that was erased."""
    case = get_case(session, ref)
    survivor = get_survivor(session, case)
    if survivor.facts.erased_on:
        raise RuleBroken(is_erased(ref, survivor.facts), "case")
    if survivor is not case:
        raise RuleBroken(merged_away(ref, survivor.facts.ref), "case")
    return case
