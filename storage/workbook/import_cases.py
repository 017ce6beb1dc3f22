"""The cases of a workbook and their rows: new ones by the thousand, and those that are here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mappa.access import may, may_do
from mappa.cases import CaseRecord
from mappa.erasing import has_text, left_of
from mappa.errors import RuleBroken
from mappa.people import Person
from storage.batches import in_batches, insert_rows
from storage.case_rows import ALL_ROWS
from storage.case_updates import row_ref, stored_rows, update_case, update_rows
from storage.cases import StoredCase, add_unnumbered, find_case_ids, list_cases
from storage.row_kinds import CaseRows, Links
from storage.workbook.import_reminders import ImportedReminders
from storage.workbook.importing import ERASED, LEFT_ONLY, NOT_YOURS, TAKEN, Importing

AT_ONCE = 1000  # cases that are in memory with their keys together
NEEDS_GRANT = (
    "{ref} can be brought in only by somebody who may see it afterwards: it is of another area, "
    "in Category 4, or of limited access. Leave it out, or ask somebody who has the grant."
)


class CaseImport:
    """Takes the rows of each case together with it, while its key is at hand."""

    def __init__(self, work: Importing, reminders: ImportedReminders) -> None:
        self._work, self._reminders = work, reminders
        self._links = Links()
        self._rows = {kind.name: _by_case(getattr(work.workbook, kind.name)) for kind in ALL_ROWS}
        refs = (case.ref for case in work.workbook.cases)
        self._here = find_case_ids(work.session, refs)
        self._told_otherwise: frozenset[int] = frozenset()

    def check(self) -> None:
        """What is here already and what somebody may not do, before anything is touched."""
        work = self._work
        for case in work.workbook.cases:
            if case.ref in self._here and not work.update:
                work.fault("cases", case.ref, TAKEN.format(ref=case.ref))
            elif work.person and not _may_bring_in(work.person, case):
                work.fault("cases", case.ref, NEEDS_GRANT.format(ref=case.ref))
            elif case.erased_on and left_of(case, case.erased_on) != case:
                work.fault("cases", case.ref, LEFT_ONLY.format(ref=case.ref))

    def run(self, links: Links, told_otherwise: frozenset[int] = frozenset()) -> None:
        """`told_otherwise`: the ids of cases of which others are to be reminded from now on."""
        self._links, self._told_otherwise = links, told_otherwise
        self._correct()
        self._add()
        left = [(name, ref) for name, rows in self._rows.items() for ref in rows]
        if not self._work.faults:
            for name, ref in left:
                self._work.fault(name, ref, f"There is no case {ref}.")

    def _correct(self) -> None:
        """Cases that are here, in the order of their ids, also where only rows of theirs come."""
        told = {case.ref: case for case in self._work.workbook.cases if case.ref in self._here}
        others = {ref for rows in self._rows.values() for ref in rows}
        others -= {case.ref for case in self._work.workbook.cases}
        session = self._work.session
        concerned = {*self._here.values(), *find_case_ids(session, sorted(others)).values()}
        ids = concerned | self._told_otherwise
        for some in in_batches(list_cases(session, ids=ids, to_change=True), AT_ONCE):
            mine = [
                case
                for case in some
                if case.id not in concerned or self._may_change(case, told.get(case.facts.ref))
            ]
            now = [self._corrected(case, told.get(case.facts.ref)) for case in mine]
            self._correct_rows({case.id: case for case in now})
            self._reminders.derive(session, now)
            self._work.tell(sum(case.facts.ref in told for case in some))

    def _may_change(self, case: StoredCase, told: CaseRecord | None) -> bool:
        """An operator may change every case; another area's keeps its reference to itself."""
        person = self._work.person
        facts = replace(case.facts, merged_into=None, erased_on=None)
        theirs = not person or may_do(person, "change case", facts)
        same = told is None or told.area == facts.area
        if not (theirs and same):
            self._work.fault("cases", facts.ref, NOT_YOURS.format(ref=facts.ref))
        return theirs and same

    def _corrected(self, case: StoredCase, told: CaseRecord | None) -> StoredCase:
        work = self._work
        if told is None:
            return case
        try:
            after, changes, left = update_case(work, case, told)
        except RuleBroken as problem:
            work.fault("cases", case.facts.ref, problem.message)
            return case
        if work.person and changes and not _may_bring_in(work.person, after.facts):
            work.fault("cases", case.facts.ref, NEEDS_GRANT.format(ref=case.facts.ref))
        work.note_changed(after.facts.area, changes, after)
        work.only_here += left
        return after

    def _correct_rows(self, cases: Mapping[int, StoredCase]) -> None:
        for kind in ALL_ROWS:
            theirs = self._rows[kind.name]
            told = {one.id: theirs.pop(one.facts.ref, []) for one in cases.values()}
            concerned = {number: cases[number] for number, rows in told.items() if rows}
            stored = stored_rows(self._work.session, kind, concerned, self._links)
            for number, case in concerned.items():
                self._correct_rows_of(kind, case, told[number], stored.get(number, []))

    def _correct_rows_of(
        self, kind: CaseRows, case: StoredCase, told: list[Any], stored: list[tuple[int, Any]]
    ) -> None:
        work, here = self._work, {kind.same(item) for _, item in stored}
        twice = [row for row in told if kind.same(row) in here]
        if case.key.erased:
            if any(row not in [item for _, item in stored] for row in told):
                work.fault(kind.name, case.facts.ref, ERASED.format(ref=case.facts.ref))
        elif twice and not work.update:
            for row in twice:
                work.fault(kind.name, row_ref(row), TAKEN.format(ref=row_ref(row)))
        else:
            changes = update_rows(work, kind, case, told, stored, self._links)
            work.note_changed(case.facts.area, changes, case)

    def _add(self) -> None:
        work = self._work
        new = (case for case in work.workbook.cases if case.ref not in self._here)
        for some in in_batches(new, AT_ONCE):
            work.raise_faults()
            stored = add_unnumbered(work.session, some, work.now)
            for case in stored:
                work.note_added(case.facts.area, "cases", [case.facts.ref])
            for kind in ALL_ROWS:
                self._add_rows(kind, stored)
            self._reminders.derive(work.session, stored)
            work.tell(len(some))

    def _add_rows(self, kind: CaseRows, stored: Iterable[StoredCase]) -> None:
        theirs = self._rows[kind.name]
        rows = []
        for case in stored if theirs else ():
            told = theirs.pop(case.facts.ref, None)
            if told and case.key.erased and any(map(has_text, told)):
                ref = case.facts.ref
                self._work.fault(kind.name, ref, LEFT_ONLY.format(ref=ref))
            elif told:
                rows += [kind.to_row(case, item, self._links, self._work.now) for item in told]
                self._work.note_added(case.facts.area, kind.name, map(row_ref, told))
        insert_rows(self._work.session, kind.table, rows)


def _may_bring_in(person: Person, case: CaseRecord) -> bool:
    """Nobody brings in what they could not see, as nobody can change a case into one."""
    if not may(person, "bring in cases"):
        return False
    return may_do(person, "change case", replace(case, merged_into=None, erased_on=None))


def _by_case(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.case_ref, []).append(row)
    return found
