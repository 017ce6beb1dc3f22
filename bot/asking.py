"""`mappa-bot ask`: a question on the command line, with the operator's rights."""

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.openings import open_database
from bot.settings import Settings
from mappa.answers import Answer, answer_people, answer_problem
from mappa.clocks import london_day
from mappa.days import read_day
from mappa.errors import MappaError
from mappa.question_parts import read_question
from storage.databases import Database
from storage.installations import is_practice
from storage.questions import count_people

PRACTICE = "Practice data: everybody in them is invented."


def ask(settings: Settings, typed: argparse.Namespace) -> int:
    """One question, or with "-" one a line; 0 only if every one was answered."""
    db = open_database(settings)
    area = typed.area or settings.area
    today = _today(typed.on)
    with db.read() as session:
        practice = is_practice(session)
    asked = sys.stdin if typed.question == "-" else [typed.question]
    answered = True
    for question in asked:
        found = _answer(db, question, area, today)
        if practice:
            found = replace(found, text=f"{found.text} {PRACTICE}")
        _show(found, as_json=typed.json)
        answered = answered and found.status == "answered"
    db.close()
    return 0 if answered else 1


def _today(typed: str | None) -> date:
    today = london_day(datetime.now(UTC))
    return read_day(typed, today) if typed else today


def _answer(db: Database, typed: str, area: str, today: date) -> Answer:
    try:
        question = read_question(typed.strip(), today)
    except MappaError as problem:
        return answer_problem(problem)
    with db.read() as session:
        cells = count_people(session, question, area, category_4=True)
    return answer_people(question, cells, category_4_shown=True, suppress_below=None)


def _show(found: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found.as_json_object()))
        return
    shown = sys.stdout if found.status == "answered" else sys.stderr
    print(found.text, file=shown)
    for row in found.rows:
        print(f"{row.label}: {row.value}", file=shown)
    for choice in found.choices:
        print(f"  {choice}", file=shown)
