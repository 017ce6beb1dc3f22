"""What a sentence counts, of which kinds, and what became of it."""

from collections.abc import Mapping
from datetime import date

from mappa.asking.measures import MEASURES
from mappa.asking.questions import Day
from mappa.asking.refusals import EXAMPLES, no_place, twice
from mappa.asking.said import Said
from mappa.cases import ORDER_KINDS
from mappa.errors import NotUnderstood
from mappa.times.said_times import first_day

# By what was named and the status, what is counted and its status; the first is the usual one.
STATUSES: Mapping[str, Mapping[str, str]] = {
    "referrals": {
        "made": "made", "open": "open", "overdue": "overdue", "accepted": "accepted",
        "declined": "declined", "withdrawn": "withdrawn", "decided": "decided",
    },
    "decisions": {"decided": "decided", "made": "decided", "accepted": "accepted",
                  "declined": "declined"},
    "meetings": {"held": "held", "planned": "planned", "cancelled": "cancelled"},
    "hearings": {"held": "held"},
    "attendance": {"held": "held"},
    "actions": {"open": "open", "overdue": "overdue", "done": "done", "raised": "raised",
                "made": "raised", "due": "due"},
    "orders": {"imposed": "imposed", "made": "imposed", "in force": "in force",
               "open": "in force"},
    "dates": {"ending": "ending", "due": "ending", "overdue": "overdue"},
    "events": {},
    "trainings": {"held": "held"},
    "case audits": {"drawn": "drawn"},
    "disclosure": {"held": "held"},
    "screening": {"on time": "decided"},
    "reviews on time": {"on time": "held", "held": "held"},
    "minutes on time": {"on time": "due", "due": "due"},
}  # fmt: skip


def counted_in(said: Said) -> str:
    """The one thing that is counted; people are what everything else is about."""
    things = list(said.things)
    if "on time" in said.statuses:
        return _on_time(things, said)
    others = [thing for thing in things if thing != "people"]
    others = _absorbed(others, said)
    if "minutes" in others:
        raise NotUnderstood(
            "Of minutes it is counted how many were issued on time.", ("minutes on time this year",)
        )
    if len(others) > 1:
        raise NotUnderstood(
            f"That asks for {others[0]} and {others[1]} at once. Ask for one of them.", EXAMPLES
        )
    if others == ["screening"]:
        raise NotUnderstood(
            "Say what of the screening: what was decided, or what was on time.",
            ("screening on time this year", "referrals decided this year"),
        )
    if not others:
        return "people"
    counted = {"decisions": "referrals", "screening": "screening on time"}.get(others[0], others[0])
    behind = counted in _NOT_PEOPLE or (counted == "events" and said.kinds["events"] == {"sfo"})
    if things[0] == "people" and behind and not said.listed:
        called = _CALLED.get(counted, counted)
        raise NotUnderstood(
            f"{called.capitalize()} are counted here, not the people behind them: one person can "
            f"have several. Ask how many {called}.",
            _ASKED.get(counted, EXAMPLES),
        )
    return counted


_CALLED = {"events": "serious further offences"}
_ASKED: Mapping[str, tuple[str, ...]] = {
    "referrals": ("how many referrals this year", "how many open referrals"),
    "orders": ("how many orders in force", "orders imposed this year"),
    "actions": ("how many open actions", "how many overdue actions"),
    "meetings": ("how many meetings this year",),
    "events": ("how many SFOs this year",),
    "attendance": ("police attendance at level 3 meetings this year",),
}
_NOT_PEOPLE = frozenset({"referrals", "orders", "actions", "meetings", "attendance", "trainings"})


def _on_time(things: list[str], said: Said) -> str:
    named = set(things) - {"people"}
    if named == {"dates"} and said.kinds["dates"] == frozenset({"review"}):
        return "reviews on time"
    if named and named <= {"referrals", "screening", "decisions"}:
        return "screening on time"
    if named and named <= {"minutes", "meetings"}:
        return "minutes on time"
    raise NotUnderstood(
        "Say what is to be on time: reviews, minutes, or the screening of referrals.",
        ("reviews on time this year", "minutes on time this year", "screening on time this year"),
    )


