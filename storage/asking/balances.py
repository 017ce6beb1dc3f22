"""Counts what other measures of the same time tell of a figure."""

from collections.abc import Sequence

from mappa.answering.balances import balances_of, plain
from mappa.answering.suppression import is_small
from mappa.answering.veils import ROWS, WHOLE, all_of, part_of
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import Question
from storage.asking.counting import count
from storage.asking.filters import BUCKETS
from storage.asking.scopes import Scope
from storage.databases import Session

Known = dict[Question, Figures]  # what was counted already, by the same rules


def shut_by_others(
    session: Session, question: Question, scope: Scope, limit: int, known: Known
) -> frozenset[object]:
    """The keys of the veil of which nothing is told, because another measure of the same time would
    tell few people."""

    def counted(one: Question) -> Figures:
        if one not in known:
            known[one] = count(session, one, scope)
        return known[one]

    shut: set[object] = set()
    for where in dict.fromkeys((part_of(question), all_of(question))):
        asked = plain(question, where)
        own = counted(asked)
        for balance in balances_of(asked):
            parts = [counted(part) for part in balance.parts]
            small = _small([*parts, *([_left_of(own, parts)] if balance.less else [])], limit)
            if not own.whole.count:  # that there is nobody may be said
                small -= {WHOLE}
            buckets = asked.by in BUCKETS
            shut |= {key if key is WHOLE or buckets else ROWS for key in small}
    return frozenset(shut)


def _small(found: Sequence[Figures], limit: int) -> set[object]:
    """The keys under which anything small stands; of the whole it is WHOLE."""
    counted: list[tuple[object, Figure]] = [(WHOLE, one.whole) for one in found]
    counted += [(key, figure) for one in found for key, figure in one.groups]
    return {key for key, figure in counted if is_small(figure.count, limit)}


def _left_of(own: Figures, parts: Sequence[Figures]) -> Figures:
    """What is left of a figure, and of each group, without the parts."""
    groups = [dict(one.groups) for one in parts]
    left = own.whole.count - sum(one.whole.count for one in parts)
    return Figures(
        Figure(abs(left)),
        tuple(
            (key, Figure(abs(one.count - sum(g[key].count for g in groups if key in g))))
            for key, one in own.groups
        ),
    )
