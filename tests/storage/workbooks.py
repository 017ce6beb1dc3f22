"""Workbooks of any content, and one with a row of every kind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mappa.case_facts import (
    Absence,
    Contact,
    Conviction,
    Disclosure,
    OrderChange,
    Placement,
    Request,
    Transfer,
    Watch,
)
from mappa.cases import CaseRecord, Custody, Event, Order, Spell
from mappa.workbook.workbooks import (
    ActionRow,
    AttendanceRow,
    AuditedRow,
    ContactRow,
    DeputyRow,
    HeardRow,
    MeetingRow,
    NoteRow,
    Population,
    ReferralRow,
    TrainingRow,
    Workbook,
)
from storage.databases import Session
from storage.workbook.imports import Imported, import_workbook
from tests.build import NOW, POLICY, case
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

INSTANT = st.integers(0, 100).map(lambda n: NOW + timedelta(hours=n))
MAYBE_AGENCY = st.none() | AGENCY
LEVEL = st.integers(0, 3)
DISCLOSED = st.none() | st.booleans()
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
        meetings=[
            MeetingRow(ref, draw(st.integers(2, 3)), draw(INSTANT), draw(TEXT), "held", "CAM")
            for ref in meetings
        ],
        heard=[draw(_of(HeardRow, pair, LEVEL, MAYBE_DAY, DISCLOSED, TEXT)) for pair in heard],
        attendance=[draw(_of(AttendanceRow, pair, AGENCY, HOW, TEXT)) for pair in heard],
        actions=[draw(_action(f"A-{next(number)}", ref)) for ref in draw(_some_of(refs))],
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


def _action(ref: str, case_ref: str) -> SearchStrategy[ActionRow]:
    given = (MAYBE_AGENCY, TEXT, TEXT, MAYBE_DAY, MAYBE_DAY, MAYBE_DAY, some("", "CAM"))
    return st.builds(ActionRow, st.just(ref), st.just(case_ref), *given)


def _note(case_ref: str, number: int) -> SearchStrategy[NoteRow]:
    return st.builds(NoteRow, st.just(case_ref), st.just(number), INSTANT, TEXT, USER)


def ordered(workbook: Workbook) -> Workbook:
    """The same workbook; rows have no order among themselves."""
    rows: dict[str, Any] = {
        name: sorted(getattr(workbook, name), key=repr)
        for name in Workbook.__dataclass_fields__
        if name not in ("cases", "given")
    }
    of = sorted((in_order(one) for one in workbook.cases), key=lambda one: one.ref)
    return Workbook(cases=of, given=frozenset(), **rows)


def whole(ref: str = "BED-1042", **given: Any) -> Workbook:
    """A case with one row of every kind."""
    return Workbook(
        cases=[case(ref, **given)],
        referrals=[ReferralRow("BED-R7", ref, date(2026, 6, 10), "police", 2, "open", reason="x")],
        meetings=[MeetingRow("BED-M3", 2, datetime(2026, 6, 2, 9, tzinfo=UTC), "Bedford", "held")],
        heard=[HeardRow("BED-M3", ref, 2, date(2026, 9, 1), True, "to the school")],
        attendance=[AttendanceRow("BED-M3", ref, "police", "attended", "Pat Practice")],
        actions=[ActionRow("BED-AC5", ref, "housing", "Hal", "find a place", date(2026, 7, 1))],
        notes=[NoteRow(ref, 1, NOW - timedelta(days=1), "spoke to housing", "U0PRIYA")],
        contacts=[ContactRow("BED", "housing", "Hal Example", "hal@housing.example")],
        populations=[Population("BED", 2014, 540_000)],
        case_audits=[
            AuditedRow(
                "BED-A2", ref, date(2026, 5, 4), "met", date(2026, 5, 5), "up to date", "BED"
            )
        ],
        trainings=[TrainingRow("BED-T6", date(2026, 5, 6), "police,housing", 14, "risk", "BED")],
        deputies=[DeputyRow("BED", "U0PRIYA", "U0GONE", date(2026, 7, 1), date(2026, 7, 14))],
    )


def full_case(ref: str = "BED-1042") -> CaseRecord:
    """A case with something in every field."""
    day, later = date(2026, 5, 1), date(2026, 6, 1)
    return case(
        ref,
        spells=(Spell(1, 3, day, later, "senior", "why", "CAM"), Spell(1, 2, later)),
        born_on=date(1971, 11, 29),
        pnc="2002/0073319Z",
        cro="065656/91H",
        prison_number="A1234AA",
        visor_ref="V-4711",
        district="Luton",
        rosh="very-high",
        limited_access=True,
        victim_concerns="not-relevant",
        merged_into="BED-9",
        custody=(Custody(day, later, "recall"),),
        dates={"licence_end": day, "sentence_end": later},
        date_notes={"sentence_end": "varied"},
        orders=(Order("SHPO", day, later),),
        order_changes=(OrderChange("SHPO", day, "breached", later, "seen there"),),
        events=(Event("sfo", day, "what"),),
        absences=(Absence(day, later),),
        placements=(Placement("own-ap", day, later, "where"),),
        convictions=(Conviction(day, "imprisonment", 30),),
        contacts=(Contact("housing", "Hal", "hal@housing.example", "U0PETE"),),
        requests=(
            Request(
                1, "escort", day, "what", "police", "U0PETE", "police", outcome_note="done",
                due_on=later, recommendation="recommended", outcome="granted", closed_on=later
            ),
        ),
        disclosures=(Disclosure(day, "yes", "the school", "why"),),
        transfers=(Transfer("BED", "CAM", day, "declined", later, "why"),),
        watches=(Watch(day, later, "why"),),
    )  # fmt: skip


def with_case(workbook: Workbook, change: Callable[[CaseRecord], CaseRecord]) -> Workbook:
    """The same workbook in which its first case says something else."""
    first, *others = workbook.cases
    return replace(workbook, cases=[change(first), *others])
