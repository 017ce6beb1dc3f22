"""The clock: it ticks, and that is all. What is due is in the database."""

from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

TICK_SECONDS = 2


def start_clock(tick: Callable[[], None], tidy: Callable[[], None]) -> BackgroundScheduler:
    """Calls `tick` every few seconds and `tidy` every hour, never twice at once."""
    clock = BackgroundScheduler(timezone="UTC")
    steady = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    clock.add_job(tick, "interval", seconds=TICK_SECONDS, **steady)
    clock.add_job(tidy, "interval", hours=1, **steady)
    clock.start()
    return clock
