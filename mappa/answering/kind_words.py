"""The kinds of orders, events and dates, in words that stand in a sentence."""

from collections.abc import Collection, Mapping

from mappa.answering.filter_words import in_order
from mappa.cases import DATE_KINDS, EVENT_KINDS, ORDER_KINDS

# One and several; the two kinds of SHPO together are one thing to whoever asks.
_ANY_SHPO, _ANY_ORDER = "SHPO and SHPO-FT", "any"
_ORDERS: Mapping[str, tuple[str, str]] = {
    _ANY_ORDER: ("restrictive order", "restrictive orders"),
    "SOPO": ("SOPO", "SOPOs"),
    "NO": ("notification order", "notification orders"),
    "FTO": ("FTO", "FTOs"),
    _ANY_SHPO: (
        "SHPO (with or without foreign travel restriction)",
        "SHPOs (with or without foreign travel restriction)",
    ),
    "SHPO": ("SHPO without foreign travel restriction", "SHPOs without foreign travel restriction"),
    "SHPO-FT": ("SHPO with foreign travel restriction", "SHPOs with foreign travel restriction"),
    "SRO": ("Sexual Risk Order", "Sexual Risk Orders"),
    "VOO": ("Violent Offender Order", "Violent Offender Orders"),
}
_EVENTS: Mapping[str, str] = {
    "returned_breach_of_licence": "returned to custody for breach of licence",
    "returned_breach_of_order": "returned to custody for breach of an order",
    "breach_of_notification": "cautioned or convicted for breach of notification",
    "notification_revoked": "whose notification was revoked",
    "sro_breach": "in breach of a Sexual Risk Order",
    "sfo": "with a serious further offence",
}
# One, several, and what they do in a period.
DATES: Mapping[str, tuple[str, str, str]] = {
    "release": ("release", "releases", ""),
    "licence_end": ("licence", "licences", "ending"),
    "sentence_end": ("sentence", "sentences", "ending"),
    "tused": ("period of top-up supervision", "periods of top-up supervision", "ending"),
    "notification_end": ("notification period", "notification periods", "ending"),
    "parole_hearing": ("parole hearing", "parole hearings", ""),
    "review": ("review", "reviews", "due"),
}
# The dates themselves, one and several.
DAYS: Mapping[str, tuple[str, str]] = {
    "release": ("release", "releases"),
    "licence_end": ("licence end", "licence ends"),
    "sentence_end": ("sentence end", "sentence ends"),
    "tused": ("end of top-up supervision", "ends of top-up supervision"),
    "notification_end": ("end of notification", "ends of notification"),
    "parole_hearing": ("parole hearing", "parole hearings"),
    "review": ("review", "reviews"),
}


def order_words(kinds: Collection[str], *, one: bool = False) -> str:
    """SOPOs or FTOs; of any kind where none or every one is named."""
    chosen = in_order(kinds, ORDER_KINDS)
    if len(chosen) in (0, len(ORDER_KINDS)):
        chosen = [_ANY_ORDER]
    elif {"SHPO", "SHPO-FT"} <= set(chosen):
        chosen[chosen.index("SHPO")] = _ANY_SHPO
        chosen.remove("SHPO-FT")
    return " or ".join(_ORDERS[kind][0 if one else 1] for kind in chosen)


def event_words(kinds: Collection[str]) -> str:
    """What happened to people: returned to custody for breach of licence."""
    chosen = in_order(kinds, EVENT_KINDS)
    return " or ".join(_EVENTS[kind] for kind in chosen) or "with an event of any kind"


def date_words(kinds: Collection[str]) -> str:
    """Several kinds of dates: licence ends or ends of SOPOs."""
    orders = set(kinds) & set(ORDER_KINDS)
    words = [DAYS[kind][1] for kind in in_order(kinds, DATE_KINDS)]
    words += [f"ends of {order_words(orders)}"] if orders else []
    return " or ".join(words) or "dates of any kind"
