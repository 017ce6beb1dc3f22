"""One round of the comparison: a caseload brought in, and questions asked of both."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from mappa.years import MappaYear
from storage.databases import Session
from storage.statistics.reports import make_report_for
from tests.oracle.caseloads import random_caseload
from tests.oracle.comparing import differences, told
from tests.oracle.importing import NOW, bring_in
from tests.oracle.oracle import Oracle
from tests.oracle.random_questions import random_question
from tests.oracle.report import report_figures

YEARS = (2012, 2013, 2014, 2015)  # in 2014/15 there are orders of both kinds
SHOWN = 2  # differences of a measure in a round, at most
COUNTING = ("first", "highest", "each")
FEWEST, MOST = 60, 200  # people


@dataclass
class Round:
    """How many questions were asked of each measure, how many differ, and what is said of them."""

    asked: Counter[str] = field(default_factory=Counter)
    differed: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


def caseload(session: Session, seed: int, most: int = MOST) -> dict[str, str]:
    """The sheets of a caseload that has been brought in; the same for the same seed."""
    random = Random(seed)
    sheets = random_caseload(random, random.randint(FEWEST, most))
    with TemporaryDirectory() as folder:
        bring_in(session, sheets, Path(folder))
    return sheets


def reports_of_both(session: Session, sheets: dict[str, str], seed: int) -> Round:
    """Each year's annual report, by each counting rule."""
    oracle, found = Oracle(sheets, "BED"), Round()
    for year in YEARS:
        for counting in COUNTING:
            found.asked["report"] += 1
            expected, printed = (
                report_figures(oracle, year, counting, "Bedfordshire"),
                _printed(session, year, counting),
            )
            lines = [
                f"{key}: printed {printed.get(key, 'nothing')}, expected {value}"
                for key, value in expected.items()
                if key not in printed or printed[key] != value
            ]
            if lines:
                found.differed["report"] += 1
                found.lines.append("\n    ".join([f"seed {seed}, {year}, {counting}:", *lines]))
    return found


def _printed(session: Session, year: int, counting: str) -> dict[str, Any]:
    """As `mappa-bot report --format json` prints it."""
    report = make_report_for(
        session, "BED", MappaYear(year), counting, None, category_4=True, today=NOW.date()
    )
    found: dict[str, Any] = json.loads(json.dumps(report.as_json_object()))
    return found


def ask_both(session: Session, sheets: dict[str, str], seed: int, questions: int) -> Round:
    """Ask the program and the oracle; every fifth by somebody who may not see Category 4."""
    random, found = Random(seed), Round()
    all_of_it, rest = Oracle(sheets, "BED"), Oracle(sheets, "BED", category_4=False)
    for number in range(questions):
        question, counting = random_question(random), random.choice(COUNTING)
        oracle = rest if number % 5 == 4 else all_of_it
        found.asked[question.counted] += 1
        if differences(session, oracle, question, counting):
            found.differed[question.counted] += 1
            if found.differed[question.counted] <= SHOWN:
                found.lines.append(f"seed {seed}: {told(session, oracle, question, counting)}")
    return found
