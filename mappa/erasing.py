"""Erasing a case: what is asked for, and what stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.cases import CaseRecord
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.policies import Policy
from mappa.retention import CLOCK, Beside, due_on, left_on, what_runs

EXAMPLE = "erase BED-1042 because nothing has happened for ten years"
EARLY_EXAMPLE = "erase BED-1042 early because a court ordered it"
STANDS = timedelta(hours=1)  # so long after the first step the second may be taken
SHOWN = 5  # of what still runs
SCHEMA = Schema(
    word="erase",
    subject="case reference",
    subject_example="BED-1042",
    fields=(Field("early", "early", "before it is due for review by the policy", shape="flag"),),
    examples=(EXAMPLE, EARLY_EXAMPLE, "erase BED-1042"),
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """Which case is to be erased, why, and whether before its time."""

    ref: str
    reason: str = ""
    early: bool = False


def read_erasure(typed: str) -> Erasure:
    """What a line asks for; without a reason a form asks for it."""
    line = read_line(SCHEMA, typed)
    erasure = Erasure(read_case_ref(line.subject), line.reason, "early" in line.values)
    if erasure.early and not line.reason:
        raise RuleBroken(f"early needs a reason. Example: {EARLY_EXAMPLE}", "because")
    return erasure


def make_erasure(ref: str, answers: Mapping[str, str]) -> Erasure:
    """The same by form, where the reference is typed once more."""
    typed = clean_text(answers.get("case", ""), "case")
    if typed.upper() != ref:
        raise RuleBroken(f"case: type {ref} to say that you mean it.", "case")
    reason = clean_text(answers.get("because", ""), "because")
    if not reason:
        raise RuleBroken("because: say why it is erased. Example: its time is over", "because")
    early = answers.get("early", "")
    if early not in ("", "yes"):
        raise RuleBroken("early: choose yes or leave it empty. Example: yes", "early")
    return Erasure(ref, reason, early == "yes")


def check_may_erase(
    case: CaseRecord, beside: Beside, erasure: Erasure, policy: Policy, today: date
) -> None:
    """Refuse while anything runs, and before its time unless that is said."""
    if runs := what_runs(case, beside, today):
        more = f" and {len(runs) - SHOWN} more" if len(runs) > SHOWN else ""
        raise RuleBroken(
            f"{case.ref} is still in use; nothing was erased. Not over yet: "
            f"{'; '.join(runs[:SHOWN])}{more}. Look at it with: retention {case.ref}",
            "case",
        )
    due = due_on(case, beside, policy)
    if not erasure.early and (due is None or due > today):
        raise RuleBroken(
            f"early: {_not_due(case, beside, policy, due)}; nothing was erased. If it is to be "
            f"erased all the same, say so. Example: erase {case.ref} early because a court "
            "ordered it",
            "early",
        )


def _not_due(case: CaseRecord, beside: Beside, policy: Policy, due: date | None) -> str:
    if due is None:
        return f"the policy names no time after which {case.ref} is to be looked at"
    if due == case.kept_until:
        return f"{case.ref} is kept until {uk_date(due)}"
    left = uk_date(left_on(case, beside))
    return (
        f"by the policy {case.ref} is looked at on {uk_date(due)}, {policy.clocks[CLOCK].value} "
        f"after it left on {left}"
    )


# What is typed into a fact, whatever the fact; and who it names.
_TEXTS = ("reason", "note", "place", "what", "outcome_note", "to", "rationale")
_NOBODY: Mapping[str, Any] = {
    "name": "", "born_on": None, "crn": None, "pnc": None, "cro": None, "prison_number": None,
    "visor_ref": None, "date_notes": {}, "team": (), "contacts": (), "kept_until": None,
}  # fmt: skip
_TOLD = (
    "spells", "order_changes", "events", "placements", "requests", "disclosures", "transfers",
    "watches",
)  # fmt: skip


def left_of(case: CaseRecord, on: date) -> CaseRecord:
    """What is left of a case that is erased on a day: all that figures count, and nothing that says
    who it was or what anybody wrote."""
    facts: dict[str, Any] = {name: tuple(map(_without_text, getattr(case, name))) for name in _TOLD}
    return replace(case, **_NOBODY, **facts, erased_on=on)


def _without_text(fact: Any) -> Any:
    texts = {name: "" for name in _TEXTS if hasattr(fact, name)}
    owner = {"owner": ""} if hasattr(fact, "owner") else {}
    return replace(fact, **texts, **owner)


def has_text(row: Any) -> bool:
    """Whether anything is written in a row of the workbook that belongs to a case, or it names
    somebody."""
    return any(getattr(row, name, None) for name in _WRITTEN)


_WRITTEN = (
    "reason", "decision_reason", "rationale", "minutes", "who", "owner", "what", "why", "note",
    "text", "slack_id",
)  # fmt: skip
