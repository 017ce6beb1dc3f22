"""Who may do what: the one table that every path asks."""

from collections.abc import Mapping
from enum import Enum

from mappa.cases import CaseRecord
from mappa.errors import NotAllowed
from mappa.people import Person


class Scope(Enum):
    """To which cases a role may do something."""

    NO_CASE = "what belongs to no case"
    AREA = "every case of the area"
    TEAM = "cases whose team names them"
    HEARD = "cases of the meetings that they chair"
    DRAWN = "cases of the drawn sample"


NO_CASE, AREA, TEAM, HEARD, DRAWN = Scope

# What may be done to what, by which role, and there to which cases of their area. Grants come on
# top: a Category 4 or limited-access case is hidden from everybody without the one that opens it.
MAY: Mapping[str, Mapping[str, Scope]] = {
    "ask": {
        "co-ordinator": NO_CASE,
        "chair": NO_CASE,
        "practitioner": NO_CASE,
        "smb": NO_CASE,
        "lay-adviser": NO_CASE,
        "auditor": NO_CASE,
    },
    "ask exactly": {"co-ordinator": NO_CASE},
    "refer": {"co-ordinator": NO_CASE, "chair": NO_CASE, "practitioner": NO_CASE},
    "see case": {"co-ordinator": AREA, "chair": HEARD, "practitioner": TEAM, "auditor": DRAWN},
    "be reminded": {"co-ordinator": AREA, "chair": HEARD, "practitioner": TEAM},
    "change case": {"co-ordinator": AREA, "practitioner": TEAM},
    "see to actions": {"co-ordinator": AREA, "chair": HEARD, "practitioner": TEAM},
    "add to minutes": {"co-ordinator": AREA, "chair": HEARD, "practitioner": TEAM},
    "break the glass": {"practitioner": AREA},
    "decide level": {"co-ordinator": AREA},
    "screen referral": {"co-ordinator": AREA},
    "plan meetings": {"co-ordinator": NO_CASE},
    "tidy cases": {"co-ordinator": AREA},
    "take out cases": {"co-ordinator": AREA},
    "bring in cases": {"co-ordinator": NO_CASE},
    "erase cases": {"co-ordinator": AREA},
    "audit cases": {"co-ordinator": AREA, "auditor": DRAWN},
    "read the record": {"co-ordinator": AREA, "auditor": DRAWN},
    "freeze returns": {"co-ordinator": NO_CASE},
    "register people": {"admin": NO_CASE},
}

LOOKS = frozenset({"see case", "audit cases", "read the record"})  # these need change nothing

# What somebody hears whose role does not allow the action: one sentence, whatever path they came.
REFUSED: Mapping[str, str] = {
    "ask": "Your role does not see figures. Ask the co-ordinator of your area.",
    "ask exactly": "Your role does not see exact figures. Ask the co-ordinator of your area.",
    "refer": "Your role does not make referrals. Ask a practitioner or the co-ordinator of your "
    "area.",
    "see case": "Your role does not see cases. Ask the co-ordinator of your area.",
    "be reminded": "Your role gets no reminders. What you can do: help",
    "change case": "That is for those who work with the case; nothing was saved. Ask a "
    "co-ordinator or somebody on its team.",
    "see to actions": "Actions are raised and answered by the co-ordinators, the chair and who "
    "works with the case; nothing was saved. Ask the co-ordinator of your area.",
    "add to minutes": "Minutes are taken by the co-ordinator and the chair, with those who work "
    "with the case; nothing was saved. Ask the co-ordinator of your area.",
    "break the glass": "Only a practitioner opens a case in an emergency. Ask the co-ordinator of "
    "your area.",
    "decide level": "Levels and transfers are decided by the panel or the co-ordinator; nothing "
    "was changed. Ask the co-ordinator of your area.",
    "screen referral": "A co-ordinator decides on referrals; nothing was saved.",
    "plan meetings": "Meetings are planned by the co-ordinator of your area; nothing was saved. "
    "Ask the co-ordinator. The meetings that are yours: meetings",
    "tidy cases": "Only a co-ordinator does that; nothing was changed. Ask the co-ordinator of "
    "your area.",
    "take out cases": "Only a co-ordinator takes cases out of the bot as a file. Ask the "
    "co-ordinator of your area.",
    "bring in cases": "Only a co-ordinator brings cases in; the file was not read. Ask the "
    "co-ordinator of your area.",
    "erase cases": "Only a co-ordinator erases cases; nothing was changed. Ask the co-ordinator of "
    "your area.",
    "audit cases": "Case audits are run by the co-ordinator and the auditors of your area; nothing "
    "was saved.",
    "read the record": "Your role does not read the record. Ask the co-ordinator of your area.",
    "freeze returns": "Returns are frozen by the co-ordinator of your area; nothing was saved.",
    "register people": "People are registered by an admin; nothing was changed. Ask an admin.",
}


def may(person: Person, action: str) -> bool:
    """Whether the person's role allows the action at all."""
    return person.role in MAY.get(action, {})


def require(person: Person, action: str, sentence: str = "") -> None:
    """Refuse, with the action's own sentence or a closer one, unless the role allows the action."""
    if not may(person, action):
        raise NotAllowed(sentence or REFUSED[action])


def may_do(person: Person, action: str, case: CaseRecord) -> bool:
    """Whether the person may do this to this case: role, area, team and grants together.

    Nobody does anything to a case that was merged: all of it is done to what it became. One that
    was erased can be looked at, because figures count it still, and that is all.
    """
    return (
        may(person, action)
        and not case.merged_into
        and (not case.erased_on or action in LOOKS)
        and person.area == case.area
        and has_grants(person, case)
        and _in_scope(person, action, case)
    )


def sees_all(person: Person) -> bool:
    """Whether the person sees every case of the area for which they have the grants."""
    return MAY["see case"].get(person.role) is AREA


def may_receive(person: Person, case: CaseRecord) -> bool:
    """Whether a case is offered to the person's area and they may say yes or no to it.

    Until they have, that it is offered is all they may know of it.
    """
    offered = any(one.decision == "open" and one.to_area == person.area for one in case.transfers)
    return (
        offered
        and person.area != case.area
        and may(person, "decide level")
        and not case.merged_into
        and has_grants(person, case)
    )


def sees_category_4(person: Person) -> bool:
    """Category 4 is gated apart: without the grant it is neither seen nor counted."""
    return "category-4" in person.grants


def counts_category_4(person: Person) -> bool:
    """Whether it is in the figures that somebody is told: only if they get every figure exactly.
    Two of the same role, one with the grant, would else reckon its few from what each is told."""
    return sees_category_4(person) and may(person, "ask exactly")


def has_grants(person: Person, case: CaseRecord) -> bool:
    """Whether no grant is missing that the case asks for, whatever the role."""
    # Once in Category 4, the whole history stays gated, whatever the category is today.
    if any(spell.category == 4 for spell in case.spells) and not sees_category_4(person):
        return False
    return not case.limited_access or "limited" in person.grants


def _in_scope(person: Person, action: str, case: CaseRecord) -> bool:
    scope = MAY[action][person.role]
    if scope in (AREA, NO_CASE):
        return scope is AREA
    if scope is DRAWN:
        return case.ref in person.drawn
    # Who stands in for a chair does what the chair may, and no more.
    if case.ref in person.hears and "chair" in MAY[action]:
        return True
    if scope is HEARD:
        return False
    return _on_team(person, case) or (case.ref in person.opened and action == "see case")


def _on_team(person: Person, case: CaseRecord) -> bool:
    theirs = {person.user_id, *person.stands_in_for}
    return any(member.user_id in theirs for member in case.team)
