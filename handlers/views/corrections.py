"""How a correction is seen: what was, and what is."""

from collections.abc import Mapping
from typing import Any

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.case_facts import fact
from mappa.corrections import Correction


def corrected(
    asked: Correction, was: Any, now: Any, said: str, names: Mapping[str, str], command: str
) -> Reply:
    """The fact before and after, and what else the correction moved."""
    return _lines(
        f"Saved: {asked.noun.replace('-', ' ')} of {asked.ref} corrected.",
        f"Was: {fact(was, names)}",
        f"Is: {fact(now, names) if now is not None else 'taken out'}",
        said,
        f"What was stays on the record: {command} history {asked.ref}",
    )


def nothing_new(asked: Correction, was: Any, command: str) -> Reply:
    return _lines(
        "All of that stood here already; nothing was changed.",
        fact(was, {}),
        f"See it with: {command} case {asked.ref}",
    )


def _lines(*lines: str) -> Reply:
    text = "\n".join(filter(None, lines))
    return say(blocks.escape(lines[0]), *blocks.paragraphs(text))
