"""How far long work has come: one line on a terminal, and nothing where nobody watches."""

import sys


class Progress:
    """Writes over its own line on stderr, and takes it away at the end."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._longest = 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._longest:
            print("\r" + " " * self._longest + "\r", end="", file=sys.stderr, flush=True)

    def reading(self, what: str, rows: int) -> None:
        """So many rows of a sheet have been read."""
        self._show(f"Reading {what}: {rows:,} rows")

    def saving(self, done: int, total: int) -> None:
        """So many cases are saved."""
        self._show(f"Saving: {done:,} of {total:,} cases")

    def writing(self, what: str, rows: int) -> None:
        """So many rows of a sheet have been written."""
        self._show(f"Writing {what}: {rows:,} rows")

    def rewrapping(self, done: int, total: int) -> None:
        """So many data keys are wrapped by the newest key."""
        self._show(f"Re-wrapping: {done:,} of {total:,} data keys")

    def verifying(self, area: str, rows: int) -> None:
        """So many rows of an area's record are verified."""
        self._show(f"Verifying {area}: {rows:,} rows")

    def _show(self, line: str) -> None:
        if self._shows:
            self._longest = max(self._longest, len(line))
            print(f"\r{line:<{self._longest}}", end="", file=sys.stderr, flush=True)
