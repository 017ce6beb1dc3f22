"""`mappa-bot report`: the tables of the annual report, from the cases."""

import argparse
import json
from contextlib import closing
from pathlib import Path

from bot.openings import open_database
from bot.settings import Settings
from mappa.areas import AREAS
from mappa.errors import SettingWrong
from mappa.policies import load_policy
from mappa.questions import people_on
from mappa.statistics import Report, make_report, report_text
from mappa.years import MappaYear, read_year
from storage.databases import Session
from storage.installations import is_practice
from storage.questions import count_people
from storage.statistics import list_spells_at_levels_2_and_3

PRACTICE = "Practice data: everybody in them is invented."


def report(settings: Settings, typed: argparse.Namespace) -> int:
    """Print the tables of one year, or write them to a file."""
    year = read_year(typed.year)
    policy = load_policy(settings.mappa_policy or None)
    area = typed.area or settings.area
    with closing(open_database(settings)) as db, db.read() as session:
        found = count(session, area, year, typed.counting or policy.statistics.counting)
        practice = is_practice(session)
    if typed.format == "json":
        shown = json.dumps(found.as_json_object(), indent=2)
    else:
        shown = "\n".join([report_text(found), *([PRACTICE] if practice else [])])
    if typed.out is not None:
        _write(Path(typed.out), f"{shown}\n")
    else:
        print(shown)
    return 0


def count(session: Session, area: str, year: MappaYear, counting: str) -> Report:
    """Count the year's tables; only people in the community count in the picture of its end."""
    cells = count_people(session, people_on(year.ends_on), area, category_4=True)
    spells = list_spells_at_levels_2_and_3(session, area, year.starts_on, year.ends_on)
    return make_report(AREAS[area], year, cells, spells, counting)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise SettingWrong(f"{path} cannot be written ({problem.strerror}).") from problem
