"""Training sessions that a co-ordinator runs for the agencies: when, for whom, how many came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mappa.agencies import AGENCIES, read_agency
from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.case_dates import read_case_date
from mappa.choices import harmless
from mappa.errors import RuleBroken

MOST = 10_000  # people in one session: more is a slip of the finger

SCHEMA = Schema(
    word="training",
    subject="day, or the reference of a session",
    subject_example="BED-T1",
    fields=(
        Field("on", "on 3 June 2026", "the day of the session"),
        Field("agencies", "agencies police, housing", "for whom it is"),
        Field("attended", "attended 14", "how many people came"),
        Field("about", "about risk assessment", "what it is about", shape="text"),
    ),
    examples=(
        "training on 3 June 2026 agencies police, housing about risk assessment",
        "training BED-T1 attended 14",
        "training 2013/14",
    ),
)
_NEW = "session"


@dataclass(frozen=True, slots=True)
class Training:
    """One session; `attended` None: not recorded yet."""

    ref: str
    on: date
    agencies: tuple[str, ...]
    attended: int | None = None
    about: str = ""


def read_training(typed: str, today: date) -> Training:
    """A session to be recorded, or with the reference of one, how many came to it."""
    fresh = typed.lower().startswith("on ")
    line = read_line(SCHEMA, f"{_NEW} {typed}" if fresh else typed)
    if line.reason:
        raise RuleBroken(f"training takes no reason. Example: {SCHEMA.examples[0]}", "because")
    attended = _attended(line.values["attended"]) if "attended" in line.values else None
    if not fresh:
        return _came(line.subject, line.values, attended, today)
    on = read_case_date(line.values["on"], "on", today)
    if attended is not None and on > today:
        raise RuleBroken(
            "attended: the session is still to come; say it afterwards. "
            f"Example: {SCHEMA.examples[1]}",
            "attended",
        )
    if "agencies" not in line.values:
        raise RuleBroken(f"Say for which agencies it is. Example: {SCHEMA.examples[0]}", "agencies")
    about = clean_text(line.values.get("about", ""), "about")
    return Training("", on, read_agencies(line.values["agencies"]), attended, about)


def read_agencies(text: str) -> tuple[str, ...]:
    """Codes of several agencies, each once, typed with commas or "and" between them."""
    named = [part for part in re.split(r"\s*(?:,|;|\band\b)\s*", text) if part]
    codes = [read_agency(part) for part in named]
    return tuple(code for code in AGENCIES if code in codes)


def _came(ref: str, values: Mapping[str, str], attended: int | None, today: date) -> Training:
    if not re.fullmatch(r"[A-Za-z]{3}-[Tt][1-9][0-9]{0,8}", ref):
        raise RuleBroken(
            f"{harmless(ref)} is neither a day nor a session. Example: {SCHEMA.examples[1]}",
            "subject",
        )
    if attended is None or values.keys() != {"attended"}:
        raise RuleBroken(f"Say how many came. Example: {SCHEMA.examples[1]}", "attended")
    return Training(ref.upper(), today, (), attended)


def _attended(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) > MOST:
        raise RuleBroken(
            f"attended: {harmless(text)} is not a number of people. Example: attended 14",
            "attended",
        )
    return int(text)
