"""What a line that is typed about a case makes of it, or how it is refused."""

import pytest

from mappa.case_changes import apply_update
from mappa.cases import CaseRecord
from mappa.errors import MappaError, RuleBroken
from mappa.policies import Policy
from mappa.updates import read_update
from tests.build import POLICY, TODAY, case


def after(typed: str, facts: CaseRecord | None = None, policy: Policy = POLICY) -> CaseRecord:
    """The case after the line, which is typed on 17 June 2026."""
    return apply_update(facts or case(), read_update(f"BED-1042 {typed}", TODAY, policy))


def after_all(lines: list[str], facts: CaseRecord | None = None) -> CaseRecord:
    """The case after one line and another."""
    found = facts or case()
    for typed in lines:
        found = after(typed, found)
    return found


def refused(typed: str, facts: CaseRecord | None = None, policy: Policy = POLICY) -> RuleBroken:
    """The refusal of a line: a sentence that names its field and shows how to do it right."""
    with pytest.raises(MappaError) as refusal:
        after(typed, facts, policy)
    assert isinstance(refusal.value, RuleBroken), refusal.value.message
    return refusal.value
