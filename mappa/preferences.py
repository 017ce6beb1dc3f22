"""How somebody wants to be told: one by one or bundled, and when not. Nothing can be switched off:
a preference only says when something comes, and with what else."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from mappa.arguments import Field, Schema, read_line
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken

AS_POLICY = "policy"
NEVER_QUIET = ("00:00", "00:00")  # as it is kept: whoever says so is told at any hour
LONGEST = 14 * 60  # minutes
_MORE = "or off; policy goes back to what the policy says"
_SWITCH: Mapping[str, str] = {"on": "on", "off": "off", AS_POLICY: AS_POLICY}

SCHEMA = Schema(
    word="me",
    subject="preference",
    subject_example="digest on",
    fields=(
        Field(
            "digest",
            "digest on",
            f"all that is due together in one message; {_MORE}",
            choices=_SWITCH,
        ),
        Field("quiet", "quiet 19:00-07:00", f"what falls due then comes at its end; {_MORE}"),
    ),
    examples=("me", "me digest on", "me quiet 19:00-07:00", "me quiet off"),
)
_DIGEST: Mapping[str, bool | None] = {"on": True, "off": False, AS_POLICY: None}
_HOUR = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*([ap]m)?"
_HOURS = re.compile(rf"(?:from )?{_HOUR}\s*(?:-|to|until|till)\s*{_HOUR}")


@dataclass(frozen=True, slots=True)
class Preferences:
    """None: as the policy says. The hours are London's, "19:00"."""

    digest: bool | None
    quiet: tuple[str, str] | None


def read_preferences(typed: str, before: Preferences) -> Preferences:
    """What is typed laid over what was wanted before."""
    line = read_line(SCHEMA, f"me {typed}")
    if line.reason:
        raise RuleBroken(f"me takes no reason. Example: {SCHEMA.examples[1]}", "because")
    digest, quiet = before.digest, before.quiet
    if "digest" in line.values:
        digest = _DIGEST[read_choice(line.values["digest"], _SWITCH, "digest")]
    if "quiet" in line.values:
        quiet = _read_quiet(line.values["quiet"])
    return Preferences(digest, quiet)


def _read_quiet(text: str) -> tuple[str, str] | None:
    folded = re.sub("[‐‑‒–—]", "-", unicodedata.normalize("NFKC", text).casefold()).strip()
    if folded == AS_POLICY:
        return None
    if folded == "off":
        return NEVER_QUIET
    found = _HOURS.fullmatch(folded)
    starts, ends = (_hour(*found.groups()[at : at + 3]) if found else None for at in (0, 3))
    if starts is None or ends is None:
        raise RuleBroken(
            f"quiet: {harmless(text)} are not two hours of the day. Example: quiet 19:00-07:00, "
            "or quiet off",
            "quiet",
        )
    _check_length(starts, ends)
    return f"{starts:%H:%M}", f"{ends:%H:%M}"


def _hour(hour: str, minute: str | None, half: str | None) -> time | None:
    """Of the day; None if there is no such hour."""
    number, minutes = int(hour), int(minute or 0)
    if half and not 1 <= number <= 12:
        return None
    number = number % 12 + (12 if half == "pm" else 0) if half else number
    return time(number, minutes) if number < 24 and minutes < 60 else None


def _check_length(starts: time, ends: time) -> None:
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    if minutes % (24 * 60) > LONGEST or minutes == 0:
        raise RuleBroken(
            f"quiet: {starts:%H:%M}-{ends:%H:%M} leaves too little of the day, at most "
            f"{LONGEST // 60} hours can be quiet. Example: quiet 19:00-07:00, or quiet off",
            "quiet",
        )