def _absorbed(things: list[str], said: Said) -> list[str]:
    """What is named only to say more of the other: attendance at meetings, referral decisions."""
    found = list(things)
    for part, wholes in (
        ("meetings", ("attendance", "hearings", "disclosure")),
        ("referrals", ("decisions", "screening")),
        ("dates", ()),
    ):
        if part in found and any(whole in found for whole in wholes):
            found.remove(part)
    if "screening" in found and "decisions" in found:
        found.remove("decisions")
    if {"orders", "events"} <= set(found) and said.kinds.get("orders"):
        return found
    if found == ["orders"] and {"ending", "due"} & set(said.statuses):
        return ["dates"]
    return found


def kinds_in(said: Said, counted: str) -> frozenset[str]:
    if counted == "events":
        kinds = said.kinds["events"]
        if said.causes:
            if not kinds & said.causes:
                raise no_place("breach")
            kinds = kinds & said.causes
        return kinds
    if said.causes:
        raise NotUnderstood(
            "What is counted is returns to custody for breach of licence or of an order.",
            ("how many were returned to custody for breach of licence this year",),
        )
    if counted == "orders":
        return said.kinds.get("orders", frozenset())
    if counted == "dates":
        return said.kinds.get("dates") or said.kinds.get("orders") or frozenset(ORDER_KINDS)
    return frozenset()


def status_in(said: Said, counted: str, today: date) -> str:
    """What was said to have been done with it, or what is meant when nothing was said."""
    thing = "decisions" if "decisions" in said.things and counted == "referrals" else counted
    thing = "screening" if thing == "screening on time" else thing
    known = STATUSES.get(thing, {})
    statuses = list(dict.fromkeys(said.statuses))
    if said.in_force and counted != "people":
        statuses.append("open")
    if counted == "referrals" and set(statuses) == {"accepted", "declined"}:
        statuses = ["decided"]
    statuses = [status for status in statuses if not (status == "made" and len(statuses) > 1)]
    if counted == "people":
        if statuses:
            raise no_place(
                said.typed.get(statuses[0], statuses[0]),
                ("how many overdue actions", "how many open referrals"),
            )
        return ""
    if len({known.get(status, status) for status in statuses}) > 1:
        raise twice("status")
    if not statuses:
        return _unsaid_status(said, counted, thing, today)
    if statuses[0] not in known:
        raise NotUnderstood(
            f"“{said.typed.get(statuses[0], statuses[0])}” is not said of {thing} here.", EXAMPLES
        )
    return known[statuses[0]]


def _is_a_day(said: Said) -> bool:
    """Whether the words leave open if a picture is meant: no time, or a day."""
    return (said.time is None and not said.by) or (
        said.time is not None and isinstance(said.time.when, Day)
    )


def _unsaid_status(said: Said, counted: str, thing: str, today: date) -> str:
    if counted == "actions":
        raise NotUnderstood(
            "Say which actions: open, overdue, done, raised or due.",
            ("how many open actions", "how many overdue actions"),
        )
    if counted == "orders" and _is_a_day(said):
        raise NotUnderstood(
            "Say whether orders in force or orders imposed in a period are meant.",
            ("how many orders in force", "orders imposed this year"),
        )
    if counted == "dates":
        if said.verb_needed:
            raise NotUnderstood(
                "Say what of them: those that end in a period.",
                ("licences ending in the next 28 days",),
            )
        return "ending"
    if counted == "referrals" and thing != "decisions" and said.time and _is_a_day(said):
        raise NotUnderstood(
            "Say whether referrals open on that day or made in a period are meant.",
            ("how many open referrals", "how many referrals this year"),
        )
    if counted == "meetings" and said.time is not None:
        if not said.time.year_said:
            raise NotUnderstood(
                "Say the year, or whether held or planned meetings are meant.",
                ("how many meetings this year",),
            )
        when = said.time.when
        first = when.on if isinstance(when, Day) else first_day(when)
        if said.time.said == "next" or first > today:
            return "planned"
    return next(iter(MEASURES[counted].statuses)) if thing != "decisions" else "decided"
