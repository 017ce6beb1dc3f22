"""Every example that help shows works when it is typed."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.views.help_pages import PAGES
from mappa.arguments import Field
from mappa.cases import Spell
from mappa.referrals import SCHEMA as REFER
from mappa.updates import SCHEMA as UPDATE
from storage.cases import get_case, set_case
from storage.databases import Session
from tests.handlers.conversations import Conversation

EXAMPLES = [example for page in PAGES.values() for example in page.examples]
REFUSED = ("Example", "Did you mean", "no place", "went wrong", "No case", "Nearest", "needs")


@pytest.fixture
def otherwise(talk: Conversation) -> Conversation:
    """The case stands otherwise than the examples say, so that each of them changes something."""

    def change(session: Session) -> None:
        case = get_case(session, "BED-1042")
        facts = replace(
            case.facts,
            spells=(Spell(1, 2, date(2026, 1, 5)),),
            dates={"licence_end": date(2027, 3, 1)},
            lead_agency="prison",
            team=(),
        )
        set_case(session, case, facts)

    talk.write(change)
    return talk


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_help_works_when_it_is_typed(
    otherwise: Conversation, example: str
) -> None:
    answer = otherwise.typed("U0CORA", example)
    expected = {"refer": "Saved: referral", "update": "Saved: ", "case": "Case BED-1042"}
    first = example.split()[0]
    if first in expected:
        assert answer.text.startswith(expected[first])
    elif first in ("how", "what"):
        assert "Read as: " in answer.text
    else:
        assert not any(word in answer.text.splitlines()[0] for word in REFUSED)


def line_with(field: Field) -> str:
    """The field's own example in a line that lets it stand."""
    example = field.example.replace("@somebody", "<@U0PRIYA|priya>")
    with_it = {
        "threshold": "level 3 ",
        "from": "level 3 ",
        "release": "licence-end 1 May 2027 ",
        "tused": "licence-end 1 May 2027 ",
    }
    return f"update BED-1042 {with_it.get(field.name, '')}{example} because it must be so"


@pytest.mark.parametrize("field", UPDATE.fields, ids=lambda field: field.name)
def test_every_field_of_an_update_is_saved_as_help_shows_it(
    otherwise: Conversation, field: Field
) -> None:
    answer = otherwise.typed("U0CORA", line_with(field))
    assert answer.text.startswith("Saved: "), answer.text
    assert field.name in answer.text.splitlines()[0]


@pytest.mark.parametrize("field", REFER.fields, ids=lambda field: field.name)
def test_every_field_of_a_referral_is_saved_as_help_shows_it(
    talk: Conversation, field: Field
) -> None:
    needed = {"category": "category 2", "level": "level 3"} | {field.name: field.example}
    typed = f"refer X320741 {' '.join(needed.values())} because high risk"
    assert talk.typed("U0CORA", typed).text.startswith("Saved: referral BED-R1.")


def test_help_on_a_word_names_every_field_and_every_example(talk: Conversation) -> None:
    for schema in (REFER, UPDATE):
        answer = talk.typed("U0CORA", f"help {schema.word}")
        for field in schema.fields:
            assert f"{field.example}: {field.says}" in answer.text
        for example in schema.examples:
            assert f"/mappa {example}" in answer.text
        assert "…" not in answer.whole
