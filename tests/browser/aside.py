"""A loop in a thread of its own: there the emulated PBX lives, while tests wait for the browser."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

LONGEST_S = 20.0
"""What any piece of work may take; nothing here takes a tenth of it."""


class Aside:
    """Runs work beside the test: :meth:`wait_for` a coroutine, or :meth:`do` something at once."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="aside", daemon=True)
        self._thread.start()

    def wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` there and return what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(LONGEST_S)

    def do(self, what: Callable[..., T], *arguments: object) -> T:
        """Call ``what`` there, so that nothing of the loop is touched from outside."""

        async def call() -> T:
            return what(*arguments)

        return self.wait_for(call())

    def close(self) -> None:
        """End the loop and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LONGEST_S)
        self._loop.close()
