"""Figures with the veil under which they are shown to those who do not get every one exactly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from mappa.answering.atoms import Atom, Counts, Move, Publish, merged, unpublished
from mappa.answering.decoys import TooManySums
from mappa.answering.moves import moves_for
from mappa.answering.moves_within import moves_within
from mappa.answering.subjects import is_stock
from mappa.answering.suppression import OF_NOBODY
from mappa.answering.veils import OF_VALUES, Family, Veil
from mappa.asking.figures import Figures
from mappa.asking.questions import COMMUNITY, CUSTODY, Day, Filters, Question
from mappa.statistics.published import is_in_the_tables, line_of
from mappa.working_days import ONE_DAY
from storage.asking import atoms_of_rows as of
from storage.asking.atoms import add_people, atoms_at_the_ends, atoms_on, seen_in
from storage.asking.atoms_of_rows import Wanted
from storage.asking.balances import Known, shut_by_others
from storage.asking.counting import count
from storage.asking.days import period_of, picture_of
from storage.asking.filters import BUCKETS, bucket_number, first_day_of
from storage.asking.scopes import Scope
from storage.databases import Session

# Of these nobody asks for all kinds together.
BY_KIND = frozenset({"events", "dates", "meetings"})
Find = Callable[[Session, Question, Scope, str], Wanted]
_FIND: Mapping[str, Find] = {
    "referrals": of.of_referrals,
    "meetings": of.of_meetings,
    "hearings": of.of_hearings,
    "attendance": of.of_attendance,
    "actions": of.of_actions,
    "dates": of.of_dates,
    "disclosure": of.of_disclosure,
    "reviews on time": of.of_what_is_on_time,
    "screening on time": of.of_what_is_on_time,
    "minutes on time": of.of_what_is_on_time,
}


def count_for(
    session: Session,
    question: Question,
    scope: Scope,
    limit: int | None,
    known: Known | None = None,
) -> Figures:
    """The figures, and where a limit is set what of them may be told: that takes more statements,
    fewer where more is `known` of the same scope."""
    found = count(session, question, scope)
    if not limit or question.counted in OF_NOBODY:
        return found
    known = {} if known is None else known
    known[question] = found
    veil = veil_of(session, question, scope, limit)
    in_tables = question.counted == "people" and _prints(scope) and is_in_the_tables(question)
    shut = frozenset() if in_tables else shut_by_others(session, question, scope, limit, known)
    return replace(found, veil=replace(veil, shut=shut))


def veil_of(session: Session, question: Question, scope: Scope, limit: int) -> Veil:
    """From the atoms of everything that can be asked of the same measure at the same time."""
    narrowed = narrowed_by(question)
    if is_stock(question):
        return _of_pictures(session, question, scope, limit, narrowed)
    printed = _prints(scope) and is_in_the_tables(question)
    line = line_of(question, scope.counting) if printed else unpublished
    wanted = _wanted(session, question, scope, narrowed, line)
    families = {
        key: {"": _family(counts, limit, narrowed, line, by_kind=question.counted in BY_KIND)}
        for key, counts in wanted.tables.items()
    }
    return Veil(
        limit,
        families,
        wanted.kinds,
        wanted.of_kinds,
        at_first=question.counted == "events",
        by_rule=printed and question.counted == "people",
    )


def _wanted(
    session: Session, question: Question, scope: Scope, narrowed: str, line: Publish
) -> Wanted:
    if question.counted == "people":
        seen = seen_in(session, scope, period_of(question), narrowed)
        return Wanted(add_people(seen, question.by, line))
    if question.counted == "orders":
        return of.of_orders(session, question, scope, narrowed, line)
    if question.counted == "events":
        return of.of_events(session, question, scope, narrowed, line)
    return _FIND[question.counted](session, question, scope, narrowed)


def _of_pictures(
    session: Session, question: Question, scope: Scope, limit: int, narrowed: str
) -> Veil:
    """The statutory table has who is in the community on the last day of a year."""
    if question.by in BUCKETS:
        outside, inside = atoms_at_the_ends(session, scope, question, narrowed)
    else:
        outside, inside = atoms_on(session, scope, picture_of(question), narrowed)
    families = {
        key: {
            COMMUNITY: _family(
                outside[key], limit, narrowed, printed=_prints(scope) and _is_printed(key, question)
            ),
            CUSTODY: _family(inside[key], limit, ""),
        }
        for key in outside
    }
    return Veil(limit, families)


def _is_printed(key: object, question: Question) -> bool:
    """Whether a picture stands in a report: also as the last of a quarter or year."""
    if question.by not in BUCKETS:
        return is_in_the_tables(question)
    if not isinstance(key, date):
        return False
    number = bucket_number(key, question.by)
    last = first_day_of(number + 1, question.by) - ONE_DAY
    ends = min(last, period_of(question).to_on)
    return is_in_the_tables(replace(question, when=Day(ends)))


def _family(
    counts: Counts,
    limit: int,
    narrowed: str,
    line: Publish = unpublished,
    *,
    by_kind: bool = False,
    printed: bool = False,
) -> Family:
    key = tuple(sorted(((atom, n) for atom, n in counts.items() if n), key=repr))
    moves = _moves(key, limit, line, is_narrowed=bool(narrowed), by_kind=by_kind, printed=printed)
    return Family(counts, moves, published=printed and not narrowed)


@lru_cache(maxsize=256)
def _moves(
    counts: tuple[tuple[Atom, int], ...],
    limit: int,
    line: Publish,
    *,
    is_narrowed: bool,
    by_kind: bool,
    printed: bool,
) -> Sequence[Move] | None:
    """Worked out once for the same counts: they are asked for again and again."""
    there = dict(counts)
    whole = merged(there) if is_narrowed else there
    try:
        moves = [] if printed else moves_for(whole, limit, line, by_kind=by_kind)
        return moves_within(there, limit, moves, printed=printed) if is_narrowed else moves
    except TooManySums:
        return None


def _prints(scope: Scope) -> bool:
    """Whether the area's policy leaves the statutory tables to all who may ask."""
    return scope.policy is not None and scope.policy.statistics.tables_are_for_all


def narrowed_by(question: Question) -> str:
    """The one filter beyond level and category, if there is one."""
    if question.by in OF_VALUES:
        return question.by
    for filters in (question.where, question.out_of or Filters()):
        for name, field in OF_VALUES.items():
            if getattr(filters, field):
                return name
        if question.counted == "dates" and filters.custody in (COMMUNITY, CUSTODY):
            return "custody"
    return ""
