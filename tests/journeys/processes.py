"""Programs of the project as processes of their own, each ended by the id it was started with."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.journeys.waiting import wait_until

PATIENCE = 30.0  # seconds in which a program starts, on a machine that is busy


class Process:
    """`python ARGUMENTS` in a folder, with a clean environment and the settings that are given."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.folder = folder
        self._log = folder / f"process-{time.monotonic_ns()}.log"
        clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUNBUFFERED": "1"}
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=folder,
                env=clean | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def said(self) -> str:
        """Everything that it has printed, on both streams."""
        return self._log.read_text()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until it has printed something; what of it matches."""

        def find() -> re.Match[str] | None:
            found = re.search(pattern, self.said)
            if found is None and not self.is_running:
                raise AssertionError(f"it ended before it said {pattern!r}:\n{self.said}")
            return found

        return wait_until(find, PATIENCE, lambda: f"{pattern!r} in:\n{self.said}")

    def wait(self) -> int:
        """Wait until it ends; its exit code."""
        return self._process.wait(PATIENCE)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Ask it to stop; the seconds it took. One that does not stop is killed, and fails."""
        began = time.monotonic()
        self._process.send_signal(number)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired as problem:
            self.kill()
            raise AssertionError(f"it does not stop:\n{self.said}") from problem
        return time.monotonic() - began

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.is_running:
            self.kill()


def start_workspace(folder: Path) -> tuple[Process, str]:
    """The practice workspace without a bot, and its address."""
    process = Process(folder, "-m", "bot.sandbox", "0")
    return process, process.wait_for(r"(http://\S+/)\n")[1]


def start_practice(folder: Path) -> tuple[Process, str]:
    """What a newcomer starts: the workspace with the bot and the sample caseload; its address."""
    process = Process(folder, "-m", "bot", "run", PORT="0")
    address = process.wait_for(r"Practice workspace: (http://\S+/)\n")[1]
    process.wait_for("The bot is connected")
    return process, address
