"""Disclosure: whether somebody is told, who, and why or why not."""

from collections.abc import Mapping
from dataclasses import replace

from mappa.arguments import Field
from mappa.case_facts import Disclosure
from mappa.cases import CaseRecord
from mappa.changes import Asked, Change, Part
from mappa.errors import RuleBroken
from mappa.labels import read_label

DISCLOSURE_DECISIONS: Mapping[str, str] = {"yes": "Yes", "no": "No"}
LONGEST_TO = 300
_EXAMPLE = "disclosure yes to the head teacher because he works near the school"
_FIELDS = (
    Field(
        "disclosure",
        "disclosure no",
        "yes or no; the reason is its rationale, and from gives its day",
        choices=DISCLOSURE_DECISIONS,
    ),
    Field(
        "to", "disclosure yes to the head teacher", "to whom; never name a victim", shape="label"
    ),
)


def _read(asked: Asked) -> Change | None:
    decision = asked.choice("disclosure", DISCLOSURE_DECISIONS)
    if decision is None:
        if "to" in asked.values:
            raise RuleBroken(f"to goes with a disclosure. Example: {_EXAMPLE}", "to")
        return None
    reason = asked.needs_reason("A disclosure decision, whether yes or no,", _EXAMPLE)
    to = asked.values.get("to", "")
    to = read_label(to, "to", LONGEST_TO, _FIELDS[1].example) if to else ""
    made = Disclosure(asked.effective_on, decision, to, reason)
    return lambda case: _decided(case, made)


def _decided(case: CaseRecord, made: Disclosure) -> CaseRecord:
    if made in case.disclosures:
        return case
    disclosures = sorted((*case.disclosures, made), key=lambda one: one.on)
    return replace(case, disclosures=tuple(disclosures))


PART = Part(
    "Disclosure",
    _FIELDS,
    _read,
    lambda case, today: {},
    dated=frozenset({"disclosure"}),
)
