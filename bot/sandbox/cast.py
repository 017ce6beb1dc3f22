"""Who and what there is in the practice workspace. Everybody is invented."""

from dataclasses import dataclass

TEAM, OUTSIDE = "T0PRACTICE", "T0OUTSIDE"
BOT_USER, BOT_ID, APP = "U0MAPPA", "B0MAPPA", "A0MAPPA"
BOT_TOKEN = "xoxb-practice-workspace"  # noqa: S105  # obviously fake: it opens nothing else
APP_TOKEN = "xapp-practice-workspace"  # noqa: S105


@dataclass(frozen=True, slots=True)
class User:
    id: str
    name: str
    title: str
    team: str = TEAM

    @property
    def stranger(self) -> bool:
        return self.team != TEAM


@dataclass(frozen=True, slots=True)
class Channel:
    """`kind` is private, public, shared (with another workspace) or im."""

    id: str
    name: str
    kind: str
    members: tuple[str, ...]


USERS = {
    user.id: user
    for user in (
        User("U0CORA", "Cora Practice", "MAPPA co-ordinator, Bedfordshire"),
        User("U0PRIYA", "Priya Practice", "Probation practitioner"),
        User("U0PETE", "Pete Practice", "Police practitioner"),
        User("U0CHAS", "Chas Practice", "Panel chair, police"),
        User("U0SIMI", "Simi Practice", "SMB member, health"),
        User("U0ADA", "Ada Practice", "Admin of the bot"),
        User("U0NOEL", "Noel Practice", "Not registered with the bot"),
        User("U0OLGA", "Olga Outside", "From another organisation's workspace", OUTSIDE),
    )
}
_INSIDE = tuple(user.id for user in USERS.values() if not user.stranger)
CHANNELS = {
    channel.id: channel
    for channel in (
        Channel("C0PANEL", "mappa-panel", "private", ("U0CORA", "U0PRIYA", "U0PETE", "U0CHAS")),
        Channel("C0GENERAL", "general", "public", _INSIDE),
        Channel("C0SHARED", "partners-shared", "shared", ("U0CORA", "U0PRIYA", "U0OLGA")),
    )
} | {f"D{user[1:]}": Channel(f"D{user[1:]}", "MAPPA", "im", (user,)) for user in _INSIDE}


def dm_of(user_id: str) -> str:
    """The channel of somebody's direct messages with the app."""
    return f"D{user_id[1:]}"
