"""A workbook with one row of every kind, and a case with something in every field."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

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
    InvitationRow,
    MeetingRow,
    NoteRow,
    Population,
    ReferralRow,
    StandingMemberRow,
    TrainingRow,
    Workbook,
)
from tests.build import NOW, case

START = datetime(2026, 6, 2, 9, tzinfo=UTC)


def whole(ref: str = "BED-1042", **given: Any) -> Workbook:
    """A case with one row of every kind."""
    return Workbook(
        cases=[case(ref, **given)],
        referrals=[ReferralRow("BED-R7", ref, date(2026, 6, 10), "police", 2, "open", reason="x")],
        meetings=[
            MeetingRow(
                "BED-M3",
                2,
                START,
                "Bedford",
                "held",
                ends_at=START + timedelta(hours=2),
                chair="U0CHAS",
                urgent=True,
                version=4,
            )
        ],
        heard=[
            HeardRow(
                "BED-M3",
                ref,
                2,
                date(2026, 9, 1),
                True,
                "to the school",
                1,
                closed_on=date(2026, 6, 2),
                closed_by="U0CORA",
                form="MAPPA C",
                edition="May 2022",
                issued_on=date(2026, 6, 5),
                minutes={"risk": "to children", "supervision": "weekly"},
            )
        ],
        attendance=[AttendanceRow("BED-M3", ref, "police", "attended", "Pat Practice")],
        actions=[
            ActionRow(
                "BED-AC5",
                ref,
                "housing",
                "Hal",
                "find a place",
                date(2026, 7, 1),
                slack_id="U0PETE",
                why="homeless on release",
                meeting_ref="BED-M3",
                cannot_on=date(2026, 6, 9),
                note="nothing free",
            )
        ],
        invitations=[
            InvitationRow("BED-M3", "", "police", "U0PETE", answer="accepted", answered_at=NOW),
            InvitationRow(
                "BED-M3",
                ref,
                "housing",
                name="Hal",
                address="hal@housing.example",
                invited_at=NOW,
                withdrawn_at=NOW,
            ),
        ],
        standing_members=[StandingMemberRow("BED", "police", 2, "U0PETE", "Sgt Example", "desk 4")],
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
        kept_until=date(2040, 1, 1),
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
