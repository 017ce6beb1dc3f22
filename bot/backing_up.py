"""`mappa-bot backup` and `mappa-bot restore`: the whole installation in one file, and back."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.openings import PRACTICE_KEY, practice_keys
from bot.progress import Progress
from bot.settings import Settings
from mappa.clocks import LONDON
from mappa.days import uk_date
from mappa.errors import SettingWrong
from storage.backups import write_backup
from storage.keys import KeyRing
from storage.restoring import Restored, Source, opened_backup, restore

KEEP_APART = (
    "What is confidential in it is sealed. Keep it apart from the keys that open it (MAPPA_KEYS, "
    "of practice data var/practice.key), and the keys as safely as the backup: without them it is "
    "of no use."
)


def back_up(settings: Settings, typed: argparse.Namespace) -> int:
    """Write everything as of this moment into one new file; others may go on working."""
    path = _path(typed.file)
    with Progress() as progress:
        made = write_backup(settings.url, path, datetime.now(UTC), progress.writing)
    print(f"{path}: {made.cases:,} cases, {made.rows:,} rows, as of {_said(made.taken_at)}.")
    print(KEEP_APART)
    return 0


def bring_back(settings: Settings, typed: argparse.Namespace) -> int:
    """Fill an empty database with a backup; 1 also when the record in it does not verify."""
    path = _path(typed.file)
    _require_another_file(settings, path)
    with opened_backup(path) as source, Progress() as progress:
        keys = KeyRing(_keys(settings, source))
        found = restore(settings.url, source, keys, datetime.now(UTC), progress.writing)
    _tell(found)
    for area, broken in found.broken.items():
        print(
            f"The record of {area} does not verify from row {broken.number} on: {broken.what}. It "
            "was so when the backup was made. Everything was brought back all the same.",
            file=sys.stderr,
        )
    return 1 if found.broken else 0


def _tell(found: Restored) -> None:
    held = found.backup
    print(f"Restored: {held.cases:,} cases, {held.rows:,} rows, as of {_said(held.taken_at)}.")
    if not found.broken:
        print(f"The record verifies in every area: {', '.join(found.areas) or 'nothing is on it'}.")
    print(
        f"Messages on their way: {found.to_look_up:,}, each looked up in Slack before it is sent. "
        f"Reminders that fell due since: {found.to_catch_up:,}, sent together as what may be a "
        "repeat. New references leave a gap, because numbers may have been given since."
    )
    print(
        "A case that was erased after that moment can be read again: erase it once more. Which "
        "they are stands in the direct messages of the co-ordinators and admins."
    )


def _said(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{uk_date(local.date())}, {local:%H:%M}"


def _path(typed: str) -> Path:
    """A file's name that can be one; a zero byte cannot be asked about."""
    if not typed.strip() or not typed.isprintable() or "?" in typed:
        raise SettingWrong("FILE is not a file's name. Example: mappa-bot backup monday.backup")
    return Path(typed)


def _require_another_file(settings: Settings, path: Path) -> None:
    """To open a backup as a database would change it."""
    kind, _, name = settings.url.partition(":///")
    in_use = Path(name)
    if kind == "sqlite" and path.exists() and in_use.exists() and path.samefile(in_use):
        raise SettingWrong(
            "DATABASE_URL names the backup itself. Name a new, empty database there."
        )


def _keys(settings: Settings, source: Source) -> list[bytes]:
    keys = list(settings.mappa_keys)
    if source.practice and PRACTICE_KEY.exists():
        keys += practice_keys(make=False)
    if not keys:
        needed = f"the file {PRACTICE_KEY}" if source.practice else "MAPPA_KEYS"
        raise SettingWrong(
            f"{needed} is missing: the backup was sealed with it, and without it nothing in it "
            "can be read. Nothing was written."
        )
    return keys
