# ruff: noqa: E501  # sheets are read in rows
"""Workbooks for tests: a good one with a row of everything, and cells changed one by one."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mappa.workbook.reader import read_workbook
from mappa.workbook.workbooks import Fault, Sheet, Workbook

TODAY = date(2026, 6, 17)
Book = dict[str, str]  # the text of each sheet, as in a CSV file

GOOD: Mapping[str, str] = {
    "cases": """\
case_ref,crn,pnc,cro,prison_number,visor_ref,name,born_on,lead_agency,district,rosh,limited_access
BED-1,X000001,02/73319Z,65656/91H,A1234AA,12/3456,Alex Invented,1980-02-29,probation,Luton,high,no
BED-2,X000002,,,,,Sam Invented,01/12/1975,Police,,very high,yes
BED-3,,,,,,,,,,,
""",
    "spells": """\
case_ref,category,level,started_on,ended_on,threshold,reason
BED-1,2,2,2013-04-01,2014-03-31,high-risk,referred
BED-1,2,3,2014-03-31,,senior,risk has risen
BED-2,1,to be confirmed,31/03/2014,,,
BED-3,3,2,2015-01-01,2016-01-01,,
""",
    "custody": "case_ref,from_on,to_on,why\nBED-1,2012-01-01,2013-04-01,sentence\nBED-1,2014-05-01,,\n",
    "dates": """\
case_ref,kind,on,note
BED-1,release,2013-04-01,
BED-1,licence end,2015-04-01,varied by the court
BED-1,sentence_end,2016-04-01,
BED-2,review,2026-09-01,
""",
    "orders": "case_ref,kind,imposed_on,ends_on\nBED-2,SOPO,2013-05-01,2018-05-01\nBED-2,NO,2013-05-01,\n",
    "events": "case_ref,kind,on,note\nBED-1,returned_breach_of_licence,2014-05-01,late home\n",
    "referrals": """\
referral_ref,case_ref,referred_on,agency,level_sought,decision,decided_on,level_set,reason
R-1,BED-1,2013-03-01,probation,2,accepted,2013-03-11,2,high risk
R-2,BED-2,2014-03-01,,3,open,,,
R-3,BED-3,2014-03-01,police,2,withdrawn,2014-03-02,,
""",
    "meetings": """\
meeting_ref,level,starts_at,place,status,ends_at,chair,urgent,version
M-1,2,2014-02-03T10:00,Room 1,held
M-2,3,2014-07-01T09:30+01:00,,planned,2014-07-01T12:00+01:00,U0CHAS,yes,3
""",
    "heard": """\
meeting_ref,case_ref,outcome_level,next_review_on,disclosure,rationale,position,leaves,closed_on,closed_by,form,edition,issued_on
M-1,BED-1,3,2014-04-01,yes,to the school,1,no,2014-02-03,U0CORA,MAPPA B,before May 2022,2014-02-10
M-1,BED-2,,,,,2,yes
""",
    "attendance": """\
meeting_ref,case_ref,agency,how,who
M-1,BED-1,police,attended,Sgt Invented
M-1,BED-1,prison,report,
""",
    "actions": """\
action_ref,case_ref,agency,owner,what,due_on,done_on,raised_on,area,slack_id,why,meeting_ref,cannot_on,note
A-1,BED-1,police,Sgt Invented,visit,2014-03-01,2014-02-20,2014-02-03
A-2,BED-1,,,,,,,,U0PETE,it was agreed,M-1,2014-02-10,nobody lives there
""",
    "population": "area,year_ending,aged_10_plus\nBED,2014,545000\n",
    "team": "case_ref,slack_id,part\nBED-1,U0PRIYA,owner\nBED-1,U0PETE,member\n",
    "order_changes": """\
case_ref,kind,imposed_on,change,on,note
BED-2,SOPO,2013-05-01,varied,2014-05-01,
""",
    "absences": "case_ref,from_on,to_on\nBED-3,2015-02-01,2015-02-03\n",
    "placements": "case_ref,kind,from_on,to_on,place\nBED-1,own-ap,2013-04-01,2014-05-01,House 1\n",
    "convictions": "case_ref,convicted_on,disposal,months\nBED-2,2013-05-01,imprisonment,30\n",
    "case_contacts": """\
case_ref,agency,name,address,slack_id
BED-1,housing,Ann Example,ann@example.org,
BED-1,police,,,U0PETE
""",
    "requests": """\
case_ref,number,kind,raised_on,what,agency,owner,owner_agency,due_on,recommendation,outcome,outcome_note,closed_on
BED-1,1,licence-condition,2014-02-03,no contact,victim-liaison,U0PRIYA,probation,,recommended,granted,,2014-03-01
BED-1,2,escort,2014-02-03,,,,,2014-05-01,,,,
""",
    "disclosures": "case_ref,on,decision,to,rationale\nBED-1,2014-02-03,yes,the school,a risk there\n",
    "transfers": """\
