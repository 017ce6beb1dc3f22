"""The real bot with a shorter lease: `python launcher.py SECONDS`, settings as always.

Slack needs the 30 s of the contract; the practice workspace posts at once or never, so that a
doubtful message may be looked up much sooner, and a drill need not wait so long at its end.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.running import run
from bot.settings import load_settings


def main() -> None:
    lease = timedelta(seconds=float(sys.argv[1]))
    run(load_settings(os.environ, Path.cwd()), practice=True, lease=lease)


if __name__ == "__main__":
    main()
