"""What was said before, and what is said now in its place: follow-ups, and the other side of a
comparison."""

from dataclasses import replace

from mappa.asking.questions import COUNT, SHARE
from mappa.asking.said import Said


def merged(base: Said, more: Said) -> Said:
    """The first with what the second names put in its place."""
    said = _with_filters(base, more)
    if set(more.things) - {"people"}:
        said = replace(said, things=more.things, statuses=more.statuses, kinds=more.kinds,
                       causes=more.causes, verb_needed=more.verb_needed)  # fmt: skip
    elif more.statuses:
        said = replace(said, statuses=more.statuses)
    elif more.causes:
        said = replace(said, causes=more.causes)
    if more.whole is not None or more.figure != COUNT:
        said = replace(said, figure=more.figure, whole=more.whole)
    named = {_FILTER_OF[by] for by in (said.by,) if by in _FILTER_OF}
    if more.by:
        dropped = {_FILTER_OF.get(more.by)} - set(more.filters)
        filters = {name: held for name, held in said.filters.items() if name not in dropped}
        said = replace(said, by=more.by, listed=False, filters=filters)
    elif more.listed or more.opened or named & set(more.filters):
        said = replace(said, by="", listed=more.listed)
    return replace(
        said,
        time=more.time or said.time,
        without=more.without or said.without,
        opened=said.opened or more.opened,
        listed=more.listed or (said.listed and not more.opened),
        verbs=set(),
        doubtful="",
        in_force="",
        managed=False,
    )


def says_nothing(more: Said) -> bool:
    """Whether a follow-up names nothing that could be asked otherwise."""
    parts = (more.filters, more.time, more.by, more.things, more.statuses, more.causes)
    asked = more.listed or more.opened or more.without or more.figure != COUNT
    return not (any(parts) or asked)


def _with_filters(base: Said, more: Said) -> Said:
    """Of a share what is new says more of the whole: "in Luton" after the share at level 1."""
    if base.figure != SHARE or base.whole is None:
        return replace(base, filters={**base.filters, **more.filters})
    part = {name: held for name, held in more.filters.items() if name in base.filters}
    whole = {name: held for name, held in more.filters.items() if name not in base.filters}
    return replace(
        base, filters={**base.filters, **part}, whole={**base.whole, **whole}
    )  # fmt: skip


_FILTER_OF = {"level": "levels", "category": "categories", "agency": "agencies",
              "lead-agency": "lead_agencies", "district": "districts", "band": "bands",
              "custody": "custody"}  # fmt: skip
