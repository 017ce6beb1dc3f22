"""`mappa-bot migrate`."""

import argparse

from bot.settings import Settings
from storage.migrations import upgrade


def migrate(settings: Settings, typed: argparse.Namespace) -> int:
    """Bring the database to the schema of this version; may be repeated."""
    upgrade(settings.url)
    print("The database has the schema of this version.")
    return 0
