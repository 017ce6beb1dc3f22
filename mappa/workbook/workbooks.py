"""The workbook: everything an area holds, as it is brought in and taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mappa.cases import CaseRecord


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral with its decision; `decision` is open, accepted, declined or withdrawn."""

    ref: str
    case_ref: str
    referred_on: date
    agency: str | None
    level_sought: int
    decision: str
    decided_on: date | None = None
    level_set: int | None = None
    reason: str = ""
    category: int | None = None
    threshold: str | None = None
    area: str = ""  # of the referral, where it is not the case's
    lead_agency: str | None = None
    agencies: str = ""  # codes, comma-separated
    rosh: str | None = None
    victim_concerns: str | None = None
    decision_reason: str = ""
    more_asked_on: date | None = None
    referred_by: str = ""  # Slack ids
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A Level 2 or 3 meeting; `status` is planned, held or cancelled, `starts_at` aware."""

    ref: str
    level: int
    starts_at: datetime
    place: str = ""
    status: str = "planned"
    area: str = ""  # where it is not that of the workbook
    ends_at: datetime | None = None
    chair: str = ""  # Slack id
    urgent: bool = False
    version: int = 0  # of its entry in calendars


@dataclass(frozen=True, slots=True)
class HeardRow:
    """One case at one meeting; `disclosure` None: not recorded."""

    meeting_ref: str
    case_ref: str
    outcome_level: int | None = None
    next_review_on: date | None = None
    disclosure: bool | None = None
    rationale: str = ""
    position: int | None = None  # on the agenda
    leaves: bool = False  # the person leaves MAPPA: then there is no outcome level
    closed_on: date | None = None  # None: not minuted to the end
    closed_by: str = ""  # Slack id
    form: str | None = None  # of the minutes, with its edition
    edition: str | None = None
    issued_on: date | None = None
    minutes: Mapping[str, str] = field(default_factory=dict)  # part by part


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """One part of the minutes of one case at one meeting."""

    meeting_ref: str
    case_ref: str
    part: str
    text: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """Who is invited to a meeting, for one case or (no `case_ref`) for all that it hears.

    In this Slack by `slack_id`, outside by name and address.
    """

    meeting_ref: str
    case_ref: str
    agency: str
    slack_id: str = ""
    name: str = ""
    address: str = ""
    answer: str = ""  # accepted, report, apologies
    answered_at: datetime | None = None
    invited_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StandingMemberRow:
    """Who is invited to every panel of an area, of one level or (None) of both."""

    area: str
    agency: str
    level: int | None = None
    slack_id: str = ""
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """How one invited agency answered for one case: attended, report, apologies or none."""

    meeting_ref: str
    case_ref: str
    agency: str
    how: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """Who has to do what by when; still open without `done_on`."""

    ref: str
    case_ref: str
    agency: str | None = None
    owner: str = ""
    what: str = ""
    due_on: date | None = None
    done_on: date | None = None
    raised_on: date | None = None
    area: str = ""  # of the action, where it is not the case's
    slack_id: str = ""  # of the owner, if they are in this Slack
    why: str = ""
    meeting_ref: str = ""  # where it was agreed
    cannot_on: date | None = None  # the owner said that it cannot be done
    note: str = ""  # what was said last, done or not


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note on a case; notes are numbered from 1 in each case."""

    case_ref: str
    number: int
    noted_at: datetime
    text: str
    slack_id: str = ""  # who wrote it


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody who speaks for an agency in an area, outside this Slack."""

    area: str
    agency: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class AuditedRow:
    """One case of an audit's sample, and what was found; no `outcome` yet: still to be looked at.

    All rows of an audit have the same `drawn_on` and area.
    """

    audit_ref: str
    case_ref: str
    drawn_on: date
    outcome: str | None = None
    audited_on: date | None = None
    note: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training session; `agencies` are codes with commas between, `attended` None: not known."""

    ref: str
    on: date
    agencies: str
    attended: int | None = None
    about: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """Who stands in for whom in an area, both days included."""

    area: str
    slack_id: str
    deputy_slack_id: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Population:
    """People aged 10 and over in an area, in the year that ends on 31 March of `year_ending`."""

    area: str
    year_ending: int
    aged_10_plus: int


@dataclass(slots=True)
class Workbook:
    """All of it, checked: nothing in it breaks a rule or points to nothing."""

    cases: list[CaseRecord] = field(default_factory=list)
    referrals: list[ReferralRow] = field(default_factory=list)
    meetings: list[MeetingRow] = field(default_factory=list)
    heard: list[HeardRow] = field(default_factory=list)
    attendance: list[AttendanceRow] = field(default_factory=list)
    actions: list[ActionRow] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    contacts: list[ContactRow] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    case_audits: list[AuditedRow] = field(default_factory=list)
    trainings: list[TrainingRow] = field(default_factory=list)
    deputies: list[DeputyRow] = field(default_factory=list)
    invitations: list[InvitationRow] = field(default_factory=list)
    standing_members: list[StandingMemberRow] = field(default_factory=list)
    # The sheets that were there ("custody") and their columns ("custody.to_on"): what an update may
    # not take for "none" because nothing was said about it.
    given: frozenset[str] = frozenset()

    @property
    def minutes(self) -> list[MinutesRow]:
        """What is minuted of every hearing, a row for each part."""
        return [
            MinutesRow(row.meeting_ref, row.case_ref, part, text)
            for row in self.heard
            for part, text in row.minutes.items()
        ]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (the header is row 1; 0 for the whole file), and why."""

    file: str
    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, {self.row}, {self.column}, {self.value}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as text: its name (a file without its ending), header and rows as they stand.

    `file` is how faults call it, `problem` why it cannot be read at all. Rows are read once; an
    empty row is empty and counts.
    """

    name: str
    header: Sequence[str]
    rows: Iterable["Sequence[str] | BrokenRow"]
    file: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be read, and why; `last`: nor can anything that follows it."""

    reason: str
    value: str = ""
    last: bool = False


class BadCell(str):
    """A cell without a value that could be taken: what stood there, and why it is refused."""

    shown: str
    reason: str

    def __new__(cls, shown: str, reason: str) -> "BadCell":
        made = super().__new__(cls, f"\0{shown}")  # what no reader of cells takes for a good one
        made.shown, made.reason = shown, reason
        return made
