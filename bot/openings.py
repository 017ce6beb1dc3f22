"""Opens the database that a command may use: practice and live never mix."""

import os
from base64 import urlsafe_b64encode
from pathlib import Path

from bot.settings import Settings
from mappa.errors import SettingWrong
from storage.databases import Database
from storage.installations import is_empty, is_practice
from storage.keys import KeyRing, read_keys
from storage.migrations import holds_nothing, holds_practice, prepare

PRACTICE_KEY = Path("var/practice.key")


def open_database(settings: Settings, *, to_fill: bool = False) -> Database:
    """The database of the settings. `to_fill`: an empty one may become a practice one."""
    engine = prepare(settings.url)
    practice = holds_practice(engine) or (to_fill and holds_nothing(engine))
    keys = list(settings.mappa_keys)
    if practice and (not keys or PRACTICE_KEY.is_file()):
        keys += practice_keys()
    if not keys and holds_nothing(engine):
        raise SettingWrong(
            "The database is empty and MAPPA_KEYS is not set. To practise, load the sample: "
            "mappa-bot sample bedfordshire-2013-14"
        )
    if not keys:
        raise SettingWrong(
            "MAPPA_KEYS is missing: this database is not a practice one, so names in it are "
            "sealed with your own keys. See .env.example"
        )
    return Database(engine, KeyRing(keys))


def practice_keys() -> list[bytes]:
    """The key of practice data, made once; it protects nothing but invented people."""
    if not PRACTICE_KEY.is_file():
        PRACTICE_KEY.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(PRACTICE_KEY, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(urlsafe_b64encode(os.urandom(32)))
    return read_keys(PRACTICE_KEY.read_text())


def require_kind(db: Database, *, practice: bool) -> None:
    """Slack with real people never opens invented cases, nor practice the real ones."""
    with db.read() as session:
        found, empty = is_practice(session), is_empty(session)
    if practice and not found:
        raise SettingWrong(
            "DATABASE_URL names a live database, and practice never opens one. "
            + ("It is empty: fill it with mappa-bot sample bedfordshire-2013-14" if empty else "")
        )
    if found and not practice:
        raise SettingWrong(
            "DATABASE_URL names a practice database: invented people have no place in a live "
            "Slack. Name another one, or start training with mappa-bot run --practice"
        )
