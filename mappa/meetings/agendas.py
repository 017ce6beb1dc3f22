"""The agenda of a meeting: the standing items, the order of its cases, and their times."""

from collections.abc import Sequence
from datetime import datetime, timedelta

STANDING_ITEMS = (
    "Introductions",
    "Confidentiality and diversity statement",
    "Purpose of the meeting",
    "Category and level",
    "Information exchange",
    "Victim and potential-victim issues",
    "Diversity",
    "Risk of serious harm",
    "Risk management plan: supervision; monitoring and control; interventions and treatment; "
    "victim safety; contingency plan; licence conditions",
    "Disclosure decision",
    "Actions: who, what, by when, why",
    "Dissent",
    "Level decision",
    "Next review date",
)
MARKING = "OFFICIAL-SENSITIVE"
HANDLING = (
    "Closed under the Freedom of Information Act 2000, sections 30(1)(b), 38, 40 and 41. "
    "Not to be shared outside the meeting without the Chair's agreement."
)


def spread(starts_at: datetime, ends_at: datetime | None, count: int) -> list[datetime | None]:
    """When each of so many cases is heard: evenly, to five minutes; None if no end is known."""
    if ends_at is None or not count:
        return [None] * count
    room = (ends_at - starts_at) / count
    step = timedelta(minutes=5)
    return [starts_at + room * place // step * step for place in range(count)]


def in_order(refs: Sequence[str], first: Sequence[str]) -> list[str]:
    """The references with those named first, the others after them as they stood."""
    return [*first, *(ref for ref in refs if ref not in first)]
