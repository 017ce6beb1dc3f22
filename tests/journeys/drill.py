"""The kill -9 drill: people type, reminders fall due, Slack and the database are unwell, and bots
are killed.

`make drill` runs a long one on both databases and prints the counts. One by hand:
`python -m tests.journeys.drill --seconds 60 --seed 7 --guests 200 --bots 3 --postgres`.
"""

import argparse
import itertools
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from storage.databases import Database
from storage.migrations import upgrade
from tests.handlers.workspaces import whole_text
from tests.journeys import crowds
from tests.journeys.caseloads import KEYS, Caseload, fill, open_database
from tests.journeys.ledgers import Findings, Ledger, is_settled, judge
from tests.journeys.moments import HISTORY, POSTS, Moments, held
from tests.journeys.processes import Process
from tests.journeys.typists import Typist
from tests.journeys.waiting import wait_until
from tests.journeys.workspaces import Workspace
from tests.postgres import Postgres

LAUNCHER = str(Path(__file__).parent / "launcher.py")
FAULTS = (
    ("accept then drop", POSTS),
    ("500", POSTS),
    ("accept then hang", POSTS),
    ("429", POSTS),
    ("500", HISTORY),
    ("hang", POSTS),
    ("429", HISTORY),
    ("429", "conversations.open"),
)
# Who is killed acknowledges nothing, and who loses the connection does so too late.
EXPECTED = re.compile("payload was not acknowledged within|an acknowledgement came too late")
PAUSE = 2  # seconds: Slack repeats an event for minutes, but here the bot is away for seconds only


@dataclass(frozen=True, slots=True)
class Plan:
    """How long the unrest lasts, by which seed, with how many bots on one database."""

    seconds: float
    seed: int
    bots: int = 1
    guests: int = 0  # besides the cast
    rounds: int = 7  # at least so many, however slow the machine is: every disturbance once
    typists: int = 6
    lease: float = 2.0
    again: int = 80  # deliveries that are made once more at the end; the workspace keeps 200
    patience: float = 90.0  # seconds within which everything due must have been sent at the end


