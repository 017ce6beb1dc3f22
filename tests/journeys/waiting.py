"""Waiting for a condition with a deadline, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_until(
    find: Callable[[], Found | None], seconds: float, missed: Callable[[], str] = lambda: ""
) -> Found:
    """The first thing that `find` finds (anything true); `missed` says what never came."""
    deadline = time.monotonic() + seconds
    while True:
        if found := find():
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {missed()}")
        time.sleep(0.02)
