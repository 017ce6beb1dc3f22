"""The referrals of the living cases: decided ones of a year and more, open and overdue ones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import CaseRecord
from mappa.samples.people import CORA, PETE, PRIYA
from mappa.samples.referrals import Referring, spells_to_refer
from mappa.workbook.workbooks import ReferralRow

SEED, FIRST_NUMBER = 2601, 1
EVERY, BACK_TO = 9, 460  # days: how often one was refused, and since when
REFERRERS = {PRIYA: "probation", PETE: "police"}
# By case: how many days ago it was made, the level sought, who refers. The clock of ten working
# days is over after 45, 31 and 22 days.
OPEN = {
    "BED-3056": (5, 2, "prison"),
    "BED-3057": (45, 3, "prison"),
    "BED-3058": (3, 2, "probation"),
    "BED-3004": (8, 3, "probation"),
    "BED-3029": (1, 2, "housing"),
    "BED-3031": (31, 2, "police"),
    "BED-3038": (22, 2, "mental-health"),
    "BED-3041": (0, 2, "police"),
    "BED-3044": (12, 2, "social-services"),
}
MORE_ASKED = {"BED-3057": 20}  # days since the referrer was asked for more
# What the help's examples name as BED-R12 waits for its decision.
EXAMPLE, ITS_CASE = 12, "BED-3029"


def live_referrals(cases: Iterable[CaseRecord], today: date) -> list[ReferralRow]:
    """In the order in which they were made, but for the one of the examples."""
    by_ref = {case.ref: case for case in cases}
    refer = Referring(SEED)
    made = [*_accepted(refer, by_ref.values()), *_refused(refer, by_ref, today)]
    made += _open(refer, by_ref, today)
    made.sort(key=lambda row: (row.referred_on, row.case_ref))
    (shown,) = (row for row in made if row.case_ref == ITS_CASE and row.decision == "open")
    made.remove(shown)
    made.insert(EXAMPLE - FIRST_NUMBER, shown)
    return [replace(row, ref=f"BED-R{FIRST_NUMBER + n}") for n, row in enumerate(made)]


def _accepted(refer: Referring, cases: Iterable[CaseRecord]) -> Iterator[ReferralRow]:
    """Those that led to a level; of their own cases by Priya and Pete themselves."""
    for case in cases:
        for spell in spells_to_refer(case):
            row = replace(refer.accepted(case, spell), decided_by=CORA)
            owner = next(iter(case.owners), "")
            agency = REFERRERS.get(owner, row.agency)
            yield replace(row, referred_by=owner, agency=agency)


def _refused(
    refer: Referring, cases: Mapping[str, CaseRecord], today: date
) -> Iterator[ReferralRow]:
    at_level_1 = [case for case in cases.values() if case.spells[-1].level == 1]
    for n, since in enumerate(range(2, BACK_TO, EVERY)):
        made_on = today - timedelta(since)
        decision = "withdrawn" if n % 6 == 4 else "declined"
        for step in range(len(at_level_1)):
            case = at_level_1[(7 * n + step) % len(at_level_1)]
            row = refer.refused(case, made_on, decision, 3 if n % 8 == 5 else 2)
            if row and row.decided_on and row.decided_on <= today and case.ref not in OPEN:
                yield replace(row, decided_by=CORA if decision == "declined" else "")
                break


def _open(refer: Referring, cases: Mapping[str, CaseRecord], today: date) -> Iterator[ReferralRow]:
    for ref, (since, sought, agency) in OPEN.items():
        row = refer.open(cases[ref], today - timedelta(since), sought, agency)
        owner = next((user for user in cases[ref].owners if REFERRERS[user] == agency), "")
        asked = today - timedelta(MORE_ASKED[ref]) if ref in MORE_ASKED else None
        says = "invented: the release address is missing" if asked else ""
        yield replace(row, referred_by=owner, more_asked_on=asked, decision_reason=says)
