"""The command line: `mappa-bot`, or `python -m bot`. What a word does not need is not imported."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from bot.words import make_parser
from mappa.errors import MappaError, SettingWrong

# Who answers each word; imported only when the word is typed.
WORDS = {
    "run": "bot.starting:start",
    "sandbox": "bot.starting:start_practice",
    "ask": "bot.asking:ask",
    "report": "bot.reporting:report",
    "check-report": "bot.checking:check_report_file",
    "import": "bot.importing:bring_in",
    "export": "bot.exporting:take_out",
    "sample": "bot.sampling:sample",
    "reminders": "bot.reminding:reminders",
    "people": "bot.registering:people",
    "check": "bot.doctoring:check",
    "migrate": "bot.migrating:migrate",
    "manifest": "bot.manifests:manifest",
    "keys": "bot.rotating:keys",
    "audit": "bot.auditing:audit",
    "subject-access": "bot.subject_access:subject_access",
    "backup": "bot.backing_up:back_up",
    "restore": "bot.backing_up:bring_back",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 1 refused or failed with one line on stderr, 2 usage."""
    _write_anything()
    typed = make_parser(WORDS).parse_args(arguments)
    try:
        code = _dispatch(typed)
        print(end="", flush=True)  # what cannot be written is known here, and not at exit
        return code
    except MappaError as problem:
        return _failed(problem.message)
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:
        return _failed("")
    except Exception as problem:  # the last place where a traceback can be kept from a user
        from bot.faults import fault_line

        return _failed(fault_line(problem))


def _write_anything() -> None:
    """A terminal that cannot show a letter gets its number: what was saved is not to seem lost."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _failed(line: str) -> int:
    try:
        print(end="", flush=True)
    except OSError:  # nobody reads what was printed so far, or there is no room for it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if line:
        print(" ".join(line.split()), file=sys.stderr)
    return 1


def _dispatch(typed: argparse.Namespace) -> int:
    from bot.settings import load_settings

    try:
        settings = load_settings(os.environ, Path())
    except SettingWrong:
        if typed.word != "check":
            raise
        return int(_load("bot.doctoring:check_settings_only")(typed, os.environ))
    if getattr(typed, "area", None) is not None:
        from mappa.areas import read_area

        typed.area = read_area(typed.area)
    return int(_load(WORDS[typed.word])(settings, typed))


def _load(place: str) -> Callable[..., int]:
    module, _, name = place.partition(":")
    found: Callable[..., int] = getattr(import_module(module), name)
    return found


if __name__ == "__main__":
    sys.exit(main())
