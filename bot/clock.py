"""The clock: it ticks, and that is all. What is due is in the database."""

from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

TICK_SECONDS = 2.0


def start_clock(
    tick: Callable[[], None], tidy: Callable[[], None], every: float = TICK_SECONDS
) -> BackgroundScheduler:
    """Calls `tick` every so many seconds and `tidy` every hour, never twice at once."""
    clock = BackgroundScheduler(timezone="UTC")
    steady = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    clock.add_job(tick, "interval", seconds=every, **steady)
    clock.add_job(tidy, "interval", hours=1, **steady)
    clock.start()
    return clock
