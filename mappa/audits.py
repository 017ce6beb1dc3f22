"""What may be asked of the record of a case: who looked, who did what, who was refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mappa.arguments import Field, Schema, read_line
from mappa.days import read_day
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.mentions import read_user

SEEN, CHANGED, REFUSED = "seen", "changed", "refused"
SCHEMA = Schema(
    word="audit",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field(SEEN, "seen", "who looked at the case, also in a list or a file", shape="flag"),
        Field(CHANGED, "changed", "what was done to it", shape="flag"),
        Field(REFUSED, "refused", "who was refused it", shape="flag"),
        Field("by", "by @somebody", "one person only", shape="person"),
        Field("since", "since 1 May 2026", "from this day on", shape="day"),
        Field("page", "page 2", "goes on where a page broke off"),
    ),
    examples=("audit BED-1042", "audit BED-1042 seen since 1 May 2026", "audit BED-1042 refused"),
)
# How the names of what shows a case end.
_LOOKS = re.compile(r".*\b(seen|listed|found|export(ed)?|taken out|reminded|sent|shared|given)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which case, and of what is on the record about it; nothing chosen means all of it."""

    ref: str
    kinds: frozenset[str] = frozenset()
    by: str | None = None  # a Slack id
    since: date | None = None
    page: int = 1

    def takes(self, action: str) -> bool:
        return not self.kinds or kind_of(action) in self.kinds

    def said(self) -> str:
        """What asks for the same again."""
        words = [self.ref, *sorted(self.kinds)]
        words += ["by", f"<@{self.by}>"] if self.by else []
        words += ["since", self.since.isoformat()] if self.since else []
        return " ".join(words)


def kind_of(action: str) -> str:
    """Whether somebody looked, was refused, or did something."""
    if action == REFUSED:
        return REFUSED
    return SEEN if _LOOKS.fullmatch(action) else CHANGED


def read_audit(typed: str, today: date) -> Wanted:
    line = read_line(SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"audit takes no reason. Example: {SCHEMA.examples[0]}", "because")
    values = line.values
    return Wanted(
        read_case_ref(line.subject),
        frozenset(kind for kind in (SEEN, CHANGED, REFUSED) if kind in values),
        read_user(values["by"], "by") if "by" in values else None,
        _read_since(values["since"], today) if "since" in values else None,
        _read_page(values.get("page", "1")),
    )


def shown_of_list(after: Any, refs: frozenset[str]) -> str:
    """Of an entry about many cases no more than how many they were: the others are not asked
    about."""
    found = next(iter(_lists_with(after, refs)), [])
    return f"one of {len(found):,} cases" if len(found) > 1 else ""


def _lists_with(value: Any, refs: frozenset[str]) -> list[list[Any]]:
    if isinstance(value, list):
        return [value] if refs.intersection(one for one in value if isinstance(one, str)) else []
    if isinstance(value, Mapping):
        return [found for one in value.values() for found in _lists_with(one, refs)]
    return []


def _read_since(typed: str, today: date) -> date:
    try:
        return read_day(typed, today)
    except RuleBroken as problem:
        raise RuleBroken(f"since: {problem.message}", "since") from problem


def _read_page(typed: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,3}", typed):
        raise RuleBroken("page: give the number of a page. Example: page 2", "page")
    return int(typed)
