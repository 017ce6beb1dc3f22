"""Who a case is about: the name, the date of birth, the identifiers, the district, two flags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mappa.arguments import Field
from mappa.case_facts import VICTIM_CONCERNS
from mappa.cases import CaseRecord
from mappa.changes import Asked, Change, Part
from mappa.choices import harmless, read_choice
from mappa.days import read_day, uk_date
from mappa.errors import RuleBroken
from mappa.identifiers import read_crn, read_cro, read_pnc, read_prison_number
from mappa.labels import read_label
from mappa.referred_people import LONGEST_NAME, read_visor_ref

LONGEST_DISTRICT = 60
YOUNGEST, OLDEST = 10, 120  # years: the age of criminal responsibility, and more than anybody's
YES_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}


def age_on(born_on: date, day: date) -> int:
    """Full years on a day; who is born on 29 February is a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def read_birthday(text: str, field: str, today: date) -> date:
    """A date of birth with its year, of somebody who can be under MAPPA today."""
    try:
        born_on = read_day(text, today, year_needed=True)
    except RuleBroken as problem:
        raise RuleBroken(f"{field}: {problem.message}", field) from problem
    if born_on > today or not YOUNGEST <= age_on(born_on, today) <= OLDEST:
        raise RuleBroken(
            f"{field}: nobody here can be born on {uk_date(born_on)}. Give the year in four "
            f"figures. Example: {field} 1 May 1980",
            field,
        )
    return born_on


def _name(text: str, asked: Asked) -> str:
    name = read_label(text, "name", LONGEST_NAME, "name Alex Invented")
    if not any(char.isalpha() for char in name):
        raise RuleBroken(f"name: {harmless(text)} is no name. Example: name Alex Invented", "name")
    return name


@dataclass(frozen=True, slots=True)
class _Known:
    """A field that is known or not: what it is called in a case, how it is read and told."""

    attribute: str
    read: Callable[[str, Asked], Any]
    correction: bool = True  # whether another value is a correction, which needs a reason


_KNOWN: Mapping[str, _Known] = {
    "name": _Known("name", _name),
    "born": _Known("born_on", lambda text, asked: read_birthday(text, "born", asked.today)),
    "crn": _Known("crn", lambda text, asked: read_crn(text)),
    "pnc": _Known("pnc", lambda text, asked: read_pnc(text, asked.today)),
    "cro": _Known("cro", lambda text, asked: read_cro(text)),
    "prison-number": _Known("prison_number", lambda text, asked: read_prison_number(text)),
    "visor": _Known("visor_ref", lambda text, asked: read_visor_ref(text)),
    "victim-concerns": _Known(
        "victim_concerns",
        lambda text, asked: read_choice(text, VICTIM_CONCERNS, "victim-concerns"),
        correction=False,
    ),
}

_FIELDS = (
    Field("name", "name Alex Invented", "the person's name", shape="label"),
    Field("born", "born 1 May 1980", "date of birth", ("date-of-birth", "dob"), shape="day"),
    Field("crn", "crn X320741", "probation's number; none takes it out"),
    Field("pnc", "pnc 2002/0073319Z", "the police's number"),
    Field("cro", "cro 65656/91H", "the criminal records office's number"),
    Field("prison-number", "prison-number A1234AA", "the prison's number"),
    Field("visor", "visor 12/3456", "ViSOR reference", ("visor-ref",), shape="label"),
    Field("district", "district Luton", "one of the area's districts"),
    Field("limited-access", "limited-access yes", "needs the grant and a reason", choices=YES_NO),
    Field(
        "victim-concerns",
        "victim-concerns yes",
        "yes, no or not relevant; never who",
        choices=VICTIM_CONCERNS,
    ),
)


def _read(asked: Asked) -> Change | None:
    known = {
        name: None if asked.takes_out(name) else _value(name, asked)
        for name in _KNOWN
        if name in asked.values
    }
    limited = asked.choice("limited-access", YES_NO)
    district = asked.values.get("district")
    if not known and limited is None and district is None:
        return None

    def change(case: CaseRecord) -> CaseRecord:
        for name, value in known.items():
            case = _with_known(case, name, value, asked)
        if district is not None:
            case = _with_district(case, district, asked)
        if limited is not None and case.limited_access != (limited == "yes"):
            asked.needs_reason("limited-access", "limited-access yes because a colleague's family")
            case = replace(case, limited_access=limited == "yes")
        return case

    return change


def _value(name: str, asked: Asked) -> Any:
    try:
        return _KNOWN[name].read(asked.values[name], asked)
    except RuleBroken as problem:
        said = problem.message
        named = said if said.startswith(f"{name}: ") else f"{name}: {said}"
        raise RuleBroken(named, name) from problem


def _with_known(case: CaseRecord, name: str, value: Any, asked: Asked) -> CaseRecord:
    how = _KNOWN[name]
    recorded = getattr(case, how.attribute)
    if value is None:
        if not recorded:
            raise RuleBroken(f"{name}: {case.ref} has none to take out.", name)
        asked.needs_reason(f"Taking out {name}", f"{name} none because recorded by mistake")
        value = "" if how.attribute == "name" else None
    elif value == recorded:
        return case
    elif recorded and how.correction:
        asked.needs_reason(f"Changing {name}", f"{_example(name)} because mistyped before")
    changes: dict[str, Any] = {how.attribute: value}
    return replace(case, **changes)


def _example(name: str) -> str:
    return next(field.example for field in _FIELDS if field.name == name)


def _with_district(case: CaseRecord, typed: str, asked: Asked) -> CaseRecord:
    if asked.takes_out("district"):
        if not case.district:
            raise RuleBroken(f"district: {case.ref} has none to take out.", "district")
        asked.needs_reason("Taking out district", "district none because moved out of the area")
        return replace(case, district=None)
    return replace(case, district=read_district(typed, asked.policy.districts.get(case.area, ())))


def read_district(typed: str, listed: tuple[str, ...]) -> str:
    """One of the area's list; where the area has none, any plain label."""
    if listed:
        return read_choice(typed, {name: name for name in listed}, "district")
    return read_label(typed, "district", LONGEST_DISTRICT, "district Luton")


def _shown(case: CaseRecord, today: date) -> dict[str, str]:
    values = {name: getattr(case, how.attribute) for name, how in _KNOWN.items()}
    values["born"] = case.born_on.isoformat() if case.born_on else ""
    values["district"] = case.district
    values["limited-access"] = "yes" if case.limited_access else "no"
    return {name: value for name, value in values.items() if value}


PART = Part("Identity", _FIELDS, _read, _shown, decided=frozenset({"limited-access"}))
