"""Plants: thousands of cases of every kind in two areas, a marker in every sensitive field."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from mappa.cases import CaseRecord
from mappa.meetings.minutes import PARTS
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
    ReferralRow,
    StandingMemberRow,
    TrainingRow,
    Workbook,
)
from tests.build import NOW, TODAY, person
from tests.leaks.markers import Marks
from tests.leaks.rich_cases import DAY, KINDS, made_case, plain_case

FIRST = {"BED": 10_001, "HER": 60_001}
THINGS = 90_001  # numbers of what belongs to no case
EVERYTHING = frozenset({"category-4", "limited"})
# Everybody who is registered. Noel is not; Olga is from outside.
PEOPLE = (
    person("U0CORA", "co-ordinator", grants=EVERYTHING),
    person("U0CODY", "co-ordinator"),
    person("U0HANA", "co-ordinator", area="HER", grants=EVERYTHING),
    person("U0PRIYA"),
    person("U0PETE", agency="police"),
    person("U0LARA", grants=EVERYTHING),
    person("U0DEEP"),
    person("U0GLEN", agency="housing", grants=frozenset({"limited"})),
    person("U0GONE"),
    person("U0CHAS", "chair", agency="police"),
    person("U0DORA", agency="police"),
    person("U0SIMI", "smb", agency="health"),
    person("U0LEON", "lay-adviser", agency="other"),
    person("U0AUDE", "auditor", agency="other"),
    person("U0ADA", "admin", agency="other"),
)
MEETING_OF = {
    "planned with a chair": ("planned", "U0CHAS"), "heard by a chair": ("held", "U0CHAS"),
    "called off": ("cancelled", "U0CHAS"), "ordinary": ("planned", ""), "limited": ("planned", ""),
    "category 4": ("held", ""), "pete's": ("held", ""),
}  # fmt: skip
REFERRED = ("ordinary", "limited", "category 4", "pete's", "nobody's", "offered", "drawn")
AT_ONE_MEETING = 6  # cases


@dataclass
class World:
    """What was planted: of what each number is, and which cases there are of each kind."""

    marks: Marks = field(default_factory=Marks)
    book: Workbook = field(default_factory=Workbook)
    cases: dict[int, CaseRecord] = field(default_factory=dict)
    refs: dict[int, str] = field(default_factory=dict)  # of the case, by number
    areas: dict[int, str] = field(default_factory=dict)  # of what belongs to no case
    kinds: dict[str, list[int]] = field(default_factory=dict)
    meeting_of: dict[int, str] = field(default_factory=dict)  # of a case, by its number
    meetings: set[int] = field(default_factory=set)

    def area(self, number: int) -> str:
        return self.areas.get(number) or self.refs[number][:3]

    def plant_new(self, number: int) -> str:
        """The name of a case of Bedfordshire that is brought in later."""
        self.refs[number] = f"BED-{number}"
        return self.marks.word(number, "name")


def make_world(cases: int, rich: int) -> World:
    """So many cases. So many, two thirds of them in Bedfordshire, have something in every field;
    the others, one third of them there, what nearly every case has."""
    world = World()
    for nth in range(cases):
        area = "HER" if nth % 3 == 2 or (nth >= rich and nth % 3) else "BED"
        number = FIRST[area] + nth
        kind = KINDS[(nth // 3 if area == "HER" else nth - nth // 3) % len(KINDS)]
        world.refs[number] = f"{area}-{number}"
        case = made_case(world.marks, number, world.refs[number], kind, area, nth)
        world.cases[number] = case if nth < rich else plain_case(case)
        if nth < rich:
            world.kinds.setdefault(kind, []).append(number)
            _plant(world, number, kind, area, nth)
    world.book.cases = list(world.cases.values())
    _plant_meetings(world)
    _plant_areas(world)
    return world


def _plant(world: World, number: int, kind: str, area: str, nth: int) -> None:
    marks, ref, book = world.marks, world.refs[number], world.book

    def word(name: str) -> str:
        return marks.word(number, name)

    decision = "open" if kind in REFERRED else "declined" if kind == "declined" else "accepted"
    decided: Any = {} if decision == "open" else {"decided_on": date(2026, 6, 12)}
    why = "" if decision == "open" else word("decisionreason")
    book.referrals.append(
        ReferralRow(
            f"{area}-R{number}", ref, date(2026, 6, 10), "police", 2, decision,
            level_set=2 if decision == "accepted" else None, **decided, decision_reason=why,
            reason=f"{word('referralreason')} is why", referred_by="U0PETE",
        )
    )  # fmt: skip
    inside: Any = {"slack_id": "U0PETE"} if nth % 2 else {"owner": f"{word('actionowner')} Sand"}
    book.actions += [
        ActionRow(
            f"{area}-AC{number}", ref, "police", what=f"{word('actionwhat')} to be done",
            due_on=date(2026, 7, 1), raised_on=DAY, why=word("actionwhy"),
            done_on=TODAY if kind == "long gone" else None, **inside,
        ),
        ActionRow(
            f"{area}-AD{number}", ref, "housing", f"{word('doneowner')} Reed", word("donewhat"),
            DAY, done_on=DAY, raised_on=DAY, note=word("donenote"),
        ),
    ]  # fmt: skip
    book.notes += [
        NoteRow(ref, 1, datetime(2026, 5, 2, 9, tzinfo=UTC), f"{word('note')} said", "U0PRIYA"),
        NoteRow(ref, 2, datetime(2026, 5, 3, 9, tzinfo=UTC), word("latestnote"), "U0CORA"),
    ]
    if kind in ("drawn", "drawn before"):
        drawn_on, audit = (DAY, "A2") if kind == "drawn" else (date(2025, 5, 1), "A1")
        note = word("auditnote")
        book.case_audits.append(
            AuditedRow(f"{area}-{audit}", ref, drawn_on, "met", drawn_on, note, area)
        )


def _plant_meetings(world: World) -> None:
    number = THINGS
    for kind, (status, chair) in MEETING_OF.items():
        for area in FIRST:
            some = [one for one in world.kinds.get(kind, ()) if world.area(one) == area]
            for at in range(0, len(some), AT_ONE_MEETING):
                number += 1
                world.areas[number] = area
                world.meetings.add(number)
                heard = some[at : at + AT_ONE_MEETING]
                _plant_meeting(world, number, status, chair if area == "BED" else "", heard)


def _plant_meeting(world: World, number: int, status: str, chair: str, numbers: list[int]) -> None:
    marks, book, area = world.marks, world.book, world.areas[number]
    ref = f"{area}-M{number}"
    days = {"planned": 14 + number % 40, "held": -20, "cancelled": -10}[status]
    starts = datetime.fromordinal(TODAY.toordinal() + days).replace(hour=9, tzinfo=UTC)
    place = f"{marks.word(number, 'meetingplace')} House"
    book.meetings.append(MeetingRow(ref, 2, starts, place, status, area, chair=chair))
    book.invitations += [
        InvitationRow(ref, "", "police", "U0PETE" if area == "BED" else "", invited_at=NOW,
                      name="" if area == "BED" else marks.word(number, "standingguest")),
        InvitationRow(ref, "", "health", name=f"{marks.word(number, 'guestname')} Fox",
                      address=f"{marks.word(number, 'guestaddress')}@x.example"),
    ]  # fmt: skip
    for position, one in enumerate(numbers, 1):
        case_ref = world.refs[one]
        world.meeting_of[one] = ref
        minuted = {
            name: marks.word(one, f"minute{name.replace('-', '')}")
            for name, part in PARTS.items()
            if part.shape in ("text", "label")
        }
        minuted["information.police"] = marks.word(one, "minuteinformation")
        row = HeardRow(ref, case_ref, position=position, minutes=minuted)
        if status == "held":
            row = replace(
                row, closed_on=DAY, closed_by="U0CORA", form="MAPPA C", edition="May 2022",
                issued_on=None if chair else DAY, outcome_level=2, disclosure=True,
                rationale=marks.word(one, "rationale"),
            )  # fmt: skip
        book.heard.append(row)
        book.attendance.append(
            AttendanceRow(ref, case_ref, "police", "attended", marks.word(one, "attended"))
        )
        book.invitations.append(
            InvitationRow(ref, case_ref, "housing", name=f"{marks.word(one, 'invitedname')} Elm",
                          address=f"{marks.word(one, 'invitedaddress')}@x.example", invited_at=NOW)
        )  # fmt: skip


def _plant_areas(world: World) -> None:
    """What belongs to an area and to no case."""
    marks, book = world.marks, world.book
    for number, area in ((99_001, "BED"), (99_002, "HER")):
        world.areas[number] = area

        def word(name: str, number: int = number) -> str:
            return marks.word(number, name)

        book.standing_members += [
            StandingMemberRow(area, "education", 2, "", word("membername"), word("memberaddress"))
        ]
        book.contacts.append(
            ContactRow(area, "immigration", word("areacontact"), f"{word('areaaddress')}@x.example")
        )
        book.trainings.append(
            TrainingRow(f"{area}-T1", date(2026, 7, 1), "police", 14, word("trainingabout"), area)
        )
    book.deputies += [
        DeputyRow("BED", "U0PRIYA", "U0DEEP", TODAY, date(2027, 6, 1)),
        DeputyRow("BED", "U0CHAS", "U0DORA", TODAY, date(2027, 6, 1)),
    ]


def merges(world: World) -> Iterator[tuple[str, str]]:
    """Which case is merged into which."""
    into = [one for one in world.kinds["into which one was merged"] if world.area(one) == "BED"]
    away = [one for one in world.kinds["merged"] if world.area(one) == "BED"]
    for one, other in zip(away, into, strict=False):
        yield world.refs[one], world.refs[other]
