"""An area as the test itself keeps it: who works there, cases, meetings, what is to be done, and
from that every date of which somebody is to be told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tests.journeys.almanacs import months_on, working_days_on

CORA, PRIYA, PETE, CHAS, NOEL = "U0CORA", "U0PRIYA", "U0PETE", "U0CHAS", "U0NOEL"
NEVER = date(9999, 12, 31)
KINDS = {
    "release": "Release",
    "licence_end": "Licence end",
    "sentence_end": "Sentence end",
    "tused": "Top-up supervision end",
    "notification_end": "End of notification",
    "parole_hearing": "Parole hearing",
    "review": "Next review",
}


@dataclass
class Spell:
    category: int
    level: int
    from_on: date
    to_on: date = NEVER


@dataclass
class Case:
    ref: str
    lead: str
    owners: list[str]
    members: list[str]
    spells: list[Spell]
    dates: dict[str, date]
    gates: frozenset[str] = frozenset()
    custody: list[tuple[date, date]] = field(default_factory=list)
    orders: list[tuple[str, date, date | None]] = field(default_factory=list)
    events: list[tuple[str, date]] = field(default_factory=list)
    # Open ones: by when, whose, and for which meeting.
    requests: dict[int, tuple[date, str, str]] = field(default_factory=dict)
    numbered: int = 0  # requests that there ever were
    contacts: set[str] = field(default_factory=set)  # agencies that somebody speaks for

    def spell(self, day: date) -> Spell | None:
        return next((one for one in self.spells if one.from_on <= day < one.to_on), None)

    def inside(self, day: date) -> bool:
        return any(since <= day < until for since, until in self.custody)

    def open(self, day: date) -> bool:
        return any(one.to_on > day for one in self.spells)

    @property
    def team(self) -> set[str]:
        return {*self.owners, *self.members}

    def becomes(self, category: int, level: int | None, day: date) -> None:
        """At another level from a day on; None: leaves."""
        now = next(one for one in self.spells if one.to_on == NEVER)
        if level == now.level:
            return
        if now.from_on == day:
            self.spells.remove(now)
        now.to_on = day
        if level is not None:
            self.spells.append(Spell(category, level, day))


@dataclass
class Meeting:
    ref: str
    level: int
    on: date
    status: str = "planned"
    chair: str = ""
    cases: list[str] = field(default_factory=list)
    here: bool = True  # planned in the bot, not brought in
    agencies: dict[str, set[str]] = field(default_factory=dict)  # invited for each case
    asked: dict[str, str | None] = field(default_factory=dict)  # who was invited, and the answer
    to_ask: set[str] = field(default_factory=set)  # not told yet
    came: dict[tuple[str, str], str] = field(default_factory=dict)
    outcomes: dict[str, int | None] = field(default_factory=dict)
    closed: dict[str, date] = field(default_factory=dict)
    issued: dict[str, date] = field(default_factory=dict)

    @property
    def minutes_due(self) -> date:
        return working_days_on(self.on, 5 if self.level == 3 else 10)


@dataclass(frozen=True)
class Told:
    """A date of which somebody is to be told, as a message names it."""

    kind: str
    whose: str
    what: str
    on: date
    case: str = ""
    owner: str = ""
    chair: str = ""
    meeting: str = ""
    invited: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str, date]:
        return self.whose, self.what, self.on


class World:
    def __init__(self) -> None:
        self.roles = {CORA: "co-ordinator", PRIYA: "", PETE: "", CHAS: "chair"}
        self.agencies = {PRIYA: "probation", PETE: "police", CHAS: "police", CORA: "probation"}
        self.grants = {CORA: {"category-4", "limited"}}
        self.deputies: list[tuple[str, str, date, date]] = []
        self.cases: dict[str, Case] = {}
        self.meetings: dict[str, Meeting] = {}
        self.actions: dict[str, tuple[str, date, str]] = {}  # open: case, due, owner's id
        self.referrals: dict[str, tuple[str, date]] = {}  # open: case, made
        self.trainings: dict[str, date] = {}
        self.audits: list[date] = []
        self.raised: dict[str, tuple[date | None, date | None, date | None]] = {}  # due, done
        self.returns: set[int] = set()  # the first years of those that are frozen
        self.standing: list[tuple[str, str, int | None]] = []  # who, of which agency and level

    # Who

    def stands_in(self, user: str, day: date) -> set[str]:
        return {user} | {
            absent for absent, deputy, since, until in self.deputies
            if deputy == user and since <= day <= until
        }  # fmt: skip

    def may_see(self, user: str, case: Case, day: date) -> bool:
        """Whether somebody may be told of a case."""
        if user not in self.roles or not case.gates <= self.grants.get(user, set()):
            return False
        if self.roles[user] == "co-ordinator":
            return True
        if self.roles[user] == "chair":
            return any(user == one.chair for one in self.hearing(case.ref))
        return bool(self.stands_in(user, day) & case.team)

    def hearing(self, ref: str) -> Iterator[Meeting]:
        """The meetings of this bot that hear a case, or heard it."""
        for one in self.meetings.values():
            if ref in one.cases and one.status != "cancelled" and one.here:
                yield one

    def chair_of(self, ref: str, day: date) -> str:
        chaired = [one for one in self.hearing(ref) if one.chair]
        ahead = [one for one in chaired if one.status == "planned" and one.on >= day]
        if ahead:
            return min(ahead, key=lambda one: one.on).chair
        return max(chaired, key=lambda one: one.on).chair if chaired else ""

    def may_be_told(self, user: str, told: Told, day: date) -> bool:
        if user not in self.roles:
            return False
        if told.case:
            return self.may_see(user, self.cases[told.case], day)
        if self.roles[user] == "co-ordinator":
            return True
        if not told.meeting:
            return False
        meeting = self.meetings[told.meeting]
        concerned = {meeting.chair, *meeting.asked, *meeting.to_ask}
        return bool(self.stands_in(user, day) & concerned)

    def meant(self, told: Told, words: Iterable[str], day: date) -> list[str]:
        """Whom the policy's words mean, else the co-ordinator; and their deputies that day."""
        found: list[str] = []
        for word in words:
            if word == "owner":
                some = [told.owner] if told.owner else self.cases[told.case].owners
            elif word == "chair":
                some = [told.chair or (self.chair_of(told.case, day) if told.case else "")]
            elif word == "invited":
                some = sorted(told.invited)
            else:  # agency-contact: no case has one in this Slack
                some = [CORA]
            found += [one for one in some if one not in found and self.may_be_told(one, told, day)]
        found = found or [CORA]
        also = [
            deputy for absent, deputy, since, until in self.deputies
            if absent in found and since <= day <= until and self.may_be_told(deputy, told, day)
        ]  # fmt: skip
        return list(dict.fromkeys(found + also))

    # What

    def dates(self, day: date) -> Iterator[Told]:
        """Every date of which somebody is to be told, as things are on a day."""
        for case in self.cases.values():
            if case.open(day):
                yield from self._of_case(case, day)
            for number, (due, owner, _) in case.requests.items():
                yield Told("request_due", case.ref, f"Request {number} due", due, case.ref, owner)
        for ref, (case_ref, due, owner) in self.actions.items():
            yield Told("action_due", case_ref, f"Action {ref} due", due, case_ref, owner)
        for ref, (case_ref, made) in self.referrals.items():
            what = f"Screening decision on referral {ref}"
            yield Told("screening", case_ref, what, working_days_on(made, 10), case_ref)
        for meeting in self.meetings.values():
            yield from self._of_meeting(meeting)
        yield from self._of_area(day)

    def _of_case(self, case: Case, day: date) -> Iterator[Told]:
        for kind, on in case.dates.items():
            yield Told(kind, case.ref, KINDS[kind], on, case.ref)
        for on in sorted({ends for _, _, ends in case.orders if ends}):
            yield Told("order_end", case.ref, "Order ends", on, case.ref)
        spell = case.spell(day)
        if spell and spell.level == 0:
            for kind in ("release", "parole_hearing"):
                if kind in case.dates and case.dates[kind] >= day:
                    on = case.dates[kind]
                    yield Told("level_to_confirm", case.ref, "Level to be confirmed", on, case.ref)

    def _of_meeting(self, meeting: Meeting) -> Iterator[Told]:
        if meeting.status == "cancelled":
            return
        for ref in meeting.cases if meeting.here else ():
            if ref not in meeting.issued:
                what = f"Minutes of {meeting.ref} due"
                yield Told("minutes_due", ref, what, meeting.minutes_due, ref, chair=meeting.chair)
        if meeting.status != "planned":
            return
        ref = meeting.ref
        come = {one for one, said in meeting.asked.items() if said != "apologies"} | meeting.to_ask
        told = Told("meeting", ref, "Meeting", meeting.on, chair=meeting.chair, meeting=ref)
        yield replace(told, invited=frozenset(come))
        if silent := frozenset(one for one, said in meeting.asked.items() if said is None):
            what = "Invitation not answered; meeting"
            yield replace(told, kind="invitation", what=what, invited=silent)

    def _of_area(self, day: date) -> Iterator[Told]:
        if self.audits:
            on = months_on(max(self.audits), 6)
            yield Told("case_audit", "Area BED", "Case audit due", on)
        for ref, on in self.trainings.items():
            if on >= day:
                yield Told("training", ref, "Training session", on)
        running = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
        for first in (running - 1, running):
            if first not in self.returns:
                on = months_on(date(first + 1, 3, 31), 3)
                yield Told("annual_return", "Area BED", "Annual return due", on)
