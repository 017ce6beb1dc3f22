"""The rules of the workbook, row by row: each looks at some columns and refuses what is wrong.

A rule runs as soon as the cells that it needs are good, whatever is wrong with the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mappa.workbook.area_checks import (
    drawn_once,
    drawn_together,
    is_audited,
    is_for_some_time,
    is_somebody_else,
    no_other_deputy,
)
from mappa.workbook.checks import (
    above_category_3,
    answers_once,
    counted_once,
    ends_after,
    ends_later,
    has_district,
    heard_once,
    is_decided,
    is_of_an_order,
    leaves_or_stays,
    level_is_set,
    minuted_once,
    moves,
    named_once,
    not_before,
    numbered_once,
    one_of_a_kind,
    one_open_offer,
    one_owner,
    threshold_fits,
)
from mappa.workbook.links import (
    action_is_new,
    audit_is_new,
    case_is_new,
    case_may_be_known,
    case_may_be_named,
    case_stands_once,
    has_own_area,
    identifies_one,
    is_heard,
    is_in_cases,
    meeting_is_new,
    meeting_is_there,
    meeting_may_be_named,
    referral_is_new,
    stands_once,
    training_is_new,
)
from mappa.workbook.overlaps import no_other_watch, not_in_custody, stand_apart
from mappa.workbook.plans import Plan


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` takes the gathering and the columns that it needs; the fault is shown at the last."""

    columns: tuple[str, ...]
    check: Callable[..., None]


_IN_CASES = Rule(("case_ref",), is_in_cases)
_OF_KNOWN = Rule(("case_ref",), case_may_be_known)
_AT_MEETING = Rule(("meeting_ref",), meeting_is_there)
_IN_AREA = Rule(("area",), has_own_area)
_SHEETS: Mapping[str, tuple[Rule, ...]] = {
    "cases": (
        Rule(("case_ref",), case_stands_once),
        Rule(("area", "case_ref"), case_is_new),
        _IN_AREA,
        Rule(("area", "district"), has_district),
        *(
            Rule(("area", "merged_into", kind), identifies_one(kind))
            for kind in ("crn", "pnc", "cro", "prison_number", "visor_ref")
        ),
    ),
    "spells": (
        _IN_AREA,
        _IN_CASES,
        Rule(("category", "level"), above_category_3),
        Rule(("level", "threshold"), threshold_fits),
        Rule(("case_ref", "started_on", "ended_on"), stand_apart("spells")),
    ),
    "custody": (_IN_CASES, Rule(("case_ref", "from_on", "to_on"), stand_apart("custody"))),
    "dates": (_IN_CASES, Rule(("case_ref", "kind", "on"), one_of_a_kind)),
    "orders": (_IN_CASES, Rule(("imposed_on", "ends_on"), ends_after)),
    "events": (_IN_CASES,),
    "referrals": (
        _IN_AREA,
        Rule(("referral_ref",), stands_once),
        Rule(("case_ref", "referral_ref"), referral_is_new),
        _OF_KNOWN,
        Rule(("decision", "decided_on"), is_decided),
        Rule(("referred_on", "decided_on"), not_before("decided", "referred")),
        Rule(("decision", "level_set"), level_is_set),
    ),
    "meetings": (
        _IN_AREA,
        Rule(("meeting_ref",), stands_once),
        Rule(("area", "meeting_ref"), meeting_is_new),
        Rule(("starts_at", "ends_at"), ends_later),
    ),
    "heard": (
        _AT_MEETING,
        _OF_KNOWN,
        Rule(("meeting_ref", "case_ref"), heard_once),
        Rule(("outcome_level", "leaves"), leaves_or_stays),
        Rule(("closed_on", "issued_on"), not_before("issued", "closed")),
    ),
    "minutes": (
        Rule(("meeting_ref", "case_ref"), is_heard),
        Rule(("meeting_ref", "case_ref", "part"), minuted_once),
    ),
    "invitations": (_AT_MEETING, Rule(("case_ref",), case_may_be_named)),
    "standing_members": (_IN_AREA,),
    "attendance": (
        _AT_MEETING,
        _OF_KNOWN,
        Rule(("meeting_ref", "case_ref", "agency"), answers_once),
    ),
    "actions": (
        _IN_AREA,
        Rule(("action_ref",), stands_once),
        Rule(("case_ref", "action_ref"), action_is_new),
        _OF_KNOWN,
        Rule(("raised_on", "done_on"), not_before("done", "raised")),
        Rule(("meeting_ref",), meeting_may_be_named),
    ),
    "population": (_IN_AREA, Rule(("area", "year_ending"), counted_once)),
    "team": (
        _IN_CASES,
        Rule(("case_ref", "slack_id"), named_once),
        Rule(("case_ref", "part"), one_owner),
    ),
    "order_changes": (
        _IN_CASES,
        Rule(("case_ref", "kind", "imposed_on", "on"), is_of_an_order),
    ),
    "absences": (
        _IN_CASES,
        Rule(("case_ref", "from_on", "to_on"), stand_apart("absences")),
        Rule(("case_ref", "from_on", "to_on"), not_in_custody),
    ),
    "placements": (_IN_CASES, Rule(("case_ref", "from_on", "to_on"), stand_apart("placements"))),
    "convictions": (_IN_CASES,),
    "case_contacts": (_IN_CASES,),
    "requests": (
        _IN_CASES,
        Rule(("case_ref", "number"), numbered_once("request")),
        Rule(("raised_on", "closed_on"), not_before("closed", "raised")),
    ),
    "disclosures": (_IN_CASES,),
    "transfers": (
        _IN_CASES,
        Rule(("from_area", "to_area"), moves),
        Rule(("decision", "decided_on"), is_decided),
        Rule(("offered_on", "decided_on"), not_before("decided", "offered")),
        Rule(("case_ref", "decision"), one_open_offer),
    ),
    "watches": (
        _IN_CASES,
        Rule(("from_on", "until_on"), not_before("over", "begun")),
        Rule(("case_ref", "from_on", "until_on"), no_other_watch),
    ),
    "notes": (_IN_CASES, Rule(("case_ref", "number"), numbered_once("note"))),
    "contacts": (_IN_AREA,),
    "case_audits": (
        _IN_AREA,
        Rule(("area", "audit_ref"), audit_is_new),
        _OF_KNOWN,
        Rule(("audit_ref", "case_ref"), drawn_once),
        Rule(("audit_ref", "area", "drawn_on"), drawn_together),
        Rule(("outcome", "audited_on"), is_audited),
        Rule(("drawn_on", "audited_on"), not_before("looked at", "drawn")),
    ),
    "trainings": (
        _IN_AREA,
        Rule(("training_ref",), stands_once),
        Rule(("area", "training_ref"), training_is_new),
    ),
    "deputies": (
        _IN_AREA,
        Rule(("slack_id", "deputy_slack_id"), is_somebody_else),
        Rule(("from_on", "until_on"), is_for_some_time),
        Rule(("slack_id", "from_on", "until_on"), no_other_deputy),
    ),
}


def rules_of(plan: Plan) -> list[tuple[tuple[int, ...], Callable[..., None], str]]:
    """The rules of a sheet: where the columns stand that each needs, the check, where it shows."""
    places = {column.name: place for place, column in enumerate(plan.columns)}
    return [
        (tuple(places[name] for name in rule.columns), rule.check, rule.columns[-1])
        for rule in _SHEETS[plan.name]
    ]
