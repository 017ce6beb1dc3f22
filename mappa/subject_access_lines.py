"""How it is asked for everything that is held about a person, in one line, by form or typed at the
command line."""

from dataclasses import dataclass

from mappa.arguments import REASON, Schema, clean_text, read_line
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref

EXAMPLE = "subject-access BED-1042 because request SAR-2026-017"
SCHEMA = Schema(
    word="subject-access",
    subject="case reference",
    subject_example="BED-1042",
    fields=(),
    examples=(EXAMPLE,),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which case, and why; without a reason a form asks for it."""

    ref: str = ""
    reason: str = ""


def read_asked(typed: str) -> Asked:
    """What a line asks for."""
    if not typed:
        return Asked()
    line = read_line(SCHEMA, typed)
    return Asked(read_case_ref(line.subject), line.reason)


def make_asked(typed_ref: str, typed_reason: str) -> Asked:
    """The same where the reason may not be missing."""
    ref, reason = read_case_ref(typed_ref), clean_text(typed_reason, REASON)
    if not reason:
        raise RuleBroken(
            "because: say why, such as the request's own reference: it stays on the record. "
            f"Example: {EXAMPLE}",
            REASON,
        )
    return Asked(ref, reason)
