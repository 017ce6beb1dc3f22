"""What kind of database this is: practice or live, and whose workspace it serves."""

from sqlalchemy import ColumnElement, exists, select

from storage.databases import Session, insert_new
from storage.tables import cases, counters, installation, people

PRACTICE = "practice"


def get_note(session: Session, name: str) -> str | None:
    """What the database notes of itself under a name, None when it notes nothing."""
    query = select(installation.c.value).where(installation.c.name == name)
    found: str | None = session.execute(query).scalar()
    return found


def set_note(session: Session, name: str, value: str) -> None:
    if not insert_new(session.connection, installation, {"name": name, "value": value}):
        change = installation.update().where(installation.c.name == name).values(value=value)
        session.execute(change)


def is_practice(session: Session) -> bool:
    """Whether invented people filled this database; for good, whatever is added later."""
    return get_note(session, "kind") == PRACTICE


def is_empty(session: Session) -> bool:
    """Whether nobody and nothing is in it yet: only then may the sample caseload move in."""
    anything = select(exists(select(cases.c.id))), select(exists(select(people.c.id)))
    return not any(session.execute(query).scalar() for query in anything)


def next_number(session: Session, area: str, noun: str, first: int) -> int:
    """The next number of an area's references; a number is never given twice."""
    number = max(_lock_counter(session, area, noun) + 1, first)
    session.execute(counters.update().where(_counts(area, noun)).values(last=number))
    return number


def reserve_numbers(session: Session, area: str, noun: str, highest: int) -> None:
    """Go on counting after `highest`, which somebody has used already."""
    if _lock_counter(session, area, noun) < highest:
        session.execute(counters.update().where(_counts(area, noun)).values(last=highest))


def _lock_counter(session: Session, area: str, noun: str) -> int:
    """The last number given; nobody else gets one before the transaction ends."""
    query = select(counters.c.last).where(_counts(area, noun)).with_for_update()
    last = session.execute(query).scalar()
    if last is None:
        insert_new(session.connection, counters, {"area": area, "noun": noun, "last": 0})
        last = session.execute(query).scalar_one()
    return int(last)


def _counts(area: str, noun: str) -> ColumnElement[bool]:
    return (counters.c.area == area) & (counters.c.noun == noun)
