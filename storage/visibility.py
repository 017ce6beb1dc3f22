"""Which cases a person may see, asked of the database: lists, counts and pages are then right."""

from sqlalchemy import ColumnElement, false, select

from mappa.access import may, sees_category_4
from mappa.areas import AREAS
from mappa.cases import LEVELS
from mappa.people import Person
from storage.tables import cases, spells, team


def visible_to(person: Person) -> ColumnElement[bool]:
    """The same as `mappa.access.may_do(person, "see case", case)`, asked of the database."""
    if not may(person, "see case"):
        return false()
    visible = (cases.c.area == person.area) & cases.c.merged_into.is_(None)
    if "limited" not in person.grants:
        visible &= cases.c.limited_access.is_(False)
    if not sees_category_4(person):
        visible &= cases.c.id.not_in(_EVER_IN_CATEGORY_4)
    if may(person, "see every case"):
        return visible
    if person.role != "practitioner":
        return false()
    theirs = team.c.user_id.in_([person.user_id, *sorted(person.stands_in_for)])
    return visible & cases.c.id.in_(select(team.c.case_id).where(theirs))


# Every area and level is named, because the index that finds the few of them begins with these.
_EVER_IN_CATEGORY_4 = select(spells.c.case_id).where(
    spells.c.area.in_(list(AREAS)), spells.c.level.in_(list(LEVELS)), spells.c.category == 4
)
