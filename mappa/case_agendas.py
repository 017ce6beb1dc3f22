"""What a case has to do with panels: what was decided last, what is planned, what is to be done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from mappa.people import Person


@dataclass(frozen=True, slots=True)
class Heard:
    """A meeting that hears the case, or has; `level` None and not `leaves`: nothing decided."""

    ref: str
    starts_at: datetime
    area: str
    chair: str = ""
    level: int | None = None
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class OpenAction:
    ref: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class CaseAgenda:
    """Planned meetings, the nearest first; the last that decided; actions that are not done."""

    planned: tuple[Heard, ...] = ()
    decided: tuple[Heard, ...] = ()  # at most one
    actions: tuple[OpenAction, ...] = ()

    def late(self, today: date) -> Iterator[OpenAction]:
        return (one for one in self.actions if one.due_on and one.due_on < today)


def agenda_for(person: Person, agenda: CaseAgenda) -> CaseAgenda:
    """As much of it as somebody may see who sees the case: of meetings a chair sees their own."""
    if person.role != "chair":
        return agenda
    planned, decided = (
        tuple(one for one in some if one.chair in {person.user_id, *person.stands_in_for})
        for some in (agenda.planned, agenda.decided)
    )
    return replace(agenda, planned=planned, decided=decided)


NOTHING = CaseAgenda()
