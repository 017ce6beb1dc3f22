"""Updates: one typed line that changes a case, read and then applied by the rules."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mappa import (
    absences,
    case_contacts,
    convictions,
    disclosures,
    events,
    exits,
    identities,
    notifications,
    orders,
    placements,
    reviews,
    watches,
)
from mappa.agencies import AGENCIES
from mappa.arguments import REASON, Field, Line, Schema, clean_text, read_line
from mappa.case_dates import read_case_date
from mappa.cases import CUSTODY_REASONS, DATE_KINDS, RISK_BANDS, THRESHOLDS
from mappa.changes import NONE as NONE
from mappa.changes import Asked, Change, Part, Rule
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.mentions import read_user as read_user
from mappa.policies import Policy

# The nouns of a case that have a module of their own; a new one needs a line here and no other.
PARTS: tuple[Part, ...] = (
    identities.PART,
    placements.PART,
    absences.PART,
    convictions.PART,
    watches.PART,
    case_contacts.PART,
    orders.PART,
    events.PART,
    disclosures.PART,
)
# What a line must keep to as a whole, in this order, once everything in it is applied.
RULES: tuple[Callable[[Asked], Rule | None], ...] = (
    reviews.depart,
    notifications.settle,
    exits.check_exit,
)

DATE_FIELDS = {kind.replace("_", "-"): kind for kind in DATE_KINDS}
# On the day of `from`.
TAKES_EFFECT = frozenset({"level", "category", "custody", "exit"}).union(
    *(part.dated for part in PARTS)
)
# A panel or a co-ordinator decides these; practitioners record the rest of their own cases.
DECIDED_FIELDS = frozenset({"level", "category", "threshold", "exit", "owner", "member"}).union(
    *(part.decided for part in PARTS)
)

SCHEMA = Schema(
    word="update",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("level", "level 3", "1, 2, 3 or to be confirmed; needs a reason"),
        Field("category", "category 2", "1 to 4; needs a reason", ("cat",)),
        Field(
            "threshold", "threshold senior", f"one of {', '.join(THRESHOLDS)}", choices=THRESHOLDS
        ),
        Field("from", "from 1 May 2026", "the day it took effect", ("since",), shape="day"),
        Field(
            "licence-end",
            "licence-end 31 March 2027",
            "also LED; none takes it out",
            ("led", "license-end"),
            shape="day",
        ),
        Field("sentence-end", "sentence-end 1 May 2028", "also SED", ("sed",), shape="day"),
        Field("sled", "sled 1 May 2028", "licence end and sentence end on one day", shape="day"),
        Field(
            "release",
            "release 1 May 2026",
            "also CRD, ARD",
            ("crd", "ard", "release-date"),
            shape="day",
        ),
        Field("tused", "tused 1 May 2028", "top-up supervision end", shape="day"),
        Field(
            "notification-end", "notification-end 1 May 2030", "end of notification", shape="day"
        ),
        Field(
            "parole-hearing",
            "parole-hearing 3 June 2026",
            "parole hearing",
            ("parole",),
            shape="day",
        ),
        Field("review", "review 3 June 2026", "next review", ("next-review",), shape="day"),
        Field("custody", "custody recall", "sentence, remand, recall, or no when released"),
        Field(
            "risk", "risk high", f"{', '.join(RISK_BANDS)}, or none", ("rosh",), choices=RISK_BANDS
        ),
        Field(
            "lead-agency",
            "lead-agency police",
            "the agency with statutory responsibility",
            choices=AGENCIES,
        ),
        Field("owner", "owner @somebody", "the practitioner who owns the case", shape="person"),
        Field("member", "member @somebody", "somebody else who works with it", shape="person"),
        *(field for part in PARTS for field in part.fields),
        Field("note", "note spoke to housing", "a note, up to the end or because", shape="text"),
        Field("exit", "exit", "the person leaves MAPPA; needs a reason", shape="flag"),
        Field("anyway", "anyway", "exit, though another category is in force", shape="flag"),
    ),
    examples=(
        "update BED-1042 licence-end 31 March 2027 because court varied it",
        "update BED-1042 level 3 threshold senior because risk has risen",
        "update BED-1042 custody recall from 1 May 2026 note recalled after breach",
        "update BED-1042 exit because licence ended",
    ),
)


@dataclass(frozen=True, slots=True)
class Update:
    """What a line asks for: only what was typed is set; `dates` holds None where one goes."""

    ref: str
    fields: frozenset[str]
    reason: str
    effective_on: date
    level: int | None = None
    category: int | None = None
    threshold: str | None = None
    dates: Mapping[str, date | None] | None = None
    custody: str | None = None
    risk: str | None = None
    lead_agency: str | None = None
    owner: str | None = None
    member: str | None = None
    note: str = ""
    exits: bool = False
    changes: tuple[tuple[frozenset[str], Change], ...] = ()  # of the parts, each with its fields
    rules: tuple[Rule, ...] = ()


def read_update(typed: str, today: date, policy: Policy) -> Update:
    """The update that a typed line asks for; every fault names its field and an example."""
    line = read_line(SCHEMA, typed)
    values, reason = _noted(line)
    return make_update(read_case_ref(line.subject), values, reason, today, policy)


def make_update(
    ref: str, values: Mapping[str, str], reason: str, today: date, policy: Policy
) -> Update:
    """The update that a line or a form asks for, from its raw values by field."""
    _check_from(values)
    if not values:
        raise RuleBroken(
            f"Say what is to change in {ref}. Example: {SCHEMA.examples[0]}", "subject"
        )
    asked = Asked(
        ref, values, _effective(values, today), today, clean_text(reason, "because"), policy
    )
    return Update(
        ref=ref,
        fields=frozenset(values),
        reason=asked.reason,
        effective_on=asked.effective_on,
        level=read_level(values["level"]) if "level" in values else None,
        category=read_category(values["category"]) if "category" in values else None,
        threshold=_choice(values, "threshold", THRESHOLDS),
        dates=_dates(values, today),
        custody=_custody(values),
        risk=NONE if asked.takes_out("risk") else _choice(values, "risk", RISK_BANDS),
        lead_agency=_choice(values, "lead-agency", AGENCIES),
        owner=read_user(values["owner"], "owner") if "owner" in values else None,
        member=read_user(values["member"], "member") if "member" in values else None,
        note=clean_text(values.get("note", ""), "note"),
        exits="exit" in values,
        changes=tuple(_changes(asked)),
        rules=tuple(rule for make in RULES if (rule := make(asked))),
    )


def _changes(asked: Asked) -> Iterator[tuple[frozenset[str], Change]]:
    for part in PARTS:
        change = part.read(asked)
        if change is not None:
            yield part.names & asked.values.keys(), change


def _noted(line: Line) -> tuple[Mapping[str, str], str]:
    """The values and the reason; with nothing but a note, what follows "because" is part of it."""
    if set(line.values) == {"note"} and line.reason:
        return {"note": f"{line.values['note']} {REASON} {line.reason}"}, ""
    return line.values, line.reason


def _check_from(values: Mapping[str, str]) -> None:
    if "from" in values and not values.keys() & TAKES_EFFECT:
        others = ", ".join(sorted(TAKES_EFFECT - {"level"}))
        raise RuleBroken(
            f"from: that day goes with a level, {others}. "
            "Example: level 3 from 1 May 2026 because risk has risen",
            "from",
        )


def read_level(text: str) -> int:
    """0 to 3; 0 is "to be confirmed"."""
    typed = text.lower().strip()
    if typed in ("tbc", "to be confirmed", "be confirmed", "0"):
        return 0
    words = {"one": 1, "two": 2, "three": 3}
    level = words.get(typed, int(typed) if re.fullmatch("[0-9]{1,3}", typed) else -1)
    if level not in (1, 2, 3):
        raise RuleBroken(
            f"There is no level {harmless(text)}. Levels are 1, 2, 3 and to be confirmed. "
            "Example: level 3",
            "level",
        )
    return level


def read_category(text: str) -> int:
    """1 to 4."""
    words = {"one": 1, "two": 2, "three": 3, "four": 4}
    typed = text.lower().strip()
    category = words.get(typed, int(typed) if re.fullmatch("[0-9]{1,3}", typed) else -1)
    if category not in (1, 2, 3, 4):
        raise RuleBroken(
            f"There is no category {harmless(text)}. Categories are 1, 2, 3 and 4. "
            "Example: category 2",
            "category",
        )
    return category


def _effective(values: Mapping[str, str], today: date) -> date:
    field = events.field_of_day(values, TAKES_EFFECT)
    if not field:
        return today
    day = read_case_date(values[field], field, today)
    if day > today:
        raise RuleBroken(
            f"{field}: a change is recorded when it has happened, today or earlier. "
            f"Example: {field} 1 May 2026",
            field,
        )
    return day


def _dates(values: Mapping[str, str], today: date) -> dict[str, date | None]:
    dates: dict[str, date | None] = {}
    for name in values:
        if name in DATE_FIELDS or name == "sled":
            for kind in kinds_of_date(name):
                if kind in dates:
                    raise RuleBroken(f"{name}: that date is given twice. Give it once.", name)
                gone = values[name].lower() == NONE
                dates[kind] = None if gone else read_case_date(values[name], name, today)
    return dates


def kinds_of_date(name: str) -> tuple[str, ...]:
    """The dates of a case that a typed field sets: SLED sets two."""
    return ("licence_end", "sentence_end") if name == "sled" else (DATE_FIELDS[name],)


def _custody(values: Mapping[str, str]) -> str | None:
    """One of CUSTODY_REASONS, or "no" for back in the community."""
    if "custody" not in values:
        return None
    typed = values["custody"].lower()
    if typed in ("no", "out", "released", "ended", "community", "in the community"):
        return "no"
    return read_choice(typed, {**CUSTODY_REASONS, "no": "No (released)"}, "custody")


def _choice(values: Mapping[str, str], name: str, choices: Mapping[str, str]) -> str | None:
    return read_choice(values[name], choices, name) if name in values else None
