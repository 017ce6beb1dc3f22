"""A database in which everything that is sealed says a word of the suite's own, twice over."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from mappa.case_facts import Contact, Disclosure, OrderChange, Placement, Request, Transfer, Watch
from mappa.cases import CaseRecord, Event, Order, Spell
from mappa.contacts import AreaContact
from mappa.merging import merge_cases
from mappa.people import Person
from mappa.workbook.workbooks import (
    ActionRow,
    AttendanceRow,
    AuditedRow,
    HeardRow,
    InvitationRow,
    MeetingRow,
    NoteRow,
    ReferralRow,
    StandingMemberRow,
    TrainingRow,
    Workbook,
)
from storage.cases import get_case
from storage.contacts import add_contact
from storage.databases import Database, Session
from storage.glass import add_glass
from storage.merges import add_merge
from storage.outgoing import Message, add_outgoing
from storage.people import add_person
from storage.records import Entry, add_record
from tests.build import NOW, case, person, register_cast
from tests.storage.workbooks import bring_in

STEM = "Quornzebedee"  # stands in every text, so that any of them is found by it
REFS = ("BED-1042", "BED-1043")
DAY, LATER = date(2026, 5, 1), date(2026, 6, 1)
START = datetime(2026, 6, 2, 9, tzinfo=UTC)
# What cannot hold a word: two of each, one a case.
IDENTIFIERS = {
    "crn": ("X320741", "X320742"),
    "pnc": ("1979/0163001B", "2002/0073319Z"),
    "cro": ("065656/91H", "050058/83Z"),
    "prison_number": ("A1234AA", "B4321BB"),
    "visor_ref": (f"{STEM}-1", f"{STEM}-2"),
}
BORN = (date(1971, 11, 29), date(1982, 12, 28))
SECRETS = [STEM, *(one for both in IDENTIFIERS.values() for one in both), *map(str, BORN)]
_numbers = count(1)


def said() -> str:
    """Another text every time."""
    return f"{STEM} {next(_numbers)}"


def ways(secret: str) -> Iterator[bytes]:
    """The bytes in which it could be read: as text, and as text that was made of such."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = secret.encode(encoding)
        yield raw
        yield from (raw.hex().encode(), raw.hex().upper().encode())
        for shift in range(3):  # of each place in which it may stand, what does not depend on more
            coded = b64encode(b"\0" * shift + raw)
            yield coded[shift and 4 : -4]


def fill(db: Database) -> None:
    """Of every table that holds something sealed at least two rows, of a case and of another."""
    with db.write() as session:
        cast = register_cast(session)
        for user_id in ("U0NEW", "U0NEWER"):
            add_person(session, person(user_id, name=said()), NOW)
        bring_in(session, _book())
        stored = [get_case(session, ref) for ref in REFS]
        for one in stored:
            for _ in range(2):
                add_contact(session, "BED", AreaContact("police", said(), said()), NOW)
                entry = Entry("case changed", "command", said(), {"because": said()})
                key = (one.id, one.key)
                add_record(session, entry, area="BED", now=NOW, person=cast["U0CORA"], case=key)
                add_record(session, entry, area="BED", now=NOW)
                block = {"type": "section", "text": {"type": "plain_text", "text": said()}}
                add_outgoing(session, Message(said(), (block,)), cast["U0CORA"], NOW, about=())
                add_glass(session, cast["U0PETE"], one, NOW, NOW + timedelta(hours=4), said())
        for number in (1, 2):
            _merge(session, f"BED-205{number}", f"BED-206{number}", cast["U0CORA"])


def _merge(session: Session, first: str, second: str, by: Person) -> None:
    one, other = get_case(session, first), get_case(session, second)
    add_merge(session, one, other, merge_cases(one.facts, other.facts), by, NOW)


def _book() -> Workbook:
    both = [*enumerate(REFS), *enumerate(REFS)]
    number = count(1)
    more = [case(ref, name=said(), crn=None) for ref in ("BED-2051", "BED-2061", "BED-2052")]
    meetings = [f"BED-M{n}" for n in (1, 2)]
    heard = [(meeting, ref) for meeting in meetings for ref in REFS]
    return Workbook(
        cases=[
            *(_case(at, ref) for at, ref in enumerate(REFS)),
            *more,
            case("BED-2062", name=said(), crn=None),
        ],
        referrals=[
            ReferralRow(
                f"BED-R{next(number)}", ref, DAY, "police", 2, "declined", LATER,
                reason=said(), decision_reason=said(),
            )
            for _, ref in both
        ],
        meetings=[MeetingRow(ref, 2, START, said(), "held") for ref in meetings],
        heard=[
            HeardRow(meeting, ref, 2, LATER, True, said(), minutes={"risk": said()})
            for meeting, ref in heard
        ],
        attendance=[
            AttendanceRow(meeting, ref, agency, "attended", said())
            for meeting, ref in heard
            for agency in ("police", "housing")
        ],
        actions=[
            ActionRow(f"BED-AC{n}", ref, "police", said(), said(), LATER, why=said(), note=said())
            for n, (_, ref) in enumerate(both, start=1)
        ],
        invitations=[
            InvitationRow(meeting, ref, agency, name=said(), address=said())
            for meeting, ref in heard
            for agency in ("housing", "health")
        ],
        standing_members=[
            StandingMemberRow("BED", agency, name=said(), address=said())
            for agency in ("police", "health")
        ],
        notes=[NoteRow(ref, n, NOW, said(), "U0PRIYA") for ref in REFS for n in (1, 2)],
        case_audits=[
            AuditedRow(f"BED-A{n}", ref, DAY, "met", LATER, said(), "BED")
            for ref in REFS
            for n in (1, 2)
        ],
        trainings=[
            TrainingRow(f"BED-T{n}", DAY, "police", 14, said(), "BED") for n in (1, 2)
        ],
    )  # fmt: skip


def _case(at: int, ref: str) -> CaseRecord:
    kinds = ("SHPO", "VOO")
    return case(
        ref,
        name=said(),
        born_on=BORN[at],
        **{kind: values[at] for kind, values in IDENTIFIERS.items()},
        spells=(Spell(2, 1, DAY, LATER, reason=said()), Spell(2, 2, LATER, reason=said())),
        dates={"licence_end": date(2027, 3, 31), "sentence_end": date(2027, 4, 30)},
        date_notes={"licence_end": said(), "sentence_end": said()},
        orders=tuple(Order(kind, DAY) for kind in kinds),
        order_changes=tuple(OrderChange(kind, DAY, "varied", LATER, said()) for kind in kinds),
        events=(Event("sfo", DAY, said()), Event("sro_breach", DAY, said())),
        placements=(
            Placement("private", DAY, LATER, said()),
            Placement("own-ap", LATER, place=said()),
        ),
        contacts=tuple(Contact(one, said(), said()) for one in ("police", "housing")),
        requests=tuple(Request(n, "escort", DAY, said(), outcome_note=said()) for n in (1, 2)),
        disclosures=tuple(Disclosure(on, "yes", said(), said()) for on in (DAY, LATER)),
        transfers=tuple(
            Transfer("BED", to, DAY, "declined", LATER, said()) for to in ("HER", "CAM")
        ),
        watches=(
            Watch(DAY, date(2026, 5, 20), said()),
            Watch(LATER, date(2026, 8, 1), said()),
        ),
    )
