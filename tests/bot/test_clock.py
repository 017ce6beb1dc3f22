"""The clock: it ticks often enough, never twice at once, and makes up for nothing."""

import threading
import time
from datetime import UTC, datetime, timedelta

from bot.clock import TICK_SECONDS, start_clock
from tests.bot.workspaces import wait_until

OFTEN_ENOUGH = 5  # seconds


def test_it_ticks_often_enough_and_tidies_every_hour() -> None:
    assert TICK_SECONDS <= OFTEN_ENOUGH
    clock = start_clock(lambda: None, lambda: None)
    try:
        tick, tidy = sorted(clock.get_jobs(), key=lambda job: job.next_run_time)
        now = datetime.now(UTC)
        assert tick.next_run_time - now <= timedelta(seconds=OFTEN_ENOUGH)
        assert tidy.trigger.interval == timedelta(hours=1)
        for job in (tick, tidy):
            assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    finally:
        clock.shutdown()


def test_a_tick_that_takes_long_is_not_run_twice_at_once_nor_made_up_for() -> None:
    ticks: list[float] = []
    at_once: list[int] = []
    running = threading.Semaphore(0)
    release = threading.Event()

    def tick() -> None:
        ticks.append(time.monotonic())
        running.release()
        at_once.append(running._value)
        release.wait(20)
        running.acquire()

    clock = start_clock(tick, lambda: None, every=0.2)
    try:
        wait_until(lambda: ticks, "the first tick")
        time.sleep(0.9)  # four more would have been due
        assert len(ticks) == 1
        release.set()
        released = time.monotonic()
        wait_until(lambda: len(ticks) >= 4, "the ticks after it")
    finally:
        release.set()
        clock.shutdown()
    assert max(at_once) == 1
    assert ticks[3] - released > 0.35, "those that were left out are not made up for"


def test_a_tick_that_fails_does_not_end_the_clock() -> None:
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        raise ConnectionError("the database is away")

    clock = start_clock(tick, lambda: None, every=0.2)
    try:
        wait_until(lambda: len(ticks) >= 2, "the tick after the one that failed")
    finally:
        clock.shutdown()
