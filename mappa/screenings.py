"""Screening: what a co-ordinator decides on a referral, by when, and what that does to the case."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mappa.arguments import Field, Line, Schema, clean_text, read_line
from mappa.case_changes import apply_update
from mappa.cases import DATE_KINDS, THRESHOLDS, CaseRecord
from mappa.choices import harmless
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.periods import day_after, day_before
from mappa.policies import Policy
from mappa.updates import make_update, read_category, read_level
from mappa.working_days import is_working_day

CLOCK = "screening_decision"
CONFIRM_BEFORE = "level_confirmed_before_release"
# What is typed, and what the referral then is; to ask for more leaves it open.
DECISIONS: Mapping[str, str] = {
    "accept": "accepted",
    "decline": "declined",
    "more": "open",
    "withdraw": "withdrawn",
}
DECLINE_AT_LEVEL_1 = "decline-level-1"  # in the form one choice, on a line "decline level 1"
EXAMPLE = "screen BED-R12 accept level 2 because high risk on release"

SCHEMA = Schema(
    word="screen",
    subject="referral reference",
    subject_example="BED-R12",
    fields=(
        Field("accept", "accept", "manage at the level that is given with it", shape="flag"),
        Field("decline", "decline", "leave the case as it is", shape="flag"),
        Field("more", "more", "ask the referrer for more", ("more-information",), shape="flag"),
        Field("withdraw", "withdraw", "also by the referrer", shape="flag"),
        Field("level", "level 2", "2 or 3 with accept; 1 with decline where it is to be confirmed"),
        Field("category", "category 2", "1 to 4; the case's own if not given", ("cat",)),
        Field(
            "threshold", "threshold senior", f"one of {', '.join(THRESHOLDS)}", choices=THRESHOLDS
        ),
        Field("from", "from 1 May 2026", "the day it took effect; today if not given", ("since",)),
    ),
    examples=(
        EXAMPLE,
        "screen BED-R12 decline because one agency can manage it",
        "screen BED-R12 more because the release address is missing",
        "screen BED-R12 withdraw because referred by mistake",
    ),
)


@dataclass(frozen=True, slots=True)
class Screening:
    """What is decided: `decision` is a key of DECISIONS, `level` the one that is set, if any."""

    ref: str
    decision: str
    reason: str
    today: date
    level: int | None = None
    category: int | None = None
    threshold: str | None = None
    effective_on: date | None = None  # not given: today

    @property
    def state(self) -> str:
        return DECISIONS[self.decision]


@dataclass(frozen=True, slots=True)
class Sought:
    """What the referral asked for."""

    level: int
    category: int | None
    threshold: str | None


def read_referral_ref(text: str) -> str:
    """A referral's reference, built as those of cases are."""
    try:
        return read_case_ref(text)
    except RuleBroken as problem:
        raise RuleBroken(
            f"{harmless(text)} is not a referral reference: letters, digits and hyphens, at most "
            f"20. Example: {EXAMPLE}",
            "referral",
        ) from problem


def read_screening(typed: str, today: date, policy: Policy) -> Screening | str:
    """The screening that a line asks for, or the mere reference where nothing follows it."""
    line = read_line(SCHEMA, typed)
    ref = read_referral_ref(line.subject)
    if not line.values and not line.reason:
        return ref
    return make_screening(ref, _decision(line), line.values, line.reason, today, policy)


def read_form(ref: str, values: Mapping[str, str], today: date, policy: Policy) -> Screening:
    """The screening that a form asks for: what it is filled in with counts for "accept" only."""
    decision = values.get("decision", "")
    kept = dict(values)
    if decision != "accept":
        kept = {name: value for name, value in values.items() if name == "from"}
    if decision == DECLINE_AT_LEVEL_1:
        decision, kept["level"] = "decline", "1"
    return make_screening(ref, decision, kept, values.get("because", ""), today, policy)


def make_screening(
    ref: str, decision: str, values: Mapping[str, str], reason: str, today: date, policy: Policy
) -> Screening:
    """The same by either way; every fault names its field."""
    if decision not in DECISIONS:
        raise RuleBroken(
            f"Say what is decided: {', '.join(DECISIONS)}. Example: {EXAMPLE}", "decision"
        )
    screening = Screening(
        ref=ref,
        decision=decision,
        reason=clean_text(reason, "because"),
        today=today,
        level=read_level(values["level"]) if "level" in values else None,
        category=read_category(values["category"]) if "category" in values else None,
    )
    if not screening.reason:
        raise RuleBroken(f"A decision needs a reason. Example: {EXAMPLE}", "because")
    _check_level(screening)
    _check_fields(screening, values)
    if screening.level is None:
        return screening
    return _with_update(screening, values, policy)


