"""The list of what is due is what the rule says of every single case."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select, update

from mappa.cases import Spell
from mappa.people import Person
from mappa.policies import Clock
from mappa.retention import due_on, what_runs
from storage.cases import StoredCase, add_case, list_cases, set_case
from storage.databases import Session
from storage.erasing import erase_cases
from storage.retention import get_beside, list_due, list_erased
from storage.tables import cases
from tests.build import NOW, POLICY, case, person
from tests.oracle.rounds import caseload

SOON = replace(POLICY, clocks={"retention_review": Clock("6 months")})
DAY = date(2030, 1, 1)


def is_due(session: Session, stored: StoredCase) -> bool:
    """By the rule, but for what lies in convictions, which the list leaves to who looks."""
    facts, beside = replace(stored.facts, convictions=()), get_beside(session, stored)
    due = due_on(facts, beside, SOON)
    in_use = facts.merged_into or facts.erased_on or what_runs(facts, beside, DAY)
    return due is not None and due <= DAY and not in_use


def test_the_list_holds_what_is_due_and_nothing_else(session: Session) -> None:
    caseload(session, 5, most=80)
    session.execute(update(cases).values(made_at=NOW.replace(year=2015)))
    ids = session.execute(select(cases.c.id)).scalars().all()
    stored = [one for one in list_cases(session, ids=ids) if one.facts.area == "BED"]
    due = [one for one in stored if is_due(session, one)]
    erase_cases(session, due[:2], NOW)
    kept = due[2]
    set_case(session, kept, replace(kept.facts, kept_until=date(2030, 1, 2)))
    cora = replace(_cora(), grants=frozenset({"category-4", "limited"}))
    found = list_due(session, cora, SOON, DAY)
    assert len(due) > 6
    assert {one.ref for one in found} == {one.facts.ref for one in due[3:]}
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    gone = {ref for ref, _ in list_erased(session, cora)}
    assert gone == {one.facts.ref for one in due[:2]}


def test_nobody_is_told_of_what_they_may_not_see(session: Session) -> None:
    ended = Spell(2, 1, date(2010, 1, 1), date(2014, 1, 1))
    hidden: dict[str, dict[str, Any]] = {
        "BED-2": {"limited_access": True},
        "HER-1": {"area": "HER"},
    }
    for ref in ("BED-1", *hidden):
        add_case(session, case(ref, spells=(ended,), dates={}, **hidden.get(ref, {})), NOW)
    assert [one.ref for one in list_due(session, _cora(), POLICY, NOW.date())] == ["BED-1"]
    off = replace(POLICY, clocks={})
    assert list_due(session, _cora(), off, NOW.date()) == []


def _cora() -> Person:
    return person("U0CORA", "co-ordinator")
