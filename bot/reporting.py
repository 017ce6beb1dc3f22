"""`mappa-bot report`: the annual report of a year, from the cases."""

import argparse
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

from bot.openings import open_database
from bot.settings import Settings
from mappa.clocks import london_day
from mappa.errors import RuleBroken, SettingWrong
from mappa.labels import read_label
from mappa.policies import Policy, load_policy
from mappa.statistics.plain_formats import PLAIN_WRITERS, WITH_APPENDICES, Writer
from mappa.statistics.report_lines import read_population
from mappa.statistics.reports import Report
from mappa.years import MappaYear, read_year
from storage.area_dates import derive_area_dates
from storage.databases import Session
from storage.installations import is_practice
from storage.kpis import list_appendices
from storage.returns import freeze_return
from storage.statistics.inputs import fingerprint_of
from storage.statistics.reports import make_report_for

LONGEST_NAME = 100
NO_TEXT = frozenset({"xlsx", "docx"})
SOURCE = "command line"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be reported, and in which format."""

    area: str
    year: MappaYear
    counting: str
    population: int | None
    policy: Policy
    format: str


def report(settings: Settings, typed: argparse.Namespace) -> int:
    """Print the report of one year, or write it to a file; and freeze it, if it is approved."""
    year = read_year(typed.year)
    population = _population(typed)
    approved_by = _approved_by(typed)
    policy = load_policy(settings.mappa_policy or None)
    counting, area = typed.counting or policy.statistics.counting, typed.area or settings.area
    wanted = Wanted(area, year, counting, population, policy, typed.format)
    with closing(open_database(settings)) as db:
        if not approved_by:
            with db.read() as session:
                found, practice = _to_write(session, wanted), is_practice(session)
            _give(_writer(typed.format)(found, practice=practice), typed)
            return 0
        with db.write() as session:
            rows, now = fingerprint_of(session, area, year), datetime.now(UTC)
            figures = _figures(session, wanted)
            freeze_return(session, area, figures, rows, approved_by, now, source=SOURCE)
            derive_area_dates(session, area, policy, now)
            found, practice = _to_write(session, wanted), is_practice(session)
            # Within the transaction: what cannot be written is not frozen either.
            _give(_writer(typed.format)(found, practice=practice), typed)
    return 0


def _to_write(session: Session, wanted: Wanted) -> Report:
    """The report with all that goes with it in this format."""
    found = _figures(session, wanted)
    if wanted.format not in WITH_APPENDICES:
        return found
    given = session, wanted.area, wanted.year, wanted.policy, _today()
    return replace(found, appendices=list_appendices(*given, category_4=True))


def _figures(session: Session, wanted: Wanted) -> Report:
    return make_report_for(
        session,
        wanted.area,
        wanted.year,
        wanted.counting,
        wanted.population,
        category_4=True,
        today=_today(),
    )


def _today() -> date:
    return london_day(datetime.now(UTC))


def _writer(name: str) -> Writer:
    """Text and JSON need nothing of Slack, which all else lives with."""
    if name in PLAIN_WRITERS:
        return PLAIN_WRITERS[name]
    writer: Writer = import_module("handlers.publishing.formats").WRITERS[name]
    return writer


def _population(typed: argparse.Namespace) -> int | None:
    if typed.population is None:
        return None
    return read_population(typed.population, "--population 554000")


def _approved_by(typed: argparse.Namespace) -> str:
    """Who has approved what is to be frozen, empty if nothing is."""
    if bool(typed.freeze) != (typed.approved_by is not None):
        raise RuleBroken(
            "A return is frozen with the name of who approved it. "
            "Example: report 2013/14 --freeze --approved-by 'Jo Practice'"
        )
    if not typed.freeze:
        return ""
    return read_label(typed.approved_by, "approved-by", LONGEST_NAME, "--approved-by 'Jo Practice'")


def _give(content: bytes, typed: argparse.Namespace) -> None:
    """To the file, or to whatever standard output is; a document is nothing for a terminal."""
    if typed.out is not None:
        _write(Path(typed.out), content)
    elif typed.format not in NO_TEXT:
        print(content.decode(), end="")
    elif sys.stdout.isatty():
        raise RuleBroken(f"out: say where to. Example: --out report.{typed.format}", "out")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except (OSError, ValueError) as problem:  # ValueError: a name with a zero byte
        reason = getattr(problem, "strerror", None) or "it is no file name"
        raise SettingWrong(f"{path} cannot be written ({reason}).") from problem
