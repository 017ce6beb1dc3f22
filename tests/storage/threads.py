"""Several at the same moment, each in a thread of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

PATIENCE = 60  # seconds
T = TypeVar("T")


def at_once(*works: Callable[[], T]) -> list[T]:
    """What each has returned; what one of them raises is raised here."""
    start = Barrier(len(works), timeout=PATIENCE)

    def run(work: Callable[[], T]) -> T:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [under_way.result(PATIENCE) for under_way in [pool.submit(run, w) for w in works]]
