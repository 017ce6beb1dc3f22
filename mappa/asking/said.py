"""What a sentence said, part by part, before it is made a question."""

from dataclasses import dataclass, field
from typing import Any

from mappa.asking.questions import BOTH, COUNT, Filters
from mappa.times.times import Found


@dataclass
class Said:
    """The parts that were named; what was not named is empty."""

    things: list[str] = field(default_factory=list)  # in order; "people" for the noun
    statuses: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # a status as it was typed
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)  # by what they are kinds of
    verb_needed: bool = False  # "licences" alone are not counted, "licences ending" are
    causes: frozenset[str] = frozenset()
    filters: dict[str, frozenset[Any]] = field(default_factory=dict)
    whole: dict[str, frozenset[Any]] | None = None  # of a share: what was said before the verb
    without: str = ""
    time: Found | None = None
    by: str = ""
    figure: str = COUNT
    per_100_000: bool = False
    listed: bool = False
    opened: bool = False  # "how many" or the like was said
    managed: bool = False
    in_force: str = ""  # "open", "active": said of a level
    agency_led_to: str = ""  # "from", "by": what stood before an agency
    doubtful: str = ""  # "what": a list could be meant
    perfect: str = ""  # "have had", "have been": said of a period
    level_of: str = ""  # "people" or "decision": whose level is meant, where it can be doubted
    verbs: set[str] = field(default_factory=set)


def as_filters(said: dict[str, frozenset[Any]], without: str = "") -> Filters:
    """Sets by their name as filters; both places together are one."""
    places = said.get("custody", frozenset())
    return Filters(
        levels=said.get("levels", frozenset()),
        categories=said.get("categories", frozenset()),
        custody=BOTH if len(places) > 1 else next(iter(places), ""),
        agencies=said.get("agencies", frozenset()),
        lead_agencies=said.get("lead_agencies", frozenset()),
        districts=said.get("districts", frozenset()),
        bands=said.get("bands", frozenset()),
        without=without,
    )
