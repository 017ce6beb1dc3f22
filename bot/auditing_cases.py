"""`mappa-bot audit case`: who did or saw what of a case, with the operator's rights."""

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime

from bot.openings import open_database
from bot.settings import Settings
from handlers.audits import told_of
from handlers.views.audits import Entry as Told
from mappa.audits import Wanted
from mappa.identifiers import read_case_ref
from storage.audits import EVERY
from storage.cases import get_case
from storage.installations import is_practice
from storage.records import SEEN, Entry, add_record

PRACTICE = "Practice data: everybody in them is invented."


def show_audit(settings: Settings, typed: argparse.Namespace) -> int:
    """All of it, the newest first; that it was looked at is on the record before it is printed."""
    wanted = Wanted(read_case_ref(typed.ref))
    with closing(open_database(settings)) as db, db.write() as session:
        case = get_case(session, wanted.ref)
        entry = Entry(SEEN, "command line", after="its record")
        about = (case.id, case.key)
        add_record(session, entry, area=case.facts.area, now=datetime.now(UTC), case=about)
        entries = told_of(session, case, wanted, EVERY).entries
        practice = is_practice(session)
    if typed.json:
        print(json.dumps({"case": wanted.ref, "entries": [_as_json(one) for one in entries]}))
        return 0
    for one in entries:
        print(one.line)
    if practice:
        print(PRACTICE, file=sys.stderr)
    return 0


def _as_json(one: Told) -> dict[str, str | list[str]]:
    return {
        "at": one.at.isoformat(timespec="seconds"),
        "who": one.who,
        "agency": one.agency,
        "from": one.where,
        "what": one.what,
        "details": list(one.details),
        "number": one.number,
    }
