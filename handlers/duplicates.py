"""Whom a referral is about: a case that is known, or a new one that is opened for it.

Whether a case was known shows only to who may see it. To everybody else the area looks as if it
were not there: in words, in what is required, and in what stands in the way of a second referral.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cases import get_case_for, put_on_record, refuse_erased
from handlers.desks import Visit
from mappa.access import may_do
from mappa.case_changes import differences
from mappa.cases import CaseRecord
from mappa.duplicates import choose_case, contradictions, is_alike
from mappa.errors import NotFound, RuleBroken
from mappa.referrals import CATEGORY_NEEDED, Referral
from mappa.referred_cases import case_of_new_person
from storage.cases import NO_SUCH_CASE, StoredCase, add_case, list_cases, next_case_ref
from storage.databases import Session
from storage.identifiers import find_by_identifiers, find_by_name
from storage.records import Entry
from storage.referrals import find_open_referrals, list_entries

_NOTHING = CaseRecord(ref="", area="", spells=())
LOOKED_AT = 50  # cases of one name


def find_or_open(session: Session, visit: Visit, referral: Referral) -> StoredCase:
    """The case referred, kept from changing; MayBeKnown where who refers is to choose."""
    found = _found(session, visit, referral)
    theirs = [case for case in found if may_do(visit.person, "see case", case.facts)]
    hidden = [case for case in found if case not in theirs]
    alike = [] if theirs else _alike(session, visit, referral)
    chosen = choose_case(referral, [case.facts for case in theirs], [case.facts for case in alike])
    if chosen is None and referral.identifier.kind == "case":  # lost at this very moment
        raise NotFound(NO_SUCH_CASE.format(ref=referral.identifier.value))
    if chosen is None and referral.category is None:
        raise RuleBroken(CATEGORY_NEEDED, "category")
    _check_not_twice(session, visit, referral, found)
    if chosen is not None:
        return next(case for case in theirs if case.facts is chosen)
    if (known := _certain(visit, referral, hidden)) and not theirs:
        return known
    ref = next_case_ref(session, visit.person.area)
    opened = case_of_new_person(referral, ref, visit.person.area)
    case = add_case(session, opened, visit.now)
    _, holds = differences(replace(_NOTHING, ref=ref, area=opened.area), opened)
    put_on_record(session, visit, case, Entry("case opened", visit.source, after=holds))
    return case


def _found(session: Session, visit: Visit, referral: Referral) -> list[StoredCase]:
    """The case of the reference and those with any of the identifiers, in the order of locks."""
    ids = set()
    if referral.identifier.kind == "case":
        named = get_case_for(session, visit, referral.identifier.value, "see case")
        refuse_erased(visit, named.facts.ref, named.facts)
        ids.add(named.id)
    given = {one.kind: one.value for one in referral.identifiers}
    if given:
        ids |= set(find_by_identifiers(session, visit.person.area, given))
    found = list_cases(session, ids=ids, to_change=True)
    return [case for case in found if not case.facts.merged_into]


def _alike(session: Session, visit: Visit, referral: Referral) -> list[StoredCase]:
    """Open cases of the same name and date of birth, of those that the person may see."""
    if not referral.name or referral.born_on is None:
        return []
    ids = find_by_name(session, visit.person.area, referral.name, LOOKED_AT)
    return [
        case
        for case in list_cases(session, ids=ids)
        if may_do(visit.person, "see case", case.facts)
        and is_alike(case.facts, referral.name, referral.born_on, visit.today)
    ]


def _certain(visit: Visit, referral: Referral, hidden: Sequence[StoredCase]) -> StoredCase | None:
    """The one hidden case that all the identifiers fit; what is not certain is left to whoever
    screens it. Who would see the case that is opened for a new person gets one, or its absence
    would tell them of the hidden one."""
    opened = case_of_new_person(referral, "NEW", visit.person.area)
    if referral.new_person or len(hidden) != 1 or may_do(visit.person, "see case", opened):
        return None
    contradicted = contradictions(hidden[0].facts, referral.identifiers)
    return None if contradicted else hidden[0]


def _check_not_twice(
    session: Session, visit: Visit, referral: Referral, found: Sequence[StoredCase]
) -> None:
    """Nobody refers the same person twice while the first referral is open.

    Of a case that they may not see only if they gave one of the identifiers before: that another
    one belongs to the same person is what they must not learn.
    """
    for case in found:
        sees = may_do(visit.person, "see case", case.facts)
        for ref in find_open_referrals(session, case.id, visit.person.id):
            if sees or _gave(session, case, ref, referral):
                raise RuleBroken(
                    f"You have referred this person already: {ref} is still open. "
                    "Nothing was saved a second time.",
                    "identifier",
                )


def _gave(session: Session, case: StoredCase, ref: str, referral: Referral) -> bool:
    given = {one.kind: one.value for one in referral.identifiers}
    earlier = [
        entry["after"].get("identifiers") or {} for entry in list_entries(session, case, ref)
    ]
    return any(given.get(kind) == value for one in earlier for kind, value in one.items())
