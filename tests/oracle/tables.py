"""The sheets of the workbook as plain rows, read with nothing but the csv module."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.oracle.days import FOR_EVER, london_day_of, must_be_day, read_day, rows_of


@dataclass
class Spell:
    category: int
    level: int
    started_on: date
    ended_on: date
    area: str


@dataclass
class Case:
    ref: str
    area: str
    lead_agency: str
    district: str
    band: str
    merged: bool
    spells: list[Spell] = field(default_factory=list)
    stays: list[tuple[date, date]] = field(default_factory=list)
    dates: dict[str, date] = field(default_factory=dict)
    orders: list[tuple[str, date, date | None]] = field(default_factory=list)
    events: list[tuple[str, date]] = field(default_factory=list)


@dataclass
class Referral:
    case: Case
    area: str
    referred_on: date
    agency: str
    level_sought: int
    decision: str
    decided_on: date | None
    category: int | None
    ref: str


@dataclass
class Meeting:
    ref: str
    area: str
    level: int
    day: date
    status: str


@dataclass
class Heard:
    meeting: Meeting
    case: Case
    disclosure: str  # yes, no or not recorded
    closed_on: date | None = None  # its minutes; empty: not minuted here
    issued_on: date | None = None


@dataclass
class Answer:
    """How one invited agency answered for one case."""

    meeting: Meeting
    case: Case
    agency: str
    how: str


@dataclass
class Action:
    case: Case
    area: str
    agency: str
    due_on: date | None
    done_on: date | None
    raised_on: date | None
    ref: str


class Tables:
    """All rows of a workbook given as CSV text by the name of its sheet; `area` is its default."""

    def __init__(self, sheets: Mapping[str, str], area: str) -> None:
        self._sheets, self._area = sheets, area
        self.cases = {row["case_ref"]: self._case(row) for row in self._rows("cases")}
        self._add_facts()
        self.meetings = {row["meeting_ref"]: self._meeting(row) for row in self._rows("meetings")}
        self.referrals = [self._referral(row) for row in self._rows("referrals")]
        self.heard = [
            Heard(
                self.meetings[row["meeting_ref"]],
                self._of(row),
                row["disclosure"],
                *(read_day(row.get(name) or "") for name in ("closed_on", "issued_on")),
            )
            for row in self._rows("heard")
        ]
        self.attendance = [
            Answer(self.meetings[row["meeting_ref"]], self._of(row), row["agency"], row["how"])
            for row in self._rows("attendance")
        ]
        self.actions = [self._action(row) for row in self._rows("actions")]
        self.populations = {
            (row["area"], int(row["year_ending"])): int(row["aged_10_plus"])
            for row in self._rows("population")
        }
        self.trainings = [
            (row.get("area") or area, must_be_day(row["on"])) for row in self._rows("trainings")
        ]
        # One audit stands in a row for each case of its sample.
        self.audits = {
            row["audit_ref"]: (row.get("area") or self._of(row).area, must_be_day(row["drawn_on"]))
            for row in self._rows("case_audits")
        }

    def _rows(self, name: str) -> list[dict[str, str]]:
        return rows_of(self._sheets.get(name, ""))

    def _of(self, row: Mapping[str, str]) -> Case:
        return self.cases[row["case_ref"]]

    def _case(self, row: Mapping[str, str]) -> Case:
        return Case(
            row["case_ref"],
            row.get("area") or self._area,
            row["lead_agency"],
            row["district"],
            row["rosh"],
            bool(row.get("merged_into")),
        )

    def _add_facts(self) -> None:
        for row in self._rows("spells"):
            case = self._of(row)
            category, level = int(row["category"]), int(row["level"])
            started_on = must_be_day(row["started_on"])
            ended_on = read_day(row["ended_on"]) or FOR_EVER
            area = row.get("area") or case.area
            case.spells.append(Spell(category, level, started_on, ended_on, area))
        for row in self._rows("custody"):
            stay = must_be_day(row["from_on"]), read_day(row["to_on"]) or FOR_EVER
            self._of(row).stays.append(stay)
        for row in self._rows("dates"):
            self._of(row).dates[row["kind"]] = must_be_day(row["on"])
        for row in self._rows("orders"):
            order = row["kind"], must_be_day(row["imposed_on"]), read_day(row["ends_on"])
            self._of(row).orders.append(order)
        for row in self._rows("events"):
            self._of(row).events.append((row["kind"], must_be_day(row["on"])))
        for case in self.cases.values():
            case.spells.sort(key=lambda spell: spell.started_on)
            case.events.sort(key=lambda event: event[1])

    def _referral(self, row: Mapping[str, str]) -> Referral:
        return Referral(
            self._of(row),
            row.get("area") or self._of(row).area,
            must_be_day(row["referred_on"]),
            row["agency"],
            int(row["level_sought"]),
            row["decision"],
            read_day(row["decided_on"]),
            int(row["category"]) if row.get("category") else None,
            row["referral_ref"],
        )

    def _meeting(self, row: Mapping[str, str]) -> Meeting:
        return Meeting(
            row["meeting_ref"],
            row.get("area") or self._area,
            int(row["level"]),
            london_day_of(row["starts_at"]),
            row["status"],
        )

    def _action(self, row: Mapping[str, str]) -> Action:
        return Action(
            self._of(row),
            row.get("area") or self._of(row).area,
            row["agency"],
            read_day(row["due_on"]),
            read_day(row["done_on"]),
            read_day(row.get("raised_on", "")),
            row["action_ref"],
        )