case_ref,from_area,to_area,offered_on,decision,decided_on,reason
BED-3,BED,Hertfordshire,2015-06-01,declined,2015-06-10,moved back
""",
    "watches": "case_ref,from_on,until_on,note\nBED-3,2016-01-01,2018-01-01,\n",
    "notes": "case_ref,number,noted_at,text,slack_id\nBED-1,1,2014-02-03T12:00:01.5,called,U0PRIYA\n",
    "contacts": "area,agency,name,address\nBED,education,Head Invented,\n",
    "case_audits": """\
audit_ref,case_ref,drawn_on,outcome,audited_on,note,area
BED-A1,BED-1,2014-03-03,met,2014-03-10,plan is up to date,Bedfordshire
BED-A1,BED-2,2014-03-03,,,,BED
BED-A4,BED-1,2014-04-01,,,,
BED-A5,BED-1,2014-04-01,,,,BED
""",
    "trainings": """\
training_ref,on,agencies,attended,about,area
BED-T1,2014-02-05,"housing, Police",14,risk assessment,BED
BED-T2,2014-06-05,health,,,BED
""",
    "deputies": """\
area,slack_id,deputy_slack_id,from_on,until_on
BED,U0PRIYA,U0PETE,2014-07-01,2014-07-14
""",
    "minutes": """\
meeting_ref,case_ref,part,text
M-1,BED-1,supervision,weekly at the office
M-1,BED-1,Information.police,seen twice
""",
    "invitations": """\
meeting_ref,case_ref,agency,slack_id,name,address,answer,answered_at,invited_at,withdrawn_at
M-2,,police,U0PETE,,,accepted,2014-06-02T10:00,2014-06-01T10:00:01.25,
M-2,BED-1,housing,,Ann Example,ann@example.org,,,,2014-06-03T09:00
M-2,BED-1,housing,,Ann Example,ann@example.org,,,,
""",
    "standing_members": """\
area,agency,level,slack_id,name,address
BED,police,,U0PETE,,
Bedfordshire,housing,3,,Jo Example,jo@example.org
""",
}  # fmt: skip


@dataclass
class Known:
    """A database that holds just this."""

    cases: Mapping[str, str] = field(default_factory=dict)
    referrals: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    meetings: Mapping[str, str] = field(default_factory=dict)
    audits: Mapping[str, str] = field(default_factory=dict)
    trainings: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def area_of_case(self, ref: str) -> str | None:
        return self.cases.get(ref)

    def case_of_referral(self, ref: str) -> str | None:
        return self.referrals.get(ref)

    def case_of_action(self, ref: str) -> str | None:
        return self.actions.get(ref)

    def area_of_meeting(self, ref: str) -> str | None:
        return self.meetings.get(ref)

    def area_of_audit(self, ref: str) -> str | None:
        return self.audits.get(ref)

    def area_of_training(self, ref: str) -> str | None:
        return self.trainings.get(ref)

    def case_with(self, area: str, kind: str, value: str) -> str | None:
        return self.identifiers.get((area, kind, value))


NOTHING = Known()
DISTRICTS = {"BED": ("Bedford", "Central Bedfordshire", "Luton")}


def read_sheets(sheets: Sequence[Sheet], **given: Any) -> tuple[Workbook, list[Fault]]:
    options: dict[str, Any] = {"known": NOTHING, "districts": DISTRICTS, "today": TODAY, **given}
    return read_workbook(sheets, area="BED", **options)


def read_book(book: Mapping[str, str], **given: Any) -> tuple[Workbook, list[Fault]]:
    """The workbook of these sheets, each the text of a CSV file."""
    return read_sheets([sheet(name, text) for name, text in book.items()], **given)


def sheet(name: str, text: str) -> Sheet:
    header, *rows = list(csv.reader(text.splitlines())) or [[]]
    return Sheet(name, header, rows, f"{name}.csv")


def with_cells(book: Mapping[str, str], name: str, row: int, **cells: str) -> Book:
    """The book with some cells of a row changed; the header is row 1."""
    rows = list(csv.reader(book[name].splitlines()))
    for column, value in cells.items():
        rows[row - 1][rows[0].index(column)] = value
    return {**book, name: _text(rows)}


def with_rows(book: Mapping[str, str], name: str, *rows: str) -> Book:
    """The book with rows added to the end of a sheet."""
    return {**book, name: book[name] + "".join(f"{row}\n" for row in rows)}


def _text(rows: Sequence[Sequence[str]]) -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    return "".join(",".join(map(quoted, row)) + "\n" for row in rows)
