"""Transfers: a case offered by one area to another, and what the other says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from mappa.areas import AREAS, read_area
from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.case_facts import Transfer
from mappa.cases import CaseRecord, Spell, TeamMember
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.mentions import read_user

ANSWERS: Mapping[str, str] = {
    "accept": "accepted",
    "decline": "declined",
    "withdraw": "withdrawn",
}
SCHEMA = Schema(
    word="transfer",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("to", "to Hertfordshire", "offer the case to another area", choices=AREAS),
        Field("accept", "accept", "take over what was offered to your area", (), "flag"),
        Field("decline", "decline", "leave it with the area that offers it", (), "flag"),
        Field("withdraw", "withdraw", "take your area's own offer back", (), "flag"),
        Field("owner", "owner @somebody", "with accept: who is to own the case"),
    ),
    examples=(
        "transfer BED-1042 to Hertfordshire because he has moved to Watford",
        "transfer BED-1042",
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """What a line or a form asks for; with neither an area nor an answer the offer is shown."""

    ref: str
    to_area: str = ""
    answer: str = ""  # one of ANSWERS
    owner: str = ""
    reason: str = ""


def read_step(typed: str) -> Step:
    """The step that a typed line asks for; every fault names its field."""
    line = read_line(SCHEMA, typed)
    return make_step(line.subject, line.values, line.reason)


def make_step(ref: str, values: Mapping[str, str], reason: str) -> Step:
    """The step that a line or a form asks for."""
    said = [name for name in ("to", *ANSWERS) if name in values]
    if len(said) > 1:
        raise RuleBroken(
            f"{' and '.join(said)}: one at a time. Example: {SCHEMA.examples[0]}", said[1]
        )
    if "owner" in values and "accept" not in values:
        raise RuleBroken(
            "owner goes with accept. Example: transfer BED-1042 accept owner @somebody because "
            "he lives here now",
            "owner",
        )
    step = Step(
        ref=read_case_ref(ref),
        to_area=_area(values["to"]) if "to" in values else "",
        answer=next((name for name in ANSWERS if name in values), ""),
        owner=read_user(values["owner"], "owner") if values.get("owner") else "",
        reason=clean_text(reason, "because"),
    )
    if said and not reason:
        raise RuleBroken(
            f"{said[0]} needs a reason. Example: transfer {step.ref} {_again(said[0])} because "
            "he has moved",
            "because",
        )
    if reason and not said:
        raise RuleBroken(
            f"because: say what is to happen: to an area, {', '.join(ANSWERS)}. "
            f"Example: {SCHEMA.examples[0]}",
            "because",
        )
    return step


def _again(said: str) -> str:
    return "to Hertfordshire" if said == "to" else said


def _area(text: str) -> str:
    try:
        return read_area(text)
    except RuleBroken as problem:
        sentence = problem.message.removeprefix("area").replace("Example: area", "Example: to")
        raise RuleBroken(f"to{sentence}", "to") from problem


def open_offer(case: CaseRecord) -> Transfer | None:
    """The offer that waits for an answer, if there is one; there is never a second one."""
    return next((one for one in case.transfers if one.decision == "open"), None)


def offer(case: CaseRecord, step: Step, today: date) -> CaseRecord:
    """The case offered to another area; nothing else of it changes until that one accepts."""
    if case.merged_into:
        raise RuleBroken(
            f"to: {case.ref} was merged into {case.merged_into}. Offer that one. "
            f"Example: transfer {case.merged_into} to Hertfordshire because he has moved",
            "to",
        )
    if step.to_area == case.area:
        raise RuleBroken(
            f"to: {case.ref} is a case of {AREAS[case.area]} already. Name another area. "
            "Example: to Hertfordshire",
            "to",
        )
    if offered := open_offer(case):
        raise RuleBroken(
            f"to: {case.ref} was offered to {AREAS[offered.to_area]} on "
            f"{uk_date(offered.offered_on)}, which has not answered yet. Withdraw that first. "
            f"Example: transfer {case.ref} withdraw because offered to the wrong area",
            "to",
        )
    made = Transfer(case.area, step.to_area, today, reason=step.reason)
    return replace(case, transfers=(*case.transfers, made))


def answer(case: CaseRecord, step: Step, today: date) -> CaseRecord:
    """The case after the offer was accepted, declined or withdrawn."""
    offered = open_offer(case)
    if offered is None:
        raise RuleBroken(
            f"{step.answer}: {case.ref} is not on offer{_how_it_ended(case)}. "
            f"Example: {SCHEMA.examples[0]}",
            step.answer,
        )
    decision = ANSWERS[step.answer]
    answered = replace(
        offered,
        decision=decision,
        decided_on=max(today, offered.offered_on),
        reason=f"{offered.reason}. {decision.title()}: {step.reason}",
    )
    others = tuple(answered if one is offered else one for one in case.transfers)
    case = replace(case, transfers=others)
    return _moved(case, offered.to_area, step, today) if step.answer == "accept" else case


def _how_it_ended(case: CaseRecord) -> str:
    if not case.transfers:
        return ""
    last = case.transfers[-1]
    day = uk_date(last.decided_on or last.offered_on)
    return f": the offer to {AREAS[last.to_area]} was {last.decision} on {day}"


def _moved(case: CaseRecord, new: str, step: Step, today: date) -> CaseRecord:
    """The case in its new area: what was before stays the old area's, figures and all.

    The old area's people lose it, and its district says nothing in the new one.
    """
    team = (TeamMember(step.owner, "owner"),) if step.owner else ()
    spells = tuple(
        part for spell in case.spells for part in _shared(spell, case.area, new, today, step.reason)
    )
    return replace(case, area=new, spells=spells, team=team, district=None)


def _shared(spell: Spell, old: str, new: str, today: date, reason: str) -> tuple[Spell, ...]:
    """A spell as the new area's case has it: cut in two where it runs on today."""
    theirs = spell.area or old
    past = replace(spell, area="" if theirs == new else theirs)
    if spell.ended_on <= today:
        return (past,)
    ahead = replace(spell, area="")
    if spell.started_on >= today:  # no day of it has passed in the old area
        return (ahead,)
    return (
        replace(past, ended_on=today),
        replace(ahead, started_on=today, ended_on=spell.ended_on, reason=reason),
    )
