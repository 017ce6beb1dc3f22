"""The minutes of one case as a person may see them."""

from collections.abc import Sequence

from handlers.desks import Reply, Visit
from handlers.meetings.sittings import Sitting
from handlers.views.meetings import minuting as views
from mappa.access import may_do
from mappa.meetings.minutes import INFORMATION, Minutes


def sitting_page(
    visit: Visit, sitting: Sitting, *, page: int = 1, done: Sequence[str] = ()
) -> Reply:
    """All of them for whoever takes them, and once they are issued for everybody who works with
    the case; before that people see of them what their own agency said."""
    whole = sees_whole(sitting)
    return views.minutes_page(
        views.MinutesPage(
            meeting=sitting.facts,
            hearing=sitting.hearing,
            case_ref=sitting.case.facts.ref,
            minutes=sitting.minutes if whole else _own(visit, sitting.minutes),
            attended=sitting.attended if whole else {},
            missing=sitting.missing() if sitting.takes and sitting.is_open else (),
            takes=sitting.takes,
            may_add=may_add(visit, sitting) and sitting.is_open,
            page=page,
            done=done,
        ),
        visit.desk.command,
    )


def sees_whole(sitting: Sitting) -> bool:
    """Whether the minutes are the person's to see, and not only what their own agency said."""
    issued = sitting.hearing.closed_on is not None and sitting.hearing.issued_on is not None
    return sitting.takes or issued


def may_add(visit: Visit, sitting: Sitting) -> bool:
    """What their own agency knows."""
    return may_do(visit.person, "change case", sitting.case.facts)


def _own(visit: Visit, minutes: Minutes) -> Minutes:
    name = f"{INFORMATION}{visit.person.agency}"
    return {name: minutes[name]} if name in minutes else {}
