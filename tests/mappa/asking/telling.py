"""A question told field by field, so that a table can say how it must be read."""

from mappa.asking.questions import COUNT, Asked, Comparison, Day, Filters, Question


def told(asked: Asked) -> str:
    """counted/status, figure, kinds, filters, time and grouping: what is not said is not there."""
    if isinstance(asked, Comparison):
        return " || ".join(told(side) for side in asked.sides)
    parts = [
        f"{asked.counted}/{asked.status}" if asked.status else asked.counted,
        asked.figure if asked.figure != COUNT else "",
        "listed" if asked.listed else "",
        f"kinds={','.join(sorted(asked.kinds))}" if asked.kinds else "",
        _filters(asked.where),
        f"of({_filters(asked.out_of)})" if asked.out_of is not None else "",
        _when(asked),
        f"by {asked.by}" if asked.by else "",
    ]
    return " ".join(part for part in parts if part)


def _filters(filters: Filters) -> str:
    said = []
    for name in Filters.__dataclass_fields__:
        value = getattr(filters, name)
        if isinstance(value, frozenset):
            value = ",".join(str(one) or "not-recorded" for one in sorted(value))
        if value:
            said.append(f"{name}={value}")
    return " ".join(said)


def _when(question: Question) -> str:
    when = question.when
    if isinstance(when, Day):
        return f"{when.on}"
    return f"{when.from_on or ''}..{when.to_on}"
