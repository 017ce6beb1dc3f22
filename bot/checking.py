"""`mappa-bot check-report`: the checks of the annual report, on any report that is typed in."""

import argparse
import json
from pathlib import Path
from typing import Any

from bot.settings import Settings
from mappa.choices import harmless
from mappa.errors import RuleBroken
from mappa.statistics.checks import check_report
from mappa.statistics.typed_files import MOST_BYTES, read_typed_file


def check_report_file(_settings: Settings, typed: argparse.Namespace) -> int:
    """One finding a line; 1 if there is any. It needs no database."""
    previous = None if typed.previous is None else _read(typed.previous)
    found = check_report(_read(typed.file), previous)
    if typed.json:
        print(json.dumps({"findings": [finding.as_json_object() for finding in found]}))
    else:
        for finding in found:
            print(finding)
    return 1 if found else 0


def _read(typed: str) -> dict[str, Any]:
    """The report in a file, of which no more is read than a report can have."""
    try:
        with Path(typed).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:  # ValueError: a name with a zero byte
        reason = getattr(problem, "strerror", None) or "it is no file name"
        raise RuleBroken(f"{harmless(typed)} cannot be read ({reason}).") from problem
    return read_typed_file(content)
