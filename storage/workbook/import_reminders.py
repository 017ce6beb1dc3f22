"""The reminders of cases that were brought in: derived at once, and what is late told together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from mappa.people import Person
from mappa.policies import Policy
from storage.cases import StoredCase
from storage.databases import Session
from storage.people import list_people
from storage.reminders import derive_reminders
from storage.tables import reminders, unsent_reminder

FEW = 20  # late notices that one person is told of one by one


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

    def tell_together(self, session: Session) -> None:
        """Whoever has many late notices gets one message that lists all of them."""
        late = unsent_reminder & (reminders.c.state == "planned") & (reminders.c.due_at <= self.now)
        many = (
            select(reminders.c.person_id)
            .where(late)
            .group_by(reminders.c.person_id)
            .having(func.count() > FEW)
        )
        people = session.execute(many).scalars().all()
        theirs = late & reminders.c.person_id.in_(people)
        session.execute(reminders.update().where(theirs).values(late=True))
