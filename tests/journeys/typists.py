"""People who go on typing whatever happens to the bot: updates of their cases, and questions."""

import random
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from mappa.clocks import london_day
from mappa.days import uk_date
from tests.journeys.caseloads import Caseload
from tests.journeys.ledgers import Ledger, Typed
from tests.journeys.workspaces import Workspace

AT_ONCE = 0.12  # the share of updates from which a reminder follows at once
ASKS = 0.05  # the share of what is typed that is a question
FIRST_DAY = date(2014, 1, 1)  # of the days that are asked about, each once


class Typist:
    """Several people in turn, each typing for themselves, one thing after the other until it is
    enough."""

    def __init__(
        self, users: list[str], caseload: Caseload, workspace: Workspace, ledger: Ledger, seed: int
    ) -> None:
        self._users = users
        self._workspace = workspace
        self._ledger = ledger
        self._random = random.Random(f"{seed} {users[0]}")
        self._typed = 0
        today = london_day(datetime.now(UTC))
        soon = [today + timedelta(days) for days in range(1, 20)]
        late = [today + timedelta(days) for days in range(200, 1000)]
        cases = caseload.cases
        self._soon = {user: self._changes(cases[user][1], soon) for user in users}
        self._late = {user: self._changes(cases[user][0], late) for user in users}

    def _changes(self, refs: list[str], days: list[date]) -> Iterator[tuple[str, date]]:
        """Which case gets which licence end next: none the same one twice."""
        for day in self._random.sample(days, len(days)):
            yield from ((ref, day) for ref in self._random.sample(refs, len(refs)))

    def type_until(self, enough: threading.Event) -> None:
        while not enough.is_set():
            self._typed += 1
            user = self._users[self._typed % len(self._users)]
            if self._random.random() < ASKS:
                self._ask(user)
            else:
                self._update(user)
            enough.wait(self._random.uniform(0.1, 0.7))

    def _update(self, user: str) -> None:
        soon, late = self._soon[user], self._late[user]
        ref, day = next(soon if self._random.random() < AT_ONCE else late, ("", FIRST_DAY))
        if not ref:
            return  # nothing is left that would change anything
        word = f"drill-{user}-{self._typed}"
        self._ledger.updates.append(Typed(word, ref, day))
        text = f"/mappa update {ref} licence-end {uk_date(day)} note {word} because {word}"
        self._workspace.post("command", user=user, channel="C0GENERAL", text=text)

    def _ask(self, user: str) -> None:
        day = FIRST_DAY + timedelta(days=next(self._ledger.numbers))
        self._ledger.questions.append(day)
        text = f"how many level 2 cases on {uk_date(day)}"
        self._workspace.post("say", user=user, channel=f"D{user[1:]}", text=text)
