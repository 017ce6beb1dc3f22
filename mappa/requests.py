"""Requests: what is asked for in a case, who is to see to it by when, and what became of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mappa.agencies import AGENCIES
from mappa.arguments import clean_text
from mappa.case_dates import read_case_date
from mappa.case_facts import RECOMMENDATIONS, REQUEST_OUTCOMES, Request
from mappa.cases import CaseRecord
from mappa.changes import NONE
from mappa.choices import harmless, read_choice
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.mentions import read_user
from mappa.request_lines import ANSWER_EXAMPLE, ASK_EXAMPLE, Asking


def make_request(case: CaseRecord, asking: Asking, agency: str, today: date) -> CaseRecord:
    """The case with a new request; `agency` asks unless another is named."""
    values = asking.values
    what = _with_reason(clean_text(values.get("what", ""), "what"), asking.reason)
    if not what:
        raise RuleBroken(f"what: say what is asked for. Example: {ASK_EXAMPLE}", "what")
    raised_on = _past(values, today)
    due_on = _due(values, today)
    if due_on and due_on < raised_on:
        raise RuleBroken(
            f"due: {uk_date(due_on)} is before it was asked. Example: due 1 July 2026", "due"
        )
    made = Request(
        number=max((request.number for request in case.requests), default=0) + 1,
        kind=asking.kind,
        raised_on=raised_on,
        what=what,
        agency=_agency(values, "asked-by") or agency,
        owner=read_user(values["owner"], "owner") if values.get("owner") else "",
        owner_agency=_agency(values, "agency"),
        due_on=due_on,
    )
    return replace(case, requests=(*case.requests, made))


def change_request(case: CaseRecord, asking: Asking, today: date) -> CaseRecord:
    """The case with one of its requests answered, or asked otherwise."""
    before = get_request(case, asking.number)
    after = _answered(_asked_otherwise(before, asking, today), asking, today)
    others = tuple(after if request is before else request for request in case.requests)
    return replace(case, requests=others)


def get_request(case: CaseRecord, number: int) -> Request:
    """The case's request of this number, or a refusal that says which there are."""
    found = next((request for request in case.requests if request.number == number), None)
    if found is None:
        last = max((request.number for request in case.requests), default=0)
        known = f"They are numbered 1 to {last}." if last else "It has none yet."
        raise RuleBroken(
            f"number: {case.ref} has no request {number}. {known} Example: request {case.ref}",
            "number",
        )
    return found


def _asked_otherwise(request: Request, asking: Asking, today: date) -> Request:
    values = asking.values
    given = values.keys() & {"owner", "agency", "due", "asked-by", "what"}
    if given and request.closed_on and "reopened" not in values:
        raise RuleBroken(
            f"number: request {request.number} was closed on {uk_date(request.closed_on)}. Open it "
            f"again first. Example: request {asking.ref} {request.number} reopened because ...",
            "number",
        )
    changed = request
    if "owner" in given:
        changed = replace(changed, owner=read_user(values["owner"], "owner"))
    if "agency" in given:
        changed = replace(changed, owner_agency=_agency(values, "agency"))
    if "asked-by" in given:
        changed = replace(changed, agency=_agency(values, "asked-by"))
    if "due" in given:
        changed = replace(changed, due_on=_due(values, today))
    if "what" in given:
        changed = replace(changed, what=clean_text(values["what"], "what"))
    moved = [
        word
        for word, name in (("due", "due_on"), ("what", "what"))
        if getattr(request, name) and getattr(request, name) != getattr(changed, name)
    ]
    if moved:
        _needs_reason(asking, f"{moved[0]}: changing it", "due 1 July 2026")
    if changed.due_on and changed.due_on < changed.raised_on:
        raise RuleBroken(
            f"due: {uk_date(changed.due_on)} is before it was asked. Example: due 1 July 2026",
            "due",
        )
    return changed


def _answered(request: Request, asking: Asking, today: date) -> Request:
    values = asking.values
    outcome = _one_of(values, (*REQUEST_OUTCOMES, "reopened"))
    recommendation = _one_of(values, tuple(RECOMMENDATIONS))
    day = _past(values, today)
    if "on" in values and not outcome:
        raise RuleBroken(f"on goes with an outcome. Example: {ANSWER_EXAMPLE} on 1 June 2026", "on")
    if "note" in values and not (outcome and outcome != "reopened"):
        raise RuleBroken(
            f"note goes with an outcome. Example: {ANSWER_EXAMPLE} note seen to", "note"
        )
    if recommendation and recommendation != request.recommendation:
        if request.recommendation:
            _needs_reason(asking, "recommended: changing it", "recommended")
        request = replace(request, recommendation=recommendation)
    if outcome == "reopened":
        return _reopened(request, asking)
    return _closed(request, asking, outcome, day) if outcome else request


def _reopened(request: Request, asking: Asking) -> Request:
    if not request.closed_on:
        raise RuleBroken(
            f"reopened: request {request.number} is open; nothing was changed. "
            f"Example: {ANSWER_EXAMPLE}",
            "reopened",
        )
    _needs_reason(asking, "reopened: opening it again", "reopened")
    return replace(request, outcome="", outcome_note="", closed_on=None)


def _closed(request: Request, asking: Asking, outcome: str, day: date) -> Request:
    if day < request.raised_on:
        raise RuleBroken(
            f"on: it was asked on {uk_date(request.raised_on)}, so it cannot be answered on "
            f"{uk_date(day)}. Example: on 1 June 2026",
            "on",
        )
    note = _with_reason(clean_text(asking.values.get("note", ""), "note"), asking.reason)
    if request.closed_on:
        if (request.outcome, note or request.outcome_note) == (outcome, request.outcome_note):
            return request
        _needs_reason(asking, f"{outcome}: changing the outcome", outcome)
    return replace(request, outcome=outcome, outcome_note=note, closed_on=day)


def _one_of(values: Mapping[str, str], codes: tuple[str, ...]) -> str:
    given = [code for code in codes if code in values]
    if len(given) > 1:
        raise RuleBroken(
            f"{' and '.join(given)} exclude each other. Give one of them. "
            f"Example: {ANSWER_EXAMPLE}",
            given[1],
        )
    return given[0] if given else ""


def _with_reason(text: str, reason: str) -> str:
    """What follows "because" belongs to the text that it was typed after."""
    if not text:
        return reason
    return f"{text} because {reason}" if reason else text


def _needs_reason(asking: Asking, what: str, example: str) -> None:
    if not asking.reason:
        raise RuleBroken(
            f"{what} needs a reason. Example: request {asking.ref} {asking.number} {example} "
            "because recorded wrongly",
            "because",
        )


def _agency(values: Mapping[str, str], name: str) -> str:
    return read_choice(values[name], AGENCIES, name) if values.get(name) else ""


def _due(values: Mapping[str, str], today: date) -> date | None:
    given = values.get("due", "")
    return read_case_date(given, "due", today) if given and given.strip().lower() != NONE else None


def _past(values: Mapping[str, str], today: date) -> date:
    day = read_case_date(values["on"], "on", today) if values.get("on") else today
    if day > today:
        raise RuleBroken(
            f"on: {harmless(values['on'])} is still to come; today or earlier. "
            "Example: on 1 June 2026",
            "on",
        )
    return day
