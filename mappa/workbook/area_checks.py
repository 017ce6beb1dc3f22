"""What may not be said of an area's audits and training, and of who stands in for whom."""

from datetime import date

from mappa.days import uk_date
from mappa.deputies import LONGEST
from mappa.errors import RuleBroken
from mappa.workbook.gathering import Gathering


def drawn_once(gathering: Gathering, audit: str, ref: str) -> None:
    gathering.once("case_audits", (audit, ref), f"{ref} in the sample of {audit}")


def drawn_together(gathering: Gathering, audit: str, area: str, drawn_on: date) -> None:
    """A sample is drawn on one day, in one area."""
    first = gathering.audits.setdefault(audit, (gathering.faults.row, drawn_on, area))
    row, day, place = first
    if area != place:
        raise RuleBroken(f"{audit} is of {place or 'no named area'} in row {row}.", "area")
    if drawn_on != day:
        raise RuleBroken(f"{audit} was drawn on {uk_date(day)}, as row {row} says.")


def is_audited(_: Gathering, outcome: str | None, audited_on: date | None) -> None:
    if outcome and not audited_on:
        raise RuleBroken("Give the day on which the case was looked at. Example: 2014-03-31")
    if audited_on and not outcome:
        raise RuleBroken("Nothing was found on that day. Leave the cell empty.")


def is_somebody_else(_: Gathering, user_id: str, deputy_id: str) -> None:
    if user_id == deputy_id:
        raise RuleBroken("Nobody is their own deputy. Example: U012AB3CD")


def is_for_some_time(_: Gathering, from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise RuleBroken(f"It is before the first day, {uk_date(from_on)}.")
    if until_on - from_on >= LONGEST:
        raise RuleBroken(
            f"A deputy stands in for a year at most, here from {uk_date(from_on)}. "
            "Hand the cases over instead."
        )


def no_other_deputy(gathering: Gathering, user_id: str, from_on: date, until_on: date) -> None:
    """One deputy at a time; the periods of each are kept apart by whom they stand in for."""
    theirs = gathering.facts.setdefault("deputies", {}).setdefault(user_id, [])
    for first, last in theirs:
        if from_on <= last and first <= until_on:
            raise RuleBroken(
                f"{user_id} has a deputy from {uk_date(first)} until {uk_date(last)} already.",
                "from_on",
            )
    theirs.append((from_on, until_on))
