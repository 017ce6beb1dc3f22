"""How somebody sees their own registration."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.areas import AREAS
from mappa.days import uk_date
from mappa.people import ROLES, Person
from mappa.policies import Policy
from mappa.quiet_times import quiet_time

SHOWN = 30  # of somebody's own referrals, the newest


def registration(
    person: Person, grants: Sequence[str], told: Mapping[str, str], referrals: Sequence[Any]
) -> Reply:
    facts = {
        "Name": person.name,
        "Role": ROLES[person.role],
        "Agency": AGENCIES[person.agency],
        "Area": AREAS[person.area],
        "Also": ", ".join(grants) or "no further grants",
        **told,
    }
    lines = [f"{label}: {value}" for label, value in facts.items()]
    shown = [blocks.header("You, here"), *blocks.pairs(facts)]
    if referrals:
        listed = [_referral(row) for row in referrals[:SHOWN]]
        if left := len(referrals) - len(listed):
            listed.append(f"and {left} made before these")
        shown += [blocks.strong("Your referrals"), blocks.words("\n".join(listed))]
        lines += ["Your referrals", *listed]
    return say(blocks.escape("\n".join(lines)), *shown)


def how_told(person: Person, policy: Policy) -> Mapping[str, str]:
    """How and when reminders come, and whose choice that is."""
    sending = policy.sending
    digest = sending.digest if person.digest is None else person.digest
    quiet = quiet_time(*person.quiet) if person.quiet else sending.quiet
    hours = f"{quiet.starts:%H:%M} to {quiet.ends:%H:%M}" if quiet else ""
    if not quiet or quiet.starts == quiet.ends:
        hours = "none: they come at any hour"
    return {
        "Reminders": ("all that are due together in one message" if digest else "one by one")
        + _by_policy(person.digest is None),
        "Quiet time": hours + _by_policy(person.quiet is None),
    }


def _by_policy(is_so: bool) -> str:
    return " (as the policy says)" if is_so else ""


def chosen(told: Mapping[str, str], command: str, *, changed: bool) -> Reply:
    """What holds from now on; that nothing is lost by it."""
    head = "Saved." if changed else "All of that stood here already; nothing was changed."
    lines = [f"{label}: {value}" for label, value in told.items()]
    note = (
        "Nothing is left out by this: what falls due in a quiet time comes at its end. "
        f"Back to what the policy says: {command} me digest policy quiet policy"
    )
    text = "\n".join([head, *lines, note])
    return say(blocks.escape(text), blocks.words("\n".join([head, *lines])), blocks.context(note))


def _referral(row: Any) -> str:
    when = f", {uk_date(row.decided_on)}" if row.decided_on else ""
    return f"{row.ref}: level {row.level_sought}, {uk_date(row.referred_on)}, {row.decision}{when}"
