"""The real bot with a shorter lease: `python launcher.py SECONDS [CALENDAR]`, settings as always.

Slack needs the 30 s of the contract; the practice workspace posts at once or never, so that a
doubtful message may be looked up much sooner, and a drill need not wait so long at its end.
CALENDAR is a file that says by how many seconds the bot's clock is ahead, so that a journey of
years takes seconds.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.running import run
from bot.settings import load_settings


def main() -> None:
    lease = timedelta(seconds=float(sys.argv[1]))
    calendar = Path(sys.argv[2]) if len(sys.argv) > 2 else None

    def now() -> datetime:
        ahead = float(calendar.read_text()) if calendar else 0
        return datetime.now(UTC) + timedelta(seconds=ahead)

    run(load_settings(os.environ, Path.cwd()), practice=True, lease=lease, now=now)


if __name__ == "__main__":
    main()
