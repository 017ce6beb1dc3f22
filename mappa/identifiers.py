"""Identifiers of people: read in the ways they are written, kept in one canonical form."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from mappa.choices import harmless
from mappa.errors import RuleBroken

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"  # no I, O or S: they look like figures
LONGEST = 30
EXAMPLES = "BED-1042, X320741 (CRN), 2002/0073319Z (PNC), 65656/91H (CRO), A1234AA (prison)"


@dataclass(frozen=True, slots=True)
class Identifier:
    """`kind` is case, crn, pnc, cro or prison_number; `value` is in canonical form."""

    kind: str
    value: str


def read_identifier(text: str, today: date) -> Identifier:
    """What kind of identifier this is, by its shape, and its canonical form.

    A hyphen makes it a case reference, never anything else. A short PNC and a short CRO number
    can look alike (81/34U): then the check letter says which it is.
    """
    typed = _tidy(text, "identifier")
    if "-" in typed:
        return Identifier("case", read_case_ref(typed))
    if re.fullmatch("[A-Z][0-9]{6}", typed):
        return Identifier("crn", typed)
    if re.fullmatch("[A-Z][0-9]{4}[A-Z]{2}", typed):
        return Identifier("prison_number", typed)
    if typed.startswith("SF") or re.fullmatch("[0-9]{1,6}/[0-9]{2}[A-Z]", typed):
        return _cro_or_pnc(typed, today)
    if re.fullmatch("[0-9]{2,4}/?[0-9]{1,7}[A-Z]", typed):
        return Identifier("pnc", read_pnc(typed, today))
    raise RuleBroken(
        f"{harmless(text)} is no identifier that is known here. Examples: {EXAMPLES}", "identifier"
    )


def _cro_or_pnc(typed: str, today: date) -> Identifier:
    """What has the shape of a CRO number; the first two or four figures may be a PNC's year."""
    if not re.fullmatch("([0-9]{2}|[0-9]{4})/[0-9]{2}[A-Z]", typed):
        return Identifier("cro", read_cro(typed))
    found = []
    for kind, read in (("pnc", lambda text: read_pnc(text, today)), ("cro", read_cro)):
        try:
            found.append(Identifier(kind, read(typed)))
        except RuleBroken:
            continue
    if len(found) == 1:
        return found[0]
    says = "can be a PNC or a CRO number" if found else "is neither a PNC nor a CRO number"
    raise RuleBroken(
        f"{harmless(typed)} {says}. Write a PNC number with its year in four figures, or a CRO "
        "number with six before the slash. Examples: 1981/0000034U, 065656/91H",
        "identifier",
    )


def read_case_ref(text: str) -> str:
    """A case reference: 1 to 20 letters, digits and hyphens, in any case."""
    typed = _tidy(text, "case")
    if not re.fullmatch("[A-Z0-9-]{1,20}", typed):
        raise RuleBroken(
            f"{harmless(text)} is not a case reference: letters, digits and hyphens, "
            "at most 20. Example: BED-1042",
            "case",
        )
    return typed


def read_crn(text: str) -> str:
    """A probation case reference number: one letter and six digits."""
    return _of_shape(text, "[A-Z][0-9]{6}", "CRN", "one letter and six digits", "X320741")


def read_prison_number(text: str) -> str:
    """A prison number: a letter, four digits, two letters."""
    says = "a letter, four digits and two letters"
    return _of_shape(text, "[A-Z][0-9]{4}[A-Z]{2}", "prison number", says, "A1234AA")


def read_pnc(text: str, today: date) -> str:
    """A PNC number as YYYY/NNNNNNNL. A two-digit year up to this year's is 20yy, else 19yy."""
    typed = _tidy(text, "PNC")
    # Without the slash it can be read with a year of two figures and with one of four.
    shapes = (r"((?:19|20)[0-9]{2})/?([0-9]{1,7})([A-Z])", r"([0-9]{2})/?([0-9]{1,7})([A-Z])")
    readings = [found for shape in shapes if (found := re.fullmatch(shape, typed))]
    if not readings:
        raise RuleBroken(
            f"{harmless(text)} is not a PNC number: a year, a slash, 1 to 7 digits and a check "
            "letter. Example: 2002/0073319Z",
            "PNC",
        )
    right = {
        f"{_four_figures(found[1], today)}/{found[2].zfill(7)}{found[3]}"
        for found in readings
        if found[3] == pnc_check_letter(found[1], found[2])
    }
    if not right:
        raise RuleBroken(_wrong_letter(text, "PNC", "2002/0073319Z"), "PNC")
    if len(right) > 1:
        raise RuleBroken(
            f"{harmless(text)} can be read as two PNC numbers. Write the slash after the year. "
            "Example: 2002/0073319Z",
            "PNC",
        )
    return right.pop()


def _four_figures(year: str, today: date) -> str:
    if len(year) == 4:
        return year
    return f"{'20' if int(year) <= today.year % 100 else '19'}{year}"


def pnc_check_letter(year: str, serial: str) -> str:
    """The letter that belongs to a year (its last two digits count) and a serial."""
    return CHECK_LETTERS[int(year[-2:] + serial.zfill(7)) % 23]


def read_cro(text: str) -> str:
    """A criminal records office number: NNNNNN/YYL, or SFYY/NL for a file only."""
    typed = _tidy(text, "CRO")
    if standard := re.fullmatch("([0-9]{1,6})/([0-9]{2})([A-Z])", typed):
        serial, year, letter = standard[1].zfill(6), standard[2], standard[3]
        canonical, number = f"{serial}/{year}{letter}", year + serial
    elif file_only := re.fullmatch("SF([0-9]{2})/([0-9]{1,6})([A-Z])", typed):
        year, serial, letter = file_only.groups()
        canonical, number = f"SF{year}/{serial}{letter}", year + serial
    else:
        raise RuleBroken(
            f"{harmless(text)} is not a CRO number: 1 to 6 digits, a slash, two digits of the "
            "year and a check letter. Example: 65656/91H",
            "CRO",
        )
    if letter != CHECK_LETTERS[int(number) % 23]:
        raise RuleBroken(_wrong_letter(text, "CRO", "65656/91H"), "CRO")
    return canonical


def _of_shape(text: str, shape: str, name: str, says: str, example: str) -> str:
    typed = _tidy(text, name)
    if not re.fullmatch(shape, typed):
        raise RuleBroken(f"{harmless(text)} is not a {name}: {says}. Example: {example}", name)
    return typed


def _wrong_letter(text: str, name: str, example: str) -> str:
    # The right letter is not told: whoever guesses would then "correct" a mistyped number.
    return (
        f"{harmless(text)} has the shape of a {name} number, but its check letter does not fit "
        f"its figures. Check every figure. Example: {example}"
    )


def _tidy(text: str, name: str) -> str:
    folded = unicodedata.normalize("NFKC", text[: LONGEST * 4])
    typed = re.sub("[‐‑‒–—−]", "-", "".join(folded.split())).upper()
    if not typed:
        raise RuleBroken(f"Say which one. Examples: {EXAMPLES}", name)
    if len(typed) > LONGEST or not typed.isascii():
        what = "case reference" if name == "case" else name
        raise RuleBroken(f"{harmless(text)} is no {what}. Examples: {EXAMPLES}", name)
    return typed
