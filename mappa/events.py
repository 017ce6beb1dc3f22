"""Events: what happened on a day that the annual report counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from mappa.arguments import Field
from mappa.cases import CaseRecord, Event
from mappa.changes import Asked, Change, Part
from mappa.days import uk_date
from mappa.errors import RuleBroken

EVENT_NAMES: Mapping[str, str] = {
    "returned_breach_of_licence": "Returned to custody for breach of licence",
    "returned_breach_of_order": "Returned to custody for breach of an order",
    "breach_of_notification": "Cautioned or convicted for breach of notification",
    "notification_revoked": "Notification revoked",
    "sro_breach": "Breach of a Sexual Risk Order",
    "sfo": "Serious further offence",
}
_EXAMPLE = "event returned to custody for breach of licence on 1 May 2026 custody recall"
_FIELDS = (
    Field(
        "event",
        "event sfo on 1 May 2026",
        f"what happened: {', '.join(name.lower() for name in EVENT_NAMES.values())}",
        choices=EVENT_NAMES,
    ),
    Field(
        "on",
        _EXAMPLE,
        "the day of the event, and of custody recorded with it",
        shape="day",
    ),
)


def field_of_day(values: Mapping[str, str], takes_effect: frozenset[str]) -> str:
    """Which field says when the line takes effect: `from`, or for custody the day of the event
    that it is typed with. Empty: neither, so today."""
    if "from" in values:
        return "from"
    if not {"event", "on", "custody"} <= values.keys():
        return ""
    if others := sorted((takes_effect & values.keys()) - {"event", "custody"}):
        raise RuleBroken(
            f"from: say since when, because the day of an event is not that of {others[0]}. "
            "Example: from 1 May 2026",
            "from",
        )
    return "on"


def _read(asked: Asked) -> Change | None:
    kind, day = asked.choice("event", EVENT_NAMES), asked.past_day("on")
    if kind is None:
        if "on" in asked.values:
            raise RuleBroken(
                "on goes with an event; from gives the day of a level, custody and the like. "
                f"Examples: {_FIELDS[0].example}; level 3 from 1 May 2026",
                "on",
            )
        return None
    if day is None and "from" not in asked.values:
        raise RuleBroken(f"on: say the day of the event. Example: {_FIELDS[0].example}", "on")
    event = Event(kind, day or asked.effective_on, asked.text("note"))
    return lambda case: _happened(case, event, asked)


def _happened(case: CaseRecord, event: Event, asked: Asked) -> CaseRecord:
    """The case with the event. The same said twice is one event, a second one needs a reason."""
    if event in case.events:
        return case
    same_day = any((old.kind, old.on) == (event.kind, event.on) for old in case.events)
    if same_day and not asked.reason:
        raise RuleBroken(
            f"event: {case.ref} has that event on {uk_date(event.on)} already; nothing was saved. "
            "If this is another one, say so. Example: because it is a second offence",
            "event",
        )
    return replace(case, events=tuple(sorted((*case.events, event), key=lambda one: one.on)))


def custody_to_record(before: CaseRecord, after: CaseRecord, today: date) -> list[str]:
    """What to do next when a return to custody was recorded, but not the custody itself."""
    new = [event for event in after.events if event not in before.events]
    days = [event.on for event in new if event.kind.startswith("returned_")]
    if not days or after.custody_on(today):
        return []
    line = f"update {after.ref} custody recall from {uk_date(max(days))}"
    return [f"The custody itself is not recorded. If the person is inside: {line}"]


PART = Part("Event", _FIELDS, _read, lambda case, today: {}, dated=frozenset({"event"}))
