"""`mappa-bot run` and `mappa-bot sandbox`."""

import argparse
from dataclasses import replace

from bot.settings import Settings


def start(settings: Settings, typed: argparse.Namespace) -> int:
    """With Slack settings the bot; with none at all, and no key, the practice workspace."""
    if settings.chooses_practice and not typed.practice:
        return start_practice(settings, argparse.Namespace(port=None))
    from bot.running import run

    run(settings, practice=typed.practice)
    return 0


def start_practice(settings: Settings, typed: argparse.Namespace) -> int:
    """The practice workspace; no setting of a real Slack is used."""
    from bot.practice import practise

    practise(settings if typed.port is None else replace(settings, port=typed.port))
    return 0
