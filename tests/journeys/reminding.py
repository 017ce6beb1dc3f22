"""What the policy says of reminders, in words and arithmetic of the test's own: who must have been
told what, when. Nothing of the bot is asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time

from tests.journeys.almanacs import DAY, before, last_chased, told_on, working_days_on
from tests.journeys.worlds import Told, World

OWNER, CO, CHAIR, INVITED = "owner", "co-ordinator", "chair", "invited"
BOTH = (OWNER, CO)
LONG = ("12 weeks", "28 days", "7 days", "on the day")


@dataclass(frozen=True)
class Rule:
    """The notices, how often what has passed is told of, to whom; and whom next, so many working
    days after nobody has acknowledged."""

    notices: tuple[str, ...]
    to: tuple[str, ...] = BOTH
    overdue: str = ""
    next: tuple[tuple[int, str], ...] = ()


RULES = {
    "licence_end": Rule(("6 months", *LONG), next=((2, CHAIR),)),
    "release": Rule(("6 months", "12 weeks", "28 days", "7 days"), next=((2, CHAIR),)),
    "sentence_end": Rule(LONG),
    "tused": Rule(("28 days", "7 days")),
    "notification_end": Rule(LONG),
    "parole_hearing": Rule(("12 weeks", "28 days", "7 days")),
    "review": Rule(LONG[1:], BOTH, "every 5 working days", ((5, CHAIR),)),
    "order_end": Rule(LONG),
    "request_due": Rule(("7 days", "on the day"), BOTH, "every 2 working days"),
    "level_to_confirm": Rule(("6 months", "12 weeks", "28 days")),
    "screening": Rule(("3 days", "on the day"), (CO,), "every 2 working days"),
    "action_due": Rule(
        ("7 days", "on the day"), (OWNER,), "every 2 working days",
        ((2, "agency-contact"), (2, CHAIR)),
    ),
    "minutes_due": Rule(("3 days", "on the day"), (CO,), "every 2 working days", ((2, CHAIR),)),
    "meeting": Rule(("7 days", "1 day"), (INVITED, CHAIR, CO)),
    "invitation": Rule(("14 days", "7 days", "3 days"), (INVITED,)),
    "case_audit": Rule(LONG[1:], (CO,), "every 4 weeks"),
    "training": Rule(("28 days", "7 days"), (CO,)),
    "annual_return": Rule(("6 weeks", *LONG[1:]), (CO,), "every 2 weeks"),
}  # fmt: skip
NINE = time(9)
PASSED_ON = ", not acknowledged"

Key = tuple[str, str, date]


@dataclass
class Sent:
    """One reminder that went out; `goes_on` is the morning on which it is passed on."""

    told: Told
    notice: str
    user: str
    step: int
    goes_on: date | None
    seen: bool = False


@dataclass
class Reminding:
    """The ledger of reminders; `due` is who must be told which line on which day at what time."""

    world: World
    quiet: dict[str, time] = field(default_factory=dict)  # until when somebody is left alone
    due: Counter[tuple[str, str, date, time]] = field(default_factory=Counter)
    ever: set[tuple[Key, str, str]] = field(default_factory=set)
    chased: dict[tuple[Key, str], date] = field(default_factory=dict)
    sent: dict[tuple[Key, str], list[Sent]] = field(default_factory=dict)
    put_off: list[tuple[date, Sent]] = field(default_factory=list)
    last_morning: date = date.min
    named: dict[str, tuple[Key, str]] = field(default_factory=dict)  # what a line is about

    def morning(self, day: date, at: time = NINE, until: date | None = None) -> None:
        """A working day begins; or, `until` a day before it, what nobody could be told then."""
        until = until or day
        live = {told.key: told for told in self.world.dates(day)}
        self._pass_on(live, day, at, until)
        for told in live.values():
            for notice in self._due(told, self.last_morning, until):
                for user in self.world.meant(told, RULES[told.kind].to, day):
                    self._tell(told, notice, user, day, at)
        for again, sent in [one for one in self.put_off if one[0] <= until]:
            self.put_off.remove((again, sent))
            stands = sent.told.key in live
            acknowledged = sent.step and not self._silent(sent)
            if stands and not acknowledged and self.world.may_be_told(sent.user, sent.told, day):
                self._tell(sent.told, sent.notice, sent.user, day, at, step=sent.step, again=True)
        self.last_morning = until

    def settle(self, day: date, at: time) -> None:
        """Something has changed: what is known late, or by somebody new, is told at once; of
        several notices that have passed the latest."""
        until = day if at >= NINE else day - DAY
        for told in self.world.dates(day):
            rule = RULES[told.kind]
            passed = [one for one in rule.notices if told_on(told.on, one) <= until]
            latest = max(passed, key=lambda one: before(told.on, one), default=None)
            chased = last_chased(told.on, rule.overdue, until) if rule.overdue else None
            if (latest and told.on >= day) or chased:
                for user in self.world.meant(told, rule.to, day):
                    if chased:
                        if self.chased.get((told.key, user), date.min) < chased[0]:
                            self._tell(told, chased[1], user, day, at)
                    elif latest and (told.key, latest, user) not in self.ever:
                        self._tell(told, latest, user, day, at)

    def acknowledge(self, user: str, key: Key, notice: str) -> None:
        """Neither this nor what they were told of it before is passed on."""
        for sent in self.sent[key, user]:
            sent.goes_on = None
            sent.seen = sent.seen or sent.notice == notice

    def snooze(self, user: str, key: Key, notice: str, until: date) -> None:
        for sent in self.sent[key, user]:
            sent.goes_on = None
        last = [sent for sent in self.sent[key, user] if sent.notice == notice][-1]
        self.put_off.append((until, last))

    def _due(self, told: Told, after: date, day: date) -> Iterator[str]:
        rule = RULES[told.kind]
        for notice in rule.notices:
            if after < told_on(told.on, notice) <= day:
                yield notice
        if rule.overdue and told.on < day:
            found = last_chased(told.on, rule.overdue, day)
            if found and found[0] > after:
                yield found[1]

    def _pass_on(self, live: dict[Key, Told], day: date, at: time, until: date) -> None:
        waiting = [one for some in self.sent.values() for one in some
                   if one.goes_on and one.goes_on <= until]  # fmt: skip
        for sent in waiting:
            sent.goes_on = None
            told = live.get(sent.told.key)
            if told is None or (sent.step and not self._silent(sent)):
                continue
            notice = sent.notice.removesuffix(PASSED_ON) + PASSED_ON
            for user in self._next(sent, told, day):
                if (told.key, notice, user) not in self.ever:
                    self._tell(told, notice, user, day, at, step=sent.step + 1)

    def _next(self, sent: Sent, told: Told, day: date) -> list[str]:
        word = RULES[told.kind].next[sent.step][1]
        for words in ((word,), (CO,)):
            others = [one for one in self.world.meant(told, words, day) if one != sent.user]
            if others:
                return others
        return []

    def _silent(self, sent: Sent) -> bool:
        """Whether anybody who was told before has not acknowledged it yet."""
        first = sent.notice.removesuffix(PASSED_ON)
        return any(
            not one.seen and one.step < sent.step and one.notice.removesuffix(PASSED_ON) == first
            for (key, user), some in self.sent.items() if key == sent.told.key and user != sent.user
            for one in some
        )  # fmt: skip

    def _tell(
        self, told: Told, notice: str, user: str, day: date, at: time, *, step: int = 0,
        again: bool = False,
    ) -> None:  # fmt: skip
        name = (told.key, notice, user)
        assert again or name not in self.ever, name
        self.ever.add(name)
        line = f"{told.whose}: {told.what} on {said(told.on)} ({notice})"
        self.named[line] = told.key, notice
        self.due[user, line, day, max(at, self.quiet.get(user, at))] += 1
        if notice.startswith("overdue") and not step:
            self.chased[told.key, user] = day
        later = RULES[told.kind].next[step : step + 1]
        goes_on = working_days_on(day, later[0][0]) if later else None
        self.sent.setdefault((told.key, user), []).append(Sent(told, notice, user, step, goes_on))


def said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
