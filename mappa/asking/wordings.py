"""A question in words that read as it again, fit to be typed."""

import re
from collections.abc import Iterable
from dataclasses import replace

from mappa.asking.groups_and_filters import AGENCY_NAMES
from mappa.asking.measures import DAY, MEASURES
from mappa.asking.questions import (
    AVERAGE,
    BOTH,
    COMMUNITY,
    CUSTODY,
    NOT_RECORDED,
    RATE,
    SHARE,
    Asked,
    Comparison,
    Day,
    Filters,
    Period,
    Question,
)
from mappa.cases import ORDER_KINDS
from mappa.times.time_words import time_words

_ORDERS = {"SOPO": "SOPOs", "NO": "notification orders", "FTO": "FTOs", "SRO": "SROs",
           "VOO": "VOOs"}  # fmt: skip
_EVENTS = {
    "returned_breach_of_licence": "returned to custody for breach of licence",
    "returned_breach_of_order": "returned to custody for breach of an order",
    "breach_of_notification": "breach of notification",
    "notification_revoked": "notification revoked",
    "sro_breach": "SRO breaches",
    "sfo": "SFOs",
}
_DATES = {
    "release": "releases", "licence_end": "licences", "sentence_end": "sentences",
    "tused": "top-up supervision", "notification_end": "notification periods",
    "parole_hearing": "parole hearings", "review": "reviews",
}  # fmt: skip
_MISSING = {"release": "release date", "licence_end": "licence end date",
            "sentence_end": "sentence end date", "tused": "TUSED",
            "notification_end": "notification end date", "parole_hearing": "parole hearing date",
            "review": "review date"}  # fmt: skip
# Said before the first side, and not again after "compared with".
_LEADING_IN = re.compile("^(with|from|for|by|in(?! custody| the community)) ")
_LEADING = {"referrals": "from", "screening on time": "from", "actions": "for", "attendance": "by"}
_AS_THEY_ARE = frozenset(
    {"reviews on time", "screening on time", "minutes on time", "attendance", "disclosure"}
)
_GROUPS = {"lead-agency": "lead agency", "band": "risk band"}
_PLACES = {COMMUNITY: "in the community", CUSTODY: "in custody", BOTH: "including custody", "": ""}


def wording(asked: Asked) -> str:
    """Words that mean exactly this, on the day that it was asked."""
    if isinstance(asked, Comparison):
        first, second = asked.sides
        if replace(first, when=second.when) == second:
            other = _when(second).removeprefix("on ").removeprefix("in ")
        else:
            other = _LEADING_IN.sub("", " ".join(_differing(first, second)))
        return f"{_words(first)} compared with {other}"
    return _words(asked)


def _words(q: Question) -> str:
    if q.figure == SHARE and q.counted == "people" and q.out_of is not None:
        # Of whom a part is in custody are counted wherever they are; it is not said again.
        place = "" if q.where.custody else q.out_of.custody
        whole, part = replace(q.out_of, custody=place), _filters(q.where)
        named = (*_front(whole), "cases", *_back(whole))
        return _joined("what share of", *named, "is", *part, _time(q))
    return _joined(_opening(q), *_counted(q), _time(q), _by(q))


def _opening(q: Question) -> str:
    if q.listed:
        return "list"
    if q.figure == AVERAGE:
        return "average days from referral to decision"
    if q.figure == SHARE:
        return "what share of" if q.counted == "referrals" else ""
    return "how many"


def _counted(q: Question) -> Iterable[str]:
    filters = _filters(q.where, _LEADING.get(q.counted, ""))
    if q.counted == "people":
        rate = "per 100,000" if q.figure == RATE else ""
        return (*_front(q.where), "cases", *_back(q.where), rate)
    return (*_thing(q), *filters)


def _thing(q: Question) -> list[str]:
    kinds = sorted(q.kinds)
    if q.counted == "referrals":
        if q.figure == AVERAGE:
            return [] if q.status == "decided" else [q.status]
        # Of a day "referrals" could be those that are open on it.
        plain = q.status == "made" and not _is_of_one_day(q)
        return ["referrals", "" if plain else q.status]
    if q.counted == "orders":
        return [_orders(q.kinds), q.status]
    if q.counted == "events":
        return [_events(q.kinds)]
    if q.counted == "dates":
        return [_dates(q), {"ending": "ending", "overdue": "overdue"}[q.status]]
    if q.counted == "hearings":
        return ["cases heard at meetings"]
    if q.counted in _AS_THEY_ARE:
        return [q.counted]
    if q.counted in ("trainings", "case audits"):
        return [{"trainings": "training sessions"}.get(q.counted, q.counted)]
    return [q.counted, q.status, *kinds]


