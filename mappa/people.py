"""A person who uses the bot: who they are in Slack, and what they are in MAPPA."""

from collections.abc import Mapping
from dataclasses import dataclass

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
