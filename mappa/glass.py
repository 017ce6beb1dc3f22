"""Breaking the glass: a case that is not theirs, seen for a while, for a reason that is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mappa.access import may_do
from mappa.arguments import REASON, Field, Schema, clean_text, read_line
from mappa.cases import CaseRecord
from mappa.clocks import LONDON, london_day
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.mentions import find_user, read_user
from mappa.people import Person
from mappa.policies import Policy

SCHEMA = Schema(
    word="break-glass",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("end", "end", "take it back now: one's own, or as a co-ordinator", shape="flag"),
        Field("of", "end of @somebody", "whose, where several see it so", shape="person"),
        Field("page", "page 2", "goes on where the co-ordinator's list broke off"),
    ),
    examples=(
        "break-glass BED-1042 because he is here and his officer is away",
        "break-glass end BED-1042",
        "break-glass end BED-1042 @somebody because the owner is back",
    ),
)
EXAMPLE = SCHEMA.examples[0]
CLOCK = "break_glass"  # of the policy: how long it lasts
MOST_AT_ONCE = 3
LISTED = timedelta(days=30)  # so far back the list goes
FEWEST_WORDS, LONGEST_REASON = 3, 500
READ_ONLY = (
    "You look at {ref} through broken glass, and change nothing in it; nothing was saved. "
    "Ask somebody on its team or the co-ordinator."
)


@dataclass(frozen=True, slots=True)
class Breaking:
    """Which case is to be opened, and why."""

    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Which case is to be shut again; for whom, empty: for everybody that may be meant."""

    ref: str
    user_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Every glass that is or was broken, a page of it."""

    page: int


def read_glass(typed: str) -> Breaking | Ending | Listing:
    """What a line asks for; one that breaks the glass must say why."""
    if listed := re.fullmatch(r"(?:page\s+([1-9][0-9]{0,3}))?", typed.strip(), re.IGNORECASE):
        return Listing(int(listed[1] or 1))
    line = read_line(SCHEMA, _subject_first(typed))
    if "page" in line.values:
        raise RuleBroken("page goes with the list alone. Example: break-glass page 2", "page")
    if "end" in line.values:
        of = line.values.get("of")
        user_id = read_user(of, "of") if of else ""
        return Ending(read_case_ref(line.subject), user_id, line.reason)
    if "of" in line.values:
        raise RuleBroken(f"of: say that it is to end. Example: {SCHEMA.examples[2]}", "of")
    return make_breaking(line.subject, line.reason)


def make_breaking(typed_ref: str, typed_reason: str) -> Breaking:
    """The same from a form."""
    ref, reason = read_case_ref(typed_ref), clean_text(typed_reason, REASON)
    words = re.findall(r"\w{2,}", reason)
    if len(words) < FEWEST_WORDS:
        raise RuleBroken(
            "because: say in a few words why you must see it now: the co-ordinator is told. "
            f"Example: {EXAMPLE}",
            REASON,
        )
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(
            f"because: the reason has {len(reason):,} characters, at most {LONGEST_REASON} fit. "
            f"Shorten it. Example: {EXAMPLE}",
            REASON,
        )
    return Breaking(ref, reason)


def require_room(broken: Sequence[object]) -> None:
    """Nobody looks through a caseload case by case."""
    if len(broken) >= MOST_AT_ONCE:
        raise RuleBroken(
            f"case: you see {len(broken)} cases through broken glass already, and no more at once. "
            "Take one back first. Example: break-glass end BED-1042",
            "case",
        )


def ends_at(policy: Policy, now: datetime) -> datetime:
    """When it is over."""
    return now + policy.clocks[CLOCK].hours


def only_looks(person: Person, case: CaseRecord) -> bool:
    """Whether they see the case through broken glass, and would not otherwise."""
    return case.ref in person.opened and not may_do(
        replace(person, opened=frozenset()), "see case", case
    )


def at_time(instant: datetime, now: datetime) -> str:
    """13:30, in London; with the day where it is not today."""
    time = f"{instant.astimezone(LONDON):%H:%M}"
    day = london_day(instant)
    return time if day == london_day(now) else f"{time}, {uk_date(day)}"


def _subject_first(typed: str) -> str:
    """What says "end" before the case, in the order of every other line."""
    words = re.split("[ \t\r\n]+", typed.strip())
    if len(words) > 1 and words[0].lower().rstrip(":") == "end":
        words[:2] = [words[1], "end"]
    if len(words) > 2 and words[1].lower() == "end" and find_user(words[2]):
        words.insert(2, "of")
    return " ".join(words)
