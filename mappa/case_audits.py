"""Case audits: a random sample of the open cases, and what was found in each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref

MOST = 50  # cases in one sample
OUTCOMES: Mapping[str, str] = {
    "good": "Good practice",
    "met": "Standard met",
    "not-met": "Standard not met",
}
SCHEMA = Schema(
    word="case-audit",
    subject="draw, or the reference of an audit",
    subject_example="BED-A1",
    fields=(
        Field("cases", "cases 5", "how many cases to draw, at most 50"),
        Field("case", "case BED-1042", "the case that was looked at"),
        Field("outcome", "outcome met", f"one of {', '.join(OUTCOMES)}", choices=OUTCOMES),
        Field("note", "note no next review recorded", "what was found", shape="text"),
    ),
    examples=(
        "case-audit draw cases 5",
        "case-audit BED-A1",
        "case-audit BED-A1 case BED-1042 outcome met note plan is up to date",
    ),
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sample to be drawn."""

    cases: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What an audit found in one of its cases."""

    audit_ref: str
    case_ref: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """A case of the sample; no `outcome` yet: still to be looked at."""

    case_ref: str
    outcome: str | None
    audited_on: date | None
    note: str


def read_case_audit(typed: str) -> Drawing | Finding | str:
    """A sample to draw, what was found in a case, or the reference of an audit to be shown."""
    line = read_line(SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"case-audit takes no reason. Example: {SCHEMA.examples[2]}", "because")
    if line.subject.lower() == "draw":
        return _drawing(line.values)
    if not re.fullmatch("[A-Za-z]{3}-[Aa][1-9][0-9]{0,8}", line.subject):
        raise RuleBroken(
            f"{harmless(line.subject)} is not an audit. Example: {SCHEMA.examples[0]}", "subject"
        )
    ref = line.subject.upper()
    return _finding(ref, line.values) if line.values else ref


def _drawing(values: Mapping[str, str]) -> Drawing:
    typed = values.get("cases", "")
    if values.keys() != {"cases"} or not re.fullmatch("[1-9][0-9]?", typed) or int(typed) > MOST:
        raise RuleBroken(
            f"cases: say how many cases to draw, 1 to {MOST}. Example: {SCHEMA.examples[0]}",
            "cases",
        )
    return Drawing(int(typed))


def _finding(ref: str, values: Mapping[str, str]) -> Finding:
    for needed in ("case", "outcome"):
        if needed not in values:
            raise RuleBroken(f"{needed} is missing. Example: {SCHEMA.examples[2]}", needed)
    if "cases" in values:
        raise RuleBroken(f"cases goes with draw. Example: {SCHEMA.examples[0]}", "cases")
    return Finding(
        ref,
        read_case_ref(values["case"]),
        read_choice(values["outcome"], OUTCOMES, "outcome"),
        clean_text(values.get("note", ""), "note"),
    )
