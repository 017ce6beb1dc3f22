"""What a sheet of the workbook is: its columns in order, and what its rows become."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from mappa import agencies
from mappa.areas import AREAS
from mappa.cases import CATEGORIES, LEVELS, THRESHOLDS, CaseRecord
from mappa.orders import ORDER_NAMES
from mappa.workbook.agencies import read_agencies_cell, read_agency_cell
from mappa.workbook.cells import REF, Kind, choice, numbered

COLUMN, VALUE = "column", "value"  # what must be there: the column, or a value in every row
MOST = 32_767  # the largest number that the databases keep of a counted thing


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `needs` is COLUMN, VALUE or nothing; a `spare` one is written only if used."""

    name: str
    kind: Kind
    needs: str = ""
    spare: bool = False


class CaseDate(NamedTuple):
    """A row of the sheet `dates`."""

    kind: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One sheet: `into` is the field of a case, or of the workbook, that its rows become.

    `make` takes the columns in their order, without `case_ref` where the row is `of_case`; `own`
    sheets are those beside the contract's, written only when they have rows. The facts of a case
    are `ordered` by a field, and those that stand `apart` do not overlap.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    make: Callable[..., Any]
    into: str
    of_case: bool = False
    required: bool = False
    own: bool = False
    ordered: str = ""
    apart: bool = False

    @property
    def placed(self) -> bool:
        """Whether a row has to fit in with the others of its case."""
        return self.apart or self.make is CaseDate

    def items(self, case: CaseRecord) -> Iterable[Any]:
        """The rows that a case has on this sheet."""
        if self.make is CaseDate:
            notes = case.date_notes
            return [CaseDate(kind, on, notes.get(kind, "")) for kind, on in case.dates.items()]
        found: Iterable[Any] = getattr(case, self.into)
        return found


def one_of(what: str, *codes: str) -> Kind:
    """One of a closed list of words that need no other name."""
    return choice(what, {code: code for code in codes})


def or_nothing(kind: Kind) -> Kind:
    """The same kind, where the empty cell is the empty text."""
    return replace(kind, empty="")


CASE = Column("case_ref", REF, VALUE)
AGENCY = Kind(
    "one of " + ", ".join(f"`{code}`" for code in agencies.AGENCIES), "probation", read_agency_cell
)
AGENCIES = Kind("agencies, with commas between", "police, housing", read_agencies_cell, empty="")
THRESHOLD = choice("threshold", THRESHOLDS)
AREA = Kind("an area's code or name", "BED", choice("area", AREAS).read)
OF_AREA = Column("area", or_nothing(AREA), spare=True)
CATEGORY = numbered("category", CATEGORIES)
LEVEL = numbered("level", LEVELS, {"tbc": 0})
LEVEL_2_OR_3 = numbered("level", {level: LEVELS[level] for level in (2, 3)})
ORDER = choice("kind", ORDER_NAMES)
