"""The oracle itself, on a caseload so small that every figure is counted on one's fingers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from mappa.asking.questions import (
    AVERAGE,
    COMMUNITY,
    CUSTODY,
    RATE,
    SHARE,
    Day,
    Filters,
    Period,
    Question,
)
from tests.oracle.oracle import Count, Oracle
from tests.oracle.report import report_figures

# Anna rises to Level 3 on the last day of the year, Bert leaves on that day, Cleo is in custody
# from that day on, Dora goes from Category 3 to Category 1 on the first day of the next year.
SHEETS = {
    "cases": """case_ref,lead_agency,district,rosh
ANNA,police,Luton,high
BERT,probation,,low
CLEO,probation,Luton,
DORA,,Bedford,high""",
    "spells": """case_ref,category,level,started_on,ended_on
ANNA,2,2,2013-05-01,2014-03-31
ANNA,2,3,2014-03-31,
BERT,1,1,2012-01-01,2014-03-31
CLEO,1,2,2013-04-01,
DORA,3,2,2014-01-01,2014-04-01
DORA,1,0,01/04/2014,""",
    "custody": "case_ref,from_on,to_on\nCLEO,2014-03-31,2014-04-01",
    "dates": """case_ref,kind,on
ANNA,licence_end,2014-04-30
BERT,licence_end,2014-04-30
DORA,review,2014-03-31""",
    "orders": """case_ref,kind,imposed_on,ends_on
BERT,SOPO,2014-03-31,2014-04-30
DORA,SOPO,2014-04-01,
DORA,FTO,2014-03-31,""",
    "events": """case_ref,kind,on
ANNA,returned_breach_of_licence,2014-03-31
ANNA,returned_breach_of_licence,2013-12-01
BERT,returned_breach_of_licence,2013-12-01
CLEO,sfo,2014-03-31
CLEO,sfo,2014-03-31""",
    "referrals": """referral_ref,case_ref,referred_on,agency,level_sought,decision,decided_on
R1,ANNA,2014-03-17,police,2,accepted,2014-03-31
R2,CLEO,2014-03-17,,3,declined,2014-04-01
R3,DORA,2014-03-31,police,3,withdrawn,2014-04-01
R4,DORA,2014-03-31,police,3,open,""",
    "meetings": """meeting_ref,level,starts_at,status
M1,2,2014-03-30T22:30Z,held
M2,2,2014-03-30T23:30Z,held
M3,3,2014-03-31T23:30Z,held
M4,3,2014-03-31T10:00,planned""",
    "heard": """meeting_ref,case_ref,disclosure,closed_on,issued_on
M1,ANNA,yes,2014-03-30,2014-04-11
M2,ANNA,,2014-03-31,2014-04-15
M2,CLEO,no,2014-03-31,
M3,ANNA,no,,""",
    "attendance": """meeting_ref,case_ref,agency,how
M2,ANNA,police,attended
M2,CLEO,police,report
M2,CLEO,housing,none
M4,ANNA,police,attended""",
    "actions": """action_ref,case_ref,agency,due_on,done_on,raised_on
