"""Unlawfully at large: when somebody is, and what that and custody do to each other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mappa.arguments import Field
from mappa.case_facts import STILL_RUNNING, Absence
from mappa.cases import CUSTODY_REASONS, CaseRecord, Custody
from mappa.changes import Asked, Change, Part
from mappa.days import uk_date
from mappa.errors import RuleBroken

AT_LARGE: Mapping[str, str] = {"yes": "Unlawfully at large", "no": "Not at large"}
_FIELDS = (
    Field(
        "at-large",
        "at-large yes",
        "unlawfully at large, yes or no",
        ("unlawfully-at-large", "ual"),
        choices=AT_LARGE,
    ),
)
MISTAKE = "at-large no because recorded by mistake"


def absence_on(case: CaseRecord, day: date) -> Absence | None:
    """The days at large that a day belongs to, None where the person is not at large."""
    return next((one for one in case.absences if one.from_on <= day < one.to_on), None)


def custody_status(case: CaseRecord, day: date) -> str:
    """In custody, unlawfully at large or in the community, in words for a card."""
    if stay := case.custody_on(day):
        return f"in custody since {uk_date(stay.from_on)} ({CUSTODY_REASONS[stay.why].lower()})"
    if absence := absence_on(case, day):
        return f"unlawfully at large since {uk_date(absence.from_on)}"
    return "in the community"


def back_in_custody(case: CaseRecord, day: date, reason: str) -> CaseRecord:
    """Whoever is taken into custody on a day is at large no longer."""
    running = _running(case)
    if running is None:
        if any(day < one.to_on for one in case.absences):
            last = max(one.to_on for one in case.absences)
            raise RuleBroken(
                f"custody: {case.ref} was unlawfully at large until {uk_date(last)}. "
                "Give that day or a later one. Example: custody recall from 1 May 2026",
                "from",
            )
        return case
    if day < running.from_on:
        raise RuleBroken(
            f"custody: {case.ref} is unlawfully at large since {uk_date(running.from_on)}. "
            "Give that day or a later one. Example: custody recall from 1 May 2026",
            "from",
        )
    return _ended(case, running, day, reason, "custody recall because never at large")


def _running(case: CaseRecord) -> Absence | None:
    return next((one for one in case.absences if one.to_on == STILL_RUNNING), None)


def _read(asked: Asked) -> Change | None:
    at_large = asked.choice("at-large", AT_LARGE)
    if at_large is None:
        return None
    with_custody = "custody" in asked.values
    if at_large == "yes" and with_custody:
        raise RuleBroken(
            "at-large: whoever is at large is not in custody. Give at-large yes now, also after a "
            "recall on paper, and custody recall when the person is back. "
            f"Example: update {asked.ref} at-large yes",
            "at-large",
        )

    def change(case: CaseRecord) -> CaseRecord:
        if at_large == "yes":
            return _gone(case, asked)
        return _back(case, asked, with_custody=with_custody)

    return change


def _gone(case: CaseRecord, asked: Asked) -> CaseRecord:
    day = asked.effective_on
    if running := _running(case):
        if "from" not in asked.values or day == running.from_on:
            return case
        raise RuleBroken(
            f"at-large: {case.ref} is at large since {uk_date(running.from_on)} already. "
            f"Record the return first. Example: update {case.ref} at-large no",
            "at-large",
        )
    stay = next((one for one in case.custody if one.to_on == STILL_RUNNING), None)
    ends = [one.to_on for one in case.custody if one is not stay]
    ends += [one.to_on for one in case.absences]
    known_until = max([*ends, stay.from_on if stay else date.min], default=date.min)
    if day < known_until:
        raise RuleBroken(
            f"at-large: where {case.ref} was until {uk_date(known_until)} is recorded already. "
            "Give that day or a later one. Example: at-large yes from 1 May 2026",
            "from",
        )
    case = replace(case, absences=(*case.absences, Absence(day)))
    return replace(case, custody=_escaped(case, stay, asked)) if stay else case


def _escaped(case: CaseRecord, stay: Custody, asked: Asked) -> tuple[Custody, ...]:
    others = tuple(one for one in case.custody if one is not stay)
    if stay.from_on == asked.effective_on:  # the stay of that day never was: a correction
        example = "at-large yes because taken into custody on paper only"
        asked.needs_reason("Taking out custody", example)
        return others
    return (*others, replace(stay, to_on=asked.effective_on))


def _back(case: CaseRecord, asked: Asked, *, with_custody: bool) -> CaseRecord:
    day, running = asked.effective_on, _running(case)
    if running is None:
        if with_custody:  # which has ended it in this very line
            return case
        raise RuleBroken(f"at-large: {case.ref} is not at large; nothing changed.", "at-large")
    if day < running.from_on:
        raise RuleBroken(
            f"at-large: it began on {uk_date(running.from_on)}, so it cannot end on "
            f"{uk_date(day)}. Give a later day. Example: at-large no from 1 May 2026",
            "from",
        )
    return _ended(case, running, day, asked.reason, MISTAKE)


def _ended(case: CaseRecord, running: Absence, day: date, reason: str, example: str) -> CaseRecord:
    others = tuple(one for one in case.absences if one is not running)
    if day > running.from_on:
        return replace(case, absences=(*others, replace(running, to_on=day)))
    if not reason:  # it never was: a correction
        raise RuleBroken(
            f"Taking out an absence of {uk_date(day)} needs a reason. "
            f"Example: update {case.ref} {example}",
            "because",
        )
    return replace(case, absences=others)


def _shown(case: CaseRecord, today: date) -> dict[str, str]:
    return {"at-large": "yes" if absence_on(case, today) else "no"}


PART = Part("At large", _FIELDS, _read, _shown, dated=frozenset({"at-large"}))
