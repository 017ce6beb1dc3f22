"""Which cases, agencies and the like a sentence means; of a share, the whole and the part of it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from mappa.asking.measures import MEASURES
from mappa.asking.questions import BOTH, SHARE, Filters, Question
from mappa.asking.refusals import EXAMPLES, no_place, twice
from mappa.asking.said import Said, as_filters
from mappa.choices import harmless
from mappa.errors import NotUnderstood

Held = Mapping[str, frozenset[Any]]
_NAMES = {
    "levels": "level",
    "categories": "category",
    "custody": "custody",
    "agencies": "agency",
    "lead_agencies": "lead agency",
    "districts": "district",
    "bands": "risk band",
    "without": "what is not recorded",
}
# What can stand before an agency for it to be plain what of the agency is meant.
_LED_TO = {
    "people": frozenset({"", "with", "does"}),
    "referrals": frozenset({"", "from", "by", "of", "does"}),
    "actions": frozenset({"", "for", "of", "to", "by", "with", "does"}),
    "attendance": frozenset({"", "by", "of", "from", "for"}),
    "screening on time": frozenset({"", "from", "by"}),
}
_DECISIONS = frozenset({"accepted", "declined", "decided"})
_OWN_LEVELS = frozenset({"referrals", "meetings", "hearings", "attendance", "disclosure",
                         "minutes on time", "screening on time"})  # fmt: skip
_OF_PEOPLE = frozenset({"people", "events", "dates", "orders"})


def filters_in(said: Said, question: Question) -> tuple[Filters, Filters | None]:
    """Which are meant, and of a share of people the whole."""
    counted = question.counted
    if said.managed and counted not in _OF_PEOPLE:
        raise no_place("managed")
    _check_led_to(said, counted)
    _check_level(said, counted)
    own = "agencies" if "agencies" in MEASURES[counted].filters else "lead_agencies"
    part = _named(said.filters, own)
    whole = None if said.whole is None else _named(said.whole, own)
    if counted != "people" or question.figure != SHARE:
        part, whole = {**_apart(whole or {}, part), **part}, None
    where = as_filters(dict(part), said.without)
    if question.by == "custody" and not where.custody:
        where = replace(where, custody=BOTH)
    for filters in (where, as_filters(dict(whole or {}))):
        _check_allowed(filters, counted)
    if question.figure != SHARE or counted != "people":
        return where, None
    return where, _out_of(part, whole, where)


def _check_level(said: Said, counted: str) -> None:
    """ "Referrals of people at level 1" asks for a level that a referral does not have."""
    whole = said.whole or {}
    if counted not in _OWN_LEVELS or not ("levels" in said.filters or "levels" in whole):
        return
    if said.level_of:
        what = {"referrals": "level sought", "screening on time": "level sought"}.get(
            counted, "meeting's level"
        )
        number = next(iter(sorted({*said.filters.get("levels", ()), *whole.get("levels", ())})))
        raise NotUnderstood(
            f"Of {counted} the {what} is counted. Say it beside them.",
            _BESIDE[counted](number or 2),
        )


_BESIDE = {
    "referrals": lambda n: (f"level {n} referrals this year",),
    "screening on time": lambda n: (f"screening on time level {n} this year",),
    "meetings": lambda n: (f"level {n} meetings this year",),
    "hearings": lambda n: (f"cases heard at level {n} meetings this year",),
    "attendance": lambda n: (f"attendance at level {n} meetings this year",),
    "minutes on time": lambda n: (f"minutes on time level {n} this year",),
    "disclosure": lambda n: (f"disclosure recorded at level {n} meetings this year",),
}


def _named(held: Held, own: str) -> Held:
    """An agency is the lead agency of people, and of all else whoever refers, attends or acts."""
    if own == "lead_agencies" and {"agencies", "lead_agencies"} <= held.keys():
        raise twice("agency")
    return {own if name == "agencies" else name: values for name, values in held.items()}


def _apart(whole: Held, part: Held) -> Held:
    for name in whole:
        if name in part:
            raise twice(_NAMES[name])
    return whole


def _check_allowed(filters: Filters, counted: str) -> None:
    for field in fields(filters):
        if getattr(filters, field.name) and field.name not in MEASURES[counted].filters:
            raise NotUnderstood(
                f"{counted.capitalize()} cannot be asked by {_NAMES[field.name]}.", EXAMPLES
            )


def _check_led_to(said: Said, counted: str) -> None:
    """ "cases of the police" can mean more than one thing; "referrals from police" cannot."""
    allowed = _LED_TO.get(counted, frozenset({"", "with"}))
    if counted == "referrals" and set(said.statuses) & _DECISIONS:
        allowed = frozenset({"", "from", "of"})
        if "agencies" in said.filters and said.agency_led_to not in allowed:
            raise NotUnderstood(
                "Agencies refer, and the co-ordinator decides. Say from which agency.",
                ("how many referrals from police declined this year",),
            )
    if "agencies" in {*said.filters, *(said.whole or {})} and said.agency_led_to not in allowed:
        raise NotUnderstood(
            f"{harmless(said.agency_led_to)}: say what of the agency is meant, such as its lead "
            "agency.",
            ("how many cases with lead agency police",),
        )


def _out_of(part: Held, whole: Held | None, where: Filters) -> Filters:
    """The whole of a share: what was said before the verb, else everybody."""
    if len(part) + bool(where.without) > 1:  # "is level 1 in Luton": of whom?
        raise NotUnderstood("Say the share of which whole is meant, and which part.", _SHARES)
    if where == Filters():
        raise NotUnderstood("Say which part the share is of.", _SHARES)
    out_of = as_filters(dict(_apart(whole or {}, part)))
    return replace(out_of, custody=BOTH) if where.custody and not out_of.custody else out_of


_SHARES = ("what share of cases is level 1", "what share of level 2 cases is in custody")
