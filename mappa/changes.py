"""The parts of an update: each noun of a case says what may be typed of it, and what that does.

A part is read before the case is known, so that what is mistyped is refused in the same words
whatever case it was typed for; what it returns is applied to the case by the rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from mappa.arguments import Field, clean_text
from mappa.case_dates import read_case_date
from mappa.cases import CaseRecord
from mappa.choices import read_choice
from mappa.errors import RuleBroken
from mappa.policies import Policy

Change = Callable[[CaseRecord], CaseRecord]
# What a line must keep to once all of it is applied: given the case before it and after it.
Rule = Callable[[CaseRecord, CaseRecord], CaseRecord]
NONE = "none"  # typed for what is to be taken out


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line or a form asks for: raw values by field, the day it took effect, and why."""

    ref: str
    values: Mapping[str, str]
    effective_on: date
    today: date
    reason: str
    policy: Policy

    def text(self, field: str) -> str:
        """Free text as it was typed, without what cannot be shown."""
        return clean_text(self.values.get(field, ""), field)

    def choice(self, field: str, choices: Mapping[str, str]) -> str | None:
        """The code of one of the choices, None where the field was not given."""
        given = self.values.get(field)
        return read_choice(given, choices, field) if given else None

    def day(self, field: str) -> date | None:
        """A day with its year, None where the field was not given."""
        given = self.values.get(field)
        return read_case_date(given, field, self.today) if given else None

    def takes_out(self, field: str) -> bool:
        """Whether "none" stands in the field."""
        return self.values.get(field, "").strip().casefold() == NONE

    def past_day(self, field: str) -> date | None:
        """The same, of something that has happened: today or earlier."""
        day = self.day(field)
        if day and day > self.today:
            raise RuleBroken(
                f"{field}: it is recorded when it has happened, today or earlier. "
                f"Example: {field} 1 May 2026",
                field,
            )
        return day

    def needs_reason(self, what: str, example: str) -> str:
        """The reason, or a refusal that says what needs one."""
        if not self.reason:
            raise RuleBroken(
                f"{what} needs a reason. Example: update {self.ref} {example}", "because"
            )
        return self.reason


@dataclass(frozen=True, slots=True)
class Part:
    """One noun of a case.

    `read` gives the change that the values ask for, None where they ask nothing of this part;
    `shown` gives the present values as they would be typed, for a form that is filled in with
    them; `dated` are the fields that `from` gives the day of; `decided` are those that only who may
    decide a level may change.
    """

    title: str
    fields: tuple[Field, ...]
    read: Callable[[Asked], Change | None]
    shown: Callable[[CaseRecord, date], Mapping[str, str]]
    dated: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)
