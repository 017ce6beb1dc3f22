"""Two cases with one identifier: refused to whoever may see both, else told to those who may."""

from mappa.access import may_do
from mappa.cases import CaseRecord
from mappa.errors import RuleBroken
from mappa.people import Person
from mappa.referred_people import IDENTIFIER_FIELDS
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.identifiers import find_by_identifiers


def require_free_identifiers(
    session: Session, case: StoredCase, facts: CaseRecord, person: Person
) -> list[StoredCase]:
    """Refuse an identifier new to the case that another case of the area carries.

    Only to whoever may see that other case: to anybody else a refusal would tell that there is
    one. Those cases are returned instead, for the co-ordinators to be told.
    """
    hidden: dict[int, StoredCase] = {}
    for field, kind in IDENTIFIER_FIELDS.items():
        value = getattr(facts, kind)
        if not value or value == getattr(case.facts, kind):
            continue
        for other in _others(session, case, kind, value):
            if may_do(person, "see case", other.facts):
                raise RuleBroken(
                    f"{field}: {other.facts.ref} carries {value} already; nothing was saved. "
                    f"Check the number, or have the two cases merged. Example: case "
                    f"{other.facts.ref}",
                    field,
                )
            hidden[other.id] = other
    return list(hidden.values())


def _others(session: Session, case: StoredCase, kind: str, value: str) -> list[StoredCase]:
    """The area's other cases with this identifier; one that was merged carries it no longer."""
    ids = set(find_by_identifiers(session, case.facts.area, {kind: value})) - {case.id}
    return [one for one in list_cases(session, ids=ids) if one.facts.merged_into is None]
