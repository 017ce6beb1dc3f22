"""Opens the database that a command may use: practice and live never mix."""

import os
from base64 import urlsafe_b64encode
from pathlib import Path

from bot.settings import Settings
from mappa.errors import SettingWrong
from storage.databases import Database
from storage.installations import is_empty, is_practice
from storage.keys import MAKE_ONE, KeyRing, read_keys
from storage.migrations import holds_nothing, holds_practice, prepare

PRACTICE_KEY = Path("var/practice.key")


def open_database(settings: Settings, *, to_fill: bool = False) -> Database:
    """The database of the settings. `to_fill`: an empty one may become a practice one."""
    engine = prepare(settings.url)
    try:
        empty, practice = holds_nothing(engine), holds_practice(engine)
        keys = keys_for(settings, practice=practice, empty=empty, to_fill=to_fill)
        return Database(engine, KeyRing(keys))
    except BaseException:
        engine.dispose()
        raise


def keys_for(
    settings: Settings, *, practice: bool, empty: bool, to_fill: bool = False
) -> list[bytes]:
    """The keys that open it, newest first; never an empty list."""
    keys = list(settings.mappa_keys)
    # A first filling that was broken off has left the key, and no mark on the database yet.
    if (practice or to_fill) and PRACTICE_KEY.exists():
        keys += practice_keys(make=False)
    elif not keys and (practice or (to_fill and empty)):
        keys += practice_keys(make=empty)
    if not keys and empty:
        raise SettingWrong(
            "The database is empty and MAPPA_KEYS is not set. To practise, load the sample: "
            "mappa-bot sample bedfordshire-2013-14. For real cases set MAPPA_KEYS to a key of your "
            f"own, and keep it apart from the backups. {MAKE_ONE}"
        )
    if not keys:
        raise SettingWrong(
            "MAPPA_KEYS is missing: this database is not a practice one, so names in it are "
            "sealed with your own keys, and open with no new one. Set it to the keys it was made "
            "with, newest first. See .env.example"
        )
    return keys


def practice_keys(*, make: bool) -> list[bytes]:
    """The key of practice data, made once; it protects nothing but invented people."""
    try:
        if make and not PRACTICE_KEY.exists():
            _make_practice_key()
        return read_keys(PRACTICE_KEY.read_text())
    except (OSError, ValueError, SettingWrong) as problem:
        reason = getattr(problem, "strerror", None) or "it is damaged"
        raise SettingWrong(
            f"{PRACTICE_KEY}, the key of the practice data, cannot be used: {reason}. "
            "Put it back, or practise on a new file: DATABASE_URL=sqlite:///var/practice-2.db"
        ) from problem


def _make_practice_key() -> None:
    PRACTICE_KEY.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(PRACTICE_KEY, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(urlsafe_b64encode(os.urandom(32)))


def require_kind(db: Database, *, practice: bool) -> None:
    """Slack with real people never opens invented cases, nor practice the real ones."""
    with db.read() as session:
        found, empty = is_practice(session), is_empty(session)
    if practice and not found:
        raise SettingWrong(
            "DATABASE_URL names a live database, and practice never opens one."
            + (" It is empty: fill it with mappa-bot sample bedfordshire-2013-14" if empty else "")
        )
    if found and not practice:
        raise SettingWrong(
            "DATABASE_URL names a practice database: invented people have no place in a live "
            "Slack. Name another one, or start training with mappa-bot run --practice"
        )
