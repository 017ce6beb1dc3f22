"""What a referral tells of a person: identifiers, the name, the agencies involved."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from mappa.agencies import AGENCIES
from mappa.arguments import clean_text
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import (
    Identifier,
    read_crn,
    read_cro,
    read_identifier,
    read_pnc,
    read_prison_number,
)
from mappa.labels import read_label

IDENTIFIER_FIELDS: Mapping[str, str] = {
    "crn": "crn",
    "pnc": "pnc",
    "cro": "cro",
    "prison-number": "prison_number",
    "visor": "visor_ref",
}
IDENTIFIER_NAMES: Mapping[str, str] = {
    "crn": "CRN",
    "pnc": "PNC number",
    "cro": "CRO number",
    "prison_number": "prison number",
    "visor_ref": "ViSOR reference",
}
LONGEST_NAME = 200
LONGEST_VISOR = 40


def read_subject(text: str, today: date) -> Identifier:
    """The identifier that a referral begins with; of a form it is the field "identifier"."""
    try:
        return read_identifier(text, today)
    except RuleBroken as problem:
        raise RuleBroken(problem.message, "identifier") from problem


def read_further(field: str, text: str, today: date) -> Identifier:
    """An identifier of the kind that its field says."""
    kind = IDENTIFIER_FIELDS[field]
    readers: Mapping[str, Callable[[str], str]] = {
        "crn": read_crn,
        "pnc": lambda typed: read_pnc(typed, today),
        "cro": read_cro,
        "prison_number": read_prison_number,
        "visor_ref": read_visor_ref,
    }
    try:
        return Identifier(kind, readers[kind](text))
    except RuleBroken as problem:
        raise RuleBroken(f"{field}: {problem.message}", field) from problem


def read_visor_ref(text: str) -> str:
    """A ViSOR reference: there is no public format, so letters, digits and a few signs, in capitals
    and without spaces, so that it is found again however it was typed."""
    typed = "".join(unicodedata.normalize("NFKC", text[: LONGEST_VISOR * 4]).split()).upper()
    if not re.fullmatch(rf"[A-Z0-9][A-Z0-9/._:-]{{0,{LONGEST_VISOR - 1}}}", typed):
        raise RuleBroken(
            f"{harmless(text)} is not a ViSOR reference: letters, digits, / . - and at most "
            f"{LONGEST_VISOR} of them. Example: 12/3456",
            "visor",
        )
    return typed


def check_one_of_each(first: Identifier, further: Iterable[Identifier]) -> None:
    """The identifier that a referral begins with may be given again, but not otherwise."""
    for one in further:
        if one.kind == first.kind and one.value != first.value:
            field = next(name for name, kind in IDENTIFIER_FIELDS.items() if kind == one.kind)
            raise RuleBroken(
                f"{field}: another {IDENTIFIER_NAMES[one.kind]} is given already. Give one of "
                f"them. Example: refer {first.value} level 2 because high risk on release",
                field,
            )


def read_name(text: str) -> str:
    """A person's name, as it is written."""
    example = 'name "Alex Invented"'
    name = read_label(text, "name", LONGEST_NAME, example)
    if not any(char.isalpha() for char in name):
        raise RuleBroken(f"name: {harmless(text)} is no name. Example: {example}", "name")
    return name


def read_agencies(text: str) -> tuple[str, ...]:
    """Several agencies, by code or name, with commas or "and" between them; each once."""
    parts = re.split(r"\s*(?:,|;|&|\band\b)\s*", clean_text(text, "agencies"), flags=re.IGNORECASE)
    named = [part for part in parts if part]
    if not named:
        raise RuleBroken(
            "agencies needs a value. Example: agencies police, housing and probation", "agencies"
        )
    return tuple(dict.fromkeys(read_choice(part, AGENCIES, "agencies") for part in named))
