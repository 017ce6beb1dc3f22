"""Where a person lives, one placement after the other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mappa.arguments import Field
from mappa.case_facts import PLACEMENTS, STILL_RUNNING, Placement
from mappa.cases import CaseRecord
from mappa.changes import Asked, Change, Part
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.labels import read_label

ENDED = "ended"
LONGEST_PLACE = 200
_CHOICES: Mapping[str, str] = {**PLACEMENTS, ENDED: "Ended"}
_FIELDS = (
    Field("placement", "placement own-ap", f"one of {', '.join(_CHOICES)}", choices=_CHOICES),
    Field("place", "place 3 Example Road, Luton", "the address of the placement", shape="label"),
)


def _running(case: CaseRecord) -> Placement | None:
    return next((one for one in case.placements if one.to_on == STILL_RUNNING), None)


def _read(asked: Asked) -> Change | None:
    kind = asked.choice("placement", _CHOICES)
    place = None
    if "place" in asked.values:
        given = asked.values["place"]
        out = asked.takes_out("place")
        place = "" if out else read_label(given, "place", LONGEST_PLACE, _FIELDS[1].example)
    if kind is None and place is None:
        return None
    if kind == ENDED and place is not None:
        raise RuleBroken(
            "place goes with a new placement. Example: placement private place 3 Example Road",
            "place",
        )

    def change(case: CaseRecord) -> CaseRecord:
        if kind is None:
            return _with_place(case, place or "", asked)
        if kind == ENDED:
            return _ended(case, asked)
        return _moved(case, kind, place, asked)

    return change


def _moved(case: CaseRecord, kind: str, place: str | None, asked: Asked) -> CaseRecord:
    day, running = asked.effective_on, _running(case)
    if running and running.kind == kind and place in (None, running.place):
        if "from" not in asked.values or day == running.from_on:
            return case
        raise RuleBroken(
            f"placement: {case.ref} is placed there since {uk_date(running.from_on)} already; "
            "nothing was changed.",
            "placement",
        )
    earlier = tuple(one for one in case.placements if one is not running)
    new = Placement(kind, day, STILL_RUNNING, place or "")
    last = max((one.to_on for one in earlier), default=date.min)
    if running:
        last = max(last, running.from_on)
    if day < last:
        raise RuleBroken(
            f"placement: where {case.ref} lived until {uk_date(last)} is recorded already. "
            "Give that day or a later one. Example: from 1 May 2026",
            "from",
        )
    if running and day == running.from_on:  # a correction of the same day
        example = f"placement {kind} from {uk_date(day)} because recorded by mistake"
        asked.needs_reason("Correcting a placement", example)
        return replace(case, placements=(*earlier, new))
    ended = (replace(running, to_on=day),) if running else ()
    return replace(case, placements=(*earlier, *ended, new))


def _ended(case: CaseRecord, asked: Asked) -> CaseRecord:
    day, running = asked.effective_on, _running(case)
    if running is None:
        raise RuleBroken(f"placement: {case.ref} has none that runs; nothing changed.", "placement")
    if day < running.from_on:
        raise RuleBroken(
            f"placement: it began on {uk_date(running.from_on)}, so it cannot end on "
            f"{uk_date(day)}. Give a later day. Example: placement ended from 1 May 2026",
            "from",
        )
    others = tuple(one for one in case.placements if one is not running)
    if day == running.from_on:  # it never was: a correction
        asked.needs_reason(
            "Taking out a placement", "placement ended because it was recorded by mistake"
        )
        return replace(case, placements=others)
    return replace(case, placements=(*others, replace(running, to_on=day)))


def _with_place(case: CaseRecord, place: str, asked: Asked) -> CaseRecord:
    running = _running(case)
    if running is None:
        raise RuleBroken(
            "place goes with a placement. Example: placement private place 3 Example Road", "place"
        )
    if place == running.place:
        return case
    if running.place:
        asked.needs_reason("Changing place", "place 3 Example Road because mistyped before")
    others = tuple(one for one in case.placements if one is not running)
    return replace(case, placements=(*others, replace(running, place=place)))


def _shown(case: CaseRecord, today: date) -> dict[str, str]:
    running = _running(case)
    return {"placement": running.kind, "place": running.place} if running else {}


PART = Part("Placement", _FIELDS, _read, _shown, dated=frozenset({"placement"}))
