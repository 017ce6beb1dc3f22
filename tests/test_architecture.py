"""The house: which folder may import which, and how large a room may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "storage", "mappa")

# The arrows, and the libraries that belong to one room. This table is the documentation.
MAY_IMPORT = {
    "bot": {"bot", "handlers", "storage", "mappa"},
    "bot/sandbox": {"bot/sandbox"},
    "handlers": {"handlers", "storage", "mappa"},
    "storage": {"storage", "mappa"},
    "mappa": {"mappa"},
}
LIBRARY_BELONGS_TO = {
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "cryptography": {"storage"},
    "openpyxl": {"storage", "handlers"},
    "docx": {"handlers"},
    "icalendar": {"handlers"},
    "matplotlib": {"handlers"},
    "slack_bolt": {"handlers", "bot"},
    "slack_sdk": {"handlers", "bot"},
    "apscheduler": {"bot"},
    "dotenv": {"bot"},
    "aiohttp": {"bot/sandbox"},
    "holidays": {"mappa"},
}
OPENS_THE_WORKSPACE = {"bot/practice.py"}
LONGEST = 300
GENERATED = "storage/migrations/versions"
FILES = [path for room in ROOMS for path in sorted((HOUSE / room).rglob("*.py"))]


def _name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def _room(place: str) -> str:
    return "bot/sandbox" if place.startswith("bot/sandbox") else place.partition("/")[0]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.replace(".", "/") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.replace(".", "/")


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_room_imports_only_what_its_arrows_allow(path: Path) -> None:
    room = _room(_name(path))
    for imported in _imports(path):
        if imported.partition("/")[0] in ROOMS:
            to = _room(imported)
            opened = to == "bot/sandbox" and _name(path) in OPENS_THE_WORKSPACE
            assert to in MAY_IMPORT[room] or opened, f"{_name(path)} imports {imported}"
        owners = LIBRARY_BELONGS_TO.get(imported.partition("/")[0], {room})
        assert room in owners, f"{_name(path)} imports {imported}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_module_stays_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), f"{_name(path)} does not say what it is"
    if GENERATED not in _name(path):
        assert len(text.splitlines()) <= LONGEST, f"split {_name(path)} by noun"


def test_what_is_decided_asks_no_clock() -> None:
    for path in FILES:
        if _room(_name(path)) in ("mappa", "storage"):
            text = path.read_text()
            assert "datetime.now(" not in text, _name(path)
            assert "date.today(" not in text, _name(path)
