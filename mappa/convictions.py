"""Convictions, and the end of the notification period that follows from each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from mappa.arguments import Field
from mappa.case_facts import DISPOSALS, Conviction
from mappa.cases import CaseRecord
from mappa.changes import Asked, Change, Part
from mappa.choices import harmless, read_choice
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.identities import YOUNGEST, age_on
from mappa.periods import months_later
from mappa.policies import Policy

KIND, WORD = "notification_end", "notification-end"
WITH_LENGTH = ("imprisonment", "conditional-discharge")
EXAMPLE = "disposal imprisonment 30 months"
LONGEST = 1200  # months
ADULT = 18
COMPUTED = "Computed: "
_FIELDS = (
    Field("convicted", "convicted 1 May 2026", "the day of conviction", shape="day"),
    Field(
        "disposal",
        EXAMPLE,
        f"{', '.join(DISPOSALS)}; gives the end of notification",
        phrases=DISPOSALS,
    ),
)


@dataclass(frozen=True, slots=True)
class Notification:
    """The notification period: until when (None: indefinite), and how it was computed."""

    ends_on: date | None
    conviction: Conviction
    says: str


def is_for_life(conviction: Conviction) -> bool:
    """Whether notification never ends by itself."""
    long = conviction.disposal == "imprisonment" and (conviction.months or 0) >= 30
    return long or conviction.disposal in ("life", "restricted-hospital-order")


def notification_months(conviction: Conviction, policy: Policy) -> int | None:
    """How long an adult is to notify, None for indefinitely."""
    if is_for_life(conviction):
        return None
    months = conviction.months or 0
    by_disposal = {
        "imprisonment": 120 if months > 6 else 84,
        "hospital-order": 84,
        "caution": 24,
        "conditional-discharge": months,
    }
    return by_disposal.get(conviction.disposal, policy.notification.other_months)


def notification_end(conviction: Conviction, born_on: date | None, policy: Policy) -> date | None:
    """The day on which notification ends, None for never."""
    return _notification(conviction, born_on, policy).ends_on


def notification_of(case: CaseRecord, policy: Policy) -> Notification | None:
    """Of several convictions the one that lasts longest, None without any."""
    found = [_notification(one, case.born_on, policy) for one in case.convictions]
    return max(found, key=lambda one: one.ends_on or date.max, default=None)


def _notification(conviction: Conviction, born_on: date | None, policy: Policy) -> Notification:
    months = notification_months(conviction, policy)
    of = f"the conviction of {uk_date(conviction.convicted_on)} ({disposal_words(conviction)})"
    if months is None:
        return Notification(None, conviction, f"indefinite by {of}")
    young = born_on is not None and age_on(born_on, conviction.convicted_on) < ADULT
    # A conditional discharge gives its own length, which is nothing to be halved.
    halved = young and policy.notification.halved and conviction.disposal != WITH_LENGTH[1]
    if halved:
        months //= 2
    length = f"{_length(months)}, halved under {ADULT}," if halved else _length(months)
    return Notification(
        months_later(conviction.convicted_on, months), conviction, f"{length} from {of}"
    )


def disposal_words(conviction: Conviction) -> str:
    """Imprisonment, 2 years 6 months."""
    name = DISPOSALS[conviction.disposal].lower()
    return f"{name}, {_length(conviction.months)}" if conviction.months else name


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = [(years, "year"), (rest, "month")]
    return " ".join(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in parts if n)


def read_disposal(text: str) -> tuple[str, int | None]:
    """A disposal's code, and the months of a sentence or a discharge."""
    folded = text.strip()
    found = re.search(r"(?:^|[\s,(])(?:for |of )?([0-9][\w ]*)$", folded)
    name = (folded[: found.start()] if found else folded).strip(" ,")
    if not name:
        raise RuleBroken(f"disposal: {harmless(text)} names none. Example: {EXAMPLE}", "disposal")
    disposal = read_choice(name, DISPOSALS, "disposal")
    if disposal not in WITH_LENGTH:
        if found:
            raise RuleBroken(
                f"disposal: {DISPOSALS[disposal].lower()} takes no length. "
                f"Example: disposal {disposal}",
                "disposal",
            )
        return disposal, None
    if not found:
        raise RuleBroken(
            f"disposal: say how long. Example: disposal {disposal} 30 months", "disposal"
        )
    return disposal, _months(found[1], disposal)


def _months(text: str, disposal: str) -> int:
    shape = r"(?:([0-9]{1,3}) ?years?)?(?: ?(?:and )?([0-9]{1,4}) ?months?)?"
    found = re.fullmatch(shape, " ".join(text.lower().split()))
    months = int(found[1] or 0) * 12 + int(found[2] or 0) if found else 0
    if not 0 < months <= LONGEST:
        raise RuleBroken(
            f"disposal: {harmless(text)} is no length in whole months or years; of weeks give the "
            f"months that they reach into. Example: disposal {disposal} 2 years 6 months",
            "disposal",
        )
    return months


def _read(asked: Asked) -> Change | None:
    if not asked.values.keys() & {"convicted", "disposal"}:
        return None
    convicted_on = asked.past_day("convicted")
    out = asked.takes_out("disposal")
    typed = asked.values.get("disposal")
    disposal = read_disposal(typed) if typed and not out else None

    def change(case: CaseRecord) -> CaseRecord:
        if convicted_on is None or typed is None:
            missing = "convicted" if convicted_on is None else "disposal"
            raise RuleBroken(
                "convicted and disposal go together. "
                f"Example: update {case.ref} convicted 1 May 2026 {EXAMPLE}",
                missing,
            )
        return _convicted(case, convicted_on, disposal, asked)

    return change


def _convicted(
    case: CaseRecord, on: date, disposal: tuple[str, int | None] | None, asked: Asked
) -> CaseRecord:
    """One conviction a day: another disposal of that day is a correction."""
    others = tuple(one for one in case.convictions if one.convicted_on != on)
    same_day = len(others) < len(case.convictions)
    new = (Conviction(on, *disposal),) if disposal else ()
    if new and new[0] in case.convictions:
        return case
    if not new and not same_day:
        raise RuleBroken(
            f"disposal: {case.ref} has no conviction of {uk_date(on)} to take out.", "convicted"
        )
    if same_day:
        example = f"convicted {uk_date(on)} {EXAMPLE} because mistyped before"
        asked.needs_reason("Correcting a conviction", example)
    check_ages(new, case.born_on)
    ordered = sorted((*others, *new), key=lambda one: one.convicted_on)
    return replace(case, convictions=tuple(ordered))


def check_ages(convictions: Iterable[Conviction], born_on: date | None) -> None:
    """Nobody is convicted before the age of criminal responsibility."""
    for one in convictions:
        if born_on and age_on(born_on, one.convicted_on) < YOUNGEST:
            raise RuleBroken(
                f"convicted: who was born on {uk_date(born_on)} was under {YOUNGEST} on "
                f"{uk_date(one.convicted_on)}. Correct one of the two. Example: born 1 May 1980",
                "convicted",
            )


def _shown(case: CaseRecord, today: date) -> dict[str, str]:
    if not case.convictions:
        return {}
    last = case.convictions[-1]
    length = f" {last.months} months" if last.months else ""
    return {"convicted": last.convicted_on.isoformat(), "disposal": f"{last.disposal}{length}"}


PART = Part("Conviction", _FIELDS, _read, _shown)
