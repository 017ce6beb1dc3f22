"""How a merge is seen: what was taken over, what was not, and the way back."""

from collections.abc import Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.merging import Merged


def merged(ref: str, into: str, made: Merged, apart: Sequence[str], command: str) -> Reply:
    """In private only: it quotes what stood on both cases. `apart`: meetings that heard both."""
    left = _left(into, [*made.left, *(f"what meeting {one} heard of {ref}" for one in apart)])
    head = f"Saved: {ref} is merged into {into}."
    back = f"The way back: {command} unmerge {ref} because two people after all"
    taken = f"{into} took over: {', '.join(made.taken) or 'nothing that it did not have'}."
    see = f"See it: {command} case {into}"
    shown = [
        blocks.words(head),
        *blocks.paragraphs("\n".join([taken, *left])),
        blocks.context(f"{see}\n{back}"),
    ]
    return say(blocks.escape(f"{head}\n{see}"), *shown)


def _left(into: str, left: Sequence[str]) -> list[str]:
    if not left:
        return []
    return [f"Not taken over, because {into} says otherwise (it stays sealed):", *left]


def unmerged(ref: str, into: str, command: str) -> Reply:
    head = f"Saved: {ref} and {into} are two cases again."
    see = f"See them: {command} case {ref}, {command} case {into}"
    return say(blocks.escape(f"{head}\n{see}"), blocks.words(head), blocks.context(see))
