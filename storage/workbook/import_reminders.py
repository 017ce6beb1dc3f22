"""The reminders of cases that were brought in: derived at once, and what is late told together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from mappa.people import Person
from mappa.policies import Policy
from storage.area_dates import derive_area_dates
from storage.cases import StoredCase
from storage.databases import Session
from storage.deriving import derive_reminders, tell_together
from storage.meeting_reminders import derive_meetings_of_area
from storage.people import list_people


@dataclass(slots=True)
class ImportedReminders:
    """Derives them some hundred cases at a time."""

    policy: Policy
    now: datetime
    quiet: bool
    _people: dict[str, list[Person]] = field(default_factory=dict)

    def derive(self, session: Session, stored: Iterable[StoredCase]) -> None:
        """The reminders of cases that are new, or were read to be changed."""
        by_area: dict[str, list[StoredCase]] = {}
        for case in stored:
            by_area.setdefault(case.facts.area, []).append(case)
        for area, of_area in by_area.items():
            if area not in self._people:
                self._people[area] = list_people(session, area)
            people = self._people[area]
            derive_reminders(session, of_area, people, self.policy, self.now, quiet=self.quiet)

    def derive_areas(self, session: Session, areas: Iterable[str]) -> None:
        """The reminders of meetings and of the areas' own dates. It locks the areas' records."""
        for area in sorted(areas):
            derive_meetings_of_area(session, area, self.policy, self.now, quiet=self.quiet)
            derive_area_dates(session, area, self.policy, self.now, quiet=self.quiet)

    def tell_together(self, session: Session) -> None:
        """Whoever has many late notices gets one message that lists all of them."""
        tell_together(session, self.now)
