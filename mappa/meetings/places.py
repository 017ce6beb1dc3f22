"""Where a meeting is: a place, a link, or both, kept as one line."""

import re

from mappa.arguments import clean_text
from mappa.choices import harmless
from mappa.errors import RuleBroken

LONGEST = 300
LINK_EXAMPLE = "link https://meet.example.org/panel"
_LINK = r"https://[^\s<>|]{4,250}"


def read_place(text: str) -> str:
    """A place as it was typed, if it is short enough to be one."""
    place = " ".join(clean_text(text, "place").split())
    if len(place) > LONGEST:
        raise RuleBroken(
            f"place: {len(place)} characters are too many, at most {LONGEST} fit. Shorten it. "
            "Example: place Example House, room 2",
            "place",
        )
    return place


def read_link(text: str) -> str:
    """A link, with or without the angle brackets that Slack puts around it."""
    typed = clean_text(text, "link").strip()
    found = re.fullmatch(rf"<({_LINK})(?:\|[^<>]*)?>|({_LINK})", typed)
    if not found:
        raise RuleBroken(
            f"link: {harmless(text)} is not a link that begins with https. Example: {LINK_EXAMPLE}",
            "link",
        )
    return found[1] or found[2]


def make_place(place: str, link: str) -> str:
    """One line of both."""
    return ", ".join(filter(None, [place, link]))


def split_place(line: str) -> tuple[str, str]:
    """The place and the link again; either may be empty."""
    found = re.fullmatch(rf"(?:(.*?),? )?({_LINK})", line)
    return (found[1] or "", found[2]) if found else (line, "")
