"""What the yearly tables are counted from: everybody at Level 2 or 3 on any day of the year."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings

from mappa.cases import CaseRecord
from storage.cases import add_cases
from storage.databases import Session
from storage.statistics import list_spells_at_levels_2_and_3
from tests.build import NOW
from tests.storage.caseloads import DAYS
from tests.storage.conftest import undone
from tests.storage.test_questions import CASELOADS

Held = list[tuple[str, date, date, int, int]]


def held_by_hand(caseload: list[CaseRecord], area: str, from_on: date, to_on: date) -> Held:
    """Day by day, so that no boundary is thought out twice in the same way."""
    days = [from_on + timedelta(days=n) for n in range((to_on - from_on).days + 1)]
    return [
        (person.ref, spell.started_on, spell.ended_on, spell.category, spell.level)
        for person in caseload
        if person.area == area
        for spell in person.spells
        if spell.level in (2, 3) and any(spell.started_on <= day < spell.ended_on for day in days)
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(caseload=CASELOADS, one=DAYS, other=DAYS)
def test_everybody_who_was_at_levels_2_or_3_is_listed_in_order(
    session: Session, caseload: list[CaseRecord], one: date, other: date
) -> None:
    from_on, to_on = sorted((one, other))
    caseload = [replace(case, ref=f"BED-{n}") for n, case in enumerate(caseload)]
    with undone(session):
        refs = {case.id: case.facts.ref for case in add_cases(session, caseload, NOW)}
        found = [
            (refs[case_id], spell.started_on, spell.ended_on, spell.category, spell.level)
            for case_id, spell in list_spells_at_levels_2_and_3(session, "BED", from_on, to_on)
        ]
        assert found == held_by_hand(caseload, "BED", from_on, to_on)
