"""Invented people, obviously so: names, numbers and everything else that a case carries."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from mappa.cases import CaseRecord, Custody, Event, Order, Spell, TeamMember
from mappa.identifiers import pnc_check_letter

FIRST_NAMES = (
    "Adam", "Alan", "Amir", "Ben", "Carl", "Colin", "Dan", "Darren", "Dean", "Eric", "Frank",
    "Gary", "Glen", "Hugh", "Ian", "Ivan", "Jack", "Joe", "Karl", "Keith", "Lee", "Liam", "Mark",
    "Neil", "Noah", "Omar", "Owen", "Paul", "Ray", "Rob", "Sam", "Sean", "Tariq", "Tom", "Vic",
)  # fmt: skip
SURNAMES = (
    "Example", "Sample", "Specimen", "Placeholder", "Invented", "Imaginary", "Fictional",
    "Madeup", "Nobody", "Pretend", "Mock", "Dummy", "Trial", "Exercise", "Illustration", "Template",
)  # fmt: skip
DISTRICTS = ("Bedford", "Central Bedfordshire", "Luton")
INITIALS = "ABCDEFGHJKLMNPRSTW"
ROSH = {1: ("low", "medium", "medium"), 2: ("high", "high", "medium"), 3: ("very-high", "high")}


class Inventor:
    """Invents cases one after the other; the same seed always invents the same ones."""

    def __init__(self, seed: int, first_number: int) -> None:
        self.random = Random(seed)  # noqa: S311  # invents people, guards nothing
        self._number = first_number
        self._serial = seed * 10_000

    def day(self, first: date, last: date) -> date:
        """A day of the period, both ends included."""
        return first + timedelta(days=self.random.randrange((last - first).days + 1))

    def case(
        self,
        spells: tuple[Spell, ...],
        *,
        custody: tuple[Custody, ...] = (),
        dates: Mapping[str, date] | None = None,
        orders: tuple[Order, ...] = (),
        events: tuple[Event, ...] = (),
        team: tuple[TeamMember, ...] = (),
        limited_access: bool = False,
    ) -> CaseRecord:
        """The next case, with a person to it."""
        self._serial += 1
        number, self._number = self._number, self._number + 1
        last = spells[-1]
        return CaseRecord(
            ref=f"BED-{number}",
            area="BED",
            name=self._name(),
            born_on=self.day(date(1945, 1, 1), date(1994, 12, 31)),
            crn=f"X{self._serial % 1_000_000:06}",
            pnc=self._pnc(),
            prison_number=self._prison_number() if custody else None,
            lead_agency=self._lead_agency(last.category),
            district=self.random.choice(DISTRICTS),
            rosh=self.random.choice(ROSH[max(last.level, 1)]),
            limited_access=limited_access,
            spells=spells,
            custody=custody,
            dates=dates or {},
            orders=orders,
            events=events,
            team=team,
        )

    def _name(self) -> str:
        first, middle = self.random.choice(FIRST_NAMES), self.random.choice(INITIALS)
        return f"{first} {middle}. {self.random.choice(SURNAMES)}"

    def _pnc(self) -> str:
        year, serial = str(self.random.randrange(1980, 2012)), f"{self._serial % 10_000_000:07}"
        return f"{year}/{serial}{pnc_check_letter(year, serial)}"

    def _prison_number(self) -> str:
        rest, digits = divmod(self._serial, 10_000)
        return f"A{digits:04}{'ABCDEFGHJKLMNPRSTW'[rest % 18]}X"

    def _lead_agency(self, category: int) -> str:
        if self.random.random() < 0.04:
            return self.random.choice(("youth-offending", "mental-health"))
        return "police" if category == 1 else "probation"
