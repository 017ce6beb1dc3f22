"""The typed lines of actions: a new one of a case, one that stands here, and lists of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mappa.agencies import AGENCIES
from mappa.arguments import Field, Schema, clean_text, clean_words, read_line
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref

NEW_EXAMPLE = "action BED-1042 what visit the address owner @somebody due 1 July 2026"
DONE_EXAMPLE = "action BED-AC7 done note seen at home"
LISTS: Mapping[str, str] = {
    "mine": "Your open actions",
    "overdue": "Overdue actions",
    "open": "Open actions",
}
SCHEMA = Schema(
    word="action",
    subject="case, or action, by its reference",
    subject_example="BED-AC7",
    fields=(
        Field("what", "what visit the address", "what is to be done; never name a victim",
              shape="text"),
        Field("owner", "owner @somebody",
              'who does it; who is not in this Slack by name: owner "Sam Example"', shape="label"),
        Field("agency", "agency police", "of which agency; that of the owner if not given",
              choices=AGENCIES),
        Field("due", "due 1 July 2026", "by when", shape="day"),
        Field("at", "at BED-M12", "the meeting that agreed it"),
        Field("done", "action BED-AC7 done", "it was done", shape="flag"),
        Field("on", "on 1 June 2026", "the day on which it was done; today if not given"),
        Field("cannot", "action BED-AC7 cannot note nobody lives there",
              "it cannot be done: it stays open, and the co-ordinators are told",
              ("can't", "can’t", "cant"), "flag"),
        Field("reassign", "reassign @somebody", "somebody else does it from now on", (), "label"),
        Field("reopen", "action BED-AC7 reopen because it goes on",
              "open again; needs a reason", ("reopened",), "flag"),
        Field("note", "note seen at home", "what there is to say of it", shape="text"),
    ),
    examples=(
        'action BED-1042 what visit the address owner "Sam Example" agency police '
        "due 1 July 2026 because released soon",
        "action BED-AC7 done on 1 June 2026 note seen at home",
        "action BED-AC7 due 8 July 2026 because on leave",
    ),
)  # fmt: skip
LIST_SCHEMA = Schema(
    word="actions",
    subject="list, or case",
    subject_example="mine",
    fields=(Field("page", "page 2", "goes on where the list broke off"),),
    examples=("actions", "actions overdue", "actions BED-1042 page 2"),
)
# What a line can say of an action that is there; with either of these nothing else but a note.
ANSWERS = ("done", "cannot", "reopen")
OTHERWISE = ("reassign", "agency", "due", "what")


@dataclass(frozen=True, slots=True)
class ActionLine:
    """What a line or a form says of a case's new action, or of one that stands here."""

    ref: str
    values: Mapping[str, str]
    reason: str = ""

    @property
    def changes(self) -> bool:
        return bool(self.values or self.reason)


@dataclass(frozen=True, slots=True)
class ListLine:
    """Which list, by name or by the case that it is of, and which page of it."""

    name: str = ""
    ref: str = ""
    page: int = 1


def read_action_line(typed: str) -> ActionLine:
    """Take the line apart. What is to be done may also stand before the fields: they are told from
    its last words by what stands in them."""
    line = read_line(SCHEMA, " ".join(clean_words(SCHEMA, typed)))
    values, reason = dict(line.values), line.reason
    if "at" not in values and (found := _AT.fullmatch(reason)):
        reason, values["at"] = found["text"].rstrip(",; "), found["value"]
    return make_action_line(line.subject, _spread(values), reason)


def make_action_line(ref: str, values: Mapping[str, str], reason: str) -> ActionLine:
    """What a line or a form says."""
    texts = {name: clean_text(value, name) for name, value in values.items()}
    return ActionLine(read_ref(ref), texts, clean_text(reason, "because"))


def read_ref(typed: str) -> str:
    """The reference of an action, built as those of cases are."""
    try:
        return read_case_ref(typed)
    except RuleBroken as problem:
        raise RuleBroken(
            f"{harmless(typed)} is neither the reference of a case nor of an action: letters, "
            f"digits and hyphens, at most 20. Examples: {NEW_EXAMPLE}; {DONE_EXAMPLE}",
            "action",
        ) from problem


def read_list_line(typed: str) -> ListLine:
    """The list that is asked for; a page alone is one of one's own."""
    if not typed or typed.lower().startswith("page"):
        typed = f"mine {typed}"
    line = read_line(LIST_SCHEMA, typed)
    if line.reason:
        raise RuleBroken(f"actions takes no reason. Example: {LIST_SCHEMA.examples[1]}", "because")
    page = line.values.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,3}", page):
        raise RuleBroken(f"page: {harmless(page)} is not a page. Example: page 2", "page")
    if re.fullmatch("(?=.*[0-9])[A-Za-z0-9]+(-[A-Za-z0-9]+)+", line.subject):
        return ListLine(ref=read_case_ref(line.subject), page=int(page))
    name = read_choice(line.subject, {name: name for name in LISTS}, "actions")
    return ListLine(name=name, page=int(page))


def _spread(values: dict[str, str]) -> dict[str, str]:
    """The fields that were typed after what is to be done, each in its own place."""
    text, found = values.get("what", ""), True
    while found:
        matches = (
            (name, tail.fullmatch(text)) for name, tail in _TAILS.items() if name not in values
        )
        # One after the other, from the end: what may be a day is taken last.
        name, match = next((one for one in matches if one[1]), ("", None))
        found = match is not None
        if match:
            text, values[name] = match["text"].rstrip(",; "), match["value"].strip(',;." “”')
    return values | ({"what": text} if text else {})


def _tail(name: str, value: str) -> re.Pattern[str]:
    before = "" if name == "at" else "(?:(?:is|to|on|by) )?"
    pattern = rf"(?P<text>.*\S) {name}[:=]? {before}(?P<value>{value})[,;.]?"
    return re.compile(pattern, re.IGNORECASE)


def _any_agency() -> str:
    ways = sorted({*AGENCIES, *AGENCIES.values()}, key=len, reverse=True)
    return "|".join(re.escape(way).replace(r"\-", "[ -]") for way in ways)


# Only what can be nothing else: a mention or a name in quotes, an agency of the list, a meeting,
# and after "due" whatever may be meant as a day, which is refused if it is none.
_AT = _tail("at", "[A-Z]{3}-M[0-9]{1,9}")
_TAILS = {
    "owner": _tail("owner", r'<@[UW][A-Z0-9]+(?:\|[^>]*)?>|"[^"]+"|“[^”]+”'),
    "agency": _tail("agency", _any_agency()),
    "at": _AT,
    "due": _tail("due", r"\S+(?: \S+){0,4}"),
}
