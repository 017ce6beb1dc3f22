"""`mappa-bot sample`: the invented caseload that reproduces a published report."""

import argparse
from contextlib import closing
from datetime import UTC, datetime

from bot.openings import open_database
from bot.settings import Settings
from mappa.clocks import london_day
from mappa.errors import RuleBroken
from mappa.people import Person
from mappa.policies import load_policy
from mappa.samples import practice_people, sample_workbook
from storage.databases import Database
from storage.installations import set_note
from storage.samples import add_sample

NAME = "bedfordshire-2013-14"
TEAM = "T0PRACTICE"
AREA = "BED"


def sample(settings: Settings, typed: argparse.Namespace) -> int:
    """Load the named sample caseload into an empty database."""
    if typed.name != NAME:
        raise RuleBroken(f"There is no sample of that name. Example: mappa-bot sample {NAME}")
    with closing(open_database(settings, to_fill=True)) as db:
        loaded = fill(db)
    print(f"{loaded} invented cases loaded; the database is for practice from now on.")
    return 0


def fill(db: Database) -> int:
    """The sample caseload and its people, in one transaction; how many cases that are."""
    now = datetime.now(UTC)
    people = [
        Person(0, TEAM, user_id, name, agency, role, AREA, frozenset(grants))
        for user_id, name, agency, role, grants in practice_people()
    ]
    sample = sample_workbook(london_day(now))
    with db.write() as session:
        loaded = add_sample(session, people, sample, load_policy(None), now)
        set_note(session, "team_id", TEAM)
    return loaded
