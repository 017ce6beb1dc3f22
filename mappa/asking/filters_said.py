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
    "referrals": frozenset({"", "from", "by", "of"}),
    "actions": frozenset({"", "for", "of", "to", "by", "with"}),
    "attendance": frozenset({"", "by", "of", "from", "for"}),
    "screening on time": frozenset({"", "from", "by"}),
}
_OF_PEOPLE = frozenset({"people", "events", "dates", "orders"})


def filters_in(said: Said, question: Question) -> tuple[Filters, Filters | None]:
    """Which are meant, and of a share of people the whole."""
    counted = question.counted
    if said.managed and counted not in _OF_PEOPLE:
        raise no_place("managed")
    _check_led_to(said, counted)
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
    if "agencies" in {*said.filters, *(said.whole or {})} and said.agency_led_to not in allowed:
        raise NotUnderstood(
            f"{harmless(said.agency_led_to)}: say what of the agency is meant, such as its lead "
            "agency.",
            ("how many cases with lead agency police",),
        )


def _out_of(part: Held, whole: Held | None, where: Filters) -> Filters:
    """The whole of a share: what was said before the verb, else everybody."""
    if whole is None and len(part) + bool(where.without) > 1:
        raise NotUnderstood("Say the share of which whole is meant, and which part.", _SHARES)
    if where == Filters():
        raise NotUnderstood("Say which part the share is of.", _SHARES)
    out_of = as_filters(dict(_apart(whole or {}, part)))
    return replace(out_of, custody=BOTH) if where.custody and not out_of.custody else out_of


_SHARES = ("what share of cases is level 1", "what share of level 2 cases is in custody")
