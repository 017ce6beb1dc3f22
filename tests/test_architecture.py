"""The house: which folder may import which, and how large a room may grow."""

import ast
import re
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
    return _imported(ast.parse(path.read_text()))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.replace(".", "/") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.replace(".", "/")


def _of(room: str) -> list[Path]:
    return [path for path in FILES if _name(path).startswith(f"{room}/")]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_its_arrows_allow(room: str) -> None:
    wrong = [fault for path in _of(room) for fault in _forbidden(path)]
    assert wrong == []


def _forbidden(path: Path) -> Iterator[str]:
    room = _room(_name(path))
    for imported in _imports(path):
        owners = LIBRARY_BELONGS_TO.get(imported.partition("/")[0], {room})
        allowed = room in owners
        if imported.partition("/")[0] in ROOMS:
            to = _room(imported)
            opened = to == "bot/sandbox" and _name(path) in OPENS_THE_WORKSPACE
            allowed = to in MAY_IMPORT[room] or opened
        if not allowed:
            yield f"{_name(path)} imports {imported}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_stays_small_and_says_what_it_is(room: str) -> None:
    for path in _of(room):
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


# What runs, loads or trusts whatever it is given; the reasons stand beside what is used instead.
NEVER_CALLED = {
    "eval", "exec", "compile", "__import__", "input", "breakpoint",
    "os.system", "os.popen", "os.execv", "os.execvp", "os.spawnv", "os.fork", "os.mktemp",
    "tempfile.mktemp", "mktemp", "yaml.load", "ssl._create_unverified_context",
}  # fmt: skip
NEVER_IMPORTED = {
    "pickle", "marshal", "shelve", "dill", "cloudpickle", "jsonpickle", "yaml", "ctypes", "cffi",
    "code", "codeop", "pty", "telnetlib", "ftplib", "imp", "xmlrpc", "subprocess", "requests",
    "multiprocessing", "httpx", "jinja2",
}  # fmt: skip
# XML comes in through one door: it refuses a document type, and so every entity.
READS_XML = {"storage/workbook/xlsx_parts.py": {"xml/parsers"}}
WRITES_XML = {"handlers/publishing/xlsx.py": {"xml/sax/saxutils"}}
# A cell that is written for a spreadsheet passes mappa/spreadsheets.py, or a library of its own.
WRITES_CSV = {"mappa/findings.py", "handlers/publishing/csv.py", "storage/workbook/csv_sheets.py"}
LOADS_BY_NAME = {"bot/__main__.py", "bot/reporting.py", "handlers/publishing/formats.py"}
CALLS_OUT = {"handlers/downloads.py"}  # besides Slack's own client


# Most files have none of it, and need not be read any closer.
SUSPECT = re.compile(
    r"\b(eval|exec|compile|__import__|input|breakpoint|os\.|mktemp|ssl|shell|verify|csv|assert|"
    r"import_module|urlopen|build_opener|xml|lxml|defusedxml)\b|"
    rf"\b({'|'.join(sorted(NEVER_IMPORTED))})\b"
)


def _unsafe(name: str, text: str) -> Iterator[str]:
    if not SUSPECT.search(text):
        return
    tree = ast.parse(text)
    imported = set(_imported(tree))
    yield from (f"imports {one}" for one in imported if one.partition("/")[0] in NEVER_IMPORTED)
    xml = {one for one in imported if one.partition("/")[0] in ("xml", "lxml", "defusedxml")}
    if xml - READS_XML.get(name, set()) - WRITES_XML.get(name, set()):
        yield f"reads XML by {sorted(xml)}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _unsafe_call(name, ast.unparse(node.func), node)
        elif isinstance(node, ast.Assert):
            yield "asserts, which Python may be told to leave out"


def _unsafe_call(name: str, called: str, call: ast.Call) -> Iterator[str]:
    last = called.rpartition(".")[2]
    if called in NEVER_CALLED:
        yield f"calls {called}"
    if any(keyword.arg == "shell" for keyword in call.keywords):
        yield f"calls {called} with a shell"
    if any(k.arg == "verify" and ast.unparse(k.value) == "False" for k in call.keywords):
        yield f"calls {called} without looking at a certificate"
    for where, names in (
        (WRITES_CSV, ("csv.writer", "csv.DictWriter")),
        (LOADS_BY_NAME, ("import_module",)),
        (CALLS_OUT, ("urlopen", "build_opener")),
    ):
        if (called in names or last in names) and name not in where:
            yield f"calls {called}"


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_runs_loads_or_trusts_what_it_is_given(room: str) -> None:
    found = [
        f"{_name(path)} {wrong}"
        for path in _of(room)
        for wrong in _unsafe(_name(path), path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("import pickle", "imports pickle"),
        ("from yaml import load", "imports yaml"),
        ("from xml.etree import ElementTree", "reads XML by ['xml/etree']"),
        ("eval('1')", "calls eval"),
        ("os.system('ls')", "calls os.system"),
        ("run('ls', shell=True)", "calls run with a shell"),
        ("get('x', verify=False)", "calls get without looking at a certificate"),
        ("assert x", "asserts, which Python may be told to leave out"),
        ("csv.writer(out)", "calls csv.writer"),
        ("importlib.import_module(given)", "calls importlib.import_module"),
        ("urllib.request.urlopen(given)", "calls urllib.request.urlopen"),
    ],
)
def test_what_is_unsafe_would_be_found(line: str, wrong: str) -> None:
    assert list(_unsafe("bot/a.py", f"{line}\n")) == [wrong]
