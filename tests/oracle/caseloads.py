"""Caseloads at random, as the sheets of a workbook, their days crowded around every boundary."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from io import StringIO
from random import Random

from tests.oracle.case_sheets import ELSEWHERE, Sheets, add_case
from tests.oracle.crowded_days import crowded_day, later, text

COLUMNS = {
    "cases": "case_ref lead_agency district rosh limited_access area merged_into",
    "spells": "case_ref category level started_on ended_on area",
    "custody": "case_ref from_on to_on why",
    "dates": "case_ref kind on",
    "orders": "case_ref kind imposed_on ends_on",
    "events": "case_ref kind on",
    "referrals": "referral_ref case_ref referred_on agency level_sought decision decided_on"
    " level_set category",
    "meetings": "meeting_ref level starts_at status area",
    "heard": "meeting_ref case_ref disclosure closed_on issued_on",
    "attendance": "meeting_ref case_ref agency how",
    "actions": "action_ref case_ref agency due_on done_on raised_on",
    "population": "area year_ending aged_10_plus",
    "trainings": "training_ref on agencies area",
    "case_audits": "audit_ref case_ref drawn_on area",
}
AGENCIES = ("police", "probation", "prison", "housing", "health")


def random_caseload(random: Random, people: int) -> dict[str, str]:
    """The sheets, each as the text of a CSV file."""
    sheets: Sheets = {name: [] for name in COLUMNS}
    refs = [f"BED-{number}" for number in range(1, people + 1)]
    for ref in refs:
        add_case(sheets, ref, random)
    for number in range(people):
        _add_referral(sheets, f"BED-R{number}", random.choice(refs), random)
        _add_action(sheets, f"BED-AC{number}", random.choice(refs), random)
    for number in range(people // 4):
        _add_meeting(sheets, f"BED-M{number}", refs, random)
    _add_of_areas(sheets, refs, random)
    return {name: _as_csv(COLUMNS[name].split(), rows) for name, rows in sheets.items()}


def _as_csv(header: list[str], rows: list[Sequence[str | int]]) -> str:
    written = StringIO()
    csv.writer(written).writerows([header, *rows])
    return written.getvalue()


def _add_referral(sheets: Sheets, ref: str, case: str, random: Random) -> None:
    decision = random.choice(["open", "accepted", "accepted", "declined", "withdrawn"])
    referred_on = crowded_day(random)
    decided_on = None if decision == "open" else later(random, referred_on)
    sought = random.choice([2, 2, 3])
    level_set = sought if decision == "accepted" else ""
    named = random.choice([1, 2, 3, 4]) if random.random() < 0.3 else ""
    days = text(decided_on, random), level_set, named
    agency = random.choice([*AGENCIES, ""])
    sheets["referrals"].append(
        [ref, case, text(referred_on, random), agency, sought, decision, *days]
    )


def _add_action(sheets: Sheets, ref: str, case: str, random: Random) -> None:
    """Some done on the day on which they were due, some with nothing recorded but that they are."""
    raised_on = crowded_day(random)
    due_on = later(random, raised_on) if random.random() < 0.9 else None
    done_on = random.choice([None, due_on, later(random, raised_on)])
    known = raised_on if random.random() < 0.8 else None
    days = [text(day, random) for day in (due_on, done_on, known)]
    sheets["actions"].append([ref, case, random.choice([*AGENCIES, ""]), *days])


def _add_meeting(sheets: Sheets, ref: str, refs: list[str], random: Random) -> None:
    area = "CAM" if random.random() < ELSEWHERE else "BED"
    status = random.choice(["held", "held", "held", "planned", "cancelled"])
    level = random.choice([2, 2, 3])
    day = crowded_day(random)
    sheets["meetings"].append([ref, level, _hour(day, random), status, area])
    for case in random.sample(refs, min(random.randrange(6), len(refs))):
        if random.random() < 0.9:  # else invited to a case that was not heard after all
            minuted = _minuted(day, random) if status == "held" else ("", "")
            sheets["heard"].append([ref, case, random.choice(["yes", "no", ""]), *minuted])
        for agency in random.sample(AGENCIES, random.randrange(4)):
            how = random.choice(["attended", "attended", "report", "apologies", "none"])
            sheets["attendance"].append([ref, case, agency, how])


def _minuted(day: date, random: Random) -> tuple[str, str]:
    """When the minutes were closed and issued: on either side of the end of their time, or not."""
    if random.random() < 0.3:
        return "", ""
    closed_on = day + timedelta(days=1 + random.randrange(9))
    issued_on = closed_on + timedelta(days=random.randrange(9)) if random.random() < 0.8 else None
    return text(closed_on, random), text(issued_on, random)


def _hour(day: date, random: Random) -> str:
    """Half past eleven in the evening UTC is the next day in London's summer."""
    return f"{day}T{random.choice(['23:30Z', '00:00', '23:59', '10:00', '00:30+01:00', '23:00Z'])}"


def _add_of_areas(sheets: Sheets, refs: list[str], random: Random) -> None:
    for area in ("BED", "CAM"):
        for year in range(2012, 2018):
            if random.random() < 0.8:
                sheets["population"].append([area, year, random.randrange(900, 600_000)])
    for number in range(random.choice([0, 3, 8])):
        place = random.choice(["BED", "BED", "CAM"])
        on = text(crowded_day(random), random)
        sheets["trainings"].append([f"T-{number}", on, "police, housing", place])
    for number in range(random.choice([0, 2, 5])):
        drawn = text(crowded_day(random), random)
        place = random.choice(["BED", "BED", "CAM"])
        for case in random.sample(refs, min(3, len(refs))):
            sheets["case_audits"].append([f"AU-{number}", case, drawn, place])


def between(random: Random) -> tuple[date, date]:
    """The first and last day of a period."""
    from_on = crowded_day(random)
    return from_on, max(from_on, later(random, from_on) - timedelta(days=random.randrange(2)))
