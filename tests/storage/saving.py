"""A caseload that is backed up and brought back, and those who go on working meanwhile."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from mappa.answering.answers import Shown
from mappa.asking.reader import read_question
from mappa.cases import Spell
from storage.asking.answering import answer_asked
from storage.asking.scopes import Scope
from storage.backups import Backup, write_backup
from storage.databases import Database, Session, make_engine
from storage.deliveries import once
from storage.keys import KeyRing
from storage.migrations import prepare
from storage.notes import add_note
from storage.people import get_person
from storage.records import Entry, add_record
from storage.restoring import Restored, opened_backup, restore
from tests.build import MARKER, NOW, POLICY, TEAM, TODAY, case, open_case, register_cast
from tests.conftest import KEY
from tests.storage.reminding import change

REFS = [f"BED-{n}" for n in range(1, 9)]
QUESTIONS = ("how many cases by level", "how many level 3 cases", "list level 2 cases")
LATER = NOW + timedelta(days=2)
PATIENCE = 60.0


def fill(db: Database) -> None:
    """The cast and eight cases with their reminders."""
    with db.write() as session:
        register_cast(session)
        for ref in REFS:
            open_case(session, case(ref))


def back_up(url: str, file: Path, watch: Callable[[str, int], None] = lambda *_: None) -> Backup:
    return write_backup(url, file, NOW, watch)


def bring_back(file: Path, url: str, key: bytes = KEY) -> Restored:
    with opened_backup(file) as source:
        return restore(url, source, KeyRing([key]), LATER, lambda *_: None)


def opened(url: str) -> Database:
    return Database(prepare(url), KeyRing([KEY]))


def answers(session: Session) -> list[Any]:
    scope = Scope("BED", category_4=True, policy=POLICY)
    found = [
        answer_asked(session, read_question(one, TODAY), scope, Shown(True)) for one in QUESTIONS
    ]
    return [(one.value, one.rows, one.cases) for one in found]


def rows_of(url: str, *queries: Any) -> list[Any]:
    """What is found, one query after the other."""
    engine = make_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for query in queries for row in connection.execute(query)]
    engine.dispose()
    return found


class Writers:
    """Several who change two cases at a time, each time noting what was then to be answered."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._stop = threading.Event()
        self._more = threading.Condition()
        self.answers: dict[int, list[Any]] = {}  # by the number of the last row of the record
        self.problems: list[BaseException] = []
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(3)]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        assert self.problems == []

    def wait_for_more(self, *_: object) -> None:
        """Until somebody has saved something since."""
        with self._more:
            before = len(self.answers)
            assert self._more.wait_for(lambda: len(self.answers) > before, PATIENCE)

    def _run(self, n: int) -> None:
        done = 0
        try:
            while not self._stop.is_set():
                done += 1
                with self._db.write() as session:
                    number, found = self._change(session, n, done)
                with self._more:
                    self.answers[number] = found
                    self._more.notify_all()
        except BaseException as problem:
            self.problems.append(problem)

    def _change(self, session: Session, n: int, done: int) -> tuple[int, list[Any]]:
        once(session, f"{n}-{done}", NOW)
        priya = get_person(session, TEAM, "U0PRIYA", NOW)
        number = 0
        for ref in (REFS[done % 4], REFS[4 + done % 4]):
            level = 1 + (n + done) % 3
            stored = change(session, ref, spells=(Spell(2, level, date(2026, 1, 5)),))
            add_note(session, stored, f"{MARKER} {done}", priya, NOW)
            entry = Entry("case changed", "command", after={"level": level})
            about = (stored.id, stored.key)
            number = add_record(session, entry, area="BED", now=NOW, person=priya, case=about)
        return number, answers(session)
