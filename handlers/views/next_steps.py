"""The buttons of a card: the next sensible steps. They carry references, nothing else."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.actions import NEW_ACTION
from handlers.views.histories import SHOW_HISTORY
from handlers.views.referrals import SCREEN_REFERRAL
from handlers.views.requests import ANSWER_REQUEST
from mappa.cases import CaseRecord

REFER_CASE = "refer_case"
OPEN_UPDATE = "open_update"  # and a point and a word, where several stand side by side
UNDO_CHANGE = "undo_change"

# Step: what the button says, and the section of the form that it opens.
_FORMS = {
    "update": ("Update", ""),
    "release": ("Record the release", "custody"),
    "confirm level": ("Confirm the level", "level"),
    "review": ("Set the review", "dates"),
    "re-screen": ("Re-screen", "level"),
}


def step_buttons(
    case: CaseRecord, steps: Sequence[str], referrals: Sequence[str]
) -> list[blocks.Block]:
    """One for each step, the first the one that is meant most likely."""
    return [_button(case, step, referrals) for step in steps]


def undo_button(ref: str, number: int) -> blocks.Block:
    """Takes back the change of this number on the record."""
    return blocks.button("Undo", UNDO_CHANGE, f"{ref} {number}")


def _button(case: CaseRecord, step: str, referrals: Sequence[str]) -> blocks.Block:
    if step in _FORMS:
        label, section = _FORMS[step]
        action = f"{OPEN_UPDATE}.{step.replace(' ', '-')}"
        return blocks.button(label, action, f"{case.ref} {section}".strip())
    if step == "screen":
        return blocks.button("Screen the referral", SCREEN_REFERRAL, referrals[0])
    if step == "requests":
        number = min(one.number for one in case.requests if one.closed_on is None)
        return blocks.button("Answer a request", ANSWER_REQUEST, f"{case.ref} {number}")
    if step == "refer":
        return blocks.button("Refer this case", REFER_CASE, case.ref)
    if step == "action":
        return blocks.button("Raise an action", NEW_ACTION, case.ref)
    if step == "history":
        return blocks.button("History", SHOW_HISTORY, case.ref)
    raise ValueError(f"there is no step {step}")
