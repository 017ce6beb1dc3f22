"""The word `deputy`: who sees and is reminded in somebody's place, from which day until which."""

from dataclasses import dataclass
from datetime import date, timedelta

from mappa.arguments import Field, Line, Schema, read_line
from mappa.case_dates import read_case_date
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.mentions import read_user
from mappa.people import Deputy

LONGEST = timedelta(days=366)
SCHEMA = Schema(
    word="deputy",
    subject="mention of the deputy",
    subject_example="@somebody",
    fields=(
        Field("for", "for @owner", "in whose place", shape="person"),
        Field("from", "from 1 July 2026", "the first day; today if it is left out", shape="day"),
        Field("until", "until 14 July 2026", "the last day", shape="day"),
        Field("ended", "ended", "the deputy stands in no longer", shape="flag"),
    ),
    examples=(
        "deputy @somebody for @owner from 1 July 2026 until 14 July 2026",
        "deputy @somebody for @owner until 14 July 2026",
        "deputy @somebody for @owner ended",
    ),
)


@dataclass(frozen=True, slots=True)
class Ended:
    """Somebody who is to stand in no longer, for whom; both by Slack id."""

    user_id: str
    deputy_user_id: str


def read_deputy(typed: str, today: date) -> Deputy | Ended:
    """What a line asks for: a deputy for some days, or that there be none any more."""
    line = read_line(SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"deputy takes no reason. Example: {SCHEMA.examples[0]}", "because")
    deputy = read_user(line.subject, "deputy")
    if "for" not in line.values:
        raise RuleBroken(f"for: say in whose place. Example: {SCHEMA.examples[0]}", "for")
    user = read_user(line.values["for"], "for")
    if user == deputy:
        raise RuleBroken(f"for: nobody is their own deputy. Example: {SCHEMA.examples[0]}", "for")
    if "ended" not in line.values:
        return _named(line, user, deputy, today)
    if line.values.keys() & {"from", "until"}:
        raise RuleBroken(
            f"ended: it ends at once, so give no days. Example: {SCHEMA.examples[2]}", "ended"
        )
    return Ended(user, deputy)


def _named(line: Line, user: str, deputy: str, today: date) -> Deputy:
    if "until" not in line.values:
        raise RuleBroken(f"until: give the last day. Example: {SCHEMA.examples[0]}", "until")
    until_on = read_case_date(line.values["until"], "until", today)
    from_on = read_case_date(line.values["from"], "from", today) if "from" in line.values else today
    if from_on < today:
        raise RuleBroken(
            f"from: a deputy begins today or later, not on {uk_date(from_on)}. "
            f"Example: from {uk_date(today)}",
            "from",
        )
    if until_on < from_on:
        raise RuleBroken(
            f"until: {uk_date(until_on)} is before the first day, {uk_date(from_on)}. "
            f"Example: {SCHEMA.examples[0]}",
            "until",
        )
    if until_on - from_on >= LONGEST:
        raise RuleBroken(
            f"until: a deputy stands in for a year at most, from {uk_date(from_on)}. Hand the "
            "cases over instead. Example: reassign @owner to @somebody",
            "until",
        )
    return Deputy(user, deputy, from_on, until_on)
