"""The policy: clocks, reminders and rules of an area, its own file laid over the shipped one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from typing import Any

from mappa.periods import day_after, day_before
from mappa.policy_files import COUNTING as COUNTING
from mappa.policy_files import RECIPIENTS as RECIPIENTS
from mappa.policy_files import read_policy_file


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
class ReminderRules:
    """When a kind of date is told of, and to whom."""

    notices: tuple[str, ...]
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SendingRules:
    at: time
    catch_up: str


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    """How people at two levels are counted, and below which figure nothing is shown."""

    counting: str
    suppress_below: int


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
        clocks={name: Clock(**clock) for name, clock in content["clocks"].items()},
        targets={name: Target(**target) for name, target in content["targets"].items()},
        notification=_notification(content["notification"]),
        reminders={
            kind: ReminderRules(tuple(rules.get("notices", ())), tuple(rules.get("to", ())))
            for kind, rules in content["reminders"].items()
        },
        sending=SendingRules(time.fromisoformat(sending["at"]), sending["catch_up"]),
        statistics=StatisticsRules(statistics["counting"], statistics["suppress_below"]),
        orders=OrderRules(date.fromisoformat(content["orders"]["shpo_from"])),
        districts={area: tuple(own.get("districts", ())) for area, own in content["areas"].items()},
        fingerprint=sha256(repr(content).encode()).hexdigest(),
    )


def _notification(content: Mapping[str, Any]) -> NotificationRules:
    years = int(content["other"]["value"].split()[0])
    return NotificationRules(12 * years, content["under_18"]["value"] == "half")
