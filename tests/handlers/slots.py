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
from mappa.meetings.minutes import PARTS


@dataclass(frozen=True, slots=True)
class Slot:
    """A line with one place left open; `named` is what a refusal may call that place."""

    word: str
    named: tuple[str, ...]
    line: str  # with {} for the place
    good: str
    free: bool = False  # whatever can be shown is taken as it is typed

    @property
    def by(self) -> str:
        """Who may type it."""
        return BY.get(self.word, "U0CORA")

    @property
    def right(self) -> str:
        return self.line.format(self.good)

    def __str__(self) -> str:
        return f"{self.word} {self.named[0]}"

    def takes(self, kind: str) -> bool:
        """Whether what is mostly bad input is right here: a figure, nothing at all, a mention."""
        return kind in TAKES.get((self.word, self.named[0]), TAKES.get(("", self.named[0]), ()))


BY = {"people": "U0ADA"}
SUBJECTS = {
    "people": "list",
    "refer": "X320741", "screen": "BED-R1", "merge": "BED-1043", "unmerge": "BED-1044",
    "reassign": "<@U0PRIYA>", "deputy": "<@U0PETE>", "referrals": "open", "training": "BED-T1",
    "case-audit": "BED-A1", "reminders": "mine", "dates": "coming", "me": "digest on",
    "report": "2025/26", "erase": "BED-1039", "minute": "BED-M2", "actions": "open",
    "meeting": "BED-M1", "meetings": "past",
    "break-glass": "BED-1046",
}  # fmt: skip
NO_REASON = (
    "people",  # the list takes none
    "me",
    "reminders",
    "dates",
    "case",
    "history",
    "audit",
    "referrals",
    "training",
    "case-audit",
    "deputy",
    "report",
    "actions",
    "meeting",
    "meetings",
)
BECAUSE = " because it was decided"
# What a refusal calls what stands first in a line.
FIRST = {
    "refer": ("identifier", "case"), "screen": ("referral",), "reassign": ("owner",),
    "training": ("session",), "case-audit": ("audit",), "request": ("case", "kind"),
    "report": ("year",), "minute": ("meeting", "case"), "meeting": ("meeting",),
    "action": ("case", "action", "what"), "actions": ("actions", "case"),
}  # fmt: skip
# What it may call a field beside its own name.
ALSO = {
    ("training", "agencies"): ("agency",),
    ("minute", "case"): ("minute",),
    ("merge", "into"): ("case",),
    ("request", "kind"): ("request", "number"),
    ("screen", "accept"): ("level",),
    **{("meeting", name): ("case",) for name in ("cases", "add", "remove", "order")},
}
TAKES: dict[tuple[str, str], tuple[str, ...]] = {
    ("reminders", "reminders"): ("empty", "nine"),
    ("reminders", "days"): ("nine",),
    ("dates", "dates"): ("empty", "nine"),
    ("dates", "days"): ("nine",),
    ("me", "me"): ("empty",),
    ("audit", "by"): ("person",),
    ("people", "people"): ("empty",),
    ("", "page"): ("nine",),
    ("", "level"): ("zero",),
    ("", "because"): ("empty",),  # where none was needed
    ("case-audit", "cases"): ("nine",),
    ("training", "attended"): ("nine", "zero"),
    ("referrals", "referrals"): ("empty",),
    ("actions", "actions"): ("empty",),
    ("meeting", "level"): (),
    ("meeting", "link"): ("link",),
    ("meeting", "times"): ("nine",),
    ("meetings", "meetings"): ("empty",),
    ("urgent", "because"): (),
    ("urgent", "level"): (),
    ("urgent", "on"): ("empty",),  # then "at" stands after it, which is the time
    ("urgent", "link"): ("link",),
    ("action", "owner"): ("nine", "zero"),
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
# Texts that are read by one rule: of one of them every kind is tried, of the others a few.
ALIKE = {("minute", part.name) for part in PARTS.values() if part.shape == "text"} - {
    ("minute", "supervision")
} | {("subject-access", "because")}  # of which each makes a document
ALSO_FREE = {("update", "district"), ("correct", "to disclosed")}
EXAMPLES = {
    "owner": "<@U0PETE>",
    "member": "<@U0PETE>",
    "to": "the head teacher",
    "by": "<@U0PETE>",
}
# What follows the subject, where more is needed than the field and its example.
LINES: dict[str, dict[str, str]] = {
    "break-glass": {
        "*": "end",
        "end": "end []",
        "of": "end of [<@U0PETE>]",
        "page": "break-glass page [2]",
    },
    "people": {
        "name": "people change <@U0PETE> name [Pat Example]",
        "agency": "people change <@U0PETE> agency [housing]",
        "role": "people change <@U0PETE> role [chair]",
        "grant": "people change <@U0PETE> grant [category-4]",
        "guest": "people add <@U0OLGA> name Olga agency police role smb guest [yes]",
        "page": "people page [1]",
    },
    "me": {
        "digest": "me digest [on]",
        "quiet": "me quiet [19:00-07:00]",
    },
    "reminders": {"days": "days [90]"},
    "dates": {"days": "days [90]"},
    "action": {
        "subject": "owner <@U0PRIYA> due 1 July 2026 what visit",
        "because": "owner <@U0PRIYA> due 1 July 2026 what visit",
        "what": "owner <@U0PRIYA> due 1 July 2026 what [visit the address]",
        "owner": "owner [Sam Example] agency police due 1 July 2026 what visit",
        "agency": "owner Sam agency [police] due 1 July 2026 what visit",
        "due": "owner <@U0PRIYA> due [1 July 2026] what visit",
        "at": "owner <@U0PRIYA> due 1 July 2026 at [BED-M1] what visit",
        "done": "action BED-AC1 done []",
        "on": "action BED-AC1 done on [17 June 2026]",
        "cannot": "action BED-AC1 cannot []",
        "reassign": "action BED-AC1 agency police reassign [Sam Example]",
        "reopen": "action BED-AC2 reopen []",
        "note": "action BED-AC1 done note [seen at home]",
    },
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
    "meeting": {
        "subject": "place Luton House",
        "level": "meeting plan level [2] on 7 July 2026 at 10:00",
        "on": "meeting plan level 2 on [7 July 2026] at 10:00",
        "at": "meeting plan level 2 on 7 July 2026 at [10:00]",
        "until": "meeting plan level 2 on 7 July 2026 at 10:00 until [13:00]",
        "chair": "chair [<@U0CHAS>]",
        "cases": "meeting plan level 2 on 7 July 2026 at 10:00 cases [BED-1043]",
        "every": "meeting plan level 2 on 7 July 2026 at 10:00 every [4 weeks] times 2",
        "times": "meeting plan level 2 on 7 July 2026 at 10:00 every 4 weeks times [2]",
        "add": "add [BED-1043]",
        "remove": "remove [BED-1042] because adjourned",
        "order": "order [BED-1042]",
        "move": "move [14 July 2026] because adjourned",
        "cancel": "cancel [] because nobody can come",
    },
    "meetings": {"on": "meetings on [7 July 2026]"},
    "merge": {
        "into": "into [BED-1042]",
        "subject": "into BED-1042",
        "because": "into BED-1042",
        "keeping": "into BED-1042 keeping [BED-1042]",
    },
    "minute": {
        "*": "BED-1042",
        "subject": "BED-1042 level 2",
        "because": "BED-1042 level 2",
        "case": "[BED-1042] supervision daily",
        "attended": "BED-1042 attended [health (Jo Example, nurse)]; supervision daily",
        "report": "BED-1042 report [health]; supervision daily",
        "apologies": "BED-1042 apologies [health]; supervision daily",
        "none": "BED-1042 none [health]; supervision daily",
        "risk-band": "BED-1042 risk-band [high]; supervision daily",
        "disclosure-to": "BED-1042 disclosure-to [the head teacher]; disclosure yes",
        "threshold": "BED-1042 level 2 threshold [senior]",
        "anyway": "BED-1042 exit anyway []",
        "close": "minute BED-M2 BED-1042 close []",
        "issue": "minute BED-M3 BED-1045 issue []",
        "again": "minute BED-M3 BED-1045 issue again []",
        "document": "minute BED-M3 BED-1045 document []",
        "reopen": "minute BED-M3 BED-1045 reopen []",
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
    "retention": {
        "subject": "keep until 1 July 2030",
        "because": "keep until 1 July 2030",
        "keep-until": "keep until [1 July 2030]",
        "page": "retention page [2]",
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
    "urgent": {
        "on": "on [18 June 2026] at 10:00",
        "at": "at [14:00]",
        "chair": "chair [<@U0CHAS>]",
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
    "deputies": {"deputies": "deputies []"},
    "help": {"help": "help [update]"},
}
FREE_OTHERS = {("answer", "answer"), ("contacts", "name"), ("contacts", "address")}


def schemas() -> dict[str, Schema]:
    """Every schema of the code, by its word."""
    found: dict[str, Schema] = {}
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in ("handlers", "mappa"):
            for value in vars(module).values():
                # Of several with one word the one that has the most in it.
                if isinstance(value, Schema) and len(value.fields) >= len(
                    found[value.word].fields if value.word in found else ()
                ):
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
