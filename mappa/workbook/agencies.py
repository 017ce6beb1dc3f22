"""Agencies as spreadsheets call them."""

from collections.abc import Iterator, Mapping
from datetime import date

from mappa.agencies import AGENCIES
from mappa.choices import harmless, is_choice, read_choice
from mappa.errors import RuleBroken

# Beside code and name: the words in which people and reports speak of the same agencies.
ALSO: Mapping[str, str] = {
    "prison service": "prison",
    "hm prison service": "prison",
    "probation service": "probation",
    "national probation service": "probation",
    "youth offending teams": "youth-offending",
    "youth offending service": "youth-offending",
    "yot": "youth-offending",
    "mental health": "mental-health",
    "health trust": "health",
    "health trusts": "health",
    "nhs": "health",
    "social care": "social-services",
    "adult social care": "social-services",
    "children's services": "social-services",
    "local housing authority": "housing",
    "housing authority": "housing",
    "local authority housing": "housing",
    "registered social landlord": "housing",
    "registered social landlords": "housing",
    "local education authority": "education",
    "education authority": "education",
    "job centre": "jobcentre",
    "job centre plus": "jobcentre",
    "dwp": "jobcentre",
    "victim liaison officer": "victim-liaison",
    "vlo": "victim-liaison",
    "approved premises": "approved-premises",
    "ap": "approved-premises",
    "electronic monitoring provider": "electronic-monitoring",
    "electronic monitoring providers": "electronic-monitoring",
    "home office immigration enforcement": "immigration",
}


def read_agency_cell(text: str, _: date) -> str:
    """The agency's code, from its code, its name, or another word for it."""
    if is_choice(text, AGENCIES):
        return read_choice(text, AGENCIES, "agency")
    if is_choice(text, _WAYS):
        return ALSO[read_choice(text, _WAYS, "agency")]
    raise RuleBroken(
        f"{harmless(text)} is no agency that is known here: one of {', '.join(AGENCIES)}. "
        "Example: probation"
    )


def read_agencies_cell(text: str, today: date) -> str:
    """The codes of several agencies, in their order, each once, with commas between them."""
    return ",".join(dict.fromkeys(_agencies(text, today)))


def read_each_agency_cell(text: str, today: date) -> str:
    """The same in the order of the list, where none of them comes first."""
    named = set(_agencies(text, today))
    return ",".join(code for code in AGENCIES if code in named)


def _agencies(text: str, today: date) -> Iterator[str]:
    return (read_agency_cell(part.strip(), today) for part in text.split(","))


_WAYS = {way: way for way in ALSO}
