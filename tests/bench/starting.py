"""The real process against the practice workspace: from its start to ready, and its memory."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN
from tests.bench.measuring import Row

BOT = ("-m", "bot", "run", "--practice")
# The floor: a stock Bolt bot that connects, and does nothing else until it is told to stop.
STOCK = (
    "-c",
    "import os, signal; from slack_bolt import App; from slack_sdk import WebClient; "
    "from slack_bolt.adapter.socket_mode import SocketModeHandler; "
    "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM}); "
    "bot, app, url = map(os.environ.pop, ('SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_API_URL')); "
    "client = WebClient(bot, base_url=url); handler = SocketModeHandler(App(client=client), app); "
    "handler.connect(); print('The bot is connected', flush=True); "
    "signal.sigwait({signal.SIGTERM}); handler.close()",
)
READY = "The bot is connected"
SETTLED = 4.0  # seconds after which what begins with the start is over


@dataclass(frozen=True, slots=True)
class Started:
    """A process that has said its first line, `seconds` after it was started."""

    process: "subprocess.Popen[str]"
    line: str
    seconds: float


def starting_rows(folder: Path, rounds: int) -> Iterator[Row]:
    """Started in turn, `rounds` times each; memory is read in the last round."""
    here = {"PATH": os.environ.get("PATH", ""), "MAPPA_AREA": "BED"}
    here["DATABASE_URL"] = f"sqlite:///{folder / 'practice.db'}"
    sample = [sys.executable, "-m", "bot", "sample", "bedfordshire-2013-14"]
    subprocess.run(sample, cwd=folder, env=here, check=True, stdout=subprocess.DEVNULL)
    with _started(folder, here, ("-m", "bot.sandbox")) as workspace:
        here |= {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        here["SLACK_API_URL"] = f"{workspace.line.strip()}api/"
        taken: dict[tuple[str, ...], list[float]] = {BOT: [], STOCK: []}
        memory = {}
        for number in range(1 + rounds):  # the first one finds nothing in the disc's cache
            for what, times in taken.items():
                with _started(folder, here, what) as started:
                    if not started.line.startswith(READY):
                        raise AssertionError(f"not ready: {started.line}")
                    times.append(started.seconds)
                    if number == rounds:
                        sleep(SETTLED)
                        memory[what] = _megabytes(started.process.pid)
    ours, floor = (median(taken[what][1:]) * 1000 for what in (BOT, STOCK))
    yield Row("start to ready; floor: a stock Bolt bot", ours, floor, most=1500)
    yield Row("idle memory; floor: the same", memory[BOT], memory[STOCK], most=120, unit="MB")


@contextmanager
def _started(folder: Path, env: Mapping[str, str], what: tuple[str, ...]) -> Iterator[Started]:
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *what],
        cwd=folder,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield Started(process, line, perf_counter() - began)
    finally:
        process.terminate()
        process.communicate()


def _megabytes(pid: int) -> float:
    """Resident memory, as the system's own ps tells it."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True)
    return int(told.stdout) / 1024
