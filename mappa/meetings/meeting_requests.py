"""What is asked for in a case before a meeting: reports that were promised, and information."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.case_dates import read_case_date
from mappa.case_facts import Request
from mappa.cases import CaseRecord
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.meetings.invitations import PRISON
from mappa.policies import Clock, Policy
from mappa.trainings import read_agencies

REPORT, INFORMATION = "report", "information"
# Where the policy has no such clock.
_CLOCKS: Mapping[str, tuple[str, Clock]] = {
    REPORT: ("report_before_meeting", Clock("2 working days")),
    INFORMATION: ("information_before_meeting", Clock("5 working days")),
}
SCHEMA = Schema(
    word="meeting",
    subject="meeting reference",
    subject_example="BED-M12",
    fields=(
        Field("agencies", "social-services, housing", "which of those invited are asked"),
        Field("for", "for school attendance", "what is wanted; never name a victim", (), "label"),
        Field("by", "by 1 July 2026", "by when; as the policy says if not given", shape="day"),
        Field("case", "case BED-1042", "for which case; each that they come for if not given"),
    ),
    examples=(
        "meeting BED-M12 ask social-services, housing",
        "meeting BED-M12 ask education for school attendance by 1 July 2026",
    ),
)


@dataclass(frozen=True, slots=True)
class InformationAsked:
    """Of which agencies, for what, by when and for which case; None: not said."""

    agencies: tuple[str, ...]
    what: str = ""
    due_on: date | None = None
    case_ref: str | None = None


def read_information_asked(typed: str, today: date) -> InformationAsked:
    """What follows "ask" in a line: agencies first, then fields."""
    line = read_line(SCHEMA, f"ask agencies {typed}")
    return make_information_asked(dict(line.values), line.reason, today)


def make_information_asked(values: Mapping[str, str], reason: str, today: date) -> InformationAsked:
    """What a line or a form says."""
    if reason:
        raise RuleBroken(f"ask takes no reason. Example: {SCHEMA.examples[1]}", "because")
    agencies = _agencies(values.get("agencies", ""))
    if not agencies:
        raise RuleBroken(f"agencies: say who is asked. Example: {SCHEMA.examples[0]}", "agencies")
    if PRISON in agencies:
        raise RuleBroken(
            "agencies: the prison attends or sends its report, and answers its invitation. "
            f"Leave it out. Example: {SCHEMA.examples[0]}",
            "agencies",
        )
    due_on = read_case_date(values["by"], "by", today) if values.get("by") else None
    if due_on and due_on < today:
        raise RuleBroken(f"by: {uk_date(due_on)} is past. Example: by 1 July 2026", "by")
    case_ref = read_case_ref(values["case"]) if values.get("case") else None
    return InformationAsked(agencies, clean_text(values.get("for", ""), "for"), due_on, case_ref)


def _agencies(text: str) -> tuple[str, ...]:
    try:
        return read_agencies(clean_text(text, "agencies"))
    except RuleBroken as problem:
        said = problem.message.replace("agency", "agencies", 1)
        raise RuleBroken(said, "agencies") from problem


def due_before(policy: Policy, kind: str, meeting_on: date, today: date) -> date:
    """By when it has to be there: the policy's clock before the meeting, never a day past."""
    name, default = _CLOCKS[kind]
    day = policy.clocks.get(name, default).before(meeting_on)
    return min(max(day, today), max(meeting_on, today))


def open_for(
    case: CaseRecord, meeting_ref: str, kind: str | None = None, agency: str | None = None
) -> list[Request]:
    """What is still open of what was asked before a meeting."""
    return [
        one
        for one in case.requests
        if one.closed_on is None
        and one.kind in ((REPORT, INFORMATION) if kind is None else (kind,))
        and agency in (None, one.owner_agency)
        and _is_for(one, meeting_ref)
    ]


def with_request(
    case: CaseRecord,
    meeting_ref: str,
    kind: str,
    *,
    agency: str,
    due_on: date,
    today: date,
    owner: str = "",
    asked_by: str = "",
    what: str = "",
) -> CaseRecord:
    """The case with the request, once: one that is there already, by whatever way, is enough."""
    if any(_is_same(one, meeting_ref, kind, agency, owner) for one in case.requests):
        return case
    made = Request(
        number=max((one.number for one in case.requests), default=0) + 1,
        kind=kind,
        raised_on=today,
        what=": ".join(filter(None, [f"{kind.capitalize()} for meeting {meeting_ref}", what])),
        agency=asked_by,
        owner=owner,
        owner_agency=agency,
        due_on=due_on,
    )
    return replace(case, requests=(*case.requests, made))


def withdrawn(
    case: CaseRecord, meeting_ref: str, today: date, which: Callable[[Request], bool]
) -> CaseRecord:
    """The case with such of the meeting's open requests closed as withdrawn."""
    return _changed(
        case,
        meeting_ref,
        lambda one: replace(one, outcome="withdrawn", closed_on=today) if which(one) else one,
    )


def moved(
    case: CaseRecord, meeting_ref: str, policy: Policy, before_on: date, after_on: date, today: date
) -> CaseRecord:
    """The case with what was due by the policy's clock before the old day due before the new."""

    def change(one: Request) -> Request:
        if one.due_on != due_before(policy, one.kind, before_on, one.raised_on):
            return one
        return replace(one, due_on=due_before(policy, one.kind, after_on, today))

    return _changed(case, meeting_ref, change)


def _changed(
    case: CaseRecord, meeting_ref: str, change: Callable[[Request], Request]
) -> CaseRecord:
    still_open = open_for(case, meeting_ref)
    requests = tuple(change(one) if one in still_open else one for one in case.requests)
    return replace(case, requests=requests)


def _is_same(request: Request, meeting_ref: str, kind: str, agency: str, owner: str) -> bool:
    """Whether this is asked already: for this meeting, answered or not; or open and asked by hand
    for no meeting at all."""
    if request.kind != kind or request.outcome == "withdrawn":
        return False
    named = owner and request.owner
    theirs = request.owner == owner if named else request.owner_agency == agency
    by_hand = request.closed_on is None and not re.search(_ANY, request.what)
    return theirs and (by_hand or _is_for(request, meeting_ref))


def _is_for(request: Request, meeting_ref: str) -> bool:
    return bool(re.search(rf"(?i)\bmeeting {re.escape(meeting_ref)}(?![\w-])", request.what))


_ANY = r"(?i)\bmeeting [A-Z0-9-]*[0-9]"