class Drill:
    """One drill on one database, from the first start to the judgement."""

    def __init__(
        self, folder: Path, url: str, plan: Plan, postgres: Postgres | None = None
    ) -> None:
        self._folder = folder
        self._url = url
        self._plan = plan
        self._postgres = postgres
        self._caseload = Caseload(plan.guests)
        self._random = random.Random(plan.seed)
        self._ledger = Ledger()
        self._bots: list[Process] = []
        self._done: Counter[str] = Counter()
        self._last_words = ""  # of a bot that ended by itself

    def run(self) -> Findings:
        fill(self._url, self._caseload)
        arguments = (str(Path(crowds.__file__)), str(self._plan.guests), str(PAUSE))
        with Process(self._folder, *arguments) as crowd, ExitStack() as stack:
            self._workspace = Workspace(crowd.wait_for(r"(http://\S+/)\n")[1])
            stack.callback(self._end)
            self._bots = [self._start() for _ in range(self._plan.bots)]
            self._wait_for_bots()
            self._unrest()
            findings = self._judge()
            if "Traceback" in crowd.said:
                findings.wrong.append(f"the workspace says:\n{crowd.said}")
            return findings

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

    def _all_connected(self) -> bool:
        """Whether every bot is; one that Slack did not let in when it started is started again."""
        for at, bot in enumerate(self._bots):
            if not bot.is_running:
                self._last_words = bot.said
                self._bots[at] = self._start()
        return bool(self._workspace.state("U0CORA")["connected"] >= len(self._bots))

    def _wait_for_bots(self) -> None:
        wait_until(self._all_connected, self._plan.patience, self._said)

    def _said(self) -> str:
        return "\n".join([self._last_words, *(bot.said for bot in self._bots)])

    def _unrest(self) -> None:
        everybody = self._caseload.owners
        shares = [everybody[at :: self._plan.typists] for at in range(self._plan.typists)]
        enough = threading.Event()
        with ThreadPoolExecutor(len(shares)) as desks:
            seed = self._plan.seed
            typists = [
                Typist(users, self._caseload, self._workspace, self._ledger, seed)
                for users in shares
            ]
            typing = [desks.submit(typist.type_until, enough) for typist in typists]
            try:
                deadline = time.monotonic() + self._plan.seconds
                for round_, disturb in enumerate(self._disturbances()):
                    if round_ >= self._plan.rounds and time.monotonic() > deadline:
                        break
                    self._some_unrest()
                    disturb()
            finally:
                enough.set()
        for one in typing:
            one.result()

    def _disturbances(self) -> "itertools.chain[Callable[[], None]]":
        """Every one of them once, in an order of the seed's, and then the same again."""
        moments = Moments(self._workspace, self._url, self._kill_all, self._random)
        named = [self._counted(name, moment) for name, moment in moments.all.items()]
        kinds = [*named, self._kill_one, self._trouble_the_database]
        return itertools.chain.from_iterable(
            self._random.sample(kinds, len(kinds)) for _ in itertools.count()
        )

    def _counted(self, name: str, disturb: Callable[[], None]) -> Callable[[], None]:
        def do() -> None:
            disturb()
            self._done[name] += 1

        return do

    def _some_unrest(self) -> None:
        """Some time of work with Slack unwell in it."""
        self._fault()
        for _ in range(self._random.randint(0, 2)):
            time.sleep(self._random.uniform(0, 0.4))
            self._random.choice((self._fault, self._redeliver, self._close_sockets))()
        time.sleep(self._random.uniform(0, 0.6))

    def _kill_one(self) -> None:
        """Wherever it stands; now and then its successor as well, on its way up."""
        at = self._random.randrange(len(self._bots))
        self._bots[at].kill()
        self._bots[at] = self._start()
        self._done["kills"] += 1
        if self._random.random() < 0.15:
            time.sleep(self._random.uniform(0, 1))
            self._kill_one()
        self._wait_for_bots()

    def _kill_all(self) -> None:
        for bot in self._bots:
            bot.kill()
        self._done["kills"] += len(self._bots)
        self._bots = [self._start() for _ in self._bots]

    def _trouble_the_database(self) -> None:
        """It is locked by somebody else for a while, or, where it is a server, started anew."""
        if self._postgres:
            how = self._random.choice((signal.SIGINT, signal.SIGQUIT))
            self._postgres.restart(how)
            self._done["restarts of the database"] += 1
            return
        with held(self._url):
            time.sleep(self._random.uniform(0.5, 3))
        self._done["locks of the database"] += 1

    def _fault(self) -> None:
        """Of every kind in turn, so that a short drill too has seen them all."""
        kind, method = FAULTS[self._done["faults"] % len(FAULTS)]
        self._workspace.post("fault", kind=kind, method=method, times=1, seconds=1)
        self._done["faults"] += 1

    def _redeliver(self) -> None:
        self._deliver_again(self._random.randint(1, 20))

    def _deliver_again(self, back: int) -> None:
        found = self._workspace.post("redeliver", back=back)
        self._ledger.answers.append(whole_text(found.get("answer") or {}))
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
            findings = judge(db, self._ledger, self._workspace.messages(), self._caseload)
        finally:
            db.close()
        findings.counts = {**self._done, **findings.counts}
        broken = self._workspace.broken()
        findings.wrong += [f"rule broken: {rule}" for rule in broken if not EXPECTED.search(rule)]
        return findings

    def _settle(self, db: Database) -> None:
        self._wait_for_bots()
        wait_until(lambda: is_settled(db), self._plan.patience, lambda: "everything due is sent")


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill bots at any moment and count what is left.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bots", type=int, default=1, help="on one database")
    parser.add_argument("--guests", type=int, default=200, help="people besides the cast")
    parser.add_argument("--lease", type=float, default=2, help="seconds; in life it is 30")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    typed = parser.parse_args()
    plan = Plan(typed.seconds, typed.seed, typed.bots, typed.guests, lease=typed.lease, again=200)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, server = f"sqlite:///{folder / 'mappa.db'}", None
        if typed.postgres:
            server = Postgres()
            server.start()
            stack.callback(server.stop)
            url = server.url("drill", make=True)
        upgrade(url)
        findings = Drill(folder, url, plan, server).run()
    where = "PostgreSQL" if typed.postgres else "SQLite"
    print(f"{typed.bots} on {where}, {typed.guests} guests, seed {typed.seed}")
    for what, number in findings.counts.items():
        print(f"{what}: {number}")
    for wrong in findings.wrong:
        print(f"WRONG: {wrong}")
    print("Nothing is lost and nothing came twice." if not findings.wrong else "", flush=True)
    return 1 if findings.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
