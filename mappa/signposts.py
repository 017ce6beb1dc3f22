"""A signpost: one row of the record, noted elsewhere, by which the whole can be known again."""

import re
from dataclasses import dataclass

from mappa.choices import harmless
from mappa.errors import RuleBroken

SHOWN = 16  # figures of a hash, of 64


@dataclass(frozen=True, slots=True)
class Signpost:
    """The area, the number of the row in its chain, and how its hash begins."""

    area: str
    number: int
    begins: str

    def __str__(self) -> str:
        return f"{self.area} {self.number} {self.begins}"

    def fits(self, row_hash: bytes | None) -> bool:
        return row_hash is not None and row_hash.hex().startswith(self.begins)


def signpost_of(area: str, number: int, row_hash: bytes) -> Signpost:
    return Signpost(area, number, row_hash.hex()[:SHOWN])


def read_signpost(typed: str) -> Signpost:
    """As it was printed; with dots after it, or with more figures of the hash."""
    found = re.fullmatch(
        r"([A-Za-z]{3})\s+([0-9]{1,9})\s+([0-9A-Fa-f]{8,64})[.…]*", typed.strip(), re.ASCII
    )
    if found is None:
        raise RuleBroken(
            f"since: {harmless(typed)} is no signpost. Give one as audit verify has printed it. "
            'Example: --since "BED 1234 3f9ac0de12ab34cd"',
            "since",
        )
    return Signpost(found[1].upper(), int(found[2]), found[3].lower())
