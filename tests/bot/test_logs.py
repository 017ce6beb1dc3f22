"""The log: in text or JSON, and quiet about payloads whatever the level."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import QUIET, start_log

MARKER = "Zebedee Q. Marker"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Every logger that is touched here, put back afterwards."""
    root = logging.getLogger()
    names = [*QUIET, "mappa.slack"]
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in names}
    yield
    root.handlers[:], root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


def test_a_line_of_text_says_when_how_bad_where_and_what() -> None:
    stream = io.StringIO()
    start_log("INFO", "text", stream)
    logging.getLogger("mappa.sending").warning("message %s: not sent for now", 7)
    logging.getLogger("mappa.sending").debug("not at this level")
    (line,) = stream.getvalue().splitlines()
    assert line.endswith(" WARNING mappa.sending message 7: not sent for now")
    assert line[:4].isdigit()


def test_a_line_of_json_is_one_object_also_with_a_traceback_and_odd_characters() -> None:
    stream = io.StringIO()
    start_log("INFO", "json", stream)
    log = logging.getLogger("mappa.errors")
    try:
        raise LookupError(f"a row of {MARKER}") from ValueError(MARKER)
    except LookupError as problem:
        log.error("fault %s “x”\n", "3fa9c1d2", exc_info=problem)
    log.info("fine")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert list(first) == ["at", "level", "name", "message", "traceback"]
    assert (first["level"], first["name"]) == ("ERROR", "mappa.errors")
    assert first["message"] == "fault 3fa9c1d2 “x”\n"
    kinds = [line for line in first["traceback"].splitlines() if not line.startswith(" ")]
    assert kinds == ["ValueError", "LookupError"] and "test_logs.py" in first["traceback"]
    assert MARKER not in stream.getvalue()
    assert first["at"].endswith("+00:00")
    assert list(second) == ["at", "level", "name", "message"]


@pytest.mark.parametrize("name", [f"{quiet}.deep.down" for quiet in QUIET])
def test_libraries_speak_of_errors_only(name: str) -> None:
    stream = io.StringIO()
    start_log("DEBUG", "text", stream)
    logging.getLogger(name).debug(MARKER)
    logging.getLogger(name).warning(MARKER)
    assert stream.getvalue() == ""


def test_what_bolt_is_given_speaks_of_errors_only() -> None:
    stream = io.StringIO()
    bolt = start_log("DEBUG", "text", stream)
    bolt.warning("Unhandled request %s", MARKER)
    assert stream.getvalue() == ""
    assert bolt.level == logging.ERROR, "Bolt copies the level, and asks no parent"
    bolt.error("something")
    assert "ERROR mappa.slack something" in stream.getvalue()


def test_starting_again_writes_to_the_new_place_only() -> None:
    old, new = io.StringIO(), io.StringIO()
    start_log("INFO", "text", old)
    start_log("INFO", "text", new)
    logging.getLogger("mappa").info("hello")
    assert old.getvalue() == ""
    assert new.getvalue().count("hello") == 1


def test_a_library_that_lets_one_of_its_classes_speak_is_not_heard_either() -> None:
    stream = io.StringIO()
    start_log("DEBUG", "text", stream)
    # As Bolt does for each of its classes; this one tells the body of what was not signed.
    spoken = logging.getLogger("slack_bolt.RequestVerification")
    before, spoken.level = spoken.level, logging.DEBUG
    spoken.info(MARKER)
    spoken.level = before
    assert stream.getvalue() == ""
