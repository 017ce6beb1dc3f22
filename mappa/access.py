"""Who may do what: the one table that every path asks."""

from collections.abc import Mapping

from mappa.cases import CaseRecord
from mappa.errors import NotAllowed
from mappa.people import Person

# What each role may do at all. What it may be done to is decided below, case by case.
MAY: Mapping[str, frozenset[str]] = {
    "co-ordinator": frozenset(
        {
            "ask",
            "ask exactly",
            "refer",
            "see case",
            "see every case",
            "change case",
            "decide level",
            "screen referral",
            "tidy cases",
            "take out cases",
            "bring in cases",
            "freeze returns",
            "plan meetings",
            "be reminded",
        }
    ),
    "chair": frozenset({"ask", "refer", "see case", "be reminded"}),
    "practitioner": frozenset({"ask", "refer", "see case", "change case", "be reminded"}),
    "smb": frozenset({"ask"}),
    "lay-adviser": frozenset({"ask"}),
    "auditor": frozenset({"ask", "see case"}),
    "admin": frozenset({"register people"}),
}


def may(person: Person, action: str) -> bool:
    """Whether the person's role allows the action at all."""
    return action in MAY[person.role]


def require(person: Person, action: str, sentence: str) -> None:
    """Refuse with the sentence unless the person's role allows the action."""
    if not may(person, action):
        raise NotAllowed(sentence)


def may_do(person: Person, action: str, case: CaseRecord) -> bool:
    """Whether the person may do this to this case: role, area, team and grants together.

    Nobody does anything to a case that was merged: all of it is done to what it became.
    """
    return (
        may(person, action)
        and not case.merged_into
        and person.area == case.area
        and _granted(person, case)
        and (
            may(person, "see every case")
            or _on_team(person, case)
            or (case.ref in person.hears and action in MAY["chair"])
        )
    )


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
        and _granted(person, case)
    )


def sees_category_4(person: Person) -> bool:
    """Category 4 is gated apart: without the grant it is neither seen nor counted."""
    return "category-4" in person.grants


def _granted(person: Person, case: CaseRecord) -> bool:
    # Once in Category 4, the whole history stays gated, whatever the category is today.
    if any(spell.category == 4 for spell in case.spells) and not sees_category_4(person):
        return False
    return not case.limited_access or "limited" in person.grants


def _on_team(person: Person, case: CaseRecord) -> bool:
    # Auditors come to cases by the sample that was drawn.
    if person.role != "practitioner":
        return False
    theirs = {person.user_id, *person.stands_in_for}
    return any(member.user_id in theirs for member in case.team)
