"""The typed line of a request: a case, then a kind or a number, then fields in any order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mappa.agencies import AGENCIES
from mappa.arguments import LONGEST_CHOICE, Field, Schema, clean_text, clean_words, read_line
from mappa.case_facts import RECOMMENDATIONS, REQUEST_KINDS, REQUEST_OUTCOMES
from mappa.choices import harmless, is_choice, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref

ASK_EXAMPLE = "request BED-1042 escort owner @somebody due 1 July 2026 what escort from the gate"
ANSWER_EXAMPLE = "request BED-1042 3 granted"
ANSWERS: Mapping[str, str] = {**RECOMMENDATIONS, **REQUEST_OUTCOMES, "reopened": "Open again"}
# Said for a kind beside its code and name.
KIND_WORDS: Mapping[str, str] = {
    "licence conditions": "licence-condition",
    "licence": "licence-condition",
    "psychologist": "assessment",
    "psychologist's assessment": "assessment",
    "psychologists assessment": "assessment",
    "police escort": "escort",
    "relocation of victim": "relocation",
    "learning disability support": "support",
    "addresses": "address-list",
}
SCHEMA = Schema(
    word="request",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("owner", "owner @somebody", "who is to see to it"),
        Field("agency", "agency police", "the agency that is to see to it", choices=AGENCIES),
        Field("due", "due 1 July 2026", "by when; none for no day", shape="day"),
        Field(
            "asked-by",
            "asked-by victim-liaison",
            "the agency that asks; your own if not given",
            choices=AGENCIES,
        ),
        Field(
            "what", "what escort from the gate", "what is asked; never name a victim", (), "text"
        ),
        Field(
            "recommended",
            "request BED-1042 3 recommended",
            "the meeting recommends it",
            shape="flag",
        ),
        Field(
            "not-recommended",
            "request BED-1042 3 not-recommended",
            "the meeting does not",
            shape="flag",
        ),
        *(
            Field(
                code, f"request BED-1042 3 {code}", f"{name.lower()}, which closes it", (), "flag"
            )
            for code, name in REQUEST_OUTCOMES.items()
        ),
        Field("reopened", "request BED-1042 3 reopened", "open again; needs a reason", (), "flag"),
        Field("on", "on 1 June 2026", "the day it was asked or answered; today if not given"),
        Field("note", "note prison will see to it", "a note on the outcome", (), "text"),
        Field("page", "page 2", "goes on where a long list broke off"),
    ),
    examples=(
        "request BED-1042",
        "request BED-1042 licence-condition asked-by victim-liaison what no contact in the town",
        "request BED-1042 assessment agency health due 1 July 2026 what assessment and advice",
    ),
)
_OF_ANSWERS = frozenset({*ANSWERS, "note"})


@dataclass(frozen=True, slots=True)
class Asking:
    """What a line or a form says of a case's requests: one that is new (`kind`), one that stands
    here (`number`), or, without either, nothing but that they are to be seen."""

    ref: str
    values: Mapping[str, str]
    reason: str = ""
    kind: str = ""
    number: int = 0

    @property
    def page(self) -> int:
        """Which page of the list."""
        return int(self.values.get("page", "1"))

    @property
    def changes(self) -> bool:
        return bool(self.kind or self.values.keys() - {"page"} or self.reason)


def read_asking(typed: str) -> Asking:
    """Take the line apart: case, then a kind or a number, then fields."""
    words = clean_words(SCHEMA, typed)
    kind, number, length = _kind_or_number(words[1:])
    line = read_line(SCHEMA, " ".join([*words[:1], *words[1 + length :]]))
    return make_asking(line.subject, line.values, line.reason, kind=kind, number=number)


def make_asking(
    ref: str, values: Mapping[str, str], reason: str, *, kind: str = "", number: int = 0
) -> Asking:
    """What a line or a form says; every fault names its field."""
    kind = read_choice(kind, REQUEST_KINDS, "kind") if kind else ""
    reason = clean_text(reason, "because")
    return _checked(Asking(read_case_ref(ref), values, reason, kind, number))


def _kind_or_number(words: list[str]) -> tuple[str, int, int]:
    """A kind or a number at the beginning of the words, and how many of them it takes up."""
    if not words or _is_field(words):
        return "", 0, 0
    if re.fullmatch("#?[1-9][0-9]{0,3}[,:]?", words[0]):
        return "", int(words[0].strip("#,:")), 1
    for length in range(min(len(words), LONGEST_CHOICE), 0, -1):
        typed = " ".join(words[:length]).strip(",:")
        if is_choice(typed, REQUEST_KINDS):
            return read_choice(typed, REQUEST_KINDS, "kind"), 0, length
        if typed.lower() in KIND_WORDS:
            return KIND_WORDS[typed.lower()], 0, length
    read_choice(words[0], REQUEST_KINDS, "kind")
    raise AssertionError("unreachable: the choice was refused")


def _is_field(words: list[str]) -> bool:
    """Whether a field of the line stands here: then neither a kind nor a number was given."""
    first = re.split("[:=]", words[0], maxsplit=1)[0]
    ways = (" ".join([first, *words[1:length]]) for length in (1, 2))
    names = SCHEMA.names()
    return any(tuple(re.sub("[-_]", " ", way.lower()).split()) in names for way in ways)


def _checked(asking: Asking) -> Asking:
    """What can be said of a new request, of one that stands here, and with neither."""
    given = asking.values.keys()
    if asking.kind and (wrong := sorted(given & {*_OF_ANSWERS, "page"})):
        raise RuleBroken(
            f"{wrong[0]} is for a request that is there already, by its number. "
            f"Example: {ANSWER_EXAMPLE}",
            wrong[0],
        )
    if not asking.kind and not asking.number and (given - {"page"} or asking.reason):
        raise RuleBroken(
            "request: say the kind of request, or the number of one. "
            f"Kinds: {', '.join(REQUEST_KINDS)}. Examples: {ASK_EXAMPLE}; {ANSWER_EXAMPLE}",
            "kind",
        )
    if not re.fullmatch("[1-9][0-9]{0,3}", asking.values.get("page", "1")):
        typed = harmless(asking.values["page"])
        raise RuleBroken(f"page: {typed} is not a page. Example: page 2", "page")
    if asking.number and "page" in given:
        raise RuleBroken("page is for the list. Example: request BED-1042 page 2", "page")
    return asking
