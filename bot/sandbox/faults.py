"""Faults on request: what a Slack that is unwell does to a call."""

from dataclasses import dataclass, field

from bot.sandbox.errors import NotPossible

# What Slack says no with, and goes on saying: the token, or the place or person that is meant.
REFUSALS = {
    "refuse token": "invalid_auth",
    **{
        error: error
        for error in (
            "account_inactive",
            "cannot_dm_bot",
            "channel_not_found",
            "is_archived",
            "missing_scope",
            "msg_too_long",
            "not_in_channel",
            "restricted_action",
            "user_disabled",
            "user_not_found",
        )
    },
}
ACCEPTED = ("accept then drop", "accept then hang")  # it is done, but whoever asked is not told
KINDS = ("429", "500", "hang", *ACCEPTED, *REFUSALS)


@dataclass
class Fault:
    """What happens to the next calls of a method.

    "socket", "upload" (of a file's bytes) and "download" are no methods, but can be struck too.
    """

    kind: str
    method: str
    times: int
    seconds: float  # how long a hang lasts, or what Retry-After says


@dataclass
class Faults:
    """Those still to happen, in the order in which they were asked for."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, kind: str, method: str, times: int, seconds: float) -> None:
        if kind not in KINDS:
            raise NotPossible(f"A fault is one of {', '.join(KINDS)}.")
        if times < 1 or not 0 <= seconds <= 3600:
            raise NotPossible("A fault happens at least once, and lasts an hour at most.")
        self.waiting.append(Fault(kind, method, times, seconds))

    def clear(self) -> None:
        """Slack is well again."""
        self.waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that strikes this call, if one does."""
        for fault in self.waiting:
            if fault.method == method:
                fault.times -= 1
                if fault.times == 0:
                    self.waiting.remove(fault)
                return fault
        return None
