"""What happens in the year beside the panels, and the year as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from io import StringIO

from handlers.views.reports import APPROVED_BY, FREEZE_RETURN
from mappa.clocks import LONDON
from mappa.people import Person
from mappa.workbook.workbooks import Workbook
from storage.databases import Session
from storage.deriving import derive_area_reminders
from storage.people import add_person, remove_person
from tests.build import POLICY, TEAM, person
from tests.handlers.conversations import conversation
from tests.handlers.kits import Kit
from tests.handlers.windows import last_answer_to, open_window
from tests.handlers.workspaces import Slack
from tests.journeys.almanacs import DAY, FIRST, LAST, at_earliest, months_on, working_days_on, works
from tests.journeys.beginnings import chosen_sample, keep_books, load_sample
from tests.journeys.panel_years import PanelYear
from tests.journeys.reminding import Key, said
from tests.journeys.worlds import CHAS, CORA, NEVER, NOEL, PETE, PRIYA, Case, Meeting, Spell
from tests.journeys.years import Act, buttons, reminder_lines

DOWN = (date(2026, 11, 24), date(2026, 11, 25))
TRAINING = date(2026, 10, 14)
DIGEST = (CORA, PETE, CHAS)
ACKNOWLEDGE, SNOOZE = "acknowledge_reminder", "snooze_reminder"
PASSED_ON_KINDS = ("Licence end", "Next review", "Action", "Minutes", "Release")
CARE = {CORA: 0.4, PRIYA: 0.3, PETE: 0.4, CHAS: 0.3, NOEL: 0.5}  # how likely they acknowledge


class AreaYear(PanelYear):
    def begins(self) -> None:
        for user in DIGEST:
            self.says(user, "me digest on", "Saved")
        self.says(PRIYA, "me quiet 20:00-09:30", "Saved")
        self.ledger.quiet[PRIYA] = time(9, 30)
        self.ledger.last_morning = FIRST - DAY
        self.ledger.settle(FIRST, time(8, 30))
        self.send()
        self.later(FIRST, self.first_day)
        self._every_day()

    def _every_day(self) -> None:
        """The people who care look at what they got; each week the reviews at Level 1 are done."""
        day = FIRST
        while day <= LAST:
            if works(day) and day not in DOWN:
                self.later(day, self.acknowledge, "11:00")
                if day == at_earliest(day - timedelta(days=day.weekday())):
                    self.later(day, self.review_level_1, "10:15")
            day += DAY

    def acknowledge(self) -> None:
        for user, care in CARE.items():
            for message in self.fresh(user):
                lines = reminder_lines(message)
                offered = buttons(message)
                if not lines or ACKNOWLEDGE not in offered:
                    continue
                chance = self.random.random()
                if not any(word in line for word in PASSED_ON_KINDS for line in lines):
                    chance += 0.38
                stands = all(self.ledger.named[one][0] in self.live() for one in lines)
                if (
                    len(lines) == 1
                    and stands
                    and 0.97 > chance > 0.94
                    and f"{SNOOZE}.tomorrow" in offered
                ):
                    self.presses(user, message, f"{SNOOZE}.tomorrow")
                    key, notice = self.ledger.named[lines[0]]
                    self.ledger.snooze(user, key, notice, working_days_on(self.day, 1))
                elif chance < care:
                    self.presses(user, message, ACKNOWLEDGE)
                    for line in lines:
                        self.ledger.acknowledge(user, *self.ledger.named[line])

    def live(self) -> set[Key]:
        return {told.key for told in self.world.dates(self.day)}

    def review_level_1(self) -> None:
        for case in self.world.cases.values():
            spell, review = case.spell(self.day), case.dates.get("review")
            if spell and spell.level == 1 and review and review <= self.day:
                after = months_on(self.day, 4)
                why = "because the agency could not before"
                self.says(CORA, f"update {case.ref} review {said(after)} {why}", "Saved")
                case.dates["review"] = after

    def first_day(self) -> None:
        self.plan_panels()
        for n, ref in enumerate(list(self.world.actions)):
            self.later(FIRST + timedelta(days=n % 9), partial(self.settle_old, ref), "10:30")
        for n, ref in enumerate(self.world.referrals):
            self.later(FIRST + timedelta(days=3 + 5 * n), partial(self.screen, ref), "10:45")
        for meeting in self.world.meetings.values():
            if meeting.here and meeting.status == "held":
                for ref in sorted(meeting.closed.keys() - meeting.issued.keys()):
                    case = self.world.cases[ref]
                    self.later(date(2026, 4, 13), partial(self.issue, meeting, case))

    def settle_old(self, ref: str) -> None:
        self.done(ref, CORA)

    def screen(self, ref: str) -> None:
        case_ref, made = self.world.referrals.pop(ref)
        case = self.world.cases[case_ref]
        spell = case.spell(self.day)
        assert spell
        accept = spell.level == 0 or ref.endswith(("1", "4", "7"))
        if accept and spell.level < 2:
            how = "accept level 2 threshold high-risk because several are needed"
            case.becomes(spell.category, 2, self.day)
        else:
            how = "decline because one agency can manage it"
        self.says(CORA, f"screen {ref} {how}", "Saved")
        self.screened.append((made, self.day))

    # Days of their own

    def dated_days(self) -> None:
        """What is to happen on which day."""

        def on(day: str, act: Act) -> None:
            self.later(date.fromisoformat(day), act)

        on("2026-06-01", self.noel_comes)
        on("2026-06-10", self.train)
        on("2026-06-15", self.refer)
        on("2026-06-22", self.freeze)
        on("2026-07-01", lambda: self.order("BED-3007", date(2026, 7, 1), date(2027, 3, 1)))
        on("2026-07-13", lambda: self.returned("BED-3009"))
        on("2026-08-03", self.deputy)
        on("2026-09-01", lambda: self.exits("BED-3020"))
        on(
            "2026-09-09",
            lambda: self.move(self.at(3, date(2026, 9, 15)), date(2026, 9, 17), "14:00"),
        )
        on("2026-10-05", lambda: self.licence("BED-3005", date(2027, 1, 31)))
        on("2026-10-15", self.trained)
        on("2026-10-30", self.pete_goes)
        on("2026-11-05", self.audit)
        on("2026-11-16", lambda: self.licence("BED-3017", date(2026, 12, 30)))
        on("2027-01-20", lambda: self.cancel(self.at(2, date(2027, 1, 28))))

    def at(self, level: int, on: date) -> Meeting:
        (found,) = (m for m in self.world.meetings.values() if (m.level, m.on) == (level, on))
        return found

    def noel_comes(self) -> None:
        def add(session: Session) -> Person:
            one = add_person(session, person(NOEL, agency="police"), self.talk.clock())
            derive_area_reminders(session, "BED", POLICY, self.talk.clock())
            return one

        self.talk.write(add)
        self.world.roles[NOEL] = ""

    def pete_goes(self) -> None:
        """All that he owns goes to Noel, and he is there no more."""
        self.says(CORA, f"reassign <@{PETE}> to <@{NOEL}> because he leaves", "")

        def remove(session: Session) -> None:
            remove_person(session, TEAM, PETE, self.talk.clock())
            derive_area_reminders(session, "BED", POLICY, self.talk.clock())

        for case in self.world.cases.values():
            if PETE in case.owners:
                case.owners = [NOEL if one == PETE else one for one in case.owners]
                case.members = [one for one in case.members if one != NOEL] + [PETE]
                for number, (due, owner, of) in case.requests.items():
                    if owner == PETE:
                        case.requests[number] = (due, NOEL, of)
        self.talk.write(remove)
        del self.world.roles[PETE]

    def deputy(self) -> None:
        until = date(2026, 8, 21)
        self.says(CORA, f"deputy <@{NOEL}> for <@{PRIYA}> until {said(until)}", "")
        self.world.deputies.append((PRIYA, NOEL, self.day, until))

    def train(self) -> None:
        self.says(CORA, f"training on {said(TRAINING)} agencies police, housing about risk", "")
        self.world.trainings["BED-T8"] = TRAINING

    def trained(self) -> None:
        self.says(CORA, "training BED-T8 attended 14", "")

    def audit(self) -> None:
        self.says(CORA, "case-audit draw cases 4", "")
        self.world.audits.append(self.day)

    def refer(self) -> None:
        line = "refer X999001 category 2 level 2 licence-end 15 February 2027 risk high"
        text = self.says(
            PRIYA, f'{line} name "Nobody Invented" lead-agency probation because high', "Saved"
        )
        (ref,) = (word for word in text.split() if word.startswith("BED-R"))
        case = Case("BED-3060", "probation", [], [], [], {"licence_end": date(2027, 2, 15)})
        self.world.cases[case.ref] = case
        self.world.referrals[ref.rstrip(".")] = (case.ref, self.day)
        self.later(date(2026, 7, 3), lambda: self.accept(ref.rstrip("."), case))

    def accept(self, ref: str, case: Case) -> None:
        _, made = self.world.referrals.pop(ref)
        self.says(CORA, f"screen {ref} accept level 2 threshold high-risk because high", "Saved")
        self.says(CORA, f"update {case.ref} owner <@{PRIYA}>", "Saved")
        self.screened.append((made, self.day))
        case.spells.append(Spell(2, 2, self.day))
        case.owners.append(PRIYA)

    def freeze(self) -> None:
        self.talk.command(CORA, "report 2025/26")
        self.talk.press(CORA, FREEZE_RETURN, last_answer_to(self.talk, CORA))
        open_window(self.talk, CORA)
        answer = self.talk.submit(CORA, **{APPROVED_BY.replace("-", "_"): "Jo Example, chair"})
        assert "was approved" in answer.whole, answer.whole
        self.world.returns.add(2025)

    def order(self, ref: str, imposed: date, ends: date) -> None:
        self.says(
            CORA, f"update {ref} order SHPO imposed {said(imposed)} ends {said(ends)}", "Saved"
        )
        self.world.cases[ref].orders.append(("SHPO", imposed, ends))

    def returned(self, ref: str) -> None:
        case = self.world.cases[ref]
        kind = "returned to custody for breach of licence"
        self.says(CORA, f"update {ref} event {kind} on {said(self.day)} custody recall", "Saved")
        case.events.append(("returned_breach_of_licence", self.day))
        case.custody.append((self.day, NEVER))

    def licence(self, ref: str, to: date) -> None:
        self.says(CORA, f"update {ref} licence-end {said(to)} because the court varied it", "Saved")
        self.world.cases[ref].dates["licence_end"] = to

    def exits(self, ref: str) -> None:
        self.says(CORA, f"update {ref} exit because licence ended", "Saved")
        case = self.world.cases[ref]
        case.becomes(case.spells[-1].category, None, self.day)


@contextmanager
def lived_year(
    slack: Slack, kit: Kit, log: StringIO, seed: int, last: date = LAST + DAY
) -> Iterator[tuple[AreaYear, Workbook]]:
    """The year from its first day to the day after its last, or a part of it."""
    book = chosen_sample()
    load_sample(kit.db, book, datetime.combine(FIRST, time(8, 30), tzinfo=LONDON))
    with conversation(slack, kit, log) as talk:
        year = AreaYear(talk, seed, DOWN)
        keep_books(year.world, book)
        year.names = [one.name for one in book.cases if one.name] + ["Nobody Invented"]
        year.trained_on = [one.on for one in book.trainings] + [TRAINING]
        year.begins()
        year.dated_days()
        year.lives(last)
        yield year, book
