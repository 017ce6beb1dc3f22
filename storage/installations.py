"""What kind of database this is: practice or live, and whose workspace it serves."""

from sqlalchemy import exists, select

from storage.databases import Session
from storage.tables import cases, counters, installation, people

PRACTICE = "practice"


def get_note(session: Session, name: str) -> str | None:
    """What the database notes of itself under a name, None when it notes nothing."""
    query = select(installation.c.value).where(installation.c.name == name)
    found: str | None = session.execute(query).scalar()
    return found


def set_note(session: Session, name: str, value: str) -> None:
    if get_note(session, name) is None:
        session.execute(installation.insert().values(name=name, value=value))
    else:
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
    of_noun = (counters.c.area == area) & (counters.c.noun == noun)
    last = session.execute(select(counters.c.last).where(of_noun).with_for_update()).scalar()
    if last is None:
        session.execute(counters.insert().values(area=area, noun=noun, last=first))
        return first
    session.execute(counters.update().where(of_noun).values(last=last + 1))
    return int(last) + 1


def reserve_numbers(session: Session, area: str, noun: str, highest: int) -> None:
    """Go on counting after `highest`, which somebody has used already."""
    of_noun = (counters.c.area == area) & (counters.c.noun == noun)
    last = session.execute(select(counters.c.last).where(of_noun).with_for_update()).scalar()
    if last is None:
        session.execute(counters.insert().values(area=area, noun=noun, last=highest))
    elif last < highest:
        session.execute(counters.update().where(of_noun).values(last=highest))
