"""What must be so in the database whatever was typed, asked in SQL that is the suite's own."""
# ruff: noqa: S608  # the statements are put together from the suite's own words

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from sqlalchemy import text

from mappa.access import may_do
from mappa.cases import CaseRecord
from mappa.identifiers import read_crn, read_cro, read_pnc, read_prison_number
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.people import list_deputies, list_people
from storage.records import find_broken_record
from tests.build import TODAY

# Of one case two of these never hold on one day; custody and being at large exclude each other.
_ONE_AT_A_TIME = (
    ("spells", "started_on", "ended_on"),
    ("custody", "from_on", "to_on"),
    ("placements", "from_on", "to_on"),
    ("absences", "from_on", "to_on"),
)
_OF_A_CASE = (
    "spells", "custody", "placements", "absences", "case_dates", "orders", "order_changes",
    "events", "convictions", "case_contacts", "requests", "disclosures", "transfers", "watches",
    "team", "identifiers", "name_words", "referrals", "actions",
)  # fmt: skip
_UNSENT = "r.state in ('planned', 'snoozed', 'due')"
_DATES = "'release', 'licence_end', 'sentence_end', 'tused', 'notification_end', 'parole_hearing'"
# Each gives what breaks it: nothing, if all is well.
_NEVER = {
    **{
        f"two {table} on one day": f"""
            select a.case_id, a.{start}, b.{start} from {table} a join {table} b
            on a.case_id = b.case_id and a.id < b.id and a.{start} < b.{end} and b.{start} < a.{end}
        """
        for table, start, end in _ONE_AT_A_TIME
    },
    **{
        f"{table} end before they begin": f"select * from {table} where {end} <= {start}"
        for table, start, end in _ONE_AT_A_TIME
    },
    "in custody and at large": """
        select c.case_id, c.from_on, a.from_on from custody c join absences a
        on a.case_id = c.case_id and a.from_on < c.to_on and c.from_on < a.to_on
    """,
    "category 3 below level 2": "select * from spells where category = 3 and level < 2",
    "no such category or level": """
        select * from spells where category not between 1 and 4 or level not between 0 and 3
    """,
    "a threshold below level 2": """
        select * from spells where threshold is not null and level < 2
    """,
    "two watches on one day": """
        select a.case_id from watches a join watches b on a.case_id = b.case_id and a.id < b.id
        and a.from_on <= b.until_on and b.from_on <= a.until_on
    """,
    "a watch that ends before it begins": "select * from watches where until_on < from_on",
    "dates out of order": """
        select a.case_id, a.kind, b.kind from case_dates a join case_dates b
        on a.case_id = b.case_id and (
            (a.kind = 'release' and b.kind in ('licence_end', 'sentence_end') and a."on" > b."on")
            or (a.kind = 'licence_end' and b.kind = 'sentence_end' and a."on" > b."on")
            or (a.kind = 'tused' and b.kind = 'licence_end' and a."on" <= b."on"))
    """,
    "an order that ends before it began": "select * from orders where ends_on <= imposed_on",
    "two open offers": """
        select case_id from transfers where decision = 'open' group by case_id having count(*) > 1
    """,
    "two owners": """
        select case_id from team where part = 'owner' group by case_id having count(*) > 1
    """,
    "a spell of an area that never had the case": """
        select s.case_id, s.area from spells s join cases c on c.id = s.case_id
        where s.area <> c.area and not exists (select 1 from transfers t
        where t.case_id = s.case_id and t.from_area = s.area and t.decision = 'accepted')
    """,
    "a reminder of what is not recorded": f"""
        select r.id, r.kind from reminders r where {_UNSENT} and r.kind in ({_DATES}, 'review')
        and not exists (select 1 from case_dates d
        where d.case_id = r.case_id and d.kind = r.kind and d."on" = r.about_on)
    """,
    "a reminder of a case that was merged": f"""
        select r.id, r.kind from reminders r join cases c on c.id = r.case_id
        where {_UNSENT} and c.merged_into is not null
    """,
    "a reminder of a case that was left": f"""
        select r.id, r.kind, r.case_id from reminders r
        where {_UNSENT} and r.kind in ({_DATES}, 'review', 'order_end', 'level_to_confirm')
        and exists (select 1 from spells s where s.case_id = r.case_id)
        and not exists (select 1 from spells s
        where s.case_id = r.case_id and s.ended_on = '9999-12-31')
    """,
    "a reminder of a referral that was decided": f"""
        select r.id from reminders r join referrals f on r.subject = 'referral ' || f.ref
        where {_UNSENT} and f.decision <> 'open'
    """,
    "a reminder of an action that was done": f"""
        select r.id from reminders r join actions a
        on r.subject like 'action ' || a.ref || ' %' or r.subject = 'action ' || a.ref
        where {_UNSENT} and a.done_on is not null
    """,
    "an action done before it was raised": "select ref from actions where done_on < raised_on",
    "an action done that cannot be done": """
        select ref from actions where done_on is not null and cannot_on is not null
    """,
    "a case merged into none": """
        select c.ref from cases c where c.merged_into is not null
        and not exists (select 1 from cases o where o.ref = c.merged_into)
    """,
    **{
        f"{table} of a case that was merged": f"""
            select c.ref from {table} t join cases c on c.id = t.case_id
            where c.merged_into is not null
        """
        for table in _OF_A_CASE
    },
    "numbers of notes with a hole": """
        select case_id from notes group by case_id having count(*) <> max(number)
    """,
    "numbers of the record with a hole": """
        select area from records group by area having count(*) <> max(number)
    """,
}

