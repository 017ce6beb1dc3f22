"""The workspace alone: `python -m bot.sandbox [PORT]`, for a bot that is started by itself."""

import signal
import sys

from bot.sandbox.server import SandboxServer

STOPS = {signal.SIGTERM, signal.SIGINT}


def main() -> int:
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        server = SandboxServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
        server.start()
    except (OSError, OverflowError, ValueError) as problem:
        sys.stderr.write(f"The port cannot be used: {problem}\n")
        return 1
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    signal.sigwait(STOPS)
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
