"""Around a service: what is said when its PBX is away, once, and when it is back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import SimpleNamespace
from typing import Any

from acd.clock import Clock
from acd.runner import PBX_LOOK_S, watch_pbx


def a_service(*, connected: bool) -> Any:
    """What the watch looks at of a service."""
    pbx = SimpleNamespace(ami=SimpleNamespace(address="127.0.0.1:5038"))
    return SimpleNamespace(
        link=SimpleNamespace(ami=SimpleNamespace(is_connected=connected)),
        core=SimpleNamespace(clock=Clock(asyncio.get_running_loop())),
        centre=SimpleNamespace(part=SimpleNamespace(pbx=pbx)),
    )


@asynccontextmanager
async def watched(service: Any) -> AsyncIterator[list[str]]:
    """The lines of a watch over ``service``."""
    lines: list[str] = []
    watch = asyncio.create_task(watch_pbx(service, "en", lines.append))
    yield lines
    watch.cancel()
    with suppress(asyncio.CancelledError):
        await watch


async def test_a_pbx_that_is_away_is_said_once_and_that_it_is_back_too() -> None:
    service = a_service(connected=False)
    async with watched(service) as lines:
        await asyncio.sleep(100 * PBX_LOOK_S)
        (away,) = lines
        assert "no PBX answers at 127.0.0.1:5038" in away
        service.link.ami.is_connected = True
        await asyncio.sleep(100 * PBX_LOOK_S)
        assert len(lines) == 2
        assert "the PBX at 127.0.0.1:5038 answers again" in lines[1]


async def test_a_pbx_that_is_there_is_worth_no_line() -> None:
    async with watched(a_service(connected=True)) as lines:
        await asyncio.sleep(100 * PBX_LOOK_S)
        assert lines == []
