"""The atoms of a family add up to every figure of it: so what is hidden of them is hidden of it."""

from collections import Counter
from collections.abc import Iterator
from random import Random

from mappa.answering.groups import groups_of
from mappa.answering.suppression import OF_NOBODY
from mappa.answering.veils import Veil, all_of, part_of
from mappa.asking.figures import Figure
from mappa.asking.measures import MEASURES
from mappa.asking.permits import require_permit
from mappa.asking.questions import AVERAGE, SHARE, Filters, Question
from mappa.errors import NotAllowed
from storage.asking.scopes import Scope
from storage.asking.veils import count_for
from storage.databases import Session
from tests.build import POLICY
from tests.oracle.random_questions import random_question
from tests.oracle.rounds import caseload

OF_EACH = 3  # measure


def test_atoms_add_up_to_every_figure(session: Session) -> None:
    caseload(session, 1, most=70)
    chance = Random("atoms")
    asked: Counter[str] = Counter()
    while asked.total() < OF_EACH * len(MEASURES.keys() - OF_NOBODY):
        question = random_question(chance)
        if not is_permitted(question) or asked[question.counted] == OF_EACH:
            continue
        asked[question.counted] += 1
        scope = Scope("BED", category_4=chance.random() < 0.5, policy=POLICY)
        assert list(differences(session, question, scope)) == [], question


def is_permitted(question: Question) -> bool:
    try:
        require_permit(question)
    except NotAllowed:
        return False
    return question.counted not in OF_NOBODY


def differences(session: Session, question: Question, scope: Scope) -> Iterator[object]:
    found = count_for(session, question, scope, 5)
    assert found.veil is not None
    figures = [(group.key, group.figure) for group in groups_of(question, found)]
    for key, figure in [(None, found.whole), *figures]:
        if key == "sfo":  # among other kinds these are events still, and no people
            continue
        counted = added_up(found.veil, question, key)
        if counted != numbers(question, figure):
            yield key, figure, counted


def numbers(question: Question, figure: Figure) -> tuple[int, ...]:
    if question.figure == AVERAGE:
        return (figure.out_of or 0,)
    return (figure.count, figure.out_of or 0) if question.figure == SHARE else (figure.count,)


def added_up(veil: Veil, question: Question, key: object) -> tuple[int, ...]:
    def number(where: Filters, kinds: frozenset[object]) -> int:
        return sum(
            count
            for family, holds in veil.parts(question, where, kinds, key)
            for atom, count in family.counts.items()
            if holds(atom)
        )

    part = number(part_of(question), veil.kinds)
    if question.figure != SHARE:
        return (part,)
    return part, number(all_of(question), veil.of_kinds)