# All at once: hardly ever is one of them broken.
_BROKEN = text(
    " union all ".join(f"select '{law}' where exists ({query})" for law, query in _NEVER.items())
)


def broken_laws(session: Session) -> list[str]:
    """Every law that is broken, with what breaks it."""
    found = []
    for law in session.connection.execute(_BROKEN).scalars().all():
        found.append(f"{law}: {session.connection.execute(text(_NEVER[law])).all()}")
    # The suite's people and cases come without a row of the record, which a chain may then lack.
    begun = "select area from record_heads union select area from records"
    areas = session.connection.execute(text(begun)).scalars().all()
    found += [f"record of {area} broken" for area in areas if find_broken_record(session, area)]
    return found


def people_in_the_community(session: Session, area: str, day: date) -> int:
    """By the very tables."""
    query = text("""
        select count(distinct s.case_id) from spells s where s.area = :area
        and s.started_on <= :day and :day < s.ended_on and not exists (select 1 from custody c
        where c.case_id = s.case_id and c.from_on <= :day and :day < c.to_on)
    """)
    is_sqlite = session.connection.dialect.name == "sqlite"
    given = {"area": area, "day": day.isoformat() if is_sqlite else day}
    return int(session.connection.execute(query, given).scalar_one())


def all_cases(session: Session) -> list[StoredCase]:
    ids = session.connection.execute(text("select id from cases order by id")).scalars().all()
    return list(list_cases(session, ids=ids))


def not_canonical(facts: CaseRecord) -> list[str]:
    """Identifiers that are not stored in the one form by which they can be found."""
    right = {
        "crn": read_crn,
        "pnc": lambda text: read_pnc(text, TODAY),
        "cro": read_cro,
        "prison_number": read_prison_number,
    }
    held = {kind: getattr(facts, kind) for kind in right}
    return [f"{facts.ref} {kind}" for kind, one in held.items() if one and right[kind](one) != one]


def shared_identifiers(stored: list[StoredCase]) -> set[tuple[str, str, str]]:
    """Pairs of cases of one area that carry the same identifier, neither of them merged."""
    found = set()
    for one, other in combinations([case.facts for case in stored], 2):
        for kind in ("crn", "pnc", "cro", "prison_number", "visor_ref"):
            mine, theirs = getattr(one, kind), getattr(other, kind)
            if mine and mine == theirs and one.area == other.area:
                found.add((kind, one.ref, other.ref))
    return found


def told_in_vain(session: Session, stored: list[StoredCase]) -> Iterator[str]:
    """Reminders to come that go to somebody who may not see the case."""
    query = text(
        "select r.case_id, r.person_id, r.kind from reminders r "
        f"where r.case_id is not null and {_UNSENT}"
    )
    rows = session.connection.execute(query).all()
    facts = {case.id: case.facts for case in stored}
    people = {one.id: one for area in ("BED", "HER") for one in list_people(session, area)}
    stand_ins = {
        deputy.deputy_user_id for area in ("BED", "HER") for deputy in list_deputies(session, area)
    }
    for row in rows:
        person = people.get(row.person_id)
        if person and person.user_id in stand_ins:
            continue  # they may see it on the day
        if person is None or not may_do(person, "be reminded", facts[row.case_id]):
            yield f"{row.kind} of {facts[row.case_id].ref} to {person and person.user_id}"
