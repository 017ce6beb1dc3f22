"""Cases of any shape, for properties that must hold for all of them."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mappa.agencies import AGENCIES
from mappa.case_facts import (
    DISPOSALS,
    ORDER_CHANGES,
    PLACEMENTS,
    RECOMMENDATIONS,
    REQUEST_KINDS,
    REQUEST_OUTCOMES,
    TRANSFER_DECISIONS,
    VICTIM_CONCERNS,
    Absence,
    Contact,
    Conviction,
    Disclosure,
    OrderChange,
    Placement,
    Request,
    Transfer,
    Watch,
)
from mappa.cases import (
    CUSTODY_REASONS,
    DATE_KINDS,
    EVENT_KINDS,
    ORDER_KINDS,
    RISK_BANDS,
    STILL_RUNNING,
    THRESHOLDS,
    CaseRecord,
    Custody,
    Event,
    Order,
    Spell,
    TeamMember,
)
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.identifiers import find_by_identifiers

FIRST = date(2014, 3, 24)  # days are few, so that boundaries meet
DAYS = st.sampled_from([FIRST + timedelta(days=n) for n in range(13)])
TEXT = st.text(max_size=20)
BOTH_WAYS = st.booleans()
PLACES = st.sampled_from([(1, 0), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3), (4, 2)])


@st.composite
def intervals(draw: DrawFn) -> list[tuple[date, date]]:
    """Half-open, one after the other, with gaps or without; the last may still be running."""
    days: list[date] = sorted(draw(st.sets(DAYS, max_size=6)))
    with_gaps, still_running = draw(BOTH_WAYS), draw(BOTH_WAYS)
    ends = [*days[1:], STILL_RUNNING] if still_running else days[1:]
    made = list(zip(days, ends, strict=False))
    return made[::-2][::-1] if with_gaps else made


@st.composite
def spells(draw: DrawFn, *, told: bool = True) -> tuple[Spell, ...]:
    threshold = st.none() | st.sampled_from(sorted(THRESHOLDS))
    area = st.sampled_from(["", "", "CAM"]) if told else st.just("")
    return tuple(
        Spell(*draw(PLACES), start, end, draw(threshold), draw(TEXT) if told else "", draw(area))
        for start, end in draw(intervals())
    )


@st.composite
def stays(draw: DrawFn) -> tuple[Custody, ...]:
    why = st.sampled_from(sorted(CUSTODY_REASONS))
    return tuple(Custody(start, end, draw(why)) for start, end in draw(intervals()))


def some(*values: str) -> SearchStrategy[str]:
    return st.sampled_from(values)


def few(one: SearchStrategy[Any]) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=2).map(tuple)


MAYBE_DAY = st.none() | DAYS
AGENCY = st.sampled_from(sorted(AGENCIES))
USER = some("", "U0PRIYA")
KIND, CHANGE = st.sampled_from(ORDER_KINDS), some(*ORDER_CHANGES)
REQUEST = st.builds(
    Request,
    number=st.just(0),
    kind=some(*REQUEST_KINDS),
    raised_on=DAYS,
    what=TEXT,
    agency=some("", "housing"),
    owner=USER,
    owner_agency=some("", "police"),
    due_on=MAYBE_DAY,
    recommendation=some("", *RECOMMENDATIONS),
    outcome=some("", *REQUEST_OUTCOMES),
    outcome_note=TEXT,
    closed_on=MAYBE_DAY,
)


@st.composite
def placements(draw: DrawFn) -> tuple[Placement, ...]:
    kind = some(*PLACEMENTS)
    return tuple(Placement(draw(kind), *days, draw(TEXT)) for days in draw(intervals()))


def more_facts() -> dict[str, SearchStrategy[Any]]:
    """The facts that few cases have."""
    return {
        "victim_concerns": st.none() | some(*VICTIM_CONCERNS),
        "merged_into": st.none() | some("BED-9"),
        "order_changes": few(st.builds(OrderChange, KIND, DAYS, CHANGE, DAYS, TEXT)),
        "absences": intervals().map(lambda found: tuple(Absence(*days) for days in found)),
        "placements": placements(),
        "convictions": few(
            st.builds(Conviction, DAYS, some(*DISPOSALS), st.none() | st.integers(1, 400))
        ),
        "contacts": few(st.builds(Contact, AGENCY, TEXT, TEXT, USER)),
        "requests": st.lists(REQUEST, max_size=2).map(
            lambda found: tuple(replace(one, number=n) for n, one in enumerate(found, start=1))
        ),
        "disclosures": few(st.builds(Disclosure, DAYS, some("yes", "no"), TEXT, TEXT)),
        "transfers": few(
            st.builds(
                Transfer,
                some("BED"),
                some("CAM"),
                DAYS,
                some(*TRANSFER_DECISIONS),
                MAYBE_DAY,
                TEXT,
            )
        ),
        "watches": few(st.builds(Watch, DAYS, DAYS, TEXT)),
    }


def with_notes(case: CaseRecord, note: str) -> CaseRecord:
    """Every date with a note, if there is one."""
    return replace(case, date_notes=dict.fromkeys(case.dates, note) if note else {})


def case_records(ref: str = "BED-1", area: str = "BED") -> SearchStrategy[CaseRecord]:
    """A case with anything that a case may carry, in the order in which it is read back."""
    identifier = st.none() | st.text(min_size=1, max_size=12)
    team = st.sampled_from(["U0PRIYA", "U0PETE", "U0CORA"])
    part = st.sampled_from(["owner", "member"])
    order = st.builds(Order, st.sampled_from(ORDER_KINDS), DAYS, st.none() | DAYS)
    event = st.builds(Event, st.sampled_from(EVENT_KINDS), DAYS, TEXT)
    made = st.builds(
        CaseRecord,
        ref=st.just(ref),
        area=st.just(area),
        spells=spells(),
        name=TEXT,
        born_on=st.none() | st.dates(date(1930, 1, 1), date(2010, 1, 1)),
        **dict.fromkeys(("crn", "pnc", "cro", "prison_number", "visor_ref"), identifier),
        lead_agency=st.none() | st.sampled_from(sorted(AGENCIES)),
        district=st.none() | st.sampled_from(["Luton", "Bedford"]),
        rosh=st.none() | st.sampled_from(sorted(RISK_BANDS)),
        limited_access=st.booleans(),
        custody=stays(),
        dates=st.dictionaries(st.sampled_from(sorted(DATE_KINDS)), DAYS),
        orders=st.lists(order, max_size=4).map(tuple),
        events=st.lists(event, max_size=4).map(tuple),
        team=st.dictionaries(team, part).map(
            lambda found: tuple(TeamMember(who, as_what) for who, as_what in found.items())
        ),
        **more_facts(),
    )
    return st.builds(with_notes, made, TEXT)


def counted_cases() -> SearchStrategy[CaseRecord]:
    """A case with what figures are counted from and nothing else, mostly in one area."""
    area = st.sampled_from(["BED", "BED", "CAM"])
    return st.builds(
        CaseRecord, ref=st.just(""), area=area, spells=spells(told=False), custody=stays()
    )


def find_case(session: Session, area: str, kind: str, value: str) -> StoredCase | None:
    """The area's first case with an identifier, found as whoever refers somebody finds it."""
    ids = find_by_identifiers(session, area, {kind: value})
    return next(list_cases(session, ids=ids[:1], to_change=True), None)


def in_order(case: CaseRecord) -> CaseRecord:
    """The same case; facts that fall on one day have no order among themselves."""
    given: dict[str, Any] = {field.name: getattr(case, field.name) for field in fields(case)}
    facts = [name for name, value in given.items() if isinstance(value, tuple)]
    ordered: dict[str, Any] = {name: tuple(sorted(given[name], key=repr)) for name in facts}
    return replace(case, **ordered)
