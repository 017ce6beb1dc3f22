"""The words `merge` and `unmerge`: which two cases are one person, and why."""

from dataclasses import dataclass

from mappa.arguments import Field, Line, Schema, read_line
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref

SCHEMA = Schema(
    word="merge",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("into", "into BED-1043", "the case that stays; needs a reason"),
        Field("keeping", "keeping BED-1043", "whose identifiers are right, where they differ"),
    ),
    examples=(
        "merge BED-1042 into BED-1043 because referred twice",
        "merge BED-1042 into BED-1043 keeping BED-1043 because the CRN was mistyped",
        "merge undo BED-1042 because two people after all",
    ),
)
UNDO = Schema(
    word="unmerge",
    subject="case reference",
    subject_example="BED-1042",
    fields=(),
    examples=("unmerge BED-1042 because two people after all",),
)


@dataclass(frozen=True, slots=True)
class Merge:
    """What a line asks for: which case goes into which, and whose identifiers are right."""

    ref: str
    into: str
    keeping: str | None
    reason: str


def read_merge(typed: str) -> Merge:
    """The two cases that a line names."""
    line = read_line(SCHEMA, typed)
    ref = read_case_ref(line.subject)
    if "into" not in line.values:
        raise RuleBroken(f"into: say which case stays. Example: {SCHEMA.examples[0]}", "into")
    into = _case_ref(line.values["into"], "into")
    if into == ref:
        raise RuleBroken(f"into: {ref} is the same case. Example: {SCHEMA.examples[0]}", "into")
    keeping = line.values.get("keeping")
    kept = _case_ref(keeping, "keeping") if keeping else None
    if kept not in (None, ref, into):
        raise RuleBroken(
            f"keeping: name one of the two cases, {ref} or {into}. Example: keeping {into}",
            "keeping",
        )
    return Merge(ref, into, kept, _reason(SCHEMA, line))


def read_unmerge(typed: str) -> tuple[str, str]:
    """The case that was merged by mistake, and why it is taken out again."""
    line = read_line(UNDO, typed)
    return read_case_ref(line.subject), _reason(UNDO, line)


def _case_ref(text: str, field: str) -> str:
    try:
        return read_case_ref(text)
    except RuleBroken as problem:
        raise RuleBroken(f"{field}: {problem.message}", field) from problem


def _reason(schema: Schema, line: Line) -> str:
    if not line.reason:
        raise RuleBroken(f"{schema.word} needs a reason. Example: {schema.examples[0]}", "because")
    return line.reason
