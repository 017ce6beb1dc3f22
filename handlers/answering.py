"""From words to an answer: what everybody who asks goes through, wherever they ask."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeGuard

from handlers.desks import Visit
from handlers.views.findings import GATED
from mappa.access import counts_category_4, may, require, sees_all, sees_category_4
from mappa.answering.answers import LISTED, Answer, Shown
from mappa.asking.follow_ups import read_follow_up
from mappa.asking.permits import require_permit
from mappa.asking.questions import Asked, Question
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.asking.wordings import wording
from mappa.errors import NotUnderstood
from mappa.policies import Policy
from storage.asking.answering import answer_asked, answer_own_cases, read_in_area
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.records import Entry, add_record

MAY_NOT_LIST = (
    "Your role sees figures and no cases. Ask how many instead. Example: how many level 2 cases"
)
NOTHING_BEFORE = (
    "That goes on from a question, and none here can be gone on from. Ask the whole, or reply in "
    "the thread of an answer of the last 30 days."
)
ANY_QUESTION = "how many cases"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked, as it was read, and what was answered."""

    asked: Asked
    answer: Answer


def answer_for(session: Session, visit: Visit, typed: str, before: str = "") -> Answered:
    """The figures that the person may see, of their own area; `before` is the wording of the
    question that this one goes on from. A list goes on the record, so it needs a writing
    transaction."""
    return answer_to(session, visit, read_asked(session, visit, typed, before))


def read_asked(session: Session, visit: Visit, typed: str, before: str = "") -> Asked:
    """What the words ask, for somebody who may ask at all; or NotUnderstood."""
    require(visit.person, "ask")
    policy, area = visit.desk.policy, visit.person.area
    return read_in_area(session, policy, area, partial(_read, typed, before, visit.today))


def _read(typed: str, before: str, today: date, terms: Terms) -> Asked:
    if before:
        return read_follow_up(typed, before, today, terms)
    try:
        return read_question(typed, today, terms)
    except NotUnderstood as problem:
        try:
            whole = read_follow_up(typed, ANY_QUESTION, today, terms)
        except NotUnderstood:
            raise problem from None
        raise NotUnderstood(NOTHING_BEFORE, (wording(whole),)) from problem


def read_again(session: Session, visit: Visit, words: str, on: date) -> Asked:
    """The question that was put into words on a day."""
    policy, area = visit.desk.policy, visit.person.area
    return read_in_area(session, policy, area, partial(read_question, words, on))


def answer_to(session: Session, visit: Visit, asked: Asked) -> Answered:
    """The answer at this moment, whenever it was asked first."""
    require(visit.person, "ask")
    if is_listed(asked):
        return Answered(asked, _list(session, visit, asked))
    if not may(visit.person, "ask exactly"):
        require_permit(asked)
    scope = scope_of(visit, visit.desk.policy)
    return Answered(asked, answer_asked(session, asked, scope, shown_to(visit)))


def is_listed(asked: Asked) -> TypeGuard[Question]:
    """Whether cases are asked for: then the answer is private and goes on the record."""
    return isinstance(asked, Question) and asked.listed


def scope_of(visit: Visit, policy: Policy) -> Scope:
    """What the person may count, and by which rules."""
    return Scope(
        area=visit.person.area,
        category_4=counts_category_4(visit.person),
        counting=policy.statistics.counting,
        may_see=visit.person,
        policy=policy,
    )


def shown_to(visit: Visit) -> Shown:
    """How exactly the person may be told."""
    below = (
        None if may(visit.person, "ask exactly") else visit.desk.policy.statistics.suppress_below
    )
    return Shown(counts_category_4(visit.person), below)


def _list(session: Session, visit: Visit, asked: Question) -> Answer:
    """Co-ordinators hear the figure of the area as well; whoever has cases of their own, of these
    alone."""
    require(visit.person, "see case", MAY_NOT_LIST)
    scope = scope_of(visit, visit.desk.policy)
    if sees_all(visit.person):
        found = answer_asked(session, asked, scope, shown_to(visit))
        if found.cases and {"category-4", "limited"} - visit.person.grants:
            found = replace(found, text=f"{found.text} {GATED}")
    else:
        own = replace(scope, category_4=sees_category_4(visit.person))
        found = answer_own_cases(session, asked, own)
    if found.status == "answered":
        after = {"cases": list(found.cases[:LISTED]), "found": len(found.cases)}
        after["words"] = wording(asked)
        entry = Entry("cases found", visit.source, after=after)
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    return found
