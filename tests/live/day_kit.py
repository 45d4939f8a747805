"""A day of a core at work on the virtual loop."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from acd.core import Core
from acd.live.day import Day
from acd.live.day_kept import DayInMemory, DayStore


@asynccontextmanager
async def a_day(core: Core, store: DayStore | None = None, zone: dt.tzinfo = dt.UTC) -> AsyncIterator[Day]:
    """The day of ``core``, counted while it is used and kept at the end."""
    day = Day(core, zone, store or DayInMemory())
    await day.load()
    core.listeners.append(day)
    running = asyncio.create_task(day.run())
    try:
        yield day
    finally:
        running.cancel()
        core.catch_up()
        await day.stop()
