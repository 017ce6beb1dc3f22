"""The words `reassign`, `deputy` and `deputies`: who sees to cases when their owner does not."""

from collections.abc import Mapping

from handlers.cases import put_on_record
from handlers.desks import Reply, Visit
from handlers.tellings import tell
from handlers.views import handovers as views
from mappa.access import may, may_do
from mappa.case_changes import differences
from mappa.deputies import Ended, read_deputy
from mappa.errors import RuleBroken
from mappa.handovers import Handover, handed_over, read_handover
from mappa.people import Deputy, Person
from storage.batches import in_batches
from storage.cases import StoredCase, list_cases, set_case
from storage.databases import Session
from storage.deputies import add_deputy, list_deputies_ahead, set_deputy_ended
from storage.deriving import derive_meetings_and_dates, derive_reminders
from storage.handovers import list_cases_of
from storage.people import list_people
from storage.records import Entry, add_record

People = Mapping[str, Person]


def reassign(session: Session, visit: Visit, typed: str) -> Reply:
    """Every case of one owner that the other may see; both are told which."""
    handover = read_handover(typed)
    people = _people(session, visit)
    new = _registered(people, handover.to, "to")
    owned = list_cases_of(session, visit.person.area, handover.owner, part="owner")
    stored = list(list_cases(session, ids=owned, to_change=True))
    seen = [case for case in stored if _is_theirs(visit, case, handover.owner)]
    if not seen:
        raise RuleBroken(
            "owner: that person owns no case that you may see; nothing was changed. "
            "Example: reassign @owner to @somebody",
            "owner",
        )
    stays = handover.owner in people
    changed, left = [], []
    for case in seen:
        after = handed_over(case.facts, handover, stays=stays)
        if may_do(new, "change case", after):
            changed.append(_hand_over(session, visit, case, handover, stays=stays))
        else:
            left.append(case.facts.ref)
    area_people = list(people.values())
    derive_reminders(session, changed, area_people, visit.desk.policy, visit.now)
    refs = [case.facts.ref for case in changed]
    old = people.get(handover.owner)
    if refs:
        for some in in_batches(refs, views.REFS_A_MESSAGE):
            tell(session, visit, new, views.given(some, len(refs), old, visit.person), about=some)
    if refs and old:
        # They may not see them any more, and are told which have gone, by what they knew.
        for some in in_batches(refs, views.REFS_A_MESSAGE):
            tell(session, visit, old, views.taken(some, len(refs), new, visit.person), about=())
    return views.reassigned(refs, left, old, new)


def name_deputy(session: Session, visit: Visit, typed: str) -> Reply:
    """From its first day to its last the deputy sees and is reminded as the other is."""
    asked = read_deputy(typed, visit.today)
    people = _people(session, visit)
    area = visit.person.area
    if isinstance(asked, Deputy):
        _registered(people, asked.deputy_user_id, "deputy")
        _registered(people, asked.user_id, "for")
    worked = list_cases_of(session, area, asked.user_id)
    stored = list(list_cases(session, ids=worked, to_change=True))
    if isinstance(asked, Ended):
        set_deputy_ended(session, area, asked.user_id, asked.deputy_user_id, visit.now, visit.today)
    else:
        add_deputy(session, area, asked, visit.now)
    derive_reminders(session, stored, list(people.values()), visit.desk.policy, visit.now)
    # To what else the other is invited, and what of the area they are told.
    derive_meetings_and_dates(session, area, visit.desk.policy, visit.now)
    _record(session, visit, asked)
    for user_id in (asked.deputy_user_id, asked.user_id):
        if person := people.get(user_id):
            tell(session, visit, person, views.deputy_told(asked, people), about=())
    return views.deputy_saved(asked, people)


def list_deputies(session: Session, visit: Visit, typed: str) -> Reply:
    """Who stands in for whom, now and later; `typed` is ignored: there is nothing to choose."""
    ahead = list_deputies_ahead(session, visit.person.area, visit.today)
    return views.deputies(ahead, _people(session, visit), visit.desk.command)


def _hand_over(
    session: Session, visit: Visit, case: StoredCase, handover: Handover, *, stays: bool
) -> StoredCase:
    after = handed_over(case.facts, handover, stays=stays)
    changed = set_case(session, case, after)
    was, now = differences(case.facts, after)
    entry = Entry("case reassigned", visit.source, was, now | {"because": handover.reason})
    put_on_record(session, visit, changed, entry)
    return changed


def _is_theirs(visit: Visit, case: StoredCase, owner: str) -> bool:
    """Asked again of the case as it is now that nobody else can change it."""
    return owner in case.facts.owners and may_do(visit.person, "change case", case.facts)


def _people(session: Session, visit: Visit) -> dict[str, Person]:
    return {person.user_id: person for person in list_people(session, visit.person.area)}


def _registered(people: People, user_id: str, field: str) -> Person:
    """Somebody of the area whose role lets them work with cases."""
    person = people.get(user_id)
    if person is None:
        raise RuleBroken(
            f"{field}: that person is not registered in this area. Have them registered first, "
            f"or name somebody who is. Example: {field} @somebody",
            field,
        )
    if not may(person, "change case"):
        raise RuleBroken(
            f"{field}: that person's role does not let them work with cases. "
            f"Name a practitioner. Example: {field} @somebody",
            field,
        )
    return person


def _record(session: Session, visit: Visit, asked: Deputy | Ended) -> None:
    days = {}
    if isinstance(asked, Deputy):
        days = {"from": asked.from_on.isoformat(), "until": asked.until_on.isoformat()}
    after = {"deputy": asked.deputy_user_id, "for": asked.user_id, **days}
    entry = Entry("deputy named" if days else "deputy ended", visit.source, after=after)
    add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
