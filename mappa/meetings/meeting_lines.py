"""The typed line of a meeting: to plan one, to look at one, or to do one thing to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mappa.arguments import Field, Schema, clean_text, clean_words, read_line
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.meetings.meetings import LEVELS, read_meeting_ref

PLAN_EXAMPLE = "meeting plan level 2 on 7 July 2026 at 10:00 place Example House, room 2"
MOVE_EXAMPLE = "meeting BED-M12 move to 14 July 2026 at 10:00 because the room is taken"
PLAN = ("plan", "new")
MOST_CASES = 40  # named in one line
SCHEMA = Schema(
    word="meeting",
    subject="meeting reference, or plan",
    subject_example="BED-M12",
    fields=(
        Field("level", "meeting plan level 2", "the level that it is for", choices=LEVELS),
        Field("on", "on 7 July 2026", "the day of a new meeting"),
        Field("at", "at 10:00", "when it begins; at 10:00 to 13:00 says when it ends, too"),
        Field("until", "until 13:00", "when it ends"),
        Field("place", "place Example House, room 2", "where it is", shape="label"),
        Field("link", "link https://meet.example.org/panel", "where it is on the net"),
        Field("chair", "chair @somebody", "who chairs it; none for nobody yet"),
        Field("cases", "cases BED-1042, BED-1043", "what it hears, in this order", ("case",)),
        Field("every", "every 4 weeks", "a new meeting is one of a row"),
        Field("times", "times 6", "how many there are in that row"),
        Field("add", "meeting BED-M12 add BED-1042", "puts cases on the agenda"),
        Field("remove", "meeting BED-M12 remove BED-1042 because ...", "takes cases off it"),
        Field("order", "meeting BED-M12 order BED-1043, BED-1042", "what is heard first"),
        Field("move", "meeting BED-M12 move to 14 July 2026 at 10:00 because ...", "to another"),
        Field("cancel", "meeting BED-M12 cancel because ...", "calls it off", (), "flag"),
        Field("invite", "meeting BED-M12 invite", "tells everybody not told yet", (), "flag"),
        Field("agenda", "meeting BED-M12 agenda", "its agenda, also as a file", (), "flag"),
        Field("due", "meeting BED-M12 due", "cases to be heard that are on no agenda", (), "flag"),
        Field("list", "meeting BED-M12 list", "its printable list, as a file", (), "flag"),
    ),
    examples=(
        PLAN_EXAMPLE,
        "meeting BED-M12",
        "meeting BED-M12 add BED-1042",
        MOVE_EXAMPLE,
    ),
)
OF_A_PLAN = frozenset(
    {"level", "on", "at", "until", "place", "link", "chair", "cases", "every", "times"}
)
SETTINGS = frozenset({"until", "place", "link", "chair"})
ACTS = ("add", "remove", "order", "move", "cancel", "invite", "agenda", "due", "list")
NEED_A_REASON = frozenset({"remove", "move", "cancel"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line or a form says of a meeting: a new one (no `ref`), what is to be done to one
    (`act`), what is to be set of it (`values`), or nothing but that it is to be seen."""

    ref: str
    values: Mapping[str, str]
    reason: str = ""
    act: str = ""

    @property
    def settings(self) -> Mapping[str, str]:
        return {name: value for name, value in self.values.items() if name in SETTINGS}

    @property
    def changes(self) -> bool:
        return bool(self.act or self.settings)


def read_asked(typed: str) -> Asked:
    """Take the line apart."""
    clean_words(SCHEMA, typed)
    line = read_line(SCHEMA, typed)
    if line.subject.lower() in PLAN:
        return make_plan_asked(line.values, line.reason)
    return make_asked(line.subject, line.values, line.reason)


def make_plan_asked(values: Mapping[str, str], reason: str) -> Asked:
    """A new meeting."""
    if wrong := [name for name in values if name not in OF_A_PLAN]:
        raise RuleBroken(
            f"{wrong[0]} does not go with a new meeting. Example: {PLAN_EXAMPLE}", wrong[0]
        )
    if reason:
        raise RuleBroken(f"meeting plan takes no reason. Example: {PLAN_EXAMPLE}", "because")
    return Asked("", values)


def make_asked(ref: str, values: Mapping[str, str], reason: str) -> Asked:
    """One thing to be done to a meeting, or some to be set."""
    acts = [act for act in ACTS if act in values]
    ref, reason = read_meeting_ref(ref), clean_text(reason, "because")
    if len(acts) > 1:
        raise RuleBroken(
            f"{' and '.join(acts)}: one at a time. Example: meeting BED-M12 add BED-1042", acts[1]
        )
    act = acts[0] if acts else ""
    allowed = SETTINGS | {"move": {"at", "on"}}.get(act, set()) | {act}
    wrong = [name for name in values if name not in allowed or (act not in ("", "move", name))]
    if wrong:
        raise RuleBroken(_does_not_go(wrong[0], act), wrong[0])
    if act in NEED_A_REASON and not reason:
        raise RuleBroken(f"because: say why. Example: meeting BED-M12 {_EXAMPLES[act]}", "because")
    if reason and act not in NEED_A_REASON:
        raise RuleBroken(
            "meeting takes no reason. Example: meeting BED-M12 invite. Move, cancel and remove do.",
            "because",
        )
    return Asked(ref, values, reason, act)


def read_cases(text: str, field: str) -> tuple[str, ...]:
    """References with commas, spaces or "and" between them, each once, in this order."""
    named = [part for part in re.split(r"[\s,;]+", clean_text(text, field)) if part]
    named = [part for part in named if part.lower() not in ("and", "&")]
    if not named or len(named) > MOST_CASES:
        many = f"{len(named)} at once are too many" if named else "name a case"
        raise RuleBroken(
            f"{field}: {many}; 1 to {MOST_CASES} can be named. Example: {field} BED-1042", field
        )
    try:
        return tuple(dict.fromkeys(read_case_ref(part.strip(".:'\"“”")) for part in named))
    except RuleBroken as problem:
        raise RuleBroken(f"{field}: {problem.message}", field) from problem


_EXAMPLES = {
    "remove": "remove BED-1042 because adjourned",
    "move": "move to 14 July 2026 at 10:00 because the room is taken",
    "cancel": "cancel because nobody can come",
}


def _does_not_go(name: str, act: str) -> str:
    if act:
        return f"{name} does not go with {act}: one at a time. Example: meeting BED-M12 {act}"
    if name in ("on", "at"):
        return f"{name}: to another day or time it is moved. Example: {MOVE_EXAMPLE}"
    if name == "cases":
        return "cases: they are added. Example: meeting BED-M12 add BED-1042"
    return f"{name} is for a new meeting. Example: {PLAN_EXAMPLE}"
