"""The words `merge` and `unmerge`: two cases that turned out to be one person, or not after all."""

from handlers.cases import get_case_for, get_or_seek, put_on_record, refuse_erased
from handlers.clashes import tell_of_clashes
from handlers.desks import Reply, Visit
from handlers.views import merges as views
from mappa.access import may_do
from mappa.case_changes import differences
from mappa.errors import NotFound, RuleBroken
from mappa.merges import read_merge, read_unmerge
from mappa.merging import merge_cases
from mappa.unmerging import without_merged
from storage.cases import NO_SUCH_CASE, StoredCase, get_case_by_id, seek_case
from storage.clashes import require_free_identifiers
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.merges import (
    StoredMerge,
    add_merge,
    find_merge,
    get_survivor,
    list_heard_apart,
    seek_merge,
    set_undone,
)
from storage.people import list_people
from storage.records import Entry

UNDOES = "undo"


def merge(session: Session, visit: Visit, typed: str) -> Reply:
    """One case goes into another, in one transaction; what is not taken over is listed."""
    first_word, _, rest = typed.strip().partition(" ")
    if first_word.lower() == UNDOES:
        return unmerge(session, visit, rest)
    asked = read_merge(typed)
    first, second = _locked(session, visit, asked.ref, asked.into)
    merged = merge_cases(first.facts, second.facts, asked.keeping)
    apart = list_heard_apart(session, first.id, second.id)
    emptied, into = add_merge(session, first, second, merged, visit.person, visit.now)
    _record(session, visit, "case merged", (first, emptied), (second, into), asked.reason)
    return views.merged(asked.ref, asked.into, merged, apart, visit.desk.command)


def unmerge(session: Session, visit: Visit, typed: str) -> Reply:
    """Both cases as they were, with what was recorded of the second since."""
    ref, reason = read_unmerge(typed)
    found = _merge_of(session, visit, ref)
    ids = sorted({found.from_case_id, found.into_case_id})
    locked = {row: get_case_by_id(session, row, to_change=True) for row in ids}
    first, second = locked[found.from_case_id], locked[found.into_case_id]
    stands = _merge_of(session, visit, ref)
    facts = without_merged(second.facts, stands.second, stands.into)
    restored, left = set_undone(session, stands, first, second, facts, visit.now)
    clashes = require_free_identifiers(session, first, restored.facts, visit.person)
    tell_of_clashes(session, visit, restored, clashes, list_people(session, left.facts.area))
    _record(session, visit, "merge undone", (first, restored), (second, left), reason)
    return views.unmerged(ref, left.facts.ref, visit.desk.command)


def _locked(session: Session, visit: Visit, ref: str, into: str) -> tuple[StoredCase, StoredCase]:
    """Both cases, that the person may change, kept from changing; in the order of their numbers."""
    seen = {one: get_case_for(session, visit, one, "change case") for one in (ref, into)}
    locked = {
        one: get_case_for(session, visit, one, "change case", to_change=True)
        for one in sorted(seen, key=lambda one: seen[one].id)
    }
    return locked[ref], locked[into]


def _merge_of(session: Session, visit: Visit, ref: str) -> StoredMerge:
    """The merge by which the case went, if the person may change both cases."""
    try:
        case = get_or_seek(session, ref)
    except NotFound:
        seek_case(session)
        seek_merge(session)
        raise
    survivor = get_survivor(session, case)
    if survivor is case:
        seek_case(session)
    became = survivor.facts
    refuse_erased(visit, ref, became)
    if became.erased_on:
        seek_merge(session)
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    found = find_merge(session, case)
    if found is None:
        seek_merge(session, asked=True)
        if became.ref != ref and may_do(visit.person, "change case", became):
            raise RuleBroken(
                f"{ref} was merged into {became.ref} before it was brought in here, so what "
                "belonged to it is not known apart; nothing was changed.",
                "subject",
            )
        if not may_do(visit.person, "see case", case.facts):
            raise NotFound(NO_SUCH_CASE.format(ref=ref))
        raise RuleBroken(f"{ref} is not merged into another case; nothing was changed.", "subject")
    second = get_case_by_id(session, found.into_case_id).facts
    if not may_do(visit.person, "change case", found.first):
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    if second.merged_into and may_do(visit.person, "change case", found.into):
        raise RuleBroken(
            f"{second.ref} was itself merged into {second.merged_into} afterwards. Take that back "
            f"first. Example: unmerge {second.ref} because two people after all",
            "subject",
        )
    if not may_do(visit.person, "change case", second):
        raise NotFound(NO_SUCH_CASE.format(ref=ref))
    return found


def _record(
    session: Session,
    visit: Visit,
    action: str,
    first: tuple[StoredCase, StoredCase],
    second: tuple[StoredCase, StoredCase],
    reason: str,
) -> None:
    """What became of each, on the record of both; and the reminders that follow."""
    for before, after in (first, second):
        was, now = differences(before.facts, after.facts)
        refs = {"cases": [first[0].facts.ref, second[0].facts.ref]}
        entry = Entry(action, visit.source, was, now | refs | {"because": reason})
        put_on_record(session, visit, after, entry)
    people = list_people(session, second[1].facts.area)
    both = [first[1], second[1]]
    derive_reminders(session, both, people, visit.desk.policy, visit.now)
