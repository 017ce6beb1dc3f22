"""`mappa-bot migrate`."""

import argparse
from functools import partial

from bot.openings import keys_for
from bot.settings import Settings
from storage.keys import KeyRing
from storage.migrations import upgrade
from storage.signing import sign_ends


def migrate(settings: Settings, typed: argparse.Namespace) -> int:
    """Bring the database to the schema of this version; may be repeated."""
    upgrade(settings.url, then=partial(sign_ends, partial(_ring, settings)))
    print("The database has the schema of this version.")
    return 0


def _ring(settings: Settings, practice: bool) -> KeyRing:
    return KeyRing(keys_for(settings, practice=practice, empty=False))