def apply_screening(
    case: CaseRecord, screening: Screening, sought: Sought, policy: Policy
) -> CaseRecord:
    """The case after the decision, by the rules of an update; as it was where that sets nothing."""
    if screening.level is None:
        return case
    day = screening.effective_on or screening.today
    current = case.spell_on(day)
    if screening.decision == "decline" and (current is None or current.level != 0):
        raise RuleBroken(
            "level: decline confirms Level 1 only where the level is to be confirmed. Leave the "
            "level out. Example: screen BED-R12 decline because one agency can manage it",
            "level",
        )
    category = screening.category or (current.category if current else sought.category)
    if category is None:
        raise RuleBroken(
            f"{case.ref} is at no level now, so give the category as well. "
            f"Example: screen {screening.ref} accept level 2 category 2 because risk has risen",
            "category",
        )
    if current and (current.category, current.level) == (category, screening.level):
        return case
    same = screening.level == sought.level
    threshold = screening.threshold or (sought.threshold if same else None)
    values = {"level": str(screening.level), "category": str(category), "from": day.isoformat()}
    values |= {"threshold": threshold} if threshold else {}
    update = make_update(case.ref, values, screening.reason, screening.today, policy)
    return apply_update(case, update)


def decide_by(referred_on: date, policy: Policy) -> date | None:
    """The day that the screening clock ends, None where the policy has no such clock."""
    clock = policy.clocks.get(CLOCK)
    return day_after(referred_on, clock.value) if clock else None


def time_left(referred_on: date, today: date, policy: Policy) -> str:
    """How long the screening clock still runs, or for how long it has run out."""
    end = decide_by(referred_on, policy)
    if end is None:
        return "no clock"
    working = "working" in policy.clocks[CLOCK].value
    unit = "working day" if working else "day"
    first, last = min(today, end), max(today, end)
    days = ((first + timedelta(days=n + 1)) for n in range((last - first).days))
    count = sum(is_working_day(day) for day in days) if working else (last - first).days
    if end == today:
        return "to be decided today"
    plural = "" if count == 1 else "s"
    return f"{count} {unit}{plural} {'overdue' if end < today else 'left'}"


def last_overdue(today: date, policy: Policy) -> date | None:
    """The last day of which a referral that is still open is overdue today."""
    if policy.clocks.get(CLOCK) is None:
        return None

    def is_overdue(days_ago: int) -> bool:
        end = decide_by(today - timedelta(days=days_ago), policy)
        return end is not None and end < today

    # The clock of a later referral never ends earlier.
    return today - timedelta(days=bisect_left(range(40_000), True, key=is_overdue))


def prompts(
    case: CaseRecord, today: date, policy: Policy, referrals: Iterable[str] = ()
) -> list[str]:
    """What to do while a release or a parole hearing comes near and the level is not confirmed;
    `referrals` are those that wait for a decision."""
    spell, clock = case.spell_on(today), policy.clocks.get(CONFIRM_BEFORE)
    if spell is None or spell.level or clock is None or case.merged_into:
        return []
    ahead = {kind: case.dates[kind] for kind in ("release", "parole_hearing") if kind in case.dates}
    near = [kind for kind, on in ahead.items() if _is_near(on, clock.value, today)]
    waiting = ", ".join(referrals)
    to_do = (
        f"decide on referral {waiting} before then."
        if waiting
        else (
            f"refer the case (refer {case.ref} level 2 because ...), or confirm its level "
            f"(update {case.ref} level 1 because ...)."
        )
    )
    return [
        f"{DATE_KINDS[kind]} on {uk_date(ahead[kind])}, and the level is still to be confirmed: "
        f"{to_do}"
        for kind in near
    ]


def _is_near(on: date, period: str, today: date) -> bool:
    if on < today:
        return False
    if "working" in period:
        return on <= day_after(today, period)
    return day_before(on, period) <= today


def _decision(line: Line) -> str:
    given = [name for name in DECISIONS if name in line.values]
    if len(given) > 1:
        raise RuleBroken(f"{' and '.join(given)}: give one of them. Example: {EXAMPLE}", "decision")
    return given[0] if given else ""


def _check_level(screening: Screening) -> None:
    level = screening.level
    if screening.decision == "accept" and level not in (2, 3):
        raise RuleBroken(f"accept goes with level 2 or 3. Example: {EXAMPLE}", "level")
    if screening.decision == "decline" and level not in (None, 1):
        raise RuleBroken(
            "decline leaves the case at its level; only level 1 can be confirmed with it. "
            "Example: screen BED-R12 decline level 1 because one agency can manage it",
            "level",
        )


def _check_fields(screening: Screening, values: Mapping[str, str]) -> None:
    """What sets something goes with what sets a level, so that nothing given is passed over."""
    allowed = {"accept": ("level", "category", "threshold", "from"), "decline": ("level",)}
    fits = set(allowed.get(screening.decision, ()))
    fits |= {"from"} if screening.level else set()
    for name in ("level", "category", "threshold", "from"):
        if name in values and name not in fits:
            raise RuleBroken(
                f"{name} goes with accept, not with {screening.decision}. Leave it out. "
                f"Example: {EXAMPLE}",
                name,
            )


def _with_update(screening: Screening, values: Mapping[str, str], policy: Policy) -> Screening:
    """Read by an update's own rules, before the case is known."""
    told = {"level": str(screening.level)}
    told |= {name: values[name] for name in ("threshold", "from") if name in values}
    update = make_update("CASE", told, screening.reason, screening.today, policy)
    return replace(screening, threshold=update.threshold, effective_on=update.effective_on)
