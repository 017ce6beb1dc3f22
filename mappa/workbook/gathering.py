"""What has been read of a workbook so far; the rules look into it, and it becomes the workbook."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any

from mappa.cases import CaseRecord
from mappa.errors import RuleBroken
from mappa.workbook.case_columns import CASES
from mappa.workbook.columns import PLANS
from mappa.workbook.districts import Districts
from mappa.workbook.faults import Faults
from mappa.workbook.known import Known
from mappa.workbook.meeting_columns import MINUTES
from mappa.workbook.plans import CaseDate, Plan
from mappa.workbook.workbooks import Workbook

Take = Callable[[list[Any], bool], None]
MOST_BROKEN = 100


class _Bad:
    """The value of a cell that cannot be read, or that is not there."""


BAD: Any = _Bad()


class Gathering:
    """Grows row by row: cases and their facts, references, and what is wrong with them."""

    def __init__(
        self, *, area: str, known: Known, districts: Districts, update: bool, one_area: bool
    ) -> None:
        self.area, self.known, self.districts = area, known, districts
        self.update, self.one_area = update, one_area
        self.faults = Faults()
        self.workbook = Workbook()
        self.given: set[str] = set()  # sheets, and columns as "sheet.column"
        self.cases: dict[str, tuple[int, list[Any]]] = {}  # by reference: row, and values
        self.facts: dict[str, dict[str, list[Any]]] = {}  # by sheet, then by case
        # What may be there once: the row where it stands, by kind.
        self.seen: dict[Any, dict[Any, int]] = {}
        self.tainted: set[tuple[str, str]] = set()  # sheet and case of rows with faults
        # Names no area and is here in another one: sheet, row, reference, and that area.
        self.elsewhere: list[tuple[str, int, str, str]] = []
        self.audits: dict[str, tuple[int, date, str]] = {}  # where each first stood, day, area
        self.minutes: dict[tuple[str, str], dict[str, str]] = {}  # by meeting and case, by part
        self.placed = 0  # the row that has found its place among the others of its case
        self.case_places = {column.name: at for at, column in enumerate(CASES.columns)}
        self._incomplete: set[str] = set()  # sheets that could not be read to their end
        self._bad_refs: set[tuple[str, str]] = set()
        self._broken: dict[str, list[str]] = {}

    def once(self, kind: Any, key: Any, says: str) -> None:
        """Refuse what has been there in an earlier row."""
        row = self.seen.setdefault(kind, {}).setdefault(key, self.faults.row)
        if row != self.faults.row:
            raise RuleBroken(f"{says} stands in row {row} already.")

    def of(self, sheet: str, ref: str) -> list[Any]:
        """What a case has on a sheet, as far as it has been read."""
        return self.facts.get(sheet, {}).get(ref, [])

    # What cannot be read may be what others point to: their faults would be none of theirs.

    def break_off(self, sheet: str) -> None:
        """A sheet cannot be read to its end."""
        self._incomplete.add(sheet)

    def broken_row(self, sheet: str, text: str) -> None:
        broken = self._broken.setdefault(sheet, [])
        broken.append(_bare(text))
        if not text or len(broken) > MOST_BROKEN:
            self.break_off(sheet)

    def bad_ref(self, sheet: str, text: str) -> None:
        self._bad_refs.add((sheet, _bare(text)))

    def excuses(self, sheet: str, ref: str) -> bool:
        """Whether a reference may well stand in what could not be read of a sheet."""
        bare = _bare(ref)
        broken = self._broken.get(sheet, ())
        return (
            sheet in self._incomplete
            or (sheet, bare) in self._bad_refs
            or any(bare in text for text in broken)
        )

    # What becomes of the rows.

    def taker(self, plan: Plan) -> Take:
        """What takes in the values of a sheet's rows, and whether all of them are good."""
        if plan is CASES:
            return self._take_case
        if plan is MINUTES:
            return self._take_minutes
        if plan.of_case:
            return self._fact_taker(plan)
        return self._row_taker(plan)

    def _take_case(self, values: list[Any], good: bool) -> None:
        if values[0] is BAD:
            self.bad_ref("cases", self.faults.cell("case_ref"))
        elif values[0] not in self.cases:
            self.cases[values[0]] = self.faults.row, values

    def _take_minutes(self, values: list[Any], good: bool) -> None:
        if good:
            meeting, ref, part, text = values
            self.minutes.setdefault((meeting, ref), {})[part] = text

    def _row_taker(self, plan: Plan) -> Take:
        rows, make = getattr(self.workbook, plan.into), plan.make

        def take(values: list[Any], good: bool) -> None:
            if good:
                rows.append(make(*values))
            elif values[0] is BAD:
                self.bad_ref(plan.name, self.faults.cell(plan.columns[0].name))
            else:
                self.tainted.add((plan.name, values[0]))

        return take

    def _fact_taker(self, plan: Plan) -> Take:
        by_case, make = self.facts.setdefault(plan.name, {}), plan.make
        start = attrgetter(plan.ordered) if plan.apart else None

        def take(values: list[Any], good: bool) -> None:
            ref = values[0]
            if ref is BAD or ref not in self.cases:
                return
            if not good:
                self.tainted.add((plan.name, ref))
                values = [None if value is BAD else value for value in values]
            if plan.placed and self.placed != self.faults.row:
                return
            items, item = by_case.setdefault(ref, []), make(*values[1:])
            if start is None or not items or start(items[-1]) < start(item):
                items.append(item)
            else:
                items.insert(bisect_left(items, start(item), key=start), item)

        return take

    # The end.

    def finish(self) -> Workbook:
        """The workbook; only good where there are no faults."""
        if self.faults:
            return Workbook()
        self.seen.clear()
        self.workbook.given = frozenset(self.given)
        self._place_in_areas()
        self._place_minutes()
        records = self.workbook.cases
        for ref in list(self.cases):
            _, values = self.cases.pop(ref)
            records.append(self._record(ref, values))
        return self.workbook

    def _place_in_areas(self) -> None:
        """An audit that names no area was drawn in that of its first case."""
        book, place = self.workbook, self.case_places["area"]
        book.trainings = [replace(row, area=row.area or self.area) for row in book.trainings]
        areas: dict[str, str] = {}
        for row in book.case_audits:
            if row.audit_ref not in areas:
                known = row.area or self.known.area_of_audit(row.audit_ref)
                _, values = self.cases.get(row.case_ref, (0, None))
                areas[row.audit_ref] = known or (values and values[place]) or self.area
        book.case_audits = [replace(row, area=areas[row.audit_ref]) for row in book.case_audits]

    def _place_minutes(self) -> None:
        """What is minuted stands with its hearing."""
        if self.minutes:
            self.workbook.heard = [
                replace(row, minutes=self.minutes.get((row.meeting_ref, row.case_ref), {}))
                for row in self.workbook.heard
            ]

    def _record(self, ref: str, values: list[Any]) -> CaseRecord:
        given = dict(zip(_CASE_FIELDS, values, strict=True))
        given["area"] = given["area"] or self.area
        given["district"] = self.districts.spelt(given["area"], given["district"])
        for plan in _OF_CASE:
            items = self.facts.get(plan.name, {}).pop(ref, ())
            if not items:
                continue
            if plan.make is CaseDate:
                given["dates"] = {kind: on for kind, on, _ in items}
                given["date_notes"] = {kind: note for kind, _, note in items if note}
            else:
                if not plan.apart:
                    items.sort(key=attrgetter(plan.ordered))
                given[plan.into] = tuple(items)
        if "spells.area" in self.given:
            given["spells"] = _elsewhere(given.get("spells", ()), given["area"])
        return CaseRecord(**{"spells": (), "dates": _NONE, "date_notes": _NONE, **given})


def _elsewhere(spells: Any, area: str) -> Any:
    """A spell names an area only where another one than the case's own managed it."""
    return tuple(replace(spell, area="") if spell.area == area else spell for spell in spells)


def _bare(text: str) -> str:
    return re.sub("[^A-Z0-9]", "", text.upper())


_NONE: dict[str, Any] = {}  # shared by the many cases that have no dates
_CASE_FIELDS = ["ref", *(column.name for column in CASES.columns[1:])]
_OF_CASE = [plan for plan in PLANS.values() if plan.of_case]
