"""Whatever is typed wrongly of a referral's screening is refused by its name; nothing is saved."""

import pytest

from mappa.screenings import SCHEMA as SCREEN
from tests.handlers.conversations import Conversation
from tests.handlers.referring import nothing_changes, refer_both
from tests.handlers.test_bad_input import BAD, SECRET, faults, is_harmless
from tests.handlers.workspaces import Answer

WORDS = [field.name for field in SCREEN.fields if field.shape == "words"]
UNFIT = ("endless", "one endless word", "turned round", "bell", "nothing", "half a character")


@pytest.fixture
def referred(talk: Conversation) -> Conversation:
    return refer_both(talk)


@pytest.mark.parametrize("field", WORDS)
def test_a_field_that_is_typed_wrongly_is_named(referred: Conversation, field: str) -> None:
    found = []
    for bad in BAD.values():
        values = {"level": "2"} | {field: bad}
        typed = " ".join(f"{name} {value}" for name, value in values.items())
        line = f"screen BED-R1 accept {typed} because it must"
        found += faults(referred, line, field, "screen", "level")
    assert found == []


@pytest.mark.parametrize("line", ["screen {} decline because x", "answer {} where it was"])
def test_a_reference_that_is_none_is_named(referred: Conversation, line: str) -> None:
    found = []
    for kind in BAD:
        found += faults(referred, line.format(BAD[kind]), "referral", "screen", "answer")
    assert found == []


def test_text_that_cannot_be_shown_is_refused(referred: Conversation) -> None:
    found = []
    for kind in UNFIT:
        found += faults(referred, f"screen BED-R1 decline because {BAD[kind]}", "because", "screen")
        found += faults(referred, f"answer BED-R1 {BAD[kind]}", "answer")
    assert found == []


def test_any_other_text_is_kept_without_its_markup_taking_effect(referred: Conversation) -> None:
    for kind in [kind for kind in BAD if kind not in (*UNFIT, "empty")]:
        said = [
            referred.typed("U0CORA", f"screen BED-R2 more because {BAD[kind]}"),
            referred.typed("U0PRIYA", "screen BED-R2"),
            referred.typed("U0PRIYA", f"answer BED-R2 {BAD[kind]}"),
        ]
        assert "Saved" in said[0].text and "Saved" in said[2].text
        assert "More was asked for on 17 June 2026" in said[1].text
        assert all(is_harmless(answer) for answer in said), said
    assert referred.typed("U0CORA", f"screen BED-R2 decline because {BAD['SQL']}")
    assert BAD["SQL"] in referred.typed("U0PRIYA", "screen BED-R2").text
    assert SECRET not in referred.log.getvalue()


@pytest.mark.parametrize(
    "typed",
    ["screen", "answer", "screen BED-R1 accept", "screen accept BED-R1", "screen because x"],
)
def test_half_a_line_is_told_how_it_goes_on(referred: Conversation, typed: str) -> None:
    with nothing_changes(referred):
        answer: Answer = referred.typed("U0CORA", typed)
    assert "Example: " in answer.text
    assert "went wrong" not in answer.text
