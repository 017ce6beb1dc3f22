"""Which cases a person may see, asked of the database: lists, counts and pages are then right."""

from sqlalchemy import ColumnElement, Select, false, select

from mappa.access import DRAWN, HEARD, MAY, may, sees_all, sees_category_4
from mappa.areas import AREAS
from mappa.cases import LEVELS
from mappa.people import Person
from storage.tables import audited_cases, case_audits, cases, heard, meetings, people, spells, team


def visible_to(person: Person) -> ColumnElement[bool]:
    """The same as `mappa.access.may_do(person, "see case", case)`, asked of the database."""
    if not may(person, "see case"):
        return false()
    visible = (cases.c.area == person.area) & cases.c.merged_into.is_(None)
    if "limited" not in person.grants:
        visible &= cases.c.limited_access.is_(False)
    if not sees_category_4(person):
        visible &= cases.c.id.not_in(_EVER_IN_CATEGORY_4)
    if sees_all(person):
        return visible
    scope = MAY["see case"][person.role]
    if scope is HEARD:
        return visible & cases.c.id.in_(_heard_by(person))
    if scope is DRAWN:
        return visible & cases.c.id.in_(drawn_for(person.area))
    theirs = team.c.user_id.in_([person.user_id, *sorted(person.stands_in_for)])
    on_team: ColumnElement[bool] = cases.c.id.in_(select(team.c.case_id).where(theirs))
    if person.opened:
        on_team |= cases.c.ref.in_(sorted(person.opened))
    if person.stands_in_for:
        on_team |= cases.c.id.in_(_heard_by(person))
    return visible & on_team


def drawn_for(area: str) -> Select[tuple[int]]:
    """The cases of the newest sample of an area: what its auditors see."""
    newest = newest_audit_of(area).scalar_subquery()
    return select(audited_cases.c.case_id).where(audited_cases.c.audit_id == newest)


def newest_audit_of(area: str) -> Select[tuple[int]]:
    """The id of the audit that was drawn last; one that was brought in may be an older one."""
    order = (case_audits.c.drawn_on.desc(), case_audits.c.id.desc())
    query = select(case_audits.c.id).where(case_audits.c.area == area)
    return query.order_by(*order).limit(1)


def chaired_by(person: Person) -> ColumnElement[bool]:
    """Which meetings are theirs as a chair, or as who stands in for one today: only planned ones,
    and only while the other is registered as a chair."""
    chairs = select(people.c.user_id).where(
        people.c.user_id.in_(sorted(person.stands_in_for)),
        people.c.role == "chair",
        people.c.removed_at.is_(None),
    )
    in_their_place = meetings.c.chair.in_(chairs) & (meetings.c.status == "planned")
    if person.role != "chair":
        return in_their_place if person.stands_in_for else false()
    own = meetings.c.chair == person.user_id
    return own | in_their_place if person.stands_in_for else own


def _heard_by(person: Person) -> Select[tuple[int]]:
    """The cases of the meetings that they chair, unless these were called off."""
    return (
        select(heard.c.case_id)
        .join(meetings, meetings.c.id == heard.c.meeting_id)
        .where(chaired_by(person), meetings.c.status != "cancelled")
    )


# Every area and level is named, because the index that finds the few of them begins with these.
_EVER_IN_CATEGORY_4 = select(spells.c.case_id).where(
    spells.c.area.in_(list(AREAS)), spells.c.level.in_(list(LEVELS)), spells.c.category == 4
)
