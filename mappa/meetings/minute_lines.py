"""The typed line of the minutes: a meeting, a case, then parts with a semicolon between them.

A free text runs on to the next semicolon, line or end: a word in it that could begin another part
would else be taken out of it, or put into it, and nobody would know.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mappa.agencies import AGENCIES
from mappa.arguments import LONGEST_CHOICE, REASON, Line, clean_words, read_line
from mappa.cases import RISK_BANDS
from mappa.choices import harmless, is_choice, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import read_case_ref
from mappa.meetings.attendances import HOW
from mappa.meetings.meetings import read_meeting_ref
from mappa.meetings.minute_fields import COMMANDS, SCHEMA
from mappa.meetings.minutes import INFORMATION, PARTS, SECTIONS

_RATIONALES: Mapping[str, str] = {
    "disclosure": "disclosure-rationale",
    "level": "level-rationale",
    "exit": "level-rationale",
}
_TEXTS = frozenset(
    {INFORMATION.rstrip("."), *(name for name, part in PARTS.items() if part.shape == "text")}
)
# A text that says one of these in passing could as well mean the decision itself.
_DECISIONS = re.compile(
    r"(?<![\w-])(?:level [0-3]|disclosure (?:yes|no)|(?:next[- ])?review [0-9]+ \w+|"
    r"threshold [\w-]+|(?:supervision|monitoring|interventions|contingency|victim[- ]safety|"
    r"licence[- ]conditions|dissent|diversity)|disclosure[- ]rationale|level[- ]rationale)"
    r"(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """What a line says: raw values by part, agencies by how they were there, or a command."""

    values: Mapping[str, str] = field(default_factory=dict)
    attended: Mapping[str, str] = field(default_factory=dict)
    command: str = ""
    again: bool = False
    reason: str = ""
    page: int = 1

    @property
    def changes(self) -> bool:
        return bool(self.values or self.attended)


def read_minute_refs(typed: str) -> tuple[str, str, str]:
    """The meeting, the case (empty if none is named), and the rest as it was typed."""
    if not typed.strip():
        read_line(SCHEMA, "")  # says what it needs
    words = typed.split(maxsplit=2)
    # A word that is endless or cannot be shown is refused as such.
    clean_words(SCHEMA, " ".join(words[:2]))
    meeting = read_meeting_ref(words[0])
    case = read_case_ref(words[1]) if len(words) > 1 else ""
    return meeting, case, words[2] if len(words) > 2 else ""


def find_minute_section(rest: str) -> str:
    """The section whose form these words ask for, empty if they ask for none."""
    return rest.strip().lower() if rest.strip().lower() in SECTIONS else ""


def own_information(rest: str) -> str | None:
    """All that follows the word `information`, None where it does not stand first."""
    found = re.fullmatch(r"information\b[:=]?\s*(.*)", rest.strip(), re.IGNORECASE | re.DOTALL)
    return _unquoted(found[1].strip()) if found else None


def read_minute_line(rest: str) -> MinuteLine:
    """Take the rest of a line apart; what could be meant in two ways is refused."""
    values: dict[str, str] = {}
    attended: dict[str, str] = {}
    segments = list(_segments(rest))
    for segment in segments:
        line = read_line(SCHEMA, f"here {segment}")
        if len(segments) == 1 and (command := _command(line)):
            return command
        if line.values.keys() & {*COMMANDS, "again", "page"}:
            wrong = next(iter(line.values.keys() & {*COMMANDS, "again", "page"}))
            raise RuleBroken(
                f"{wrong}: it stands alone, after the case. "
                f"Example: minute BED-M12 BED-1042 {wrong}",
                wrong,
            )
        for name, value in _parts(line, segment):
            where = attended if name in HOW else values
            if name in where:
                raise RuleBroken(f"{name} is given twice. Give it once.", name)
            where[name] = value
    return MinuteLine(values, attended)


def _command(line: Line) -> MinuteLine | None:
    """What is to be done with the minutes, where the line says only that."""
    given = set(line.values)
    if not given:
        return MinuteLine(reason=line.reason) if not line.reason else None
    if given == {"page"}:
        return MinuteLine(page=_page(line.values["page"]))
    words = [word for word in COMMANDS if word in given]
    again = "again" in given
    if len(words) == 1 and given <= {words[0], "again"} and (words[0] == "issue" or not again):
        return MinuteLine(command=words[0], again=again, reason=line.reason)
    return None


def _page(typed: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,3}", typed):
        raise RuleBroken(f"page: {harmless(typed)} is not a page. Example: page 2", "page")
    return int(typed)


def _parts(line: Line, segment: str) -> Iterator[tuple[str, str]]:
    """The parts that one segment of a line gives, the reason among them."""
    values = dict(line.values)
    _check_clear(values, line.reason, segment)
    anyway = "anyway" in values and values.pop("anyway") == ""
    if anyway and "exit" not in values:
        raise RuleBroken("anyway goes with an exit. Example: exit anyway because died", "anyway")
    if "exit" in values:
        values["exit"] = "anyway" if anyway else "yes"
    if line.reason:
        values |= _reason(values, line.reason)
    for name, value in values.items():
        if name == "information":
            yield _information(value)
        elif name == "risk":
            yield from _risk(value)
        else:
            yield name, value


def _reason(values: Mapping[str, str], reason: str) -> dict[str, str]:
    """Where what follows "because" belongs: to a decision, or to the text that it ends."""
    texts = [name for name in values if name in _TEXTS]
    rationales = {_RATIONALES[name] for name in values if name in _RATIONALES}
    if texts and not rationales:
        return {texts[-1]: f"{values[texts[-1]]} {REASON} {reason}"}
    if not rationales and "review" in values:
        return {"review-reason": reason}
    if len(rationales) != 1 or texts:
        raise RuleBroken(
            "because: it could be the reason of more than one thing, or of none. Put a semicolon "
            "between the parts. Example: disclosure no because nobody is at risk; level 2 because "
            "three agencies are needed",
            REASON,
        )
    (name,) = rationales
    if name in values:
        raise RuleBroken(f"{name} is given twice: once after because. Give it once.", name)
    return {name: reason}


def _check_clear(values: Mapping[str, str], reason: str, segment: str) -> None:
    """A decision named within a text is either part of it, or was meant to be one."""
    texts = {
        name: value for name, value in values.items() if name in _TEXTS or name == "disclosure-to"
    }
    for name, value in [*texts.items(), *([(REASON, reason)] if reason else [])]:
        quoted = any(f"{sign}{value}" in segment for sign in "\"'“‘")
        found = None if quoted else _DECISIONS.search(value, 1)
        if found:
            raise RuleBroken(
                f"{name}: does {harmless(found[0])} begin another part? If so, put a semicolon "
                f'before it; if it belongs to the text, put all of the text in quotes. Example: '
                f'{"supervision" if name == REASON else name} "weekly, as at {found[0].lower()}"; '
                "contingency recall at once",
                name,
            )  # fmt: skip


def _information(value: str) -> tuple[str, str]:
    """Of which agency it is, and what it says."""
    words = value.split()
    for length in range(min(len(words), LONGEST_CHOICE), 0, -1):
        typed = " ".join(words[:length]).rstrip(",:")
        if is_choice(typed, AGENCIES):
            agency = read_choice(typed, AGENCIES, "information")
            return f"{INFORMATION}{agency}", _unquoted(" ".join(words[length:]))
    raise RuleBroken(
        f"information: say first which agency's: {', '.join(AGENCIES)}. "
        "Example: information police seen weekly",
        "information",
    )


def _risk(value: str) -> Iterator[tuple[str, str]]:
    """A band alone, or with a mark after it, is the band; the rest is the text."""
    head, mark, rest = re.fullmatch(r"([^,:(]*)([,:(]?)(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
    if is_choice(head, RISK_BANDS):
        yield "risk-band", head
        if rest.strip():
            yield "risk", (f"({rest}" if mark == "(" else rest).strip()
        return
    yield "risk", value


def _segments(rest: str) -> Iterator[str]:
    """What stands between semicolons and lines; what begins no part goes on with the text."""
    held = ""
    for piece in _pieces(rest):
        if held.strip() and not _begins_a_part(piece.lstrip(_BETWEEN)):
            held += piece
            continue
        if held.strip(_BETWEEN):
            yield held.strip(_BETWEEN)
        held = piece
    yield held.strip(_BETWEEN)


def _pieces(rest: str) -> list[str]:
    """Cut before semicolons and ends of lines, within quotes only if one is never closed."""
    pieces, quoted = [""], False
    for char in rest:
        if char == '"' or char == ("”" if quoted else "“"):
            quoted = not quoted
        if char in ";\n\r" and not quoted:
            pieces.append("")
        pieces[-1] += char
    return re.split("(?=[;\n\r])", rest) if quoted else pieces


_BETWEEN = "; \t\n\r"


def _begins_a_part(piece: str) -> bool:
    words = [re.split("[:=]", word, maxsplit=1)[0] for word in piece.split()[:4]]
    ways = (" ".join(words[:length]) for length in range(1, len(words) + 1))
    names = SCHEMA.names()
    return any(tuple(re.sub("[-_]", " ", way.lower()).split()) in names for way in ways)


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if len(text) > 1 and text[0] + text[-1] in ('""', "“”") else text
