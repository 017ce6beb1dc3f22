"""`mappa-bot ask`: a question on the command line, with the operator's rights."""

import argparse
import io
import json
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from bot.openings import open_database
from bot.settings import Settings
from mappa.answering.answers import AS_FILE, LISTED, Answer, Shown, answer_problem
from mappa.asking.reader import read_question
from mappa.clocks import london_day
from mappa.days import read_day
from mappa.errors import MappaError
from mappa.policies import Policy, load_policy
from storage.asking.answering import answer_asked, read_in_area
from storage.asking.scopes import Scope
from storage.databases import Database
from storage.installations import is_practice
from storage.records import Entry, add_record

PRACTICE = "Practice data: everybody in them is invented."


def ask(settings: Settings, typed: argparse.Namespace) -> int:
    """One question, or with "-" one a line; 0 only if every one was answered."""
    policy = load_policy(settings.mappa_policy or None)
    area = typed.area or settings.area
    answered = True
    with closing(open_database(settings)) as db:
        with db.read() as session:
            practice = is_practice(session)
        for question in _lines() if typed.question == "-" else [typed.question]:
            found = _answer(db, policy, question, area, typed.on)
            _show(_marked(found) if practice else found, as_json=typed.json)
            answered = answered and found.status == "answered"
    return 0 if answered else 1


def _lines() -> Iterable[str]:
    """What comes in, line by line; a line that is no text is a question not understood."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    return sys.stdin


def _today(typed: str | None) -> date:
    today = london_day(datetime.now(UTC))
    return today if typed is None else read_day(typed, today)


def _answer(db: Database, policy: Policy, typed: str, area: str, on: str | None) -> Answer:
    """Category 4 is seen, and nothing is suppressed; each line is answered from one moment. What
    names cases is answered where it can be put on the record first."""
    counting = policy.statistics.counting
    scope = Scope(area, category_4=True, counting=counting, policy=policy)
    try:
        read = partial(read_question, typed.strip(), _today(on))
        with db.read() as session:
            asked = read_in_area(session, policy, area, read)
            found = answer_asked(session, asked, scope, Shown(category_4=True))
        if found.cases:
            with db.write() as session:
                found = answer_asked(session, asked, scope, Shown(category_4=True))
                after = {"cases": list(found.cases), "words": found.reading}
                entry = Entry("cases found", "command line", after=after)
                add_record(session, entry, area=area, now=datetime.now(UTC))
    except MappaError as problem:
        return answer_problem(problem)
    # That is done by the word `find`, in Slack; here every case is given.
    return replace(found, text=found.text.removesuffix(AS_FILE).rstrip())


def _marked(found: Answer) -> Answer:
    """Choices follow the text of what is asked back, so there the note stands before it."""
    said = (found.text, PRACTICE) if found.status == "answered" else (PRACTICE, found.text)
    return replace(found, text=" ".join(said))


def _show(found: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found.as_json_object()), flush=True)
        return
    shown = sys.stdout if found.status == "answered" else sys.stderr
    print(found.text, file=shown)
    for row in found.rows:
        print(f"{row.label}: {'n/a' if row.value is None else row.value}", file=shown)
    for ref in found.cases if len(found.cases) > LISTED else ():
        print(ref, file=shown)
    for choice in found.choices:
        print(f"  {choice}", file=shown)
