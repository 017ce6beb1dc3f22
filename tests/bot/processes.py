"""The bot as a process of its own, ended by the id that it was started with."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from tests.bot.words import KEY_1, clean
from tests.bot.workspaces import Slack, wait_until

PATIENCE = 30.0


class Bot:
    """`mappa-bot WORDS` with its two streams in files, so that nothing waits for a reader."""

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        self._out, self._err = folder / "out.txt", folder / "err.txt"
        with self._out.open("w") as out, self._err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", *words],
                cwd=folder,
                env=clean(folder, **settings),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    @property
    def out(self) -> str:
        return self._out.read_text()

    @property
    def err(self) -> str:
        return self._err.read_text()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until it has printed something."""

        def find() -> re.Match[str] | None:
            assert self.process.poll() is None, f"it has ended:\n{self.out}{self.err}"
            return re.search(pattern, self.out)

        found: re.Match[str] = wait_until(find, pattern)
        return found

    def wait(self) -> int:
        return self.process.wait(PATIENCE)

    def stop(self) -> int:
        """As whoever looks after the machine stops it; its exit code."""
        os.kill(self.process.pid, signal.SIGTERM)
        return self.wait()


@contextmanager
def bot(folder: Path, *words: str, **settings: str) -> Iterator[Bot]:
    """Ended in any case; a test that wants to know how ends it by itself."""
    started = Bot(folder, *words, **settings)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            os.kill(started.process.pid, signal.SIGKILL)
            started.wait()


def live(slack: Slack, database: Path) -> dict[str, str]:
    """The settings of a bot that is installed in this workspace, on a live database."""
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"{slack.server.url}api/",
        "DATABASE_URL": f"sqlite:///{database}",
        "MAPPA_KEYS": KEY_1,
        "MAPPA_AREA": "BED",
        "MAPPA_ADMINS": "U0ADA",
    }
