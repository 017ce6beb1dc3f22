"""What a real process prints and logs, at its most talkative, holds nothing of any case."""

import json
import shutil
from pathlib import Path

from storage.databases import Database, make_engine
from storage.keys import KeyRing
from tests.bot.processes import bot, live
from tests.bot.workspaces import serve, wait_until
from tests.conftest import KEY
from tests.leaks.houses import fill
from tests.leaks.troubles import away
from tests.leaks.worlds import World, make_world

SAID = "Something went wrong"


def lines(world: World) -> list[str]:
    case = world.cases[world.kinds["ordinary"][0]]
    return [
        f"case {case.ref}", f"find {case.name}", f"find {case.crn}", f"case {case.name}",
        f"update {case.ref} note {case.name} moved", f"update {case.ref} born {case.born_on} x",
        f"how many cases of {case.name}", f"refer {case.pnc} {case.name}",
    ]  # fmt: skip


def test_a_process_prints_and_logs_nothing_of_a_case(migrated_file: Path, tmp_path: Path) -> None:
    file, world = tmp_path / "mappa.db", make_world(72, 72)
    shutil.copy(migrated_file, file)
    db = Database(make_engine(f"sqlite:///{file}"), KeyRing([KEY]))
    fill(db, world)
    db.close()
    with serve() as slack:
        talkative = {"LOG_LEVEL": "DEBUG", "LOG_FORMAT": "text"}
        with bot(tmp_path, "run", **live(slack, file), **talkative) as running:
            running.wait_for("The bot is connected")
            for line in lines(world):
                slack.command(f"/mappa {line}", "U0CORA", "C0GENERAL")
            slack.act("home", "U0CORA")
            with away(str(file), "notes"):
                slack.command(f"/mappa {lines(world)[0]}", "U0CORA", "C0GENERAL")
            answers = json.dumps(slack.messages("U0CORA", "C0GENERAL"))
            wait_until(lambda: slack.state("U0CORA")["home"], "Home")
            assert running.stop() == 0
            written = f"{running.out}\n{running.err}"
    assert {mark.field for mark in world.marks.find(answers)} >= {"name", "crn", "note"}
    assert SAID in answers and "fault" in written
    assert list(world.marks.find(written)) == []
