"""The word `reassign`: all cases of one owner go to another, for a leave or a leaver."""

from dataclasses import dataclass, replace

from mappa.arguments import Field, Schema, read_line
from mappa.cases import CaseRecord, TeamMember
from mappa.errors import RuleBroken
from mappa.mentions import read_user

SCHEMA = Schema(
    word="reassign",
    subject="mention of the owner",
    subject_example="@somebody",
    fields=(Field("to", "to @somebody", "who owns the cases from now on", shape="person"),),
    examples=(
        "reassign @owner to @somebody",
        "reassign @owner to @somebody because on leave until May",
    ),
)


@dataclass(frozen=True, slots=True)
class Handover:
    """From whom to whom, by Slack id, and why."""

    owner: str
    to: str
    reason: str


def read_handover(typed: str) -> Handover:
    """What a line asks for."""
    line = read_line(SCHEMA, typed)
    owner = read_user(line.subject, "owner")
    if "to" not in line.values:
        raise RuleBroken(f"to: say who gets the cases. Example: {SCHEMA.examples[0]}", "to")
    to = read_user(line.values["to"], "to")
    if to == owner:
        raise RuleBroken(
            f"to: that is the owner already. Name somebody else. Example: {SCHEMA.examples[0]}",
            "to",
        )
    return Handover(owner, to, line.reason)


def handed_over(case: CaseRecord, handover: Handover, *, stays: bool) -> CaseRecord:
    """The case with its new owner, who also sees to what the old one was still asked for.

    `stays`: the old owner goes on working with it, as after any change of owner.
    """
    team = {member.user_id: member for member in case.team}
    del team[handover.owner]
    if stays:
        team[handover.owner] = TeamMember(handover.owner)
    team[handover.to] = TeamMember(handover.to, "owner")
    requests = tuple(
        replace(request, owner=handover.to)
        if request.owner == handover.owner and request.closed_on is None
        else request
        for request in case.requests
    )
    members = sorted(team.values(), key=lambda member: member.user_id)
    return replace(case, team=tuple(members), requests=requests)
