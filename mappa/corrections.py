"""Corrections: what the history of a case says wrongly, set right with a reason.

A fact is found by its day, and by its kind where several share one. What was is on the record.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.case_dates import read_case_date
from mappa.case_facts import ORDER_CHANGES
from mappa.cases import THRESHOLDS, CaseRecord
from mappa.changes import NONE
from mappa.choices import harmless, is_choice, read_choice
from mappa.days import uk_date
from mappa.errors import NotUnderstood, RuleBroken
from mappa.events import EVENT_NAMES
from mappa.identifiers import read_case_ref
from mappa.orders import ORDER_NAMES

REMOVED = "removed"
REMOVED_EXAMPLE = "correct BED-1042 event sfo 1 May 2026 removed because it was not him"
EXAMPLE = "correct BED-1042 spell 5 January 2026 level 3 because the minutes say so"


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of fact: its field in a case, how its day is called, its kinds if the day alone may
    not tell which is meant, and what of it can be corrected."""

    field: str
    day: str
    kinds: Mapping[str, str]
    kind: str
    values: tuple[str, ...]
    text: str = ""  # a free text by which two of one kind and day are told apart


NOUNS: Mapping[str, Noun] = {
    "spell": Noun("spells", "started_on", {}, "", ("level", "category", "threshold", "from", "to")),
    "custody": Noun("custody", "from_on", {}, "", ("why", "from", "to")),
    "placement": Noun("placements", "from_on", {}, "", ("kind", "place", "from", "to")),
    "absence": Noun("absences", "from_on", {}, "", ("from", "to")),
    "order": Noun("orders", "imposed_on", ORDER_NAMES, "kind", ("kind", "imposed", "ends")),
    "order-change": Noun(
        "order_changes", "on", ORDER_CHANGES, "change", ("kind", "on", "note"), "note"
    ),
    "event": Noun("events", "on", EVENT_NAMES, "kind", ("kind", "on", "note"), "note"),
    "disclosure": Noun(
        "disclosures", "on", {}, "", ("decision", "to", "on", "rationale"), "rationale"
    ),
}
SCHEMA = Schema(
    word="correct",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("spell", "spell 5 January 2026", "the category and level that began on that day"),
        Field("custody", "custody 1 May 2026", "the stay in custody that began on that day"),
        Field("placement", "placement 1 May 2026", "the placement that began on that day"),
        Field("absence", "absence 1 May 2026", "the days at large that began on that day"),
        Field("order", "order SHPO 5 January 2024", "the order imposed on that day"),
        Field("order-change", "order-change 1 May 2026", "a variation, end or breach of that day"),
        Field("event", "event sfo 1 May 2026", "what happened on that day"),
        Field("disclosure", "disclosure 1 May 2026", "the disclosure decision of that day"),
        Field("level", "level 3", "the level that it was"),
        Field("category", "category 2", "the category that it was", ("cat",)),
        Field(
            "threshold",
            "threshold senior",
            f"one of {', '.join(THRESHOLDS)}, or none",
            choices={**THRESHOLDS, NONE: "None"},
        ),
        Field("from", "from 7 January 2026", "the day it began", shape="day"),
        Field("to", "to 1 May 2026", "the day it ended, none if it runs on; whom was disclosed to"),
        Field("kind", "kind VOO", "the kind of placement, order or event that it was"),
        Field("why", "why remand", "sentence, remand or recall"),
        Field("place", "place 3 Example Road", "the address of a placement", shape="label"),
        Field("imposed", "imposed 7 January 2024", "the day an order was imposed", shape="day"),
        Field("ends", "ends 1 May 2031", "the day an order ends, none if it does not", shape="day"),
        Field("on", "on 2 May 2026", "the day of an event, a decision, a change", shape="day"),
        Field("decision", "decision yes", "yes or no"),
        Field("note", "note by a neighbour", "the note of an event or a change", (), "text"),
        Field("rationale", "rationale he works there", "why it was decided so", (), "text"),
        Field("which", "which 2", "where several are alike: the first, second and so on"),
        Field(REMOVED, REMOVED, "it never was", (), "flag"),
    ),
    examples=(
        EXAMPLE,
        "correct BED-1042 spell 5 January 2026 from 7 January 2026 because the minutes say so",
    ),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a line asks for: the fact that is meant, and what of it was otherwise."""

    ref: str
    noun: str
    day: date
    values: Mapping[str, str]
    reason: str
    today: date
    kind: str = ""
    which: int = 0

    @property
    def removes(self) -> bool:
        return REMOVED in self.values

    def past_day(self, field: str, otherwise: date) -> date:
        """The corrected day of what has happened, or the one that stands there."""
        if field not in self.values:
            return otherwise
        day = read_case_date(self.values[field], field, self.today)
        if day > self.today:
            raise RuleBroken(
                f"{field}: {uk_date(day)} is still to come; what is corrected has happened. "
                f"Example: {field} 1 May 2026",
                field,
            )
        return day

    def end(self, field: str, otherwise: Any, running: Any) -> Any:
        """The corrected last day; none is the value of what runs on."""
        if self.takes_out(field):
            return running
        return self.past_day(field, otherwise)

    def takes_out(self, field: str) -> bool:
        return self.values.get(field, "").strip().casefold() == NONE

    def choice(self, field: str, choices: Mapping[str, str], otherwise: Any) -> Any:
        given = self.values.get(field)
        return read_choice(given, choices, field) if given else otherwise

    def text(self, field: str, otherwise: str) -> str:
        return clean_text(self.values[field], field) if field in self.values else otherwise


def read_correction(typed: str, today: date) -> Correction:
    """The correction that a typed line asks for; every fault names its field and an example."""
    line = read_line(SCHEMA, typed)
    ref, values = read_case_ref(line.subject), dict(line.values)
    nouns = [name for name in NOUNS if name in values]
    if len(nouns) != 1:
        raise RuleBroken(
            f"correct: name one of {', '.join(NOUNS)} with its day. Example: {EXAMPLE}",
            nouns[1] if nouns else "spell",
        )
    noun = nouns[0]
    kind, day = _kind_and_day(values.pop(noun), noun, today)
    which = _which(values.pop("which", ""))
    _check_values(noun, values)
    if not line.reason:
        raise RuleBroken(f"A correction needs a reason. Example: {EXAMPLE}", "because")
    return Correction(ref, noun, day, values, line.reason, today, kind, which)


def _check_values(noun: str, values: Mapping[str, str]) -> None:
    own = NOUNS[noun].values
    if wrong := [name for name in values if name not in (*own, REMOVED)]:
        raise RuleBroken(
            f"{wrong[0]} is nothing of {_a(noun)}: that takes {', '.join((*own, REMOVED))}. "
            f"Example: {EXAMPLE}",
            wrong[0],
        )
    if not values:
        raise RuleBroken(
            f"{noun}: say what was otherwise: {', '.join((*own, REMOVED))}. Example: {EXAMPLE}",
            noun,
        )
    if REMOVED in values and len(values) > 1:
        raise RuleBroken(
            f"{REMOVED}: what never was has nothing else to correct. Give {REMOVED} alone. "
            f"Example: {REMOVED_EXAMPLE}",
            REMOVED,
        )


def _a(noun: str) -> str:
    words = noun.replace("-", " of an ") if noun == "order-change" else noun
    return f"an {words}" if words[0] in "aeo" else f"a {words}"


def _kind_and_day(text: str, noun: str, today: date) -> tuple[str, date]:
    words, kinds = text.split(), NOUNS[noun].kinds
    for length in range(len(words) - 1, 0, -1):
        if is_choice(" ".join(words[:length]), kinds):
            kind = read_choice(" ".join(words[:length]), kinds, noun)
            return kind, read_case_date(" ".join(words[length:]), noun, today)
    return "", read_case_date(text, noun, today)


def _which(text: str) -> int:
    if text and not re.fullmatch("[1-9][0-9]?", text):
        raise RuleBroken(f"which: {harmless(text)} is no place in a row. Example: which 2", "which")
    return int(text or 0)


def find_fact(case: CaseRecord, asked: Correction) -> Any:
    """The one fact that is meant; where several may be, it is asked back."""
    noun = NOUNS[asked.noun]
    everything = getattr(case, noun.field)
    found = [one for one in everything if getattr(one, noun.day) == asked.day]
    if asked.kind:
        found = [one for one in found if getattr(one, noun.kind) == asked.kind]
    if not found:
        raise RuleBroken(_none_such(case, asked, everything), asked.noun)
    if asked.which > len(found):
        raise RuleBroken(f"which: there are only {len(found)} of them. Example: which 1", "which")
    if len(found) > 1 and not asked.which:
        raise _ask_back(asked, found)
    return found[max(asked.which, 1) - 1]


def _none_such(case: CaseRecord, asked: Correction, everything: tuple[Any, ...]) -> str:
    noun = NOUNS[asked.noun]
    days = sorted({getattr(one, noun.day) for one in everything}, reverse=True)
    known = (
        f"Recorded are those of {', '.join(map(uk_date, days[:8]))}" if days else "There is none"
    )
    more = f" and {len(days) - 8} earlier days" if len(days) > 8 else ""
    kind = f"{noun.kinds[asked.kind]} " if asked.kind else ""
    example = f"correct {case.ref} {asked.noun} {uk_date(days[0] if days else asked.day)}"
    return (
        f"{asked.noun}: {case.ref} has no {kind}{asked.noun} of {uk_date(asked.day)}. "
        f"{known}{more}. Example: {example} {REMOVED} because ..."
    )


def _ask_back(asked: Correction, found: list[Any]) -> NotUnderstood:
    """With every reading as a line that is ready to be completed."""
    noun = NOUNS[asked.noun]
    start = f"correct {asked.ref} {asked.noun}"
    choices = []
    for number, one in enumerate(found, start=1):
        kind = f"{getattr(one, noun.kind)} " if noun.kind else ""
        says = f" ({kind}{harmless(getattr(one, noun.text))})" if noun.text else ""
        choices.append(f"{start} {asked.kind} {uk_date(asked.day)} which {number}{says}")
    if noun.kind and not asked.kind:
        kinds = [getattr(one, noun.kind) for one in found]
        if len(set(kinds)) == len(kinds):
            choices = [f"{start} {kind} {uk_date(asked.day)}" for kind in kinds]
    return NotUnderstood(
        f"{asked.noun}: {asked.ref} has {len(found)} of {uk_date(asked.day)}, so say which is "
        "meant. Nothing was saved. Readings:",
        tuple(" ".join(choice.split()) for choice in choices),
    )
