"""The sheets of the contract that say what a case is, and what is true of it."""

from dataclasses import replace
from datetime import date

from mappa.case_facts import VICTIM_CONCERNS
from mappa.cases import (
    CUSTODY_REASONS,
    DATE_KINDS,
    RISK_BANDS,
    CaseRecord,
    Custody,
    Event,
    Order,
    Spell,
    TeamMember,
)
from mappa.errors import RuleBroken
from mappa.events import EVENT_NAMES
from mappa.identifiers import read_crn, read_cro, read_pnc, read_prison_number
from mappa.referred_people import read_visor_ref
from mappa.workbook.cells import (
    BIRTHDAY,
    DATE,
    END,
    REF,
    SLACK_ID,
    TEXT,
    YES,
    Kind,
    Read,
    choice,
    read_text,
)
from mappa.workbook.plans import (
    AGENCY,
    AREA,
    CASE,
    CATEGORY,
    COLUMN,
    LEVEL,
    ORDER,
    THRESHOLD,
    VALUE,
    CaseDate,
    Column,
    Plan,
    one_of,
    or_nothing,
)

UNKNOWN = "not-recorded"
# Nobody has to know why: the empty cell is a reason of its own, not one of the others.
WHY = replace(
    choice("why", {code: name for code, name in CUSTODY_REASONS.items() if code != UNKNOWN}),
    write=lambda value: "" if value == UNKNOWN else str(value),
    empty=UNKNOWN,
)


def _identifier(says: str, example: str, read: Read) -> Kind:
    return Kind(says, example, read, shared=False)


def _read_visor_ref(text: str, today: date) -> str:
    """As it is looked for; but there is no public format, so that anything else is text."""
    try:
        return read_visor_ref(text)
    except RuleBroken:
        return read_text(text, today)


CRN = _identifier("one letter and six digits", "X320741", lambda text, _: read_crn(text))
PNC = _identifier("a PNC number with its check letter", "2002/0073319Z", read_pnc)
CRO = _identifier("a CRO number with its check letter", "65656/91H", lambda text, _: read_cro(text))
PRISON_NUMBER = _identifier(
    "a letter, four digits, two letters", "A1234AA", lambda text, _: read_prison_number(text)
)
VISOR_REF = _identifier("text without spaces", "12/3456", _read_visor_ref)
DISTRICT = Kind("one of the area's districts", "Luton", read_text)

CASES = Plan(
    "cases",
    "one row a person",
    (
        CASE,
        Column("crn", CRN),
        Column("pnc", PNC),
        Column("cro", CRO),
        Column("prison_number", PRISON_NUMBER),
        Column("visor_ref", VISOR_REF),
        Column("name", TEXT),
        Column("born_on", BIRTHDAY),
        Column("lead_agency", AGENCY),
        Column("district", DISTRICT),
        Column("rosh", choice("rosh", RISK_BANDS)),
        Column("limited_access", YES),
        Column("area", AREA),
        Column("victim_concerns", choice("victim_concerns", VICTIM_CONCERNS), spare=True),
        Column("merged_into", REF, spare=True),
        Column("kept_until", DATE, spare=True),
        Column("erased_on", DATE, spare=True),
    ),
    CaseRecord,
    "cases",
    required=True,
)
SPELLS = Plan(
    "spells",
    "category and level, from `started_on` up to, not including, `ended_on`",
    (
        CASE,
        Column("category", CATEGORY, VALUE),
        Column("level", LEVEL, VALUE),
        Column("started_on", DATE, VALUE),
        Column("ended_on", END, COLUMN),
        Column("threshold", THRESHOLD),
        Column("reason", TEXT),
        Column("area", or_nothing(AREA), spare=True),
    ),
    Spell,
    "spells",
    of_case=True,
    required=True,
    ordered="started_on",
    apart=True,
)
CUSTODY = Plan(
    "custody",
    "days in custody, from `from_on` up to, not including, `to_on`",
    (
        CASE,
        Column("from_on", DATE, VALUE),
        Column("to_on", END, COLUMN),
        Column("why", WHY),
    ),
    Custody,
    "custody",
    of_case=True,
    ordered="from_on",
    apart=True,
)
DATES = Plan(
    "dates",
    "the current date of each kind, at most one of a kind for a case",
    (
        CASE,
        Column("kind", choice("kind", DATE_KINDS), VALUE),
        Column("on", DATE, VALUE),
        Column("note", TEXT),
    ),
    CaseDate,
    "dates",
    of_case=True,
    ordered="kind",
)
ORDERS = Plan(
    "orders",
    "restrictive orders as they stand now",
    (
        CASE,
        Column("kind", ORDER, VALUE),
        Column("imposed_on", DATE, VALUE),
        Column("ends_on", DATE),
    ),
    Order,
    "orders",
    of_case=True,
    ordered="imposed_on",
)
EVENTS = Plan(
    "events",
    "what happened on a day",
    (
        CASE,
        Column("kind", choice("kind", EVENT_NAMES), VALUE),
        Column("on", DATE, VALUE),
        Column("note", TEXT),
    ),
    Event,
    "events",
    of_case=True,
    ordered="on",
)
TEAM = Plan(
    "team",
    "who works with a case, at most one of them its owner",
    (
        CASE,
        Column("slack_id", SLACK_ID, VALUE),
        Column("part", one_of("part", "owner", "member"), VALUE),
    ),
    TeamMember,
    "team",
    of_case=True,
    ordered="user_id",
)


OF_CASES = (CASES, SPELLS, CUSTODY, DATES, ORDERS, EVENTS)
