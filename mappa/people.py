"""A person who uses the bot: who they are in Slack, and what they are in MAPPA."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

ROLES: Mapping[str, str] = {
    "co-ordinator": "Co-ordinator",
    "chair": "Chair",
    "practitioner": "Practitioner",
    "smb": "SMB",
    "lay-adviser": "Lay adviser",
    "auditor": "Auditor",
    "admin": "Admin",
}
GRANTS: Mapping[str, str] = {
    "category-4": "Category 4",
    "limited": "Limited-access cases",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A registered person; (`team_id`, `user_id`) is who Slack says they are."""

    id: int
    team_id: str
    user_id: str
    name: str
    agency: str
    role: str
    area: str
    grants: frozenset[str] = frozenset()
    dm_channel: str | None = None
    stands_in_for: frozenset[str] = frozenset()  # Slack ids: whose deputy they are today
    # Of a chair the cases of the meetings that they chair; of who stands in for one today, those of
    # the meetings that are planned.
    hears: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()  # of an auditor, the cases of the newest sample
    opened: frozenset[str] = frozenset()  # cases that they broke the glass for, while that lasts
    # How they want to be told; None: as the policy says. Hours in London, "19:00".
    digest: bool | None = None
    quiet: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who stands in for whom, both by Slack id, from the first to the last day included."""

    user_id: str
    deputy_user_id: str
    from_on: date
    until_on: date

    def on(self, day: date) -> bool:
        """Whether they stand in on a day."""
        return self.from_on <= day <= self.until_on
