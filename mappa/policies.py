"""The policy: clocks, reminders and rules of an area, its own file laid over the shipped one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from hashlib import sha256
from typing import Any

from mappa.periods import day_after, day_before, in_hours
from mappa.policy_files import COUNTING as COUNTING
from mappa.policy_files import FOR_ALL, read_policy_file
from mappa.policy_files import RECIPIENTS as RECIPIENTS
from mappa.quiet_times import QuietTime, quiet_time


@dataclass(frozen=True, slots=True)
class Clock:
    """A period of the policy, and who has checked it where."""

    value: str
    source: str = ""
    verified_by: str = ""
    verified_on: str = ""

    def after(self, day: date) -> date:
        """The day on which the period ends that begins on a day."""
        return day_after(day, self.value)

    def before(self, day: date) -> date:
        """The day that lies the period before a day."""
        return day_before(day, self.value)

    @property
    def hours(self) -> timedelta:
        """Of a clock that counts hours."""
        return in_hours(self.value)


@dataclass(frozen=True, slots=True)
class Target:
    """A share that is to be reached, in per cent, and who has checked it where."""

    value: str
    source: str = ""
    verified_by: str = ""
    verified_on: str = ""

    @property
    def per_cent(self) -> int:
        return int(self.value.removesuffix("%"))


@dataclass(frozen=True, slots=True)
class NotificationRules:
    """What of the notification period is the area's to decide: the period of any other disposal,
    and whether the periods are halved for who was under 18."""

    other_months: int
    halved: bool


@dataclass(frozen=True, slots=True)
class Escalation:
    """One step: who is told when nobody has acknowledged for a period."""

    after: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """When a kind of date is told of, to whom, how often once it has passed ("every 2 working
    days"; empty: never), and who is told next where nobody acknowledges."""

    notices: tuple[str, ...]
    to: tuple[str, ...]
    overdue: str = ""
    escalate: tuple[Escalation, ...] = ()


@dataclass(frozen=True, slots=True)
class SendingRules:
    """When planned notices go out, London time, and what comes late ("at once" or in the hours
    "07:00-19:00"); `digest` and `quiet` hold for whoever chose nothing else."""

    at: time
    catch_up: str = "at once"
    digest: bool = False
    quiet: QuietTime | None = None


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    """How people at two levels are counted, below which figure nothing is shown, and whether all
    who may ask get the statutory tables as they are printed."""

    counting: str
    suppress_below: int
    tables_are_for_all: bool = True


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The day from which courts impose an SHPO where they imposed a SOPO or FTO before."""

    shpo_from: date


@dataclass(frozen=True, slots=True)
class Policy:
    """The effective policy; `fingerprint` changes with any of it."""

    clocks: Mapping[str, Clock]
    targets: Mapping[str, Target]
    notification: NotificationRules
    reminders: Mapping[str, ReminderRules]
    sending: SendingRules
    statistics: StatisticsRules
    orders: OrderRules
    districts: Mapping[str, tuple[str, ...]]
    fingerprint: str


def load_policy(path: str | None = None) -> Policy:
    """The shipped policy with the area's file, if there is one, laid over it key by key."""
    return _policy(read_policy_file(path))


def _policy(content: Mapping[str, Any]) -> Policy:
    sending, statistics = content["sending"], content["statistics"]
    return Policy(
        clocks={n: Clock(**clock) for n, clock in content["clocks"].items() if clock["value"]},
        targets={name: Target(**target) for name, target in content["targets"].items()},
        notification=_notification(content["notification"]),
        reminders={kind: _rules(rules) for kind, rules in content["reminders"].items()},
        sending=SendingRules(
            time.fromisoformat(sending["at"]),
            sending["catch_up"],
            sending["digest"],
            quiet_time(*sending["quiet"].split("-")) if sending["quiet"] else None,
        ),
        statistics=StatisticsRules(
            statistics["counting"],
            statistics["suppress_below"],
            statistics["statutory_tables"] == FOR_ALL,
        ),
        orders=OrderRules(date.fromisoformat(content["orders"]["shpo_from"])),
        districts={area: tuple(own.get("districts", ())) for area, own in content["areas"].items()},
        fingerprint=sha256(repr(content).encode()).hexdigest(),
    )


def _rules(content: Mapping[str, Any]) -> ReminderRules:
    steps = content.get("escalate", ())
    return ReminderRules(
        tuple(content.get("notices", ())),
        tuple(content.get("to", ())),
        content.get("overdue", ""),
        tuple(
            Escalation(step["after"], tuple(step["to"]))
            for step in ((steps,) if isinstance(steps, Mapping) else steps)
        ),
    )


def _notification(content: Mapping[str, Any]) -> NotificationRules:
    years = int(content["other"]["value"].split()[0])
    return NotificationRules(12 * years, content["under_18"]["value"] == "half")
