"""`make leaks`: everything is driven over thousands of cases, and what was found is counted.

Each round begins afresh with another seed; SOME is what the suite does, as a quick look.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from storage.migrations import upgrade
from tests.handlers.conftest import production_log
from tests.leaks.drivers import ALL, SOME, drive, never_pressed
from tests.leaks.houses import House, plant
from tests.postgres import find_room


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.leaks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--cases", type=int, default=4000)
    parser.add_argument("--rich", type=int, default=500, help="with something in every field")
    parser.add_argument("--some", action="store_true", help="only as much as the suite does")
    typed = parser.parse_args()
    leaks = 0
    for seed in range(typed.seed, typed.seed + typed.rounds):
        with tempfile.TemporaryDirectory(dir=find_room()) as folder:
            leaks += search(Path(folder), seed, typed.cases, typed.rich, some=typed.some)
    say(f"{leaks} found where they do not belong" if leaks else "Nothing leaked.")
    return 1 if leaks else 0


def search(folder: Path, seed: int, cases: int, rich: int, *, some: bool) -> int:
    """One round; how many leaks it found."""
    template = folder / "migrated.db"
    upgrade(f"sqlite:///{template}")
    with production_log("json" if seed % 2 else "text") as log:
        began, worked = time.monotonic(), time.process_time()

        def told(part: str) -> None:
            took, cpu = time.monotonic() - began, time.process_time() - worked
            found = f"{house.done} steps, {len(house.judge.leaks)} leaks"
            say(f"{took:8.1f} s ({cpu:.1f} s of work): {part}, {found}")

        with plant(template, folder, log, cases=cases, rich=rich, seed=seed) as house:
            told("planted")
            drive(house, SOME if some else ALL, told)
            return report(house, seed)


def report(house: House, seed: int) -> int:
    judge, world = house.judge, house.world
    say(f"seed {seed}")
    for what, number in {
        "cases": len(world.cases),
        "markers planted": len(world.marks.planted),
        "steps": house.done,
        "paths (what is done, where, by whom)": len(house.ways),
        "bytes on the way to Slack": house.relay.bytes,
        "characters of the log": house.logged,
        "characters searched": judge.searched,
        "found where they belong": sum(judge.rightly.values()),
        "found where they do not belong": len(judge.leaks),
    }.items():
        say(f"  {what}: {number:,}")
    for problem in house.relay.problems:
        say(f"NOT READ: {problem}")
    fields = {mark.field for mark in world.marks.planted} - set(judge.rightly)
    say(f"  fields never shown to anybody: {', '.join(sorted(fields)) or 'none'}")
    say(f"  never pressed or sent in: {', '.join(never_pressed(house)) or 'none'}")
    kinds = Counter((one.kind, one.what, one.found.split(" of ")[0]) for one in judge.leaks)
    for kind, number in kinds.most_common():
        first = next(one for one in judge.leaks if kind[0] == one.kind and kind[1] == one.what)
        say(f"LEAK {number} times {' '.join(kind)}; the first: {first}")
    return len(judge.leaks)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
