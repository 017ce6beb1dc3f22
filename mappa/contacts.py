"""The word `contacts`: who speaks for an agency of the area without being in this Slack."""

import re
from dataclasses import dataclass

from mappa.agencies import AGENCIES, read_agency
from mappa.arguments import clean_text
from mappa.choices import harmless, is_choice
from mappa.errors import RuleBroken

LONGEST_NAME, LONGEST_ADDRESS = 100, 300
ADD = "contacts add housing Jo Harper, jo@housing.example"
REMOVE = "contacts remove 3"
EXAMPLES = ("contacts", "contacts housing", ADD, REMOVE)


@dataclass(frozen=True, slots=True)
class AreaContact:
    """A person of an agency, and how to reach them."""

    agency: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The contacts of one agency, or of all; `page` counts from 1."""

    agency: str | None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Removal:
    """The contact with this number is one no more."""

    number: int


def read_contacts(typed: str) -> AreaContact | Listing | Removal:
    """What a line asks for: to list, to add, to remove."""
    words = clean_text(typed, "contacts").split()
    first = words[0].lower() if words else ""
    if first == "add":
        return _addition(words[1:])
    if first == "remove":
        return Removal(_number(" ".join(words[1:]), "remove", REMOVE))
    page = 1
    if len(words) > 1 and words[-2].lower() == "page":
        page = _number(words[-1], "page", "contacts housing page 2")
        words = words[:-2]
    return Listing(read_agency(" ".join(words)) if words else None, page)


def _addition(words: list[str]) -> AreaContact:
    agency, rest = _agency_first(words)
    name, _, address = (part.strip() for part in rest.partition(","))
    if not name:
        raise RuleBroken(f"name: give the name after the agency. Example: {ADD}", "name")
    for field, text, longest in (
        ("name", name, LONGEST_NAME),
        ("address", address, LONGEST_ADDRESS),
    ):
        if len(text) > longest:
            raise RuleBroken(
                f"{field}: {len(text):,} characters, at most {longest} fit. Example: {ADD}", field
            )
    return AreaContact(agency, name, address)


def _agency_first(words: list[str]) -> tuple[str, str]:
    """The agency that the words begin with, which may be several of them, and the rest."""
    for length in range(min(len(words), 4), 0, -1):
        if is_choice(" ".join(words[:length]), AGENCIES):
            return read_agency(" ".join(words[:length])), " ".join(words[length:])
    if not words:
        raise RuleBroken(f"agency: say of which agency. Example: {ADD}", "agency")
    return read_agency(words[0]), ""


def _number(text: str, field: str, example: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise RuleBroken(f"{field}: {harmless(text)} is not a number. Example: {example}", field)
    return int(text)
