"""The prepositions that lead to a time, and what each makes of it."""

from mappa.times.said_times import AFTER, BETWEEN, IN, ON, SINCE, UNTIL, Line

_LEADS = {
    ON: (("on",), ("at",), ("as", "at"), ("as", "of"), ("as", "on")),
    IN: (
        ("in",), ("during",), ("over",), ("for",), ("of",), ("within",), ("throughout",),
        ("across",),
    ),
    SINCE: (("since",), ("ever", "since")),
    AFTER: (("after",), ("from",), ("starting", "from"), ("on", "or", "after")),
    UNTIL: (
        ("until",), ("till",), ("up", "to"), ("up", "until"), ("up", "till"), ("by",), ("before",),
        ("prior", "to"), ("to",), ("on", "or", "before"), ("no", "later", "than"),
        ("up", "to", "and", "including"),
    ),
    BETWEEN: (("between",),),
}  # fmt: skip
PREPOSITIONS = {way: kind for kind, ways in _LEADS.items() for way in ways}
OPENERS = frozenset(way[0] for way in PREPOSITIONS)
TO = (("to",), ("until",), ("till",), ("through",), ("up", "to"))
ENDLESS = (("onwards",), ("onward",), ("so", "far"), ("to", "date"))


def lead_at(line: Line, at: int) -> tuple[str, str, int]:
    """What the preposition at a word leads to, itself, and its length; nothing where none is."""
    for length in (4, 3, 2, 1):
        way = tuple(line.words[at : at + length])
        if way in PREPOSITIONS:
            return PREPOSITIONS[way], " ".join(way), length
    return "", "", 0
