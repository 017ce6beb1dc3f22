"""Workbooks of any content, and one with a row of every kind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mappa.cases import CaseRecord
from mappa.workbook.workbooks import (
    AttendanceRow,
    AuditedRow,
    ContactRow,
    DeputyRow,
    NoteRow,
    Population,
    ReferralRow,
    TrainingRow,
    Workbook,
)
from storage.databases import Session
from storage.workbook.imports import Imported, import_workbook
from tests.build import NOW, POLICY
from tests.storage import meeting_workbooks as rows
from tests.storage.caseloads import (
    AGENCY,
    DAYS,
    MAYBE_DAY,
    TEXT,
    USER,
    case_records,
    in_order,
    some,
)
from tests.storage.meeting_workbooks import INSTANT, MAYBE_AGENCY

HOW = some("attended", "report", "apologies", "none")
CONTACT = st.builds(ContactRow, some("BED", "CAM"), AGENCY, TEXT.map("x".__add__), TEXT)

FOUND = (st.none() | some("good", "not-met"), MAYBE_DAY, TEXT, st.just("CAM"))
TRAINING = st.builds(
    TrainingRow,
    some("BED-T1", "T-9"),
    DAYS,
    some("police", "police,housing"),
    st.none() | st.integers(0, 10_000),
    TEXT,
    some("BED", "CAM"),
)
DEPUTY = st.builds(
    DeputyRow,
    some("BED", "CAM"),
    some("U0PRIYA", "U0GONE"),
    some("U0PETE", "U0NEW"),
    st.just(NOW.date()),
    st.integers(0, 300).map(lambda n: NOW.date() + timedelta(days=n)),
)


def bring_in(session: Session, workbook: Workbook, **how: Any) -> Imported:
    """As an operator of Bedfordshire does."""
    given = {"area": "BED", "policy": POLICY, "now": NOW, **how}
    return import_workbook(session, workbook, **given)


@st.composite
def workbooks(draw: DrawFn) -> Workbook:
    """Up to three cases with rows of every kind; every reference points to something."""
    refs = draw(st.lists(some("BED-1", "BED-2", "OLD-7"), min_size=1, unique=True))
    meetings = draw(st.lists(some("M-1", "BED-M2"), unique=True))
    heard = draw(_some_of([(meeting, ref) for meeting in meetings for ref in refs]))
    number = iter(range(1, 1000))
    return Workbook(
        cases=[draw(case_records(ref)) for ref in refs],
        referrals=[draw(_referral(f"BED-R{next(number)}", ref)) for ref in draw(_some_of(refs))],
        meetings=[draw(rows.meetings(ref)) for ref in meetings],
        heard=[draw(rows.hearings(pair)) for pair in heard],
        attendance=[draw(_of(AttendanceRow, pair, AGENCY, HOW, TEXT)) for pair in heard],
        actions=[
            draw(rows.actions(f"A-{next(number)}", ref, ["", *meetings]))
            for ref in draw(_some_of(refs))
        ],
        invitations=[
            draw(rows.invitations(pair)) for pair in draw(_some_of(rows.invited(meetings, refs)))
        ],
        standing_members=draw(st.lists(rows.MEMBER, max_size=2, unique_by=repr)),
        notes=[draw(_note(ref, 1)) for ref in draw(_some_of(refs))],
        contacts=draw(st.lists(CONTACT, max_size=2, unique_by=repr)),
        populations=[Population("BED", 2014, draw(st.integers(1, 99_999_999)))],
        case_audits=[
            draw(_of(AuditedRow, (f"BED-A{len(ref)}", ref), st.just(NOW.date()), *FOUND))
            for ref in draw(_some_of(refs))
        ],
        trainings=draw(st.lists(TRAINING, max_size=2, unique_by=lambda row: row.ref)),
        deputies=draw(st.lists(DEPUTY, max_size=2, unique_by=lambda row: row.slack_id)),
    )


def _of(row: Callable[..., Any], pair: tuple[str, str], *more: Any) -> SearchStrategy[Any]:
    return st.builds(row, *map(st.just, pair), *more)


def _some_of(items: list[Any]) -> SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(items), unique=True) if items else st.just([])


def _referral(ref: str, case_ref: str) -> SearchStrategy[ReferralRow]:
    return st.builds(
        ReferralRow,
        st.just(ref),
        st.just(case_ref),
        DAYS,
        MAYBE_AGENCY,
        st.integers(2, 3),
        some("open", "accepted", "declined", "withdrawn"),
        MAYBE_DAY,
        st.none() | st.integers(1, 3),
        TEXT,
        st.none() | st.integers(1, 4),
        st.none() | some("senior"),
        some("", "CAM"),
        MAYBE_AGENCY,
        some("", "police,housing"),
        st.none() | some("high"),
        st.none() | some("yes"),
        TEXT,
        MAYBE_DAY,
        USER,
        USER,
    )


def _note(case_ref: str, number: int) -> SearchStrategy[NoteRow]:
    return st.builds(NoteRow, st.just(case_ref), st.just(number), INSTANT, TEXT, USER)


def ordered(workbook: Workbook) -> Workbook:
    """The same workbook; rows have no order among themselves."""
    found: dict[str, Any] = {
        name: sorted(getattr(workbook, name), key=repr)
        for name in Workbook.__dataclass_fields__
        if name not in ("cases", "given")
    }
    of = sorted((in_order(one) for one in workbook.cases), key=lambda one: one.ref)
    return Workbook(cases=of, given=frozenset(), **found)


def with_case(workbook: Workbook, change: Callable[[CaseRecord], CaseRecord]) -> Workbook:
    """The same workbook in which its first case says something else."""
    first, *others = workbook.cases
    return replace(workbook, cases=[change(first), *others])
