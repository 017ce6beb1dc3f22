"""What somebody can find: every query asks in itself what they may see, so that what they may not
see costs no time, takes no place on a page and is in no number."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, exists, false, func, select

from mappa.access import sees_category_4
from mappa.asking.questions import Question
from mappa.errors import NotFound
from mappa.findings import Named, Sought
from mappa.identifiers import Identifier
from mappa.people import Person
from mappa.policies import Policy
from storage.asking.counting import counted_cases
from storage.asking.scopes import Scope
from storage.batches import in_batches
from storage.databases import Session
from storage.identifiers import name_blinds
from storage.tables import cases, identifiers, name_words, spells
from storage.visibility import visible_to

STALE = "That list is no longer there. Type the search again. Example: find Marker"


def find_cases_for(
    session: Session,
    person: Person,
    sought: Sought,
    policy: Policy | None = None,
    *,
    after: int = 0,
    limit: int | None = None,
) -> list[int]:
    """The cases that the person may see and that are meant, by their numbers, oldest first;
    `after` so many of them, at most `limit`. By the clocks of the policy some are overdue."""
    query = select(cases.c.id).where(visible_to(person), _meant(session, person, sought, policy))
    query = query.order_by(cases.c.id).offset(after)
    if limit is not None:
        query = query.limit(limit)
    return list(session.execute(query).scalars())


def count_cases_for(
    session: Session, person: Person, sought: Sought, policy: Policy | None = None
) -> int:
    """How many these are."""
    query = select(func.count()).select_from(cases)
    query = query.where(visible_to(person), _meant(session, person, sought, policy))
    return int(session.execute(query).scalar_one())


def _meant(
    session: Session, person: Person, sought: Sought, policy: Policy | None
) -> ColumnElement[bool]:
    if isinstance(sought, Question):
        scope = Scope(person.area, sees_category_4(person), may_see=person, policy=policy)
        return cases.c.id.in_(counted_cases(sought, scope))
    if isinstance(sought, Named):
        return _is_named(session, sought)
    if sought.kind == "case":
        return cases.c.ref == sought.value
    return _carries(session, sought)


def find_caseload(session: Session, person: Person, today: date) -> list[int]:
    """Everybody whom the person may see and who is under MAPPA, or is referred and at no level."""
    spell = spells.c.case_id == cases.c.id
    is_open = exists().where(spell, spells.c.ended_on > today) | ~exists().where(spell)
    is_open &= cases.c.erased_on.is_(None)
    query = select(cases.c.id).where(visible_to(person), is_open).order_by(cases.c.id)
    return list(session.execute(query).scalars())


def may_see_all(session: Session, person: Person, refs: Iterable[str]) -> bool:
    """Whether the person may see every one of these cases at this moment."""
    for some in in_batches(refs):
        query = select(func.count()).where(cases.c.ref.in_(some), visible_to(person))
        if session.execute(query).scalar_one() != len(some):
            return False
    return True


def seal_search(session: Session, person: Person, words: str, page: int, on: date) -> str:
    """A search that a button can carry: nobody can read it, and for nobody else does it open."""
    value = json.dumps([words, page, on.isoformat()], ensure_ascii=False)
    return urlsafe_b64encode(session.house.seal(value, _place(person))).decode()


def open_search(session: Session, person: Person, sealed: str) -> tuple[str, int, date]:
    """The words, the page and the day of a search that was sealed for this person."""
    try:
        value = session.house.open(urlsafe_b64decode(sealed.encode()), _place(person))
    except (InvalidTag, ValueError) as problem:
        raise NotFound(STALE) from problem
    words, page, on = json.loads(value)
    return words, page, date.fromisoformat(on)


def _place(person: Person) -> str:
    return f"find|{person.team_id}|{person.user_id}"


def _is_named(session: Session, named: Named) -> ColumnElement[bool]:
    blinds = name_blinds(session, named.name, named.born_on)
    found: ColumnElement[bool] | None = None
    for blind in blinds:
        has: Any = cases.c.id.in_(select(name_words.c.case_id).where(name_words.c.blind == blind))
        found = has if found is None else found & has
    return false() if found is None else found


def _carries(session: Session, identifier: Identifier) -> ColumnElement[bool]:
    blind = session.blind.blind(identifier.kind, identifier.value)
    return cases.c.id.in_(
        select(identifiers.c.case_id).where(
            identifiers.c.kind == identifier.kind, identifiers.c.blind == blind
        )
    )
