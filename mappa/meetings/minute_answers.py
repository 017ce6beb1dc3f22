"""What somebody changed in the minutes, by form or line, and where somebody else did meanwhile."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mappa.arguments import LONGEST_TEXT
from mappa.errors import RuleBroken
from mappa.meetings.minutes import (
    INFORMATION,
    MinutePart,
    Minutes,
    check_together,
    find_part,
    parts_in_order,
    read_part,
)

# By line a decision takes out what cannot stand beside it: a form has all of it before one's eyes.
_OF_A_LEVEL = ("threshold", "review", "review-reason")
_INSTEAD = {"level": ("exit",), "exit": ("level", *_OF_A_LEVEL)}
_DECIDE = frozenset({"level", "exit", *_OF_A_LEVEL})


@dataclass(frozen=True, slots=True)
class MinuteAnswers:
    """What a form says otherwise than it was shown; `touched` empty: taken out."""

    touched: Mapping[str, str]
    conflicts: tuple[str, ...]


def compare_answers(
    names: Iterable[str],
    given: Mapping[str, str],
    now: Mapping[str, str],
    as_opened: Callable[[str, str], bool],
) -> MinuteAnswers:
    """Tell what the person touched from what they left, field by field.

    `as_opened(name, value)`: whether this value was kept when the form was opened. What was offered
    and not kept yet counts as touched.
    """
    touched, conflicts = {}, []
    for name in names:
        mine, theirs = one_kind(given.get(name, "")), one_kind(now.get(name, ""))
        if mine == theirs or as_opened(name, mine):
            continue
        touched[name] = mine
        if not as_opened(name, theirs):
            conflicts.append(name)
    return MinuteAnswers(touched, tuple(conflicts))


def one_kind(text: str) -> str:
    """The text as it comes back from an input."""
    return text.replace("\r\n", "\n").strip()


def with_answers(minutes: Minutes, touched: Mapping[str, str], today: date) -> dict[str, str]:
    """The minutes with these raw values; an empty one takes its part out."""
    after = dict(minutes)
    for name, typed in touched.items():
        part = required_part(name)
        if typed:
            after[name] = read_part(part, typed, today)
        else:
            after.pop(name, None)
    if _DECIDE & touched.keys():  # else it was brought in so, and is not theirs to put right
        check_together(after)
    return after


def with_line(minutes: Minutes, values: Mapping[str, str], today: date) -> dict[str, str]:
    """The same by a line: information is added beneath what is there; and of what is decided
    the new takes the place of the old, also of the other kind."""
    touched = {name: _taken_out(required_part(name), value) for name, value in values.items()}
    instead = [other for name, some in _INSTEAD.items() if touched.get(name) for other in some]
    if touched.get("level", "").casefold().removeprefix("level").strip() == "1":
        instead.append("threshold")
    for other in instead:
        if other in minutes:
            touched.setdefault(other, "")
    for name, value in touched.items():
        if name.startswith(INFORMATION):
            touched[name] = _added(minutes.get(name, ""), value, name)
    return with_answers(minutes, touched, today)


def _taken_out(part: MinutePart, value: str) -> str:
    """Nothing is a decision or a day by the name of none."""
    closed = part.shape in ("choice", "day")
    return "" if closed and value.strip().casefold() == "none" else value


def _added(old: str, new: str, name: str) -> str:
    lines = old.split("\n") if old else []
    if not new or new in lines or new == old:
        return old or new or " "
    text = "\n".join([*lines, new])
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            f"information: with what is there it would have {len(text):,} characters, at most "
            f"{LONGEST_TEXT:,} fit. Shorten it in the form. "
            "Example: minute BED-M12 BED-1042 information",
            name,
        )
    return text


def required_part(name: str) -> MinutePart:
    """The part of a name that may have been forged."""
    part = find_part(name)
    if part is None:
        raise RuleBroken("That form can no longer be read; nothing was saved. Open it anew.")
    return part


def changed_parts(before: Minutes, after: Minutes) -> list[str]:
    """The names of what differs, in the order of the agenda."""
    names = [part.name for part, _ in parts_in_order({**before, **after})]
    return [name for name in names if before.get(name) != after.get(name)]