A1,ANNA,police,2014-03-31,2014-03-31,2014-03-01
A2,ANNA,police,2014-03-30,,2014-03-01
A3,CLEO,,2014-03-30,2014-04-01,2014-03-01
A4,CLEO,,2014-05-30,,2014-04-01""",
    "population": "area,year_ending,aged_10_plus\nBED,2014,200000",
}
LAST = date(2014, 3, 31)
YEAR = Period(date(2013, 4, 1), LAST)
ON, ON_DAY, DURING = Day(LAST), Period(LAST, LAST), YEAR
ANY = Filters()
ON_TIME = "screening on time"
RETURNED = frozenset({"returned_breach_of_licence"})
LEVEL_2, LEVEL_3 = Filters(frozenset({2})), Filters(frozenset({3}))
INSIDE = Filters(custody=CUSTODY)


def _asked(counted: str, when: Any = ON, where: Filters = ANY, **more: Any) -> Question:
    return Question(counted, when, LAST, where, **more)


@pytest.mark.parametrize(
    ("question", "whole", "refs"),
    [
        (_asked("people"), Count(2, inside=1), ["ANNA", "DORA"]),
        (_asked("people", where=LEVEL_2), Count(1, inside=1), ["DORA"]),
        (_asked("people", where=INSIDE), Count(1), ["CLEO"]),
        (_asked("people", where=Filters(without="review")), Count(1, inside=1), ["ANNA"]),
        (_asked("people", figure=SHARE, out_of=ANY, where=LEVEL_3), Count(1, 2), ["ANNA"]),
        (_asked("people", figure=RATE), Count(2, 200_000), ["ANNA", "DORA"]),
        (_asked("people", DURING), Count(4), ["ANNA", "BERT", "CLEO", "DORA"]),
        (_asked("people", DURING, LEVEL_3), Count(1), ["ANNA"]),
        (_asked("people", DURING, Filters(frozenset({0, 3}), frozenset({1}))), Count(0), []),
        (_asked("people", DURING, Filters(frozenset({3}), custody=COMMUNITY)), Count(1), ["ANNA"]),
        (_asked("referrals", DURING, status="made"), Count(4), ["ANNA", "CLEO", "DORA"]),
        (_asked("referrals", DURING, status="decided"), Count(1), ["ANNA"]),
        (_asked("referrals", status="open"), Count(3), ["CLEO", "DORA"]),
        (_asked("referrals", status="overdue"), Count(0), []),
        (_asked("referrals", DURING, status="decided", figure=AVERAGE), Count(14, 1), ["ANNA"]),
        (_asked(ON_TIME, DURING, status="decided", figure=SHARE), Count(1, 1), ["ANNA"]),
        (_asked("meetings", DURING, status="held"), Count(2), []),
        (_asked("hearings", ON_DAY, status="held"), Count(2), ["ANNA", "CLEO"]),
        (_asked("attendance", DURING, figure=SHARE, status="held"), Count(1, 3, reports=1), None),
        (_asked("disclosure", DURING, figure=SHARE, status="held"), Count(2, 3), None),
        (_asked("reviews on time", ON_DAY, figure=SHARE, status="held"), Count(1, 2), None),
        (
            _asked("minutes on time", Period(LAST, date(2014, 4, 30)), figure=SHARE, status="due"),
            Count(1, 2),
            None,
        ),
        (_asked("actions", status="open"), Count(2), ["ANNA", "CLEO"]),
        (_asked("actions", status="overdue"), Count(2), ["ANNA", "CLEO"]),
        (_asked("actions", DURING, status="done"), Count(1), ["ANNA"]),
        (_asked("orders", DURING, status="imposed"), Count(2), ["BERT", "DORA"]),
        (_asked("orders", Day(date(2014, 4, 30)), status="in force"), Count(3), None),
        (_asked("events", DURING, kinds=RETURNED, status="happened"), Count(2), ["ANNA", "BERT"]),
        (_asked("events", DURING, LEVEL_3, kinds=RETURNED, status="happened"), Count(0), []),
        (_asked("events", DURING, kinds=frozenset({"sfo"}), status="happened"), Count(2), ["CLEO"]),
        (
            _asked("dates", Period(LAST, date(2014, 4, 30)), kinds=frozenset({"licence_end"})),
            Count(1),
            ["ANNA"],
        ),
        (_asked("dates", Day(date(2014, 4, 1)), status="overdue"), Count(1), ["DORA"]),
    ],
)  # fmt: skip
def test_a_figure_is_what_one_counts_on_ones_fingers(
    question: Question, whole: Count, refs: Iterable[str] | None
) -> None:
    found = Oracle(SHEETS, "BED").answer(question)
    assert found.whole == whole
    assert refs is None or list(found.refs) == refs


def test_groups_stand_by_what_they_are_grouped_by() -> None:
    oracle = Oracle(SHEETS, "BED")
    found = oracle.answer(_asked("people", DURING, by="level")).groups
    assert found == {1: Count(1), 2: Count(3), 3: Count(1)}
    months = oracle.answer(_asked("people", Period(date(2014, 2, 10), LAST), by="month"))
    assert months.whole is None
    assert months.groups == {date(2014, 2, 1): Count(4), date(2014, 3, 1): Count(2, inside=1)}


@pytest.mark.parametrize(
    ("counting", "level_2", "level_3"),
    [
        ("first", [1, 1, 1, 3], [0, 0, 0, 0]),
        ("highest", [1, 0, 1, 2], [0, 1, 0, 1]),
        ("each", [1, 1, 1, 3], [0, 1, 0, 1]),
    ],
)
def test_the_report_is_what_one_counts_on_ones_fingers(
    counting: str, level_2: list[int], level_3: list[int]
) -> None:
    found = report_figures(Oracle(SHEETS, "BED"), 2013, counting, "Bedfordshire")
    assert found["yearly"] == {"level_2": level_2, "level_3": level_3, "total": [1, 1, 1, 3]}
    assert found["snapshot"]["total"] == [0, 1, 1, 2]
    assert found["returned_to_custody_breach_of_licence"]["level_2"] == [0, 1, 0, 1]
    assert found["orders_imposed_on_category_1"] == {"SOPO": 1, "NO": 0, "FTO": 0}
    assert (found["rso_per_100000"], found["level_1_share_percent"]) == (0, 0)
    assert (found["serious_further_offences"], found["training_sessions"]) == (2, None)
