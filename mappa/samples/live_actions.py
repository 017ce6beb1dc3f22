"""What is to be done in the living cases, by whom, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

from mappa.cases import CaseRecord
from mappa.samples.meetings import TASKS
from mappa.samples.people import OUTSIDE, PETE, PRIYA
from mappa.workbook.workbooks import ActionRow

# Not done, whatever else is: the case, who is to do it, raised so many days ago, due in so many.
OPEN = (
    (3001, "housing", 30, -9),
    (3001, "probation", 16, 5),
    (3002, "probation", 20, -6),
    (3003, "police", 12, -1),
    (3005, "mental-health", 40, -26),
    (3006, "probation", 9, 0),
    (3008, "police", 9, 12),
    (3009, "housing", 35, -21),
    (3009, "police", 10, 9),
    (3010, "police", 24, -10),
    (3011, "prison", 23, -2),
    (3012, "social-services", 9, 19),
    (3015, "police", 44, -30),
    (3017, "victim-liaison", 8, 20),
    (3018, "probation", 60, -46),
    (3019, "health", 8, 6),
    (3024, None, 50, -3),
)
# Days since somebody said that it cannot be done, and why not.
CANNOT = {
    ("BED-3009", "housing"): (19, "invented: no place is free before spring"),
    ("BED-3010", "police"): (8, "invented: nobody lives at that address any more"),
}
WHYS = (
    "invented: a move is likely",
    "invented: the plan depends on it",
    "invented: nobody has asked yet",
    "invented: it was not known at the last panel",
)
IN_SLACK = {"probation": PRIYA, "police": PETE}
# What the help's examples call BED-AC7 is Priya's.
EXAMPLE, ITS_CASE, ITS_AGENCY = "BED-AC7", "BED-3001", "probation"


def open_actions(today: date) -> Iterator[ActionRow]:
    """Those that are still to be done."""
    for (number, agency, since, until), what in zip(OPEN, cycle(TASKS), strict=False):
        raised_on, due_on = today - timedelta(since), today + timedelta(until)
        ref = f"BED-{number}"
        row = ActionRow("", ref, agency, what=what, due_on=due_on, raised_on=raised_on)
        if agency and (ref, agency) in CANNOT:
            ago, note = CANNOT[ref, agency]
            row = replace(row, cannot_on=today - timedelta(ago), note=note)
        yield row


def with_owners(rows: Iterable[ActionRow], cases: Mapping[str, CaseRecord]) -> list[ActionRow]:
    """Whose they are: in this Slack only of who works with the case."""
    return [
        replace(_owned(row, cases[row.case_ref]), why=why)
        for row, why in zip(rows, cycle(WHYS), strict=False)
    ]


def with_example(rows: Iterable[ActionRow]) -> list[ActionRow]:
    """The references as they are, but for the one of the examples."""
    rows = list(rows)
    shown = next(
        row.ref
        for row in rows
        if (row.case_ref, row.agency, row.done_on) == (ITS_CASE, ITS_AGENCY, None)
    )
    instead = {shown: EXAMPLE, EXAMPLE: shown}
    return [replace(row, ref=instead.get(row.ref, row.ref)) for row in rows]


def _owned(row: ActionRow, case: CaseRecord) -> ActionRow:
    user_id = IN_SLACK.get(row.agency or "", "")
    if user_id and any(member.user_id == user_id for member in case.team):
        return replace(row, slack_id=user_id)
    return replace(row, owner=OUTSIDE.get(row.agency or "", ""))
