"""The nouns of a case side by side: no two share a word, and each shows what it would read."""

from collections import Counter
from datetime import date

import pytest

from mappa.case_facts import STILL_RUNNING, Absence, Contact, Conviction, Placement, Watch
from mappa.cases import CaseRecord, Spell
from mappa.changes import Part
from mappa.updates import DECIDED_FIELDS, PARTS, SCHEMA, TAKES_EFFECT
from tests.build import TODAY, case
from tests.mappa.typed import after

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
FULL = case(
    spells=(Spell(1, 2, date(2025, 1, 5), JUNE),),
    born_on=date(1980, 5, 1),
    pnc="2002/0073319Z",
    cro="065656/91H",
    prison_number="A1234AA",
    visor_ref="12/3456",
    district="Luton",
    victim_concerns="not-relevant",
    dates={"notification_end": date(2030, 1, 1)},
    absences=(Absence(JUNE),),
    placements=(Placement("private", MARCH, STILL_RUNNING, "3 Example Road, Luton"),),
    convictions=(Conviction(MARCH, "imprisonment", 29),),
    contacts=(Contact("police", "Sam Example"),),
    watches=(Watch(JUNE, date(2028, 1, 1), "left"),),
)


def test_every_word_belongs_to_one_field() -> None:
    words = Counter(
        way.replace("-", " ") for field in SCHEMA.fields for way in (field.name, *field.aliases)
    )
    assert [word for word, count in words.items() if count > 1] == []


def test_what_is_decided_and_what_takes_effect_on_a_day_can_be_typed() -> None:
    names = {field.name for field in SCHEMA.fields}
    assert names >= DECIDED_FIELDS | TAKES_EFFECT


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)
@pytest.mark.parametrize("facts", [FULL, case()], ids=["full", "plain"])
def test_what_a_part_shows_changes_nothing_when_it_is_typed_again(
    part: Part, facts: CaseRecord
) -> None:
    shown = part.shown(facts, TODAY)
    assert set(shown) <= part.names
    typed = " ".join(f"{name} {value}" for name, value in shown.items() if value)
    if typed and shown not in ({"watch": "no"}, {"at-large": "no"}):
        assert after(typed, facts) == facts


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)
def test_a_choice_is_shown_by_its_code(part: Part) -> None:
    shown = part.shown(FULL, TODAY)
    for field in part.fields:
        if field.choices and shown.get(field.name):
            assert shown[field.name] in field.choices
        if field.shape == "day" and shown.get(field.name):
            assert date.fromisoformat(shown[field.name])
