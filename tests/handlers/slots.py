"""Every place of every line where somebody types something, taken from the code itself.

Of a field its own example says what is right in it; where that alone would be refused, LINES says
what it goes with. What has no schema stands in OTHERS. In a line the place is in brackets.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.commands import WORDS
from mappa.arguments import Field, Schema


@dataclass(frozen=True, slots=True)
class Slot:
    """A line with one place left open; `named` is what a refusal may call that place."""

    word: str
    named: tuple[str, ...]
    line: str  # with {} for the place
    good: str
    free: bool = False  # whatever can be shown is taken as it is typed

    @property
    def right(self) -> str:
        return self.line.format(self.good)

    def __str__(self) -> str:
        return f"{self.word} {self.named[0]}"

    def takes(self, kind: str) -> bool:
        """Whether what is mostly bad input is right here: a figure, nothing at all, a mention."""
        return kind in TAKES.get((self.word, self.named[0]), TAKES.get(("", self.named[0]), ()))


SUBJECTS = {
    "refer": "X320741", "screen": "BED-R1", "merge": "BED-1043", "unmerge": "BED-1044",
    "reassign": "<@U0PRIYA>", "deputy": "<@U0PETE>", "referrals": "open", "training": "BED-T1",
    "case-audit": "BED-A1", "report": "2025/26",
}  # fmt: skip
NO_REASON = ("case", "history", "referrals", "training", "case-audit", "deputy", "report")
BECAUSE = " because it was decided"
# What a refusal calls what stands first in a line.
FIRST = {
    "refer": ("identifier", "case"), "screen": ("referral",), "reassign": ("owner",),
    "training": ("session",), "case-audit": ("audit",), "request": ("case", "kind"),
    "report": ("year",),
}  # fmt: skip
# What it may call a field beside its own name.
ALSO = {
    ("training", "agencies"): ("agency",),
    ("merge", "into"): ("case",),
    ("request", "kind"): ("request", "number"),
    ("screen", "accept"): ("level",),
}
TAKES: dict[tuple[str, str], tuple[str, ...]] = {
    ("", "page"): ("nine",),
    ("", "level"): ("zero",),
    ("", "because"): ("empty",),  # where none was needed
    ("case-audit", "cases"): ("nine",),
    ("training", "attended"): ("nine", "zero"),
    ("referrals", "referrals"): ("empty",),
    ("undo", "case"): ("empty",),
    ("export", "export"): ("empty",),
    ("report", "report"): ("empty",),
    ("report", "population"): ("nine",),
    ("stats", "stats"): ("empty",),
    ("contacts", "agency"): ("empty",),
    ("contacts", "address"): ("empty",),
    ("update", "contact"): ("person",),
    ("answer", "answer"): ("empty",),
    ("request", "owner"): ("person",),  # who is not registered is not told, which is said
}
FREE = {"text", "label"}
ALSO_FREE = {("update", "district"), ("correct", "to disclosed")}
EXAMPLES = {"owner": "<@U0PETE>", "member": "<@U0PETE>", "to": "the head teacher"}
# What follows the subject, where more is needed than the field and its example.
LINES: dict[str, dict[str, str]] = {
    "case": {"page": "notes page [2]"},
    "case-audit": {
        "subject": "case BED-1042 outcome met",
        "cases": "case-audit draw cases [5]",
        "case": "case [BED-1042] outcome met",
        "outcome": "case BED-1042 outcome [met]",
        "note": "case BED-1042 outcome met note [no next review recorded]",
    },
    "correct": {
        "subject": "spell 5 January 2026 level 3",
        "because": "spell 5 January 2026 level 3",
        "spell": "spell [5 January 2026] level 3",
        "custody": "custody [1 March 2026] why remand",
        "placement": "placement [1 February 2026] place 4 Example Road",
        "absence": "absence [1 April 2026] removed",
        "order": "order [SHPO 5 January 2024] ends 1 May 2031",
        "order-change": "order-change [1 May 2026] on 2 May 2026",
        "event": "event [sfo 1 May 2026] on 2 May 2026",
        "disclosure": "disclosure [1 May 2026] decision no",
        "level": "spell 5 January 2026 level [3]",
        "category": "spell 5 January 2026 category [1]",
        "threshold": "spell 5 January 2026 threshold [senior]",
        "from": "spell 5 January 2026 from [7 January 2026]",
        "to": "custody 1 March 2026 to [10 March 2026]",
        "to disclosed": "disclosure 1 May 2026 to [the landlord]",
        "kind": "order SHPO 5 January 2024 kind [VOO]",
        "why": "custody 1 March 2026 why [remand]",
        "place": "placement 1 February 2026 place [4 Example Road]",
        "imposed": "order SHPO 5 January 2024 imposed [7 January 2024]",
        "ends": "order SHPO 5 January 2024 ends [1 May 2031]",
        "on": "event sfo 1 May 2026 on [2 May 2026]",
        "decision": "disclosure 1 May 2026 decision [no]",
        "note": "event sfo 1 May 2026 note [by a neighbour]",
        "rationale": "disclosure 1 May 2026 rationale [he works there]",
        "which": "event sfo 1 May 2026 which [1] removed",
        "removed": "event sfo 1 May 2026 removed []",
    },
    "deputy": {
        "subject": "for <@U0PRIYA> until 1 July 2026",
        "for": "for [<@U0PRIYA>] until 1 July 2026",
        "from": "for <@U0PRIYA> from [18 June 2026] until 1 July 2026",
        "until": "for <@U0PRIYA> until [1 July 2026]",
        "ended": "for <@U0CORA> ended []",
    },
    "merge": {
        "into": "into [BED-1042]",
        "subject": "into BED-1042",
        "because": "into BED-1042",
        "keeping": "into BED-1042 keeping [BED-1042]",
    },
    "reassign": {"subject": "to <@U0PETE>", "because": "to <@U0PETE>", "to": "to [<@U0PETE>]"},
    "refer": {
        "*": "category 2 level 2",
        "category": "level 2 category [2]",
        "level": "category 2 level [2]",
    },
    "request": {
        "*": "1",
        "subject": "1 granted",
        "because": "1 granted",
        "kind": "[escort] what escort from the gate",
        "what": "escort what [escort from the gate]",
        "on": "1 granted on [2 June 2026]",
        "note": "1 granted note [prison will see to it]",
        "page": "request BED-1042 page [2]",
        "reopened": "2 reopened []",
    },
    "screen": {
        "subject": "decline",
        "because": "decline",
        "level": "accept level [2]",
        "category": "accept level 2 category [2]",
        "threshold": "accept level 2 threshold [senior]",
        "from": "accept level 2 from [17 June 2026]",
        "accept": "accept level 2 []",
    },
    "training": {
        "subject": "attended 14",
        "on": "training on [3 June 2026] agencies police",
        "agencies": "training on 3 June 2026 agencies [police, housing]",
        "about": "training on 3 June 2026 agencies police about [risk assessment]",
    },
    "transfer": {
        "subject": "to Hertfordshire",
        "because": "to Hertfordshire",
        "to": "to [Hertfordshire]",
        "accept": "transfer HER-1001 accept []",
        "decline": "transfer HER-1001 decline []",
        "withdraw": "transfer BED-1045 withdraw []",
        "owner": "transfer HER-1001 accept owner [<@U0PETE>]",
    },
    "update": {
        "subject": "level 3",
        "because": "level 3",
        "category": "category [1]",
        "threshold": "level 3 threshold [senior]",
        "from": "level 3 from [1 May 2026]",
        "tused": "tused [1 May 2028]",
        "place": "placement own-ap place [3 Example Road]",
        "placement": "placement [own-ap]",
        "convicted": "disposal caution convicted [2 May 2026]",
        "disposal": "convicted 2 May 2026 disposal [imprisonment 30 months]",
        "watch": "update BED-1046 until 1 May 2028 watch [yes]",
        "until": "update BED-1046 watch yes until [1 May 2028]",
        "order": "imposed 1 May 2026 order [SHPO]",
        "imposed": "order VOO imposed [1 May 2026]",
        "ends": "order VOO imposed 1 May 2026 ends [1 May 2031]",
        "varied": "order SHPO varied [2 May 2026]",
        "ended": "order SHPO ended [2 May 2026]",
        "breached": "order SHPO breached [2 May 2026]",
        "event": "on 2 May 2026 event [sfo]",
        "on": "event sfo on [2 May 2026]",
        "to": "disclosure yes to [the head teacher]",
        "contact": "contact police [Sam Example, sam@example.org]",
        "exit": "anyway exit []",
        "anyway": "exit anyway []",
    },
}
OTHERS: dict[str, dict[str, str]] = {
    "undo": {"case": "undo [BED-1042]"},
    "answer": {
        "referral": "answer [BED-R1] he moves to Luton",
        "answer": "answer BED-R1 [he moves]",
    },
    "find": {
        "find": "find [BED-1042]",
        "page": "find BED-1042 page [1]",
        "born": "find born [3 May 1980]",
    },
    "export": {"export": "export [level 2 cases]"},
    "stats": {"stats": "stats [2025/26]"},
    "contacts": {
        "agency": "contacts [police]",
        "page": "contacts police page [1]",
        "agency of a new one": "contacts add [police] Jo Harper, jo@police.example",
        "name": "contacts add police [Jo Harper], jo@police.example",
        "address": "contacts add police Jo Harper, [jo@police.example]",
        "remove": "contacts remove [1]",
    },
    "me": {"me": "me []"},
    "deputies": {"deputies": "deputies []"},
    "help": {"help": "help [update]"},
}
FREE_OTHERS = {("answer", "answer"), ("contacts", "name"), ("contacts", "address")}


def schemas() -> dict[str, Schema]:
    """Every schema of the code, by its word."""
    found = {}
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in ("handlers", "mappa"):
            for value in vars(module).values():
                if isinstance(value, Schema):
                    found[value.word] = value
    return found


def slots() -> list[Slot]:
    """All of them, in the order of the words."""
    known = schemas()
    return [
        slot for word in WORDS for slot in (_of(known[word]) if word in known else _other(word))
    ]


def _of(schema: Schema) -> Iterator[Slot]:
    word, lines = schema.word, LINES.get(schema.word, {})
    subject = SUBJECTS.get(word, "BED-1042")
    because = "" if word in NO_REASON else BECAUSE
    every = lines.get("*", "")
    rest = lines.get("subject", every)
    yield _slot(
        word, (word, *FIRST.get(word, ("case",))), f"{word} [{subject}] {rest}{because}".strip()
    )
    if because:
        rest = lines.get("because", every)
        yield _slot(
            word, ("because",), f"{word} {subject} {rest} because [it was decided]", free=True
        )
    others = {"*", "subject", "because", *(field.name for field in schema.fields)}
    for extra in [name for name in lines if name not in others]:
        line = f"{word} {subject} {lines[extra]}{because}"
        yield _slot(word, (extra.split()[0],), line, free=_is_free(word, extra))
    for field in schema.fields:
        line = lines.get(field.name) or f"{every} {_default(field)}".strip()
        whole = line if line.startswith(f"{word} ") else f"{word} {subject} {line}"
        free = field.shape in FREE or _is_free(word, field.name)
        why = "" if field.name == "page" else because
        yield _slot(word, (field.name,), f"{whole}{why}", free=free)


def _is_free(word: str, name: str) -> bool:
    return (word, name) in ALSO_FREE


def _default(field: Field) -> str:
    if field.shape == "flag":
        return f"{field.name} []"
    good = EXAMPLES.get(field.name, field.example.removeprefix(f"{field.name} "))
    return f"{field.name} [{good}]"


def _other(word: str) -> Iterator[Slot]:
    for named, line in OTHERS[word].items():
        yield _slot(word, (named.split(" of ")[0], word), line, free=(word, named) in FREE_OTHERS)


def _slot(word: str, named: tuple[str, ...], line: str, *, free: bool = False) -> Slot:
    found = re.fullmatch(r"([^\[]*)\[([^\]]*)\](.*)", line)
    assert found, f"{line} has no place in brackets"
    named = (*named, *ALSO.get((word, named[0]), ()))
    return Slot(word, named, f"{found[1]}{{}}{found[3]}", found[2], free)
