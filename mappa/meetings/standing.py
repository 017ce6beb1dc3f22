"""Standing members: who is invited to every panel of an area, of one level or of both."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mappa.agencies import AGENCIES, read_agency
from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.labels import read_label
from mappa.mentions import find_user
from mappa.workbook.workbooks import StandingMemberRow

LEVELS: Mapping[str, str] = {"2": "Level 2", "3": "Level 3", "both": "Both levels"}
LONGEST = 300
ADD = 'meeting standing add "Sam Example" agency housing address sam@example.org'
REMOVE = "meeting standing remove 3"
SCHEMA = Schema(
    word="meeting",
    subject="word add",
    subject_example="standing",
    fields=(
        Field("name", '"Sam Example"', "who is invited: @somebody, or a name", shape="label"),
        Field("agency", "agency police", "for which agency", choices=AGENCIES),
        Field("level", "level 2", "to the panels of which level; both if not given"),
        Field("address", "address sam@example.org", "of who is outside this Slack", shape="label"),
    ),
    examples=("meeting standing add @somebody agency police level 2", ADD),
)


_FIELDS = ("agency", "level", "address")


@dataclass(frozen=True, slots=True)
class Listing:
    """They are to be seen, a page of them."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class Removal:
    """The standing member with this number is to be one no more."""

    number: int


@dataclass(frozen=True, slots=True)
class Addition:
    """Somebody is to be one; `agency` empty: their own, in this Slack."""

    user_id: str = ""
    name: str = ""
    agency: str = ""
    level: int | None = None
    address: str = ""


def read_standing(typed: str) -> Listing | Addition | Removal:
    """What follows "standing" in a line: nothing, add or remove."""
    words = clean_text(typed, "standing").split()
    first = words[0].lower().rstrip(":,") if words else ""
    if not words:
        return Listing()
    if first == "page" and len(words) == 2:
        return Listing(_number(words[1], "page", "meetings standing page 2"))
    if first == "remove":
        return Removal(_number(" ".join(words[1:]).lstrip("#"), "remove", REMOVE))
    if first != "add":
        raise RuleBroken(
            f"standing: {harmless(words[0])} is neither add nor remove. Examples: meetings "
            f"standing; {ADD}; {REMOVE}",
            "standing",
        )
    return _addition(" ".join(words[1:]))


def _addition(typed: str) -> Addition:
    if typed.partition(" ")[0].lower().rstrip(":") in _FIELDS:
        raise RuleBroken(f"name: say who is invited. Example: {ADD}", "name")
    line = read_line(SCHEMA, f"add name {typed}")
    if line.reason:
        raise RuleBroken(f"standing takes no reason. Example: {ADD}", "because")
    values = line.values
    agency = read_agency(values["agency"]) if "agency" in values else ""
    level = read_choice(_level(values.get("level", "both")), LEVELS, "level")
    user_id = find_user(values["name"])
    if user_id:
        if "address" in values:
            raise RuleBroken(
                "address is for who is outside this Slack; leave it out. "
                f"Example: {SCHEMA.examples[0]}",
                "address",
            )
        return Addition(user_id, "", agency, _number_of(level))
    if not agency:
        raise RuleBroken(f"agency: say for which agency. Example: {ADD}", "agency")
    name = read_label(values["name"], "name", LONGEST, ADD)
    address = values.get("address", "")
    address = read_label(address, "address", LONGEST, ADD) if address else ""
    return Addition("", name, agency, _number_of(level), address)


def is_member(rows: Iterable[StandingMemberRow], one: StandingMemberRow) -> bool:
    """Whether somebody is invited for that agency and level already."""
    return any(row.level in (None, one.level) and _who(row) == _who(one) for row in rows)


def _who(row: StandingMemberRow) -> tuple[str, str, str]:
    return row.agency, row.slack_id, row.name.casefold()


def of_level(rows: Iterable[StandingMemberRow], level: int) -> list[StandingMemberRow]:
    """Those who come to the panels of a level."""
    return [row for row in rows if row.level in (None, level)]


def _level(text: str) -> str:
    return re.sub(r"(?i)^level\s*", "", text.strip())


def _number_of(level: str) -> int | None:
    return None if level == "both" else int(level)


def _number(text: str, field: str, example: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise RuleBroken(f"{field}: {harmless(text)} is not a number. Example: {example}", field)
    return int(text)
