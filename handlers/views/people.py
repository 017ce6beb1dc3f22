"""How somebody sees their own registration."""

from collections.abc import Sequence
from typing import Any

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.areas import AREAS
from mappa.days import uk_date
from mappa.people import ROLES, Person

SHOWN = 30  # of somebody's own referrals, the newest


def registration(person: Person, grants: Sequence[str], referrals: Sequence[Any]) -> Reply:
    facts = {
        "Name": person.name,
        "Role": ROLES[person.role],
        "Agency": AGENCIES[person.agency],
        "Area": AREAS[person.area],
        "Also": ", ".join(grants) or "no further grants",
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


def _referral(row: Any) -> str:
    when = f", {uk_date(row.decided_on)}" if row.decided_on else ""
    return f"{row.ref}: level {row.level_sought}, {uk_date(row.referred_on)}, {row.decision}{when}"
