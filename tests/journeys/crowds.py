"""A practice workspace with many people in it: `python crowds.py PEOPLE [PAUSE]`.

Besides the cast so many guests are there, everybody invented. PAUSE: an event that is not
acknowledged comes again and again after so many seconds, not only after Slack's minutes: whoever
is killed all the time is away for seconds only.
"""

import signal
import sys

from bot.sandbox.cast import CHANNELS, USERS, Channel, User, dm_of
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Limits

STOPS = {signal.SIGTERM, signal.SIGINT}


def guests(people: int) -> list[str]:
    """The Slack ids of so many guests."""
    return [f"U0GUEST{number:03}" for number in range(people)]


def _invite(people: int) -> None:
    for user_id in guests(people):
        dm = dm_of(user_id)
        USERS[user_id] = User(user_id, f"{user_id[2:].title()} Practice", "Guest")
        CHANNELS[dm] = Channel(dm, "MAPPA", "im", (user_id,))
    inside = tuple(user.id for user in USERS.values() if not user.stranger)
    CHANNELS["C0GENERAL"] = Channel("C0GENERAL", "general", "public", inside)


def main() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    _invite(int(sys.argv[1]))
    limits = Limits()
    if len(sys.argv) > 2:
        limits = Limits(retries=(0.0, 1.0, *(float(sys.argv[2]),) * 300))
    server = SandboxServer(limits=limits)
    server.start()
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    signal.sigwait(STOPS)
    server.stop()


if __name__ == "__main__":
    main()
