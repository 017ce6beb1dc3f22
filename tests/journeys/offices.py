"""An office: the practice workspace with the standing cast and no case yet, and the real bot as a
process of its own, whose calendar can be turned."""

import json
import os
import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.sandbox.server import SandboxServer
from mappa.cases import CaseRecord
from mappa.clocks import LONDON
from mappa.days import read_day
from storage.cases import get_case
from storage.databases import Database
from storage.installations import PRACTICE, set_note
from storage.records import find_broken_record, list_history
from tests.build import register_cast
from tests.handlers.workspaces import whole_text
from tests.journeys.caseloads import KEYS, open_database
from tests.journeys.processes import Process
from tests.journeys.waiting import wait_until
from tests.journeys.workspaces import BOT_USER, Workspace

LAUNCHER = str(Path(__file__).parent / "launcher.py")
LEASE = "2"
NINE = time(9)
LONG_AGO = date(2000, 1, 1)  # days are typed with their year


class Office:
    """Begins at nine on the day that is given, else now."""

    def __init__(self, folder: Path, migrated_file: Path, day: str = "") -> None:
        self.folder = folder
        shutil.copy(migrated_file, folder / "office.db")
        self._url = f"sqlite:///{folder / 'office.db'}"
        self._calendar = folder / "calendar"
        self._calendar.write_text("0")
        if day:
            self.turn_to(day)
        self.db: Database = open_database(self._url)
        with self.db.write() as session:
            set_note(session, "kind", PRACTICE)
            register_cast(session)
        self._server = SandboxServer()
        self._server.start()
        self.workspace = Workspace(self._server.url)
        self.start_bot()

    @property
    def settings(self) -> dict[str, str]:
        given = {"DATABASE_URL": self._url, "MAPPA_KEYS": KEYS, "MAPPA_AREA": "BED"}
        return self.workspace.settings | given

    def start_bot(self) -> None:
        arguments = (LAUNCHER, LEASE, str(self._calendar))
        self.bot = Process(self.folder, *arguments, LOG_LEVEL="WARNING", **self.settings)
        self.workspace.wait_for_bot()

    def turn_to(self, day: str, at: time = NINE) -> None:
        """From now on the bot takes it for this hour of this day."""
        wanted = datetime.combine(read_day(day, LONG_AGO), at, tzinfo=LONDON)
        ahead = (wanted - datetime.now(UTC)).total_seconds()
        new = self._calendar.with_suffix(".new")
        new.write_text(str(ahead))
        os.replace(new, self._calendar)

    def told(self, user: str, what: str, times: int = 1) -> str:
        """Wait until the bot has written this to somebody; it has done so exactly so often."""

        def found() -> list[str]:
            theirs = [t for m in self.workspace.direct(user) if what in (t := whole_text(m))]
            return theirs if len(theirs) >= times else []

        texts = wait_until(found, 30, lambda: f"{what!r} for {user}")
        assert len(texts) == times
        return texts[-1]

    def case(self, ref: str) -> CaseRecord:
        with self.db.read() as session:
            return get_case(session, ref).facts

    def history(self, ref: str) -> list[dict[str, Any]]:
        """What was done to a case, oldest first."""
        with self.db.read() as session:
            case = get_case(session, ref)
            return list_history(session, case.id, case.key, seen=False)[::-1]

    def run(self, *arguments: str) -> str:
        """A word of the command line, on the office's database; what it prints."""
        with Process(self.folder, "-m", "bot", *arguments, **self.settings) as process:
            assert process.wait() == 0, process.said
            return process.said

    def counts(self, question: str, on: str) -> dict[str, Any]:
        """A question on the command line."""
        found: dict[str, Any] = json.loads(self.run("ask", question, "--on", on, "--json"))
        return found

    def wrote(self, *secrets: str) -> list[str]:
        """Which of these stand where they can stay: in messages that everybody there can read."""
        posted = [m for m in self.workspace.messages() if m["user"] == BOT_USER]
        kept = str([m for m in posted if not m.get("ephemeral_to")]) + self.bot.said
        return [secret for secret in secrets if secret in kept]

    def close(self) -> None:
        self.bot.kill()
        self._server.stop()
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            with self.db.read() as session:
                assert find_broken_record(session, "BED") is None
            assert self.workspace.state("U0CORA")["broken"] == []
            assert "Traceback" not in self.bot.said
        self.close()
