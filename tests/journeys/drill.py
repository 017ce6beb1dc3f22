"""The kill -9 drill: people type, reminders fall due, Slack is unwell, and the bot is killed.

`python -m tests.journeys.drill --seconds 120 --seed 7` runs a long one and prints the counts;
with `--postgres --bots 2` two bots share one PostgreSQL.
"""

import argparse
import itertools
import logging
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Limits
from storage.databases import Database
from storage.migrations import upgrade
from tests.journeys.caseloads import KEYS, fill, open_database, owners
from tests.journeys.ledgers import Findings, Ledger, is_settled, judge
from tests.journeys.processes import Process
from tests.journeys.typists import Typist
from tests.journeys.waiting import wait_until
from tests.journeys.workspaces import Workspace
from tests.postgres import Postgres

LAUNCHER = str(Path(__file__).parent / "launcher.py")
POSTS = "chat.postMessage"
FAULTS = (
    ("accept then drop", POSTS),
    ("500", POSTS),
    ("accept then drop", POSTS),
    ("429", POSTS),
    ("500", "conversations.history"),
    ("hang", POSTS),
    ("429", "conversations.history"),
)
# Who is killed acknowledges nothing, and who loses the connection does so too late.
EXPECTED = re.compile("payload was not acknowledged within|an acknowledgement came too late")
# Slack repeats an event for minutes; here the bot is away for seconds only.
LIMITS = Limits(retries=(0.0, 1.0, *(2.0,) * 300))


@dataclass(frozen=True, slots=True)
class Plan:
    """How long the unrest lasts, by which seed, with how many bots on one database."""

    seconds: float
    seed: int
    bots: int = 1
    rounds: int = 5  # at least so many, however slow the machine is
    typists: int = 6
    lease: float = 2.0
    again: int = 80  # deliveries that are made once more at the end; the workspace keeps 200
    patience: float = 90.0  # seconds within which everything due must have been sent at the end


class Drill:
    """One drill on one database, from the first start to the judgement."""

    def __init__(self, folder: Path, url: str, plan: Plan) -> None:
        self._folder = folder
        self._url = url
        self._plan = plan
        self._random = random.Random(plan.seed)
        self._ledger = Ledger()
        self._bots: list[Process] = []
        self._done: Counter[str] = Counter()

    def run(self) -> Findings:
        fill(self._url)
        with ExitStack() as stack:
            server = SandboxServer(limits=LIMITS)
            server.start()
            stack.callback(server.stop)
            self._workspace = Workspace(server.url)
            self._bots = [self._start() for _ in range(self._plan.bots)]
            stack.callback(self._end)
            self._workspace.wait_for_bot(self._plan.bots)
            self._unrest()
            return self._judge()

    def _start(self) -> Process:
        settings = self._workspace.settings | {
            "DATABASE_URL": self._url,
            "MAPPA_KEYS": KEYS,
            "LOG_LEVEL": "WARNING",
        }
        return Process(self._folder, LAUNCHER, str(self._plan.lease), **settings)

    def _end(self) -> None:
        for bot in self._bots:
            bot.kill()

    def _unrest(self) -> None:
        users = owners()[: self._plan.typists]
        enough = threading.Event()
        with ThreadPoolExecutor(len(users)) as desks:
            typists = [Typist(u, self._workspace, self._ledger, self._plan.seed) for u in users]
            typing = [desks.submit(typist.type_until, enough) for typist in typists]
            try:
                deadline = time.monotonic() + self._plan.seconds
                for done in itertools.count():
                    if done >= self._plan.rounds and time.monotonic() > deadline:
                        break
                    self._disturb()
            finally:
                enough.set()
        for one in typing:
            one.result()

    def _disturb(self) -> None:
        """Some time of work with Slack unwell in it, and then a kill."""
        self._fault()
        for _ in range(self._random.randint(0, 3)):
            time.sleep(self._random.uniform(0, 0.5))
            self._random.choice((self._fault, self._redeliver, self._close_sockets))()
        time.sleep(self._random.uniform(0, 1))
        self._random.choice((self._kill, self._kill_at_a_message))()

    def _kill(self) -> None:
        """One bot, wherever it stands; now and then its successor as well, on its way up."""
        at = self._random.randrange(len(self._bots))
        self._bots[at].kill()
        self._bots[at] = self._start()
        self._done["kills"] += 1
        if self._random.random() < 0.15:
            time.sleep(self._random.uniform(0, 1))
            self._kill()
        self._workspace.wait_for_bot(len(self._bots))

    def _kill_at_a_message(self) -> None:
        """As soon as Slack has something new: before the bot could note that it arrived."""
        noel = "U0NOEL"
        known = self._workspace.state(noel)["version"]
        self._workspace.state(noel, since=known)
        time.sleep(self._random.uniform(0, 0.012))
        self._kill()

    def _fault(self) -> None:
        """Of every kind in turn, so that a short drill too has seen them all."""
        kind, method = FAULTS[self._done["faults"] % len(FAULTS)]
        self._workspace.post("fault", kind=kind, method=method, times=1, seconds=1)
        self._done["faults"] += 1

    def _redeliver(self) -> None:
        self._deliver_again(self._random.randint(1, 20))

    def _deliver_again(self, back: int) -> None:
        found = self._workspace.post("redeliver", back=back)
        self._ledger.answers.append(str((found.get("answer") or {}).get("text") or ""))
        self._done["redeliveries"] += "answer" in found

    def _close_sockets(self) -> None:
        self._workspace.post("sockets/close", politely=self._random.random() < 0.5)
        self._done["sockets closed"] += 1

    def _judge(self) -> Findings:
        """Let everything come to rest, deliver it all once more, and only then look."""
        db = open_database(self._url)
        try:
            self._settle(db)
            with ThreadPoolExecutor(4) as slack:
                list(slack.map(self._deliver_again, range(self._plan.again, 0, -1)))
            self._settle(db)
            findings = judge(db, self._ledger, self._workspace.messages())
        finally:
            db.close()
        findings.counts = {**self._done, **findings.counts}
        findings.wrong += self._rules_broken()
        return findings

    def _settle(self, db: Database) -> None:
        self._workspace.wait_for_bot(len(self._bots))
        wait_until(lambda: is_settled(db), self._plan.patience, lambda: "everything due is sent")

    def _rules_broken(self) -> list[str]:
        broken = self._workspace.state("U0NOEL")["broken"]
        return [f"rule broken: {rule}" for rule in broken if not EXPECTED.search(rule)]


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill the bot at random and count what is left.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bots", type=int, default=1, help="on one database")
    parser.add_argument("--lease", type=float, default=2, help="seconds; in life it is 30")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    typed = parser.parse_args()
    # The workspace's server would tell of every request that a kill cut short.
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
    plan = Plan(typed.seconds, typed.seed, typed.bots, lease=typed.lease, again=200)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'mappa.db'}"
        if typed.postgres:
            server = Postgres()
            server.start()
            stack.callback(server.stop)
            url = server.url("drill", make=True)
        upgrade(url)
        findings = Drill(folder, url, plan).run()
    for what, number in findings.counts.items():
        print(f"{what}: {number}")
    for wrong in findings.wrong:
        print(f"WRONG: {wrong}")
    return 1 if findings.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
