"""The next review: how late the policy lets it be, and why a case departs from that."""

from dataclasses import replace
from datetime import date

from mappa.cases import CaseRecord
from mappa.changes import Asked, Rule
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.policies import Clock, Policy

KIND = "review"
_CLOCKS = {1: "level_1_review", 2: "level_2_review", 3: "level_3_review"}


def review_clock(case: CaseRecord, policy: Policy, day: date) -> Clock | None:
    """How often a case at the level of a day is reviewed, None where nothing says so."""
    spell = case.spell_on(day)
    return policy.clocks.get(_CLOCKS.get(spell.level, "")) if spell else None


def last_review(case: CaseRecord, today: date) -> date:
    """What the next review is counted from: the review recorded last, if its day has come."""
    recorded = case.dates.get(KIND)
    return recorded if recorded and recorded <= today else today


def depart(asked: Asked) -> Rule | None:
    """A review later than its clock needs a reason, which stays with the date."""
    if KIND not in asked.values:
        return None

    def rule(before: CaseRecord, after: CaseRecord) -> CaseRecord:
        on = after.dates.get(KIND)
        clock = review_clock(after, asked.policy, asked.today)
        if on is None or on == before.dates.get(KIND) or clock is None:
            return after
        start = last_review(before, asked.today)
        latest = clock.after(start)
        if on <= latest:
            return after
        if not asked.reason:
            raise RuleBroken(
                f"review: by the policy it is due within {clock.value} of {uk_date(start)}, that "
                f"is by {uk_date(latest)}. Give a day by then, or say why it is later. "
                f"Example: update {asked.ref} review {uk_date(on)} because the panel cannot meet",
                "because",
            )
        note = f"Departs from the policy (every {clock.value}): {asked.reason}"
        return replace(after, date_notes={**after.date_notes, KIND: note})

    return rule
