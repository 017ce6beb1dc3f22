"""The panels of the year: planned in rows, filled, people invited, held, minuted and issued."""

import re
from datetime import date, timedelta
from functools import partial

from tests.handlers.workspaces import whole_text
from tests.journeys.almanacs import DAY, FIRST, at_earliest, months_on, working_days_on
from tests.journeys.reminding import said
from tests.journeys.worlds import CHAS, CORA, PETE, PRIYA, Case, Meeting
from tests.journeys.years import Year

RULES = (
    "supervision weekly at the office; monitoring electronic tag; interventions group work; "
    "victim-safety exclusion zone; contingency recall at once; licence-conditions none; "
    "disclosure no because nobody is at risk from not knowing"
)
AGENCY_OF = {PRIYA: "probation", PETE: "police", "U0NOEL": "police", CHAS: "police"}
INVITE_BEFORE, WEEK = timedelta(days=22), timedelta(days=7)


class PanelYear(Year):
    """What is planned on the first day, and what follows from it."""

    def plan_panels(self) -> None:
        for ref, meeting in list(self.world.meetings.items()):
            if meeting.status == "planned":
                self._schedule(ref)
        self._plan_row(
            2, date(2026, 5, 28), "10:00 until 13:00", "every month times 11",
            [at_earliest(months_on(date(2026, 5, 28), n)) for n in range(11)],
        )  # fmt: skip
        self._plan_row(
            3, date(2026, 8, 4), "14:00 until 16:30", "every 6 weeks times 6",
            [date(2026, 8, 4) + n * 6 * WEEK for n in range(6)],
        )  # fmt: skip

    def _plan_row(self, level: int, first: date, at: str, every: str, days: list[date]) -> None:
        line = f"meeting plan level {level} on {said(first)} at {at} place Example House, room 2 "
        text = self.says(CORA, f"{line} chair <@{CHAS}> {every}", "Saved")
        refs = list(dict.fromkeys(re.findall(r"BED-M\d+", text)))
        assert len(refs) == len(days), text
        for ref, on in zip(refs, days, strict=True):
            self.world.meetings[ref] = Meeting(ref, level, on, chair=CHAS)
            self._schedule(ref)

    def _schedule(self, ref: str) -> None:
        meeting = self.world.meetings[ref]
        self.later(max(meeting.on - INVITE_BEFORE, FIRST + DAY), lambda: self.fill(meeting))
        self.later(max(meeting.on, FIRST), lambda: self.minute(meeting), "16:30")

    # Before it

    def fill(self, meeting: Meeting) -> None:
        """All that is due goes on the agenda, and everybody is asked."""
        if meeting.status != "planned" or meeting.on < self.day:
            return
        due = self.due_for(meeting)
        if due:
            text = self.says(CORA, f"meeting {meeting.ref} due")
            assert set(re.findall(r"BED-3\d{3}", text)) == {case.ref for case in due}, text
            refs = ", ".join(case.ref for case in due)
            self.says(CORA, f"meeting {meeting.ref} add {refs}", "Saved")
            for case in due:
                self._put_on(meeting, case)
        if meeting.cases:
            self.invite(meeting)
        else:
            self.cancel(meeting)

    def due_for(self, meeting: Meeting) -> list[Case]:
        """At its level, to be reviewed by a week after it or with no review, and on no agenda."""
        taken = {
            ref for one in self.world.meetings.values()
            if one.status == "planned" and one.on >= self.day
            for ref in one.cases
        }  # fmt: skip
        found = []
        for case in self.world.cases.values():
            spell = case.spell(self.day)
            review = case.dates.get("review")
            is_due = review is None or review <= meeting.on + WEEK
            if spell and spell.level == meeting.level and is_due and case.ref not in taken:
                found.append(case)
        return found

    def _put_on(self, meeting: Meeting, case: Case) -> None:
        meeting.cases.append(case.ref)
        here = self.world.roles
        team = [one for one in (*case.owners, *case.members) if one in here]
        agencies = {AGENCY_OF[one] for one in team} | case.contacts | {case.lead}
        agencies |= {"prison"} if case.inside(meeting.on) else set()
        meeting.agencies[case.ref] = agencies
        meeting.to_ask |= {one for one in team if one not in meeting.asked}
        self._come_always(meeting)

    def _come_always(self, meeting: Meeting) -> None:
        """The standing members, for all that it hears."""
        for user, agency, level in self.world.standing:
            if level in (None, meeting.level):
                for agencies in meeting.agencies.values():
                    agencies.add(agency)
                if user and user not in meeting.asked:
                    meeting.to_ask.add(user)

    def invite(self, meeting: Meeting) -> None:
        self.says(CORA, f"meeting {meeting.ref} invite")
        self._come_always(meeting)
        new = sorted(meeting.to_ask)
        meeting.asked |= dict.fromkeys(new)
        meeting.to_ask = set()
        for user in new:
            after = self.random.choice((1, 1, 3, 9, 0))  # 0: never
            answer = self.random.choice(("accepted", "accepted", "report", "apologies"))
            day = self.day + timedelta(days=after)
            if after and at_earliest(day) < meeting.on:
                self.later(day, partial(self.answer, meeting, user, answer), "12:00")
        if self.random.random() < 0.5:
            self.says(CORA, f"meeting {meeting.ref} reply housing accepted")

    def answer(self, meeting: Meeting, user: str, answer: str) -> None:
        """By the button of the invitation or of the reminder that somebody got last."""
        if meeting.status != "planned" or meeting.on <= self.day or user not in self.world.roles:
            return
        action = f"answer_invitation.{answer}"
        offered = [
            message for message in self.inbox[user]
            if meeting.ref in whole_text(message) and action in str(message["blocks"])
        ]  # fmt: skip
        if not offered:  # the workspace began anew meanwhile
            return
        self.presses(user, offered[-1], action)
        meeting.asked[user] = answer
        if answer == "report":
            self._promise(meeting, user)

    def _promise(self, meeting: Meeting, user: str) -> None:
        """A report in each case that they come for is due two working days before."""
        due = max(working_days_on(meeting.on, -2), self.day)
        cases = [self.world.cases[ref] for ref in meeting.cases]
        theirs = [one for one in cases if user in one.team]
        for case in theirs or (cases if len(cases) == 1 else []):
            case.numbered += 1
            case.requests[case.numbered] = (due, user, meeting.ref)
            day = max(due + timedelta(days=self.random.choice((-1, 0, 2, 5))), self.day + DAY)
            self.later(day, partial(self.report, case, case.numbered), "13:00")

    def report(self, case: Case, number: int) -> None:
        if number in case.requests:
            _, owner, _ = case.requests.pop(number)
            owner = owner if self.world.may_see(owner, case, self.day) else CORA
            self.says(owner, f"request {case.ref} {number} done", "Saved")

    def move(self, meeting: Meeting, to: date, at: str) -> None:
        """Everybody is asked anew, and what was promised is not expected any more."""
        line = f"meeting {meeting.ref} move to {said(to)} at {at} because the room is taken"
        self.says(CORA, line, "Saved")
        self._withdraw(meeting)
        meeting.on = to
        meeting.asked = dict.fromkeys(meeting.asked)
        self.later(to, lambda: self.minute(meeting), "16:30")

    def cancel(self, meeting: Meeting) -> None:
        self.says(CORA, f"meeting {meeting.ref} cancel because nobody can come", "Saved")
        self._withdraw(meeting)
        meeting.status = "cancelled"

    def _withdraw(self, meeting: Meeting) -> None:
        for ref in meeting.cases:
            requests = self.world.cases[ref].requests
            for number in [n for n, (_, _, of) in requests.items() if of == meeting.ref]:
                del requests[number]

    # At it, and after it

    def minute(self, meeting: Meeting) -> None:
        if meeting.status != "planned" or meeting.on > self.day:
            return
        for ref in list(meeting.cases):
            case = self.world.cases[ref]
            if ref not in meeting.closed:
                self._minute(meeting, case)
        if meeting.cases and all(ref in meeting.closed for ref in meeting.cases):
            meeting.status = "held"

    def _minute(self, meeting: Meeting, case: Case) -> None:
        spell = case.spell(meeting.on)
        assert spell, case
        level, words = self._decision(meeting, case, spell.level, spell.category)
        attended = self._attendance(meeting, case)
        refs = f"minute {meeting.ref} {case.ref}"
        self.says(CORA, f"{refs} {attended}; {RULES}; {words}", "Saved")
        self._actions(meeting, case)
        self.says(CORA, f"{refs} close", "Closed")
        meeting.closed[case.ref] = self.day
        meeting.outcomes[case.ref] = level
        after = self.random.choice((1, 2, 2, 3, 6, 18 if meeting.level == 2 else 9))
        self.later(self.day + timedelta(days=after), lambda: self.issue(meeting, case), "14:00")

    def _decision(
        self, meeting: Meeting, case: Case, level: int, category: int
    ) -> tuple[int | None, str]:
        """What is decided, in the books and as it is typed."""
        chance = self.random.random()
        new: int | None = level
        said_so = ""
        if level == 2 and chance < 0.08:
            new, said_so = 3, "threshold senior"
        elif level == 2 and chance < 0.18:
            new = 1
        elif level == 2 and chance < 0.22:
            new = None
        elif level == 3 and chance < 0.12:
            new, said_so = 2, "threshold step-down"
        if new is None:
            case.becomes(category, None, meeting.on)
            return None, "exit anyway because he has moved abroad"
        if new == 1 and category == 3:  # below Level 2 somebody in Category 3 leaves
            case.becomes(category, None, meeting.on)
            return None, "level 1 because one agency can manage it"
        case.becomes(category, new, meeting.on)
        review = self._next_review(meeting, new)
        case.dates["review"] = review
        return new, f"level {new} {said_so} review {said(review)} because several are needed"

    def _next_review(self, meeting: Meeting, level: int) -> date:
        """The last panel of the level within its clock, else the end of the clock."""
        if level == 1:
            return months_on(meeting.on, 4)
        latest = meeting.on + (6 if level == 3 else 12) * WEEK
        panels = [
            one.on for one in self.world.meetings.values()
            if one.level == level and one.status == "planned" and meeting.on < one.on <= latest
        ]  # fmt: skip
        return max(panels, default=latest)

    def _attendance(self, meeting: Meeting, case: Case) -> str:
        typed: dict[str, list[str]] = {}
        for agency in sorted(meeting.agencies[case.ref] | {"probation"}):
            how = self.random.choice(("attended",) * 6 + ("report", "apologies", "none"))
            typed.setdefault(how, []).append(agency)
            meeting.came[case.ref, agency] = how
        return "; ".join(f"{how} {', '.join(some)}" for how, some in typed.items())

    def _actions(self, meeting: Meeting, case: Case) -> None:
        """Now and then something is to be done; mostly it is, sometimes late, sometimes never."""
        if self.random.random() > 0.45:
            return
        due = self.day + timedelta(days=self.random.choice((10, 15, 24)))
        seen = [one for one in case.owners if self.world.may_see(one, case, self.day)]
        owner = f"<@{seen[0]}>" if seen else '"Dora Trial" agency probation'
        line = f"action {case.ref} what visit the address owner {owner} due {said(due)}"
        text = self.says(CORA, f"{line} at {meeting.ref} because agreed", "Saved: action")
        ref = text.split()[2]
        self.world.actions[ref] = (case.ref, due, seen[0] if seen else "")
        self.world.raised[ref] = (meeting.on, due, None)
        late = self.random.choice((-3, -1, 0, 4, 15))
        by = seen[0] if seen else CORA
        self.later(due + timedelta(days=late), lambda: self.done(ref, by), "15:00")

    def done(self, ref: str, by: str) -> None:
        by = by if by in self.world.roles else CORA
        self.says(by, f"action {ref} done note seen", "Saved")
        del self.world.actions[ref]
        raised, due, _ = self.world.raised[ref]
        self.world.raised[ref] = (raised, due, self.day)

    def issue(self, meeting: Meeting, case: Case) -> None:
        self.says(CORA, f"minute {meeting.ref} {case.ref} issue")
        self.talk.settle()
        meeting.issued[case.ref] = self.day