def _orders(kinds: frozenset[str]) -> str:
    if not kinds:
        return "orders"
    names = [_ORDERS[kind] for kind in sorted(kinds) if kind in _ORDERS]
    if {"SHPO", "SHPO-FT"} <= kinds:
        names.append("SHPOs")
    elif "SHPO-FT" in kinds:
        names.append("SHPOs with foreign travel restriction")
    elif "SHPO" in kinds:
        names.append("SHPOs without foreign travel restriction")
    return " or ".join(names)


def _events(kinds: frozenset[str]) -> str:
    if {"returned_breach_of_licence", "returned_breach_of_order"} <= kinds:
        others = kinds - {"returned_breach_of_licence", "returned_breach_of_order"}
        return " or ".join(["returned to custody", *(_EVENTS[kind] for kind in sorted(others))])
    return " or ".join(_EVENTS[kind] for kind in sorted(kinds))


def _dates(q: Question) -> str:
    if q.kinds <= set(ORDER_KINDS):
        return "orders" if q.kinds == set(ORDER_KINDS) else _orders(q.kinds)
    return " or ".join(_DATES[kind] for kind in sorted(q.kinds))


def _filters(filters: Filters, leading: str = "") -> list[str]:
    return [*_front(filters), *_back(filters, leading)]


def _front(filters: Filters) -> list[str]:
    """What can stand before the noun."""
    words = []
    numbers = [str(level) for level in sorted(filters.levels) if level]
    levels = [f"level {' or '.join(numbers)}"] if numbers else []
    levels += ["level to be confirmed"] if 0 in filters.levels else []
    words.append(" or ".join(levels))
    if filters.categories:
        words.append(f"category {' or '.join(map(str, sorted(filters.categories)))}")
    return [word for word in words if word]


def _back(filters: Filters, leading: str = "") -> list[str]:
    """What stands after the noun."""
    words = []
    if filters.agencies:
        words.append(f"{leading} {_agencies(filters.agencies)}")
    if NOT_RECORDED in filters.lead_agencies:
        words.append("without a lead agency")
    elif filters.lead_agencies:
        words.append(f"with lead agency {_agencies(filters.lead_agencies)}")
    if NOT_RECORDED in filters.districts:
        words.append("without a district")
    elif filters.districts:
        words.append(f"in {' or '.join(sorted(filters.districts))}")
    if NOT_RECORDED in filters.bands:
        words.append("without a risk band")
    elif filters.bands:
        names = {"low": "low risk", "medium": "medium risk", "high": "high risk",
                 "very-high": "very high risk"}  # fmt: skip
        words.append(f"with {' or '.join(names[band] for band in sorted(filters.bands))}")
    if filters.without:
        words.append(f"with no {_MISSING[filters.without]}")
    words.append(_PLACES[filters.custody])
    return [word for word in words if word]


def _agencies(codes: frozenset[str]) -> str:
    return " or ".join(AGENCY_NAMES[code].split(" | ")[0].strip() for code in sorted(codes))


def _time(q: Question) -> str:
    return "" if q.when in (Day(q.asked_on), Period(None, q.asked_on)) else _when(q)


def _when(q: Question) -> str:
    when = q.when
    of_a_day = DAY in MEASURES[q.counted].statuses[q.status]
    if isinstance(when, Period) and _is_of_one_day(q) and not of_a_day:
        when = Day(when.to_on)
    return time_words(when, q.asked_on)


def _is_of_one_day(q: Question) -> bool:
    return isinstance(q.when, Period) and q.when.from_on == q.when.to_on


def _differing(first: Question, second: Question) -> list[str]:
    """Of the second side what is not as in the first."""
    changes = {
        name: value
        for name in Filters.__dataclass_fields__
        if (value := getattr(second.where, name)) != getattr(first.where, name)
    }
    return _filters(replace(Filters(), **changes))


def _by(q: Question) -> str:
    return f"by {_GROUPS.get(q.by, q.by)}" if q.by else ""


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
