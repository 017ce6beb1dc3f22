"""Ten thousand reminders for two hundred people due in one minute, and commands meanwhile.

The real bot as a process, with the practice workspace as another: it is seen there what arrived,
in which order, and how long whoever types has to wait.
"""

import re
import threading
import time
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from handlers.rederiving import derive_what_changed
from mappa.cases import Spell, TeamMember
from mappa.clocks import london_day
from mappa.days import uk_date
from storage.installations import PRACTICE, set_note
from storage.migrations import upgrade
from storage.people import add_person
from storage.tables import reminders
from tests.bench.databases import KEY, open_ours
from tests.bench.measuring import Row
from tests.build import CAST, POLICY, case, open_case, person
from tests.journeys import crowds
from tests.journeys.crowds import guests
from tests.journeys.processes import Process
from tests.journeys.workspaces import Workspace

PEOPLE = 200
FIRST_CASE = 6001
URGENT_WITHIN = (0, 7, 28, 84)  # days: what is nearer than each is more urgent
TYPED_EVERY = 0.2  # seconds
PATIENCE = 180
KEYS = urlsafe_b64encode(KEY).decode()


def draining_rows(folder: Path, each: int) -> Iterator[Row]:
    """`each`: so many reminders of every person, of which one a second can be sent."""
    path = folder / "draining.db"
    _fill(path, each)
    crowd = Process(folder, str(Path(crowds.__file__)), str(PEOPLE))
    with crowd:
        workspace = Workspace(crowd.wait_for(r"(http://\S+/)\n")[1])
        settings = workspace.settings | {"DATABASE_URL": f"sqlite:///{path}", "MAPPA_KEYS": KEYS}
        with Process(folder, "-m", "bot", "run", "--practice", **settings) as bot:
            bot.wait_for("The bot is connected")
            _make_due(path)
            seconds, taken = _watch(workspace, each)
            _check(workspace, each)
    lanes = f"{PEOPLE * each:,} reminders to {PEOPLE} people"
    yield Row(f"{lanes}; floor: one a second each", seconds, each, unit="s")
    yield Row("meanwhile a command is answered: median", median(taken), most=300)
    yield Row(f"the same: the slowest of {len(taken)}", max(taken), most=300)


def _watch(workspace: Workspace, each: int) -> tuple[float, list[float]]:
    """Until everything has arrived somebody types; how long it took, and each answer in ms."""
    began = time.monotonic()
    arrived = threading.Event()
    taken: list[float] = []

    def type_on() -> None:
        for number in range(10_000):
            if arrived.wait(TYPED_EVERY):
                return
            taken.append(_time_of_command(workspace, number))

    with ThreadPoolExecutor(1) as desk:
        typing = desk.submit(type_on)
        try:
            _wait_for_all(workspace, each, began + PATIENCE)
        finally:
            arrived.set()
    typing.result()
    return time.monotonic() - began, taken


def _time_of_command(workspace: Workspace, number: int) -> float:
    """A change that is saved, from the key that sends it to the answer on the screen."""
    on = london_day(datetime.now(UTC)) + timedelta(days=400 + number)
    text = f"/mappa update BED-{FIRST_CASE} licence-end {uk_date(on)} because court varied it"
    began = time.perf_counter()
    workspace.post("command", user="U0PRIYA", channel="C0GENERAL", text=text)
    return (time.perf_counter() - began) * 1000


def _wait_for_all(workspace: Workspace, each: int, deadline: float) -> None:
    """By the last to be served, so that looking does not keep the workspace from working."""
    for user in guests(PEOPLE):
        while len(workspace.state(user)["messages"]) < each:
            if time.monotonic() > deadline:
                raise AssertionError(f"{user} has not got everything within {PATIENCE} s")
            time.sleep(1)


def _check(workspace: Workspace, each: int) -> None:
    """Each arrived once, nothing urgent stood behind what was less so, every change is saved."""
    messages = workspace.messages()
    got: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        if message["text"].startswith("Reminder. "):
            got[message["channel"]].append(message["text"])
    for user in guests(PEOPLE):
        lines = got.pop(f"D{user[1:]}")
        urgencies = [_urgency(_about(line)) for line in lines]
        if len(set(lines)) != each or len(lines) != each or urgencies != sorted(urgencies):
            raise AssertionError(f"{user} got {len(lines)} in the order {urgencies}")
    answers = [m["text"] for m in messages if m.get("ephemeral_to") == "U0PRIYA"]
    if got or not answers or not all(text.startswith("Saved: ") for text in answers):
        raise AssertionError(f"{list(got)} {[a for a in answers if not a.startswith('Saved: ')]}")
    if broken := workspace.state("U0CORA")["broken"]:
        raise AssertionError(f"rules of Slack's were broken: {broken}")


def _urgency(about_on: date) -> int:
    days = (about_on - london_day(datetime.now(UTC))).days
    return sum(days > limit for limit in URGENT_WITHIN)


def _about(line: str) -> date:
    found = re.search(r"on (\d+ \w+ \d{4})", line)
    if found is None:
        raise AssertionError(line)
    return datetime.strptime(found[1], "%d %B %Y").date()  # noqa: DTZ007


def _fill(path: Path, each: int) -> None:
    """Each guest owns a case with so many reminders, in no order; Priya has one to change."""
    upgrade(f"sqlite:///{path}")
    db = open_ours(path)
    now = datetime.now(UTC)
    derive_what_changed(db, POLICY, lambda: now)  # so that the bot finds nothing to derive again
    with db.write() as session:
        set_note(session, "kind", PRACTICE)
        for one in CAST:
            add_person(session, one, now)
        open_case(session, case(f"BED-{FIRST_CASE}", dates={}), now)
        for number, user in enumerate(guests(PEOPLE), FIRST_CASE + 1):
            owner = add_person(session, person(user), now)
            team = (TeamMember(user, "owner"),)
            spells = (Spell(2, 2, date(2026, 1, 5)),)
            facts = case(f"BED-{number}", crn=None, dates={}, team=team, spells=spells)
            stored = open_case(session, facts, now)
            session.execute(
                reminders.insert(), list(_rows(owner.id, stored.id, facts.ref, now, each))
            )
    db.close()


def _rows(
    person_id: int, case_id: int, ref: str, now: datetime, each: int
) -> Iterator[dict[str, Any]]:
    today = london_day(now)
    for number in range(each):
        yield {
            "area": "BED",
            "subject": f"case {ref}",
            "case_id": case_id,
            "kind": "licence_end",
            "about_on": today + timedelta(days=number * 37 % 120),
            "notice": "28 days",
            "person_id": person_id,
            "due_at": now + timedelta(days=1),
            "state": "planned",
            "late": False,
            "step": 0,
        }


def _make_due(path: Path) -> None:
    db = open_ours(path)
    with db.write() as session:
        due = reminders.update().where(reminders.c.kind == "licence_end")
        session.execute(due.values(due_at=datetime.now(UTC)))
    db.close()
