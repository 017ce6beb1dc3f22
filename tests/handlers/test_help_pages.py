"""Every example that help shows works when it is typed."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.views.help_pages import PAGES
from mappa.arguments import Field
from mappa.cases import Order, Spell
from mappa.referrals import SCHEMA as REFER
from mappa.updates import SCHEMA as UPDATE
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.people import add_person
from storage.references import reserve_refs
from storage.tables import actions, referrals
from tests.build import NOW
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
            dates={"licence_end": date(2026, 3, 1), "sentence_end": date(2028, 3, 1)},
            lead_agency="prison",
            team=(),
            orders=(Order("SHPO", date(2024, 1, 5)),),
        )
        set_case(session, case, facts)
        granted = replace(talk.people["U0CORA"], grants=frozenset({"limited"}))
        add_person(session, granted, NOW)

    talk.write(change)
    return talk


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_help_works_when_it_is_typed(
    otherwise: Conversation, example: str
) -> None:
    if "BED-R12" in example:
        refer_as(otherwise, "BED-R12")
    if example.startswith("undo"):
        otherwise.typed("U0CORA", "update BED-1042 risk high")
    if "BED-1043" in example or "unmerge" in example:
        otherwise.open_case("BED-1043", crn=None)
    if "unmerge" in example:
        otherwise.typed("U0CORA", "merge BED-1042 into BED-1043 because one person")
    if "@owner" in example:
        otherwise.typed("U0CORA", "update BED-1042 owner <@U0PRIYA|priya>")
    if "BED-M12" in example:
        plan_as(otherwise, "BED-M11")
    if "BED-AC7" in example:
        raise_as(otherwise, "BED-AC6")
    who = "U0CORA"
    if example.startswith("break-glass"):
        who = "U0CORA" if "@somebody" in example else "U0PETE"
        if "end" in example.split():
            otherwise.typed("U0PETE", "break-glass BED-1042 because he is here at night")
    typed = example.replace("@owner", "<@U0PRIYA|priya>").replace("@somebody", "<@U0PETE|pete>")
    answer = otherwise.typed(who, typed)
    expected = {
        "refer": "Saved: referral",
        "update": "Saved: ",
        "undo": "Undone in BED-1042.",
        "case": "Case BED-1042",
        "merge": "Saved: BED-1042 is merged into BED-1043.",
        "reassign": "Saved: 1 case ",
        "deputy": "Saved. ",
        "export": "The file with 1 case ",
    }
    first = example.split()[0]
    if first in expected:
        assert answer.text.startswith(expected[first])
    elif first in ("how", "what"):
        assert "Read as: " in answer.text
    else:
        assert not any(word in answer.text.splitlines()[0] for word in REFUSED)


def refer_as(talk: Conversation, ref: str) -> None:
    """A referral with the reference of the examples."""
    talk.typed("U0PRIYA", "refer X320741 category 2 level 2 because high risk")
    talk.write(lambda session: session.execute(referrals.update().values(ref=ref)))


def plan_as(talk: Conversation, before: str) -> None:
    """A meeting that is numbered after this one."""
    talk.write(lambda session: reserve_refs(session, "meeting", [before]))
    talk.typed("U0CORA", "meeting plan level 2 on 6 July 2026 at 9:00")


def raise_as(talk: Conversation, before: str) -> None:
    """An action that is numbered after this one, raised before the days of the examples."""
    talk.write(lambda session: reserve_refs(session, "action", [before]))
    talk.typed("U0CORA", 'action BED-1042 owner "Sam" agency police due 1 July 2026 what visit')
    change = actions.update().values(raised_on=date(2026, 5, 1))
    talk.write(lambda session: session.execute(change))


def line_with(field: Field) -> str:
    """The field's own example in a line that lets it stand."""
    example = field.example.replace("@somebody", "<@U0PRIYA|priya>")
    with_it = {
        "threshold": "level 3 ",
        "from": "level 3 ",
        "release": "sled 1 May 2028 ",
        "licence-end": "sentence-end 1 May 2028 ",
        "place": "placement private ",
        "convicted": "disposal life ",
        "disposal": "convicted 1 May 2026 ",
        "watch": "exit ",
        "until": "exit watch yes ",
        "anyway": "exit ",
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
