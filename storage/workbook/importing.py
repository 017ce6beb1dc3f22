"""An import under way: what it is about, what it has done, and what stands against it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from mappa.errors import MappaError
from mappa.people import Person
from mappa.workbook.workbooks import Fault, Workbook
from storage.cases import StoredCase
from storage.databases import Session
from storage.keys import DataKey
from storage.records import Entry, add_record

TAKEN = "{ref} is in the database already. To bring in what differs from it: import --update"
NOT_YOURS = "{ref} belongs to something else in the database already. Give it another reference."
ERASED = "{ref} was erased. Leave it out."
NOT_ERASED = "{ref} is not erased here, and no import erases a case. Empty the cell erased_on."
LEFT_ONLY = "{ref} was erased, so nothing is left that names anybody or that anybody wrote."


class NotImported(MappaError):
    """What stands against it, all at once; nothing was saved."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Changed:
    """What has become of one thing: its lines, and what goes on the record."""

    sheet: str
    ref: str
    lines: tuple[str, ...]
    entry: Entry | None = None
    is_new: bool = False


@dataclass(slots=True)
class Importing:
    """Kept small: numbers, references and what has changed, never a case."""

    session: Session
    workbook: Workbook
    area: str  # of what names no other
    now: datetime
    update: bool
    person: Person | None  # None: an operator
    told: Callable[[int, int], None]  # hears how many cases are done, out of how many
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    only_here: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _done: int = 0
    _by_area: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _entries: list[tuple[str, Entry, tuple[int, DataKey] | None]] = field(default_factory=list)

    @property
    def source(self) -> str:
        """From where it comes, for the record."""
        return "import" if self.person else "command line"

    def fault(self, sheet: str, value: str, reason: str) -> None:
        """Something stands against it; the storage knows no rows, so the whole sheet is named."""
        self.faults.append(Fault(sheet, 0, "", value, reason))

    def raise_faults(self) -> None:
        if self.faults:
            raise NotImported(self.faults)

    def tell(self, more: int) -> None:
        """So many cases more are done."""
        self._done += more
        self.told(self._done, len(self.workbook.cases))

    def note_added(self, area: str, sheet: str, refs: Iterable[str]) -> None:
        """These are new."""
        refs = list(refs)
        if refs:
            self.added[sheet] += len(refs)
            self._place(area, f"{sheet} added").extend(refs)

    def note_changed(self, area: str, changes: Iterable[Changed], case: StoredCase | None) -> None:
        """What was here and says something else now, or is new to a case that was here."""
        for change in changes:
            self.differences += change.lines
            if change.is_new:
                self.note_added(area, change.sheet, [change.ref])
                continue
            self.changed[change.sheet] += 1
            self._place(area, f"{change.sheet} changed").append(change.ref)
            if change.entry:
                about = (case.id, case.key) if case else None
                self._entries.append((area, change.entry, about))

    def areas(self) -> set[str]:
        """Where something was added or changed."""
        return set(self._by_area)

    def put_on_record(self, how: Iterable[str]) -> None:
        """One row an area for the import, and one for each thing that was changed by it."""
        entries = []
        for area, refs in sorted(self._by_area.items()):
            counts = {place: len(found) for place, found in refs.items()}
            after = {"counts": counts, "references": refs, "how": list(how)}
            entry = Entry("workbook imported", self.source, after=after)
            entries.append((area, entry, None))
        for area, entry, about in [*entries, *self._entries]:
            add_record(self.session, entry, area=area, now=self.now, person=self.person, case=about)

    def _place(self, area: str, what: str) -> list[str]:
        return self._by_area.setdefault(area, {}).setdefault(what, [])
