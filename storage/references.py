"""References of ours: an area's code, letters for what it is, and a number that is given once."""

import re
from collections.abc import Iterable, Mapping

from storage.databases import Session
from storage.installations import reserve_numbers

LETTERS: Mapping[str, str] = {
    "case": "",
    "referral": "R",
    "meeting": "M",
    "action": "AC",
    "audit": "A",
    "training": "T",
}


def reserve_refs(session: Session, noun: str, refs: Iterable[str]) -> None:
    """What is new is numbered after the highest of these references that is one of ours."""
    # A longer number is nothing that counting would come to.
    ours = re.compile(f"([A-Z]{{3}})-{LETTERS[noun]}([0-9]{{1,9}})")
    highest: dict[str, int] = {}
    for ref in refs:
        if found := ours.fullmatch(ref):
            area, number = found[1], int(found[2])
            highest[area] = max(highest.get(area, 0), number)
    for area, last in sorted(highest.items()):
        reserve_numbers(session, area, noun, last)
