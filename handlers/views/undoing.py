"""How it is told that a change was taken back, or why not."""

from collections.abc import Mapping, Sequence

from handlers.desks import Reply
from handlers.views import blocks

# What to do about a step that others may know of, by what the record calls it.
INSTEAD: Mapping[str, str] = {
    "case merged": "Take the whole merge back. Example: merge undo {ref}",
    "merge undone": "Merge them again. Example: merge {ref} into BED-1043",
    "case reassigned": "Hand the cases back. Example: reassign @somebody to @owner",
    "action raised": "Say what became of it. Example: actions {ref}",
    "action changed": "Say what is so now. Example: actions {ref}",
    "referral made": "Withdraw the referral, or ask the co-ordinator to decline it.",
}
OTHERWISE = "Set it right with an update. Example: update {ref}"


def done(ref: str, taken_back: Sequence[str]) -> str:
    """What is as it was before."""
    return f"Undone in {ref}. {blocks.cut('; '.join(taken_back), 1500)}."


def window(reply: Reply) -> blocks.Block:
    """The case as it is now, or the refusal, in a window of its own."""
    return blocks.notice("Undo", [b for b in reply.message.blocks if b["type"] != "actions"])
