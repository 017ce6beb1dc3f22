"""How each invited agency was there: as it is typed, and as it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mappa.agencies import AGENCIES
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.labels import read_label

HOW: Mapping[str, str] = {
    "attended": "Attended",
    "report": "Sent a report",
    "apologies": "Apologies, no report",
    "none": "No response",
}
# What was answered to the invitation, as what is offered for the attendance.
OF_ANSWERS: Mapping[str, str] = {
    "accepted": "attended",
    "report": "report",
    "apologies": "apologies",
}
LONGEST_WHO = 200
EXAMPLE = "attended police (Pat Practice, inspector), probation"


@dataclass(frozen=True, slots=True)
class Attendance:
    """How one agency was there, and by whom: name and grade."""

    how: str
    who: str = ""

    def __str__(self) -> str:
        said = HOW.get(self.how, self.how)
        return f"{said} ({self.who})" if self.who else said


def read_attendances(typed: Mapping[str, str]) -> dict[str, Attendance]:
    """Agencies by how they were there: "police (Pat Practice, inspector), probation"."""
    found: dict[str, Attendance] = {}
    for how, text in typed.items():
        for agency, who in _agencies(text, how):
            if agency in found:
                raise RuleBroken(
                    f"{how}: {agency} is given twice. Give it once. Example: {EXAMPLE}", how
                )
            found[agency] = make_attendance(how, who, how)
    return found


def make_attendance(how: str, who: str, field: str) -> Attendance:
    """One answer, with the name of who came only where somebody did something."""
    how = read_choice(how, HOW, field)
    if who and how == "none":
        raise RuleBroken(
            f"{field}: nobody answered, so nobody is named. Example: none housing", field
        )
    name = read_label(who, field, LONGEST_WHO, EXAMPLE) if who else ""
    return Attendance(how, name)


def _agencies(text: str, how: str) -> list[tuple[str, str]]:
    """Names of agencies with what stands in brackets after each."""
    found = []
    rest = text.strip(" ,.")
    while rest:
        match = re.match(r"([^(),]+?)\s*(?:\(([^()]*)\))?\s*(?:,|$|\band\b)\s*(?:and\b\s*)?", rest)
        if match is None:
            raise RuleBroken(
                f"{how}: {harmless(rest)} cannot be read: agencies with commas between them, each "
                f"with who came in brackets. Example: {EXAMPLE}",
                how,
            )
        try:
            found.append((read_choice(match[1], AGENCIES, how), (match[2] or "").strip()))
        except RuleBroken as problem:
            raise RuleBroken(f"{problem.message.split('. Example')[0]}. Example: {EXAMPLE}", how) \
                from problem  # fmt: skip
        rest = rest[match.end() :].strip()
    return found
